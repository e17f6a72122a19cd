"""What a sentence asserts -> claims, or why the kinds of claims cannot say it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dataexplain.claims import Claim, Condition, Factor, Membership, Region
from dataexplain.narration.grounding.assertions import (
    DIRECTION,
    MATTERS,
    NO_EFFECT,
    NUMBER,
    OPEN,
    TURN,
    Assertion,
    Stated,
)
from dataexplain.narration.grounding.names import OUTCOME
from dataexplain.narration.grounding.number_patterns import FACTOR
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import CHANGES, DIRECTIONS
from dataexplain.sentences.building import Building
from dataexplain.sentences.compared_groups import TwoGroups
from dataexplain.sentences.growing_effects import growing_effect
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.scoped_claims import group_against_group, within
from dataexplain.sentences.stated_conditions import StatedColumn, stated_column

TURN_UNSAID, SIGN_UNSAID = "turn", "sign"
_BESIDE = frozenset({"and", "or", ","})
_BOUNDING = frozenset(
    {
        "than",
        "over",
        "above",
        "below",
        "under",
        "least",
        "exceeding",
        "with",
        "have",
        "having",
        "has",
    }
)
_THEN = frozenset({"but", "then", "until", "and", "yet", "before", "afterwards"})
_OTHER_ROWS = frozenset({"people", "those", "customers", "passengers", "houses", "ones", "also"})


@dataclass
class Drafted:
    """Claims drawn up so far, and how they were understood."""

    claims: list[Claim] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    denied: bool = False
    left_open: str = ""
    remarks: list[str] = field(default_factory=list)

    def add(self, claim: Claim | None, column: str) -> None:
        """Take up a claim; there is none where a column does not vary enough."""
        if claim is None:
            raise UntestableError(f"{column!r} does not have enough values for this to be tested.")
        self.claims.append(claim)
        self.columns.update((*claim.features, *claim.within.columns))


def draft(
    assertion: Assertion,
    read: Read,
    building: Building,
    *,
    alone: bool,
    groups: TwoGroups | None = None,
) -> Drafted:
    """Return the claims that one assertion makes.

    Parameters
    ----------
    assertion : Assertion
    read : Read
        The sentence that asserts it.
    building : Building
    alone : bool
        Whether the sentence asserts nothing else.
    groups : TwoGroups, optional
        What it compares, where that is one group with another.

    Raises
    ------
    UntestableError
    """
    drafted = Drafted(denied=assertion.negated)
    turned = _turned_unsaid(assertion, read, building) if alone else None
    if turned is not None:
        assertion = turned
    if assertion.kind == OPEN:
        raise UntestableError("It says that something is open, which holds of everything untested.")
    if assertion.kind in {NO_EFFECT, MATTERS}:
        _draft_matters(assertion, building, drafted)
        return drafted
    if growing_effect(read.text(0, len(read.found))) is not None:
        _draft_growing(assertion, read, building, drafted)
    elif assertion.kind == TURN:
        _draft_turn(assertion, building, drafted)
    elif groups is not None:
        way = _with_way(assertion, read).sign
        drafted.add(group_against_group(building, groups.own, groups.other, way), "")
    else:
        _draft_direction(_with_way(assertion, read), read, building, drafted)
    return drafted


def _turned_unsaid(assertion: Assertion, read: Read, building: Building) -> Assertion | None:
    """Return "rises with heat, but falls when it gets too hot" as a course that turns."""
    ways = [
        DIRECTIONS[read.found[at].word]
        for at in sorted(read.directed)
        if read.found[at].word in CHANGES
    ]
    both = len(ways) == 2 and ways[0] != ways[1] and _comes_then(read)
    one = len(assertion.stated) == 1 and assertion.kind == DIRECTION
    if not (both and one) or assertion.stated[0].column in building.text_kinds:
        return None
    stated = replace(assertion.stated[0], sign=0)
    return replace(assertion, kind=TURN, stated=(stated,), sign=ways[0], after=ways[1])


def _comes_then(read: Read) -> bool:
    """Return whether the second way comes after the first: "rises, but falls when it is hot"."""
    first, last = min(read.directed), max(read.directed)
    return bool({token.word for token in read.found[first:last]} & _THEN)


def _with_way(assertion: Assertion, read: Read) -> Assertion:
    """Return what is said of the outcome; "survivors paid more" says it by its name alone."""
    if assertion.kind == DIRECTION and assertion.sign:
        return assertion
    named = [entry for entry in read.named if entry.kind == OUTCOME]
    told = any(entry.sign for entry in assertion.stated)
    if assertion.kind == NUMBER and named and told:
        return Assertion(
            DIRECTION,
            assertion.stated,
            named[0].sign,
            basis=assertion.basis,
            outcome_class=assertion.outcome_class,
        )
    raise UntestableError(
        "It does not say of which rows the outcome is higher, and of which lower."
    )


def _draft_matters(assertion: Assertion, building: Building, drafted: Drafted) -> None:
    """Add that columns do not matter; that they do is said by denying it."""
    drafted.denied = assertion.kind == MATTERS
    if drafted.denied and len(assertion.stated) > 1:
        raise UntestableError("It says of several columns that they matter; bring them one by one.")
    several = len(assertion.stated) > 1
    if several and any(entry.levels or entry.bounded for entry in assertion.stated):
        raise UntestableError(
            "It says of some rows only that nothing matters; that can be tested of all rows only."
        )
    for stated in assertion.stated:
        column = building.table.column(_real(stated.column, building))
        named = {*stated.levels, *stated.others}
        part = (
            named
            and len(column.levels) > 2
            and named != set(column.levels)
            and column.name not in building.text_kinds
        )
        if stated.bounded or stated.points or stated.missing or part:
            raise UntestableError(
                f"It says of one part of {column.name!r} that it makes no difference; that can be "
                "tested of the whole column only."
            )
        drafted.add(building.no_effect(column.name), column.name)


def _real(name: str, building: Building) -> str:
    if name in building.text_kinds:
        raise UntestableError("That words make no difference cannot be tested; say which way.")
    return name


def _draft_turn(assertion: Assertion, building: Building, drafted: Drafted) -> None:
    stated = assertion.stated[0]
    if building.table.column(stated.column).nominal:
        raise UntestableError(f"{stated.column!r} has no order along which something could turn.")
    if stated.points:
        turn = stated.points[0]
    else:
        low, high = building.span(stated.column, None, None)
        turn = (low + high) / 2
        drafted.left_open = TURN_UNSAID
        drafted.remarks.append("Where it turns is not said: the middle of its usual range is taken")
    claim = building.turning_point(stated.column, assertion.after, turn)
    if claim is None:
        known = building.known(stated.column)
        raise UntestableError(
            f"{stated.column!r} goes from {known.min():g} to {known.max():g}, so that nothing can "
            f"turn at {turn:g}."
        )
    drafted.add(claim, stated.column)


def _draft_direction(
    assertion: Assertion, read: Read, building: Building, drafted: Drafted
) -> None:
    if assertion.jump and len(assertion.stated) == 1 and _jumps(assertion, building, drafted):
        return
    _refuse_lost_bounds(read)
    along = assertion.change or assertion.throughout
    course = along and _is_course(assertion, read)
    entries = [stated_column(entry, read, building, course=course) for entry in assertion.stated]
    conditions = [entry.condition for entry in entries if entry.condition is not None]
    if len(conditions) < len(entries):
        _draft_courses(entries, assertion.sign, building, drafted)
    elif assertion.joint and len(conditions) > 1:
        drafted.add(building.rule(conditions, assertion.sign, "subgroup"), "")
    elif len(conditions) == 1 or _are_listed(assertion.stated, read):
        for entry, condition in zip(entries, conditions, strict=True):
            claim = building.contrast(condition, assertion.sign, entry.others)
            drafted.add(claim, entry.column)
    else:
        if any(entry.others or entry.turned for entry in entries):
            raise UntestableError(
                "It compares two groups of several conditions each; compare one with all others."
            )
        drafted.add(building.rule(conditions, assertion.sign), "")


def _refuse_lost_bounds(read: Read) -> None:
    """Refuse where a number that seems to be a bound was taken for an amount."""
    for at, quantity in read.numbers.quantities:
        before = {token.word for token in read.found[max(0, at - 2) : at]}
        if before & _BOUNDING and quantity.kind != FACTOR:
            raise UntestableError(
                f"It is not clear of which column {quantity.text} is a bound; name the column "
                "beside it."
            )


def _jumps(assertion: Assertion, building: Building, drafted: Drafted) -> bool:
    """Add a jump where one is said to be at a value."""
    stated = assertion.stated[0]
    values = [value for value in (stated.low, stated.high, *stated.points) if value is not None]
    if len(values) != 1 or building.table.column(stated.column).nominal:
        return False
    claim = building.threshold(stated.column, assertion.sign, values[0])
    drafted.add(claim, stated.column)
    return True


def _is_course(assertion: Assertion, read: Read) -> bool:
    """Return whether something goes on along a column: "rises with age from 20 to 60"."""
    words = {token.word for token in read.found}
    pairs = itertools.pairwise(token.word for token in read.found)
    # "days with heat over 30" are days; "rises with heat" goes along it
    with_it = any(word == "with" and before not in ROW_WORDS for before, word in pairs)
    along = (
        with_it
        or bool(words & {"as", "from", "until", "till"})
        or "up to" in read.text(0, len(read.found))
    )
    bounded = any(entry.bounded for entry in assertion.stated)
    return along or not bounded


def _draft_courses(
    entries: Sequence[StatedColumn], sign: int, building: Building, drafted: Drafted
) -> None:
    """Add a course along each column that has no condition, among the rows of those that have."""
    scope = [entry.condition for entry in entries if entry.condition is not None]
    if any(entry.others or entry.turned for entry in entries):
        raise UntestableError(
            "It compares groups of rows and goes along a column; say where its effect is stronger, "
            "or bring them apart."
        )
    made = Drafted()
    for entry in entries:
        if entry.condition is None:
            _draft_course(entry, sign, building, made)
    for claim in made.claims:
        drafted.add(within(claim, scope), "")
    drafted.columns |= made.columns
    drafted.remarks += made.remarks


def _draft_course(entry: StatedColumn, sign: int, building: Building, drafted: Drafted) -> None:
    name = entry.column
    sibling = None if name in building.text_kinds else _numeric_sibling(name, building)
    if sibling is not None:
        drafted.remarks.append(f"{name} has no order, and {sibling} is taken in its place")
        drafted.columns.add(name)
        name = sibling
    if name in building.text_kinds or building.table.column(name).nominal:
        levels = ", ".join(building.table.column(name).levels[:4])
        raise UntestableError(
            f"{name!r} has no order; say which of its levels is meant ({levels})."
        )
    way = sign * (entry.sign or 1)
    drafted.add(building.trend(name, way, entry.low, entry.high), name)


def _numeric_sibling(name: str, building: Building) -> str | None:
    """Return the one column of numbers whose name begins with that of a column of levels."""
    if not building.table.column(name).nominal:
        return None
    found = [
        column.name
        for column in building.table.features
        if not column.nominal and column.name.lower().startswith(name.lower())
    ]
    return found[0] if len(found) == 1 else None


def _are_listed(stated: Sequence[Stated], read: Read) -> bool:
    """Return whether each is meant by itself: "men and people over 60"."""
    words = [token.word for token in read.found]
    if "both" in words or "as well as" in " ".join(words):
        return True
    places = sorted(_place(entry.column, read) for entry in stated)
    between = words[places[0] : places[-1]]
    if _joins_columns(read, places[0], places[-1]):
        raise UntestableError("It joins conditions on two columns by “or”; bring them one by one.")
    return any(
        word in _BESIDE and after in _OTHER_ROWS for word, after in itertools.pairwise(between)
    )


def _joins_columns(read: Read, start: int, end: int) -> bool:
    """Return whether an "or" stands between two columns: "siblings or spouses" may be one."""
    for at in range(start, end):
        if read.found[at].word == "or" and at not in read.numbers.taken:
            before = [entry.column for entry in read.named if entry.column and entry.start < at]
            after = [entry.column for entry in read.named if entry.column and entry.start > at]
            if not before or not after or before[-1] != after[0]:
                return True
    return False


def _place(column: str, read: Read) -> int:
    """Return where a column is spoken of, if only by a bound of it: "people under 18"."""
    named = [entry.start for entry in read.named if entry.column == column]
    return min(
        [*named, *(entry.at for entry in read.numbers.bounds if entry.column == column)] or [0]
    )


def _draft_growing(assertion: Assertion, read: Read, building: Building, drafted: Drafted) -> None:
    """Add that the effect of one column depends on another."""
    growing = growing_effect(read.text(0, len(read.found)))
    assert growing is not None
    if len(assertion.stated) != 2:
        raise UntestableError("It does not say of which column the effect is, and where.")
    ordered = sorted(assertion.stated, key=lambda entry: _place(entry.column, read))
    if growing.where_first:
        ordered.reverse()
    entries = [stated_column(entry, read, building, course=False) for entry in ordered]
    ways = [_factor(entry, building) for entry in entries]
    sign = growing.sign
    for entry, _ in zip(entries, ways, strict=True):
        sign *= entry.sign or 1
    if not growing.way_said:
        drafted.left_open = SIGN_UNSAID
        drafted.remarks.append(
            "“Stronger” is taken as more of a rise; where the effect is one of falling, it is more "
            "of a fall"
        )
    drafted.columns.update(entry.column for entry in ordered)
    drafted.add(building.interaction(ways[0], ways[1], sign), ordered[0].column)


def _factor(entry: StatedColumn, building: Building) -> Factor:
    if entry.condition is not None:
        return Membership(Region((entry.condition,)))
    sibling = _numeric_sibling(entry.column, building)
    column = building.table.column(sibling or entry.column)
    if column.nominal and len(column.levels) == 2:
        return Membership(Region((Condition(column.name, levels=(column.levels[1],)),)))
    position = None if column.nominal else building.position(column.name)
    if position is None:
        raise UntestableError(f"Say which level of {column.name!r} is meant.")
    return position
