"""Rows that stand in the table more than once, beyond what chance brings about.

In a table of few columns with few values, equal rows are ordinary rows. How many pairs of equal
rows chance would bring is read off the table: off pairs that agree in all columns but one or two.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from dataexplain.faults.wording import count_rows, percent, row_numbers
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table
from dataexplain.tables.row_keys import RowKeys

KIND = "duplicates"
# Pairs of equal rows must be so many times those expected, and beyond what varies by chance.
LEAST_RATIO, LEAST_Z = 2.0, 4.0
# So many columns with the most different values are left out in turn.
_LEFT_OUT = 4
# A rate is read off so many pairs at least.
_LEAST_PAIRS = 5
_NO_PART = (Role.CONSTANT, Role.IGNORED)


def duplicate_fault(table: Table) -> FaultRecord | None:
    """Return rows that repeat an earlier one, if there are more than chance explains.

    Columns that number or name rows are left out at a second look, since a copy may have got a
    number of its own.

    Parameters
    ----------
    table : Table

    Returns
    -------
    FaultRecord or None

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> numbers = np.random.default_rng(0).normal(size=(60, 2))
    >>> numbers[50:] = numbers[:10]
    >>> table = build_table({"x": numbers[:, 0], "y": numbers[:, 1]}, "y")
    >>> duplicate_fault(table).rows
    10
    """
    named = [
        column
        for column in table.columns
        if column.derived_from is None and column.role not in _NO_PART
    ]
    everything = [column.name for column in named]
    without = [column.name for column in named if column.role is not Role.IDENTIFIER]
    return _found(table, everything) or (_found(table, without) if without != everything else None)


def _found(table: Table, names: list[str]) -> FaultRecord | None:
    parts = {name: _keys(table, name) for name in names}
    whole = _total(list(parts.values()))
    repeated = pd.Series(whole).duplicated().to_numpy()
    copies = int(repeated.sum())
    if not copies:
        return None
    pairs = _equal_pairs(whole)
    expected = _expected_pairs(parts, whole, pairs)
    if pairs < LEAST_RATIO * expected or pairs - expected < LEAST_Z * np.sqrt(expected):
        return None
    return _record(table, repeated, copies, copies * expected / pairs, len(names))


def _keys(table: Table, name: str) -> np.ndarray:
    values = table.frame[name]
    keys = RowKeys(len(table))
    keys.add(name, values.to_numpy() if values.dtype.kind in "fM" else pd.Categorical(values))
    return keys.values


def _total(parts: list[np.ndarray]) -> np.ndarray:
    total = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        total += part
    return total


def _equal_pairs(keys: np.ndarray) -> float:
    counts = pd.Series(keys).value_counts(sort=False).to_numpy(dtype=np.float64)
    return float((counts * (counts - 1)).sum() / 2)


def _expected_pairs(parts: dict[str, np.ndarray], whole: np.ndarray, pairs: float) -> float:
    """Return how many pairs of rows would be equal by chance: the largest of several estimates.

    None of them looks at the equal pairs themselves. One takes pairs that differ in one column
    only, times how often two rows agree in it; one takes pairs that differ in one or both of two
    columns only, and follows if the two columns go their own ways.
    """
    rows = len(whole)
    agree = {name: _equal_pairs(part) / (rows * (rows - 1) / 2) for name, part in parts.items()}
    chosen = sorted(agree, key=lambda name: agree[name])[:_LEFT_OUT]
    differ = {name: _equal_pairs(whole - parts[name]) - pairs for name in chosen}
    estimates = [differ[name] * agree[name] / max(1 - agree[name], 1e-9) for name in chosen]
    for first, second in combinations(chosen, 2):
        but_two = _equal_pairs(whole - parts[first] - parts[second])
        both_differ = but_two - differ[first] - differ[second] - pairs
        if both_differ >= _LEAST_PAIRS:
            estimates.append(differ[first] * differ[second] / both_differ)
    return max(estimates)


def _record(
    table: Table, repeated: np.ndarray, copies: int, expected: float, columns: int
) -> FaultRecord:
    chance = f"about {round(expected):,}" if expected >= 0.5 else "none"
    verb = "repeats" if copies == 1 else "repeat"
    share = copies / len(table)
    return FaultRecord(
        column=None,
        kind=KIND,
        text=f"{count_rows(copies)} ({percent(share)}) {verb} another row in all of {columns} "
        f"columns, where chance would bring {chance}: some rows may stand in the table twice.",
        id=KIND,
        severity="warning" if share >= 0.01 else "note",
        rows=copies,
        row_numbers=row_numbers(table, repeated),
        remedy="If they are no rows of their own, remove all but the first of each: a repeated row "
        "counts twice in every effect, and may both propose a statement and test it.",
        evidence={"rows": copies, "rows_expected_by_chance": expected, "columns": columns},
    )
