"""The shape function of one feature: what an additive model adds for each of its values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Curve:
    """What an additive model adds, on the link scale, for each value of one feature.

    Parameters
    ----------
    feature : str
    edges : ndarray of shape (pieces + 1,)
        For a number: `scores[i]` holds on ``[edges[i], edges[i + 1])``; the first and the last
        edge are the smallest and largest value of the fitted rows, and the end pieces hold
        beyond them too. Empty for levels, and for a column without any value.
    levels : tuple of str
        For a nominal feature: `scores[i]` holds for ``levels[i]``.
    scores : ndarray of shape (pieces,)
    bagged_scores : ndarray of shape (bags, pieces)
        The same from each refit: their spread is not a confidence interval.
    rows : ndarray of shape (pieces,)
        Fitted rows in each piece.
    missing_score : float
        What is added where the value is missing.
    missing_rows : float
        Fitted rows where it is.

    Examples
    --------
    >>> curve = Curve(
    ...     feature="age", edges=np.array([18.0, 40.0, 90.0]), levels=(),
    ...     scores=np.array([-1.0, 0.5]), bagged_scores=np.array([[-1.0, 0.5]]),
    ...     rows=np.array([10.0, 20.0]), missing_score=0.25, missing_rows=1.0,
    ... )
    >>> curve.at(np.array([5.0, 39.9, 40.0, 120.0, np.nan]))
    array([-1.  , -1.  ,  0.5 ,  0.5 ,  0.25])
    """

    feature: str
    edges: np.ndarray
    levels: tuple[str, ...]
    scores: np.ndarray
    bagged_scores: np.ndarray
    rows: np.ndarray
    missing_score: float
    missing_rows: float

    @property
    def nominal(self) -> bool:
        """Whether the pieces are levels."""
        return bool(self.levels)

    @property
    def importance(self) -> float:
        """The mean absolute score over the fitted rows, missing ones included."""
        total = self.rows.sum() + self.missing_rows
        if total == 0:
            return 0.0
        weighed = self.rows @ np.abs(self.scores) + self.missing_rows * abs(self.missing_score)
        return float(weighed / total)

    def pieces(self, values: np.ndarray) -> np.ndarray:
        """Return the piece that each value falls in; -1 where missing, -2 for an unseen level.

        Parameters
        ----------
        values : ndarray of float
            Numbers, or for a nominal feature positions in `levels` (negative: unseen).
        """
        missing = np.isnan(values)
        if self.nominal:
            places = np.where(missing, -1.0, values).astype(np.int64)
            places[(places < 0) | (places >= len(self.levels))] = -2
        elif len(self.scores):
            places = np.searchsorted(self.edges[1:-1], values, side="right")
        else:
            places = np.full(len(values), -2)
        places[missing] = -1
        return places

    def at(self, values: np.ndarray) -> np.ndarray:
        """Return what is added for each value, as `pieces` reads them; 0 for an unseen level."""
        # Positions -2 and -1 of a piece count from the end: the unseen, then the missing.
        table = np.concatenate([self.scores, [0.0, self.missing_score]])
        return np.asarray(table[self.pieces(values)])
