"""The classes of an outcome by their names, and columns and levels that are plain words."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, NOT_COVERED
from dataexplain.narration.grounding.names import Naming
from tests.narration.grounding.made_claims import (
    ANSWERS,
    PLAIN,
    STARS,
    contrast,
    made_claim,
    made_report,
    marks_of,
    trend,
)

RATED = made_report(
    STARS,
    trend("x", 3.5, 9.9, 0.6, outcome_class="3"),
    trend("x", 0.1, 5.5, -0.5, outcome_class="1"),
)
ANSWERED = made_report(
    ANSWERS,
    trend("x", 0.1, 6.0, -0.5, outcome_class="no"),
    trend("x", 4.0, 9.9, 0.4, outcome_class="high | risk"),
    trend("x", 0.1, 5.5, 0.3, outcome_class='don\'t know, "maybe"'),
)
PLANS = ("No plan", "Basic", "Premium (2-year)")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The chance of rating = 3 rises with x.", AGREES),
        ("A rating of 1 becomes less likely as x grows.", AGREES),
        ("A rating of 1 becomes more likely as x grows.", CONTRADICTS),
        ("The chance that rating is 3 falls as x rises.", CONTRADICTS),
        ("Ratings go down with x.", NOT_COVERED),
    ],
)
def test_each_class_of_several_is_judged_by_its_own_claims(text: str, mark: str) -> None:
    """A lie about one class agreed with the claim of another class."""
    assert marks_of(RATED, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The probability of answer = no falls as x goes from 0.1 to 6.", AGREES),
        ("The chance that answer is no rises as x goes from 0.1 to 6.", CONTRADICTS),
        ("The answer is more often no where x is larger.", CONTRADICTS),
        ("The chance that answer is “high | risk” rises as x goes from 4 to 9.9.", AGREES),
        ("The chance of high risk falls with x.", CONTRADICTS),
        ('The chance that answer is “don\'t know, "maybe"” rises with x.', AGREES),
    ],
)
def test_a_class_that_is_a_plain_word_is_neither_denial_nor_hedge(text: str, mark: str) -> None:
    """The class "no" denied what was found, and "maybe" made a finding a conjecture."""
    assert marks_of(ANSWERED, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Average cost is higher where plan type is No plan than where it is Basic or Premium "
         "(2-year), other columns held fixed.", AGREES),
        ("Average cost is lower where plan type is No plan than where it is Basic or Premium "
         "(2-year), other columns held fixed.", CONTRADICTS),
        ("Average cost is higher where wait (min) is missing than where it is known.", AGREES),
        ("Average cost is lower where wait (min) is missing than where it is known.", CONTRADICTS),
        ("Average cost is higher where kind is a than where it is b.", AGREES),
        ("Treated patients cost less.", AGREES),
    ],
)  # fmt: skip
def test_levels_and_columns_that_are_plain_words_are_read(text: str, mark: str) -> None:
    """ "No plan" was read as not the plan, the brackets of "wait (min)" cut its sentence."""
    report = made_report(
        PLAIN,
        contrast("plan_type", PLANS[:1], PLANS[1:], 3.0),
        made_claim("level_contrast", "wait (min)", 2.0, region={"wait (min)": {"missing": True}}),
        contrast("kind", ("a",), ("b",), 4.0),
        contrast("treated", ("not treated",), ("treated",), 5.0),
        levels={"plan_type": PLANS, "kind": ("a", "b"), "treated": ("not treated", "treated")},
    )
    assert marks_of(report, text) == [mark]


def test_no_before_a_comparison_is_no_class() -> None:
    """ "Answers are no lower" was read as the class "no"."""
    assert marks_of(ANSWERED, "The answer is no lower where x is larger.") != [AGREES]


def test_column_named_by_signs_alone_is_never_spoken_of() -> None:
    """A column called "/" has no word, and looking for its last one ended the reading."""
    report = made_report(PLAIN, trend("x", 0.1, 5.5, 0.5))
    signs = dataclasses.replace(report.columns[0], name="/")
    naming = Naming(dataclasses.replace(report, columns=(*report.columns, signs)), {})
    assert all(name.column != "/" for names in naming.by_first_letter.values() for name in names)
