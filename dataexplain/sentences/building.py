"""What a sentence says of columns -> claims: each method makes one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dataexplain.claims import (
    DOWN,
    NONE,
    UP,
    Claim,
    Condition,
    Factor,
    Membership,
    Position,
    Region,
)
from dataexplain.claims.region import as_numbers
from dataexplain.readers.curves import stretch, threshold_window
from dataexplain.readers.rounding import readable_cut
from dataexplain.readers.tails import KNOTS
from dataexplain.tables import Column, Role, Table

MENTIONED = "yes"
SOURCE = "user"
# Stretches that a column is cut into to say that none of them matters, and rows of the smallest.
STRETCHES = 4
LEAST_ROWS = 40
MOST_LEVELS = 12
# A value that so many rows have is one that "more than" leaves out.
COMMON_SHARE = 0.01
COMMON_OF_TAIL = 0.05
# The kind of claim about one column that says yes or no of a text.
Kinds = Mapping[str, str]


@dataclass(frozen=True)
class Building:
    """Makes claims about one table.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        The rows whose values say how far a column reaches; no outcome is looked at.
    outcome_class : str, optional
        The class whose probability is meant.
    text_kinds : mapping of str to str
        For columns read off texts, "term_effect" or "question_effect".
    """

    table: Table
    rows: np.ndarray
    outcome_class: str | None
    text_kinds: Kinds

    def trend(self, name: str, sign: int, low: float | None, high: float | None) -> Claim | None:
        """Return that the outcome rises or falls along a column, None where it does not vary."""
        start, end = self.span(name, low, high)
        if not start < end:
            return None
        region = Region((Condition(name, start, end, closed=True),))
        return self._claim("trend", (name,), sign, region)

    def turning_point(self, name: str, after: int, turn: float) -> Claim | None:
        """Return that the outcome turns at a value, None where that is beyond what it has."""
        start, end = self.span(name, None, None)
        if not start < turn < end:
            known = self.known(name)
            start, end = float(known.min()), float(known.max())
        if not start < turn < end:
            return None
        region = Region((Condition(name, start, end, closed=True),))
        return self._claim("turning_point", (name,), after, region, turn=turn)

    def threshold(self, name: str, sign: int, turn: float) -> Claim | None:
        """Return that the outcome jumps at a value, None where no row lies on one side of it."""
        known = self.known(name)
        if not known.min() < turn <= known.max():
            return None
        region = Region((Condition(name, low=turn),))
        window = threshold_window(known, turn)
        return self._claim("threshold", (name,), sign, region, turn=turn, window=window)

    def tail(self, sign: int, end: Condition) -> Claim:
        """Return that the rows at one end of a column depart from the course of the rest."""
        knots = tuple(float(knot) for knot in np.unique(np.quantile(self.known(end.column), KNOTS)))
        return self._claim("tail", (end.column,), sign, Region((end,)), knots=knots)

    def contrast(
        self, condition: Condition, sign: int, against: tuple[str, ...] = ()
    ) -> Claim | None:
        """Return that the outcome is higher or lower there than at other levels, or elsewhere."""
        name = condition.column
        kind = self.text_kinds.get(name)
        if kind is None and not self._parts_rows(condition):
            return None
        if kind is not None:
            way = sign if condition.levels == (MENTIONED,) else -sign
            said = Condition(name, levels=(MENTIONED,))
            return self._claim(kind, (name,), way, Region((said,)))
        levels = self.table.column(name).levels
        rest = tuple(level for level in levels if level not in condition.levels)
        if condition.levels and not rest:
            return None
        region = Region((Condition(name, levels=against),)) if against else Region()
        return self._claim("level_contrast", (name,), sign, Region((condition,)), against=region)

    def rule(
        self, conditions: Sequence[Condition], sign: int, kind: str = "rule_effect"
    ) -> Claim | None:
        """Return that the rows of a rule differ from all others, or from what its parts explain."""
        names = tuple(condition.column for condition in conditions)
        told = [entry for entry in conditions if entry.column not in self.text_kinds]
        if not all(self._parts_rows(entry) for entry in told):
            return None
        return self._claim(kind, names, sign, Region(tuple(conditions)))

    def interaction(self, first: Factor, second: Factor, sign: int) -> Claim:
        """Return that the effect of the first depends on the second."""
        region = Region((*_conditions(first), *_conditions(second)))
        names = (*first.columns, *second.columns)
        return self._claim("interaction", names, sign, region, factors=(first, second))

    def drift(self, first: Factor, clock: Position, sign: int) -> Claim:
        """Return that the effect of a column changes in the course of time."""
        region = Region() if isinstance(first, Position) else first.region
        factors = (first, clock)
        return self._claim("drift", first.columns, sign, region, factors=factors)

    def no_effect(self, name: str) -> Claim | None:
        """Return that no stretch or level of a column matters, None where there is only one."""
        pieces = self._pieces(name)
        if len(pieces) < 2:
            return None
        return Claim(
            "no_effect",
            (name,),
            NONE,
            Region(),
            outcome_class=self.outcome_class,
            sources=(SOURCE,),
            pieces=pieces,
        )

    def _parts_rows(self, condition: Condition) -> bool:
        """Return whether some rows satisfy a condition and some do not."""
        inside = condition.mask(self.table.frame.iloc[self.rows])
        return bool(inside.any() and not inside.all())

    def span(self, name: str, low: float | None, high: float | None) -> tuple[float, float]:
        """Return the stretch that is meant: its usual range where no end is said."""
        usual = stretch(self.table.column(name), self.known(name))
        start = usual[0] if low is None else low
        end = usual[1] if high is None else high
        if start >= end:  # the end that is said lies beyond the usual range
            known = self.known(name)
            start = float(known.min()) if low is None else low
            end = float(known.max()) if high is None else high
        return start, end

    def position(self, name: str) -> Position | None:
        """Return the usual range of a column as a factor, None where it does not vary."""
        low, high = self.span(name, None, None)
        return Position(name, low, high) if low < high else None

    def known(self, name: str) -> np.ndarray:
        """Return the values that a column has; 0 alone where it has none."""
        values = as_numbers(self.table.frame[name].iloc[self.rows])
        known = values[~np.isnan(values)]
        return known if known.size else np.zeros(1)

    def above(self, name: str, value: float, *, strict: bool) -> Condition:
        """Return "value or more", or "more than value"."""
        return Condition(name, low=self._next(name, value) if strict else value)

    def below(self, name: str, value: float, *, strict: bool) -> Condition:
        """Return "below value", or "value or less"."""
        return Condition(name, high=value if strict else self._next(name, value))

    def at(self, name: str, low: float, high: float) -> Condition:
        """Return a stretch with both ends; open where it ends with the column's own ends."""
        column = self.table.column(name)
        if column.role is Role.ORDINAL and low <= column.scores[0] and high < column.scores[-1]:
            return self.below(name, high, strict=False)
        if column.role is Role.ORDINAL and high >= column.scores[-1]:
            return Condition(name, low=low)
        return Condition(name, low, high, closed=True)

    def _next(self, name: str, value: float) -> float:
        """Return the bound that parts a value from what is above it."""
        column = self.table.column(name)
        if column.role is Role.ORDINAL:
            return next((score for score in column.scores if score > value), value + 1)
        if column.integer:
            return float(np.floor(value)) + 1
        known = self.known(name)
        further = known[known > value]
        same = float((known == value).sum())
        # few of all rows may be many of those at the end of a column
        beside = min(float((known >= value).sum()), float((known <= value).sum()))
        rare = same < COMMON_SHARE * known.size and same < COMMON_OF_TAIL * beside
        if rare or not further.size:
            return value
        return readable_cut(float(further.min()), known)

    def _pieces(self, name: str) -> tuple[Region, ...]:
        column = self.table.column(name)
        values = self.table.frame[name].iloc[self.rows]
        pieces: list[Condition] = []
        if values.isna().sum() >= LEAST_ROWS:
            pieces.append(Condition(name, missing=True))
        pieces += self._levels(column) if column.nominal else self._stretches(name)
        return tuple(Region((piece,)) for piece in pieces)

    def _levels(self, column: Column) -> list[Condition]:
        """Return the levels one by one, rare ones together."""
        counts = self.table.frame[column.name].iloc[self.rows].value_counts()
        ranked = [str(level) for level in counts.index if counts[level] >= LEAST_ROWS]
        frequent = ranked[:MOST_LEVELS] or list(column.levels[:MOST_LEVELS])
        rare = tuple(level for level in column.levels if level not in frequent)
        found = [Condition(column.name, levels=(level,)) for level in frequent]
        return [*found, Condition(column.name, levels=rare)] if rare else found

    def _stretches(self, name: str) -> list[Condition]:
        """Return stretches of about equal rows."""
        known = self.known(name)
        shares = np.arange(1, STRETCHES) / STRETCHES
        starts = np.unique(np.quantile(known, shares, method="higher"))
        above = known[known > known.min()]
        inner = starts[starts > known.min()]
        if not inner.size and above.size:  # most rows have its least value
            inner = np.array([above.min()])
        ends = [readable_cut(float(start), known) for start in inner]
        pairs = zip([None, *ends], [*ends, None], strict=True)
        return [Condition(name, low=low, high=high) for low, high in pairs]

    def _claim(
        self,
        kind: str,
        names: tuple[str, ...],
        sign: int,
        region: Region,
        *,
        against: Region | None = None,
        turn: float | None = None,
        window: tuple[float | None, float | None] | None = None,
        factors: tuple[Factor, ...] = (),
        knots: tuple[float, ...] = (),
    ) -> Claim:
        return Claim(
            kind,
            names,
            UP if sign > 0 else DOWN,
            region,
            against=against or Region(),
            turn=turn,
            window=window,
            outcome_class=self.outcome_class,
            sources=(SOURCE,),
            factors=factors,
            knots=knots,
        )

    @cached_property
    def clock(self) -> Position | None:
        """The course of time over the rows, where the table knows when each was made."""
        name = next((part.name for part in self.table.columns if part.role is Role.TIME), None)
        if name is None or self.table.row_times is None:
            return None
        times = self.table.row_times[self.rows]
        low, high = float(times.min()), float(times.max())
        return Position(name, low, high) if low < high else None


def _conditions(factor: Factor) -> tuple[Condition, ...]:
    if isinstance(factor, Membership):
        return factor.region.conditions
    return (Condition(factor.column, factor.low, factor.high, closed=True),)
