"""Which claims are about just the place that a sentence speaks of: these alone judge it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dataexplain.narration.grounding.assertions import (
    DIRECTION,
    NUMBER,
    ON_ITS_OWN,
    Assertion,
    Stated,
)
from dataexplain.narration.grounding.regions import ClaimBook
from dataexplain.records import ClaimRecord


def governing(
    assertion: Assertion, claims: Sequence[ClaimRecord], book: ClaimBook
) -> Sequence[ClaimRecord]:
    """Return the claims about just the place that is spoken of, all claims where there are none.

    A step is held against the claim of that step, a stretch against the claim of that stretch,
    and what is said of a whole column against the claim that it turns.

    Parameters
    ----------
    assertion : Assertion
    claims : sequence of ClaimRecord
        Those about the same columns.
    book : ClaimBook
    """
    if len(assertion.stated) != 1 or assertion.kind not in {DIRECTION, NUMBER}:
        return claims
    stated = assertion.stated[0]
    ends = [end for end in (stated.low, stated.high, *stated.points) if end is not None]
    if assertion.jump:
        steps = [
            claim
            for claim in claims
            if claim.kind == "threshold"
            and any(book.near(stated.column, end, claim.turn) for end in ends)
        ]
        if steps:
            return steps
    if assertion.throughout and not ends:
        turns = [claim for claim in claims if claim.kind == "turning_point"]
        if turns:
            return turns
    exact = [claim for claim in claims if _is_exactly(assertion, stated, claim, book)]
    nearest = min((_distance(ends, claim) for claim in claims), default=0.0)
    return [claim for claim in exact if _distance(ends, claim) <= nearest] or claims


def _distance(ends: Sequence[float], claim: ClaimRecord) -> float:
    """Return how far the nearest of the ends stated lies from a claim's bounds and turn."""
    own = [claim.turn]
    for entry in claim.region.values():
        own += [entry.get("low"), entry.get("high")]
    return min(
        (abs(end - value) for end in ends for value in own if value is not None), default=math.inf
    )


def _is_exactly(assertion: Assertion, stated: Stated, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether the ends stated are a claim's, both of a stretch or the one of a side."""
    region = claim.region.get(stated.column, {})
    ends = [end for end in (region.get("low"), region.get("high")) if end is not None]
    own = [end for end in (stated.low, stated.high) if end is not None]
    if claim.kind == "threshold" and len(own) == 1:
        return book.near(stated.column, own[0], claim.turn)
    if claim.kind not in {"trend", "level_contrast"} or not own or len(own) != len(ends):
        return False
    if len(own) == 1 and (assertion.basis == ON_ITS_OWN) != (claim.basis == "unadjusted"):
        return False
    pairs = zip(own, ends, strict=True)
    return all(book.near(stated.column, one, end) for one, end in pairs)
