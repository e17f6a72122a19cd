"""Counting values."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.faults.value_counts import counted_columns
from tests.faults.looking import counted, looked_at


def test_neighbours_leave_the_value_itself_out() -> None:
    counts = counted([1, 2, 2, 2, 2, 3, 3])
    assert counts.nearby().tolist() == [3.0, 1.5, 2.5]


def test_quantiles_mean_and_what_is_left() -> None:
    counts = counted([1, 1, 1, 9])
    assert (counts.median, counts.mean, counts.rows) == (1.0, 3.0, 4)
    assert counts.without(np.array([1.0])).values.tolist() == [9.0]
    assert counts.without(np.array([])) is counts


@pytest.mark.parametrize("values", [[], [np.nan], [7.0]])
def test_columns_without_two_values(values: list[float]) -> None:
    assert len(counted(values).nearby()) == len(counted(values).values)


def test_only_columns_of_numbers_are_counted() -> None:
    rng = np.random.default_rng(0)
    data = {
        "n": rng.normal(size=60),
        "size": rng.choice(["S", "M", "L"], 60),
        "step": rng.integers(1, 6, 60),
        "word": rng.choice(["a", "b"], 60),
        "y": rng.normal(size=60),
    }
    table, _ = looked_at(data)
    assert [counts.name for counts in counted_columns(table)] == ["n", "step", "y"]
