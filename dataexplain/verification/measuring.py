"""Measuring a claim on verification rows: its contrasts, by shuffling where counts are small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dataexplain.claims import Claim, Contrast, compile_claim
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics import Estimate, RateDifference, permutation_test, shifted_p
from dataexplain.verification.equivalence import gather_equivalence
from dataexplain.verification.evidence import FEW_EVENTS, LEAST_OVERLAP, Evidence
from dataexplain.verification.scarcity import events_of, problem_of, upper_side

FIRST_SHUFFLES = 199
SHUFFLES = 4999
# Above so many rows shuffling is not affordable; the plain exact test stands in for it.
MOST_SHUFFLED_ROWS = 20_000


def gather(
    claim: Claim, rows: AdjustedRows, generator: np.random.Generator, floor: float = 0.0
) -> Evidence:
    """Measure a claim on rows.

    Parameters
    ----------
    claim : Claim
    rows : AdjustedRows
        Verification rows.
    generator : numpy.random.Generator
        For shuffles, where counts are small.
    floor : float, default=0.0
        The smallest effect that matters, which an equivalence stays below.

    Returns
    -------
    Evidence
        Of several contrasts the largest p-values, and the estimates that hold least.
    """
    contrasts = compile_claim(claim, rows.names)
    if contrasts[0].null == "equivalence":
        return gather_equivalence(contrasts, rows, floor, claim.rests_on)
    parts = [_measure(contrast, rows, generator) for contrast in contrasts]
    adjusted_at = _least(contrasts, [part.adjusted for part in parts])
    alone_at = _least(contrasts, [part.unadjusted for part in parts])
    return replace(
        parts[adjusted_at],
        unadjusted=parts[alone_at].unadjusted,
        unadjusted_sign=contrasts[alone_at].sign,
        adjusted_p=max((part.adjusted_p for part in parts), key=_nan_last),
        unadjusted_p=max((part.unadjusted_p for part in parts), key=_nan_last),
        signs_agree=all(part.signs_agree for part in parts),
        unadjusted_signs_agree=all(part.unadjusted_signs_agree for part in parts),
        events=min(part.events for part in parts),
        problem=next((part.problem for part in parts if part.problem), ""),
        shuffled=any(part.shuffled for part in parts),
        scarce=any(part.scarce for part in parts),
        thinned=any(part.thinned for part in parts),
        each=tuple((part.adjusted, part.unadjusted) for part in parts),
    )


def _least(contrasts: tuple[Contrast, ...], estimates: list[Estimate]) -> int:
    """Return which contrast holds least: its signed effect is the smallest."""
    signed = [
        contrast.sign * estimate.effect if estimate.testable else -np.inf
        for contrast, estimate in zip(contrasts, estimates, strict=True)
    ]
    return int(np.argmin(signed))


def _nan_last(p: float) -> float:
    return np.inf if np.isnan(p) else p


def _measure(contrast: Contrast, rows: AdjustedRows, generator: np.random.Generator) -> Evidence:
    """Measure one contrast, by shuffling where counts are small."""
    selected, d, y = rows.select(contrast)
    n = len(selected)
    middle = upper_side(contrast, rows, selected, d)
    sides = (int(middle.sum()), int(n - middle.sum()))
    events = events_of(rows, selected, y, middle)
    problem = problem_of(rows, n, sides, events)
    if problem:
        nothing = Estimate.untestable(float("nan"), n, overlap=0.0)
        nan = float("nan")
        return Evidence(
            nothing,
            nothing,
            nan,
            nan,
            sides,
            events,
            False,
            False,
            contrast.sign,
            contrast.sign,
            False,
            problem,
            scarce=True,
        )
    adjusted, unadjusted = rows.adjusted(contrast), rows.unadjusted(contrast)
    if not adjusted.testable or adjusted.overlap < LEAST_OVERLAP:
        problem = "the other columns foretell it almost exactly, so nothing is left to compare"
    adjusted_p, unadjusted_p = adjusted.p, unadjusted.p
    shuffled = events < FEW_EVENTS and not problem and rows.clusters is None
    if shuffled and rows.times is not None:
        residuals, moments = rows.residuals(contrast), rows.moments_of(selected)
        assert moments is not None
        adjusted_p = max(adjusted_p, shifted_p(residuals.outcome, residuals.varied, moments))
        unadjusted_p = max(unadjusted_p, shifted_p(y - y.mean(), d - d.mean(), moments))
    elif shuffled and n > MOST_SHUFFLED_ROWS:
        adjusted_p = max(adjusted_p, unadjusted_p)
    elif shuffled:
        residuals = rows.residuals(contrast)
        adjusted_p = max(adjusted_p, _shuffle(residuals.outcome, residuals.varied, generator))
        if not isinstance(unadjusted, RateDifference):  # its p is exact already
            unadjusted_p = max(unadjusted_p, _shuffle(y, d, generator))
    return Evidence(
        adjusted,
        unadjusted,
        float("nan") if problem else adjusted_p,
        unadjusted_p,
        sides,
        events,
        contrast.sign * adjusted.effect > 0,
        contrast.sign * unadjusted.effect > 0,
        contrast.sign,
        contrast.sign,
        shuffled,
        problem,
        thinned=rows.thins(contrast),
    )


def _shuffle(outcome: np.ndarray, varied: np.ndarray, generator: np.random.Generator) -> float:
    """Return a permutation p-value, with many shuffles only where they matter."""
    p = 1.0
    for shuffles in (FIRST_SHUFFLES, SHUFFLES):
        p = permutation_test(outcome, varied, generator=generator, permutations=shuffles)
        if not p <= 0.2:
            break
    return float(p)
