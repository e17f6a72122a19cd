"""Values that were cut off: a heap of rows at the largest or the smallest value of a column."""

from __future__ import annotations

import numpy as np

from dataexplain.faults.charts import value_chart
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.faults.wording import count_rows, percent, row_numbers, value_text
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table
from dataexplain.tables.cell_types import number_text

KIND = "capped"
LEAST_ROWS, LEAST_SHARE = 10, 0.001
# So many times the rows that the values next to the end lead to expect there, and no chance.
LEAST_RATIO, LEAST_Z = 3.0, 5.0
_LEAST_DISTINCT = 12
_STRETCH = 4


def capping_faults(table: Table, counts: ValueCounts) -> list[FaultRecord]:
    """Return the ends of a column at which its values were cut off.

    Parameters
    ----------
    table : Table
    counts : ValueCounts
        Without codes for missing.

    Returns
    -------
    list of FaultRecord
    """
    if len(counts.values) < _LEAST_DISTINCT:
        return []
    found = []
    for end, rows in (("largest", counts.counts[::-1]), ("smallest", counts.counts)):
        value = float(counts.values[-1 if end == "largest" else 0])
        expected = expected_at_end(rows)
        plain = rows[0] >= max(LEAST_RATIO * expected, expected + LEAST_Z * np.sqrt(expected))
        many = rows[0] >= max(LEAST_ROWS, LEAST_SHARE * counts.rows)
        # nothing, and the first of a count, are natural ends
        if plain and many and not (end == "smallest" and value in (0.0, 1.0)):
            found.append(_record(table, counts, value, end, float(expected)))
    return found


def expected_at_end(rows: np.ndarray) -> float:
    """Return the rows that the values next to an end lead to expect there.

    Where these grow towards the end the growth is carried on, so that no steep column seems cut.

    Examples
    --------
    >>> expected_at_end(np.array([90, 2, 2, 2, 2, 2, 2, 2, 2]))
    2.0
    >>> expected_at_end(np.array([90, 16, 16, 16, 16, 4, 4, 4, 4]))
    64.0
    """
    near = float(rows[1 : 1 + _STRETCH].mean())
    beyond = float(rows[1 + _STRETCH : 1 + 2 * _STRETCH].mean())
    return max(near, 1.0) * max(near / max(beyond, 1.0), 1.0)


def _record(
    table: Table, counts: ValueCounts, value: float, end: str, expected: float
) -> FaultRecord:
    name, shown = counts.name, value_text(counts.column, value)
    there = (table.frame[name] == value).to_numpy()
    held = int(there.sum())
    target = counts.column.role is Role.TARGET
    beyond = "above" if end == "largest" else "below"
    what = "the outcome" if target else repr(name)
    remedy = (
        f"Read effects as those on the recorded {name}: beyond {shown} nothing was recorded."
        if target
        else f"Read what is said of {shown} as said of {shown} and of anything {beyond} it."
    )
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"{count_rows(held)} ({percent(held / len(table))}) have {shown}, the {end} value of "
        f"{what}, where each value next to it is in about {count_rows(max(round(expected), 1))}: "
        f"values {beyond} it may have been cut off.",
        id=f"{KIND}-{name}-{number_text(value)}",
        severity="warning" if target else "note",
        columns=(name,),
        values=(number_text(value),),
        rows=held,
        row_numbers=row_numbers(table, there),
        remedy=remedy,
        evidence={"rows": held, "rows_expected": expected, "end": end},
        chart=value_chart(counts, np.array([value])),
    )
