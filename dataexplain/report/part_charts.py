"""The charts of a claim's parts: averages along a column for each part, and each part's effect."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.records import HeldOutPoint, PartRecord
from dataexplain.report.curve_charts import WIDTH, ChartWords
from dataexplain.report.formatting import count, finite, finite_pair, listed, shortened
from dataexplain.report.marks import (
    Chart,
    Mark,
    coordinate,
    diamonds,
    dots,
    level_whiskers,
    line,
    path,
    text,
)
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.row_charts import Ground, Line, row_chart
from dataexplain.report.scales import Scale, extent, plain_ticks

MOST_PLACES = 12
_LEFT, _RIGHT, _TOP, _PLOT = 50.0, 12.0, 24.0, 128.0
_LEVEL_LABELS, _LEVEL_HEIGHT, _LEGEND_LINE = 128.0, 24.0, 16.0
_SERIES = ("first", "second")


@dataclass(frozen=True)
class _Place:
    """One average of a part: where along the column, how high, and its interval."""

    x: float | str
    mean: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class _Side:
    """One part as it is drawn: its colour's name, its label and its averages."""

    series: str
    label: str
    places: list[_Place]


def sides_chart(
    parts: Sequence[PartRecord],
    outcome: OutcomeFormat,
    words: ChartWords,
    *,
    unit: str | None = None,
) -> Chart | None:
    """Return the averages along a column, a line for each part, or None where there are none.

    Parameters
    ----------
    parts : sequence of PartRecord
        The first two are drawn.
    outcome : OutcomeFormat
    words : ChartWords
        Alternative text; titles of the axes.
    unit : str, optional
        The unit of the column along which the averages lie.

    Examples
    --------
    >>> parts = [
    ...     PartRecord(label, 1.0, (0.5, 1.5), 90, tuple(
    ...         HeldOutPoint(mean, (mean - 1, mean + 1), 30, x=float(x))
    ...         for x, mean in enumerate(means)
    ...     ))
    ...     for label, means in (("old", (1.0, 3.0)), ("young", (2.0, 2.5)))
    ... ]
    >>> chart = sides_chart(parts, OutcomeFormat(False), ChartWords("y by x", "x", "y"))
    >>> chart.description
    'old: from 1 at 0 to 3 at 1; young: from 2 at 0 to 2.5 at 1.'
    """
    named = list(zip(_SERIES, parts, strict=False))
    lines = [_Side(series, part.label, _numbered(part.points)) for series, part in named]
    lines = [side for side in lines if side.places]
    if any(len(side.places) > 1 for side in lines):
        return _lines(lines, outcome, words, unit)
    rows = [_Side(series, part.label, _levelled(part.points)) for series, part in named]
    rows = [side for side in rows if side.places]
    return _levels(rows, outcome, words) if rows else None


def _numbered(points: Sequence[HeldOutPoint]) -> list[_Place]:
    places = [
        _Place(x, mean, finite_pair(point.interval) or (mean, mean))
        for point in points
        if (x := finite(point.x)) is not None and (mean := finite(point.mean)) is not None
    ]
    return sorted(places, key=lambda place: place.x)


def _levelled(points: Sequence[HeldOutPoint]) -> list[_Place]:
    return [
        _Place(point.level, mean, finite_pair(point.interval) or (mean, mean))
        for point in points
        if point.level is not None and (mean := finite(point.mean)) is not None
    ]


def _spoken(sides: Sequence[_Side], outcome: OutcomeFormat) -> str:
    """Say the ends of each line in words."""
    said = []
    for side in sides:
        ends = [side.places[0], side.places[-1]] if len(side.places) > 1 else side.places
        spoken = [
            f"{outcome.level(end.mean)} at {end.x if isinstance(end.x, str) else f'{end.x:g}'}"
            for end in ends
        ]
        said.append(f"{side.label}: {'from ' if len(ends) > 1 else ''}{' to '.join(spoken)}")
    return "; ".join(said) + "."


def _lines(
    sides: Sequence[_Side], outcome: OutcomeFormat, words: ChartWords, unit: str | None
) -> Chart:
    everything = [place for side in sides for place in side.places]
    across = Scale(*extent([float(place.x) for place in everything]), _LEFT, WIDTH - _RIGHT)
    heights = [end for place in everything for end in (place.mean, *place.interval)]
    foot = _TOP + _PLOT
    up = Scale(*outcome.axis(extent(heights)), foot, _TOP)
    marks: list[Mark] = []
    for value, label in outcome.level_ticks(up.low, up.high):
        marks.append(line("grid", _LEFT, up(value), WIDTH - _RIGHT, up(value)))
        marks.append(text("tick", _LEFT - 6, up(value) + 3.5, label, anchor="end"))
    marks.append(line("axis", _LEFT, foot, WIDTH - _RIGHT, foot))
    for value, label in plain_ticks(across.low, across.high, unit=unit or "", wanted=5):
        marks.append(text("tick", across(value), foot + 14, label, anchor="middle"))
    marks.append(text("axis-title", 2, 12, words.upwards))
    marks.append(text("axis-title", _LEFT, foot + 30, words.across))
    for side in sides:
        own, series = side.places, side.series
        spots = [(across(float(place.x)), up.held(place.mean)) for place in own]
        upper = [(x, up.held(place.interval[1])) for (x, _), place in zip(spots, own, strict=True)]
        lower = [(x, up.held(place.interval[0])) for (x, _), place in zip(spots, own, strict=True)]
        marks.append(path(f"series-band {series}", _joined([*upper, *reversed(lower)]) + "Z"))
        marks.append(path(f"series {series}", _joined(spots)))
        marks.append(_spots(series, spots))
    legend, height = _legend(sides, foot + 50)
    description = _spoken(sides, outcome)
    return Chart(WIDTH, height, words.title, description, (*marks, *legend))


def _levels(sides: Sequence[_Side], outcome: OutcomeFormat, words: ChartWords) -> Chart:
    everything = [str(place.x) for side in sides for place in side.places]
    names = list(dict.fromkeys(everything))[:MOST_PLACES]
    shown = [
        dataclasses.replace(side, places=[place for place in side.places if place.x in names])
        for side in sides
    ]
    places = [place for side in shown for place in side.places]
    ends = [end for place in places for end in (place.mean, *place.interval)]
    across = Scale(*outcome.axis(extent(ends)), _LEVEL_LABELS, WIDTH - _RIGHT)
    foot = 10.0 + _LEVEL_HEIGHT * len(names)
    marks: list[Mark] = []
    for value, label in outcome.level_ticks(across.low, across.high):
        marks.append(line("grid", across(value), 6, across(value), foot))
        marks.append(text("tick", across(value), foot + 14, label, anchor="middle"))
    marks.append(line("axis", _LEVEL_LABELS, foot, WIDTH - _RIGHT, foot))
    marks.append(text("axis-title", _LEVEL_LABELS, foot + 32, words.upwards))
    middles = {name: 10.0 + _LEVEL_HEIGHT * (index + 0.5) for index, name in enumerate(names)}
    for name, y in middles.items():
        short = shortened(name, 19)
        marks.append(text("label", _LEVEL_LABELS - 8, y + 4, short, anchor="end", full=name))
    for side, offset in zip(shown, (-4.5, 4.5), strict=False):
        own, series = side.places, side.series
        spots = [(across.held(place.mean), middles[str(place.x)] + offset) for place in own]
        whiskers = [
            (y, across.held(place.interval[0]), across.held(place.interval[1]))
            for (_, y), place in zip(spots, own, strict=True)
        ]
        marks.append(level_whiskers(f"series-whisker {series}", whiskers))
        marks.append(_spots(series, spots))
    legend, height = _legend(sides, foot + 54)
    description = _spoken(shown, outcome)
    return Chart(WIDTH, height, words.title, description, (*marks, *legend))


def _joined(spots: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in spots)


def _spots(series: str, spots: Sequence[tuple[float, float]]) -> Mark:
    # Shapes differ as well as colours, for print and for those who see them alike.
    if series == "first":
        return dots(f"series-dot {series}", spots)
    return diamonds(f"series-diamond {series}", spots, 4)


def _legend(sides: Sequence[_Side], top: float) -> tuple[list[Mark], int]:
    marks: list[Mark] = []
    for index, side in enumerate(sides):
        y = top + _LEGEND_LINE * index
        marks.append(line(f"series {side.series}", _LEFT, y - 4, _LEFT + 24, y - 4))
        marks.append(_spots(side.series, [(_LEFT + 12, y - 4)]))
        label = shortened(side.label, 50)
        marks.append(text("label", _LEFT + 32, y, label, full=" ".join(side.label.split())))
    return marks, round(top + _LEGEND_LINE * len(sides) - 8)


def parts_chart(
    parts: Sequence[PartRecord], outcome: OutcomeFormat, title: str, *, floor: float
) -> Chart | None:
    """Return the effect of each part with its interval, and the band too small to matter.

    Examples
    --------
    >>> parts = [PartRecord("below 30", 0.5, (-0.5, 1.5), 90)]
    >>> parts_chart(parts, OutcomeFormat(False), "effects", floor=2.0).description
    'below 30: +0.5 (−0.5 to 1.5).'
    """
    shown = parts[:MOST_PLACES]
    lines = [
        Line(
            part.label,
            None,
            held_out=finite(part.effect),
            held_out_interval=finite_pair(part.interval),
            note=count(part.rows),
        )
        for part in shown
    ]
    floor = finite(floor) or 0.0
    ground = Ground(
        line=0.0,
        band=(-floor, floor) if floor > 0 else None,
        tick_maker=outcome.difference_ticks,
        must_show=(-floor * 1.4, floor * 1.4, 0.0),
        notes_title="rows",
    )
    said = [
        f"{part.label}: {outcome.bare_difference(part.effect, part.interval)} "
        f"({outcome.bare_interval(part.interval, part.effect)})"
        for part in shown
    ]
    longest = max((len(part.label) for part in shown), default=0)
    return row_chart(
        lines,
        ground,
        ChartWords(title, "", ""),
        label_width=min(max(6.6 * longest + 14, 64.0), 190.0),
        description=listed(said) + ".",
    )
