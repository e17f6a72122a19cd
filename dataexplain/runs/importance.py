"""The order of claims in a report: what holds and matters most comes first."""

from __future__ import annotations

import math

from dataexplain.verification import TestedClaim
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
)

ORDER = (SUPPORTED, INCONCLUSIVE, NOT_SUPPORTED, UNVERIFIABLE)


def rank_key(entry: TestedClaim) -> tuple[int, int, float]:
    """Return what claims are sorted by.

    First the verdict, then the basis (with other columns held fixed before on its own), then
    the share of the outcome's variance that the effect could explain: its square, times how
    evenly the rows lie on its two sides.
    """
    inside, outside = entry.evidence.sides
    total = max(inside + outside, 1)
    evenness = inside * outside / total**2
    effect = entry.estimate.effect
    weight = 0.0 if math.isnan(effect) else effect**2 * evenness
    return ORDER.index(entry.verdict.verdict), int(entry.verdict.basis == "unadjusted"), -weight
