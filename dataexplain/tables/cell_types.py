"""The cells of a column once they have been read, and what can be asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd


class Kind(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True)
class Cells:
    """The cells of one column, read.

    Parameters
    ----------
    kind : Kind
    values : numpy.ndarray or pandas.Categorical
        float64 (NaN is missing), datetime64 (NaT is missing) or a categorical of text.
    raw : pandas.Series
        The cells as they were given.
    unit : str, optional
        The currency or "%" that the cells share.
    note : str
        How the cells were read, as sentences; often empty.
    ordered : bool
        Whether the order of the categories was given by the data.
    """

    kind: Kind
    values: np.ndarray | pd.Categorical
    raw: pd.Series = field(repr=False)
    unit: str | None = None
    note: str = ""
    ordered: bool = False

    @cached_property
    def missing(self) -> np.ndarray:
        """Whether each cell is missing."""
        return np.asarray(pd.isna(self.values))

    def rows(self, kept: np.ndarray) -> Cells:
        """Return the cells of the rows where `kept` is true."""
        if kept.all():
            return self
        return replace(self, values=self.values[kept], raw=self.raw[kept])

    @cached_property
    def distinct(self) -> np.ndarray:
        """The distinct values that are present: numbers and dates sorted, or words."""
        if isinstance(self.values, pd.Categorical):
            codes = np.asarray(self.values.codes)
            rows = np.bincount(codes[codes >= 0], minlength=len(self.values.categories))
            return np.asarray(self.values.categories[rows > 0], dtype=object)
        return np.sort(pd.unique(self.values[~self.missing]))


def as_words(cells: Cells) -> pd.Categorical:
    """Return cells of any kind as words: whole numbers without a decimal point.

    Examples
    --------
    >>> cells = Cells(Kind.NUMBER, np.array([2.0, 1.0, np.nan]), pd.Series(["2", "1", ""]))
    >>> as_words(cells).tolist()
    ['2', '1', nan]
    """
    if isinstance(cells.values, pd.Categorical):
        return cells.values
    codes, uniques = pd.factorize(cells.values, sort=True)
    if cells.kind is Kind.NUMBER:
        words = [number_text(value) for value in uniques]
    else:
        words = [str(pd.Timestamp(value)) for value in uniques]
    return pd.Categorical.from_codes(codes, pd.Index(words, dtype="str"))


def as_text(cells: Cells) -> pd.Series:
    """Return cells as text, as they were written where they were written; missing ones as NaN.

    Examples
    --------
    >>> cells = Cells(Kind.NUMBER, np.array([7.0, np.nan]), pd.Series(["7.00", "?"]))
    >>> as_text(cells).tolist()
    ['7.00', nan]
    """
    if cells.kind is not Kind.WORDS and isinstance(cells.raw.dtype, pd.StringDtype):
        return pd.Series(cells.raw.array, dtype="str").mask(cells.missing)
    words = as_words(cells)
    levels = words.categories.astype("str").array
    return pd.Series(levels.take(words.codes, allow_fill=True))


def same_cells(cells: Cells, others: Cells) -> bool:
    """Tell whether two columns hold the same in every row.

    Examples
    --------
    >>> cells = Cells(Kind.NUMBER, np.array([1.0, np.nan]), pd.Series(["1", ""]))
    >>> same_cells(cells, cells)
    True
    """
    if cells.kind is not others.kind:
        return False
    if isinstance(cells.values, pd.Categorical) and isinstance(others.values, pd.Categorical):
        if len(cells.values.categories) != len(others.values.categories):
            return False
        places = others.values.categories.get_indexer(cells.values.categories)
        return bool((np.append(places, -1)[cells.values.codes] == others.values.codes).all())
    return bool(np.array_equal(cells.values, others.values, equal_nan=True))


def number_text(value: float) -> str:
    """Return a number as the word that stands for it.

    Examples
    --------
    >>> number_text(3.0), number_text(0.5)
    ('3', '0.5')
    """
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 2**63 else repr(number)
