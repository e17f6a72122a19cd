"""Where a claim holds, against where a sentence says so: bounds after rounding, and levels."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dataexplain.narration.grounding.assertions import Assertion, Stated
from dataexplain.narration.grounding.words import tokens
from dataexplain.records import ClaimRecord, ReportRecord

SUPPORTED = "supported"
# How far a stated bound may lie from the claim's: of what is known of the column's range, else of
# the bound itself; a year is not rounded.
_OF_RANGE, _OF_BOUND = 0.03, 0.025
_YEAR = re.compile(r"year|(?<![a-z])yr|built|date")
# PART: said of some of a claim's levels as the claim says it of all: no contradiction.
SAME, OPPOSITE, ELSEWHERE, APART, PART = "same", "opposite", "elsewhere", "apart", "part"
# A single value this far up a stretch stands for its upper end, and the rest for its lower.
_UPPER, _LOWER = 0.6, 0.4


@dataclass(frozen=True)
class ClaimBook:
    """The claims of a report by the columns they are about."""

    report: ReportRecord

    @cached_property
    def supported(self) -> tuple[ClaimRecord, ...]:
        """The supported claims in their order."""
        return tuple(claim for claim in self.report.claims if claim.verdict == SUPPORTED)

    @cached_property
    def others(self) -> tuple[ClaimRecord, ...]:
        """The claims that are not supported, stay open, or could not be tested."""
        return tuple(claim for claim in self.report.claims if claim.verdict != SUPPORTED)

    @cached_property
    def class_bounds(self) -> frozenset[float]:
        """The numbers in the names of the outcome's classes: 50,000 of ">50K"."""
        found = (token for name in self.report.outcome.classes for token in tokens(name))
        return frozenset(token.value for token in found if token.value is not None)

    def of_class(self, outcome_class: str) -> ClaimBook:
        """Return the claims about one class of the outcome alone."""
        if outcome_class not in self._by_class:
            claims = tuple(
                claim
                for claim in self.report.claims
                if claim.outcome_class in {outcome_class, None}
            )
            self._by_class[outcome_class] = ClaimBook(replace(self.report, claims=claims))
        return self._by_class[outcome_class]

    @cached_property
    def _by_class(self) -> dict[str, ClaimBook]:
        return {}

    def levels_of(self, column: str) -> tuple[str, ...]:
        """Return the known levels of a column, none where its record lists none."""
        found = (entry.levels for entry in self.report.columns if entry.name == column)
        return next(found, ())

    def about(self, columns: frozenset[str]) -> tuple[ClaimRecord, ...]:
        """Return the supported claims about just these columns."""
        return self._by_columns.get(columns, ())

    @cached_property
    def _by_columns(self) -> dict[frozenset[str], tuple[ClaimRecord, ...]]:
        found: dict[frozenset[str], list[ClaimRecord]] = {}
        for claim in self.supported:
            found.setdefault(own_columns(claim), []).append(claim)
        return {columns: tuple(claims) for columns, claims in found.items()}

    @cached_property
    def tolerances(self) -> dict[str, float]:
        """How far a stated bound of a column may be off, where claims show its range."""
        seen: dict[str, set[float]] = {}
        for claim in self.report.claims:
            for column, entry in claim.region.items():
                seen.setdefault(column, set()).update(_ends(entry))
            if claim.turn is not None:
                seen.setdefault(claim.features[0], set()).add(claim.turn)
        return {
            column: _OF_RANGE * (max(ends) - min(ends))
            for column, ends in seen.items()
            if len(ends) > 1
        }

    def near(self, column: str, stated: float, value: float | None) -> bool:
        """Return whether a stated bound is a claim's bound after honest rounding."""
        if value is None or not math.isfinite(stated):
            return False
        allowed = self.tolerances.get(column)
        if allowed is None:
            allowed = 1.0 if _YEAR.search(column.lower()) else _OF_BOUND * abs(value)
        return abs(stated - value) <= max(allowed, 1e-9)


def own_columns(claim: ClaimRecord) -> frozenset[str]:
    """Return the columns a claim is about, without those it cannot be told apart from."""
    return frozenset(claim.features) - frozenset(claim.entangled_with) or frozenset(claim.features)


def _ends(entry: dict[str, Any]) -> Iterator[float]:
    for end in (entry.get("low"), entry.get("high")):
        if isinstance(end, (int, float)):
            yield float(end)


def way(claim: ClaimRecord) -> int:
    """Return 1 where a claim says higher or rises, -1 else."""
    return 1 if claim.direction == "up" else -1


def position(stated: Stated, assertion: Assertion) -> int:
    """Return which side of its column a sentence speaks of: 1 more of it, -1 less.

    A course over a stretch ("rises up to 22") goes upward through the column.
    """
    if stated.sign:
        return stated.sign
    if stated.high is not None and stated.low is None and not assertion.change:
        return -1
    return 1


def stretch_fit(
    book: ClaimBook,
    stated: Stated,
    assertion: Assertion,
    low: float | None,
    high: float | None,
    sign: int,
) -> str:
    """Return how a statement stands to a slope of a sign between two values.

    Parameters
    ----------
    book : ClaimBook
    stated : Stated
    assertion : Assertion
    low, high : float or None
    sign : int
    """
    if not _overlaps(book, stated, assertion, low, high):
        return ELSEWHERE
    side = position(stated, assertion)
    if stated.points and not stated.sign and not stated.bounded and not assertion.change:
        side = _side_of(stated, low, high)
    said = assertion.sign * side
    unread = any(quantity.kind == "" for quantity in assertion.quantities)
    unsure = (stated.bare and unread) or (
        stated.reach and not stated.sign and not assertion.change and stated.low is None
    )
    if said == 0 or (unsure and said != sign):
        return APART
    return SAME if said == sign else OPPOSITE


def _side_of(stated: Stated, low: float | None, high: float | None) -> int:
    """Return whether single values stand for the upper end of a stretch, 0 where for neither."""
    if low is None or high is None or high <= low:
        return 1
    shares = [(point - low) / (high - low) for point in stated.points]
    side = 1 if min(shares) >= _UPPER else -1 if max(shares) <= _LOWER else 0
    return -side if stated.compared else side


def _overlaps(
    book: ClaimBook, stated: Stated, assertion: Assertion, low: float | None, high: float | None
) -> bool:
    column = stated.column
    if stated.low is not None and stated.high is not None:
        above = low is None or stated.low >= low or book.near(column, stated.low, low)
        below = high is None or stated.high <= high or book.near(column, stated.high, high)
        if assertion.begins:
            return book.near(column, stated.low, low) and book.near(column, stated.high, high)
        return above and below
    if stated.low is not None:
        if assertion.begins and low is not None:
            return book.near(column, stated.low, low)
        inside = high is None or (stated.low < high and not book.near(column, stated.low, high))
        above = low is None or stated.low >= low or book.near(column, stated.low, low)
        return inside and above
    if stated.high is not None:
        inside = low is None or (stated.high > low and not book.near(column, stated.high, low))
        below = high is None or stated.high <= high or book.near(column, stated.high, high)
        return inside and below
    if assertion.begins and low is not None and stated.points:
        return any(book.near(column, point, low) for point in stated.points)
    return all(
        (low is None or point >= low or book.near(column, point, low))
        and (high is None or point <= high or book.near(column, point, high))
        for point in stated.points
    )


def step_fit(book: ClaimBook, stated: Stated, assertion: Assertion, value: float, sign: int) -> str:
    """Return how a statement stands to a step of a sign at a value."""
    ends = [end for end in (stated.low, stated.high) if end is not None] + list(stated.points)
    if ends and not any(book.near(stated.column, end, value) for end in ends):
        return ELSEWHERE
    said = assertion.sign * position(stated, assertion)
    return SAME if said == sign else OPPOSITE


def levels_fit(
    stated: Stated, sign: int, region: frozenset[str], against: frozenset[str], claimed: int
) -> str:
    """Return how a comparison of levels stands to a claim's.

    Parameters
    ----------
    stated : Stated
    sign : int
        The outcome's way at the stated levels.
    region, against : frozenset of str
        The claim's levels, and those it holds them against; none are all the rest.
    claimed : int
        The claim's way at its levels.

    Examples
    --------
    >>> women = Stated("sex", levels=("female",), others=("male",))
    >>> levels_fit(women, 1, frozenset({"male"}), frozenset(), -1)
    'same'
    """
    main, other = frozenset(stated.levels), frozenset(stated.others)
    if not main:  # "lower than for these": all the rest is spoken of
        main, other, sign = other, frozenset(), -sign
    if main == region and not other & region:
        beside = other - against if against else frozenset()
        if beside:
            return APART
        return SAME if sign == claimed else OPPOSITE
    if other == region or (against and main == against):
        if against and main - against:
            return APART
        if other and not (other & region):
            return APART
        partial = other == region and bool(against) and main != against
        if -sign != claimed:
            return OPPOSITE
        return APART if partial and not other else SAME
    if main and main < region and not other & region:
        return OPPOSITE if sign != claimed else PART
    if other & region and not main & region and sign == claimed:
        return OPPOSITE if other <= region else ELSEWHERE
    # levels of the other side alone, said to lie on the claim's own side of it
    elsewhere = main & against if against else main - region
    if main and elsewhere == main and (not other or other & region):
        return ELSEWHERE if sign == claimed else APART
    return APART
