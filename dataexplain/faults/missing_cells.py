"""Cells that are missing more often with some outcomes: that they lack says something itself.

Looks at discovery rows only, since it looks at the outcome.
"""

from __future__ import annotations

import numpy as np

from dataexplain.faults.wording import (
    count_rows,
    ignoring,
    outcome_levels,
    percent,
    row_numbers,
)
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table

KIND = "missing_with_outcome"
# The difference in standard deviations of the outcome, and in standard errors.
LEAST_DIFFERENCE, LEAST_Z = 0.5, 6.0
# Beyond this the outcome is all but known from what is missing.
NEARLY_SURE = 1.6
_LEAST_ROWS = 20
_IGNORED = (Role.TARGET, Role.IGNORED)


def missing_faults(table: Table, rows: AdjustedRows) -> list[FaultRecord]:
    """Return columns whose missing cells go with the outcome.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.

    Returns
    -------
    list of FaultRecord
    """
    found = []
    for column in table.columns:
        if column.missing and column.derived_from is None and column.role not in _IGNORED:
            missing = rows.frame[column.name].isna().to_numpy()
            fault = _fault(table, rows, column.name, missing)
            if fault is not None:
                found.append(fault)
    return found


def _fault(table: Table, rows: AdjustedRows, name: str, missing: np.ndarray) -> FaultRecord | None:
    count = int(missing.sum())
    if min(count, len(missing) - count) < _LEAST_ROWS:
        return None
    best, found = 0.0, None
    for outcome_class, outcome in rows.outcomes.items():
        spread = float(outcome.std())
        if spread == 0:
            continue
        there, elsewhere = float(outcome[missing].mean()), float(outcome[~missing].mean())
        difference = abs(there - elsewhere) / spread
        z = difference / np.sqrt(1 / count + 1 / (len(missing) - count))
        if difference >= LEAST_DIFFERENCE and z >= LEAST_Z and difference > best:
            best, found = difference, (outcome_class, there, elsewhere, float(z))
    return None if found is None else _record(table, name, best, *found)


def _record(
    table: Table,
    name: str,
    difference: float,
    outcome_class: str | None,
    there: float,
    elsewhere: float,
    z: float,
) -> FaultRecord:
    what, level, level_elsewhere = outcome_levels(table, outcome_class, there, elsewhere)
    missing = table.frame[name].isna().to_numpy()
    held = int(missing.sum())
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"{name!r} is missing in {count_rows(held)} ({percent(held / len(table))}), and "
        f"{what} is {level} there and {level_elsewhere} where it is known: cells may be "
        "missing because of the outcome.",
        id=f"{KIND}-{name}",
        severity="warning" if difference >= NEARLY_SURE else "note",
        columns=(name,),
        rows=held,
        row_numbers=row_numbers(table, missing),
        remedy=f"Find out why {name!r} is missing; if it is filled in once the outcome is known, "
        f"leave it out: {ignoring(name)}",
        evidence={"difference_in_spreads": difference, "z": z},
    )
