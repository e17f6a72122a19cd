"""What a model's log-odds are worth: calibrated on pairs of which the answer is known."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

# Below this a model does not know what everybody knows, and its expectations are not used.
LEAST_AUC = 0.7


@dataclass(frozen=True)
class Leaning:
    """A model's leaning to "higher", and what its log-odds are worth.

    The log-odds of pairs with known answers are taken for two normal distributions of one
    spread (linear discriminant analysis): their midpoint is where the model says nothing.

    Parameters
    ----------
    offset, slope : float
        The calibrated log-odds of a raw value are ``slope * (value - offset)``.
    auc : float
        The share of pairs (known higher, known lower) that the model tells apart; ties are half.
    answers : int
        How many answers it was calibrated on: no probability is surer than they can show, which
        is ``(answers + 1) / (answers + 2)`` (Laplace's rule).

    Examples
    --------
    >>> leaning = calibrated([0.9, 0.7, 0.8], [0.2, 0.4, 0.3])
    >>> round(leaning.offset, 2), leaning.auc, leaning.knows
    (0.55, 1.0, True)
    """

    offset: float
    slope: float
    auc: float
    answers: int

    @property
    def knows(self) -> bool:
        """Whether the model knows enough for its expectations to be used."""
        return self.auc >= LEAST_AUC and self.slope > 0

    def log_odds(self, value: float) -> float:
        """Return the calibrated log-odds of "higher"."""
        return self.slope * (value - self.offset)

    def probability(self, value: float) -> float:
        """Return the calibrated probability of "higher"."""
        surest = (self.answers + 1) / (self.answers + 2)
        stated = 0.5 * (1 + math.tanh(self.log_odds(value) / 2))
        return min(max(stated, 1 - surest), surest)


@dataclass(frozen=True)
class Calibration:
    """The leanings of several phrasings: each has a midpoint and a slope of its own.

    Parameters
    ----------
    phrasings : tuple of Leaning
    together : Leaning
        That of the mean of their calibrated log-odds.
    """

    phrasings: tuple[Leaning, ...]
    together: Leaning

    @property
    def knows(self) -> bool:
        """Whether the model knows enough for its expectations to be used."""
        return self.together.knows

    def probability(self, odds: Sequence[float]) -> float:
        """Return the probability of "higher", given raw log-odds, one a phrasing."""
        return self.together.probability(_mean(self.phrasings, odds))

    def agreement(self, odds: Sequence[float]) -> float:
        """Return the share of phrasings that lean the way of all together."""
        upwards = self.together.log_odds(_mean(self.phrasings, odds)) > 0
        ways = [
            (value > leaning.offset) == upwards
            for leaning, value in zip(self.phrasings, odds, strict=True)
        ]
        return sum(ways) / len(ways)


def calibration(higher: Sequence[Sequence[float]], lower: Sequence[Sequence[float]]) -> Calibration:
    """Return what answers in several phrasings to pairs with known directions are worth.

    Parameters
    ----------
    higher, lower : sequence of sequence of float
        For each pair the raw log-odds of "higher", one a phrasing.

    Examples
    --------
    >>> found = calibration([(0.1, 5.2), (0.2, 5.1)], [(-0.1, 4.1), (-0.3, 4.0)])
    >>> found.agreement((0.3, 5.3)), found.agreement((0.3, 3.0)), found.knows
    (1.0, 0.5, True)
    """
    phrasings = tuple(
        calibrated(up, down)
        for up, down in zip(zip(*higher, strict=True), zip(*lower, strict=True), strict=True)
    )
    together = calibrated(
        [_mean(phrasings, odds) for odds in higher], [_mean(phrasings, odds) for odds in lower]
    )
    return Calibration(phrasings, together)


def _mean(phrasings: Sequence[Leaning], odds: Sequence[float]) -> float:
    pairs = zip(phrasings, odds, strict=False)
    return math.fsum(leaning.log_odds(value) for leaning, value in pairs) / max(len(phrasings), 1)


def calibrated(higher: Sequence[float], lower: Sequence[float]) -> Leaning:
    """Return the leaning that answers to pairs with known directions show.

    Parameters
    ----------
    higher, lower : sequence of float
        Raw log-odds of "higher" where everybody expects higher, or lower.
    """
    if len(higher) < 2 or len(lower) < 2:
        return Leaning(0.0, 0.0, 0.5, len(higher) + len(lower))
    up, down = statistics.fmean(higher), statistics.fmean(lower)
    squares = math.fsum((value - up) ** 2 for value in higher)
    squares += math.fsum((value - down) ** 2 for value in lower)
    variance = squares / (len(higher) + len(lower) - 2)
    slope = _slope(up - down, variance, len(higher) + len(lower))
    wins = math.fsum((one > other) + (one == other) / 2 for one in higher for other in lower)
    auc = wins / (len(higher) * len(lower))
    return Leaning((up + down) / 2, slope, auc, len(higher) + len(lower))


def _slope(distance: float, variance: float, answers: int) -> float:
    """Return the discriminant's slope, no steeper than so many answers can show.

    At a pair that everybody knows the log-odds are then at most log(answers + 1), which is
    Laplace's rule: answers without any spread would be certain of a hair's breadth.
    """
    if distance <= 0:
        return 0.0
    steepest = 2 * math.log(answers + 1) / distance
    return min(distance / variance, steepest) if variance > 0 else steepest
