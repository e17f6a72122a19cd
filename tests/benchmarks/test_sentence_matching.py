from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from sentence_forms import OpenSet, Part, UserSentence
from sentence_matching import Rows, misread

from dataexplain.claims import Claim, Condition, Membership, Position, Region
from dataexplain.features.text_columns import TextColumn
from dataexplain.sentences.reading import AskedProperty, SentenceReading
from dataexplain.tables import build_table

RAW = pd.DataFrame(
    {
        "age": [*range(20, 80)] * 2,
        "plan": ["a", "b", "c"] * 40,
        "says": ["a refund please", "refunded it", "all is well", "nothing"] * 30,
        "churn": (["no"] * 30 + ["yes"] * 30) * 2,
    }
)
TABLE = OpenSet("made", "made.csv", "churn", positive="yes", text="says")
READ = build_table(RAW, "churn", positive="yes", text=["says"])
OVER_60 = Part("difference", "up", where={"age": {"above": 60}})


def region(column: str, **condition: Any) -> Region:
    return Region((Condition(column, **condition),))


def told(part: Part, claim: Claim, **reading: Any) -> str:
    sentence = UserSentence("made", TABLE, "made", "true", readings=((part,),))
    found = SentenceReading("made", "made", (claim,), **reading)
    return misread(sentence, found, Rows.of(sentence, found, RAW, READ))


def contrast(where: Region, direction: str = "up", **more: Any) -> Claim:
    return Claim("level_contrast", where.columns, direction, where, **more)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        (contrast(region("age", low=61.0)), ""),
        (contrast(region("age", low=60.0)), ""),
        (contrast(region("age", high=61.0), "down"), ""),
        (contrast(region("age", low=61.0), "down", outcome_class="no"), ""),
        (contrast(region("age", low=61.0), "down"), "direction"),
        (contrast(region("age", low=50.0)), "rows"),
        (contrast(region("age", low=61.0), against=region("age", high=40.0)), "rows"),
        (contrast(region("plan", levels=("a",))), "rows"),
        (Claim("trend", ("age",), "up", region("age", low=20.0, high=79.0)), "kind: trend"),
    ],
)
def test_the_same_rows_are_the_same_reading(claim: Claim, wrong: str) -> None:
    assert told(OVER_60, claim) == wrong


@pytest.mark.parametrize(
    ("low", "high", "wrong"), [(20.0, 79.0, ""), (23.0, 76.0, ""), (40.0, 79.0, "rows")]
)
def test_a_trend_goes_over_most_of_its_column(low: float, high: float, wrong: str) -> None:
    claim = Claim("trend", ("age",), "up", region("age", low=low, high=high))
    assert told(Part("trend", "up", "age"), claim) == wrong


def test_a_trend_among_other_rows_is_misread() -> None:
    """A trend among the rows of one level was counted right of a sentence that names none."""
    claim = Claim("trend", ("age",), "up", region("age", low=20.0, high=79.0))
    inside = replace(claim, within=region("plan", levels=("a",)))
    assert told(Part("trend", "up", "age"), inside) == "scope"
    assert told(Part("trend", "up", "age", among={"plan": ["a"]}), inside) == ""
    assert told(Part("trend", "up", "age", among={"plan": ["a"]}), claim) == "scope"


@pytest.mark.parametrize(
    ("wanted", "held", "basis", "wrong"),
    [
        (("plan|says",), ("plan",), "held fixed", ""),
        (("plan|says",), ("says",), "held fixed", ""),
        (("plan",), (), "", "held"),
        (("plan",), (), "held fixed", ""),
        (("plan",), ("plan", "says"), "held fixed", "held"),
        ((), ("plan",), "held fixed", "held"),
        (("all",), (), "held fixed", ""),
        (("plan", "says"), ("plan",), "held fixed", "held"),
        (("plan", "says"), ("plan", "says"), "held fixed", ""),
    ],
)
def test_what_is_held_must_be_what_the_sentence_says(
    wanted: tuple[str, ...], held: tuple[str, ...], basis: str, wrong: str
) -> None:
    claim = contrast(region("age", low=61.0))
    sentence = UserSentence("made", TABLE, "made", "true", held=wanted, readings=((OVER_60,),))
    found = SentenceReading("made", "made", (claim,), held=held, basis=basis)
    assert misread(sentence, found, Rows.of(sentence, found, RAW, READ)) == wrong


@pytest.mark.parametrize(("levels", "direction"), [(("a",), "up"), (("b", "c"), "down")])
def test_an_interaction_may_be_told_from_either_side(
    levels: tuple[str, ...], direction: str
) -> None:
    part = Part("interaction", "up", first={"column": "age"}, second={"where": {"plan": ["a"]}})
    factors = (Membership(region("plan", levels=levels)), Position("age", 25.0, 75.0))
    claim = Claim("interaction", ("age", "plan"), direction, Region(), factors=factors)
    assert not told(part, claim)


@pytest.mark.parametrize(("terms", "wrong"), [(("refund",), ""), (("well",), "rows")])
def test_words_are_those_of_the_texts_that_have_them(terms: tuple[str, ...], wrong: str) -> None:
    claim = Claim("term_effect", ("w",), "up", region("w", levels=("yes",)))
    part = Part("difference", "up", where={"words": ["refund"]})
    assert told(part, claim, words=(TextColumn("w", "says", terms),)) == wrong


@pytest.mark.parametrize(("asked", "wrong"), [("asks for a refund", ""), ("is angry", "property")])
def test_a_judged_property_has_a_word_that_it_needs(asked: str, wrong: str) -> None:
    claim = Claim("question_effect", ("q",), "up", region("q", levels=("yes",)))
    part = Part("difference", "up", where={"shows": "refund"}, judged=("refund",))
    assert told(part, claim, asked=(AskedProperty("q", "says", asked),)) == wrong


def test_a_sentence_that_cannot_be_tested_is_read_by_saying_so() -> None:
    sentence = UserSentence("made", TABLE, "made", "untestable", why="future")
    refused = SentenceReading("made", "", problem="There is no such column.")
    tested = SentenceReading("made", "made", (contrast(region("age", low=61.0)),))
    assert not misread(sentence, refused, Rows.of(sentence, refused, RAW, READ))
    assert misread(sentence, tested, Rows.of(sentence, tested, RAW, READ))


def test_a_trend_has_its_upper_end_and_may_go_over_the_usual_range() -> None:
    """Regression: a trend over a column of few values lost the rows at its upper end."""
    stages = RAW.assign(age=[1, 2, 3, 4] * 30)
    claim = Claim("trend", ("age",), "up", region("age", low=1.0, high=4.0))
    sentence = UserSentence(
        "made", TABLE, "made", "true", readings=((Part("trend", "up", "age"),),)
    )
    found = SentenceReading("made", "made", (claim,))
    read = build_table(stages, "churn", positive="yes", text=["says"])
    assert not misread(sentence, found, Rows.of(sentence, found, stages, read))


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        (contrast(region("age", low=45.0)), ""),
        (contrast(region("age", high=45.0), "down"), ""),
        (contrast(region("age", low=45.0), "down"), "direction"),
        (contrast(region("age", low=60.0), against=region("age", high=40.0)), "rows"),
        (contrast(region("age", low=75.0)), "rows"),
        (contrast(region("age", low=40.0, high=60.0)), "rows"),
        (contrast(region("plan", levels=("a",))), "column"),
    ],
)
def test_a_trend_may_be_told_as_the_sides_of_a_value(claim: Claim, wrong: str) -> None:
    assert told(Part("trend", "up", "age"), claim) == wrong


@pytest.mark.parametrize(
    ("direction", "wanted", "wrong"),
    [("up", "1", ""), ("down", "0", ""), ("up", "0", "direction")],
)
def test_two_values_may_be_told_as_a_trend(direction: str, wanted: str, wrong: str) -> None:
    raw = RAW.assign(plan=[0, 1] * 60)
    part = Part("difference", direction, where={"plan": [wanted]})
    claim = Claim("trend", ("plan",), "up", region("plan", low=0.0, high=1.0))
    sentence = UserSentence("made", TABLE, "made", "true", readings=((part,),))
    found = SentenceReading("made", "made", (claim,))
    read = build_table(raw, "churn", positive="yes", text=["says"])
    assert misread(sentence, found, Rows.of(sentence, found, raw, read)) == wrong


@pytest.mark.parametrize(
    ("unsaid", "left_open", "turn", "wrong"),
    [
        ("turn", "turn", None, ""),
        ("turn", "", 70.0, ""),
        ("turn", "", 500.0, "turn"),
        ("", "turn", None, "turn"),
        ("", "", 50.0, ""),
        ("", "", 70.0, "turn"),
    ],
)
def test_a_turn_that_is_not_said_may_be_left_open(
    unsaid: str, left_open: str, turn: float | None, wrong: str
) -> None:
    part = Part("turning_point", "down", "age", turn=50.0, open=unsaid)
    claim = Claim("turning_point", ("age",), "down", Region(), turn=turn)
    assert told(part, claim, left_open=left_open) == wrong


@pytest.mark.parametrize(
    ("unsaid", "left_open", "wrong"),
    [("sign", "sign", ""), ("", "sign", "direction"), ("sign", "", "direction")],
)
def test_the_way_a_stronger_effect_goes_may_be_left_open(
    unsaid: str, left_open: str, wrong: str
) -> None:
    sides = {"first": {"column": "age"}, "second": {"where": {"plan": ["a"]}}}
    part = Part("interaction", "up", open=unsaid, **sides)
    factors = (Position("age", 25.0, 75.0), Membership(region("plan", levels=("a",))))
    claim = Claim("interaction", ("age", "plan"), "down", Region(), factors=factors)
    assert told(part, claim, left_open=left_open) == wrong


def test_a_class_may_be_spoken_of_by_its_opposite() -> None:
    """Regression: a claim without a class was not turned where the sentence names the other."""
    part = Part("difference", "down", where={"age": {"above": 60}}, outcome_class="no")
    assert not told(part, contrast(region("age", low=61.0)))


def test_each_reading_is_denied_or_not() -> None:
    """Regression: whether a sentence is denied was asked of its first reading alone."""
    readings = ((Part("effect", column="age"),), (OVER_60,))
    sentence = UserSentence("made", TABLE, "made", "true", readings=readings)
    found = SentenceReading("made", "made", (contrast(region("age", low=61.0)),))
    assert not misread(sentence, found, Rows.of(sentence, found, RAW, READ))
