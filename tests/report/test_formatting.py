"""Numbers in words."""

from __future__ import annotations

import pytest

from dataexplain.report.formatting import OutcomeFormat, p_value, share

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


def test_p_values_never_read_zero() -> None:
    assert p_value(0.0) == "< 0.001"
    assert p_value(float("nan")) == "not measured"


def test_a_share_just_below_all_does_not_read_all() -> None:
    assert share(0.9996) == "> 99.9%"


def test_numbers_beyond_the_digits_of_a_float_are_short() -> None:
    """An effect of 8.95e29 was written as +895,000,000,000,000,047,351,611,785,216.

    These digits are those of the binary number, and the page grew wider than the screen.
    """
    assert PLAIN.difference(8.9512e29, (8.04e29, 9.86e29)) == "+8.95e+29"
    assert PLAIN.interval((8.04e29, 9.86e29), 8.9512e29) == "from 8.04e+29 to 9.86e+29"
    assert PLAIN.difference(-2.5e16) == "−2.5e+16"
