import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.readers.rounding import round_between


@pytest.mark.parametrize(
    ("value", "low", "high", "rounded"),
    [
        (17.38, 16.9, 17.6, 17.0),
        (0.3, -1.0, 1.0, 0.0),
        (48_211.0, 47_000.0, 52_000.0, 50_000.0),
        (-3.14159, -3.2, -3.1, -3.1),
        (5.0, 5.0, 5.0, 5.0),
    ],
)
def test_the_roundest_number_between_is_taken(value, low, high, rounded):
    assert round_between(value, low, high) == pytest.approx(rounded)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e3), st.floats(0, 1))
def test_the_result_lies_between_with_no_more_digits_than_needed(low, width, share):
    """Of [1.625, 1.875] with 1.625 in mind, 1.625 was taken: only its nearest roundings were tried."""
    high = low + width
    value = min(max(low + share * width, low), high)
    rounded = round_between(value, low, high)
    assert low <= rounded <= high
    digits = -Decimal(repr(rounded)).normalize().as_tuple().exponent
    assert digits <= max(0, math.ceil(-math.log10(width))) + 1
