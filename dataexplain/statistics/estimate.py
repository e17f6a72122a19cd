"""An effect with its error: the one form in which every test of this package answers."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Self

from scipy.special import stdtr, stdtrit

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import check_confidence

CONFIDENCE = 0.95


def t_half_width(standard_error: float, degrees_of_freedom: float, confidence: float) -> float:
    """Return how far a t interval reaches to either side.

    Examples
    --------
    >>> round(t_half_width(1.0, 10.0, 0.95), 3)
    2.228
    """
    return standard_error * float(stdtrit(degrees_of_freedom, 0.5 + confidence / 2))


@dataclass(frozen=True)
class Estimate:
    """An effect in the outcome's units, its 95% interval and its two-sided p-value.

    An estimate that cannot be tested (see `untestable`) has NaN for p-value, error and interval,
    so that no comparison with them holds.

    Parameters
    ----------
    effect : float
    standard_error : float
    interval : (float, float)
        At 95%; `at_level` gives others.
    p : float
        Two-sided, for an effect of zero.
    n : int
        Rows that took part.
    degrees_of_freedom : float
        Of the t distribution behind interval and p; infinite for the normal one.
    overlap : float
        ``var(d~) / var(d)``: the share of the contrast that other columns do not foretell.
    method : str
        What was computed, in a few words.

    Examples
    --------
    >>> estimate = Estimate.from_standard_error(2.0, 0.5, degrees_of_freedom=30, n=32)
    >>> [round(end, 2) for end in estimate.interval], round(estimate.p, 5)
    ([0.98, 3.02], 0.00038)
    >>> [round(end, 2) for end in estimate.at_level(0.99)]
    [0.63, 3.37]
    """

    effect: float
    standard_error: float
    interval: tuple[float, float]
    p: float
    n: int
    degrees_of_freedom: float
    overlap: float = 1.0
    method: str = ""

    @classmethod
    def from_standard_error(
        cls,
        effect: float,
        standard_error: float,
        *,
        degrees_of_freedom: float,
        n: int,
        overlap: float = 1.0,
        method: str = "",
    ) -> Self:
        """Build the estimate whose interval and p-value are those of the t distribution."""
        if not (standard_error >= 0 and degrees_of_freedom > 0):
            return cls.untestable(effect, n, overlap=overlap, method=method)
        half = t_half_width(standard_error, degrees_of_freedom, CONFIDENCE)
        distance = _in_standard_errors(effect, standard_error)
        p = 2.0 * float(stdtr(degrees_of_freedom, -abs(distance)))
        return cls(
            effect=float(effect),
            standard_error=float(standard_error),
            interval=(float(effect - half), float(effect + half)),
            p=p,
            n=n,
            degrees_of_freedom=float(degrees_of_freedom),
            overlap=overlap,
            method=method,
        )

    @classmethod
    def untestable(cls, effect: float, n: int, *, overlap: float = 1.0, method: str = "") -> Self:
        """Build the estimate that these rows say too little for.

        Examples
        --------
        >>> Estimate.untestable(3.0, 1).testable
        False
        """
        return cls(
            effect=float(effect),
            standard_error=math.nan,
            interval=(math.nan, math.nan),
            p=math.nan,
            n=n,
            degrees_of_freedom=math.nan,
            overlap=overlap,
            method=method,
        )

    @property
    def testable(self) -> bool:
        """Whether there is a p-value."""
        return not math.isnan(self.p)

    @property
    def z(self) -> float:
        """The effect in standard errors; 0 where there is no error to count in.

        Examples
        --------
        >>> Estimate.from_standard_error(2.0, 0.5, degrees_of_freedom=30, n=32).z
        4.0
        """
        counted = self.testable and self.standard_error > 0
        return self.effect / self.standard_error if counted else 0.0

    def at_level(self, confidence: float) -> tuple[float, float]:
        """Return the interval at another confidence.

        Parameters
        ----------
        confidence : float
            In (0, 1).

        Returns
        -------
        (float, float)
        """
        check_confidence(confidence, "at_level")
        return self._interval_at(confidence) if self.testable else self.interval

    def signed(self, sign: int) -> Self:
        """Return the estimate of ``sign * effect``.

        Parameters
        ----------
        sign : {1, -1}

        Examples
        --------
        >>> Estimate.from_standard_error(2.0, 0.5, degrees_of_freedom=9, n=11).signed(-1).effect
        -2.0
        """
        if sign not in (1, -1):
            raise ParameterError(parameter="sign", owner="signed", expected="1 or -1", got=sign)
        return self if sign == 1 else self._reversed()

    def p_above(self, bound: float) -> float:
        """Return the one-sided p-value of "the effect is at most `bound`".

        A small one says that the effect lies above.

        Examples
        --------
        >>> estimate = Estimate.from_standard_error(2.0, 0.5, degrees_of_freedom=30, n=32)
        >>> round(estimate.p_above(1.0), 3), round(estimate.p_below(1.0), 3)
        (0.027, 0.973)
        """
        return self._lower_tail(-self._distance_above(bound)) if self.testable else math.nan

    def p_below(self, bound: float) -> float:
        """Return the one-sided p-value of "the effect is at least `bound`"."""
        return self._lower_tail(self._distance_above(bound)) if self.testable else math.nan

    def _interval_at(self, confidence: float) -> tuple[float, float]:
        half = t_half_width(self.standard_error, self.degrees_of_freedom, confidence)
        return self.effect - half, self.effect + half

    def _reversed(self) -> Self:
        low, high = self.interval
        return dataclasses.replace(self, effect=-self.effect, interval=(-high, -low))

    def _distance_above(self, bound: float) -> float:
        return _in_standard_errors(self.effect - bound, self.standard_error)

    def _lower_tail(self, distance: float) -> float:
        return float(stdtr(self.degrees_of_freedom, distance))


def _in_standard_errors(distance: float, standard_error: float) -> float:
    if standard_error > 0:
        return distance / standard_error
    return math.copysign(math.inf, distance) if distance else 0.0
