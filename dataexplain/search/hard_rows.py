"""Which rows a proposer is shown: some of either side of the outcome, later those left unexplained.

What is found so far predicts by least squares, each row from all others: a model so simple that
what it misses is missing from the statements.
"""

from __future__ import annotations

import numpy as np

from dataexplain.randomness import generator_for

# A row that decides its own prediction is none that others predict badly.
_MOST_LEVERAGE = 0.9
_SMALLEST = 1e-10


def rows_of_both_sides(outcome: np.ndarray, count: int, *, seed: int, purpose: str) -> np.ndarray:
    """Return positions of a few rows, half of them with more of the outcome.

    Parameters
    ----------
    outcome : ndarray of shape (n,)
        A number, or 1 where a row is of the class.
    count : int
    seed : int
    purpose : str
        What they are drawn for.

    Examples
    --------
    >>> outcome = np.repeat([0.0, 1.0], [90, 10])
    >>> chosen = rows_of_both_sides(outcome, 4, seed=0, purpose="an example")
    >>> sorted(outcome[chosen].tolist())
    [0.0, 0.0, 1.0, 1.0]
    """
    generator = generator_for(seed, f"rows shown: {purpose}")
    order = generator.permutation(len(outcome))
    ranked = order[np.argsort(outcome[order], kind="stable")]
    high = int((outcome > np.median(outcome)).sum()) or int((outcome == outcome.max()).sum())
    sides = [ranked[: len(outcome) - high], ranked[len(outcome) - high :]]
    half = (count + 1) // 2
    drawn = [generator.permutation(side) for side in sides]
    few = min(len(drawn[1]), count - min(half, len(drawn[0])))
    return np.concatenate([drawn[1][:few], drawn[0][: count - few]])


def predicted_by_others(outcome: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return what least squares on all other rows leads to expect of each row.

    Parameters
    ----------
    outcome : ndarray of shape (n,)
    columns : ndarray of shape (n, k)
        What is found so far, a column a statement; a missing value counts as the average.

    Examples
    --------
    >>> side = np.repeat([0.0, 1.0], 10)[:, None]
    >>> bool(np.allclose(predicted_by_others(3.0 * side[:, 0], side), 3.0 * side[:, 0]))
    True
    """
    known = np.where(np.isnan(columns), np.nanmean(columns, axis=0), columns)
    design = np.column_stack([np.ones(len(outcome)), known])
    basis, sizes, _ = np.linalg.svd(design, full_matrices=False)
    basis = basis[:, sizes > _SMALLEST * sizes[0]]
    fitted = basis @ (basis.T @ outcome)
    leverage = np.minimum((basis**2).sum(axis=1), _MOST_LEVERAGE)
    return np.asarray(outcome - (outcome - fitted) / (1.0 - leverage))


def worst_predicted(outcome: np.ndarray, predicted: np.ndarray, count: int) -> np.ndarray:
    """Return positions of the rows predicted worst: half too low, half too high.

    Examples
    --------
    >>> worst_predicted(np.array([0.0, 5.0, 1.0]), np.array([3.0, 1.0, 1.0]), 2).tolist()
    [1, 0]
    """
    order = np.argsort(predicted - outcome, kind="stable")
    low = (count + 1) // 2
    chosen = np.concatenate([order[:low], order[::-1][: count - low]])
    return np.asarray(list(dict.fromkeys(chosen.tolist())), dtype=np.int64)
