"""What is said of columns together, or of a column in the course of time, against such claims."""

from __future__ import annotations

from dataexplain.narration.grounding.assertions import Assertion, Stated
from dataexplain.narration.grounding.regions import (
    APART,
    ELSEWHERE,
    OPPOSITE,
    SAME,
    ClaimBook,
    way,
)
from dataexplain.records import ClaimRecord

DRIFT = "drift"
TOGETHER = frozenset({"subgroup", "interaction", DRIFT})


def together_fit(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str:
    """Return how what is said of columns stands to a claim about them together, or over time.

    Parameters
    ----------
    assertion : Assertion
    claim : ClaimRecord
    book : ClaimBook
    """
    if claim.kind == DRIFT and not assertion.over_time:
        return APART
    if claim.kind == "interaction" and not assertion.interplay:
        return _slope_fit(assertion, claim)
    side = 1 if claim.kind != "interaction" or assertion.change else _growth(claim)
    for entry in assertion.stated:
        if claim.kind == "subgroup":
            if not side_agrees(entry, claim, book):
                return ELSEWHERE
        else:
            side *= _side_of(entry, claim, book)
    if side == 0:
        return APART
    return SAME if assertion.sign * side == way(claim) else OPPOSITE


def _growth(claim: ClaimRecord) -> int:
    """Return the way of the effects of which "larger" is said, 0 where they go both ways."""
    ways = {part.effect > 0 for part in claim.parts if part.effect}
    if len(ways) > 1:
        return 0
    return -1 if ways == {False} else 1


def _slope_fit(assertion: Assertion, claim: ClaimRecord) -> str:
    """Return how "rises with dose for women" stands to the slope that the claim shows there."""
    levels = [entry.levels[0] for entry in assertion.stated if len(entry.levels) == 1]
    ways = [entry.sign or 1 for entry in assertion.stated if not (entry.levels or entry.others)]
    if len(levels) != 1 or len(ways) != 1 or not assertion.change:
        return APART
    for part in claim.parts:
        low, high = part.interval
        if part.label.endswith(f" is {levels[0]}") and low * high > 0:
            return SAME if assertion.sign * ways[0] * part.effect > 0 else OPPOSITE
    return APART


def _side_of(stated: Stated, claim: ClaimRecord, book: ClaimBook) -> int:
    """Return 1 on the side of a column that an interaction speaks of, -1 on the other, 0 within.

    "Gains more where it is no" says of the one side what "gains less where it is yes" does.
    """
    region = claim.region.get(stated.column, {})
    levels = {str(level) for level in region.get("levels", ())}
    if not levels or not (stated.levels or stated.others):
        return stated.sign or 1
    main, other = set(stated.levels), set(stated.others)
    if not main:
        return -1 if other == levels else 0
    if main == levels:
        return 1
    rest = set(book.levels_of(stated.column)) - levels
    return -1 if not main & levels and (other == levels or main == rest) else 0


def side_agrees(stated: Stated, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether what is said of one column is what a claim of several says of it.

    Parameters
    ----------
    stated : Stated
    claim : ClaimRecord
    book : ClaimBook
    """
    region = claim.region.get(stated.column)
    if region is None or claim.kind != "subgroup":
        return True
    levels = {str(level) for level in region.get("levels", ())}
    if levels:
        return not stated.levels or set(stated.levels) == levels
    low, high = region.get("low"), region.get("high")
    for end, own in ((stated.low, low), (stated.high, high)):
        if end is not None and not book.near(stated.column, end, own):
            return False
    inside = all(
        (low is None or point >= low or book.near(stated.column, point, low))
        and (high is None or point < high)
        for point in stated.points
    )
    side = (low is not None) - (high is not None)
    return inside and not (stated.sign and side and stated.sign != side)
