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
    left = rows.outcomes[record.outcome_class] - rows.expected(record.outcome_class, rows.names)
    values = rows.frame[record.feature]
    if record.levels:
        groups = [
            (level, value, np.flatnonzero((values == level).to_numpy()))
            for level, value in zip(record.levels, record.values, strict=True)
        ]
        points = [
            _point(value + left[inside], level=level)
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
    cuts = np.unique(np.quantile(numbers[known], np.arange(1, POINTS) / POINTS))
    stretch = np.searchsorted(cuts, numbers[known], side="right")
    points = [
        _point(partial[stretch == entry], x=float(np.median(numbers[known][stretch == entry])))
        for entry in np.unique(stretch)
        if (stretch == entry).sum() >= LEAST_ROWS
    ]
    return dataclasses.replace(record, held_out=tuple(points))


def _point(values: np.ndarray, *, x: float | None = None, level: str | None = None) -> HeldOutPoint:
    low, high = mean_interval(values)
    return HeldOutPoint(float(values.mean()), (float(low), float(high)), len(values), x, level)
