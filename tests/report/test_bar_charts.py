"""Bars of counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.report.bar_charts import MOST_BARS, count_chart
from dataexplain.report.curve_charts import WIDTH
from dataexplain.report.marks import Chart


def drawn(chart: dict[str, Any]) -> Chart:
    made = count_chart(chart, "rows by value", "value")
    assert made is not None
    return made


def bars(chart: Chart, style: str) -> list[dict[str, str]]:
    return [dict(mark.attributes) for mark in chart.marks if mark.style == style]


def labels(chart: Chart) -> list[str]:
    return [mark.text for mark in chart.marks if mark.style.startswith("label")]


def test_marked_bars_stand_out_and_keep_their_labels() -> None:
    chart = drawn(
        {"labels": [f"{n}" for n in range(1000, 1090)], "rows": [9] * 90, "marked": [40, 89]}
    )
    assert len(bars(chart, "bar")) == 88
    assert len(bars(chart, "bar marked")) == 2
    assert labels(chart) == ["1040", "1089"]


def test_long_labels_lie() -> None:
    chart = drawn({"labels": ["once, as most do", "twice"], "rows": [900, 1], "marked": [1]})
    assert labels(chart) == ["once, as most do", "twice"]
    assert float(bars(chart, "bar marked")[0]["width"]) >= 1


def test_one_row_among_many_is_still_seen() -> None:
    chart = drawn({"labels": ["1", "2"], "rows": [100_000, 1], "marked": []})
    assert min(float(bar["height"]) for bar in bars(chart, "bar")) >= 1


@pytest.mark.parametrize(
    "chart",
    [
        {},
        {"labels": [], "rows": []},
        {"labels": ["a"], "rows": [0]},
        {"labels": ["a"], "rows": [None]},
        {"labels": ["a"]},
        {"rows": [3]},
    ],
)
def test_nothing_to_draw(chart: dict[str, Any]) -> None:
    assert count_chart(chart, "t") is None


def test_places_beyond_the_bars_are_passed_over() -> None:
    chart = drawn({"labels": ["a", "b"], "rows": [1, 2, 3], "marked": [-1, 1, 7]})
    assert len(bars(chart, "bar marked")) == 1
    many = drawn({"labels": ["x"] * 900, "rows": [1] * 900, "marked": [899]})
    assert len(bars(many, "bar")) == MOST_BARS


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**7)), min_size=1, max_size=60))
def test_no_bar_leaves_the_chart(values: list[tuple[str, int]]) -> None:
    chart = count_chart(
        {"labels": [label for label, _ in values], "rows": [rows for _, rows in values]}, "t"
    )
    if chart is None:
        assert not any(rows for _, rows in values)
        return
    for bar in bars(chart, "bar"):
        assert 0 <= float(bar["x"]) <= float(bar["x"]) + float(bar["width"]) <= WIDTH + 0.1
        assert 0 <= float(bar["y"]) <= float(bar["y"]) + float(bar["height"]) <= chart.height
