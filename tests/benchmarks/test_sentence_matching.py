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


@pytest.mark.parametrize(
    ("wanted", "held", "basis", "wrong"),
    [
        (("plan|says",), ("plan",), "held fixed", ""),
        (("plan|says",), ("says",), "held fixed", ""),
        (("plan",), (), "", "held"),
        ((), ("plan",), "held fixed", "held"),
        (("all",), (), "held fixed", ""),
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
