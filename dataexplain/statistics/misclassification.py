"""Shares corrected for the mistakes of a judge, where people's labels show how often it is right.

A judge that says yes to a part ``sensitivity`` of the texts that have a property, and no to a part
``specificity`` of those that lack it, says yes to a share p of texts when the true share is
``(p + specificity - 1) / (sensitivity + specificity - 1)`` (Rogan and Gladen 1978). How well the
judge is known goes into the interval as well.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.comparisons import rate_interval
from dataexplain.statistics.estimate import CONFIDENCE, Estimate
from dataexplain.statistics.inputs import FloatArray

DRAWS = 20_000
# Where the judge may be but so much better than a coin, no correction can be trusted.
LEAST_SKILL = 0.1
# Added to counts: half a text on each side (Jeffreys), so that no draw is certain.
PRIOR = 0.5
SURE = 0.975
METHOD = "Rogan and Gladen, drawn"


@dataclass(frozen=True)
class Audit:
    """How often a judge was right in one group, by people's labels.

    Parameters
    ----------
    found, having : int
        Texts with the property that the judge said yes to, and all of them.
    spared, lacking : int
        Texts without the property that the judge said no to, and all of them.

    Examples
    --------
    >>> audit = Audit(found=18, having=20, spared=40, lacking=50)
    >>> audit.sensitivity, audit.specificity
    (0.9, 0.8)
    >>> [round(end, 2) for end in audit.sensitivity_interval]
    [0.7, 0.97]
    """

    found: int
    having: int
    spared: int
    lacking: int

    @classmethod
    def of(cls, judged: npt.ArrayLike, labelled: npt.ArrayLike) -> Self:
        """Count agreement.

        Parameters
        ----------
        judged, labelled : array-like of bool
            The judge's answers and people's, to the same texts of one group.
        """
        said, true = _booleans(judged, "judged"), _booleans(labelled, "labelled")
        if said.shape != true.shape:
            raise ParameterError(
                parameter="labelled",
                owner="Audit.of",
                expected=f"{said.size} answers",
                got=true.size,
            )
        return cls(
            found=int((said & true).sum()),
            having=int(true.sum()),
            spared=int((~said & ~true).sum()),
            lacking=int((~true).sum()),
        )

    @property
    def labels(self) -> int:
        """How many texts people labelled."""
        return self.having + self.lacking

    @property
    def sensitivity(self) -> float:
        """The share of texts with the property that the judge finds; NaN without any."""
        return self.found / self.having if self.having else math.nan

    @property
    def specificity(self) -> float:
        """The share of texts without the property that the judge spares; NaN without any."""
        return self.spared / self.lacking if self.lacking else math.nan

    @property
    def sensitivity_interval(self) -> tuple[float, float]:
        """Wilson's interval at 95%."""
        return rate_interval(self.found, self.having)

    @property
    def specificity_interval(self) -> tuple[float, float]:
        """Wilson's interval at 95%."""
        return rate_interval(self.spared, self.lacking)


@dataclass(frozen=True)
class CorrectedDifference(Estimate):
    """A difference of two shares with the judge's mistakes taken out.

    The interval is cut from draws of all that is uncertain. Where there is no answer the estimate
    is untestable, and `refusal` says why.

    Parameters
    ----------
    shares : (float, float)
        The corrected shares, between 0 and 1.
    refusal : str
    """

    shares: tuple[float, float] = (math.nan, math.nan)
    refusal: str = ""
    draws: FloatArray = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    def p_above(self, bound: float) -> float:
        """Return the one-sided p-value of "the difference is at most `bound`"."""
        return self._at_most(self.draws, bound)

    def p_below(self, bound: float) -> float:
        """Return the one-sided p-value of "the difference is at least `bound`"."""
        return self._at_most(-self.draws, -bound)

    def _at_most(self, draws: FloatArray, bound: float) -> float:
        if not self.testable:
            return math.nan
        return float((np.sum(draws <= bound) + 1) / (len(draws) + 1))

    def _interval_at(self, confidence: float) -> tuple[float, float]:
        low, high = np.quantile(self.draws, [0.5 - confidence / 2, 0.5 + confidence / 2])
        return float(low), float(high)

    def _reversed(self) -> Self:
        turned = super()._reversed()
        return dataclasses.replace(turned, shares=self.shares[::-1], draws=-self.draws)


def corrected_share(share: float, sensitivity: float, specificity: float) -> float:
    """Return the true share behind a judge's share of yes, between 0 and 1 (Rogan and Gladen).

    NaN where the judge says yes as often to texts without the property as to those with it, or
    less.

    Examples
    --------
    >>> round(corrected_share(0.3, 0.9, 0.8), 3)
    0.143
    """
    skill = sensitivity + specificity - 1
    if not skill > 0:
        return math.nan
    return min(max((share + specificity - 1) / skill, 0.0), 1.0)


def corrected_difference(
    shares: tuple[float, float],
    counts: tuple[float, float],
    audits: tuple[Audit, Audit],
    *,
    generator: np.random.Generator,
) -> CorrectedDifference:
    """Estimate a difference of two shares with the judge's mistakes in each group taken out.

    Each group's share of yes, sensitivity and specificity are drawn from Beta distributions with
    half a text added on each side; the interval is that of the corrected differences.

    Parameters
    ----------
    shares : (float, float)
        The share of yes in either group.
    counts : (float, float)
        Of how many plain answers these are, which may be effective ones (`PoweredShare.count`).
    audits : (Audit, Audit)
        One for each group: a judge may be better at one of them. Labelled texts must be drawn at
        random from their group, or at random among those with the same answer of people.
    generator : numpy.random.Generator

    Returns
    -------
    CorrectedDifference
        The first share minus the second; untestable where labels are missing or the judge may be
        no better than a coin.

    Examples
    --------
    >>> audit = Audit(found=90, having=100, spared=190, lacking=200)
    >>> found = corrected_difference(
    ...     (0.5, 0.3), (400, 400), (audit, audit), generator=np.random.default_rng(0)
    ... )
    >>> round(found.effect, 3), [round(end, 2) for end in found.interval]
    (0.235, [0.14, 0.33])
    """
    for share, count in zip(shares, counts, strict=True):
        _check_share(share, count)
    n = round(sum(counts))
    drawn = [
        _drawn(share, count, audit, generator)
        for share, count, audit in zip(shares, counts, audits, strict=True)
    ]
    refusal = next(
        (
            text
            for audit, (_, skill) in zip(audits, drawn, strict=True)
            if (text := _refusal(audit, skill))
        ),
        "",
    )
    if refusal:
        untestable = CorrectedDifference.untestable(math.nan, n, method=METHOD)
        return dataclasses.replace(untestable, refusal=refusal)
    first, second = (
        corrected_share(share, audit.sensitivity, audit.specificity)
        for share, audit in zip(shares, audits, strict=True)
    )
    differences = drawn[0][0] - drawn[1][0]
    found = CorrectedDifference(
        effect=first - second,
        standard_error=float(differences.std()),
        interval=(math.nan, math.nan),
        p=1.0,
        n=n,
        degrees_of_freedom=math.inf,
        method=METHOD,
        shares=(first, second),
        draws=differences,
    )
    return dataclasses.replace(
        found,
        interval=found.at_level(CONFIDENCE),
        p=min(1.0, 2 * min(found.p_above(0.0), found.p_below(0.0))),
    )


def _drawn(
    share: float, count: float, audit: Audit, generator: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return draws of the corrected share, and of how much better than a coin the judge is."""
    yes = _beta(share * count, count, generator)
    sensitivity = _beta(audit.found, audit.having, generator)
    specificity = _beta(audit.spared, audit.lacking, generator)
    skill = sensitivity + specificity - 1
    # draws without skill are left to the refusal; until then they say anything from 0 to 1
    corrected = (yes + specificity - 1) / np.maximum(skill, np.finfo(np.float64).tiny)
    return np.clip(corrected, 0.0, 1.0), skill


def _beta(successes: float, n: float, generator: np.random.Generator) -> FloatArray:
    return generator.beta(successes + PRIOR, n - successes + PRIOR, size=DRAWS)


def _refusal(audit: Audit, skill: FloatArray) -> str:
    """Say why there is no answer; empty where there is one."""
    if not (audit.having and audit.lacking):
        missing = "with" if not audit.having else "without"
        return f"People labelled no text {missing} the property in one of the groups."
    lowest = float(np.quantile(skill, 1 - SURE))
    if lowest < LEAST_SKILL:
        together = audit.sensitivity + audit.specificity
        return (
            f"By {audit.labels} labels the judge may be hardly better than chance: sensitivity and "
            f"specificity add up to {together:.2f}, or maybe to {1 + lowest:.2f}; the correction "
            f"needs {1 + LEAST_SKILL:.2f}. More labels may help."
        )
    return ""


def _check_share(share: float, count: float) -> None:
    if not 0.0 <= share <= 1.0:
        raise ParameterError("shares", "corrected_difference", "two numbers from 0 to 1", share)
    if not count > 0:
        raise ParameterError("counts", "corrected_difference", "two numbers above 0", count)


def _booleans(values: npt.ArrayLike, parameter: str) -> npt.NDArray[np.bool_]:
    array = np.asarray(values)
    if array.ndim != 1 or not (array.dtype == np.bool_ or np.isin(array, (0, 1)).all()):
        raise ParameterError(
            parameter, "Audit.of", "one-dimensional, of true and false", array.dtype
        )
    return array.astype(np.bool_)
