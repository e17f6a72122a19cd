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

# Above so many rows a held column, leverages no longer matter and are not computed.
ROWS_PER_COLUMN_WITHOUT_LEVERAGE = 100
# Directions of the held columns with a smaller share of the largest eigenvalue are dropped.
RANK_TOLERANCE = 1e-9
# Below this overlap nothing of d is left to speak of.
NOTHING_LEFT = 1e-8
METHOD = "partialling-out"


@dataclass(frozen=True)
class Residuals:
    """What is left of outcome and of d once the held columns are projected out."""

    outcome: np.ndarray
    varied: np.ndarray
    leverage: np.ndarray | None
    columns: int
    overlap: float


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
        Row weights; the residuals returned are multiplied by their square root.

    Returns
    -------
    Residuals
        `overlap` is the share of the variance of `varied` that the held columns leave.
    """
    n = len(outcome)
    root = np.ones(n) if weights is None else np.sqrt(weights * (n / weights.sum()))
    mean = (root**2 @ held) / (root**2).sum() if held.shape[1] else np.zeros(0)
    centred = held - mean
    scale = np.sqrt(np.einsum("ij,ij->j", centred, centred) / max(n, 1))
    kept = scale > 1e-12 * np.maximum(1.0, np.abs(mean))
    basis = np.column_stack([np.ones(n), centred[:, kept] / scale[kept]]) * root[:, None]
    values, vectors = np.linalg.eigh(basis.T @ basis)
    strong = values > values[-1] * RANK_TOLERANCE
    whitener = vectors[:, strong] / np.sqrt(values[strong])
    both = np.column_stack([outcome, varied]) * root[:, None]
    coefficients = whitener @ (whitener.T @ (basis.T @ both))
    left = both - basis @ coefficients
    columns = int(strong.sum())
    leverage = None
    if n < ROWS_PER_COLUMN_WITHOUT_LEVERAGE * columns:
        leverage = np.square(basis @ whitener).sum(axis=1)
    centred_varied = root * (varied - (root**2 @ varied) / (root**2).sum())
    total = float(centred_varied @ centred_varied)
    overlap = float(left[:, 1] @ left[:, 1]) / total if total > 0 else 0.0
    return Residuals(left[:, 0], left[:, 1], leverage, columns, overlap)


def partialling_out(
    outcome: np.ndarray,
    varied: np.ndarray,
    held: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    clusters: np.ndarray | None = None,
) -> Estimate:
    """Estimate the effect of `varied` on `outcome` with `held` fixed.

    The standard error is robust to unequal variances: HC2 where leverages matter, HC1 for
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
        Effect for one unit of `varied`; NaN with p = NaN where nothing of it is left.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> cause = rng.normal(size=(500, 1))
    >>> bystander = cause[:, 0] + rng.normal(size=500)
    >>> outcome = cause[:, 0] + rng.normal(size=500)
    >>> abs(partialling_out(outcome, bystander, cause).effect) < 0.1
    True
    """
    residuals = residualise(outcome, varied, held, weights)
    n = len(outcome)
    strength = float(residuals.varied @ residuals.varied)
    rows_left = n - residuals.columns - 1
    if rows_left < 2 or residuals.overlap < NOTHING_LEFT or strength <= 0:
        return Estimate.untestable(float("nan"), n, overlap=residuals.overlap, method=METHOD)
    effect = float(residuals.varied @ residuals.outcome) / strength
    errors = residuals.outcome - effect * residuals.varied
    pull = residuals.varied**2
    if clusters is not None:
        sums = np.bincount(clusters, weights=residuals.varied * errors)
        groups = int(np.unique(clusters).size)
        variance = float(sums @ sums) / strength**2
        variance *= groups / max(groups - 1, 1) * (n - 1) / rows_left
        size = np.bincount(clusters, weights=pull)
        degrees = min(float(size.sum() ** 2 / (size @ size)), groups - 1)
    else:
        if residuals.leverage is None:
            errors = errors * np.sqrt(n / rows_left)
        else:
            leverage = np.minimum(residuals.leverage + pull / strength, 0.99)
            errors = errors / np.sqrt(1 - leverage)
        variance = float(pull @ errors**2) / strength**2
        degrees = min(float(pull.sum() ** 2 / (pull @ pull)), rows_left)
    return Estimate.from_standard_error(
        effect,
        float(np.sqrt(variance)),
        degrees_of_freedom=max(degrees, 1.0),
        n=n,
        overlap=residuals.overlap,
        method=METHOD,
    )
