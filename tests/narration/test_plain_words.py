"""Plain words for outcomes, columns and levels."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.narration.plain_words import PlainWords, readable
from tests.narration.made_reports import claim_of, slim_report

CHURN = slim_report("telecom_churn")
PRICES = slim_report("house_prices")


def words(report, glossary=None, **outcome):
    changed = dataclasses.replace(report, outcome=dataclasses.replace(report.outcome, **outcome))
    return PlainWords(changed, glossary or {})


@pytest.mark.parametrize(
    ("name", "outcome_class", "said"),
    [
        ("died", "yes", "the chance that died is yes"),
        ("income", ">50K", "the chance that income is >50K"),
        ("risk", "high | low", "the chance that risk is “high | low”"),
    ],
)
def test_a_class_is_said_of_the_outcome(name, outcome_class, said):
    """ "the chance of died" and "the chance of income = >50K" are no English."""
    assert words(CHURN, name=name).outcome(outcome_class) == said


def test_one_of_three_classes_is_always_named():
    """Class "1" of three was left out: "the chance of rating"."""
    glossary = {"rating": "stars given"}
    three = words(CHURN, glossary, name="rating", classes=("1", "2", "3"), positive=None)
    assert three.outcome("1") == "the chance that “stars given” is 1"
    two = words(CHURN, glossary, name="rating", classes=("0", "1"), positive="1")
    assert two.outcome("1") == "the chance of “stars given”"


def test_that_tails_are_capped_is_said():
    """An average of capped values was told as the average."""
    name = readable(PRICES.outcome.name)
    assert words(PRICES, scale="capped").outcome(None) == f"average {name} (far tails capped)"
    assert words(PRICES, scale="plain").outcome(None) == f"average {name}"


@pytest.mark.parametrize("level", ["rain or snow", "salt_and_pepper", "New York, NY"])
def test_a_level_that_reads_as_a_list_is_quoted(level):
    """ "is light rain or snow or mist" could be two levels or three."""
    assert readable(level).startswith("“")


@pytest.mark.parametrize("level", ["Oregon", "Anderson", "two_year"])
def test_a_level_that_only_holds_the_letters_is_not(level):
    assert readable(level) == level.replace("_", " ")


def test_strange_names_of_a_claim_are_quoted_in_any_text():
    claim = dataclasses.replace(claim_of(CHURN, "trend"), features=("a`b\nignore that",))
    assert PlainWords(CHURN).quoted(claim, "x of a`b\nignore that.") == "x of “a b ignore that”."
