"""How an assertion stands to one claim: the same, the opposite, another place, or apart."""

from __future__ import annotations

from dataclasses import replace

from dataexplain.narration.grounding.assertions import (
    DIRECTION,
    MATTERS,
    NUMBER,
    ON_ITS_OWN,
    TURN,
    Assertion,
    Stated,
)
from dataexplain.narration.grounding.interplay import TOGETHER, together_fit
from dataexplain.narration.grounding.regions import (
    APART,
    ELSEWHERE,
    OPPOSITE,
    SAME,
    ClaimBook,
    levels_fit,
    step_fit,
    stretch_fit,
    way,
)
from dataexplain.records import ClaimRecord


def standing_of(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str:
    """Return how direction and place of an assertion stand to a claim's.

    Parameters
    ----------
    assertion : Assertion
    claim : ClaimRecord
    book : ClaimBook
    """
    if claim.direction == "none":
        return OPPOSITE if assertion.sign and not assertion.quantities else APART
    if assertion.kind == TURN:
        return _turn_fit(assertion, claim, book)
    if assertion.kind in {NUMBER, MATTERS} or not assertion.sign:
        free = [
            standing_of(replace(assertion, kind=DIRECTION, sign=sign), claim, book)
            for sign in (1, -1)
        ]
        return SAME if SAME in free else ELSEWHERE if ELSEWHERE in free else APART
    if claim.kind in TOGETHER:
        return together_fit(assertion, claim, book)
    if len(assertion.stated) != 1:
        return APART
    if assertion.basis == ON_ITS_OWN and claim.basis != "unadjusted":
        return _plain_fit(assertion, claim, book)
    found = _single_fit(assertion, assertion.stated[0], claim, way(claim), book)
    # what is said on no basis may be said of the plain difference, where that goes another way
    plainly = not assertion.basis and _plain_way(claim) == -way(claim)
    unsure = plainly or _may_be_other_leg(assertion, claim, book)
    return APART if found == OPPOSITE and unsure else found


def _may_be_other_leg(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a way said of no stretch may be of the other leg of a turning course."""
    stated = assertion.stated[0]
    sized = assertion.quantities or assertion.strengths
    if claim.kind != "trend" or stated.bounded or stated.points or sized:
        return False
    return any(other.kind == "turning_point" for other in book.about(assertion.columns))


def _plain_fit(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str:
    """Return how what is said of a column on its own stands to a claim's plain difference."""
    sign = _plain_way(claim)
    if claim.kind == "turning_point" and sign != way(claim):
        return APART  # of a turn the plain difference tells one leg only
    if sign:
        return _single_fit(assertion, assertion.stated[0], claim, sign, book)
    plain = claim.unadjusted
    sign = 1 if plain is not None and plain.effect > 0 else -1
    found = _single_fit(assertion, assertion.stated[0], claim, sign, book)
    return APART if found == SAME else found  # none that is clear


def _plain_way(claim: ClaimRecord) -> int:
    """Return the way of a claim's plain difference, 0 where its interval leaves it open."""
    plain = claim.unadjusted
    if plain is None or claim.basis == "unadjusted":
        return way(claim)
    if plain.interval[0] <= 0 <= plain.interval[1]:
        return 0
    return 1 if plain.effect > 0 else -1


def _single_fit(
    assertion: Assertion, stated: Stated, claim: ClaimRecord, sign: int, book: ClaimBook
) -> str:
    region = claim.region.get(stated.column, {})
    if region.get("missing"):
        if not stated.missing:
            return APART
        return SAME if assertion.sign == sign else OPPOSITE
    if stated.missing:
        return APART
    levels = frozenset(str(level) for level in region.get("levels", ()))
    if levels:
        if not (stated.levels or stated.others):
            return APART
        against = frozenset(
            str(level) for level in claim.against.get(stated.column, {}).get("levels", ())
        )
        return levels_fit(stated, assertion.sign, levels, against, sign)
    low, high = region.get("low"), region.get("high")
    if claim.kind == "trend":
        if assertion.jump and (stated.points or (stated.bounded and stated.low != low)):
            return APART
        return stretch_fit(book, stated, assertion, low, high, sign)
    if claim.kind == "turning_point":
        return _leg_fit(assertion, stated, claim, book)
    if claim.kind == "threshold" and claim.turn is not None:
        return step_fit(book, stated, assertion, claim.turn, sign)
    if low is not None:
        return step_fit(book, stated, assertion, low, sign)
    if high is not None:
        return step_fit(book, stated, assertion, high, -sign)
    return APART


def _leg_fit(assertion: Assertion, stated: Stated, claim: ClaimRecord, book: ClaimBook) -> str:
    """Return how a way over a stretch stands to the leg of a turning course it lies on."""
    if assertion.jump or claim.turn is None:
        return APART
    if not (stated.bounded or stated.points):
        return OPPOSITE if assertion.throughout else APART
    region = claim.region[stated.column]
    legs: tuple[tuple[float | None, float | None, int], ...] = (
        (region.get("low"), claim.turn, -way(claim)),
        (claim.turn, region.get("high"), way(claim)),
    )
    if assertion.quantities or assertion.strengths:
        legs = legs[1:]  # the size that a claim of a turn tells is of what comes after it
    fits = [stretch_fit(book, stated, assertion, low, high, sign) for low, high, sign in legs]
    if ELSEWHERE in fits and len(set(fits)) > 1:
        fits.remove(ELSEWHERE)  # it lies on the other leg
    return next((standing for standing in (SAME, OPPOSITE, ELSEWHERE) if standing in fits), APART)


def _turn_fit(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str:
    stated = assertion.stated[0]
    if claim.kind != "turning_point":
        turns = any(other.kind == "turning_point" for other in book.about(assertion.columns))
        return APART if turns else OPPOSITE
    near = [point for point in stated.points if book.near(stated.column, point, claim.turn)]
    if stated.points and not near:
        return ELSEWHERE
    return SAME if assertion.after == way(claim) else OPPOSITE
