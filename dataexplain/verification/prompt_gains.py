"""Paired gains of one way of asking over another, and their error."""

from __future__ import annotations

import numpy as np

from dataexplain.statistics import Estimate
from dataexplain.statistics.dependence import group_variance

METHOD = "paired mean, clustered by input"
FLIPS = 4999
_ROUNDING = 1e-9


def mean_gain(gains: np.ndarray, clusters: np.ndarray) -> Estimate:
    """Estimate a mean gain in the chance of the right output, by t with an error by input.

    Parameters
    ----------
    gains : ndarray of shape (n,)
        From -1 to 1.
    clusters : ndarray of shape (n,)
        Rows of one input are one piece of evidence.

    Examples
    --------
    >>> found = mean_gain(np.r_[np.ones(6), np.zeros(4)], np.arange(10))
    >>> found.effect, [round(end, 2) for end in found.interval]
    (0.6, [0.15, 1.05])
    """
    return clustered_mean(gains, clusters, (-1.0, 1.0))


def clustered_mean(
    values: np.ndarray, clusters: np.ndarray, bounds: tuple[float, float]
) -> Estimate:
    """Estimate a mean with an error clustered by input, as if one more row lay at the bounds.

    Half a row at either bound keeps the error from vanishing where all values are alike.

    Parameters
    ----------
    values : ndarray of shape (n,)
    clusters : ndarray of shape (n,)
    bounds : (float, float)
        The smallest and largest value there can be.

    Examples
    --------
    >>> found = clustered_mean(np.ones(60), np.arange(60), (0.0, 1.0))
    >>> found.effect, [round(end, 3) for end in found.interval]
    (1.0, [0.976, 1.024])
    """
    n = len(values)
    numbers = np.unique(clusters, return_inverse=True)[1]
    if n == 0 or numbers.max() == 0:
        mean = float(values.mean()) if n else float("nan")
        return Estimate.untestable(mean, n, method=METHOD)
    mean = float(values.mean())
    summed = group_variance(np.ones(n), values - mean, numbers, None)
    unseen = sum((bound - mean) ** 2 for bound in bounds) / 2
    return Estimate.from_standard_error(
        mean,
        float(np.sqrt(summed.variance + unseen)) / n,
        degrees_of_freedom=summed.degrees_of_freedom,
        n=n,
        method=METHOD,
    )


def flipped_p(gains: np.ndarray, clusters: np.ndarray, generator: np.random.Generator) -> float:
    """Test a mean gain by exchanging the two ways of asking at random, input by input.

    Where nearly all gains are alike, t alone is too sure.

    Parameters
    ----------
    gains, clusters : ndarray of shape (n,)
        As for `mean_gain`.
    generator : numpy.random.Generator

    Examples
    --------
    >>> gains = np.r_[np.ones(6), np.zeros(4)]
    >>> round(flipped_p(gains, np.arange(10), np.random.default_rng(0)), 2)
    0.03
    """
    numbers = np.unique(clusters, return_inverse=True)[1]
    sums = np.bincount(numbers, weights=gains)
    signs = generator.integers(0, 2, size=(FLIPS, len(sums))) * 2 - 1
    observed = abs(float(sums.sum()))
    # a sum that differs by rounding only is as extreme
    reached = np.abs(signs @ sums) >= observed * (1 - _ROUNDING)
    return float((1 + reached.sum()) / (1 + FLIPS))
