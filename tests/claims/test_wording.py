import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.claims import Claim, Condition, Membership, Position, Region, Words, say
from dataexplain.claims.text_readings import Judged, Mention
from dataexplain.claims.wording import listed, number
from tests.claims.claims_for_tests import one_of_each_kind

WORDS = Words("income", regression=True)
# what a sentence makes a model answer has no direction, and no column is held fixed
KINDS = [kind for kind in one_of_each_kind() if kind != "prompt_predicts"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0, None, "0"),
        (-0.0, "$", "$0"),
        (-1200.0, "$", "-$1,200"),
        (12.5, "€", "€12.5"),
        (45.0, "%", "45%"),
        (0.5, "%", "0.5%"),
        (2019.0, None, "2019"),
        (1_234_567.0, None, "1,234,567"),
        (0.000123456, None, "0.000123"),
        (1e-9, None, "1e-09"),
        (-1e-13, None, "-1e-13"),
        (37.25, "kg", "37.2"),
    ],
)
def test_a_number_is_written_by_its_size_and_unit(value, unit, text):
    assert number(value, unit) == text


@given(st.floats(min_value=-1e300, max_value=1e300))
def test_a_number_reads_back_as_itself_to_three_digits(value):
    assert float(number(value).replace(",", "")) == pytest.approx(value, rel=5.1e-3)


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        (("a",), "a"),
        (("a", "b"), "a or b"),
        ((" ", "b"), "' ' or b"),
        (tuple("abcde"), "a, b, c, d or e"),
        (tuple("abcdef"), "a, b, c, d or 2 other levels"),
    ],
)
def test_levels_are_listed_and_long_lists_cut(levels, text):
    assert listed(levels) == text


SENTENCES = {
    "trend": "Average income {rises} as age goes from 20 to 60",
    "threshold": "Average income {jumps up} where age reaches 40, beyond any steady slope",
    "turning_point": "Average income {falls} with age up to about 40 and {rises} beyond it",
    "above": "Average income is {higher} where age is 40 or more than where it is below 40",
    "below": "Average income is {higher} where age is below 40 than where it is 40 or more",
    "missing": "Average income is {higher} where age is missing than where it is known",
    "levels": "Average income is {higher} where age is a or b than where it is c",
    "many levels": "Average income is {higher} where age is a than at 9 other levels of it",
    "levels and the rest": "Average income is {higher} where age is level 0, level 1, level 2, "
    "level 3 or 5 other levels than where it is not",
    "term_effect": "Average income is {higher} where age is yes than where it is not",
    "question_effect": "Average income is {higher} where age is yes than where it is not",
    "property_difference": 'Texts of region = North {more} often fit "age", as judged, than those '
    "of region = South",
    "rule_effect": "Average income is {higher} where age is yes and plan is no than elsewhere",
    "subgroup": "Average income is {higher} where age is 40 or more and plan is gold than these "
    "conditions explain one by one",
    "interaction": "Average income {gains more (or loses less)} as age goes from 20 to 60 where "
    "plan is gold than where it is not",
    "interaction of numbers": "Average income {gains more (or loses less)} as age goes from 20 to "
    "60, the higher plan is",
    "tail": "Average income is {higher} in the few rows where age is 90 or more than the course "
    "over the rest of age leads to expect",
    "no_effect": "Average income hardly depends on age: no stretch of it differs enough from the "
    "rest to matter, on its own or with",
    "drift": "As time goes on, average income comes to {gain more (or lose less)} as age goes "
    "from 20 to 60",
    "drift of a level": "As time goes on, average income comes to be {higher (or less low)} where "
    "age is a than elsewhere",
}
OPPOSITES = {
    "rises": "falls",
    "falls": "rises",
    "jumps up": "drops",
    "higher": "lower",
    "more": "less",
    "higher (or less low)": "lower (or less high)",
    "gain more (or lose less)": "gain less (or lose more)",
    "gains more (or loses less)": "gains less (or loses more)",
}


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_both_ways(kind, direction):
    def word(match):
        return match[1] if direction == "up" else OPPOSITES[match[1]]

    expected = re.sub(r"\{(.+?)\}", word, SENTENCES[kind])
    claim = one_of_each_kind(direction=direction)[kind]
    end = " other columns held fixed." if kind == "no_effect" else ", other columns held fixed."
    assert say(claim, WORDS) == expected + end


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_on_each_basis(kind):
    claim = one_of_each_kind()[kind]
    alone = say(claim, WORDS, basis="unadjusted")
    assert alone.startswith("On its own, ")
    subject = "texts of region = North " if kind == "property_difference" else "average income "
    assert subject in alone
    assert alone.endswith(", but not after accounting for the other columns.")
    undecided = say(claim, WORDS, basis="unadjusted", open_question=True)
    assert undecided.endswith("; with other columns held fixed this stays open.")
    bound = dataclasses.replace(claim, entangled_with=("years", "born"))
    if kind == "no_effect":
        said = say(bound, WORDS)
        assert " age, years or born: " in said
        assert said.endswith(", on its own or with other columns held fixed.")
        return
    assert say(bound, WORDS).endswith(
        ", together with years, born, which it cannot be told apart from."
    )


def test_a_class_is_said_by_its_probability():
    claim = dataclasses.replace(one_of_each_kind()["trend"], outcome_class=">50K")
    text = say(claim, Words("income", regression=False))
    assert text.startswith("The probability of income = >50K rises as age ")


def test_units_and_labels_are_said():
    words = Words(
        "y",
        regression=True,
        units={"pay": "$", "share": "%"},
        scales={"size": {1.0: "small", 2.0: "medium", 3.0: "large"}},
    )

    def trend(name, low, high):
        return Claim("trend", (name,), "up", Region((Condition(name, low, high, closed=True),)))

    assert "pay goes from $1,200 to $20,000," in say(trend("pay", 1200.0, 20_000.0), words)
    assert "share goes from 2.5% to 40%," in say(trend("share", 2.5, 40.0), words)
    assert "size goes from small to large," in say(trend("size", 1.0, 3.0), words)
    above = Claim("level_contrast", ("size",), "up", Region((Condition("size", low=2.0),)))
    assert "where size is medium or large than where it is below medium" in say(above, words)
    below = dataclasses.replace(above, region=Region((Condition("size", high=2.0),)))
    assert "where size is small than where it is medium or more" in say(below, words)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-122.449, -122.401, "from -122.449 to -122.401"),
        (1013.2, 1013.4, "from 1013.2 to 1013.4"),
        (12_345.5, 12_346.0, "from 12,345.5 to 12,346"),
    ],
)
def test_bounds_are_said_as_they_are_tested(low, high, text):
    """Three digits once made "rises as lon goes from -122 to -122" of a stretch within a town."""
    claim = Claim("trend", ("lon",), "up", Region((Condition("lon", low, high, closed=True),)))
    assert text in say(claim, WORDS)


@given(
    kind=st.sampled_from(KINDS),
    first=st.text(min_size=1, max_size=12),
    second=st.text(min_size=1, max_size=12),
    direction=st.sampled_from(["up", "down"]),
    basis=st.sampled_from(["adjusted", "unadjusted"]),
    open_question=st.booleans(),
)
def test_a_sentence_names_its_columns_and_ends(
    kind, first, second, direction, basis, open_question
):
    claim = one_of_each_kind(first, second, direction)[kind]
    text = say(claim, WORDS, basis=basis, open_question=open_question)
    assert text.endswith(".")
    assert text[0].isupper()
    assert all(name in text for name in claim.features)


def test_a_column_of_levels_does_not_matter_in_its_own_words():
    levels = (Region((Condition("plan", levels=("gold",)),)),)
    claim = Claim("no_effect", ("plan",), "none", Region(), pieces=levels)
    assert say(claim, WORDS, held=False) == (
        "Average income hardly depends on plan: no level of it differs enough from the rest to "
        "matter."
    )


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (Words("income", regression=True, average="typical"), "Typical income rises"),
        (
            Words("income", regression=True, capped=" (capped at 500)"),
            "Average income (capped at 500) rises",
        ),
    ],
)
def test_the_scale_of_the_outcome_is_said(words, subject):
    assert say(one_of_each_kind()["trend"], words).startswith(f"{subject} as age goes")


MENTIONS = Words(
    "stars",
    regression=True,
    readings={"m": Mention("review", ("refund", "money back")), "o": Mention("review", ("late",))},
)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (
            "m",
            'Average stars is lower where review mentions "refund" or "money back" than where it '
            "mentions none of them.",
        ),
        ("o", 'Average stars is lower where review mentions "late" than where it does not.'),
    ],
)
def test_an_effect_of_terms_speaks_of_the_text(column, expected):
    mentioned = Region((Condition(column, levels=("yes",)),))
    claim = Claim("term_effect", (column,), "down", mentioned)
    assert say(claim, MENTIONS, held=False) == expected


def test_conditions_on_terms_read_naturally():
    age = Condition("age", low=60.0)
    said = [
        MENTIONS.region(Region((age, condition)))
        for condition in (
            Condition("o", levels=("yes",)),
            Condition("o", levels=("no",)),
            Condition("m", levels=("no",)),
            Condition("m", missing=True),
            Condition("m", levels=("no", "yes")),
        )
    ]
    assert [text.removeprefix("age is 60 or more and ") for text in said] == [
        'review mentions "late"',
        'review does not mention "late"',
        'review mentions neither "refund" nor "money back"',
        "review is missing",
        "review is known",
    ]


def test_an_interaction_with_terms_reads_naturally():
    mentioned = Region((Condition("o", levels=("yes",)),))
    factors = (Position("age", 20.0, 60.0), Membership(mentioned))
    claim = Claim("interaction", ("age", "o"), "up", mentioned, factors=factors)
    assert say(claim, MENTIONS, held=False) == (
        "Average stars gains more (or loses less) as age goes from 20 to 60 where review mentions "
        '"late" than where it does not.'
    )


JUDGED = Words(
    "stars",
    regression=True,
    readings={"n": Judged("review", "complains about noise"), "s": Judged("review", "is sad")},
)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition("n", levels=("yes",)), "review, as judged, complains about noise"),
        (Condition("n", levels=("no",)), "review, as judged, does not complain about noise"),
        (Condition("n", levels=("no", "yes")), "review was judged"),
        (Condition("n", missing=True), "review was not judged"),
        (Condition("s", levels=("no",)), "review, as judged, is not sad"),
    ],
)
def test_what_a_judge_says_is_told_as_such(condition, said):
    assert JUDGED.condition(condition) == said


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (
            "n",
            "Average stars is lower where review, as judged, complains about noise than where it "
            "does not, other columns held fixed.",
        ),
        (
            "s",
            "Average stars is lower where review, as judged, is sad than where it is not, other "
            "columns held fixed.",
        ),
    ],
)
def test_the_answer_to_a_question_in_a_sentence(column, sentence):
    said = Region((Condition(column, levels=("yes",)),))
    claim = Claim("question_effect", (column,), "down", said)
    assert say(claim, JUDGED) == sentence
