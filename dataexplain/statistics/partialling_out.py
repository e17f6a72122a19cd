"""The effect of one thing on the outcome with other things held fixed.

Both the outcome and what varies are replaced by their residuals on the same columns, and the
effect is ``theta = sum(d~ y~) / sum(d~ ** 2)`` (Robinson 1988; the partialling-out score of
Chernozhukov et al. 2018, equation 4.4). It is an overlap-weighted average difference: rows
whose d is hard to foretell from the held columns count most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.statistics.dependence import ScoreVariance, group_variance, time_variance
from dataexplain.statistics.estimate import CONFIDENCE, Estimate, t_half_width
from dataexplain.statistics.projection import Projection, Projector

# Below this overlap nothing of d is left to speak of.
NOTHING_LEFT = 1e-8
# Differences of this share of the largest value are those of computing, not of the data.
ROUNDING = 1e-13
# With so many groups a column the fit takes too little of a group's errors to be put right.
GROUPS_PER_COLUMN_WITHOUT_CORRECTION = 50
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
    basis : ndarray of shape (n, rank), optional
        An orthonormal basis of what was projected out, where leverages are known.
    """

    outcome: np.ndarray
    varied: np.ndarray
    leverage: np.ndarray | None
    rank: int
    overlap: float
    basis: np.ndarray | None = None

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
        return cls(
            left[:, 0],
            left[:, 1],
            projection.leverage,
            projection.rank,
            overlap,
            projection.basis,
        )

    def estimate(
        self, clusters: np.ndarray | None = None, times: np.ndarray | None = None
    ) -> Estimate:
        """Estimate the effect for one unit of d; see `partialling_out`."""
        n = len(self.outcome)
        strength = float(self.varied @ self.varied)
        rows_left = n - self.rank - 1
        if rows_left < 2 or self.overlap < NOTHING_LEFT or strength <= 0:
            return Estimate.untestable(float("nan"), n, overlap=self.overlap, method=METHOD)
        effect = float(self.varied @ self.outcome) / strength
        errors = self.outcome - effect * self.varied
        found = self._variance(errors, strength, clusters, times)
        return Estimate.from_standard_error(
            effect,
            float(np.sqrt(found.variance)) / strength,
            degrees_of_freedom=max(found.degrees_of_freedom, 1.0),
            n=n,
            overlap=self.overlap,
            method=METHOD,
        )

    def _variance(
        self,
        errors: np.ndarray,
        strength: float,
        clusters: np.ndarray | None,
        times: np.ndarray | None,
    ) -> ScoreVariance:
        """Return the variance of the summed scores that gives the widest interval."""
        alone = self._of_rows(errors, strength)
        found = [alone[0]] if clusters is None else [self._of_groups(errors, strength, clusters)]
        if times is not None:
            found.append(time_variance(self.varied, alone[1], times))
        return max(found, key=_reach)

    def _of_rows(self, errors: np.ndarray, strength: float) -> tuple[ScoreVariance, np.ndarray]:
        """Return the variance for unrelated rows, and the errors corrected for the fit."""
        n = len(errors)
        rows_left = n - self.rank - 1
        pull = self.varied**2
        if self.leverage is None:
            corrected = errors * np.sqrt(n / rows_left)
        else:
            corrected = errors / (1 - np.minimum(self.leverage + pull / strength, 0.99))
        degrees = min(float(pull.sum() ** 2 / (pull @ pull)), rows_left)
        return ScoreVariance(float(pull @ corrected**2), degrees), corrected

    def _of_groups(
        self, errors: np.ndarray, strength: float, clusters: np.ndarray
    ) -> ScoreVariance:
        groups = int(clusters.max()) + 1
        if self.basis is None or groups > GROUPS_PER_COLUMN_WITHOUT_CORRECTION * (self.rank + 1):
            free = (len(errors) - 1) / (len(errors) - self.rank - 1)
            return group_variance(self.varied, errors * np.sqrt(free), clusters, None)
        basis = np.column_stack([self.basis, self.varied / np.sqrt(strength)])
        return group_variance(self.varied, errors, clusters, basis)


def _reach(found: ScoreVariance) -> float:
    """Return how far the interval reaches: few degrees of freedom count as well."""
    degrees = max(found.degrees_of_freedom, 1.0)
    return t_half_width(float(np.sqrt(found.variance)), degrees, CONFIDENCE)


def residualise(
    outcome: np.ndarray,
    varied: np.ndarray,
    held: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    with_basis: bool = False,
) -> Residuals:
    """Project the held columns (and a constant) out of the outcome and of what varies.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
    held : ndarray of shape (n, k)
        The columns held fixed; redundant ones are tolerated.
    weights : ndarray of shape (n,), optional
    with_basis : bool, default=False
        Whether the basis is wanted, which the errors of few clusters are put right with.

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
    projection = projector.project(both, columns=np.arange(held.shape[1]), with_basis=with_basis)
    return Residuals.of(projection, varied, projector.root)


def partialling_out(
    outcome: np.ndarray,
    varied: np.ndarray,
    held: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    clusters: np.ndarray | None = None,
    times: np.ndarray | None = None,
) -> Estimate:
    """Estimate the effect of `varied` on `outcome` with `held` fixed.

    The standard error is robust to unequal variances: HC3 where leverages matter, HC1 for
    many rows a column; CR3 with few clusters, CR1 with many; with times the larger of this and
    what errors near in time give (`dataexplain.statistics.dependence`). The t distribution has the
    degrees of freedom of Satterthwaite for a sum of squares weighted by d~ squared (after Bell &
    McCaffrey 2002), so that a small group gives a wide interval.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
    held : ndarray of shape (n, k)
    weights : ndarray of shape (n,), optional
    clusters : ndarray of int of shape (n,), optional
        The group of each row, numbered from 0; errors within one may be related.
    times : ndarray of int of shape (n,), optional
        The place of each row in time, numbered from 0; errors near in time may be related.

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
    grouped = clusters is not None
    residuals = residualise(outcome, varied, held, weights, with_basis=grouped)
    return residuals.estimate(clusters, times)
