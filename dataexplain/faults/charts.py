"""Rows by value, as the chart beside a fault shows them."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataexplain.claims.wording import number
from dataexplain.faults.value_counts import ValueCounts

MOST_BARS = 24
_STRETCHES = 16
_DIGITS = 3


def value_chart(counts: ValueCounts, marked: np.ndarray) -> dict[str, Any]:
    """Return bars of a column's values: each by itself where there are few, else stretches.

    Parameters
    ----------
    counts : ValueCounts
    marked : ndarray of float
        Values that have a bar of their own in any case.

    Returns
    -------
    dict
        ``{"labels": [...], "rows": [...], "marked": [positions]}``

    Examples
    --------
    >>> from dataexplain.tables import Column, Role
    >>> ages = ValueCounts(Column("age", Role.NUMERIC), np.array([30.0, 99.0]), np.array([9, 3]))
    >>> value_chart(ages, np.array([99.0]))
    {'labels': ['30', '99'], 'rows': [9, 3], 'marked': [1]}
    """
    unit = counts.column.unit
    if len(counts.values) <= MOST_BARS:
        bars = [
            (float(value), number(value, unit, digits=8), int(count), value in marked)
            for value, count in zip(counts.values, counts.counts, strict=True)
        ]
    else:
        bars = _stretches(counts.without(marked), unit)
        shown = np.isin(counts.values, marked)
        bars += [
            (float(value), number(value, unit, digits=8), int(count), True)
            for value, count in zip(counts.values[shown], counts.counts[shown], strict=True)
        ]
        bars.sort(key=lambda bar: bar[0])
    return {
        "labels": [label for _, label, _, _ in bars],
        "rows": [rows for _, _, rows, _ in bars],
        "marked": [place for place, bar in enumerate(bars) if bar[3]],
    }


def _stretches(counts: ValueCounts, unit: str | None) -> list[tuple[float, str, int, bool]]:
    """Cut the bulk into stretches of one width; what lies far beyond it joins the outermost."""
    low, high = counts.quantile(0.005), counts.quantile(0.995)
    if not low < high:
        low, high = float(counts.values[0]), float(counts.values[-1])
    edges = np.linspace(low, high, _STRETCHES + 1)
    place = np.clip(np.searchsorted(edges, counts.values, side="right") - 1, 0, _STRETCHES - 1)
    rows = np.bincount(place, weights=counts.counts, minlength=_STRETCHES)
    texts = [number(edge, unit, digits=_DIGITS) for edge in edges]
    return [
        (float(edges[step]), f"{texts[step]} to {texts[step + 1]}", int(rows[step]), False)
        for step in range(_STRETCHES)
    ]
