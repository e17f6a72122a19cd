"""Did an effect change between two independent samples: the difference of two estimates."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri, stdtrit

from dataexplain.errors import ParameterError
from dataexplain.statistics.estimate import Estimate

POWER = 0.8


def change(old: Estimate, new: Estimate) -> Estimate:
    """Return the new effect less the old one, with an error for both.

    Parameters
    ----------
    old, new : Estimate
        Of rows that have nothing to do with one another.

    Returns
    -------
    Estimate
        Its degrees of freedom are those of Welch and Satterthwaite; untestable where either is.

    Examples
    --------
    >>> old = Estimate.from_standard_error(3.0, 0.3, degrees_of_freedom=50, n=52)
    >>> new = Estimate.from_standard_error(1.0, 0.4, degrees_of_freedom=40, n=42)
    >>> difference = change(old, new)
    >>> difference.effect, difference.standard_error, round(difference.degrees_of_freedom)
    (-2.0, 0.5, 78)
    """
    effect, n = new.effect - old.effect, old.n + new.n
    if not (old.testable and new.testable):
        return Estimate.untestable(effect, n, method="difference of estimates")
    return Estimate.from_standard_error(
        effect,
        math.hypot(old.standard_error, new.standard_error),
        degrees_of_freedom=_satterthwaite(old, new),
        n=n,
        method="difference of estimates",
    )


def _satterthwaite(old: Estimate, new: Estimate) -> float:
    variances = [old.standard_error**2, new.standard_error**2]
    total = sum(variances)
    if total == 0:
        return min(old.degrees_of_freedom, new.degrees_of_freedom)
    # as shares of the whole: squares of small variances would vanish
    used = sum(
        (variance / total) ** 2 / entry.degrees_of_freedom
        for variance, entry in zip(variances, (old, new), strict=True)
    )
    return 1 / used if used > 0 else math.inf


def detectable(estimate: Estimate, level: float, power: float = POWER) -> float:
    """Return the smallest true effect that a two-sided test at a level finds with some power.

    Parameters
    ----------
    estimate : Estimate
        Its error and degrees of freedom are used, not its effect.
    level : float
    power : float, default=0.8

    Examples
    --------
    >>> estimate = Estimate.from_standard_error(0.0, 1.0, degrees_of_freedom=math.inf, n=100)
    >>> round(detectable(estimate, 0.05), 2)
    2.8
    """
    if not (0 < level < 1 and 0 < power < 1):
        raise ParameterError("level", "detectable", "in (0, 1), and the power too", level)
    if not estimate.testable:
        return math.nan
    degrees = estimate.degrees_of_freedom
    needed = (_quantile(1 - level / 2, degrees), _quantile(power, degrees))
    return sum(needed) * estimate.standard_error


def power_of(true_effect: float, estimate: Estimate, level: float) -> float:
    """Return how often a two-sided test at a level finds a true effect of that size.

    Parameters
    ----------
    true_effect : float
    estimate : Estimate
        Its error and degrees of freedom are used, not its effect.
    level : float

    Examples
    --------
    >>> estimate = Estimate.from_standard_error(0.0, 1.0, degrees_of_freedom=1e6, n=100)
    >>> round(power_of(detectable(estimate, 0.05), estimate, 0.05), 2)
    0.8
    """
    if not estimate.testable or estimate.standard_error <= 0:
        return math.nan
    degrees = estimate.degrees_of_freedom
    distance = abs(true_effect) / estimate.standard_error
    cut = _quantile(1 - level / 2, degrees)
    return 1 - _noncentral(cut, distance, degrees) + _noncentral(-cut, distance, degrees)


def _noncentral(value: float, distance: float, degrees: float) -> float:
    """Return the lower tail of the noncentral t distribution (Abramowitz & Stegun 26.7.10)."""
    middle = value * (1 - 1 / (4 * degrees)) - distance
    return float(ndtr(middle / math.sqrt(1 + value * value / (2 * degrees))))


def _quantile(probability: float, degrees_of_freedom: float) -> float:
    if math.isinf(degrees_of_freedom):
        return float(ndtri(probability))
    return float(stdtrit(degrees_of_freedom, probability))
