"""Bars of counts: how many rows have each value, with the odd ones marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataexplain.report.curve_charts import WIDTH
from dataexplain.report.formatting import count, counted, finite, listed, shortened
from dataexplain.report.marks import Chart, Mark, line, rectangle, text
from dataexplain.report.scales import Scale, plain_ticks

MOST_BARS = 150
_LEFT, _RIGHT, _TOP, _PLOT = 50.0, 8.0, 24.0, 84.0
_MOST_LINES, _LINE_HEIGHT, _LONG_LABEL = 14, 20.0, 9
_LETTER = 6.2


def count_chart(chart: Mapping[str, Any], title: str, across: str = "") -> Chart | None:
    """Return a chart of rows by value, or None where the record holds nothing to draw.

    Parameters
    ----------
    chart : mapping
        ``{"labels": [...], "rows": [...], "marked": [positions]}``.
    title : str
        The alternative text.
    across : str
        The title of the axis of values.

    Examples
    --------
    >>> shown = {"labels": ["20", "30", "99"], "rows": [40, 50, 12], "marked": [2]}
    >>> count_chart(shown, "rows by age").description
    'Marked: 99 (12 rows), among 3 values.'
    >>> count_chart({}, "nothing") is None
    True
    """
    labels = [str(label) for label in chart.get("labels") or ()]
    rows = [finite(value) or 0.0 for value in chart.get("rows") or ()]
    size = min(len(labels), len(rows), MOST_BARS)
    if not size or max(rows[:size]) <= 0:
        return None
    marked = [place for place in chart.get("marked") or () if 0 <= place < size]
    labels, rows = labels[:size], [max(value, 0.0) for value in rows[:size]]
    said = [f"{labels[place]} ({counted(round(rows[place]), 'row')})" for place in marked[:12]]
    description = (
        f"Marked: {listed(said)}, among {counted(size, 'value')}."
        if said
        else f"{counted(size, 'value')}."
    )
    long_labels = max(map(len, labels)) > _LONG_LABEL
    draw = _lying if long_labels and size <= _MOST_LINES else _standing
    height, marks = draw(labels, rows, frozenset(marked), shortened(across, 48))
    return Chart(WIDTH, height, title, description, tuple(marks))


def _standing(
    labels: Sequence[str], rows: Sequence[float], marked: frozenset[int], across: str
) -> tuple[int, list[Mark]]:
    """Draw upright bars; where labels would overlap, the marked ones come first."""
    foot = _TOP + _PLOT
    up = Scale(0.0, max(rows) * 1.05, foot, _TOP)
    room = (WIDTH - _LEFT - _RIGHT) / len(rows)
    gap = min(room * 0.2, 2.0)
    marks: list[Mark] = [text("axis-title", 2, 12, "Rows")]
    for value, label in plain_ticks(0.0, up.high, wanted=3):
        marks.append(line("grid", _LEFT, up(value), WIDTH - _RIGHT, up(value)))
        marks.append(text("tick", _LEFT - 6, up(value) + 3.5, label, anchor="end"))
    for place, value in enumerate(rows):
        # A single row among thousands still shows.
        top = min(up(value), foot - 1.0) if value > 0 else foot
        style = "bar marked" if place in marked else "bar"
        marks.append(rectangle(style, _LEFT + room * place + gap / 2, top, room - gap, foot - top))
    marks.append(line("axis", _LEFT, foot, WIDTH - _RIGHT, foot))
    taken: list[tuple[float, float]] = []
    ends = [place for place in (0, len(rows) - 1) if place not in marked]
    for place in [*sorted(marked), *ends, *range(len(rows))]:
        label = shortened(labels[place], 14)
        half = _LETTER * len(label) / 2 + 4
        middle = min(max(_LEFT + room * (place + 0.5), half), WIDTH - half)
        if all(middle + half <= start or middle - half >= end for start, end in taken):
            taken.append((middle - half, middle + half))
            style = "label marked" if place in marked else "tick"
            marks.append(text(style, middle, foot + 14, label, anchor="middle"))
    if across:
        marks.append(text("axis-title", _LEFT, foot + 30, across))
    return round(foot + (36 if across else 20)), marks


def _lying(
    labels: Sequence[str], rows: Sequence[float], marked: frozenset[int], across: str
) -> tuple[int, list[Mark]]:
    """Draw one bar a line, for labels that are too long to stand under one."""
    left = min(max(map(len, labels)) * _LETTER + 12, 180.0)
    along = Scale(0.0, max(rows), left, WIDTH - 56.0)
    marks: list[Mark] = [text("axis-title", 2, 12, across)] if across else []
    top = 20.0 if across else 4.0
    for place, (label, value) in enumerate(zip(labels, rows, strict=True)):
        y = top + _LINE_HEIGHT * place
        odd = place in marked
        short = shortened(label, int((left - 8) / _LETTER))
        style = "label marked" if odd else "label"
        marks.append(text(style, left - 8, y + 13, short, anchor="end", full=label))
        width = max(along(value) - left, 1.0) if value > 0 else 0.0
        marks.append(rectangle("bar marked" if odd else "bar", left, y + 3, width, 13))
        marks.append(text("tick", left + width + 6, y + 13, count(round(value))))
    return round(top + _LINE_HEIGHT * len(labels) + 4), marks
