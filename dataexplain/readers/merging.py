"""A curve of many small steps -> at most a dozen pieces, by the best weighted partition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_PIECES = 12
TOLERANCE = 0.05


@dataclass(frozen=True)
class Partition:
    """Pieces of a curve.

    Parameters
    ----------
    starts : tuple of int
        Where each piece starts among the steps; the first is 0.
    values : tuple of float
        The weighted mean of each piece.
    error : float
        The largest distance of a step from its piece: the stated error bound.
    """

    starts: tuple[int, ...]
    values: tuple[float, ...]
    error: float


def merge_steps(
    values: np.ndarray,
    weights: np.ndarray,
    *,
    most: int = MOST_PIECES,
    tolerance: float = TOLERANCE,
) -> Partition:
    """Merge neighbouring steps so that the weighted squared error is least.

    The number of pieces is the smallest, up to `most`, whose error stays within `tolerance` of
    the curve's range. Exact, by dynamic programming over all partitions (Bellman 1961).

    Parameters
    ----------
    values, weights : ndarray of shape (k,)
        The steps and how many rows each stands for.
    most : int, default=12
    tolerance : float, default=0.05

    Returns
    -------
    Partition

    Examples
    --------
    >>> merge_steps(np.array([1.0, 1.0, 4.0, 4.2]), np.ones(4), tolerance=0.1)
    Partition(starts=(0, 2), values=(1.0, 4.1), error=0.1...)
    """
    steps = len(values)
    weights = np.maximum(weights.astype(np.float64), 1e-9)
    total = np.concatenate([[0.0], np.cumsum(weights)])
    first = np.concatenate([[0.0], np.cumsum(weights * values)])
    second = np.concatenate([[0.0], np.cumsum(weights * values**2)])
    start, end = np.meshgrid(np.arange(steps), np.arange(1, steps + 1), indexing="ij")
    weight = np.where(end > start, total[end] - total[start], 1.0)
    cost = second[end] - second[start] - (first[end] - first[start]) ** 2 / weight
    cost = np.where(end > start, np.maximum(cost, 0.0), np.inf)
    best = cost[0].copy()
    cuts: list[np.ndarray] = [np.zeros(steps, dtype=np.int64)]
    bound = tolerance * float(np.ptp(values))
    partition = _partition(cuts, values, weights)
    while partition.error > bound and len(cuts) < min(most, steps):
        through = np.full((steps, steps), np.inf)
        through[1:] = best[:-1, None] + cost[1:]
        cuts.append(np.argmin(through, axis=0))
        best = through.min(axis=0)
        partition = _partition(cuts, values, weights)
    return partition


def _partition(cuts: list[np.ndarray], values: np.ndarray, weights: np.ndarray) -> Partition:
    """Walk the cuts back from the last step."""
    starts: list[int] = []
    end = len(values) - 1
    for layer in reversed(cuts):
        start = int(layer[end])
        starts.append(start)
        end = start - 1
    starts.reverse()
    ends = [*starts[1:], len(values)]
    means, error = [], 0.0
    for start, stop in zip(starts, ends, strict=True):
        piece = values[start:stop]
        mean = float(np.average(piece, weights=weights[start:stop]))
        means.append(mean)
        error = max(error, float(np.abs(piece - mean).max()))
    return Partition(tuple(starts), tuple(means), error)
