from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.readers.merging import MOST_PIECES, merge_steps

steps = st.integers(1, 8).flatmap(
    lambda k: st.tuples(
        st.lists(st.floats(-10, 10), min_size=k, max_size=k),
        st.lists(st.integers(1, 50), min_size=k, max_size=k),
    )
)


def squared_error(values, weights, starts):
    total = 0.0
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        piece, weight = values[start:end], weights[start:end]
        total += float(weight @ (piece - np.average(piece, weights=weight)) ** 2)
    return total


@given(steps, st.integers(1, 8))
def test_no_partition_into_as_many_pieces_is_better(drawn, most):
    values, weights = np.array(drawn[0]), np.array(drawn[1], dtype=float)
    partition = merge_steps(values, weights, most=most, tolerance=0.0)
    pieces = len(partition.starts)
    assert pieces <= most
    assert partition.starts[0] == 0
    best = min(
        squared_error(values, weights, (0, *cuts))
        for cuts in combinations(range(1, len(values)), pieces - 1)
    )
    assert squared_error(values, weights, partition.starts) == pytest.approx(best, abs=1e-6)


@given(steps, st.floats(0, 0.5))
def test_the_stated_error_is_true_and_the_values_are_means(drawn, tolerance):
    values, weights = np.array(drawn[0]), np.array(drawn[1], dtype=float)
    partition = merge_steps(values, weights, tolerance=tolerance)
    ends = [*partition.starts[1:], len(values)]
    largest = 0.0
    for start, end, mean in zip(partition.starts, ends, partition.values, strict=True):
        assert mean == pytest.approx(np.average(values[start:end], weights=weights[start:end]))
        largest = max(largest, float(np.abs(values[start:end] - mean).max()))
    assert partition.error == pytest.approx(largest, abs=1e-12)


def test_no_more_pieces_than_the_tolerance_asks_for():
    values = np.array([0.0, 0.1, 5.0, 5.1, 10.0, 10.1])
    assert merge_steps(values, np.ones(6), tolerance=0.01).starts == (0, 2, 4)
    assert merge_steps(values, np.ones(6), tolerance=0.3).starts in {(0, 2), (0, 4)}
    assert merge_steps(values, np.ones(6), tolerance=0.6).starts == (0,)


def test_a_long_curve_becomes_a_dozen_pieces():
    values = np.sin(np.linspace(0, 20, 400))
    partition = merge_steps(values, np.ones(400))
    assert len(partition.starts) == MOST_PIECES
    assert partition.error < 1.0


def test_steps_without_rows_do_not_matter():
    partition = merge_steps(np.array([1.0, 1.0, 9.0]), np.array([5.0, 5.0, 0.0]), most=1)
    assert partition.values[0] == pytest.approx(1.0)
    assert partition.error == pytest.approx(8.0)
