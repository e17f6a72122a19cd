"""Columns that were read off texts, found again: from a report's record, and between refits."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.claims import Claim
from dataexplain.features.text_columns import YES, TextColumn, with_text_columns
from dataexplain.readers.agreement import SAME_REGION, jaccard
from dataexplain.records import ColumnRecord
from dataexplain.tables import Role, Table

# What a claim's JSON form tells beside the claim: the words of its columns.
WORDS = "words"


def read_off(columns: Iterable[ColumnRecord]) -> tuple[TextColumn, ...]:
    """Return the columns of a report that were read off texts, as they can be read off again.

    What a judge said of texts is not among them: it would have to be asked.

    Parameters
    ----------
    columns : iterable of ColumnRecord

    Examples
    --------
    >>> text = ColumnRecord("review", "text", 0, 9)
    >>> refund = ColumnRecord("refund", "boolean", 0, 2, derived_from="review", terms=("refund",))
    >>> read_off([text, refund])
    (TextColumn(name='refund', source='review', terms=('refund',)),)
    """
    known = list(columns)
    texts = {column.name for column in known if column.role == Role.TEXT}
    return tuple(
        TextColumn(column.name, column.derived_from, column.terms)
        for column in known
        if column.derived_from is not None and column.derived_from in texts and not column.asked
    )


def with_words(claim: Claim, table: Table) -> dict[str, Any]:
    """Return a claim's JSON form, with the words of its columns where these come from texts.

    Parameters
    ----------
    claim : Claim
    table : Table
        That the claim was read from.
    """
    names = (*claim.features, *claim.entangled_with)
    columns = [table.column(name) for name in names]
    words = {
        column.name: [column.derived_from, list(column.terms)] for column in columns if column.terms
    }
    return {**claim.to_dict(), WORDS: words} if words else claim.to_dict()


@dataclasses.dataclass(frozen=True)
class SameWords:
    """Tells which words of another fit are those of a report, by the rows that mention them.

    Parameters
    ----------
    table : Table
        Some rows, with the report's own columns.
    """

    table: Table

    @classmethod
    def of(cls, table: Table, columns: Iterable[ColumnRecord], rows: np.ndarray) -> SameWords:
        """Read the columns of a report off some rows of its table.

        Parameters
        ----------
        table : Table
        columns : iterable of ColumnRecord
        rows : ndarray of int
        """
        some = dataclasses.replace(table, frame=table.frame.iloc[rows].reset_index(drop=True))
        return cls(with_text_columns(some, read_off(columns)))

    @property
    def frame(self) -> pd.DataFrame:
        """The rows, on which regions of the report's claims can be held against others."""
        return self.table.frame

    def claim(self, values: Mapping[str, Any]) -> Claim:
        """Rebuild a claim of another fit, about the report's own columns where these are the same.

        Parameters
        ----------
        values : mapping
            As `with_words` wrote it.
        """
        plain = {name: entry for name, entry in values.items() if name != WORDS}
        for name, (source, terms) in values.get(WORDS, {}).items():
            plain = _renamed(plain, name, self._own_name(name, source, tuple(terms)))
        return Claim.from_dict(plain)

    def _own_name(self, name: str, source: str, terms: tuple[str, ...]) -> str:
        """Return the report's column that holds for most of the same rows, or the name itself."""
        other = TextColumn("other", source, terms)
        while other.name in self.frame:
            other = dataclasses.replace(other, name=f"{other.name}'")
        mentioned = with_text_columns(self.table, [other]).frame[other.name] == YES
        alike = {
            column.name: jaccard((self.frame[column.name] == YES).to_numpy(), mentioned.to_numpy())
            for column in self.table.columns
            if column.terms and column.derived_from == source
        }
        best = max(alike, key=lambda entry: (alike[entry], entry), default=name)
        return best if alike.get(best, 0.0) >= SAME_REGION else name


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return JSON values with one column called otherwise, as a key or as a value."""
    if isinstance(value, Mapping):
        return {
            new if key == old else key: _renamed(entry, old, new) for key, entry in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_renamed(entry, old, new) for entry in value]
    return new if value == old and isinstance(value, str) else value
