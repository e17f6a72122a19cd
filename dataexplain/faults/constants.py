"""Columns that cannot tell rows apart, and features that only tell them apart.

Identifiers are no features, and so no fault.
"""

from __future__ import annotations

import numpy as np

from dataexplain.faults.value_counts import holds_numbers
from dataexplain.faults.wording import count_rows, ignoring, percent, recoding, row_numbers
from dataexplain.records import FaultRecord
from dataexplain.tables import Column, Role, Table
from dataexplain.tables.table import FEATURE_ROLES

CONSTANT, NEAR_CONSTANT, NEAR_UNIQUE = "constant", "near_constant", "near_unique"
# So few rows that hold another value make a column all but constant.
FEW_OTHERS, FEW_SHARE = 20, 0.005
# So many different values for a row make a column a name of rows.
UNIQUE_SHARE = 0.9
_LEAST_ROWS = 100


def constant_faults(table: Table) -> list[FaultRecord]:
    """Return columns with one value, with hardly another, and with another in nearly every row.

    Parameters
    ----------
    table : Table

    Returns
    -------
    list of FaultRecord
    """
    found: list[FaultRecord | None] = []
    for column in table.columns:
        if column.role is Role.CONSTANT:
            found.append(_constant(table, column))
        elif column.role in FEATURE_ROLES:
            found += [_near_constant(table, column), _near_unique(table, column)]
    return [fault for fault in found if fault is not None]


def _constant(table: Table, column: Column) -> FaultRecord:
    rows = len(table) - column.missing
    if not rows:
        text = f"Every cell of {column.name!r} is missing"
    elif column.missing:
        value = table.frame[column.name].dropna().iloc[0]
        text = f"{column.name!r} holds {str(value)!r} in {count_rows(rows)} and nothing else"
    else:
        text = f"{column.name!r} holds the same value in every row"
    wish = f"{column.name}=missing:no"
    return FaultRecord(
        column=column.name,
        kind=CONSTANT,
        text=f"{text}, so nothing can be said about it.",
        id=f"{CONSTANT}-{column.name}",
        severity="note",
        columns=(column.name,),
        rows=rows,
        remedy=f"If empty cells mean no, give them a word: {recoding(wish)}"
        if rows and column.missing
        else "Leave it out.",
        recode=wish if rows and column.missing else "",
    )


def _near_constant(table: Table, column: Column) -> FaultRecord | None:
    if column.derived_from is not None or column.distinct > FEW_OTHERS:
        return None
    counts = table.frame[column.name].value_counts()
    if len(counts) < 2:
        return None
    others = int(counts.iloc[1:].sum())
    if others >= FEW_OTHERS or others > FEW_SHARE * len(table):
        return None
    common = counts.index[0]
    there = (table.frame[column.name] != common).to_numpy() & table.frame[
        column.name
    ].notna().to_numpy()
    return FaultRecord(
        column=column.name,
        kind=NEAR_CONSTANT,
        text=f"Only {count_rows(others)} of {len(table):,} hold another value in {column.name!r} "
        f"than {_cell(common)}: too few to say anything about it.",
        id=f"{NEAR_CONSTANT}-{column.name}",
        severity="note",
        columns=(column.name,),
        rows=others,
        row_numbers=row_numbers(table, there),
        remedy="Leave it out, or give more such rows.",
    )


def _near_unique(table: Table, column: Column) -> FaultRecord | None:
    """Return a feature that names rows: many levels, or whole numbers that rise row by row."""
    rows = len(table) - column.missing
    if rows < _LEAST_ROWS or column.distinct < UNIQUE_SHARE * rows:
        return None
    if column.nominal:
        return _unique(table, column, "too many to compare.")
    if not column.integer or not holds_numbers(table, column):
        return None
    numbers = table.frame[column.name].to_numpy(dtype=np.float64)
    steps = np.diff(numbers[~np.isnan(numbers)])
    if not (steps >= 0).all():
        return None
    return _unique(table, column, "rising from row to row: it may be only a number given to rows.")


def _unique(table: Table, column: Column, what: str) -> FaultRecord:
    rows = len(table) - column.missing
    share = percent(column.distinct / rows)
    return FaultRecord(
        column=column.name,
        kind=NEAR_UNIQUE,
        text=f"{column.name!r} has {column.distinct:,} different values in {count_rows(rows)} "
        f"({share}), {what}",
        id=f"{NEAR_UNIQUE}-{column.name}",
        severity="note",
        columns=(column.name,),
        rows=rows,
        remedy=f"If it only names rows, leave it out: {ignoring(column.name)}",
    )


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(str(value))
