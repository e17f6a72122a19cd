"""Words and row numbers that the sentences about faults share."""

from __future__ import annotations

import math
import shlex

import numpy as np

from dataexplain.claims.wording import Words, number
from dataexplain.tables import Column, Table, Task
from dataexplain.tables.cell_types import number_text
from dataexplain.tables.outcome_scale import LOG

# So many rows of each fault are named.
NAMED_ROWS = 20
_DIGITS = 8


def row_numbers(table: Table, rows: np.ndarray) -> tuple[int, ...]:
    """Return where the first of some rows stand in the file, counted from 1 without its header.

    Parameters
    ----------
    table : Table
    rows : ndarray of bool
        For each row of the table whether it is one of them.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> cured = [None, *["no", "yes"] * 20]
    >>> table = build_table({"dose": [1, 1, 2, 2, 3, *[4, 5, 6] * 12], "cured": cured}, "cured")
    >>> row_numbers(table, (table.frame["dose"] == 2).to_numpy())
    (3, 4)
    """
    places = np.flatnonzero(rows)
    if table.file_rows is not None and len(table.file_rows) == len(table):
        numbers = np.sort(table.file_rows[places])[:NAMED_ROWS]
    else:
        numbers = places[:NAMED_ROWS] + 1
    return tuple(int(place) for place in numbers)


def count_rows(count: int) -> str:
    """Return a number of rows in words.

    Examples
    --------
    >>> count_rows(1), count_rows(1200)
    ('1 row', '1,200 rows')
    """
    return "1 row" if count == 1 else f"{count:,} rows"


def percent(share: float) -> str:
    """Return a share in percent, never as 0% or 100% unless it is.

    Examples
    --------
    >>> percent(0.4871), percent(0.0031), percent(0.00002), percent(0.9999), percent(1.0)
    ('49%', '0.3%', 'less than 0.1%', '99.99%', '100%')
    """
    if 0 < share < 0.001:
        return "less than 0.1%"
    if share < 0.0995:
        return f"{100 * share:.1f}".rstrip("0").rstrip(".") + "%"
    digits = 0 if share <= 0.99 or share == 1 else 2
    return f"{100 * share:.{digits}f}%"


def value_text(column: Column, value: float) -> str:
    """Return a value of a column as a reader knows it, with its unit.

    Examples
    --------
    >>> from dataexplain.tables import Role
    >>> value_text(Column("price", Role.NUMERIC, unit="$"), 500001.0)
    '$500,001'
    """
    return number(value, column.unit, digits=_DIGITS)


def outcome_levels(
    table: Table, outcome_class: str | None, there: float, elsewhere: float
) -> tuple[str, str, str]:
    """Return what an average of the outcome is called, and two of them in its own units.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 3, 4] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> outcome_levels(table, "yes", 0.25, 0.5)
    ('the probability of cured = yes', '25%', '50%')
    """
    if table.task is not Task.REGRESSION:
        name = Words(table.target, regression=False).outcome(outcome_class)
        return name, percent(there), percent(elsewhere)
    scale, average = table.outcome_scale, "average"
    if scale.name == LOG:
        there, elsewhere = (math.exp(level) - scale.offset for level in (there, elsewhere))
        average = "typical"
    name = Words(table.target, regression=True, average=average).outcome(None)
    unit = table.column(table.target).unit
    return name, number(there, unit), number(elsewhere, unit)


def ignoring(*names: str) -> str:
    """Return the options that leave columns out, as a shell takes them.

    Examples
    --------
    >>> ignoring("zip", "house id")
    "--ignore zip --ignore 'house id'"
    """
    return " ".join(f"--ignore {shlex.quote(name)}" for name in names)


def recoding(wish: str) -> str:
    """Return the option that recodes, as a shell takes it.

    Examples
    --------
    >>> recoding("age=99:missing"), recoding("resting bp=0:missing")
    ('--recode age=99:missing', "--recode 'resting bp=0:missing'")
    """
    return f"--recode {shlex.quote(wish)}"


def recoding_of(column: Column, *values: float) -> str:
    """Return what `--recode` takes to count values as missing.

    Examples
    --------
    >>> from dataexplain.tables import Role
    >>> recoding_of(Column("age", Role.NUMERIC), 99.0)
    'age=99:missing'
    """
    return f"{column.name}={','.join(number_text(value) for value in values)}:missing"
