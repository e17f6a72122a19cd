"""Stretches where a curve is flat as far as its refits can tell."""

from __future__ import annotations

import numpy as np

LEAST_SHARE = 0.2
# A flat stretch moves by no more than this share of the whole curve's range.
MOST_RANGE = 0.1


def flat_stretches(
    edges: np.ndarray, values: np.ndarray, lower: np.ndarray, upper: np.ndarray, rows: np.ndarray
) -> tuple[tuple[float, float], ...]:
    """Return the stretches on which one level lies within the spread of every step.

    Parameters
    ----------
    edges : ndarray of shape (k + 1,)
    values, lower, upper : ndarray of shape (k,)
        The steps of the curve and their spread over refits.
    rows : ndarray of shape (k,)
        Rows of each step; a stretch must hold a fifth of all.

    Returns
    -------
    tuple of (float, float)
        Ends of each stretch, from left to right.

    Examples
    --------
    >>> values = np.array([0.0, 0.5, 1.0, 1.02, 0.99, 1.01])
    >>> flat_stretches(np.arange(7.0), values, values - 0.05, values + 0.05, np.ones(6))
    ((2.0, 6.0),)
    """
    total, span = float(rows.sum()), float(np.ptp(values))
    if total <= 0 or span <= 0:
        return ()
    found, start = [], 0
    while start < len(values):
        end = start + 1
        while end < len(values) and _flat(values, lower, upper, start, end + 1, span):
            end += 1
        if rows[start:end].sum() >= LEAST_SHARE * total and end - start > 1:
            found.append((float(edges[start]), float(edges[end])))
            start = end
        else:
            start += 1
    return tuple(found)


def _flat(
    values: np.ndarray, lower: np.ndarray, upper: np.ndarray, start: int, end: int, span: float
) -> bool:
    within = lower[start:end].max() <= upper[start:end].min()
    return bool(within and np.ptp(values[start:end]) <= MOST_RANGE * span)
