"""What a model's log-odds are worth: calibrated on pairs of which the answer is known."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

# Below this a model does not know what everybody knows, and its expectations are not used.
LEAST_AUC = 0.7
_MOST_SLOPE = 20.0


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

    def probability(self, log_odds: float) -> float:
        """Return the calibrated probability of "higher"."""
        surest = (self.answers + 1) / (self.answers + 2)
        stated = 0.5 * (1 + math.tanh(self.slope * (log_odds - self.offset) / 2))
        return min(max(stated, 1 - surest), surest)


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
    slope = _MOST_SLOPE if variance <= 0 else min((up - down) / variance, _MOST_SLOPE)
    wins = math.fsum((one > other) + (one == other) / 2 for one in higher for other in lower)
    auc = wins / (len(higher) * len(lower))
    return Leaning((up + down) / 2, max(slope, 0.0), auc, len(higher) + len(lower))
