"""The parts of a claim on verification rows, for looking: both sides of what an effect depends on.

The verdict rests on the claim's own contrast; these show where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.claims import (
    UNADJUSTED,
    Claim,
    Condition,
    Contrast,
    Factor,
    Held,
    Membership,
    Position,
    Region,
)
from dataexplain.claims.region import as_numbers
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import HeldOutPoint
from dataexplain.statistics import Estimate, mean_interval
from dataexplain.verification.evidence import Evidence

STRETCHES = 6
LEAST_ROWS = 10


@dataclass(frozen=True)
class Part:
    """One part of a claim: its rows, the effect there, and averages along the column.

    Parameters
    ----------
    region : Region
    estimate : Estimate
    points : tuple of HeldOutPoint
    """

    region: Region
    estimate: Estimate
    points: tuple[HeldOutPoint, ...] = ()


def parts_of(claim: Claim, evidence: Evidence, rows: AdjustedRows) -> tuple[Part, ...]:
    """Return the stretches of a column that does not matter, or both sides of an interaction.

    Parameters
    ----------
    claim : Claim
    evidence : Evidence
        Of that claim, on these rows.
    rows : AdjustedRows
        Verification rows.

    Returns
    -------
    tuple of Part
        Empty for claims without parts, and for those that could not be tested.
    """
    if evidence.pieces:
        return tuple(
            Part(piece, estimate)
            for piece, estimate in zip(claim.pieces, evidence.pieces, strict=True)
            if estimate.testable
        )
    if not claim.factors or evidence.problem:
        return ()
    first, second = claim.factors
    parts = [_side(first, side, claim, rows) for side in _sides(second, rows)]
    return tuple(part for part in parts if part.estimate.testable)


def _sides(factor: Factor, rows: AdjustedRows) -> tuple[Region, Region]:
    """Return the rows outside and inside a membership, or those below and above the middle."""
    if isinstance(factor, Membership):
        condition = factor.region.conditions[0]
        present = rows.frame[condition.column].dropna().astype(str).unique()
        others = tuple(sorted(set(present) - set(condition.levels)))
        return Region((Condition(condition.column, levels=others),)), factor.region
    values = as_numbers(rows.frame[factor.column])
    middle = _middle(values[~np.isnan(values)])
    return (
        Region((Condition(factor.column, high=middle),)),
        Region((Condition(factor.column, low=middle),)),
    )


def _middle(known: np.ndarray) -> float:
    """Return a value with about half of the rows below it, and some."""
    middle = float(np.median(known))
    above = known[known > middle]
    return middle if (known < middle).any() or not above.size else float(above.min())


def _side(factor: Factor, side: Region, claim: Claim, rows: AdjustedRows) -> Part:
    free = {*claim.features[:1], *claim.entangled_with}
    held = tuple(name for name in claim.holds(rows.names) if name not in free)
    contrast = Contrast(factor, side, Held(held), claim.sign, outcome_class=claim.outcome_class)
    plain = claim.rests_on == UNADJUSTED
    measured = rows.unadjusted(contrast) if plain else rows.adjusted(contrast)
    return Part(side, measured, _points(factor, side, claim, rows))


def _points(
    factor: Factor, side: Region, claim: Claim, rows: AdjustedRows
) -> tuple[HeldOutPoint, ...]:
    """Average the outcome along a position, less what other columns lead to expect."""
    if not isinstance(factor, Position):
        return ()
    held = () if claim.rests_on == UNADJUSTED else claim.holds(rows.names)
    others = tuple(name for name in held if name not in claim.features)
    outcome = rows.outcomes[claim.outcome_class]
    left = outcome - rows.expected(claim.outcome_class, others)
    left += np.average(outcome, weights=rows.weights) - np.average(left, weights=rows.weights)
    values = as_numbers(rows.frame[factor.column])
    inside = np.flatnonzero(side.mask(rows.frame) & ~np.isnan(values))
    if len(inside) < LEAST_ROWS:
        return ()
    cuts = np.unique(np.quantile(values[inside], np.arange(1, STRETCHES) / STRETCHES))
    stretch = np.searchsorted(cuts, values[inside], side="right")
    points = []
    for place in np.unique(stretch):
        chosen = inside[stretch == place]
        if len(chosen) >= LEAST_ROWS:
            weights = None if rows.weights is None else rows.weights[chosen]
            low, high = mean_interval(left[chosen], weights)
            mean = float(np.average(left[chosen], weights=weights))
            centre = float(np.median(values[chosen]))
            points.append(HeldOutPoint(mean, (float(low), float(high)), len(chosen), x=centre))
    return tuple(points)
