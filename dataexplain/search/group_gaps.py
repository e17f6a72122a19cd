"""How far two groups of texts differ in what a judge says of them, from few texts.

A small judge leans to No, and more for one property than for another, so that differences of its
probabilities cannot be compared between properties. What it says of a text beside what it says of
another can: `leaning` is that, and what a race reports.
"""

from __future__ import annotations

import warnings

import numpy as np
from scipy.special import ndtr
from scipy.stats import rankdata

# Texts of the smaller group from which the ranks count as much as the normal distributions.
_RANKS_COUNT_HALF = 16
# How much the mean deviation of all candidates counts beside that of a candidate.
_MEAN_COUNTS = 4


def leaning(log_odds: np.ndarray, in_a: np.ndarray) -> np.ndarray:
    """Return how much oftener the judge leans to yes at a text of A than at one of B, less often.

    It is 2 AUC - 1: 1 where each text of A stands above each of B, 0 where they are mixed.

    Parameters
    ----------
    log_odds : ndarray of shape (texts, candidates)
        NaN is no answer.
    in_a : ndarray of bool of shape (texts,)

    Returns
    -------
    ndarray of shape (candidates,)
        NaN where a group has no answer.

    Examples
    --------
    >>> leaning(np.array([[2.0], [1.0], [0.0], [1.0]]), np.array([True, True, False, False]))
    array([0.75])
    """
    known = ~np.isnan(log_odds)
    from_a = (known & in_a[:, None]).sum(axis=0)
    from_b = known.sum(axis=0) - from_a
    ranks = rankdata(log_odds, axis=0, nan_policy="omit")
    above = np.nansum(ranks[in_a], axis=0) - from_a * (from_a + 1) / 2
    pairs = from_a * from_b
    return np.asarray(2 * above / np.where(pairs, pairs, np.nan) - 1)


def foreseen_leaning(log_odds: np.ndarray, in_a: np.ndarray) -> np.ndarray:
    """Return what the leaning over all texts is expected to be, from some of them.

    From some ten texts the ranks are coarse, with many ties. Two normal distributions as far
    apart as p(yes) in A and in B order properties better; the ranks are drawn to what these would
    give, less the more texts there are. What comes of it was measured (`docs/benchmarks.md`).

    Parameters
    ----------
    log_odds : ndarray of shape (texts, candidates)
        NaN is no answer.
    in_a : ndarray of bool of shape (texts,)

    Returns
    -------
    ndarray of shape (candidates,)
        NaN where a group has no answer.

    Examples
    --------
    >>> log_odds = np.array([[2.0, 0.1], [1.0, 0.0], [0.0, 0.1], [-1.0, 0.2]])
    >>> foreseen_leaning(log_odds, np.array([True, True, False, False])).round(1)
    array([ 1. , -0.3])
    """
    known = ~np.isnan(log_odds)
    fewer = np.minimum(known[in_a].sum(axis=0), known[~in_a].sum(axis=0))
    weight = fewer / (fewer + _RANKS_COUNT_HALF)
    normal = 2 * ndtr(_scaled_gap(log_odds, in_a) / np.sqrt(2)) - 1
    return np.asarray(weight * leaning(log_odds, in_a) + (1 - weight) * normal)


def _scaled_gap(log_odds: np.ndarray, in_a: np.ndarray) -> np.ndarray:
    """Return differences of the mean p(yes) in standard deviations, these drawn to their mean.

    A deviation from few texts is often too small by chance, and a property that the judge hardly
    varies on would win by it.
    """
    yes = 0.5 * (1 + np.tanh(log_odds / 2))
    with warnings.catch_warnings():
        # a group without answers has no mean: NaN says so
        warnings.simplefilter("ignore", RuntimeWarning)
        gaps = np.nanmean(yes[in_a], axis=0) - np.nanmean(yes[~in_a], axis=0)
        spread = np.sqrt((np.nanvar(yes[in_a], axis=0) + np.nanvar(yes[~in_a], axis=0)) / 2)
        scale = (spread + _MEAN_COUNTS * np.nanmean(spread)) / (1 + _MEAN_COUNTS)
    # where nothing varies, nothing differs
    return np.asarray(gaps / np.where(scale > 0, scale, 1.0))
