"""Which rows a model is fitted on when there are more than it can afford."""

from __future__ import annotations

import numpy as np

from dataexplain.randomness import generator_for


def sample_rows(
    outcome: np.ndarray, max_rows: int | None, *, seed: int, purpose: str
) -> np.ndarray | None:
    """Return the sorted positions of a sample spread evenly over the outcome.

    Rows are drawn at random among those of neighbouring outcome, so that each class
    keeps its share and a number its distribution; every class keeps at least one row.

    Parameters
    ----------
    outcome : ndarray of shape (n,)
        Numbers or class positions.
    max_rows : int or None
        How many rows can be afforded; None for all.
    seed : int
    purpose : str
        What the sample is for.

    Returns
    -------
    ndarray of int or None
        None when all rows can be afforded.

    Examples
    --------
    >>> outcome = np.repeat([0, 1], [9000, 1000])
    >>> rows = sample_rows(outcome, 100, seed=0, purpose="example")
    >>> len(rows), int(outcome[rows].sum())
    (100, 10)
    """
    size = len(outcome)
    if max_rows is None or size <= max_rows:
        return None
    draws = generator_for(seed, f"sample of rows: {purpose}").random(size)
    ordered = np.lexsort((draws, outcome))
    places = ((np.arange(max_rows) + 0.5) * size / max_rows).astype(np.int64)
    rows = ordered[places]
    if np.issubdtype(outcome.dtype, np.integer):
        present = np.unique(outcome, return_index=True)[1]
        lost = present[~np.isin(outcome[present], outcome[rows])]
        rows = np.concatenate([rows, lost])
    return np.sort(rows)
