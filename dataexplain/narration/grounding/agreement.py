"""An assertion against the claims of a report: agrees, contradicts, or not covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dataexplain.narration.grounding.assertions import (
    AGREES,
    CONTRADICTS,
    DIRECTION,
    ENDS_HELD_FIXED,
    HELD_FIXED,
    MATTERS,
    NO_EFFECT,
    NOT_COVERED,
    NUMBER,
    OPEN,
    TURN,
    Assertion,
    Judged,
    Stated,
)
from dataexplain.narration.grounding.figures import (
    could_be_effect_of,
    is_effect_of,
    misfit,
    unjudged,
)
from dataexplain.narration.grounding.governing import governing
from dataexplain.narration.grounding.interplay import DRIFT, TOGETHER, side_agrees
from dataexplain.narration.grounding.regions import (
    ELSEWHERE,
    OPPOSITE,
    PART,
    SAME,
    ClaimBook,
    own_columns,
)
from dataexplain.narration.grounding.standing import standing_of
from dataexplain.records import ClaimRecord

_MOST_NAMED = 3
_TWO_CLASSES = 2


@dataclass(frozen=True)
class Fit:
    """How an assertion stands to one claim, and what is wrong beyond direction and place.

    `unjudged` is a number that the claim can neither bear out nor refute.
    """

    claim: ClaimRecord
    standing: str
    wrong: str | None = None
    unjudged: str | None = None


def judge(assertion: Assertion, book: ClaimBook) -> Judged:
    """Return how an assertion stands to the claims.

    Parameters
    ----------
    assertion : Assertion
    book : ClaimBook
    """
    if len(book.report.outcome.classes) > _TWO_CLASSES:
        if not assertion.outcome_class:
            return Judged(NOT_COVERED, "does not say of which class of the outcome it speaks")
        book = book.of_class(assertion.outcome_class)
    return _judged(assertion, book)


def _judged(assertion: Assertion, book: ClaimBook) -> Judged:
    if assertion.kind == OPEN:
        return _open(assertion, book)
    if assertion.kind == NO_EFFECT:
        return _nothing(assertion, book)
    if assertion.kind == MATTERS:
        claims = _related(assertion, book)
        if claims and not assertion.quantities:
            wrong = [_wrong(assertion, claim, book) for claim in claims]
            if None in wrong:
                return Judged(AGREES, f"{_names(claims)} found that it matters", _ids(claims))
            return Judged(CONTRADICTS, f"{wrong[0]} ({claims[0].id})", _ids(claims))
    assertion = _focused(assertion, book)
    fits = _fits(assertion, book)
    if not fits and assertion.joint:
        return _not_found_together(assertion, book)
    if not fits and len(assertion.stated) > 1:
        return _one_by_one(assertion, book)
    judged = _verdict(assertion, fits, book)
    told = assertion.quantities or assertion.jump or assertion.joint
    if assertion.kind == NUMBER and not told:
        return Judged(NOT_COVERED, f"says nothing of {_listed(assertion)} that could be read")
    return judged


def _focused(assertion: Assertion, book: ClaimBook) -> Assertion:
    """Return an assertion without columns of which it says nothing, where others tell more.

    "At a given number of rooms, more people go with lower prices" is about the people.
    """
    told = tuple(entry for entry in assertion.stated if not entry.bare)
    if not told or assertion.kind not in {DIRECTION, NUMBER, TURN} or assertion.joint:
        return assertion
    if any(own_columns(claim) == assertion.columns for claim in book.report.claims):
        return assertion
    return replace(assertion, stated=told)


def _not_found_together(assertion: Assertion, book: ClaimBook) -> Judged:
    """Return the verdict on columns said to do something together that no claim found."""
    for quantity in assertion.quantities:
        for claim in book.supported:
            if is_effect_of(quantity, claim, book):
                return Judged(CONTRADICTS, _of_another(quantity.text, claim), (claim.id,))
    for claim in book.supported:
        shared = [entry for entry in assertion.stated if entry.column in claim.region]
        same = [entry for entry in shared if side_agrees(entry, claim, book) and not entry.bare]
        if claim.kind in TOGETHER and same and len(shared) < len(assertion.stated):
            return Judged(CONTRADICTS, _of_another("this pairing", claim), (claim.id,))
    return _uncovered(assertion, book)


def _verdict(assertion: Assertion, fits: Sequence[Fit], book: ClaimBook) -> Judged:
    """Return the verdict of the claim that fits best."""
    same = [fit for fit in fits if fit.standing == SAME]
    fitting = [fit for fit in same if fit.wrong is None]
    agreeing = [fit.claim for fit in fitting if fit.unjudged is None]
    if assertion.negated:
        return _denied(same, [fit for fit in fits if fit.standing == OPPOSITE])
    if agreeing:
        return Judged(AGREES, f"as {_names(agreeing)} found", _ids(agreeing))
    if fitting:
        first = fitting[0]
        reason = f"{first.claim.id} cannot tell whether it is {first.unjudged}"
        return Judged(NOT_COVERED, reason, (first.claim.id,))
    if same:
        first = same[0]
        return Judged(CONTRADICTS, f"{first.wrong} ({first.claim.id})", (first.claim.id,))
    part = [fit.claim for fit in fits if fit.standing == PART]
    for standing in (OPPOSITE, ELSEWHERE) if not part else (OPPOSITE,):
        found = [fit.claim for fit in fits if fit.standing == standing]
        if found:
            return Judged(CONTRADICTS, _against(assertion, found[0], standing), _ids(found))
    borrowed = _borrowed(assertion, book)
    if borrowed is not None:
        return borrowed
    return _uncovered(assertion, book)


def _denied(same: Sequence[Fit], opposite: Sequence[Fit]) -> Judged:
    """Return the verdict on "does not rise"."""
    if same:
        claims = [fit.claim for fit in same]
        return Judged(CONTRADICTS, f"denies what {_names(claims)} found", _ids(claims))
    if opposite:
        claims = [fit.claim for fit in opposite]
        return Judged(AGREES, f"{_names(claims)} found the opposite", _ids(claims))
    return Judged(NOT_COVERED, "no claim speaks of this")


def _uncovered(assertion: Assertion, book: ClaimBook) -> Judged:
    open_claims = [
        claim
        for claim in book.others
        if own_columns(claim) == assertion.columns and _is_like(assertion, claim, book)
    ]
    if (
        open_claims
        and assertion.kind in {DIRECTION, TURN, MATTERS}
        and not _related(assertion, book)
    ):
        claim = open_claims[0]
        verdict = claim.verdict.replace("_", " ")
        return Judged(CONTRADICTS, f"states as found what {claim.id} leaves {verdict}", (claim.id,))
    return Judged(NOT_COVERED, f"no claim speaks of this about {_listed(assertion)}")


def _is_like(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a claim is about what an assertion states, whichever way it goes."""
    return any(
        standing_of(replace(assertion, sign=sign, basis=""), claim, book) == SAME
        for sign in (1, -1)
    )


def _listed(assertion: Assertion) -> str:
    return ", ".join(sorted(assertion.columns))


def _names(claims: Sequence[ClaimRecord]) -> str:
    return " and ".join(claim.id for claim in claims[:_MOST_NAMED])


def _ids(claims: Iterable[ClaimRecord]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.id for claim in claims))


def _against(assertion: Assertion, claim: ClaimRecord, standing: str) -> str:
    said = {1: "higher", -1: "lower", 0: "different"}[assertion.sign]
    if standing == ELSEWHERE:
        return f"says so of another place than {claim.id}: {claim.text}"
    return f"says that the outcome is {said} there; {claim.id} found: {claim.text}"


def _related(assertion: Assertion, book: ClaimBook) -> list[ClaimRecord]:
    """Return the supported claims that an assertion about its columns as such speaks of."""
    own = [
        claim
        for claim in book.about(assertion.columns)
        if claim.direction != "none"
        and (claim.kind in TOGETHER or not assertion.joint)
        and _touches(assertion, claim, book)
    ]
    if own or len(assertion.stated) < 2 or assertion.joint:
        return own
    single = [
        [
            claim
            for claim in book.about(frozenset({entry.column}))
            if claim.direction != "none"
            and _touches(replace(assertion, stated=(entry,)), claim, book)
        ]
        for entry in assertion.stated
    ]
    return [claims[0] for claims in single if claims] if all(single) else []


def _touches(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a claim is about the levels and stretches that an assertion names."""
    for entry in assertion.stated:
        region = claim.region.get(entry.column, {})
        named = set(entry.levels) | set(entry.others)
        levels = {str(level) for level in region.get("levels", ())}
        if named and levels and not named & levels:
            return False
        if entry.bounded and not levels:
            way_free = replace(assertion, stated=(entry,), sign=1)
            fits = {
                standing_of(way_free, claim, book),
                standing_of(replace(way_free, sign=-1), claim, book),
            }
            if SAME not in fits and len(own_columns(claim)) == 1:
                return False
    return True


def _open(assertion: Assertion, book: ClaimBook) -> Judged:
    """Return the verdict on "it is open whether"."""
    signs = (assertion.sign,) if assertion.sign else (1, -1)
    related = [
        claim
        for claim in _related(replace(assertion, joint=False), book)
        if any(standing_of(replace(assertion, sign=sign), claim, book) == SAME for sign in signs)
        or assertion.sign == 0
    ]
    adjusted = [claim for claim in related if claim.basis != "unadjusted"]
    plain = [claim for claim in related if claim.basis == "unadjusted"]
    undecided = [
        claim
        for claim in book.others
        if own_columns(claim) <= assertion.columns and _names_levels(assertion, claim)
    ]
    if adjusted:
        return Judged(CONTRADICTS, f"calls open what {_names(adjusted)} found", _ids(adjusted))
    if plain and assertion.basis != HELD_FIXED:
        return Judged(CONTRADICTS, f"calls open what {_names(plain)} found", _ids(plain))
    if plain or undecided:
        claims = plain or undecided
        return Judged(AGREES, f"{_names(claims)} leaves this open", _ids(claims))
    return Judged(NOT_COVERED, f"no claim speaks of this about {_listed(assertion)}")


def _names_levels(assertion: Assertion, claim: ClaimRecord) -> bool:
    """Return whether the levels a claim is about are named, where any are."""
    for entry in assertion.stated:
        levels = {str(level) for level in claim.region.get(entry.column, {}).get("levels", ())}
        named = set(entry.levels) | set(entry.others)
        if levels and named and not levels & named:
            return False
    return True


def _nothing(assertion: Assertion, book: ClaimBook) -> Judged:
    """Return the verdict on "it makes no difference"."""
    flat = [
        claim
        for claim in book.supported
        if claim.direction == "none" and assertion.columns <= own_columns(claim)
    ]
    related = _related(assertion, book)
    if flat and not related:
        return Judged(AGREES, f"as {_names(flat)} found", _ids(flat))
    plain = [claim for claim in related if claim.basis == "unadjusted"]
    if plain == related and related and assertion.basis == HELD_FIXED:
        return Judged(
            AGREES, f"{_names(plain)} ends with the other columns held fixed", _ids(plain)
        )
    if related:
        return Judged(CONTRADICTS, f"denies what {_names(related)} found", _ids(related))
    return Judged(NOT_COVERED, f"no claim speaks of this about {_listed(assertion)}")


def _fits(assertion: Assertion, book: ClaimBook) -> list[Fit]:
    """Return how an assertion stands to each claim about its columns."""
    claims: Sequence[ClaimRecord] = book.about(assertion.columns)
    if assertion.joint:
        together = [
            claim
            for claim in book.supported
            if claim.kind in TOGETHER and assertion.columns <= own_columns(claim)
        ]
        claims = tuple(together) or claims
    if assertion.over_time:
        claims = [claim for claim in claims if claim.kind == DRIFT] or claims
    fits = []
    claims = governing(assertion, claims, book)
    for claim in claims:
        standing = standing_of(assertion, claim, book)
        wrong = _wrong(assertion, claim, book) if standing == SAME else None
        fits.append(Fit(claim, standing, wrong, unjudged(assertion, claim, book)))
    return fits


def _wrong(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str | None:
    if claim.basis == "unadjusted" and assertion.basis == HELD_FIXED:
        return "says so with the other columns held fixed, which was not found"
    if claim.basis != "unadjusted" and assertion.basis == ENDS_HELD_FIXED:
        return "says that it ends with the other columns held fixed, which was not found"
    others = set(assertion.entangled) - set(claim.entangled_with) - own_columns(claim)
    if assertion.entangled and claim.entangled_with and others:
        return f"says that it cannot be told apart from {', '.join(sorted(others))}"
    return misfit(assertion, claim, book)


def _one_by_one(assertion: Assertion, book: ClaimBook) -> Judged:
    """Return the verdict on several columns said to go the same way, each by itself."""
    parts = [
        _judged(replace(assertion, stated=(entry,), quantities=()), book)
        for entry in assertion.stated
    ]
    for part in parts:
        if part.mark == CONTRADICTS:
            return part
    borrowed = _borrowed(assertion, book)
    if borrowed is not None:
        return borrowed
    ids = tuple(dict.fromkeys(name for part in parts for name in part.claims))
    if parts and all(part.mark == AGREES for part in parts):
        return Judged(AGREES, "; ".join(dict.fromkeys(part.reason for part in parts)), ids)
    return Judged(NOT_COVERED, f"no claim speaks of this about {_listed(assertion)}", ids)


def _borrowed(assertion: Assertion, book: ClaimBook) -> Judged | None:
    """Return the verdict where a number belongs to a claim about another column."""
    own = list(book.about(assertion.columns)) or [
        claim for claim in book.supported if own_columns(claim) & assertion.columns
    ]
    if assertion.kind not in {DIRECTION, TURN, NUMBER}:
        return None
    foreign = [
        quantity
        for quantity in assertion.quantities
        if not any(could_be_effect_of(quantity, assertion, claim, book) for claim in own)
    ]
    for claim in book.supported:
        if claim in own:
            continue
        for quantity in foreign:
            if is_effect_of(quantity, claim, book):
                return Judged(CONTRADICTS, _of_another(quantity.text, claim), (claim.id,))
        for entry in assertion.stated:
            if (not own and _same_stretch(entry, claim)) or (
                assertion.jump
                and claim.turn is not None
                and claim.turn in (entry.low, *entry.points)
            ):
                return Judged(CONTRADICTS, _of_another("this stretch", claim), (claim.id,))
    return None


def _same_stretch(stated: Stated, claim: ClaimRecord) -> bool:
    """Return whether both ends stated are those of a claim about another column."""
    if stated.low is None or stated.high is None or len(own_columns(claim)) != 1:
        return False
    region = claim.region.get(min(own_columns(claim)), {})
    return bool(region.get("low") == stated.low and region.get("high") == stated.high)


def _of_another(what: str, claim: ClaimRecord) -> str:
    return f"{what} belongs to {' and '.join(claim.features)}: {claim.id}"
