"""Sums over rows, and what splits are worth by them: Gini impurity and squared error are one.

A row is ``(weight, weight * y_1, ..., weight * y_k)``: y is a number, or one 0 or 1 for each class.
For the latter the squared error around the mean is the Gini impurity times the weight.
"""

from __future__ import annotations

import numpy as np


def weighed_columns(outcomes: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Return the columns that are summed.

    Parameters
    ----------
    outcomes : ndarray of shape (rows, outputs)
    weights : ndarray of shape (rows,), optional

    Returns
    -------
    ndarray of shape (rows, 1 + outputs)

    Examples
    --------
    >>> weighed_columns(np.array([[2.0], [3.0]]), np.array([1.0, 10.0])).tolist()
    [[1.0, 2.0], [10.0, 30.0]]
    """
    weighed = np.ones(len(outcomes)) if weights is None else weights
    return np.column_stack([weighed, weighed[:, None] * outcomes])


def means(sums: np.ndarray) -> np.ndarray:
    """Return the mean of each output; 0 without weight."""
    weight = sums[..., :1]
    return np.asarray(
        np.divide(sums[..., 1:], weight, out=np.zeros_like(sums[..., 1:]), where=weight > 0)
    )


def decrease(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return by how much the squared error falls when rows are split into a part and the rest.

    Parameters
    ----------
    part : ndarray of shape (..., 1 + outputs)
        Sums over the part; several parts are several splits.
    whole : ndarray of shape (1 + outputs,)

    Returns
    -------
    ndarray of shape (...)
        0 where a side has no weight.

    Examples
    --------
    >>> rows = weighed_columns(np.array([[0.0], [0.0], [1.0], [1.0]]), None)
    >>> float(decrease(rows[2:].sum(axis=0), rows.sum(axis=0)))
    1.0
    """
    rest = whole - part
    apart = means(part) - means(rest)
    product = part[..., 0] * rest[..., 0]
    size = product / whole[0] if whole[0] > 0 else np.zeros_like(product)
    return np.asarray(np.maximum(size, 0.0) * (apart**2).sum(axis=-1))


def explained(held_out: np.ndarray, fitted: np.ndarray) -> float:
    """Return how much smaller the squared error of held-out rows is for fitted means than for 0.

    Parameters
    ----------
    held_out : ndarray of shape (1 + outputs,)
        Sums over the rows.
    fitted : ndarray of shape (1 + outputs,)
        Sums over the rows whose mean predicts them.

    Examples
    --------
    >>> explained(np.array([2.0, 2.0]), np.array([4.0, 4.0]))
    2.0
    """
    predicted = means(fitted)
    return float((2 * held_out[1:] * predicted - held_out[0] * predicted**2).sum())
