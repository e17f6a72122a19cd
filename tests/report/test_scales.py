"""Round numbers along an axis."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from dataexplain.report.scales import Scale, extent, tick_labels, ticks

FINITE = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=FINITE, high=FINITE)
def test_ticks_are_few_even_and_inside(low: float, high: float) -> None:
    assume(high - low > 1e-6 * max(abs(low), abs(high), 1e-3))
    places = ticks(low, high)
    width = high - low
    assert 2 <= len(places) <= 10
    assert all(low - 1e-6 * width <= place <= high + 1e-6 * width for place in places)
    gaps = [after - before for before, after in pairwise(places)]
    assert max(gaps) - min(gaps) <= 1e-6 * width


@given(low=FINITE, high=FINITE)
def test_tick_labels_differ(low: float, high: float) -> None:
    assume(high - low > 1e-3 * max(abs(low), abs(high), 1e-3))
    labels = tick_labels(ticks(low, high))
    assert len(set(labels)) == len(labels)


@given(values=st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=5))
def test_an_axis_is_never_empty(values: list[float]) -> None:
    assume(all(abs(value) < 1e300 for value in values if math.isfinite(value)))
    low, high = extent(values)
    assert low < high
    scale = Scale(low, high, 0.0, 100.0)
    assert abs(scale(low)) < 1e-6
    assert abs(scale(high) - 100) < 1e-6


def test_labels_of_tiny_steps_differ() -> None:
    labels = tick_labels([8.325e-7, 8.35e-7, 8.375e-7, 8.4e-7])
    assert labels == ["8.325e-07", "8.35e-07", "8.375e-07", "8.4e-07"]
