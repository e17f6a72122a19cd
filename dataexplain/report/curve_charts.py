"""The chart of a curve over numbers: steps, refit band, held-out dots, rows along the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from dataexplain.records import CurveRecord
from dataexplain.report.formatting import finite, finite_pair, number, share
from dataexplain.report.marks import (
    Chart,
    Mark,
    coordinate,
    diamonds,
    dots,
    line,
    path,
    rectangle,
    text,
    upright_whiskers,
)
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.scales import Scale, extent, tick_labels, ticks

MOST_STEPS = 64
WIDTH = 400
_LEFT, _RIGHT, _TOP = 50.0, 12.0, 24.0
_ROWS_HEIGHT, _FOOT, _MISSING_WIDTH = 20.0, 36.0, 52.0


@dataclass(frozen=True)
class Steps:
    """A step curve with its band: ``values[i]`` holds between ``edges[i]`` and ``edges[i + 1]``."""

    edges: tuple[float, ...]
    values: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class ChartWords:
    """What stands around a chart: its alternative text and the titles of its axes."""

    title: str
    across: str
    upwards: str


def steps_of(curve: CurveRecord, most: int = MOST_STEPS) -> Steps:
    """Return a curve as finite steps, neighbours merged until there are few enough to draw.

    Merged values are averages weighted by rows; the band keeps its outermost values.

    Examples
    --------
    >>> curve = CurveRecord("x", "numeric", None, (1.0, 3.0), (0.5, 2.0), (1.5, 4.0), (30, 10),
    ...                     importance=1.0, edges=(0.0, 1.0, 2.0))
    >>> steps_of(curve, most=1)
    Steps(edges=(0.0, 2.0), values=(1.5,), lower=(0.5,), upper=(4.0,), rows=(40,))
    """
    edges = _finite_edges(curve.edges)
    size = min(len(curve.values), max(len(edges) - 1, 0))
    if not size:
        return Steps((), (), (), (), ())
    values = _numbers(curve.values, size)
    known = np.isfinite(values)
    starts = np.arange(0, size, -(-size // most))
    rows = np.nan_to_num(_numbers(curve.rows, size, otherwise=1.0)) * known
    # Stretches without rows still count a little, so that their average is defined.
    weights = np.maximum(rows, 1e-9) * known
    total = np.add.reduceat(weights, starts)
    drawn = total > 0
    average = np.add.reduceat(weights * np.where(known, values, 0.0), starts)
    lower = np.fmin.reduceat(_band_end(curve.lower, values), starts)
    upper = np.fmax.reduceat(_band_end(curve.upper, values), starts)
    return Steps(
        (*np.asarray(edges)[starts[drawn]].tolist(), edges[size]),
        tuple((average[drawn] / total[drawn]).tolist()),
        tuple(lower[drawn].tolist()),
        tuple(upper[drawn].tolist()),
        tuple(round(count) for count in np.add.reduceat(rows, starts)[drawn].tolist()),
    )


def _numbers(values: Sequence[Any], size: int, otherwise: float = np.nan) -> np.ndarray:
    """Return finite numbers as an array of that size; what is missing becomes NaN."""
    result = np.full(size, otherwise)
    given = np.array(values[:size], dtype=np.float64)  # None becomes NaN
    result[: len(given)] = np.where(np.isfinite(given), given, np.nan)
    return result


def _band_end(ends: Sequence[Any], values: np.ndarray) -> np.ndarray:
    known = _numbers(ends, len(values))
    return np.where(np.isfinite(known), known, values)


def _finite_edges(edges: Sequence[Any]) -> list[float]:
    """Bring open ends to the nearest finite edge, so that every step can be drawn."""
    known = [value for value in map(finite, edges) if value is not None]
    if not known:
        return []
    span = (known[-1] - known[0]) / max(len(known) - 1, 1) or 1.0
    result: list[float] = []
    for index, edge in enumerate(edges):
        value = finite(edge)
        if value is None:
            value = (
                known[0] - span
                if index == 0
                else (result[-1] if index < len(edges) - 1 else known[-1] + span)
            )
        result.append(value)
    return result


def _range_shown(steps: Steps, region: Mapping[str, Any] | None) -> tuple[float, float, str]:
    """Cut thin tails that would squeeze the rest into a corner; say what share was cut."""
    low, high = steps.edges[0], steps.edges[-1]
    total = sum(steps.rows)
    if total <= 0 or high <= low:
        return low, high, ""
    inner_low, inner_high, seen = low, high, 0
    for index, rows in enumerate(steps.rows):
        if seen + rows <= 0.005 * total:
            inner_low = steps.edges[index + 1]
        seen += rows
        if seen >= 0.99 * total:
            inner_high = steps.edges[index + 1]
            break
    for name in ("low", "high"):
        end = finite((region or {}).get(name))
        if end is not None and low <= end <= high:
            inner_low, inner_high = min(inner_low, end), max(inner_high, end)
    if inner_high - inner_low > 0.4 * (high - low) or inner_high <= inner_low:
        return low, high, ""
    inside = sum(
        rows
        for rows, start, end in zip(steps.rows, steps.edges, steps.edges[1:], strict=False)
        if start >= inner_low and end <= inner_high
    )
    cut = f"Axis cut: {share(1 - inside / total)} of the rows lie beyond it, as far as "
    return (
        inner_low,
        inner_high,
        cut + (f"{number(high)}." if inner_high < high else f"{number(low)}."),
    )


def curve_chart(
    curve: CurveRecord,
    outcome: OutcomeFormat,
    words: ChartWords,
    *,
    region: Mapping[str, Any] | None = None,
    against: Mapping[str, Any] | None = None,
    turn: float | None = None,
    average: float | None = None,
    plot_height: float = 128.0,
) -> Chart | None:
    """Return the chart of a numeric curve, or None where there is nothing to draw.

    Parameters
    ----------
    curve : CurveRecord
    outcome : OutcomeFormat
    words : ChartWords
    region, against : mapping, optional
        The stretch that a claim speaks of, and the one it is compared with.
    turn : float, optional
        Where the curve turns.
    average : float, optional
        The outcome's average, drawn as a thin line where it lies inside.
    plot_height : float

    Returns
    -------
    Chart or None

    Examples
    --------
    >>> curve = CurveRecord("x", "numeric", None, (1.0, 3.0), (0.5, 2.0), (1.5, 4.0), (30, 10),
    ...                     importance=1.0, edges=(0.0, 1.0, 2.0))
    >>> curve_chart(curve, OutcomeFormat(False), ChartWords("y by x", "x", "y")).description
    'From 1 at 0 to 3 at 2.'
    """
    steps = steps_of(curve)
    if not steps.values:
        return None
    # A column of whole numbers has its steps between them, and no ticks there.
    whole = all((2 * edge).is_integer() for edge in steps.edges)
    if whole:
        region, against = _between_whole_numbers(region), _between_whole_numbers(against)
    low, high, cut = _range_shown(steps, region)
    missing = finite(curve.missing_value)
    right = WIDTH - _RIGHT - (_MISSING_WIDTH if missing is not None else 0.0)
    across = Scale(low, high, _LEFT, right)
    heights = [*steps.values, *steps.lower, *steps.upper]
    heights += [] if missing is None else [missing]
    for point in curve.held_out:
        heights += [point.mean] if finite(point.mean) is not None else []
    # Whiskers of thin stretches may leave the plot: they must not flatten the curve.
    span = outcome.axis(extent(heights, margin=0.1))
    foot = _TOP + plot_height
    up = Scale(*span, foot, _TOP)
    base = foot + 4 + _ROWS_HEIGHT
    marks: list[Mark] = []
    marks += _region_marks(across, region, "region", _TOP, base)
    marks += _region_marks(across, against, "against", _TOP, base)
    marks += _upright_axis(up, outcome, words.upwards, right)
    if average is not None and up.holds(average):
        marks.append(line("average", _LEFT, up(average), right, up(average)))
    marks.append(path("band", _band(steps, across, up)))
    marks.append(path("curve", _staircase(steps, across, up)))
    marks += _held_out_marks(curve, across, up)
    if turn is not None and across.holds(turn):
        marks.append(line("turn", across(turn), _TOP, across(turn), base))
    marks.append(path("rows", _row_bars(steps, across, base)))
    if missing is not None:
        place = WIDTH - _RIGHT - _MISSING_WIDTH / 2 + 8
        is_region = bool((region or {}).get("missing"))
        if is_region:
            marks.append(rectangle("region", place - 20, _TOP, 40, base - _TOP))
        marks.append(diamonds("missing", [(place, up.held(missing))]))
        marks.append(text("tick", place, base + 14, "missing", anchor="middle"))
    marks += _across_axis(across, curve.unit, words.across, right, base, whole=whole)
    first, last = outcome.level(steps.values[0]), outcome.level(steps.values[-1])
    description = (
        f"From {first} at {number(steps.edges[0])} to {last} at {number(steps.edges[-1])}."
    )
    if missing is not None:
        description += f" Where missing: {outcome.level(missing)}."
    return Chart(WIDTH, round(base + _FOOT), words.title, description, tuple(marks), caption=cut)


def _between_whole_numbers(region: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Move the ends of a stretch to the middle between the last value in and the first one out."""
    if not region:
        return region
    low, high = finite(region.get("low")), finite(region.get("high"))
    moved = dict(region)
    if low is not None and low.is_integer():
        moved["low"] = low - 0.5
    if high is not None and high.is_integer():
        moved["high"] = high + (0.5 if region.get("closed") else -0.5)
    return moved


def _staircase(steps: Steps, across: Scale, up: Scale) -> str:
    places = [
        (coordinate(across.held(edge)), coordinate(up(value)))
        for edge, value in zip(steps.edges, steps.values, strict=False)
    ]
    parts = [f"M{places[0][0]} {places[0][1]}"]
    for (_, before), (x, y) in pairwise(places):
        parts.append(f"H{x}" + (f"V{y}" if y != before else ""))
    return "".join(parts) + f"H{coordinate(across.held(steps.edges[-1]))}"


def _band(steps: Steps, across: Scale, up: Scale) -> str:
    edges = [coordinate(across.held(edge)) for edge in steps.edges]
    upper = [coordinate(up.held(value)) for value in steps.upper]
    lower = [coordinate(up.held(value)) for value in steps.lower]
    forth = "".join(f"V{y}H{x}" for y, x in zip(upper, edges[1:], strict=True))
    back = "".join(f"V{y}H{x}" for y, x in zip(reversed(lower), reversed(edges[:-1]), strict=True))
    return f"M{edges[0]} {lower[0]}{forth}{back}Z"


def _held_out_marks(curve: CurveRecord, across: Scale, up: Scale) -> list[Mark]:
    points, whiskers = [], []
    for point in curve.held_out:
        x, mean, interval = finite(point.x), finite(point.mean), finite_pair(point.interval)
        if x is None or mean is None or not across.holds(x):
            continue
        points.append((across(x), up.held(mean)))
        if interval is not None:
            whiskers.append((across(x), up.held(interval[0]), up.held(interval[1])))
    if not points:
        return []
    return [upright_whiskers("whisker", whiskers), dots("dot", points)]


def _row_bars(steps: Steps, across: Scale, base: float) -> str:
    """Draw where the rows lie: heights are rows per unit of the axis, so that areas count."""
    widths = [across.held(end) - across.held(start) for start, end in pairwise(steps.edges)]
    density = [
        rows / width if width > 0.3 else 0.0 for rows, width in zip(steps.rows, widths, strict=True)
    ]
    tallest = max(density, default=0.0)
    if tallest <= 0:
        return "M0 0"
    # The square root keeps thin stretches visible beside a spike.
    parts = []
    for start, width, value in zip(steps.edges, widths, density, strict=False):
        height = _ROWS_HEIGHT * (value / tallest) ** 0.5
        if height >= 0.3:
            x = across.held(start)
            parts.append(
                f"M{coordinate(x)} {coordinate(base)}v-{coordinate(height)}"
                f"h{coordinate(width)}v{coordinate(height)}"
            )
    return "".join(parts)


def _region_marks(
    across: Scale, region: Mapping[str, Any] | None, style: str, top: float, base: float
) -> list[Mark]:
    if not region or not ("low" in region or "high" in region):
        return []
    low, high = finite(region.get("low")), finite(region.get("high"))
    start = across.low if low is None else low
    end = across.high if high is None else high
    if end < across.low or start > across.high:
        return []
    left, right = across.held(start), across.held(end)
    marks = [rectangle(style, left, top, max(right - left, 2.0), base - top)]
    marks += [
        line(f"{style}-edge", across(value), top, across(value), base)
        for value in (low, high)
        if value is not None and across.holds(value)
    ]
    return marks


def _upright_axis(up: Scale, outcome: OutcomeFormat, title: str, right: float) -> list[Mark]:
    levels = outcome.level_ticks(up.low, up.high)
    marks = [line("grid", _LEFT, up(value), right, up(value)) for value, _ in levels]
    marks += [
        text("tick", _LEFT - 6, up(value) + 3.5, label, anchor="end") for value, label in levels
    ]
    marks.append(text("axis-title", 2, 12, title))
    return marks


def _across_axis(
    across: Scale, unit: str | None, title: str, right: float, base: float, *, whole: bool
) -> list[Mark]:
    values = ticks(across.low, across.high, wanted=5)
    if whole:
        values = tuple(value for value in values if value.is_integer()) or values
    labels = tick_labels(values, unit=unit or "")
    marks = [line("axis", _LEFT, base, right, base)]
    marks += [
        text("tick", across(value), base + 14, label, anchor="middle")
        for value, label in zip(values, labels, strict=True)
    ]
    marks.append(text("axis-title", _LEFT, base + 30, title))
    return marks
