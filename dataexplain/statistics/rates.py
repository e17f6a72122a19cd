"""Score intervals of rates: Wilson's for one, Newcombe's for the difference of two.

Both keep their promise near 0 and 1, where an interval of plus and minus two standard errors
does not (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10).
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Self

from scipy.special import ndtr, ndtri

from dataexplain.statistics.estimate import Estimate

# Successes and rows of one side and of the other; effective ones need not be whole.
Counts = tuple[float, float, float, float]
FARTHEST = 38.0  # the normal tail beyond this is zero in double precision


def wilson_limits(successes: float, n: float, z: float) -> tuple[float, float]:
    """Return Wilson's limits of a rate, `z` normal quantiles wide.

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson_limits(56, 70, 1.96)]
    [0.6918, 0.877]
    """
    if n == 0:
        return 0.0, 1.0
    rate = successes / n
    centre = rate + z * z / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    # the limits at 0 and 1 are exact, where the formula would round past them
    low = 0.0 if successes == 0 else (centre - half) / shrink
    high = 1.0 if successes == n else (centre + half) / shrink
    return low, high


@dataclass(frozen=True)
class RateDifference(Estimate):
    """A difference of two rates, with Newcombe's hybrid score interval at every level.

    `standard_error` is the half-width of the 95% interval over 1.96: unlike the usual formula
    it is never zero.

    Parameters
    ----------
    counts : (float, float, float, float)
        Successes and rows of the first side, successes and rows of the second.
    scale : float
        What one success is worth in the outcome's units.

    Examples
    --------
    >>> difference = RateDifference.from_counts((56, 70, 48, 80), p=0.0083)
    >>> [round(end, 4) for end in difference.interval]
    [0.0524, 0.3339]
    """

    counts: Counts = (0, 0, 0, 0)
    scale: float = 1.0

    @classmethod
    def from_counts(cls, counts: Counts, *, p: float, scale: float = 1.0, method: str = "") -> Self:
        """Build the estimate from the counts of both sides and the p-value of a test."""
        successes_a, n_a, successes_b, n_b = counts
        z = float(ndtri(0.975))
        low, high = (scale * limit for limit in _newcombe_limits(counts, z))
        return cls(
            effect=scale * (successes_a / n_a - successes_b / n_b),
            standard_error=(high - low) / (2 * z),
            interval=(low, high),
            p=p,
            n=round(n_a + n_b),
            degrees_of_freedom=math.inf,
            method=method,
            counts=counts,
            scale=scale,
        )

    def _interval_at(self, confidence: float) -> tuple[float, float]:
        low, high = _newcombe_limits(self.counts, float(ndtri(0.5 + confidence / 2)))
        return self.scale * low, self.scale * high

    def _reversed(self) -> Self:
        low, high = self.interval
        first, second = self.counts[:2], self.counts[2:]
        return dataclasses.replace(
            self, effect=-self.effect, interval=(-high, -low), counts=(*second, *first)
        )

    def _distance_above(self, bound: float) -> float:
        """Return the normal quantile at which a limit of the interval reaches `bound`."""
        sought = abs(self.effect - bound) / self.scale
        sign, end = (1.0, 0) if bound <= self.effect else (-1.0, 1)
        near, far = 0.0, FARTHEST
        # a limit moves away from the effect with z and never back, so halving finds the place
        for _ in range(60):
            middle = (near + far) / 2
            limit = _newcombe_limits(self.counts, middle)[end]
            if abs(self.effect / self.scale - limit) < sought:
                near = middle
            else:
                far = middle
        return sign * near

    def _lower_tail(self, distance: float) -> float:
        return float(ndtr(distance))


def _newcombe_limits(counts: Counts, z: float) -> tuple[float, float]:
    successes_a, n_a, successes_b, n_b = counts
    rate_a, rate_b = successes_a / n_a, successes_b / n_b
    low_a, high_a = wilson_limits(successes_a, n_a, z)
    low_b, high_b = wilson_limits(successes_b, n_b, z)
    difference = rate_a - rate_b
    return (
        difference - math.hypot(rate_a - low_a, high_b - rate_b),
        difference + math.hypot(high_a - rate_a, rate_b - low_b),
    )
