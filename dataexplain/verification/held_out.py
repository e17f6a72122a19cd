"""Held-out averages beside a curve: what verification rows say, drawn as dots."""

from __future__ import annotations

import dataclasses

import numpy as np

from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import CurveRecord, HeldOutPoint
from dataexplain.statistics import mean_interval

POINTS = 12
LEAST_ROWS = 10


def held_out_points(record: CurveRecord, rows: AdjustedRows) -> CurveRecord:
    """Add to a curve the average held-out outcome by stretch or level.

    Each row's outcome less what the model expects of it is added to the curve at the row's own
    value, so that the dots lie on the curve where the model is right.

    Parameters
    ----------
    record : CurveRecord
    rows : AdjustedRows
        Verification rows.
    """
    left = _left_over(rows, record.outcome_class)
    left -= _shift(rows, left)
    values = rows.frame[record.feature]
    if record.levels:
        groups = [
            (level, value, np.flatnonzero((values == level).to_numpy()))
            for level, value in zip(record.levels, record.values, strict=True)
        ]
        points = [
            _point(value + left[inside], _of(rows.weights, inside), level=level)
            for level, value, inside in groups
            if len(inside) >= LEAST_ROWS
        ]
        return dataclasses.replace(record, held_out=tuple(points))
    numbers = values.to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(numbers))
    if len(known) < LEAST_ROWS:
        return record
    place = np.searchsorted(np.asarray(record.edges[1:-1]), numbers[known], side="right")
    partial = np.asarray(record.values)[place] + left[known]
    stretch = _stretches(numbers[known])
    points = [
        _point(
            partial[stretch == entry],
            _of(rows.weights, known[stretch == entry]),
            x=float(np.median(numbers[known][stretch == entry])),
        )
        for entry in np.unique(stretch)
        if (stretch == entry).sum() >= LEAST_ROWS
    ]
    points.sort(key=lambda point: point.x or 0.0)
    return dataclasses.replace(record, held_out=tuple(points))


def level_shift(rows: AdjustedRows, outcome_class: str | None) -> float:
    """Return by how much later rows lie higher than earlier ones lead to expect; 0 without times.

    Parameters
    ----------
    rows : AdjustedRows
        Verification rows.
    outcome_class : str, optional
    """
    return _shift(rows, _left_over(rows, outcome_class))


def _left_over(rows: AdjustedRows, outcome_class: str | None) -> np.ndarray:
    """Return each row's outcome less what the model expects of it."""
    return np.asarray(rows.outcomes[outcome_class] - rows.expected(outcome_class, rows.names))


def _shift(rows: AdjustedRows, left: np.ndarray) -> float:
    return 0.0 if rows.times is None else float(np.average(left, weights=rows.weights))


def _stretches(values: np.ndarray) -> np.ndarray:
    """Group values: each heaped one by itself, the others in stretches of equal rows."""
    distinct, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    heaped = counts > len(values) / POINTS
    own = np.flatnonzero(heaped)
    groups = np.full(len(distinct), -1)
    groups[own] = np.arange(len(own))
    rest = values[~heaped[place]]
    if rest.size:
        wanted = max(POINTS - len(own), POINTS // 2)
        cuts = np.unique(np.quantile(rest, np.arange(1, wanted) / wanted))
        groups[~heaped] = len(own) + np.searchsorted(cuts, distinct[~heaped], side="right")
    return groups[place]


def _of(weights: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
    return None if weights is None else weights[rows]


def _point(
    values: np.ndarray,
    weights: np.ndarray | None,
    *,
    x: float | None = None,
    level: str | None = None,
) -> HeldOutPoint:
    low, high = mean_interval(values, weights)
    mean = float(np.average(values, weights=weights))
    return HeldOutPoint(mean, (float(low), float(high)), len(values), x, level)
