"""What is said of two columns together, or of one in the course of time."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, NOT_COVERED
from tests.narration.grounding.made_claims import (
    PLAIN,
    contrast,
    drift,
    interaction,
    made_report,
    marks_of,
    trend,
)

DOSES = made_report(PLAIN, interaction(-16.0), levels={"sex": ("female", "male")})
TIMES = made_report(
    PLAIN,
    trend("x", 0.1, 9.9, 6.0),
    contrast("kind", ("a",), ("b",), 6.0),
    drift("x", -13.0),
    drift("kind", 3.9, ("a",)),
    levels={"kind": ("a", "b")},
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Average cost gains less (or loses more) as dose goes from 5 to 45 where sex is female "
         "than where it is not, all else equal.", AGREES),
        ("Average cost gains more (or loses less) as dose goes from 5 to 45 where sex is female "
         "than where it is not, all else equal.", CONTRADICTS),
        ("Males gain more from dose than females.", AGREES),
        ("Females gain more from dose than males.", CONTRADICTS),
        ("The cost rises with dose for women.", CONTRADICTS),
        ("The cost falls with dose for women.", AGREES),
        ("The effect of dose is larger for women.", NOT_COVERED),
    ],
)  # fmt: skip
def test_the_levels_of_an_interaction_are_compared(text: str, mark: str) -> None:
    """Any level agreed with an interaction, and its bracket "(or loses more)" turned its way."""
    assert marks_of(DOSES, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Average cost is higher where kind is a than where it is b, by about 6.", AGREES),
        ("As time goes on, average cost comes to be higher (or less low) where kind is a than "
         "elsewhere, all else equal.", AGREES),
        ("Over time, costs come to be higher where kind is b.", CONTRADICTS),
        ("As time goes on, average cost comes to gain less (or lose more) as x goes from 0.1 to "
         "9.9, all else equal.", AGREES),
        ("The effect of x on cost grows stronger over time.", CONTRADICTS),
        ("Average cost rises as x goes from 0.1 to 9.9, by about 6.", AGREES),
    ],
)  # fmt: skip
def test_a_drift_is_judged_only_where_time_is_spoken_of(text: str, mark: str) -> None:
    """A true difference of levels contradicted the drift of it, of another size."""
    assert marks_of(TIMES, text) == [mark]


def test_the_higher_a_column_is_belongs_to_what_it_goes_with() -> None:
    """ "..., the higher x is" was cut off as a sentence of its own."""
    claim = interaction(-5.0)
    region = {"dose": {"low": 5.0, "high": 45.0}, "x": {"low": 1.0, "high": 9.0}}
    claim = dataclasses.replace(claim, features=("dose", "x"), region=region, parts=())
    report = made_report(PLAIN, claim)
    text = "Average cost gains {} as dose goes from 5 to 45, the higher x is, all else equal."
    assert marks_of(report, text.format("less (or loses more)")) == [AGREES]
    assert marks_of(report, text.format("more (or loses less)")) == [CONTRADICTS]
    lower = text.format("less (or loses more)").replace("the higher", "the lower")
    assert marks_of(report, lower) == [CONTRADICTS]
