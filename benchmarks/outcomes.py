"""How a latent outcome, signal and normal noise, becomes the outcome that a table has.

Each kind knows what to expect where the signal is known, which is the truth that claims are held
against. Shares of the variance that are left out of a signal count as further noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

# The share of the latent outcome's variance that the signal explains.
EXPLAINED = 0.5
SIZES = ("low", "middle", "high")
# Standard deviations of the logarithm of a Poisson rate, and of a lognormal outcome.
RATE_SPREAD, SKEWED_SPREAD = 0.7, 1.5


@dataclass(frozen=True)
class Outcome:
    """What the outcome is like.

    Parameters
    ----------
    kind : {"plain", "classes", "counts", "skewed"}
        A number, classes in order, Poisson counts, or a lognormal number.
    above : tuple of float
        The shares of rows above each cut of the latent outcome: where classes begin, or where a
        skewed outcome is capped.
    classes : tuple of str
        From low to high.
    positive : str, optional
        The class that is explained, where there are two.
    scale : str, optional
        The scale that is asked for.
    """

    kind: str
    above: tuple[float, ...] = ()
    classes: tuple[str, ...] = ()
    positive: str | None = None
    scale: str | None = None

    def values(
        self, latent: np.ndarray, cuts: Sequence[float], generator: np.random.Generator
    ) -> np.ndarray:
        """Return the outcome that a table has."""
        if self.kind == "classes":
            return np.asarray(self.classes)[np.searchsorted(cuts, latent)]
        if self.kind == "counts":
            return np.asarray(generator.poisson(np.exp(1 + RATE_SPREAD * latent)))
        if self.kind == "skewed":
            return np.asarray(np.exp(3 + SKEWED_SPREAD * latent))
        return np.round(50 + 10 * latent, 4)

    def expected(
        self,
        signal: np.ndarray,
        noise: float,
        cuts: Sequence[float],
        outcome_class: str | None = None,
    ) -> np.ndarray:
        """Return the mean, or the probability of a class, given signal and variance of noise."""
        if self.kind == "classes":
            place = self.classes.index(str(outcome_class))
            below = [0.0, *(ndtr((cut - signal) / np.sqrt(noise)) for cut in cuts), 1.0]
            return np.asarray(below[place + 1] - below[place])
        if self.kind == "counts":
            return np.asarray(np.exp(1 + RATE_SPREAD * signal + RATE_SPREAD**2 * noise / 2))
        if self.kind == "skewed" and self.scale == "log":
            return 3 + SKEWED_SPREAD * signal
        if self.kind == "skewed":
            return _capped_lognormal(signal, noise, cuts[0], cuts[1])
        return 50 + 10 * signal


def _capped_lognormal(signal: np.ndarray, noise: float, low: float, high: float) -> np.ndarray:
    spread, factor = np.sqrt(noise), SKEWED_SPREAD
    below, above = (low - signal) / spread, (high - signal) / spread
    inside = ndtr(above - factor * spread) - ndtr(below - factor * spread)
    free = np.exp(factor * signal + factor**2 * noise / 2) * inside
    ends = np.exp(factor * low) * ndtr(below) + np.exp(factor * high) * ndtr(-above)
    return np.asarray(np.exp(3) * (free + ends))


def two_classes(prevalence: float) -> Outcome:
    """Return "yes" for a share of the rows and "no" for the others."""
    return Outcome("classes", (prevalence,), ("no", "yes"), positive="yes")


def outcome_of(prevalence: float | None) -> Outcome:
    """Return two classes of that share of "yes", or a plain number."""
    return Outcome("plain") if prevalence is None else two_classes(prevalence)


# What the extended populations are drawn with. The skewed one reaches so far out that it is
# capped unless logarithms are asked for.
OUTCOMES: dict[str, Outcome] = {
    "regression": Outcome("plain"),
    "binary": two_classes(0.4),
    "rare": two_classes(0.02),
    "multiclass": Outcome("classes", (0.65, 0.25), SIZES),
    "count": Outcome("counts"),
    "skewed": Outcome("skewed", (0.99, 0.01)),
    "skewed log": Outcome("skewed", scale="log"),
}
