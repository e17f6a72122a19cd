"""Charts of one line a thing."""

from __future__ import annotations

from dataexplain.records import CurveRecord
from dataexplain.report.curve_charts import ChartWords
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.row_charts import MOST_LEVELS, Ground, Line, level_chart, row_chart

from .made_records import level_curve

RATE = OutcomeFormat(probability=True)
WORDS = ChartWords("Churn by plan", "Rate of churn, by plan", "")


def labels(chart: Chart | None) -> list[str]:
    assert chart is not None
    return [mark.text for mark in chart.marks if mark.style.startswith("label")]


def many_levels(role: str = "categorical") -> CurveRecord:
    return level_curve(
        "plan", {f"level {index}": (0.01 * index, 1000 - index) for index in range(27)}, role=role
    )


def test_the_largest_levels_are_drawn_and_the_rest_counted() -> None:
    chart = level_chart(many_levels(), RATE, WORDS)
    assert labels(chart) == [f"level {index}" for index in reversed(range(MOST_LEVELS))]
    assert chart is not None
    assert chart.caption == "And 12 more levels with fewer rows."


def test_marked_and_compared_levels_are_always_drawn() -> None:
    chart = level_chart(many_levels(), RATE, WORDS, marked={"level 26"}, compared={"level 25"})
    assert {"level 26", "level 25"} <= set(labels(chart))
    assert chart is not None
    assert [mark.text for mark in chart.marks if mark.style == "label marked"] == ["level 26"]
    assert {"region", "against", "estimate marked"} <= {mark.style for mark in chart.marks}


def test_ordered_levels_keep_their_order() -> None:
    chart = level_chart(many_levels("ordinal"), RATE, WORDS)
    assert labels(chart)[:3] == ["level 0", "level 1", "level 2"]


def test_missing_gets_a_line_that_can_be_marked() -> None:
    curve = level_curve("plan", {"a": (0.1, 10)}, missing_value=0.6, missing_rows=3)
    chart = level_chart(curve, RATE, WORDS, missing_marked=True)
    assert labels(chart) == ["a", "(missing)"]
    assert chart is not None
    assert "region" in {mark.style for mark in chart.marks}


def test_long_labels_are_shortened_and_kept_whole_beside() -> None:
    chart = level_chart(level_curve("plan", {"x" * 80: (0.1, 10)}), RATE, WORDS)
    label = next(mark for mark in chart.marks if mark.style == "label") if chart else None
    assert label is not None
    assert label.text.endswith("…")
    assert label.full == "x" * 80


def test_zero_and_floor_are_on_the_axis_though_the_effect_is_far_away() -> None:
    ground = Ground(line=0.0, band=(-1.0, 1.0), must_show=(-1.4, 1.4))
    chart = row_chart([Line("effect", 90.0, (80.0, 100.0))], ground, WORDS)
    assert chart is not None
    assert {"zero", "floor"} <= {mark.style for mark in chart.marks}


def test_nothing_to_draw() -> None:
    assert row_chart([Line("effect", None)], Ground(line=0.0), WORDS) is None
