"""Rows by value beside a fault."""

from __future__ import annotations

import numpy as np

from dataexplain.faults.charts import MOST_BARS, value_chart
from tests.faults.looking import counted


def test_few_values_have_a_bar_each() -> None:
    chart = value_chart(counted([1, 1, 2, 9]), np.array([9.0]))
    assert chart == {"labels": ["1", "2", "9"], "rows": [2, 1, 1], "marked": [2]}


def test_many_values_share_bars_but_the_marked_one_stands_alone() -> None:
    values = np.append(np.random.default_rng(0).normal(50, 9, 500), [0.0] * 40)
    chart = value_chart(counted(values), np.array([0.0]))
    assert len(chart["labels"]) <= MOST_BARS
    assert sum(chart["rows"]) == 540
    assert chart["marked"] == [0]
    assert chart["rows"][0] == 40


def test_a_bulk_of_one_value_is_cut_all_the_same() -> None:
    values = [*[5.0] * 900, *np.linspace(6, 7, 4), *np.arange(100.0, 140.0)]
    chart = value_chart(counted(values), np.array([139.0]))
    assert sum(chart["rows"]) == len(values)
