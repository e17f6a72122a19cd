"""Inputs of several columns as arrays, and the conditions that their columns offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from dataexplain.operations.column_cells import ColumnCells, cell_number
from dataexplain.operations.column_conditions import Condition
from dataexplain.operations.labels import roundest
from dataexplain.operations.numbers import number, number_text
from dataexplain.tables.pairs import Pairs

# A column is numeric where so many of its cells are, and there are so many different ones.
_LEAST_NUMERIC, _FEWEST_NUMBERS = 0.9, 3
# Of columns with more values than these, or of numbers with more, no single value is asked for.
_MOST_VALUES, _MOST_NUMBERS_AS_VALUES = 30, 5
_LEAST_ROWS_OF_A_VALUE = 5
_MOST_IN_A_LIST = 3
# A value joins a list where its own rows speak for it by so many standard errors.
_CLEAR_VALUE = 2.0
# Outputs are classes as for answers: at most ten, five if they are numbers, nearly all of them.
_MOST_CLASSES, _MOST_NUMBERS, _OUTSIDE = 10, 5, 0.05


@dataclass(frozen=True)
class Offered:
    """A condition on one column, before its cut is written.

    Parameters
    ----------
    column : int
    values : tuple of str, default=()
    between : (float, float), optional
        The two numbers of discovery rows that a cut lies between.
    above : bool, default=False
    """

    column: int
    values: tuple[str, ...] = ()
    between: tuple[float, float] | None = None
    above: bool = False


@dataclass(frozen=True)
class _Column:
    name: str
    codes: np.ndarray  # of the cells among the values; -1 where absent
    values: tuple[str, ...]
    numbers: np.ndarray  # NaN where there is none
    numeric: bool


@dataclass(frozen=True)
class ColumnTable:
    """Columns of inputs, and which class each output is.

    Parameters
    ----------
    columns : tuple
    classes : tuple of str
        The commonest first.
    is_class : ndarray of shape (n, classes)
        1 where a row's output is the class.
    """

    columns: tuple[_Column, ...]
    classes: tuple[str, ...]
    is_class: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, pairs: Pairs) -> ColumnTable | None:
        r"""Read pairs, or return None where they are no rows of several columns with classes.

        Examples
        --------
        >>> inputs = tuple(f"plan: {plan}\nmonths: {n}" for n in range(9) for plan in "ab")
        >>> outputs = tuple("yes" if n < 6 else "no" for n in range(18))
        >>> table = ColumnTable.of(Pairs(inputs, outputs, tuple(range(18)), ("plan", "months")))
        >>> table.classes, [column.numeric for column in table.columns]
        (('no', 'yes'), [False, True])
        """
        classes = few_classes(pairs.outputs)
        if len(pairs.columns) < 2 or not classes:
            return None
        reader = ColumnCells(pairs.columns)
        rows = [reader.of(text) for text in pairs.inputs]
        labels = np.array([output.strip() for output in pairs.outputs], dtype=object)
        return cls(
            tuple(_column(name, [row.get(name) for row in rows]) for name in pairs.columns),
            classes,
            np.stack([labels == one for one in classes], axis=1).astype(np.float32),
        )

    def offered(
        self, column: int, relevant: np.ndarray, most: int
    ) -> Iterator[tuple[Offered, np.ndarray]]:
        """Yield conditions on a column and where they hold, the simplest first.

        Parameters
        ----------
        column : int
        relevant : ndarray of bool of shape (n,)
            The rows that decide which values are listed together.
        most : int
            The most conditions of each kind.
        """
        one = self.columns[column]
        places = self._listed_values(one)
        for place in places[:most]:
            yield Offered(column, (one.values[place],)), one.codes == place
        for listed in self._lists(one, places, relevant):
            held = np.isin(one.codes, listed)
            yield Offered(column, tuple(one.values[place] for place in listed)), held
        if one.numeric:
            for low, high in _cuts(one.numbers, max(most // 2, 1)):
                yield Offered(column, between=(low, high)), one.numbers <= low
                yield Offered(column, between=(low, high), above=True), one.numbers > low

    def condition(self, offered: Offered) -> Condition:
        """Write a condition, with the shortest cut that parts the rows alike."""
        name = self.columns[offered.column].name
        if offered.between is None:
            return Condition(name, offered.values)
        low, high = (Fraction(repr(end)) for end in offered.between)
        return Condition(name, cut=number_text(roundest(low, high)), above=offered.above)

    def _listed_values(self, one: _Column) -> list[int]:
        """Return the places of values that may be asked for, the most frequent first."""
        few = _MOST_NUMBERS_AS_VALUES if one.numeric else _MOST_VALUES
        if len(one.values) > few:
            return []
        rows = np.bincount(one.codes[one.codes >= 0], minlength=len(one.values))
        order = np.argsort(-rows, kind="stable")
        return [int(place) for place in order if rows[place] >= _LEAST_ROWS_OF_A_VALUE]

    def _lists(
        self, one: _Column, places: Sequence[int], relevant: np.ndarray
    ) -> Iterator[list[int]]:
        """Yield for each class the two and the three values that speak for it most."""
        if one.numeric or len(places) <= _MOST_IN_A_LIST - 1:
            return
        known = relevant & (one.codes >= 0)
        table = np.stack(
            [
                np.bincount(one.codes[known], weights=of_class[known], minlength=len(one.values))
                for of_class in self.is_class.T
            ],
            axis=1,
        )
        totals = table.sum(axis=0)
        for place in range(len(self.classes)):
            other = int(np.argmax(np.where(np.arange(len(totals)) == place, -1, totals)))
            lead = table[:, place] - table[:, other]
            clear = lead > _CLEAR_VALUE * np.sqrt(table[:, place] + table[:, other])
            best = sorted((value for value in places if clear[value]), key=lambda v: -lead[v])
            for size in range(2, min(_MOST_IN_A_LIST, len(best)) + 1):
                yield best[:size]


def few_classes(outputs: Sequence[str]) -> tuple[str, ...]:
    """Return the classes that outputs are, the commonest first; none where they are no classes.

    Examples
    --------
    >>> few_classes(["no"] * 9 + ["yes"] * 6), few_classes(list("abcdefgh"))
    (('no', 'yes'), ())
    """
    counts = Counter(output.strip() for output in outputs)
    classes = tuple(
        text for text, rows in counts.most_common() if text and rows >= _LEAST_ROWS_OF_A_VALUE
    )
    most = _MOST_NUMBERS if all(number(one) is not None for one in classes) else _MOST_CLASSES
    covered = sum(counts[one] for one in classes)
    few = 2 <= len(classes) <= most and covered >= (1 - _OUTSIDE) * counts.total()
    return classes if few else ()


def _column(name: str, cells: Sequence[str | None]) -> _Column:
    codes, distinct = pd.factorize(np.array(cells, dtype=object))
    values = tuple(map(str, distinct))
    read = [cell_number(value) for value in values]
    each = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
    numbers = np.where(codes >= 0, each[codes], np.nan) if values else np.full(len(cells), np.nan)
    present = int((codes >= 0).sum())
    known = numbers[~np.isnan(numbers)]
    numeric = len(known) >= max(_LEAST_NUMERIC * present, 1)
    return _Column(
        name, codes, values, numbers, numeric and len(np.unique(known)) >= _FEWEST_NUMBERS
    )


def _cuts(numbers: np.ndarray, most: int) -> Iterator[tuple[float, float]]:
    """Yield pairs of neighbouring numbers, at quantiles of the rows where there are many."""
    values, rows = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    below = np.cumsum(rows)[:-1]
    places = np.arange(len(below))
    if len(places) > most:
        wanted = np.arange(1, most + 1) / (most + 1) * rows.sum()
        places = np.unique(np.minimum(np.searchsorted(below, wanted), len(below) - 1))
    for place in places.tolist():
        yield float(values[place]), float(values[place + 1])
