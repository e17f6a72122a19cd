"""Which questions are kept: none that says what another says, and of proposed ones those that help.

Both look at the judge's own answers on the rows of `fit`, never at predicted ones.
"""

from __future__ import annotations

import numpy as np

FOLDS = 5
# Answers that go together more than this tell nothing apart.
_SAME_ANSWERS = 0.9
_PENALTY = 1e-2  # of the rows, on standardised columns


def correlations(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the correlation of each column with each other; 0 where one does not vary.

    Examples
    --------
    >>> correlations(np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[3.0], [2.0]])).round(2)
    array([[-1.],
           [ 0.]])
    """
    return np.asarray(_unit(left).T @ _unit(right))


def repeated(values: np.ndarray) -> dict[int, int]:
    """Return the columns that say what an earlier one says, and which that is.

    Parameters
    ----------
    values : ndarray of shape (texts, questions)
        NaN is no answer; two columns are compared where both have one.

    Returns
    -------
    dict of int to int

    Examples
    --------
    >>> yes = np.array([0.9, 0.1, 0.8, 0.2])
    >>> repeated(np.column_stack([yes, 1 - yes, [0.1, 0.2, 0.9, 0.8]]))
    {1: 0}
    """
    found: dict[int, int] = {}
    kept: list[int] = []
    for column in range(values.shape[1]):
        same = next((other for other in kept if _alike(values[:, other], values[:, column])), None)
        if same is None:
            kept.append(column)
        else:
            found[column] = same
    return found


def helpful(values: np.ndarray, outcome: np.ndarray, folds: np.ndarray, most: int) -> list[int]:
    """Choose columns one by one, each by what it adds to a linear model on rows held out.

    Parameters
    ----------
    values : ndarray of shape (n, questions)
        Without NaN.
    outcome : ndarray of shape (n, columns)
        Standardised.
    folds : ndarray of int of shape (n,)
        Rows of one text share a fold.
    most : int

    Returns
    -------
    list of int
        In the order chosen. A column is added while the gain in squared error exceeds its own
        standard error, so that the best of many that say nothing is rarely taken for something.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> values = rng.normal(size=(200, 4))
    >>> outcome = values[:, [2]] + 0.5 * values[:, [0]] + rng.normal(size=(200, 1))
    >>> helpful(values, outcome, np.arange(200) % 5, most=4)
    [2, 0]
    """
    chosen: list[int] = []
    losses = _losses(values[:, :0], outcome, folds)
    while len(chosen) < min(most, values.shape[1]):
        others = [column for column in range(values.shape[1]) if column not in chosen]
        tried = {column: _losses(values[:, [*chosen, column]], outcome, folds) for column in others}
        best = min(others, key=lambda column: float(tried[column].sum()))
        gains = losses - tried[best]
        if gains.mean() <= gains.std() / np.sqrt(len(gains)):
            break
        chosen.append(best)
        losses = tried[best]
    return chosen


def _losses(design: np.ndarray, outcome: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return each row's squared error by a ridge regression on the other folds."""
    losses = np.empty(len(outcome))
    for fold in np.unique(folds):
        held = folds == fold
        centre, level = design[~held].mean(axis=0), outcome[~held].mean(axis=0)
        spread = design[~held].std(axis=0)
        scale = np.where(spread > 0, spread, 1.0)
        inputs = (design[~held] - centre) / scale
        square = inputs.T @ inputs + _PENALTY * len(inputs) * np.eye(design.shape[1])
        slopes = np.linalg.solve(square, inputs.T @ (outcome[~held] - level))
        left = outcome[held] - level - (design[held] - centre) / scale @ slopes
        losses[held] = (left**2).sum(axis=1)
    return losses


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    both = ~(np.isnan(one) | np.isnan(other))
    together = correlations(one[both, np.newaxis], other[both, np.newaxis])
    return bool(both.sum() > 2 and abs(together[0, 0]) > _SAME_ANSWERS)


def _unit(columns: np.ndarray) -> np.ndarray:
    """Return columns with mean 0 and length 1; those that do not vary become 0."""
    if not len(columns):
        return np.asarray(columns, dtype=np.float64)
    centred = columns - columns.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    varies = lengths > 1e-9 * np.abs(columns).max(axis=0, initial=1e-9) * len(columns) ** 0.5
    return np.asarray(np.where(varies, centred / np.where(varies, lengths, 1.0), 0.0))
