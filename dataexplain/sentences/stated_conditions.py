"""What a sentence says of one column -> a condition on it, or a stretch of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.claims import Condition
from dataexplain.narration.grounding.assertions import Stated
from dataexplain.narration.grounding.mentions import denied
from dataexplain.narration.grounding.number_patterns import HIGH, LOW
from dataexplain.narration.grounding.quantities import Bound
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.sentences.building import Building
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.table_names import levels_named
from dataexplain.tables import Role

_NONE = word_set("none no never nothing")
_WITHOUT = word_set("without no zero lacking never")
_HAVING = word_set("with have has having had who")
_BEFORE_HAVING = ROW_WORDS | word_set("those who that women men")
_REACH = 6
_OVER = word_set("over above beyond past exceed exceeds exceeding exceeded more greater older "
                 "longer higher larger bigger later after north > topping warmer hotter "
                 "heavier")  # fmt: skip
_UNDER = word_set("under below beneath less fewer younger shorter lower smaller earlier before "
                  "south < colder cooler lighter")  # fmt: skip
_TOO = word_set("least or and + no not ≥ >= ≤ <= plus up most from until till within "
                "reach reaches reaching onwards upwards")  # fmt: skip


@dataclass(frozen=True)
class StatedColumn:
    """What is said of a column: a way along it, or a condition that rows satisfy.

    `low` and `high` are the ends of a course, `turned` is true where only the other levels were
    named; `others` are the levels that a condition is held
    against.
    """

    column: str
    sign: int = 0
    condition: Condition | None = None
    others: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    turned: bool = False


def stated_column(stated: Stated, read: Read, building: Building, *, course: bool) -> StatedColumn:
    """Return what is said of a column as a table can test it.

    Parameters
    ----------
    stated : Stated
    read : Read
        The sentence, for whether a bound is itself meant.
    building : Building
    course : bool
        Whether the outcome is said to rise or fall along the column, so that bounds are its ends.

    Raises
    ------
    UntestableError
    """
    name = stated.column
    column = building.table.column(name) if name not in building.text_kinds else None
    if stated.missing:
        return StatedColumn(name, condition=Condition(name, missing=True))
    if column is None or column.nominal:
        return _of_levels(stated, read, building)
    if column.role is Role.ORDINAL and (stated.levels or stated.others):
        raise UntestableError(f"It names levels of {name!r} in a way that could not be read.")
    if (
        stated.low is not None
        and stated.high is not None
        and stated.sign
        and not _is_range(stated, read)
    ):
        return _compared(stated, read)
    if course and not stated.points:
        return StatedColumn(name, stated.sign or 1, low=stated.low, high=stated.high)
    condition = _of_numbers(stated, read, building)
    if stated.bare and _absent(name, read) and building.known(name).min() == 0:
        condition = building.below(name, 0.0, strict=False)
    elif stated.bare and _present(name, read) and _counts(name, building):
        condition = building.above(name, 0.0, strict=True)
    if condition is None:
        return StatedColumn(name, stated.sign)
    return StatedColumn(name, condition=condition)


def _absent(name: str, read: Read) -> bool:
    """Return whether a number is said to be none: "without siblings", "no priors"."""
    own = [entry.start for entry in read.named if entry.column == name]
    before = (read.found[max(0, at - 2) : at] for at in own)
    return any(token.word in _WITHOUT for tokens in before for token in tokens)


def _present(name: str, read: Read) -> bool:
    """Return whether rows are said to have any: "defendants with juvenile felonies"."""
    own = [entry.start for entry in read.named if entry.column == name]
    return any(
        (at == 1 and read.found[0].word == "having")
        or (
            at > 1
            and read.found[at - 1].word in _HAVING - {"who"}
            and read.found[at - 2].word in _BEFORE_HAVING
        )
        for at in own
    )


def _counts(name: str, building: Building) -> bool:
    """Return whether a column counts something that many rows have none of."""
    return building.table.column(name).integer and building.known(name).min() == 0


def _of_levels(stated: Stated, read: Read, building: Building) -> StatedColumn:
    name = stated.column
    main = _levels(stated.levels)
    others = tuple(level for level in _levels(stated.others) if level not in main)
    turned = not main and bool(others)
    if turned:  # "more than among men": the rest is spoken of
        every = ("no", "yes") if name in building.text_kinds else building.table.column(name).levels
        main, others = tuple(level for level in every if level not in others), ()
    if not main:
        main = _none_or_some(name, read, building)
    if main:
        return StatedColumn(
            name, condition=Condition(name, levels=main), others=others, turned=turned
        )
    return StatedColumn(name, stated.sign)


def _none_or_some(name: str, read: Read, building: Building) -> tuple[str, ...]:
    """Return the level "none" of "customers without internet", all others of "with internet"."""
    levels = () if name in building.text_kinds else building.table.column(name).levels
    none = tuple(level for level in levels if level.lower() in _NONE)
    own = [entry for entry in read.named if entry.column == name]
    if not none or not own:
        return ()
    if denied(own[0], read.found, read.in_names):
        return none
    linked = {token.word for token in read.found[max(0, own[0].start - 3) : own[0].start]} & _HAVING
    return tuple(level for level in levels if level not in none) if linked else ()


def _levels(names: Sequence[str]) -> tuple[str, ...]:
    """Return the levels named, the narrower of two: "self-employed ... incorporated"."""
    every = [levels_named(name) for name in names]
    told = [own for own in every if not any(set(other) < set(own) for other in every)]
    return tuple(dict.fromkeys(level for own in told for level in own))


def _is_range(stated: Stated, read: Read) -> bool:
    """Return whether both ends were said in one breath: "between 20 and 30"."""
    return any(
        bound.kind == "range" and {bound.low, bound.high} == {stated.low, stated.high}
        for bound in read.numbers.bounds
    )


def _compared(stated: Stated, read: Read) -> StatedColumn:
    """Return the course between two values of which one is said to have more than the other."""
    ends = [bound for bound in read.numbers.bounds if bound.low in (stated.low, stated.high)]
    if any(bound.kind in {LOW, HIGH} for bound in ends):
        raise UntestableError(
            f"It compares two parts of {stated.column!r} with one another; compare one part with "
            "all other rows."
        )
    return StatedColumn(stated.column, stated.sign, low=stated.low, high=stated.high)


def _of_numbers(stated: Stated, read: Read, building: Building) -> Condition | None:
    name = stated.column
    if stated.low is not None and stated.high is not None:
        return building.at(name, stated.low, stated.high)
    if stated.low is not None:
        bound = _bound(stated.low, LOW, read)
        return building.above(name, stated.low, strict=_is_strict(bound, read, _OVER))
    if stated.high is not None:
        bound = _bound(stated.high, HIGH, read)
        return building.below(name, stated.high, strict=_is_strict(bound, read, _UNDER))
    if stated.points and not stated.compared:
        low, high = min(stated.points), max(stated.points)
        scores = building.table.column(name).scores
        between = [score for score in scores if low <= score <= high]
        if len(stated.points) > 1 and len(between) != len(set(stated.points)):
            raise UntestableError(
                f"It names values of {name!r} that do not follow each other; name one, or a range."
            )
        return building.at(name, low, high)
    return None


def _bound(value: float, kind: str, read: Read) -> Bound | None:
    same = [bound for bound in read.numbers.bounds if bound.low == value]
    return next((bound for bound in same if bound.kind == kind), same[0] if same else None)


def _is_strict(bound: Bound | None, read: Read, words: frozenset[str]) -> bool:
    """Return whether a bound itself is left out: "over 60" does, "60 or more" does not."""
    if bound is None:
        return False
    before = [token.word for token in read.found[max(0, bound.at - _REACH) : bound.at]]
    after = [token.word for token in read.found[bound.at + 1 : bound.at + 3]]
    if set(after) & {"or", "+", "plus", "upwards", "onwards"} and not set(after) & {","}:
        following = [token.word for token in read.found[bound.at + 1 : bound.at + 4]]
        if set(following) & (_OVER | _UNDER | {"+", "plus", "onwards", "upwards"}):
            return False
    for place in range(len(before) - 1, -1, -1):
        if before[place] in words:
            no = before[place - 1] if place else ""
            return no not in {"no", "not"}
        if before[place] in {"least", "most", "to", "until", "till", "from", "≥", "≤", "="}:
            return False
    return words is _UNDER
