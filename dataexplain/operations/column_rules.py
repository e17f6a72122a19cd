"""Rules of one condition or two on the columns of an input, for outputs that are a few classes.

All conditions and all pairs of them are counted at once: how often rows where both hold are of a
class is one product of matrices. The best few are then mended cut by cut. A second condition has
to earn its place: the best of a million pairs is better than one condition by luck alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.operations.column_cells import ColumnCells
from dataexplain.operations.column_conditions import (
    CONDITION,
    Condition,
    condition_said,
    joined,
    shown,
    unshown,
)
from dataexplain.operations.column_table import ColumnTable, Offered
from dataexplain.operations.rule import Rule
from dataexplain.operations.spread_pairs import spread
from dataexplain.tables.pairs import Pairs

# Rows that are counted, conditions whose pairs are, those of a column, and cuts that mend one.
_MOST_ROWS, _MOST_CONDITIONS, _FEWEST_OF_A_COLUMN, _MOST_OF_A_COLUMN = 4000, 1000, 6, 64
_FINE = 400
# Rules that are mended, and how often.
_MENDED, _SWEEPS, _LOOKED_AT = 6, 2, 400
# A second condition is said where it is right oftener by so many standard errors, and by a point.
_CLEAR, _LEAST_ADDED = 2.5, 0.01
# Of rules that are right equally often: the shorter list of values is said, then the rarer class,
# then "and" rather than "or". Together they are less than one row.
_LISTED, _RARER, _BOTH = 0.15, 0.1, 0.05

_LABEL = r'(?:"(?:[^"\\]|\\.)*"|[\w-]+)'
_SAID = re.compile(
    rf"Answer ({_LABEL}) if ({CONDITION})(?:,? (and|or) ({CONDITION}))?, and ({_LABEL}) otherwise\."
)


@dataclass(frozen=True)
class _Tried:
    """One condition or two, where they hold, and the classes inside and outside."""

    offered: tuple[Offered, ...]
    both: bool
    held: tuple[np.ndarray, ...]
    inside: int
    outside: int
    score: float

    @property
    def holds(self) -> np.ndarray:
        together = np.logical_and if self.both else np.logical_or
        return np.asarray(together.reduce(self.held))

    def right(self, table: ColumnTable) -> np.ndarray:
        """Return 1 for each row whose output it gives."""
        is_class = table.is_class
        return np.where(self.holds, is_class[:, self.inside], is_class[:, self.outside])

    def rule(self, table: ColumnTable, cells: ColumnCells) -> Rule:
        """Write it down."""
        conditions = tuple(map(table.condition, self.offered))
        yes, no = table.classes[self.inside], table.classes[self.outside]
        return column_rule(conditions, self.both, yes, no, cells)


def column_rules(pairs: Pairs) -> Iterator[Rule]:
    r"""Yield the best rule of one condition and, where it is clearly better, the best of two.

    Parameters
    ----------
    pairs : Pairs
        Of discovery rows; nothing is yielded unless inputs are of several columns and outputs
        are a few classes.

    Yields
    ------
    Rule

    Examples
    --------
    >>> rows = [(plan, n) for n in range(40) for plan in ("monthly", "yearly")]
    >>> inputs = tuple(f"plan: {plan}\nmonths: {n}" for plan, n in rows)
    >>> outputs = tuple("yes" if plan == "monthly" and n < 23 else "no" for plan, n in rows)
    >>> pairs = Pairs(inputs, outputs, tuple(range(80)), ("plan", "months"))
    >>> print(*[rule.sentence for rule in column_rules(pairs)], sep="\n")
    Answer yes if plan is "monthly", and no otherwise.
    Answer yes if plan is "monthly" and months is at most 22, and no otherwise.
    """
    table = ColumnTable.of(spread(pairs, _MOST_ROWS))
    if table is None:
        return
    cells = ColumnCells(pairs.columns)
    pool = _pool(table)
    single = _best(_singles(pool, table), table)
    if single is not None:
        yield single.rule(table, cells)
    double = _best(_doubles(pool, table), table)
    if double is not None and _adds(double, single, table):
        yield double.rule(table, cells)


def column_rule(
    conditions: Sequence[Condition], both: bool, yes: str, no: str, cells: ColumnCells
) -> Rule:
    """Return the rule that answers by conditions; of what is no row it says nothing.

    Examples
    --------
    >>> rule = column_rule([Condition("plan", ("a",))], True, "in", "out", ColumnCells(["plan"]))
    >>> rule.sentence, rule.apply("plan: a"), rule.apply("plan: b")
    ('Answer in if plan is "a", and out otherwise.', 'in', 'out')
    """

    def apply(text: str) -> str | None:
        row = cells.of(text)
        if not row:
            return None
        held = (condition.holds(row) for condition in conditions)
        return yes if (all(held) if both else any(held)) else no

    said = joined(conditions, both)
    sentence = f"Answer {_label(yes)} if {said}, and {_label(no)} otherwise."
    return Rule(f"whether {said}", sentence, apply)


def column_rule_said(sentence: str, columns: Sequence[str]) -> Rule | None:
    r"""Return the rule on columns that a sentence says, or None.

    Parameters
    ----------
    sentence : str
    columns : sequence of str
        Those of the inputs.

    Examples
    --------
    >>> sentence = 'Answer yes if plan is "a" or months is above 3, and no otherwise.'
    >>> column_rule_said(sentence, ["plan", "months"]).apply("plan: b\nmonths: 4")
    'yes'
    >>> column_rule_said(sentence, ["plan", "years"])
    """
    found = _SAID.fullmatch(sentence)
    if found is None:
        return None
    parts = [condition_said(text) for text in (found[2], found[4]) if text]
    conditions = [part for part in parts if part is not None and part.column in columns]
    yes, no = unshown(found[1]), unshown(found[5])
    if len(conditions) < len(parts) or yes is None or no is None:
        return None
    return column_rule(conditions, found[3] != "or", yes, no, ColumnCells(columns))


def _label(text: str) -> str:
    return shown(text, r"[\w-]+")


def _pool(table: ColumnTable) -> list[tuple[Offered, np.ndarray]]:
    """Return conditions on all columns."""
    everywhere = np.ones(len(table.is_class), dtype=bool)
    share = _MOST_CONDITIONS // len(table.columns)
    most = min(max(share, _FEWEST_OF_A_COLUMN), _MOST_OF_A_COLUMN)
    columns = range(len(table.columns))
    return [one for column in columns for one in table.offered(column, everywhere, most)]


def _scored(inside: np.ndarray, table: ColumnTable) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores and the two classes, by how many rows of each class lie inside."""
    outside = table.is_class.sum(axis=0) - inside
    yes, no = inside.argmax(axis=-1), outside.argmax(axis=-1)
    right = inside.max(axis=-1) + outside.max(axis=-1) + _RARER * (yes > 0)
    return np.where(yes == no, -1.0, right), yes, no


def _singles(pool: Sequence[tuple[Offered, np.ndarray]], table: ColumnTable) -> list[_Tried]:
    if not pool:
        return []
    inside = np.stack([held for _, held in pool]).astype(np.float32) @ table.is_class
    scores = _scored(inside, table)[0]
    best: dict[int, int] = {}
    for place in np.argsort(-scores, kind="stable").tolist():
        if scores[place] > 0 and len(best) < _MENDED:
            best.setdefault(pool[place][0].column, place)
    return [_again((pool[one][0],), True, (pool[one][1],), table) for one in best.values()]


def _doubles(pool: Sequence[tuple[Offered, np.ndarray]], table: ColumnTable) -> list[_Tried]:
    """Return the best pairs of conditions, of different columns or of the sides of two cuts."""
    if len(pool) > _MOST_CONDITIONS:
        alone = _scored(np.stack([held for _, held in pool]) @ table.is_class, table)[0]
        pool = [pool[place] for place in np.argsort(-alone, kind="stable")[:_MOST_CONDITIONS]]
    if len(pool) < 2:
        return []
    held = np.stack([where for _, where in pool]).astype(np.float32)
    first, second = np.triu_indices(len(pool), 1)
    apart = _apart([offered for offered, _ in pool])[first, second]
    first, second = first[apart], second[apart]
    shared = [((held * of_class) @ held.T)[first, second] for of_class in table.is_class.T]
    inside_both = np.stack(shared, axis=-1)
    alone_inside = held @ table.is_class
    inside_either = alone_inside[first] + alone_inside[second] - inside_both
    found: list[tuple[float, int, bool]] = []
    for both, inside in ((True, inside_both), (False, inside_either)):
        scores = _scored(inside, table)[0] + _BOTH * both
        least = np.partition(scores, -_LOOKED_AT)[-_LOOKED_AT] if len(scores) > _LOOKED_AT else 0.0
        good = np.flatnonzero(scores >= max(least, 0.0))[: 2 * _LOOKED_AT].tolist()
        found += [(float(scores[place]), place, both) for place in good]
    found.sort(key=lambda entry: -entry[0])  # stable: the simplest first
    kept: dict[tuple[int, int, bool], _Tried] = {}
    for score, place, both in found:
        one, other = pool[first[place]], pool[second[place]]
        columns = (one[0].column, other[0].column, both)
        if score > 0 and len(kept) < _MENDED and columns not in kept:
            held_by = (one[1], other[1])
            kept[columns] = _again((one[0], other[0]), both, held_by, table)
    return list(kept.values())


def _apart(offered: Sequence[Offered]) -> np.ndarray:
    """Return which conditions may be said together."""
    columns = np.array([one.column for one in offered])
    side = np.array([0 if one.between is None else 1 + one.above for one in offered])
    sides = (side[:, None] > 0) & (side[None, :] > 0) & (side[:, None] != side[None, :])
    return np.asarray((columns[:, None] != columns[None, :]) | sides)


def _again(
    offered: tuple[Offered, ...], both: bool, held: tuple[np.ndarray, ...], table: ColumnTable
) -> _Tried:
    """Count conditions on the rows."""
    together = np.logical_and if both else np.logical_or
    inside = together.reduce(held).astype(np.float32) @ table.is_class
    scores, yes, no = _scored(inside, table)
    listed = sum(max(len(one.values) - 1, 0) for one in offered)
    score = float(scores) + _BOTH * both - _LISTED * listed
    return _Tried(offered, both, held, int(yes), int(no), score)


def _best(tried: Sequence[_Tried], table: ColumnTable) -> _Tried | None:
    """Return the best after each was mended; the first of equally good ones."""
    mended = [_mended(one, table) for one in tried]
    return max(mended, key=lambda one: one.score, default=None)


def _mended(tried: _Tried, table: ColumnTable) -> _Tried:
    """Change one condition after the other to the best of its column, the other one given."""
    for _ in range(_SWEEPS):
        before = tried.score
        for place, offered in enumerate(tried.offered):
            rest = [held for other, held in enumerate(tried.held) if other != place]
            relevant = np.ones(len(table.is_class), dtype=bool)
            if rest:
                relevant = rest[0] if tried.both else ~rest[0]
            for changed, held in table.offered(offered.column, relevant, _FINE):
                new = (*tried.offered[:place], changed, *tried.offered[place + 1 :])
                where = (*tried.held[:place], held, *tried.held[place + 1 :])
                again = _again(new, tried.both, where, table)
                if again.score > tried.score:
                    tried = again
        if tried.score == before:
            break
    return tried


def _adds(double: _Tried, single: _Tried | None, table: ColumnTable) -> bool:
    """Tell whether two conditions are clearly better than one, or than the commonest output."""
    alone = table.is_class[:, 0]
    before = alone if single is None else single.right(table)
    if before.sum() < alone.sum():
        before = alone
    gains = double.right(table) - before
    error = math.sqrt(float((gains**2).sum())) / len(gains)
    return float(gains.mean()) >= max(_CLEAR * error, _LEAST_ADDED)
