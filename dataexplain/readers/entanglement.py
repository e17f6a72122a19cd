"""Columns that move together too closely to be told apart: found on discovery rows."""

from __future__ import annotations

import dataclasses

from dataexplain.claims import Claim, compile_claim
from dataexplain.models.adjustment import AdjustedRows

LEAST_OVERLAP = 0.05
ENOUGH_OVERLAP = 0.2
MOST_ENTANGLED = 4


def entangle(claim: Claim, rows: AdjustedRows) -> Claim:
    """Name the columns a claim cannot be told apart from, and stop holding them fixed.

    Nothing is changed where enough of what varies is left once the other columns are held. Else
    the column whose release frees most is released, one after the other; if a few are not enough
    the claim stays as it is, and the verification rows will say how little is left.

    Parameters
    ----------
    claim : Claim
    rows : AdjustedRows
        Discovery rows.
    """
    overlap = _overlap(claim, rows)
    if overlap >= LEAST_OVERLAP or len(claim.features) > 1:
        return claim
    released: tuple[str, ...] = ()
    while overlap < ENOUGH_OVERLAP and len(released) < MOST_ENTANGLED:
        candidates = [name for name in rows.names if name not in {*claim.features, *released}]
        if not candidates:
            break
        freed = {
            name: _overlap(dataclasses.replace(claim, entangled_with=(*released, name)), rows)
            for name in candidates
        }
        best = max(freed, key=lambda name: freed[name])
        released, overlap = (*released, best), freed[best]
    if overlap < ENOUGH_OVERLAP:
        return claim
    return dataclasses.replace(claim, entangled_with=released)


def _overlap(claim: Claim, rows: AdjustedRows) -> float:
    contrasts = compile_claim(claim, rows.names)
    return min(rows.overlap(contrast) for contrast in contrasts)
