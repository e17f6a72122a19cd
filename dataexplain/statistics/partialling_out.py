"""The effect of one thing on the outcome with other things held fixed.

Both the outcome and what varies are replaced by their residuals on the same columns, and the
effect is ``theta = sum(d~ y~) / sum(d~ ** 2)`` (Robinson 1988; the partialling-out score of
Chernozhukov et al. 2018, equation 4.4). It is an overlap-weighted average difference: rows
whose d is hard to foretell from the held columns count most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.statistics.estimate import Estimate
from dataexplain.statistics.projection import Projection, Projector

# Below this overlap nothing of d is left to speak of.
NOTHING_LEFT = 1e-8
# Differences of this share of the largest value are those of computing, not of the data.
ROUNDING = 1e-13
METHOD = "partialling-out"


@dataclass(frozen=True)
class Residuals:
    """What is left of outcome and of d once the held columns are projected out.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
        Multiplied by the root of the row weights.
    leverage : ndarray of shape (n,), optional
    rank : int
        Independent columns that were projected out.
    overlap : float
        The share of the variance of d that is left.
    """

    outcome: np.ndarray
    varied: np.ndarray
    leverage: np.ndarray | None
    rank: int
    overlap: float

    @classmethod
    def of(cls, projection: Projection, varied: np.ndarray, root: np.ndarray | None) -> Residuals:
        """Take the residuals of (outcome, d) from a projection.

        Parameters
        ----------
        projection : Projection
            Of two targets, the outcome and d.
        varied : ndarray of shape (n,)
            d itself.
        root : ndarray of shape (n,), optional
            The root of the row weights.
        """
        if root is None:
            centred = varied - varied.mean()
        else:
            centred = root * (varied - (root**2 @ varied) / (root @ root))
        total = float(centred @ centred)
        rounding = ROUNDING * float(np.abs(varied).max(initial=0.0))
        left = projection.left
        varies = total > len(varied) * rounding**2
        overlap = min(float(left[:, 1] @ left[:, 1]) / total, 1.0) if varies else 0.0
        return cls(left[:, 0], left[:, 1], projection.leverage, projection.rank, overlap)

    def estimate(self, clusters: np.ndarray | None = None) -> Estimate:
        """Estimate the effect for one unit of d; see `partialling_out`."""
        n = len(self.outcome)
        strength = float(self.varied @ self.varied)
        rows_left = n - self.rank - 1
        if rows_left < 2 or self.overlap < NOTHING_LEFT or strength <= 0:
            return Estimate.untestable(float("nan"), n, overlap=self.overlap, method=METHOD)
        effect = float(self.varied @ self.outcome) / strength
        errors = self.outcome - effect * self.varied
        pull = self.varied**2
        if clusters is not None:
            sums = np.bincount(clusters, weights=self.varied * errors)
            size = np.bincount(clusters, weights=pull)
            groups = int(np.unique(clusters).size)
            variance = float(sums @ sums) / strength**2
            variance *= groups / max(groups - 1, 1) * (n - 1) / rows_left
            degrees = min(float(size.sum() ** 2 / (size @ size)), groups - 1)
        else:
            if self.leverage is None:
                errors = errors * np.sqrt(n / rows_left)
            else:
                errors = errors / (1 - np.minimum(self.leverage + pull / strength, 0.99))
            variance = float(pull @ errors**2) / strength**2
            degrees = min(float(pull.sum() ** 2 / (pull @ pull)), rows_left)
        return Estimate.from_standard_error(
            effect,
            float(np.sqrt(variance)),
            degrees_of_freedom=max(degrees, 1.0),
            n=n,
            overlap=self.overlap,
            method=METHOD,
        )


def residualise(
    outcome: np.ndarray, varied: np.ndarray, held: np.ndarray, weights: np.ndarray | None = None
) -> Residuals:
    """Project the held columns (and a constant) out of the outcome and of what varies.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
    held : ndarray of shape (n, k)
        The columns held fixed; redundant ones are tolerated.
    weights : ndarray of shape (n,), optional

    Returns
    -------
    Residuals

    Examples
    --------
    >>> cause = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> varied = np.array([1.0, 0.0, 0.0, 1.0])
    >>> residuals = residualise(cause[:, 0] + varied, varied, cause)
    >>> round(residuals.overlap, 3), residuals.rank
    (1.0, 2)
    """
    projector = Projector(held, weights)
    both = np.column_stack([outcome, varied])
    projection = projector.project(both, columns=np.arange(held.shape[1]))
    return Residuals.of(projection, varied, projector.root)


def partialling_out(
    outcome: np.ndarray,
    varied: np.ndarray,
    held: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    clusters: np.ndarray | None = None,
) -> Estimate:
    """Estimate the effect of `varied` on `outcome` with `held` fixed.

    The standard error is robust to unequal variances: HC3 where leverages matter, HC1 for
    many rows a column, and CR1 with clusters. The t distribution has the degrees of freedom of
    Satterthwaite for a sum of squares weighted by d~ squared (after Bell & McCaffrey 2002), so
    that a small group gives a wide interval.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
    held : ndarray of shape (n, k)
    weights : ndarray of shape (n,), optional
    clusters : ndarray of int of shape (n,), optional
        The group of each row, numbered from 0; errors within one may be related.

    Returns
    -------
    Estimate
        Effect for one unit of `varied`; untestable where nothing of it is left.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> cause = rng.normal(size=(500, 1))
    >>> bystander = cause[:, 0] + rng.normal(size=500)
    >>> outcome = cause[:, 0] + rng.normal(size=500)
    >>> abs(partialling_out(outcome, bystander, cause).effect) < 0.1
    True
    """
    return residualise(outcome, varied, held, weights).estimate(clusters)
