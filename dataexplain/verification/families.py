"""What every p-value is worth among all that were tried.

Groups of features are corrected first and the claims inside a selected group second
(Benjamini & Bogomolov 2014), so that a strong feature's many true claims do not loosen the
correction for the others. Claims about a mechanism (a jump, a subgroup) are families of their
own, so that many true trends do not loosen it for them either; and since a claim may end up
being said on its own, plain differences are one more family. Before all of these stands a gate,
the same procedure over every hypothesis together: where nothing is true it opens in at most one
run of twenty, however many families wait behind it. Claims that something does not matter are a
family beside the gate: they are true where the others are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.claims import ADJUSTED, KINDS, UNADJUSTED, Claim
from dataexplain.claims.kinds import EQUIVALENCE, PLAIN
from dataexplain.statistics import selected_confidence, two_level_q
from dataexplain.verification.evidence import Evidence

ALPHA = 0.05


@dataclass(frozen=True)
class Significance:
    """The q values of one claim's two hypotheses; NaN where it has none.

    A mechanism has no `unadjusted` one, an untestable hypothesis none either; a claim that rests
    on one of them has none of the other.
    """

    adjusted: float
    unadjusted: float


def family_of(claim: Claim) -> str:
    """Return the family whose claims are corrected together.

    Examples
    --------
    >>> from dataexplain.claims import Region
    >>> family_of(Claim("trend", ("age",), "up", Region()))
    'plain'
    >>> family_of(Claim("threshold", ("age",), "up", Region()))
    'threshold'
    """
    return KINDS[claim.kind].FAMILY


def correct(
    claims: Sequence[Claim], evidence: Sequence[Evidence], level: float = ALPHA
) -> tuple[Significance, ...]:
    """Return the q values of all claims, tested as one batch.

    Parameters
    ----------
    claims : sequence of Claim
    evidence : sequence of Evidence
        In the order of the claims.
    level : float, default=0.05
        The false discovery rate that the batch may spend: less, and q values grow by as much, so
        that 0.05 stays the bound of all.

    Returns
    -------
    tuple of Significance
        In the order of the claims (Benjamini and Bogomolov 2014 in each family, behind the gate).
    """
    if not claims:
        return ()
    groups = [claim.family for claim in claims]
    adjusted, unadjusted = _p_values(claims, evidence)
    # that something has no effect is no sign that anything has one
    signed = np.where([family_of(claim) == EQUIVALENCE for claim in claims], np.nan, adjusted)
    gate = two_level_q(np.concatenate([signed, unadjusted]), groups * 2).q
    opened = float(np.nanmin(gate)) if not np.isnan(gate).all() else float("nan")
    q = np.full(len(claims), np.nan)
    for family, own in _members(claims).items():
        found = two_level_q(adjusted[own], [groups[place] for place in own]).q
        q[own] = found if family == EQUIVALENCE else np.maximum(found, opened)
    alone = np.maximum(two_level_q(unadjusted, groups).q, opened)
    q, alone = (np.minimum(values * (ALPHA / level), 1.0) for values in (q, alone))
    return tuple(
        Significance(float(first), float(second)) for first, second in zip(q, alone, strict=True)
    )


def interval_levels(
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    selected: Sequence[bool],
    bases: Sequence[str],
    level: float = ALPHA,
) -> np.ndarray:
    """Return the confidence each claim's interval needs so that selection does not spoil it.

    Benjamini & Yekutieli 2005, in the two-level form, within the family that decided.

    Parameters
    ----------
    claims : sequence of Claim
    evidence : sequence of Evidence
    selected : sequence of bool
        Which claims are supported.
    bases : sequence of {"adjusted", "unadjusted"}
        The effect that decided about each.
    level : float, default=0.05
        The false discovery rate that the batch may spend.

    Returns
    -------
    ndarray of shape (claims,)
        0.95 for a claim that is not supported.
    """
    levels = np.full(len(claims), 1 - ALPHA)
    if not claims:
        return levels
    groups = [claim.family for claim in claims]
    chosen = np.asarray(selected)
    # whatever effects an equivalence rests on, it has one p-value
    same = [family_of(claim) == EQUIVALENCE for claim in claims]
    basis = np.where(same, ADJUSTED, np.asarray(bases))
    adjusted, unadjusted = _p_values(claims, evidence)
    batches = [(own, adjusted, ADJUSTED) for own in _members(claims).values()]
    batches.append((np.arange(len(claims)), unadjusted, UNADJUSTED))
    for own, p, family in batches:
        decided = basis[own] == family
        widened = selected_confidence(
            chosen[own] & decided,
            [groups[place] for place in own],
            alpha=level,
            tested=~np.isnan(p[own]),
        )
        levels[own[decided]] = np.asarray(widened)[decided]
    return levels


def p_values_of(claim: Claim, evidence: Evidence) -> tuple[float, float]:
    """Return the p-values of the hypotheses that a claim puts to the rows, NaN where it has none.

    A mechanism has no plain difference to speak of, unless it says so itself.
    """
    adjusted, unadjusted = evidence.adjusted_p, evidence.unadjusted_p
    if family_of(claim) == EQUIVALENCE:
        return adjusted, np.nan
    if claim.rests_on == UNADJUSTED:
        return np.nan, unadjusted
    plain = family_of(claim) == PLAIN and claim.rests_on != ADJUSTED
    return adjusted, unadjusted if plain else np.nan


def _p_values(
    claims: Sequence[Claim], evidence: Sequence[Evidence]
) -> tuple[np.ndarray, np.ndarray]:
    """Return both p-values of each claim."""
    tested = [p_values_of(claim, entry) for claim, entry in zip(claims, evidence, strict=True)]
    adjusted, unadjusted = np.array(tested, dtype=np.float64).T
    return adjusted, unadjusted


def _members(claims: Sequence[Claim]) -> dict[str, np.ndarray]:
    """Return the places of each family's claims."""
    names = np.array([family_of(claim) for claim in claims])
    return {str(name): np.flatnonzero(names == name) for name in np.unique(names)}
