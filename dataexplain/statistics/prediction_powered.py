"""Shares of texts that have a property, where a judge read only some of them.

The answers that were paid for are helped out by predictions of all the others; see
`pseudo_outcomes`. Intervals are score intervals (Wilson's, and Newcombe's for a difference) on
effective counts: as many plain answers as would have the variance found. So they keep their
promise for rare properties and for few texts, and none has no width: all texts count as a sample
of the texts that could have been there.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from dataexplain.errors import ParameterError
from dataexplain.statistics.estimate import CONFIDENCE
from dataexplain.statistics.inputs import FloatArray, check_confidence
from dataexplain.statistics.pseudo_outcomes import PseudoOutcomes, pseudo_outcomes
from dataexplain.statistics.rates import RateDifference, wilson_limits

Codes = npt.NDArray[np.integer]
UPPER = 0.5 + CONFIDENCE / 2


@dataclass(frozen=True)
class PoweredShare:
    """The share of a group's texts that have a property.

    Parameters
    ----------
    share : float
        NaN where no text was judged.
    trust : float
        lambda: 0 are the judged texts alone, 1 takes predictions at their word; at most 1.25, since
        a penalised probe says too little.
    judged, texts : int
    count : float
        Of how many plain answers the interval is that of Wilson.
    effective : float
        How many judged texts alone would be worth one of these: their variance by this one's.
    """

    share: float
    trust: float
    judged: int
    texts: int
    count: float
    effective: float

    @property
    def interval(self) -> tuple[float, float]:
        """At 95%; `at_level` gives others."""
        return self.at_level(CONFIDENCE)

    def at_level(self, confidence: float) -> tuple[float, float]:
        """Return the interval at a confidence in (0, 1)."""
        check_confidence(confidence, "at_level")
        if not self.judged:
            return 0.0, 1.0
        return wilson_limits(
            self.share * self.count, self.count, float(ndtri(0.5 + confidence / 2))
        )


@dataclass(frozen=True)
class PoweredDifference(RateDifference):
    """A difference of two shares from judged answers and predictions.

    Interval, one-sided and two-sided p-values are those of Newcombe's method on effective counts,
    so that they agree. `n` counts judged texts.

    Parameters
    ----------
    shares : (PoweredShare, PoweredShare)
        With strata, the shares that both groups would have with as many texts in each.
    effective : float
        As in `PoweredShare`, of the difference.
    """

    shares: tuple[PoweredShare, ...] = ()
    effective: float = 1.0

    def _reversed(self) -> PoweredDifference:
        return dataclasses.replace(super()._reversed(), shares=self.shares[::-1])


@dataclass(frozen=True)
class _Texts:
    """All texts: their answers, their cells, what belongs together, and what each weighs.

    `codes` is 0 for the first group and 1 for the second; the weights of a group sum to 1.
    """

    answers: FloatArray
    codes: Codes
    strata: Codes
    clusters: Codes
    related: bool
    weights: FloatArray

    @classmethod
    def of(
        cls, answers: FloatArray, codes: Codes, strata: Codes | None, clusters: Codes | None
    ) -> _Texts:
        """Check the arrays and weigh the texts."""
        layers = np.zeros_like(codes) if strata is None else _numbered(strata, codes, "strata")
        alone = np.arange(len(codes))
        together = alone if clusters is None else _numbered(clusters, codes, "clusters")
        weights = _overlap_weights(codes, layers)
        return cls(answers, codes, layers, together, clusters is not None, weights)

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """Which texts have an answer that counts."""
        return ~np.isnan(self.answers) & (self.weights > 0)

    def errors(self, found: PseudoOutcomes) -> FloatArray:
        """Return each text's weighted distance from what was foretold on average of its cell."""
        cells = 2 * self.strata + self.codes
        size = np.maximum(np.bincount(cells), 1)
        middle = np.bincount(cells, weights=found.foretold) / size
        return np.where(self.weights > 0, self.weights * (found.honest - middle[cells]), 0.0)

    def squares(self, values: FloatArray) -> float:
        """Return the sum of the squares of the clusters' sums."""
        sums = np.bincount(self.clusters, weights=values)
        return float(sums @ sums)


@dataclass(frozen=True)
class _Side:
    """One group's weighted share, its error, and the answers that it rests upon."""

    share: float
    variance: float
    judged_alone: float
    spread: float
    independent: float
    plain: bool
    judged: int
    texts: int
    trust: float

    @classmethod
    def of(cls, code: int, texts: _Texts, found: PseudoOutcomes, alone: PseudoOutcomes) -> _Side:
        """Return one group's share and its error, and the error of the judged texts alone."""
        rows = (texts.codes == code) & (texts.weights > 0)
        judged = rows & texts.judged
        answers, weights = texts.answers[judged], texts.weights[judged]
        trust = float(found.trust[code])
        mean = float(weights @ answers / weights.sum())
        # as many equally weighted, unrelated answers would weigh as unevenly
        independent = 1 / texts.squares(np.where(judged, texts.weights / weights.sum(), 0.0))
        simple = not (trust > 0 or texts.related or texts.strata.any())
        return cls(
            share=min(max(float(texts.weights[rows] @ found.values[rows]), 0.0), 1.0),
            variance=texts.squares(np.where(rows, texts.errors(found), 0.0)),
            judged_alone=texts.squares(np.where(rows, texts.errors(alone), 0.0)),
            spread=mean * (1 - mean),
            independent=independent,
            plain=simple and bool(np.isin(answers, (0.0, 1.0)).all()),
            judged=len(answers),
            texts=int(rows.sum()),
            trust=trust,
        )

    @property
    def count(self) -> float:
        """How many plain answers have this variance.

        What was never seen among k answers may still be there once in k: no more than
        k ** 2 / 4 answers can be claimed, however alike they are.
        """
        if self.plain or self.spread <= 0:
            return self.independent
        most = max(self.independent**2 / 4, self.independent)
        count = min(self.spread / self.variance, most) if self.variance > 0 else most
        quantile = float(stdtrit(max(self.independent - 1, 1.0), UPPER))
        return max(count * (float(ndtri(UPPER)) / quantile) ** 2, 1.0)

    def widened(self, factor: float) -> PoweredShare:
        """Return the share with its variance times a factor."""
        return PoweredShare(
            share=self.share,
            trust=self.trust,
            judged=self.judged,
            texts=self.texts,
            count=self.count / factor,
            effective=self.judged_alone / self.variance if self.variance > 0 else 1.0,
        )


def prediction_powered_share(
    answers: npt.ArrayLike,
    predictions: npt.ArrayLike | None,
    *,
    clusters: npt.NDArray[np.integer] | None = None,
) -> PoweredShare:
    """Estimate the share of texts that have a property.

    Parameters
    ----------
    answers : array-like of float of shape (N,)
        From 0 to 1; NaN where a text was not judged.
    predictions : array-like of float of shape (N,), or None
        See `pseudo_outcomes`; None uses the judged texts alone.
    clusters : ndarray of int of shape (N,), optional
        Texts that belong together, numbered from 0.

    Examples
    --------
    >>> generator = np.random.default_rng(0)
    >>> chance = generator.beta(0.5, 0.5, size=2000)
    >>> answers = (generator.random(2000) < chance).astype(float)
    >>> answers[100:] = np.nan
    >>> found = prediction_powered_share(answers, chance)
    >>> [round(end, 2) for end in found.interval], round(found.effective, 1)
    ([0.4, 0.53], 2.2)
    """
    said = np.asarray(answers, dtype=np.float64)
    codes = np.zeros(said.shape, dtype=np.int64)
    found, alone = pseudo_outcomes(said, predictions, codes), pseudo_outcomes(said, None, codes)
    if np.isnan(said).all():
        return PoweredShare(math.nan, 0.0, 0, len(said), 0.0, 1.0)
    texts = dataclasses.replace(
        _Texts.of(said, codes, None, clusters), weights=np.full(len(said), 1 / len(said))
    )
    return _Side.of(0, texts, found, alone).widened(1.0)


def prediction_powered_difference(
    answers: npt.ArrayLike,
    predictions: npt.ArrayLike | None,
    first: npt.NDArray[np.bool_],
    *,
    strata: npt.NDArray[np.integer] | None = None,
    clusters: npt.NDArray[np.integer] | None = None,
) -> PoweredDifference:
    """Estimate how much more often the texts of one group have a property than the others.

    With strata, groups are compared within each, and the differences are averaged with weights
    ``N_a N_b / (N_a + N_b)``, those of partialling the strata out; strata with texts of one
    group only drop out.

    Parameters
    ----------
    answers : array-like of float of shape (N,)
        From 0 to 1; NaN where a text was not judged. Which texts were must be random in each group.
    predictions : array-like of float of shape (N,), or None
        See `pseudo_outcomes`; None uses the judged texts alone.
    first : ndarray of bool of shape (N,)
        Whether a text is of the first group.
    strata : ndarray of int of shape (N,), optional
        A column held fixed, its levels or ranges numbered from 0.
    clusters : ndarray of int of shape (N,), optional
        Texts that belong together, numbered from 0; their errors may be related.

    Returns
    -------
    PoweredDifference
        The first group's share minus the second's; untestable when a group has no judged text, or
        no stratum has texts of both.

    Examples
    --------
    >>> generator = np.random.default_rng(0)
    >>> first = np.arange(4000) % 2 == 0
    >>> chance = generator.beta(0.5 + first, 1.0, size=4000)
    >>> answers = (generator.random(4000) < chance).astype(float)
    >>> answers[200:] = np.nan
    >>> found = prediction_powered_difference(answers, chance, first)
    >>> [round(end, 2) for end in found.interval], round(found.effective, 1)
    ([0.1, 0.33], 1.4)
    """
    said = np.asarray(answers, dtype=np.float64)
    codes = 1 - _checked_first(first, said.shape).astype(np.int64)
    found, alone = pseudo_outcomes(said, predictions, codes), pseudo_outcomes(said, None, codes)
    texts = _Texts.of(said, codes, strata, clusters)
    n = int(texts.judged.sum())
    if len(np.unique(codes[texts.judged])) < 2:
        return PoweredDifference.untestable(math.nan, n, method="prediction-powered, Newcombe")
    sides = [_Side.of(code, texts, found, alone) for code in (0, 1)]
    apart = sum(side.variance for side in sides)
    # clusters that reach across both groups may make their errors add up
    together = texts.squares(texts.errors(found) * np.where(codes == 0, 1.0, -1.0))
    factor = max(together / apart, 1.0) if apart > 0 and texts.related else 1.0
    a, b = (side.widened(factor) for side in sides)
    difference = PoweredDifference.from_counts(
        (a.share * a.count, a.count, b.share * b.count, b.count),
        p=1.0,
        method=f"{'prediction-powered' if found.trust.any() else 'judged texts alone'}, Newcombe",
    )
    return dataclasses.replace(
        difference,
        p=min(1.0, 2 * min(difference.p_above(0.0), difference.p_below(0.0))),
        n=n,
        shares=(a, b),
        effective=sum(side.judged_alone for side in sides) / apart if apart > 0 else 1.0,
    )


def _overlap_weights(codes: Codes, strata: Codes) -> FloatArray:
    """Return what each text weighs in its group's share; the weights of a group sum to 1."""
    levels = int(strata.max(initial=0)) + 1
    sizes = np.array(
        [np.bincount(strata[codes == code], minlength=levels) for code in (0, 1)], dtype=np.float64
    )
    overlap = sizes.prod(axis=0) / np.maximum(sizes.sum(axis=0), 1.0)
    shares = overlap / max(float(overlap.sum()), np.finfo(np.float64).tiny)
    return np.asarray((shares / np.maximum(sizes, 1.0))[codes, strata])


def _numbered(numbers: Codes, codes: Codes, parameter: str) -> Codes:
    """Return the numbers of levels or clusters, from 0 without gaps."""
    array = np.asarray(numbers)
    if array.shape != codes.shape or not np.issubdtype(array.dtype, np.integer):
        raise ParameterError(
            parameter=parameter,
            owner="prediction_powered_difference",
            expected=f"{codes.size} whole numbers",
            got=f"{array.dtype} of shape {array.shape}",
        )
    return np.asarray(np.unique(array, return_inverse=True)[1], dtype=np.int64)


def _checked_first(first: npt.NDArray[np.bool_], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    members = np.asarray(first)
    if members.shape != shape or members.dtype != np.bool_:
        raise ParameterError(
            parameter="first",
            owner="prediction_powered_difference",
            expected=f"true or false for each of {math.prod(shape)} texts",
            got=f"{members.dtype} of shape {members.shape}",
        )
    return members
