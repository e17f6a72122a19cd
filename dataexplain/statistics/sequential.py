"""Means that are looked at again and again while values still come in.

An interval for a fixed number of values breaks its promise when one stops as soon as it looks
good. Betting intervals (Waudby-Smith and Ramdas 2024) keep it at all times at once: whoever bets
against the mean m, each time a part of the wealth chosen before the next value is seen, cannot
expect to get richer if m is the mean. So m is given up once the wealth passes 1 / alpha.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.estimate import CONFIDENCE
from dataexplain.statistics.inputs import FloatArray, check_confidence

# No bet risks more than this share of the wealth, whatever the next value is.
LARGEST_RISK = 0.75
OWNER = "BettingInterval"


class BettingInterval:
    """Intervals of several means, and evidence that they lie above a floor, at any time.

    Values of one mean must be independent draws, or at least have that mean given those before
    them; values of different means may be related in any way. How they are cut into batches changes
    nothing.

    Parameters
    ----------
    count : int, default=1
        How many means there are, such as one for each candidate.
    low, high : float, default=0.0 and 1.0
        Between what values lie: -1 and 1 for differences of shares.
    floor : float, default=0.0
        `e_values` speak against a mean of at most this; within [low, high).
    confidence : float, default=0.95
        Of `interval`.
    points : int, default=401
        Means that are bet against, from `low` to `high`; ends of intervals are among them.

    Attributes
    ----------
    seen : ndarray of int of shape (count,)
        Values so far.

    Examples
    --------
    >>> generator = np.random.default_rng(0)
    >>> betting = BettingInterval(2, low=-1.0)
    >>> for _ in range(10):
    ...     betting.update(np.clip(generator.normal([0.4, 0.0], 0.3, size=(20, 2)), -1, 1))
    >>> low, high = betting.interval()
    >>> low.round(2), high.round(2), betting.e_values > 20
    (array([ 0.3 , -0.04]), array([0.44, 0.08]), array([ True, False]))
    """

    def __init__(
        self,
        count: int = 1,
        *,
        low: float = 0.0,
        high: float = 1.0,
        floor: float = 0.0,
        confidence: float = CONFIDENCE,
        points: int = 401,
    ) -> None:
        _check_settings(count, low, high, floor, points)
        check_confidence(confidence, OWNER)
        self.low, self.high, self.floor = float(low), float(high), float(floor)
        self.confidence = float(confidence)
        self.seen = np.zeros(count, dtype=np.int64)
        # inside, everything is on the scale from 0 to 1
        self._means = np.linspace(0.0, 1.0, points)
        self._floor = (self.floor - self.low) / (self.high - self.low)
        self._sums = np.zeros(count)
        self._squares = np.zeros(count)
        self._above = np.zeros((count, points))
        self._below = np.zeros((count, points))
        self._evidence = np.zeros(count)
        self._bounds = np.zeros(count), np.ones(count)

    @property
    def count(self) -> int:
        """How many means there are."""
        return len(self.seen)

    @property
    def means(self) -> FloatArray:
        """The means of the values so far; NaN without any."""
        mean = np.full(self.count, np.nan)
        np.divide(self._sums, self.seen, out=mean, where=self.seen > 0)
        return self.low + (self.high - self.low) * mean

    @property
    def e_values(self) -> FloatArray:
        """The evidence now against "the mean is at most the floor": e-values at any time."""
        return np.exp(np.minimum(self._evidence, 700.0))

    def interval(self) -> tuple[FloatArray, FloatArray]:
        """Return the ends of all intervals: what was once given up never comes back.

        All intervals of one mean, over all times, hold it together with the given confidence.
        Where values had no one mean, an end may pass the other: nothing is left then.
        """
        width = self.high - self.low
        return self.low + width * self._bounds[0], self.low + width * self._bounds[1]

    def update(
        self, values: npt.ArrayLike, candidates: npt.NDArray[np.integer] | None = None
    ) -> None:
        """Take in a batch of values.

        Parameters
        ----------
        values : array-like of float of shape (batch, count)
            One column a mean; NaN is no value. Of one mean, shape (batch,) will do.
        candidates : ndarray of int, optional
            The means that the columns are values of, where they are not all of them.
        """
        chosen = np.arange(self.count) if candidates is None else np.asarray(candidates)
        batch = self._checked(values, chosen)
        if not batch.size:
            return
        known = ~np.isnan(batch)
        values_known = np.where(known, batch, 0.0)
        mean, variance, number = self._foretold(values_known, known, chosen)
        self._bet_on_interval(values_known, known, variance, number, chosen)
        self._bet_on_floor(values_known, known, mean, variance, chosen)
        self.seen[chosen] += known.sum(axis=0)

    def _checked(self, values: npt.ArrayLike, chosen: npt.NDArray[np.integer]) -> FloatArray:
        if len(np.unique(chosen)) < len(chosen):
            raise ParameterError(
                parameter="candidates", owner=OWNER, expected="distinct", got=chosen.tolist()
            )
        array = np.asarray(values, dtype=np.float64)
        if array.ndim == 1 and len(chosen) == 1:
            array = array[:, np.newaxis]
        if array.ndim != 2 or array.shape[1] != len(chosen):
            raise ParameterError(
                parameter="values",
                owner=OWNER,
                expected=f"rows of {len(chosen)} numbers",
                got=f"shape {array.shape}",
            )
        if ((array < self.low) | (array > self.high)).any():
            raise ParameterError(
                parameter="values",
                owner=OWNER,
                expected=f"between {self.low:g} and {self.high:g}",
                got=float(array[(array < self.low) | (array > self.high)][0]),
            )
        return (array - self.low) / (self.high - self.low)

    def _foretold(
        self, values: FloatArray, known: npt.NDArray[np.bool_], chosen: npt.NDArray[np.integer]
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean and variance before each value, and its number, from 1.

        One value of 1/2 and a variance of 1/4 are put before the first one.
        """
        number = self.seen[chosen] + np.cumsum(known, axis=0)
        sums = self._sums[chosen] + np.cumsum(values, axis=0)
        mean = (0.5 + sums) / (number + 1)
        deviations = np.where(known, (values - mean) ** 2, 0.0)
        squares = self._squares[chosen] + np.cumsum(deviations, axis=0)
        variance = (0.25 + squares) / (number + 1)
        first_mean = (0.5 + self._sums[chosen]) / (self.seen[chosen] + 1)
        first_variance = (0.25 + self._squares[chosen]) / (self.seen[chosen] + 1)
        self._sums[chosen], self._squares[chosen] = sums[-1], squares[-1]
        before_mean = np.vstack([first_mean, mean[:-1]])
        before_variance = np.vstack([first_variance, variance[:-1]])
        return before_mean, before_variance, np.maximum(number, 1).astype(np.float64)

    def _bet_on_interval(
        self,
        values: FloatArray,
        known: npt.NDArray[np.bool_],
        variance: FloatArray,
        number: FloatArray,
        chosen: npt.NDArray[np.integer],
    ) -> None:
        """Bet against each mean from above and from below, and move the bounds."""
        needed = np.log(2 / (1 - self.confidence))
        parts = np.sqrt(2 * needed / (variance * number * np.log1p(number)))
        above, below = self._above[chosen], self._below[chosen]
        most_above, most_below = above.copy(), below.copy()
        for row, there, part in zip(values, known, parts, strict=True):
            away = np.where(there, row, np.nan)[:, np.newaxis] - self._means
            stake = part[:, np.newaxis]
            # a value that is not there leaves the wealth as it is
            above += np.nan_to_num(np.log1p(_risked(stake, self._means) * away))
            below += np.nan_to_num(np.log1p(-_risked(stake, 1 - self._means) * away))
            np.maximum(most_above, above, out=most_above)
            np.maximum(most_below, below, out=most_below)
        self._above[chosen], self._below[chosen] = above, below
        self._move_bounds(most_above >= needed, most_below >= needed, chosen)

    def _move_bounds(
        self,
        above: npt.NDArray[np.bool_],
        below: npt.NDArray[np.bool_],
        chosen: npt.NDArray[np.integer],
    ) -> None:
        """Give up the means whose bets were won; the true one may lie between two of them."""
        low, high = self._bounds
        highest = self._means[len(self._means) - 1 - np.argmax(above[:, ::-1], axis=1)]
        lowest = self._means[np.argmax(below, axis=1)]
        low[chosen] = np.maximum(low[chosen], np.where(above.any(axis=1), highest, 0.0))
        high[chosen] = np.minimum(high[chosen], np.where(below.any(axis=1), lowest, 1.0))

    def _bet_on_floor(
        self,
        values: FloatArray,
        known: npt.NDArray[np.bool_],
        mean: FloatArray,
        variance: FloatArray,
        chosen: npt.NDArray[np.integer],
    ) -> None:
        """Bet on a mean above the floor, by about what makes the wealth grow fastest (aGRAPA)."""
        ahead = mean - self._floor
        stake = _risked(np.maximum(ahead, 0.0) / (variance + ahead**2), np.array(self._floor))
        grown = np.log1p(np.where(known, stake * (values - self._floor), 0.0))
        self._evidence[chosen] += grown.sum(axis=0)


def _risked(stake: FloatArray, at_most_lost: FloatArray) -> FloatArray:
    """Cut stakes so that a loss of `at_most_lost` for each unit leaves some wealth."""
    with np.errstate(divide="ignore"):
        return np.minimum(stake, LARGEST_RISK / at_most_lost)


def _check_settings(count: int, low: float, high: float, floor: float, points: int) -> None:
    checks = (
        ("count", count >= 1, "1 or more", count),
        ("high", low < high, f"a number above {low:g}", high),
        ("floor", low <= floor < high, f"a number in [{low:g}, {high:g})", floor),
        ("points", points >= 3, "3 or more", points),
    )
    for parameter, fine, expected, got in checks:
        if not fine:
            raise ParameterError(parameter=parameter, owner=OWNER, expected=expected, got=got)
