from __future__ import annotations

from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.side_charts import Side, side_chart

SIDES: list[Side] = [("then", 0.3, (0.2, 0.4)), ("now", 0.1, (-0.1, 0.3))]


def test_each_side_has_a_line_and_the_second_stands_out() -> None:
    chart = side_chart(SIDES, OutcomeFormat(probability=True), 0.05, "Effect")
    assert chart is not None
    labels = [(mark.text, mark.style) for mark in chart.marks if mark.style.startswith("label")]
    assert labels == [("then", "label"), ("now", "label marked")]
    assert chart.title == "Effect"
    assert any(mark.style == "floor" for mark in chart.marks)


def test_without_a_floor_there_is_no_band() -> None:
    chart = side_chart(SIDES, OutcomeFormat(probability=True), 0.0, "Effect")
    assert chart is not None
    assert not any(mark.style == "floor" for mark in chart.marks)


def test_nothing_measured_is_no_chart() -> None:
    assert side_chart([("then", None, None)], OutcomeFormat(False), 1.0, "Effect") is None
