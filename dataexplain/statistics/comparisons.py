"""Plain comparisons: the difference of two means or two rates, and the slope of a line."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from dataexplain.errors import ParameterError
from dataexplain.statistics.estimate import CONFIDENCE, Estimate, t_half_width
from dataexplain.statistics.exact import fisher_exact_p
from dataexplain.statistics.inputs import (
    FloatArray,
    check_confidence,
    weighted_array,
)
from dataexplain.statistics.rates import RateDifference, wilson_limits

EXACT_BELOW = 20  # rows of any kind, observed or expected, under which a rate is tested exactly


def difference_of_means(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    weights_a: npt.ArrayLike | None = None,
    weights_b: npt.ArrayLike | None = None,
) -> Estimate:
    """Compare two means, each side with a variance of its own (Welch).

    With weights, a side's variance is the robust one of a weighted mean and its rows count as
    ``sum(w) ** 2 / sum(w ** 2)``; equal weights give Welch's test exactly.

    Parameters
    ----------
    a, b : array-like of float
        The outcome on the two sides.
    weights_a, weights_b : array-like of float, optional
        Weights of the rows, 0 or more, on any scale.

    Returns
    -------
    Estimate
        Mean of `a` minus mean of `b`.

    Notes
    -----
    Where the rows say too little for Welch's formula:

    - a side of fewer than two rows, or all rows with one and the same outcome: untestable;
    - one constant side: the other side alone gives the error;
    - two constant sides that differ: the outcome has but two values, so this is a difference of
      rates (all of one side, none of the other), tested exactly and scaled to the outcome.

    Examples
    --------
    >>> estimate = difference_of_means([5, 6, 7, 8], [1, 2, 4, 3, 5])
    >>> estimate.effect, round(estimate.p, 4)
    (3.5, 0.0082)
    """
    values_a, shares_a = _values_and_shares(a, weights_a, "a", "difference_of_means")
    values_b, shares_b = _values_and_shares(b, weights_b, "b", "difference_of_means")
    n = values_a.size + values_b.size
    if not (values_a.size and values_b.size):
        return Estimate.untestable(math.nan, n, method="Welch")
    effect = float(shares_a @ values_a - shares_b @ values_b)
    if min(values_a.size, values_b.size) < 2:
        return Estimate.untestable(effect, n, method="Welch")
    if np.ptp(values_a) == 0 and np.ptp(values_b) == 0:
        return _two_values(float(values_a[0] - values_b[0]), values_a.size, values_b.size)
    variance_a, freedom_a = _variance_of_mean(values_a, shares_a)
    variance_b, freedom_b = _variance_of_mean(values_b, shares_b)
    share = variance_a / (variance_a + variance_b)
    return Estimate.from_standard_error(
        effect,
        math.sqrt(variance_a + variance_b),
        degrees_of_freedom=1 / (share**2 / freedom_a + (1 - share) ** 2 / freedom_b),
        n=n,
        method="Welch",
    )


def difference_of_rates(successes_a: int, n_a: int, successes_b: int, n_b: int) -> Estimate:
    """Compare two rates: Newcombe's hybrid score interval and an exact or score p-value.

    The p-value is Fisher's exact one when any of the four counts, as observed or as expected
    were the rates equal, is under 20; otherwise that of the score test (pooled z, no continuity
    correction). Interval and p-value come from different tests, so close to 0.05 they can
    disagree.

    Parameters
    ----------
    successes_a, n_a : int
        Successes and rows of the first side.
    successes_b, n_b : int
        The same of the second.

    Returns
    -------
    Estimate
        The first rate minus the second; untestable when a side has no rows.

    Examples
    --------
    >>> estimate = difference_of_rates(56, 70, 48, 80)
    >>> round(estimate.effect, 2), [round(end, 4) for end in estimate.interval]
    (0.2, [0.0524, 0.3339])
    """
    counts = (
        *_checked_counts(successes_a, n_a, "successes_a"),
        *_checked_counts(successes_b, n_b, "successes_b"),
    )
    successes_a, n_a, successes_b, n_b = counts
    if n_a == 0 or n_b == 0:
        return Estimate.untestable(math.nan, n_a + n_b, method="Newcombe")
    table = np.array([[successes_a, n_a - successes_a], [successes_b, n_b - successes_b]])
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    if min(table.min(), expected.min()) < EXACT_BELOW:
        return RateDifference.from_counts(
            counts, p=fisher_exact_p(*counts), method="Newcombe, Fisher's exact test"
        )
    pooled = (successes_a + successes_b) / (n_a + n_b)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    p = 2 * float(ndtr(-abs(successes_a / n_a - successes_b / n_b) / error))
    return RateDifference.from_counts(counts, p=p, method="Newcombe, score test")


def slope(x: npt.ArrayLike, y: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Estimate:
    """Fit a straight line and return its slope with an error robust to unequal noise (HC3).

    Parameters
    ----------
    x, y : array-like of float
    weights : array-like of float, optional
        Weights of the rows, 0 or more, on any scale.

    Returns
    -------
    Estimate
        Untestable when fewer than three rows have weight, `x` or `y` is constant, or one row
        alone decides the slope.

    Examples
    --------
    >>> estimate = slope([0, 1, 2, 3, 4], [0.1, 0.9, 2.2, 2.8, 4.1])
    >>> round(estimate.effect, 2), estimate.degrees_of_freedom
    (0.99, 3.0)
    """
    outcome, weighting = weighted_array(y, weights, "y", "slope")
    regressor, _ = weighted_array(x, weights, "x", "slope")
    if regressor.size != outcome.size:
        raise ParameterError(
            parameter="y",
            owner="slope",
            expected=f"{regressor.size} numbers, as x",
            got=outcome.size,
        )
    n, method = outcome.size, "slope, HC3"
    if n < 2 or np.ptp(regressor) == 0:
        return Estimate.untestable(math.nan, n, method=method)
    shares = weighting / weighting.sum()
    centred = regressor - shares @ regressor
    information = float(shares @ centred**2)
    effect = float(shares @ (centred * outcome)) / information
    leverage = shares * (1 + centred**2 / information)
    if n < 3 or np.ptp(outcome) == 0 or leverage.max() > 1 - 1e-10:
        return Estimate.untestable(effect, n, method=method)
    residual = outcome - shares @ outcome - effect * centred
    pulls = shares * centred * residual / (1 - leverage)
    return Estimate.from_standard_error(
        effect,
        math.sqrt(float(pulls @ pulls)) / information,
        degrees_of_freedom=n - 2,
        n=n,
        method=method,
    )


def mean_interval(
    values: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the t interval of a mean.

    Fewer than two values say nothing of their spread: the ends are NaN then. Values that are all
    the same give an interval of no width.

    Examples
    --------
    >>> [round(end, 2) for end in mean_interval([1, 2, 3, 4, 5])]
    [1.04, 4.96]
    """
    check_confidence(confidence, "mean_interval")
    numbers, shares = _values_and_shares(values, weights, "values", "mean_interval")
    if numbers.size < 2:
        return math.nan, math.nan
    mean = float(shares @ numbers)
    variance, freedom = _variance_of_mean(numbers, shares)
    half = t_half_width(math.sqrt(variance), freedom, confidence)
    return mean - half, mean + half


def rate_interval(successes: int, n: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return Wilson's interval of a rate; of no rows at all it is everything from 0 to 1.

    Examples
    --------
    >>> [round(end, 4) for end in rate_interval(0, 20)]
    [0.0, 0.1611]
    """
    check_confidence(confidence, "rate_interval")
    successes, n = _checked_counts(successes, n, "successes", "rate_interval")
    return wilson_limits(successes, n, float(ndtri(0.5 + confidence / 2)))


def _values_and_shares(
    values: npt.ArrayLike, weights: npt.ArrayLike | None, parameter: str, owner: str
) -> tuple[FloatArray, FloatArray]:
    numbers, weighting = weighted_array(values, weights, parameter, owner)
    return numbers, weighting / weighting.sum() if numbers.size else weighting


def _variance_of_mean(values: FloatArray, shares: FloatArray) -> tuple[float, float]:
    """Return the variance of a weighted mean and its degrees of freedom."""
    concentration = float(shares @ shares)
    residual = values - shares @ values
    # each squared residual over its expectation at equal noise: s**2 / n for equal weights
    shrinkage = 1 - 2 * shares + concentration
    return float(np.sum(shares**2 * residual**2 / shrinkage)), 1 / concentration - 1


def _two_values(difference: float, n_a: int, n_b: int) -> Estimate:
    if difference == 0:
        return Estimate.untestable(0.0, n_a + n_b, method="Welch")
    return RateDifference.from_counts(
        (n_a, n_a, 0, n_b),
        p=fisher_exact_p(n_a, n_a, 0, n_b),
        scale=abs(difference),
        method="two constant sides, Fisher's exact test",
    ).signed(1 if difference > 0 else -1)


def _checked_counts(
    successes: int, n: int, parameter: str, owner: str = "difference_of_rates"
) -> tuple[int, int]:
    if not (0 <= successes <= n and successes == int(successes) and n == int(n)):
        raise ParameterError(
            parameter=parameter,
            owner=owner,
            expected=f"a whole number from 0 to {n}",
            got=successes,
        )
    return int(successes), int(n)
