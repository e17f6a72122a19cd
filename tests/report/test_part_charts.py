"""Two lines along a column, and the effects of a claim's parts."""

from __future__ import annotations

import dataclasses
import math

import pytest

from dataexplain.records import HeldOutPoint, PartRecord
from dataexplain.report.curve_charts import ChartWords
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.part_charts import MOST_PLACES, parts_chart, sides_chart

from .full_example import odd_claims
from .made_records import along

WORDS = ChartWords("Churn by tenure", "tenure", "Rate of churn")
RATE = OutcomeFormat(probability=True)
INTERACTION, DRIFT = odd_claims()[:2]


def drawn(parts: tuple[PartRecord, ...]) -> Chart:
    chart = sides_chart(parts, RATE, WORDS, unit="months")
    assert chart is not None
    return chart


def texts(chart: Chart) -> list[str]:
    return [mark.text for mark in chart.marks if mark.shape == "text"]


def styles(chart: Chart) -> list[str]:
    return [mark.style for mark in chart.marks]


def test_each_side_has_a_line_a_band_and_a_name() -> None:
    chart = drawn(INTERACTION.parts)
    for style in ("series first", "series second", "series-band first", "series-band second"):
        assert style in styles(chart)
    assert texts(chart)[-2:] == ["contract is month-to-month", "contract is one year or two year"]
    assert chart.description.startswith("contract is month-to-month: from 47.8% at 2 to ")


def test_levels_stand_one_below_the_other() -> None:
    chart = drawn(DRIFT.parts)
    assert "series-whisker second" in styles(chart)
    assert "electronic check" in texts(chart)
    assert "later: 2020-07 to 2021-12: from 34% at electronic check" in chart.description


def test_points_are_drawn_from_left_to_right() -> None:
    part = dataclasses.replace(
        INTERACTION.parts[0], points=tuple(reversed(INTERACTION.parts[0].points))
    )
    other = INTERACTION.parts[1]
    assert drawn((part, other)).marks == drawn(INTERACTION.parts).marks


@pytest.mark.parametrize("broken", [math.nan, None])
def test_points_that_were_not_measured_are_left_out(broken: float) -> None:
    points = (HeldOutPoint(broken, (0.0, 1.0), 5, x=3.0), *INTERACTION.parts[0].points)
    part = dataclasses.replace(INTERACTION.parts[0], points=points)
    assert drawn((part, INTERACTION.parts[1])).marks == drawn(INTERACTION.parts).marks


def test_no_points_no_lines() -> None:
    bare = tuple(dataclasses.replace(part, points=()) for part in INTERACTION.parts)
    assert sides_chart(bare, RATE, WORDS) is None
    assert sides_chart((), RATE, WORDS) is None
    one_dot = dataclasses.replace(bare[0], points=along([3.0], [0.2], 0.1))
    assert sides_chart((one_dot,), RATE, WORDS) is None


def test_a_side_without_points_leaves_the_others_colour_alone() -> None:
    bare = dataclasses.replace(INTERACTION.parts[0], points=())
    chart = drawn((bare, INTERACTION.parts[1]))
    assert "series second" in styles(chart)
    assert "series first" not in styles(chart)


def test_more_levels_than_fit_are_cut() -> None:
    names = [f"level {n}" for n in range(40)]
    part = PartRecord("a", 0.1, (0.0, 0.2), 9, along(names, [0.1] * 40, 0.1))
    assert sum("level" in text for text in texts(drawn((part,)))) == MOST_PLACES


def test_the_floor_is_behind_the_parts_though_they_lie_far_off() -> None:
    chart = parts_chart([PartRecord("a", 0.9, (0.8, 1.0), 9)], RATE, "effects", floor=0.02)
    assert chart is not None
    assert {"floor", "zero"} <= set(styles(chart))
    assert parts_chart([], RATE, "effects", floor=0.02) is None
