"""How many rows hold each number of a column, and how many hold the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dataexplain.tables import Column, Role, Table, Task
from dataexplain.tables.cell_types import number_text

# So many distinct values on each side say how many rows are usual near a value.
NEIGHBOURS = 5
_MANY_ROWS, _ALL_DIFFER = 20_000, 0.9995


@dataclass(frozen=True)
class ValueCounts:
    """The distinct numbers of a column in order, with the rows that hold each.

    Examples
    --------
    >>> ages = ValueCounts.of(Column("age", Role.NUMERIC), np.array([31.0, 30.0, 31.0, np.nan]))
    >>> ages.values.tolist(), ages.counts.tolist(), ages.rows
    ([30.0, 31.0], [1, 2], 3)
    """

    column: Column
    values: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, column: Column, numbers: np.ndarray) -> ValueCounts:
        """Count the numbers that are known."""
        values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
        return cls(column, values, counts)

    @property
    def rows(self) -> int:
        """The rows that hold any number."""
        return int(self.counts.sum())

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    def without(self, values: np.ndarray) -> ValueCounts:
        """Return the counts of all other values."""
        if not len(values):
            return self
        kept = ~np.isin(self.values, values)
        return ValueCounts(self.column, self.values[kept], self.counts[kept])

    def part(self, places: slice) -> ValueCounts:
        """Return the counts of the values at some places in their order."""
        return ValueCounts(self.column, self.values[places], self.counts[places])

    def nearby(self) -> np.ndarray:
        """Return for each value the mean number of rows that hold its neighbours, itself left out.

        Examples
        --------
        >>> counts = ValueCounts(Column("x", Role.NUMERIC), np.arange(3.0), np.array([4, 50, 6]))
        >>> counts.nearby().tolist()
        [28.0, 5.0, 27.0]
        """
        total = np.concatenate([[0], np.cumsum(self.counts)])
        places = np.arange(len(self.values))
        first = np.maximum(places - NEIGHBOURS, 0)
        last = np.minimum(places + NEIGHBOURS + 1, len(self.values))
        others = np.maximum(last - first - 1, 1)
        return np.asarray((total[last] - total[first] - self.counts) / others)

    def quantile(self, share: float) -> float:
        """Return the smallest value that so large a share of the rows does not exceed."""
        place = np.searchsorted(np.cumsum(self.counts), share * self.rows)
        return float(self.values[min(int(place), len(self.values) - 1)])

    @property
    def mean(self) -> float:
        """The average of all rows."""
        return float(np.average(self.values, weights=self.counts))

    @property
    def median(self) -> float:
        """The middle of all rows."""
        return self.quantile(0.5)


def counted_columns(table: Table) -> Iterator[ValueCounts]:
    """Yield the counts of each column that holds numbers, the outcome included.

    Large columns in which hardly any value comes twice are left out: nothing is heaped there.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> [(counts.name, counts.counts.tolist()) for counts in counted_columns(table)]
    [('dose', [10, 20, 10])]
    """
    for column in table.columns:
        if holds_numbers(table, column) and not _all_differ(table, column):
            yield ValueCounts.of(column, table.frame[column.name].to_numpy(dtype=np.float64))


def _all_differ(table: Table, column: Column) -> bool:
    rows = len(table) - column.missing
    return rows >= _MANY_ROWS and column.distinct >= _ALL_DIFFER * rows


def holds_numbers(table: Table, column: Column) -> bool:
    """Tell whether the frame holds the column's own numbers, not ranks and not parts of dates."""
    if column.derived_from is not None:
        return False
    if column.role is Role.TARGET:
        return table.task is Task.REGRESSION
    if column.role is Role.ORDINAL:
        return column.levels == tuple(number_text(score) for score in column.scores)
    return column.role is Role.NUMERIC
