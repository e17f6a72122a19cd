"""Curves on the link scale -> curves in the outcome's units, merged to pieces."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logsumexp

from dataexplain.models.adjustment import AdjustedRows
from dataexplain.models.curve import Curve
from dataexplain.readers.flatness import flat_stretches
from dataexplain.readers.merging import merge_steps
from dataexplain.records import CurveRecord, PieceRecord
from dataexplain.tables import Column, Role, Task

AVERAGED_ROWS = 1000


def outcome_curve(
    curve: Curve, column: Column, rows: AdjustedRows, outcome_class: str | None
) -> CurveRecord | None:
    """Say a curve in the outcome's units: the average prediction if every row had that value.

    Parameters
    ----------
    curve : Curve
    column : Column
    rows : AdjustedRows
        Discovery rows; predictions are averaged over up to a thousand of them.
    outcome_class : str, optional

    Returns
    -------
    CurveRecord or None
        None for a column without any value.
    """
    if not len(curve.scores):
        return None
    average = _Averager(rows, column.name, outcome_class)
    values = average(curve.scores)
    bags = np.array([average(scores) for scores in curve.bagged_scores])
    spread = bags.std(axis=0, ddof=1) if len(bags) > 1 else np.zeros(len(values))
    known = float(curve.rows.sum())
    weights = curve.rows if known > 0 else np.ones(len(values))
    centre = float(np.average(values, weights=weights))
    pieces, error = _pieces(curve, values)
    missing = curve.missing_rows > 0
    return CurveRecord(
        feature=column.name,
        role=column.role.value,
        outcome_class=outcome_class,
        values=tuple(map(float, values)),
        lower=tuple(map(float, values - 2 * spread)),
        upper=tuple(map(float, values + 2 * spread)),
        rows=tuple(round(float(count)) for count in curve.rows),
        importance=float(np.average(np.abs(values - centre), weights=weights)),
        edges=tuple(map(float, curve.edges)),
        levels=curve.levels,
        missing_value=float(average(np.array([curve.missing_score]))[0]) if missing else None,
        missing_rows=round(float(curve.missing_rows)),
        pieces=pieces,
        merge_error=error,
        unit=column.unit,
        flat=_flat(curve, column, values, spread),
    )


def _flat(
    curve: Curve, column: Column, values: np.ndarray, spread: np.ndarray
) -> tuple[tuple[float, float], ...]:
    """Return where the curve is flat, between values that the column takes."""
    if curve.nominal:
        return ()
    found = flat_stretches(
        curve.edges, values, values - 2 * spread, values + 2 * spread, curve.rows
    )
    if not (column.integer or column.role is Role.ORDINAL):
        return found
    # the edges of whole numbers lie between them
    last = float(curve.edges[-1])
    whole = [
        (float(np.ceil(low)), high if high == last else float(np.ceil(high)) - 1)
        for low, high in found
    ]
    return tuple((low, high) for low, high in whole if low < high)


class _Averager:
    """Averages the prediction over rows with one column's score replaced."""

    def __init__(self, rows: AdjustedRows, name: str, outcome_class: str | None) -> None:
        step = max(1, len(rows.frame) // AVERAGED_ROWS)
        place = rows.names.index(name)
        self.task = rows.task
        self.weights = None if rows.weights is None else rows.weights[::step]
        others = {
            key: rows.intercepts[key]
            + contributions[::step].sum(axis=1)
            - contributions[::step, place]
            for key, contributions in rows.curves.items()
        }
        self.link = others.pop(outcome_class)
        if self.task is Task.MULTICLASS:
            # the softmax of one class is the logistic function of its lead over all the rest
            self.link = self.link - logsumexp(np.column_stack(list(others.values())), axis=1)

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        if self.task is Task.REGRESSION:
            return np.asarray(scores + np.average(self.link, weights=self.weights))
        return np.asarray(
            np.average(expit(self.link[:, None] + scores), axis=0, weights=self.weights)
        )


def _pieces(curve: Curve, values: np.ndarray) -> tuple[tuple[PieceRecord, ...], float]:
    """Merge a curve's steps; levels are merged in the order of their values."""
    order = np.argsort(values, kind="stable") if curve.nominal else np.arange(len(values))
    partition = merge_steps(values[order], curve.rows[order])
    ends = [*partition.starts[1:], len(values)]
    pieces = []
    for start, end, value in zip(partition.starts, ends, partition.values, strict=True):
        members = order[start:end]
        pieces.append(
            PieceRecord(
                value=value,
                rows=round(float(curve.rows[members].sum())),
                low=None if curve.nominal else float(curve.edges[start]),
                high=None if curve.nominal else float(curve.edges[end]),
                levels=tuple(curve.levels[member] for member in members) if curve.nominal else (),
            )
        )
    return tuple(pieces), partition.error
