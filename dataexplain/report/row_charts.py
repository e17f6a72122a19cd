"""Charts of one line a thing: levels of a column, effects with intervals, scores of models."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from dataexplain.records import CurveRecord
from dataexplain.report.curve_charts import WIDTH, ChartWords
from dataexplain.report.formatting import (
    count,
    counted,
    finite,
    finite_pair,
    shortened,
)
from dataexplain.report.marks import (
    Chart,
    Mark,
    diamonds,
    dots,
    level_whiskers,
    line,
    rectangle,
    text,
)
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.scales import Scale, Tick, extent, plain_ticks

MOST_LEVELS = 15
_ROW_HEIGHT, _TOP, _FOOT = 21.0, 10.0, 22.0


@dataclass(frozen=True)
class Line:
    """One line of a chart.

    Parameters
    ----------
    label : str
    value : float, optional
        What the model says, or the estimate.
    spread : (float, float), optional
        Its interval, or the spread over refits.
    held_out : float, optional
        What verification rows say, with `held_out_interval`.
    marked : bool
        Whether the claim speaks of this line.
    compared : bool
        Whether the claim compares with this line.
    strong : bool
        Whether its label stands out without being marked.
    note : str
        A text at the end of the line.
    """

    label: str
    value: float | None
    spread: tuple[float, float] | None = None
    held_out: float | None = None
    held_out_interval: tuple[float, float] | None = None
    marked: bool = False
    compared: bool = False
    strong: bool = False
    note: str = ""


@dataclass(frozen=True)
class Ground:
    """What lies behind the lines: a line across (zero, the average), a band (the floor)."""

    line: float | None = None
    line_style: str = "zero"
    band: tuple[float, float] | None = None
    tick_maker: Callable[[float, float], list[Tick]] = plain_ticks
    must_show: tuple[float, ...] = ()
    notes_title: str = ""


def row_chart(
    lines: Sequence[Line],
    ground: Ground,
    words: ChartWords,
    *,
    label_width: float = 128.0,
    description: str = "",
    caption: str = "",
) -> Chart | None:
    """Return a chart with one line a thing, or None when nothing can be drawn.

    Examples
    --------
    >>> chart = row_chart(
    ...     [Line("a", 1.0, (0.5, 1.5)), Line("b", 2.0)], Ground(line=0.0), ChartWords("t", "", "")
    ... )
    >>> chart.height, [mark.text for mark in chart.marks if mark.style.startswith("label")]
    (74, ['a', 'b'])
    """
    values = [value for entry in lines for value in _values(entry)]
    if not values:
        return None
    values += ground.must_show
    has_notes = any(entry.note for entry in lines)
    right = WIDTH - (52.0 if has_notes else 12.0)
    across = Scale(*extent(values), label_width, right)
    foot = _TOP + _ROW_HEIGHT * len(lines)
    marks: list[Mark] = []
    if ground.band is not None:
        low, high = across.held(ground.band[0]), across.held(ground.band[1])
        marks.append(rectangle("floor", low, _TOP - 4, high - low, foot - _TOP + 4))
    marks += _axis(across, ground, foot, right)
    if ground.line is not None and across.holds(ground.line):
        marks.append(
            line(ground.line_style, across(ground.line), _TOP - 6, across(ground.line), foot)
        )
    marks += _line_marks(lines, across, label_width)
    if words.across:
        fits = len(words.across) * 6.4 <= WIDTH - label_width
        place, anchor = (label_width, "start") if fits else (right, "end")
        marks.append(text("axis-title", place, foot + 33, words.across, anchor=anchor))
    if ground.notes_title and has_notes:
        marks.append(text("tick", WIDTH - 4, foot + 14, ground.notes_title, anchor="end"))
    height = foot + _FOOT + (16 if words.across else 0)
    return Chart(WIDTH, round(height), words.title, description, tuple(marks), caption)


def _values(entry: Line) -> list[float]:
    known = [value for value in (entry.value, entry.held_out) if value is not None]
    for ends in (entry.spread, entry.held_out_interval):
        known += ends or ()
    return known


def _axis(across: Scale, ground: Ground, foot: float, right: float) -> list[Mark]:
    ticks = ground.tick_maker(across.low, across.high)
    marks = [line("grid", across(value), _TOP - 4, across(value), foot) for value, _ in ticks]
    marks.append(line("axis", across.start, foot, right, foot))
    marks += [
        text("tick", across(value), foot + 14, label, anchor="middle") for value, label in ticks
    ]
    return marks


def _line_marks(lines: Sequence[Line], across: Scale, label_width: float) -> list[Mark]:
    """Gather the marks of one style into one path: it keeps the page small."""
    marks: list[Mark] = []
    spreads: list[tuple[float, float, float]] = []
    whiskers: list[tuple[float, float, float]] = []
    held: list[tuple[float, float]] = []
    plain: list[tuple[float, float]] = []
    marked: list[tuple[float, float]] = []
    for index, entry in enumerate(lines):
        y = _TOP + _ROW_HEIGHT * (index + 0.5)
        if entry.marked or entry.compared:
            style = "region" if entry.marked else "against"
            marks.append(rectangle(style, 0, y - 9.5, across.end + 4, 19))
        label = shortened(entry.label, max(int((label_width - 8) / 6.1), 8))
        style = "label marked" if entry.marked or entry.strong else "label"
        marks.append(
            text(
                style,
                label_width - 8,
                y + 4,
                label,
                anchor="end",
                full=" ".join(entry.label.split()),
            )
        )
        if entry.note:
            marks.append(text("tick", WIDTH - 4, y + 4, entry.note, anchor="end"))
        if entry.spread is not None:
            spreads.append((y, across(entry.spread[0]), across(entry.spread[1])))
        if entry.value is not None:
            (marked if entry.marked else plain).append((across(entry.value), y))
        # Beside a model's value the verification rows stand a little lower.
        offset = 5.0 if entry.value is not None else 0.0
        if entry.held_out_interval is not None:
            low, high = entry.held_out_interval
            whiskers.append((y + offset, across(low), across(high)))
        if entry.held_out is not None:
            held.append((across(entry.held_out), y + offset))
    if spreads:
        marks.append(level_whiskers("spread", spreads))
    if whiskers:
        marks.append(level_whiskers("whisker", whiskers))
    if held:
        marks.append(dots("dot", held))
    if plain:
        marks.append(diamonds("estimate", plain))
    if marked:
        marks.append(diamonds("estimate marked", marked, 5.5))
    return marks


def level_chart(
    curve: CurveRecord,
    outcome: OutcomeFormat,
    words: ChartWords,
    *,
    marked: Collection[str] = (),
    compared: Collection[str] = (),
    missing_marked: bool = False,
    average: float | None = None,
) -> Chart | None:
    """Return the chart of a curve over levels: the largest levels, always the marked ones.

    Examples
    --------
    >>> curve = CurveRecord("x", "categorical", None, (1.0, 3.0), (0.5, 2.0), (1.5, 4.0), (30, 10),
    ...                     importance=1.0, levels=("a", "b"))
    >>> level_chart(curve, OutcomeFormat(False), ChartWords("y by x", "y", "x")).description
    'b: 3; a: 1.'
    """
    order = range(min(len(curve.levels), len(curve.values)))
    by_size = sorted(
        order,
        key=lambda index: (
            curve.levels[index] not in marked,
            curve.levels[index] not in compared,
            -(curve.rows[index] if index < len(curve.rows) else 0),
        ),
    )
    shown = by_size[:MOST_LEVELS]
    if curve.role == "ordinal":
        shown.sort()
    else:
        shown.sort(key=lambda index: -(finite(curve.values[index]) or 0.0))
    held_out = {point.level: point for point in curve.held_out if point.level is not None}
    lines = []
    for index in shown:
        level = curve.levels[index]
        point = held_out.get(level)
        ends = finite_pair(
            (
                curve.lower[index] if index < len(curve.lower) else None,
                curve.upper[index] if index < len(curve.upper) else None,
            )
        )
        lines.append(
            Line(
                level,
                finite(curve.values[index]),
                outcome.axis(ends) if ends else None,
                finite(point.mean) if point else None,
                finite_pair(point.interval) if point else None,
                marked=level in marked,
                compared=level in compared,
                note=count(curve.rows[index]) if index < len(curve.rows) else "",
            )
        )
    missing = finite(curve.missing_value)
    if missing is not None:
        rows = count(curve.missing_rows) if curve.missing_rows else ""
        lines.append(Line("(missing)", missing, marked=missing_marked, note=rows))
    rest = len(order) - len(shown)
    said = "; ".join(
        f"{curve.levels[index]}: {outcome.level(curve.values[index])}" for index in shown
    )
    description = f"{said}{f'; and {rest} more' if rest else ''}."
    caption = f"And {counted(rest, 'more level')} with fewer rows." if rest else ""
    ground = Ground(
        line=average,
        line_style="average",
        tick_maker=outcome.level_ticks,
        notes_title="rows",
    )
    longest = max((len(entry.label) for entry in lines), default=0)
    return row_chart(
        lines,
        ground,
        words,
        label_width=min(max(6.9 * longest + 14, 64.0), 168.0),
        description=description,
        caption=caption,
    )
