"""Where the claims of a run come from, and the columns that they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from dataexplain.claims import Claim
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.proposing import ReadableModels, propose
from dataexplain.runs.word_meaning import read_texts_of
from dataexplain.tables import Column, Table


class Proposer(Protocol):
    """Proposes claims without looking at any verification row."""

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:
        """Add the columns that are read off texts.

        Parameters
        ----------
        table : Table
        rows : ndarray of int
            Discovery rows.
        """
        ...

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,
        models: ReadableModels,
        floors: Mapping[str | None, float],
    ) -> tuple[Claim, ...]:
        """Return what shall be tested.

        Parameters
        ----------
        table : Table
        rows : AdjustedRows
            Discovery rows.
        models : ReadableModels
        floors : mapping of outcome class to float
        """
        ...


class ModelReaders:
    """Finds the words of texts, and reads claims off the fitted models."""

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:
        """Add a column for each group of words that discovery rows make stand out."""
        return read_texts_of(table, rows)

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,
        models: ReadableModels,
        floors: Mapping[str | None, float],
    ) -> tuple[Claim, ...]:
        """Read claims off curves, terms and rules."""
        return propose(rows, claimable(table), models, floors)


def claimable(table: Table) -> tuple[Column, ...]:
    """Return the features claims may be about: all but those that are held fixed only."""
    return tuple(
        column
        for column in table.features
        if column.name not in table.controls and column.derived_from not in table.controls
    )
