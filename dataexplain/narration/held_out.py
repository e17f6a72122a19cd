"""What held-out rows say where somebody expected something: the statement that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dataexplain.narration.bases import own_features
from dataexplain.narration.declared import MISSING, NOTHING, DeclaredExpectation
from dataexplain.narration.expectation_questions import HIGHER, LOWER, outcome_higher
from dataexplain.narration.ordered_levels import level_places
from dataexplain.records import ClaimRecord, ColumnRecord, ReportRecord

NO_EFFECT = "no effect"
# What a turning point finds: neither direction holds throughout.
DOWN_THEN_UP, UP_THEN_DOWN = "lower then higher", "higher then lower"
_OPPOSITE = {HIGHER: LOWER, LOWER: HIGHER}
_OF_NUMBERS = frozenset({"trend", "threshold"})
_OF_SIDES = frozenset({"level_contrast", "term_effect", "question_effect"})
# The parts of a date of which a later date has the larger one.
_GROWING_PART = ".year"


@dataclass(frozen=True)
class HeldOut:
    """What a supported claim says of a situation.

    Parameters
    ----------
    claim : ClaimRecord
    way : str
        "higher", "lower", "no effect", "lower then higher" or "higher then lower".
    opposite : bool, default=False
        Whether the situation is the side that the claim's own is compared with.
    """

    claim: ClaimRecord
    way: str
    opposite: bool = False


def found_of_question(claim: ClaimRecord, report: ReportRecord) -> HeldOut | None:
    """Return what the claim that a model was asked about says of larger values, or of its levels.

    Parameters
    ----------
    claim : ClaimRecord
    report : ReportRecord

    Returns
    -------
    HeldOut or None
        None where the outcome turns along the column, so that no direction holds throughout.
    """
    if claim.kind == "no_effect":
        return HeldOut(claim, NO_EFFECT)
    levels = _levels(claim.region.get(claim.features[0], {}))
    if not levels and any(
        other.kind == "turning_point"
        and other.verdict == "supported"
        and other.features[0] == claim.features[0]
        and other.outcome_class == claim.outcome_class
        for other in report.claims
    ):
        return None
    return _directed(claim, opposite=outcome_higher(claim) != (claim.direction == "up"))


def found_of_wish(wish: DeclaredExpectation, report: ReportRecord) -> HeldOut | None:
    """Return what the leading supported claim says of what a user expected.

    A claim that the outcome turns along a column answers before one about a part of it.

    Parameters
    ----------
    wish : DeclaredExpectation
    report : ReportRecord

    Returns
    -------
    HeldOut or None
        None where no claim compares what the user spoke of.
    """
    column = next((entry for entry in report.columns if entry.name == wish.column), None)
    column = column or ColumnRecord(wish.column, "numeric", 0, 0)
    found = list(_answers(wish, column, report))
    turning = (
        entry
        for entry in found
        if entry.claim.kind == "turning_point"
        and entry.claim.outcome_class == found[0].claim.outcome_class
    )
    return next(turning, found[0] if found else None)


def _answers(
    wish: DeclaredExpectation, column: ColumnRecord, report: ReportRecord
) -> Iterator[HeldOut]:
    names = {column.name}
    if wish.level is None and column.role in {"date", "time"}:
        names.add(f"{column.name}{_GROWING_PART}")
    for claim in report.claims:
        own = own_features(claim)
        if claim.verdict != "supported" or len(own) != 1 or own[0] not in names:
            continue
        found = _of_level(claim, wish, column) if wish.level else _of_growth(claim, wish, column)
        if found is not None:
            yield found


def _of_level(
    claim: ClaimRecord, wish: DeclaredExpectation, column: ColumnRecord
) -> HeldOut | None:
    """Return what a claim says of one level alone, or of its missing cells."""
    condition = claim.region.get(column.name, {})
    is_missing = wish.level == MISSING and MISSING not in column.levels
    if claim.kind == "no_effect" and not is_missing:
        return HeldOut(claim, NO_EFFECT)
    if claim.kind not in _OF_SIDES:
        return None
    if is_missing:
        return _directed(claim) if condition.get("missing") else None
    own, other = _sides(claim, column)
    if own == (wish.level,):
        return _directed(claim)
    return _directed(claim, opposite=True) if other == (wish.level,) else None


def _of_growth(
    claim: ClaimRecord, wish: DeclaredExpectation, column: ColumnRecord
) -> HeldOut | None:
    """Return what a claim says of larger values of a column, or of its levels in their order."""
    condition = claim.region.get(claim.features[0], {})
    if claim.kind == "no_effect":
        return HeldOut(claim, NO_EFFECT)
    if condition.get("missing"):
        return None
    if claim.kind == "turning_point":
        return HeldOut(claim, DOWN_THEN_UP if claim.direction == "up" else UP_THEN_DOWN)
    if claim.kind in _OF_NUMBERS:
        return _directed(claim)
    if claim.kind not in _OF_SIDES:
        return None
    if not condition.get("levels"):
        is_upper, is_lower = (condition.get(end) is None for end in ("high", "low"))
        return _directed(claim, opposite=is_lower) if is_upper != is_lower else None
    places = level_places(column.levels, column.scores)
    if places is None:  # that levels without an order do not matter is all one can say
        return _directed(claim) if wish.direction == NOTHING else None
    sides = _sides(claim, column)
    own, other = ([places[level] for level in side if level in places] for side in sides)
    if not own or not other or not (min(own) > max(other) or max(own) < min(other)):
        return None
    return _directed(claim, opposite=max(own) < min(other))


def _directed(claim: ClaimRecord, *, opposite: bool = False) -> HeldOut:
    way = HIGHER if claim.direction == "up" else LOWER
    return HeldOut(claim, _OPPOSITE[way] if opposite else way, opposite)


def _sides(claim: ClaimRecord, column: ColumnRecord) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the levels in a claim's region, and those that it is compared with.

    Where it names none of these, they are all others of a column without missing cells.
    """
    condition = claim.region.get(column.name, {})
    own = _levels(condition) or _scored_levels(condition, column)
    other = _levels(claim.against.get(column.name, {}))
    if own and not other and not column.missing:
        other = tuple(level for level in column.levels if level not in own)
    return tuple(own), other


def _scored_levels(condition: Mapping[str, Any], column: ColumnRecord) -> tuple[str, ...]:
    """Return the levels of an ordinal column whose scores lie within bounds."""
    low, high = condition.get("low"), condition.get("high")
    return tuple(
        level
        for level, score in zip(column.levels, column.scores, strict=False)
        if (low is not None or high is not None)
        and (low is None or score >= low)
        and (high is None or score < high)
    )


def _levels(condition: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(level) for level in condition.get("levels") or ())
