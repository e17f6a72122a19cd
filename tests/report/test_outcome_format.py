"""Levels and differences of the outcome, on every scale of it."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dataexplain.report.outcome_format import OutcomeFormat, outcome_format, outcome_words

from .price_examples import log_report, price_report

POINTS = OutcomeFormat(probability=True)
DOLLARS = OutcomeFormat(probability=False, unit="$")
PLAIN = OutcomeFormat(probability=False)


@pytest.mark.parametrize(
    ("outcome", "value", "interval", "expected"),
    [
        (POINTS, 0.241, (0.196, 0.286), "+24.1 points"),
        (POINTS, -0.15, (-0.36, 0.06), "−15 points"),
        (POINTS, 0.01, (-0.19, 0.21), "+1 point"),
        (POINTS, 0.0001, (-0.02, 0.02), "0.0 points"),
        (POINTS, None, None, "not measured"),
        (DOLLARS, -31870.0, (-43600.0, -20100.0), "−$32,000"),
        (PLAIN, 5998.2, (5998.19999, 5998.20001), "+5,998"),
        (PLAIN, 0.00042, (0.0003, 0.0005), "+0.00042"),
        (OutcomeFormat(probability=False, unit="mg"), 12.0, (10.0, 14.0), "+12.0 mg"),
        (OutcomeFormat(probability=False, unit="%"), 12.0, (10.0, 14.0), "+12.0%"),
    ],
)
def test_difference(
    outcome: OutcomeFormat,
    value: float | None,
    interval: tuple[float, float] | None,
    expected: str,
) -> None:
    assert outcome.difference(value, interval) == expected


def test_a_difference_without_an_interval_drops_empty_decimals() -> None:
    assert POINTS.difference(0.027, sign=False) == "2.7 points"


def test_the_outcomes_own_name_is_no_unit_of_its_average() -> None:
    named = OutcomeFormat(probability=False, unit="cnt", unit_is_name=True)
    assert named.level(4504.3) == "4,504"
    assert named.difference(12.0, (10.0, 14.0)) == "+12.0 cnt"


def test_interval_and_effect_have_the_same_decimals() -> None:
    assert POINTS.interval((0.031, 0.052), 0.04) == "from 3.1 to 5.2"
    assert POINTS.interval((0.031, None)) == ""


def test_numbers_beyond_the_digits_of_a_float_are_short() -> None:
    """An effect of 8.95e29 was written as +895,000,000,000,000,047,351,611,785,216.

    These digits are those of the binary number, and the page grew wider than the screen.
    """
    assert PLAIN.difference(8.9512e29, (8.04e29, 9.86e29)) == "+8.95e+29"
    assert PLAIN.interval((8.04e29, 9.86e29), 8.9512e29) == "from 8.04e+29 to 9.86e+29"
    assert PLAIN.difference(-2.5e16) == "−2.5e+16"


LOG = OutcomeFormat(probability=False, unit="$", logarithmic=True)
SHIFTED = OutcomeFormat(probability=False, unit="$", logarithmic=True, offset=1.0)


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        (math.log(1.1), (math.log(1.05), math.log(1.15)), "+10.0%"),
        (math.log(0.5), (math.log(0.3), math.log(0.8)), "−50%"),
        (math.log(3.0), (math.log(2.0), math.log(4.0)), "+200%"),
        (0.0, (-0.1, 0.1), "0%"),
        (900.0, (800.0, 1000.0), "+1.942e+132%"),
        (None, None, "not measured"),
    ],
)
def test_a_difference_of_logarithms_is_a_change_in_percent(
    value: float | None, interval: tuple[float, float] | None, expected: str
) -> None:
    assert LOG.difference(value, interval) == expected


def test_the_interval_on_a_log_scale_is_not_symmetric() -> None:
    assert LOG.interval((math.log(0.5), math.log(2.0))) == "from −50% to 100%"
    assert LOG.bare_interval((math.log(0.5), math.log(2.0))) == "−50% to 100%"
    assert LOG.bare_difference(math.log(2.0)) == "+100%"


def test_a_level_on_a_log_scale_is_a_geometric_mean_in_the_outcomes_unit() -> None:
    assert LOG.level(math.log(2500.0)) == "$2,500"
    assert SHIFTED.level(math.log(2501.0)) == "$2,500"
    assert SHIFTED.level(0.0) == "$0"


def test_the_outcomes_words_follow_its_scale() -> None:
    assert outcome_format(log_report()).logarithmic
    assert outcome_words(log_report(), None) == "Typical price ($)"
    assert outcome_words(price_report(), None) == "Average price ($)"
    outcome = dataclasses.replace(log_report().outcome, scale="capped")
    assert not outcome_format(log_report(outcome=outcome)).logarithmic


@given(low=st.floats(-20, 20), width=st.floats(0.01, 15), offset=st.sampled_from([0.0, 1.0]))
def test_marks_of_a_log_axis_lie_on_it_at_what_they_say(
    low: float, width: float, offset: float
) -> None:
    assume(low > -3 or not offset)  # what is shifted is shifted above zero
    format_ = OutcomeFormat(probability=False, logarithmic=True, offset=offset)
    marks = format_.level_ticks(low, low + width)
    slack = width * 1e-6 + 1e-9
    assert all(low - slack <= place <= low + width + slack for place, _ in marks)
    assert [place for place, _ in marks] == sorted({place for place, _ in marks})
    assert len({label for _, label in marks}) == len(marks)


@given(low=st.floats(-6, 3), width=st.floats(0.02, 8))
def test_marks_of_changes_in_percent_say_where_they_stand(low: float, width: float) -> None:
    for place, label in LOG.difference_ticks(low, low + width):
        said = label.removesuffix("%").replace("\N{MINUS SIGN}", "-")
        factors = {"k": 1e3, "m": 1e6, "bn": 1e9}
        factor = next((size for name, size in factors.items() if said.endswith(name)), 1.0)
        value = float(said.rstrip("kmbn")) * factor
        assert value == pytest.approx(math.expm1(place) * 100, rel=0.06, abs=1e-4)


def test_a_log_axis_has_marks_whatever_its_width() -> None:
    for width in (0.001, 0.05, 0.3, 1.0, 3.0, 10.0, 30.0):
        assert len(LOG.level_ticks(7.0, 7.0 + width)) >= 2, width
        assert len(LOG.difference_ticks(-width / 2, width / 2)) >= 2, width
