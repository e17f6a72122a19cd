"""Sizes: no more digits than an interval allows, and none that the claim disowns."""

from __future__ import annotations

import dataclasses
import math

import pytest

from dataexplain.narration.amounts import Amounts
from tests.narration.made_reports import changed, claim_of, slim_report

CHURN = slim_report("telecom_churn")
TREND = claim_of(CHURN, "trend")
CHANCES = Amounts(CHURN)
PRICES = slim_report("house_prices")


def numeric(**values):
    return Amounts(
        dataclasses.replace(PRICES, outcome=dataclasses.replace(PRICES.outcome, **values))
    )


def test_amounts_have_no_more_digits_than_their_interval_allows():
    assert CHANCES.difference(0.3282, (0.0796, 0.5769)) == "30 points"
    assert CHANCES.difference(0.0316, (0.020, 0.043)) == "3.2 points"
    assert CHANCES.difference(0.0101, (0.005, 0.015)) == "1 point"
    assert Amounts(PRICES).difference(-202565.8, (-227657.0, -177474.0)) == "$200,000"


@pytest.mark.parametrize(
    ("effect", "interval", "has"),
    [
        (0.8, (0.6, 0.99), True),
        (1.2, (1.1, 1.3), False),
        (-0.83, (-1.55, -0.10), False),
        (0.76, (0.37, 1.16), False),
    ],
)
def test_a_line_of_which_an_end_overshoots_has_no_size(effect, interval, has):
    """ "by about 80 points" where the claim says that its straight line overshoots."""
    claim = changed(TREND, effect=effect, interval=interval, interval_selected=None)
    assert CHANCES.has(claim) is has
    assert bool(CHANCES.signed(claim)) is has


def test_a_fall_is_never_rounded_up_to_everything():
    """A fall on the log scale was said to be "by about 100%"."""
    logs = numeric(scale="log", unit="size")
    assert logs.stated(-11.8, (-11.9, -11.7)) == "more than 99.9%"
    assert logs.stated(math.log(0.004), (-6.0, -5.0)) == "about 99.6%"
    assert logs.stated(-0.41, (-0.52, -0.3)) == "about 34%"
    claim = changed(claim_of(PRICES, "trend"), effect=-11.8)
    assert logs.signed(claim) == "beyond −99.9%"


@pytest.mark.parametrize("effect", [0.0, 1e-12, 0.1, 3.0, 50.0, 700.0, -0.1, -3.0, -700.0])
def test_every_effect_on_the_log_scale_has_a_size(effect):
    text = numeric(scale="log").stated(effect, (effect - 0.01, effect + 0.01))
    assert text.endswith("%")
    assert effect >= 0 or "100%" not in text


def test_of_a_share_in_percent_points_are_told():
    """ "by about 10.1 %" of an outcome in percent reads as relative to it."""
    percent = numeric(unit="%")
    assert percent.difference(10.1178, (8.76, 11.48)) == "10.1 percentage points"
    assert percent.difference(1.0, (0.5, 1.5)) == "1 percentage point"


@pytest.mark.parametrize("kind", ["drift", "turning_point", "no_effect"])
def test_kinds_whose_effect_is_no_size_of_their_pattern(kind):
    assert not CHANCES.has(changed(TREND, kind=kind, effect=0.2))


def test_an_interaction_of_two_numbers_has_no_size():
    """ "a difference of about 2.1" did not say along which stretch of the other."""
    low, high = {"low": 0.0, "high": 6.0, "closed": True}, {"low": 1.0, "high": 9.0, "closed": True}
    both = changed(TREND, kind="interaction", effect=0.2, region={"a": low, "b": high})
    sided = changed(both, region={"a": low, "b": {"levels": ["x"]}})
    assert not CHANCES.has(both)
    assert CHANCES.has(sided)


def test_of_the_other_side_the_effect_has_the_other_sign():
    """ "found it lower; held out: +53 points" where the direction was turned."""
    claim = changed(TREND, effect=0.53, interval=(0.40, 0.65), interval_selected=None)
    assert CHANCES.signed(claim) == "+53 points (from +40 to +65 points)"
    assert CHANCES.signed(claim, opposite=True) == "−53 points (from −65 to −40 points)"


def test_on_the_log_scale_the_other_side_has_another_percentage():
    """A rise by 100% is a fall by half, told from the other end."""
    logs = numeric(scale="log")
    double = math.log(2)
    claim = changed(
        claim_of(PRICES, "trend"),
        effect=double,
        interval=(double - 0.01, double + 0.01),
        interval_selected=None,
    )
    assert logs.signed(claim).startswith("+100%")
    assert logs.signed(claim, opposite=True).startswith("−50%")
