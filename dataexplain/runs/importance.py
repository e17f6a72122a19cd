"""The order of claims in a report: what holds and matters most comes first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from dataexplain.verification import TestedClaim
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
)

Tested = TypeVar("Tested", bound=TestedClaim)

ORDER = (SUPPORTED, INCONCLUSIVE, NOT_SUPPORTED, UNVERIFIABLE)


def ranked(tested: Iterable[Tested]) -> list[Tested]:
    """Return tested claims in the order a reader should meet them.

    First the verdict, then the basis (with other columns held fixed before on its own). Within
    these the weightiest claim of each column comes before any column's second one, so that the
    first cards do not all speak of one thing.

    Parameters
    ----------
    tested : iterable of TestedClaim
    """
    seen: Counter[tuple[int, int, str]] = Counter()
    placed = []
    for entry in sorted(tested, key=lambda entry: (*_standing(entry), -weight(entry))):
        place = (*_standing(entry), entry.claim.family)
        placed.append((*_standing(entry), seen[place], -weight(entry), entry))
        seen[place] += 1
    return [row[-1] for row in sorted(placed, key=lambda row: row[:-1])]


def weight(entry: TestedClaim) -> float:
    """Return the share of the outcome's variance that the effect could explain, but for scale.

    The square of the effect, times how evenly the rows lie on its two sides.
    """
    inside, outside = entry.evidence.sides
    effect = entry.estimate.effect
    if math.isnan(effect) or inside + outside == 0:
        return 0.0
    return effect**2 * inside * outside / (inside + outside) ** 2


def _standing(entry: TestedClaim) -> tuple[int, int]:
    return ORDER.index(entry.verdict.verdict), int(entry.verdict.basis == "unadjusted")
