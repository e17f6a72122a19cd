"""The outcome at a value beside that of its neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.faults.curve_break import curve_break
from tests.faults.looking import looked_at, people


def test_a_break_is_measured_on_discovery_rows_against_neighbours() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 100, 2000).astype(float)
    y = np.where(x == 99, 0.0, x) + rng.normal(size=2000)
    y[1::2] = 1e6  # rows that are not discovery rows
    table, rows = looked_at({"x": x, "y": y})
    found = curve_break(rows, "x", 99.0, np.array([99.0]))
    assert found is not None
    assert found.z < -20
    assert abs(found.found) < 1
    assert 85 < found.beside < 99
    assert found.rows == (x[::2] == 99).sum()
    assert "average y is" in found.said(table)


def test_a_smooth_curve_has_no_break() -> None:
    table, rows = looked_at(people(2000), "ill")
    found = curve_break(rows, "age", 50.0, np.array([50.0]))
    assert found is not None
    assert abs(found.z) < 3
    assert found.outcome_class == "yes"
    assert "the probability of ill = yes is" in found.said(table)


@pytest.mark.parametrize(("column", "value"), [("town", 1.0), ("age", 5.0), ("ill", 1.0)])
def test_nothing_is_said_of_few_rows_or_other_columns(column: str, value: float) -> None:
    _, rows = looked_at(people(), "ill")
    if column == "town":
        column = "no such feature"
    assert curve_break(rows, column, value, np.array([value])) is None
