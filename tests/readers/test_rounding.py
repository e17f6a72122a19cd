import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.readers.rounding import readable_cut, round_between


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
def test_the_result_lies_between_and_is_a_rounding_of_the_value(low, width, share):
    high = low + width
    value = min(max(low + share * width, low), high)
    rounded = round_between(value, low, high)
    assert low <= rounded <= high
    if 0.25 <= share <= 0.75:
        digits = -Decimal(repr(rounded)).normalize().as_tuple().exponent
        assert digits <= max(0, math.ceil(-math.log10(width))) + 1


def test_a_value_is_not_rounded_away_to_a_far_end():
    """The largest row may be an outlier a million times as large as the value."""
    assert round_between(2.31, 1.9, 1e6) == 2.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.data())
def test_a_readable_cut_parts_the_same_values(values, data):
    known = np.array(values)
    cut = data.draw(st.sampled_from(values))
    assert ((known < readable_cut(cut, known)) == (known < cut)).all()


def test_a_cut_with_nothing_below_stays():
    assert readable_cut(17.3821, np.array([17.3821, 20.0])) == 17.3821
