"""What every p-value is worth among all that were tried.

Groups of features are corrected first and the claims inside a selected group second
(Benjamini & Bogomolov 2014), so that a strong feature's many true claims do not loosen the
correction for the others. Each claim brings two hypotheses, the effect with other columns held
fixed and the plain one, since either may end up as what is said: two families, and a gate
before both. The gate is the same procedure over all hypotheses together: where nothing is true
it opens in at most one run of twenty, however many families wait behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.claims import Claim
from dataexplain.statistics import selected_confidence, two_level_q
from dataexplain.verification.evidence import Evidence

ALPHA = 0.05


@dataclass(frozen=True)
class Significance:
    """The q values of one claim's two hypotheses."""

    adjusted: float
    unadjusted: float


def correct(claims: Sequence[Claim], evidence: Sequence[Evidence]) -> tuple[Significance, ...]:
    """Return the q values of all claims, tested as one batch.

    Parameters
    ----------
    claims : sequence of Claim
    evidence : sequence of Evidence
        In the order of the claims.
    """
    if not claims:
        return ()
    groups = [claim.family for claim in claims]
    adjusted = np.array([entry.adjusted_p for entry in evidence])
    unadjusted = np.array([entry.unadjusted_p for entry in evidence])
    gate = two_level_q(np.concatenate([adjusted, unadjusted]), groups * 2).q
    opened = float(np.nanmin(gate)) if not np.isnan(gate).all() else float("nan")
    return tuple(
        Significance(float(first), float(second))
        for first, second in zip(
            np.maximum(two_level_q(adjusted, groups).q, opened),
            np.maximum(two_level_q(unadjusted, groups).q, opened),
            strict=True,
        )
    )


def interval_levels(
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    selected: Sequence[bool],
    bases: Sequence[str],
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
    """
    levels = np.full(len(claims), 1 - ALPHA)
    if not claims:
        return levels
    groups = [claim.family for claim in claims]
    chosen, basis = np.asarray(selected), np.asarray(bases)
    p = {
        "adjusted": np.array([entry.adjusted_p for entry in evidence]),
        "unadjusted": np.array([entry.unadjusted_p for entry in evidence]),
    }
    for family, values in p.items():
        own = basis == family
        widened = selected_confidence(chosen & own, groups, alpha=ALPHA, tested=~np.isnan(values))
        levels[own] = np.asarray(widened)[own]
    return levels
