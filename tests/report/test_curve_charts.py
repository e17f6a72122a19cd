"""Curves of numbers: steps, regions, held-out dots."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.records import CurveRecord
from dataexplain.report.curve_charts import MOST_STEPS, ChartWords, curve_chart, steps_of
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat

from .made_records import numeric_curve

WORDS = ChartWords("Churn by tenure", "tenure", "Rate of churn")
RATE = OutcomeFormat(probability=True)


def drawn(curve: CurveRecord, **more: object) -> Chart:
    chart = curve_chart(curve, RATE, WORDS, **more)  # type: ignore[arg-type]
    assert chart is not None
    return chart


def styles(chart: Chart) -> list[str]:
    return [mark.style for mark in chart.marks]


def attributes(chart: Chart, style: str) -> dict[str, str]:
    return dict(next(mark for mark in chart.marks if mark.style == style).attributes)


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300),
    rows=st.integers(1, 1000),
)
def test_merging_keeps_ends_rows_and_the_average(values: list[float], rows: int) -> None:
    size = len(values)
    edges = tuple(float(index) for index in range(size + 1))
    curve = CurveRecord(
        "x",
        "numeric",
        None,
        tuple(values),
        tuple(values),
        tuple(values),
        (rows,) * size,
        1.0,
        edges,
    )
    steps = steps_of(curve)
    assert len(steps.values) <= MOST_STEPS
    assert (steps.edges[0], steps.edges[-1]) == (0.0, float(size))
    assert sum(steps.rows) == rows * size
    mean = sum(v * r for v, r in zip(steps.values, steps.rows, strict=True)) / (rows * size)
    assert abs(mean - sum(values) / size) < 1e-6 * max(1.0, *map(abs, values))
    assert min(steps.lower) == min(values)
    assert max(steps.upper) == max(values)


def test_region_covers_the_claims_stretch() -> None:
    chart = drawn(
        numeric_curve("tenure", lambda x: 0.5 - x / 200, 0, 72), region={"low": 18, "high": 36}
    )
    region = attributes(chart, "region")
    # The axis runs from 50 to 388 for 0 to 72.
    assert abs(float(region["x"]) - (50 + 338 / 4)) < 0.2
    assert abs(float(region["width"]) - 338 / 4) < 0.2
    assert styles(chart).count("region-edge") == 2


def test_open_region_reaches_the_end_of_the_axis() -> None:
    chart = drawn(numeric_curve("x", lambda x: x, 0, 1), region={"low": 0.5, "high": None})
    region = attributes(chart, "region")
    assert float(region["x"]) + float(region["width"]) == 388
    assert styles(chart).count("region-edge") == 1


def test_missing_values_have_a_place_of_their_own() -> None:
    curve = numeric_curve("x", lambda x: 0.2 + x / 10, 0, 1, missing_value=0.9, missing_rows=4)
    chart = drawn(curve, region={"missing": True})
    assert {"missing", "region"} <= set(styles(chart))
    assert float(attributes(chart, "region")["x"]) > 340
    assert chart.description.endswith("Where missing: 90%.")


def test_the_axis_of_a_rate_ends_at_what_is_possible() -> None:
    chart = drawn(numeric_curve("x", lambda x: 0.02 if x < 0.5 else 0.9, 0, 1))
    ticks = [mark.text for mark in chart.marks if mark.style == "tick"]
    assert "−20%" not in ticks
    assert "120%" not in ticks


def test_whole_numbers_get_no_ticks_between_them() -> None:
    curve = CurveRecord(
        "class", "numeric", None, (0.6, 0.5, 0.2), (0.6, 0.5, 0.2), (0.6, 0.5, 0.2), (9, 9, 9),
        importance=1.0, edges=(1.0, 1.5, 2.5, 3.0),
    )  # fmt: skip
    chart = drawn(curve)
    below = [
        mark.text
        for mark in chart.marks
        if mark.style == "tick" and ("text-anchor", "middle") in mark.attributes
    ]
    assert below == ["1", "2", "3"]
    # "3 or more" covers the whole step at 3, a quarter of the axis.
    region = attributes(drawn(curve, region={"low": 3.0, "high": None}), "region")
    assert abs(float(region["width"]) - 338 / 4) < 0.2


def test_turn_is_marked() -> None:
    chart = drawn(numeric_curve("age", lambda x: (x - 44) ** 2, 18, 84), turn=44.0)
    assert "turn" in styles(chart)


def test_a_long_thin_tail_is_cut_and_named() -> None:
    curve = CurveRecord(
        "gain",
        "numeric",
        None,
        (0.2, 0.3, 0.4, 0.9),
        (0.2, 0.3, 0.4, 0.9),
        (0.2, 0.3, 0.4, 0.9),
        (900, 500, 595, 5),
        importance=1.0,
        edges=(0.0, 1000.0, 2000.0, 4000.0, 99999.0),
    )
    chart = drawn(curve)
    assert chart.caption == "Axis cut: 0.25% of the rows lie beyond it, as far as 99,999."
    assert drawn(curve, region={"low": 50000.0, "high": None}).caption == ""


def test_a_curve_without_values_is_not_drawn() -> None:
    empty = CurveRecord("x", "numeric", None, (), (), (), (), importance=0.0)
    assert curve_chart(empty, RATE, WORDS) is None


def test_coordinates_have_one_decimal_and_the_chart_is_small() -> None:
    chart = drawn(numeric_curve("x", lambda x: x**0.5, 0, 7, steps=1000))
    data = " ".join(value for mark in chart.marks for _, value in mark.attributes)
    assert not re.search(r"\d\.\d\d", data)
    assert len(data) < 5000
