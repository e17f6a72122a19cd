"""What a user expects of columns and levels, read and checked before any work is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dataexplain.errors import ParameterError, did_you_mean
from dataexplain.narration.ordered_levels import level_places
from dataexplain.records import ColumnRecord

UP, DOWN, NOTHING = "up", "down", "none"
# The level that a cell without a value is spoken of as, where no level has that name.
MISSING = "missing"
# What a user may write for each direction.
_DIRECTIONS = {
    UP: ("up", "higher", "rises", "more", "+"),
    DOWN: ("down", "lower", "falls", "less", "-"),
    NOTHING: ("none", "no effect", "nothing", "0"),
}
_OTHER_WAY = {UP: DOWN, DOWN: UP, NOTHING: NOTHING}
_OWNER = "explain"


@dataclass(frozen=True)
class DeclaredExpectation:
    """What the user expects of a column: "up", "down" or "none" for the outcome.

    `level` is the level that is compared with the others; None is a column that grows.

    Examples
    --------
    >>> DeclaredExpectation("sex", "down", "male").text
    'sex=male: down'
    """

    column: str
    direction: str
    level: str | None = None

    @property
    def text(self) -> str:
        """The expectation as a user writes it."""
        level = "" if self.level is None else f"={self.level}"
        return f"{self.column}{level}: {self.direction}"


def read_expectations(
    wishes: Iterable[str], columns: Iterable[ColumnRecord]
) -> tuple[DeclaredExpectation, ...]:
    """Return what the user declared.

    Parameters
    ----------
    wishes : iterable of str
        Such as "asthma: up", "sex=male: down", "income=missing: up" or "fare: none".
    columns : iterable of ColumnRecord
        The columns that may be spoken of.

    Returns
    -------
    tuple of DeclaredExpectation
        Each once.

    Raises
    ------
    ParameterError
        For another form, a column or level that there is not, or two wishes that cannot both be
        true.

    Examples
    --------
    >>> wet = ColumnRecord("wet", "boolean", 0, 2, levels=("no", "yes"))
    >>> [wish.text for wish in read_expectations(["wet: rises"], [wet])]
    ['wet: up']
    """
    known = {column.name: column for column in columns}
    found: dict[tuple[str, str | None], DeclaredExpectation] = {}
    directions: dict[tuple[str, str | None], str] = {}
    for wish in wishes:
        where, separator, said = wish.rpartition(":")
        direction = _direction(said)
        if not separator or not where.strip() or direction is None:
            expected = "of the form 'column: up', 'column=level: down' or 'column: none'"
            raise ParameterError("expect", _OWNER, expected, wish)
        declared = _declared(where.strip(), direction, known, wish)
        found[declared.column, declared.level] = declared
        place, way = _of_higher_level(declared, known[declared.column])
        if directions.setdefault(place, way) != way:
            raise ParameterError("expect", _OWNER, f"one direction for {declared.column!r}", wish)
    return tuple(found.values())


def check_orders(declared: Iterable[DeclaredExpectation], columns: Iterable[ColumnRecord]) -> None:
    """Refuse a direction along levels that have no order.

    Parameters
    ----------
    declared : iterable of DeclaredExpectation
    columns : iterable of ColumnRecord
        With the scores of those that are ordinal.

    Raises
    ------
    ParameterError
    """
    known = {column.name: column for column in columns}
    for wish in declared:
        column = known[wish.column]
        ordered = not column.levels or level_places(column.levels, column.scores) is not None
        if wish.level is None and wish.direction != NOTHING and not ordered:
            example = DeclaredExpectation(column.name, wish.direction, column.levels[-1]).text
            expected = f"about a level of {column.name!r}, which has no order: write {example!r}"
            raise ParameterError("expect", _OWNER, expected, wish.text)


def checked_column(name: str, known: Iterable[str], parameter: str, wish: str) -> str:
    """Return the name of a column, or refuse one that there is not with the nearest.

    Parameters
    ----------
    name : str
    known : iterable of str
    parameter : {"describe", "expect"}
    wish : str
        What the user wrote.
    """
    names = list(known)
    if name not in names:
        expected = f"about a column of the table{_hint(name, names)}"
        raise ParameterError(parameter, _OWNER, expected, wish)
    return name


def _declared(
    where: str, direction: str, known: Mapping[str, ColumnRecord], wish: str
) -> DeclaredExpectation:
    name, separator, level = where.partition("=")
    if where in known or not separator:
        column = known[checked_column(where, known, "expect", wish)]
        return DeclaredExpectation(column.name, direction)
    column = known[checked_column(name.strip(), known, "expect", wish)]
    _check_level(column, level.strip(), wish)
    return DeclaredExpectation(column.name, direction, level.strip())


def _check_level(column: ColumnRecord, level: str, wish: str) -> None:
    """Refuse a level that a column does not have; of one of numbers cells may be missing."""
    if level == MISSING or level in column.levels:
        return
    if not column.levels:
        name = column.name
        expected = (
            f"about {name!r}, which has no levels: write '{name}: up' or '{name}=missing: up'"
        )
    else:
        expected = f"about a level of {column.name!r}{_hint(level, list(column.levels))}"
    raise ParameterError("expect", _OWNER, expected, wish)


def _of_higher_level(
    declared: DeclaredExpectation, column: ColumnRecord
) -> tuple[tuple[str, str | None], str]:
    """Return what is declared as it is said of the higher of two levels.

    Of two levels what is expected of one says what is expected of the other, and of the column.
    """
    levels = column.levels
    if len(levels) != 2 or declared.level not in (None, *levels):
        return (declared.column, declared.level), declared.direction
    places = level_places(levels, column.scores) or {levels[0]: 0.0, levels[1]: 1.0}
    is_lower = declared.level == min(levels, key=places.__getitem__)
    way = _OTHER_WAY[declared.direction] if is_lower else declared.direction
    return (declared.column, None), way


def _direction(said: str) -> str | None:
    word = " ".join(said.lower().split())
    return next((name for name, words in _DIRECTIONS.items() if word in words), None)


def _hint(name: str, known: list[str]) -> str:
    hint = did_you_mean(name, known)
    return f" ({hint})" if hint else ""
