"""Numbers of a sentence against effects: percentages of a typical value, points, factors."""

from __future__ import annotations

import math

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, NOT_COVERED
from tests.narration.grounding.made_claims import (
    LOGARITHMIC,
    PERCENT,
    PLAIN,
    contrast,
    made_report,
    marks_of,
    trend,
)

PRICES = made_report(
    LOGARITHMIC,
    trend("area_m2", 22.0, 199.0, 1.12),
    trend("building_age_years", 20.0, 99.0, -0.41),
    contrast("garden", ("Yes",), ("No",), 0.2),
    trend("depth", 0.0, 9.0, -11.8),
    levels={"garden": ("No", "Yes")},
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Typical price rises as area m2 goes from 22 to 199, by about 210%.", AGREES),
        ("Typical price rises as area m2 goes from 22 to 199, by about 112%.", CONTRADICTS),
        ("Typical price falls by about 34% as building age goes from 20 to 99.", AGREES),
        ("Typical price falls by about 41% as building age goes from 20 to 99.", CONTRADICTS),
        ("Typical price falls as depth goes from 0 to 9, by more than 99.9%.", AGREES),
        ("Typical price falls as depth goes from 0 to 9, by about 90%.", CONTRADICTS),
        ("The price falls 34% a year with building age.", CONTRADICTS),
        ("Homes with a garden are $22 more expensive.", NOT_COVERED),
    ],
)
def test_percentages_of_a_typical_value_are_differences_of_logarithms(text: str, mark: str) -> None:
    """On a log outcome "by about 210%" was held against the 1.12 of its logarithm."""
    assert marks_of(PRICES, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Typical prices roughly triple as area goes from 22 to 199.", AGREES),
        ("Prices double with a garden.", CONTRADICTS),
        ("Prices are halved as area goes from 22 to 199.", CONTRADICTS),
        ("Prices rise by a factor of 3 as area goes from 22 to 199.", AGREES),
    ],
)
def test_factors_of_a_typical_value_are_held_against_the_effect(text: str, mark: str) -> None:
    """Any factor was waved through where the averages of both sides were not known."""
    assert marks_of(PRICES, text) == [mark]


def test_a_factor_that_no_record_tells_is_not_covered() -> None:
    """ "Bills triple" agreed with a trend of which no ratio is known."""
    report = made_report(PLAIN, trend("severity", 0.1, 9.9, 25.0))
    assert marks_of(report, "Costs triple as severity goes from 0.1 to 9.9.") == [NOT_COVERED]
    assert marks_of(report, "Costs rise tenfold with severity.") == [NOT_COVERED]
    assert marks_of(report, "Costs are halved as severity goes from 0.1 to 9.9.") == [CONTRADICTS]


@pytest.mark.parametrize(("points", "mark"), [("10.1", AGREES), ("18", CONTRADICTS)])
def test_points_of_a_percent_outcome_are_its_own_units(points: str, mark: str) -> None:
    report = made_report(PERCENT, trend("humidity", 10.0, 90.0, 10.1))
    text = f"Average usage pct rises as humidity goes from 10 to 90, by {points} percentage points."
    assert marks_of(report, text) == [mark]


def test_a_plain_difference_of_logarithms_that_goes_the_other_way_has_its_own_percentage() -> None:
    """The percentage of a rise was taken for that of a fall, as the adjusted effect was one."""
    claim = contrast("garden", ("Yes",), ("No",), -0.28, plain=0.35)
    report = made_report(LOGARITHMIC, claim, levels={"garden": ("No", "Yes")})
    text = "Taken alone, prices are higher with a garden, by about {}%."
    assert marks_of(report, text.format(42)) == [AGREES]
    assert marks_of(report, text.format(30)) == [CONTRADICTS]


@pytest.mark.parametrize("power", [0.01, 3.0, 11.8])
def test_the_percentage_of_any_fall_agrees(power: float) -> None:
    report = made_report(LOGARITHMIC, trend("depth", 0.0, 9.0, -power))
    percent = f"{-100 * math.expm1(-power):.3f}"
    text = f"Typical price falls as depth goes from 0 to 9, by about {percent}%."
    assert marks_of(report, text) == [AGREES]
