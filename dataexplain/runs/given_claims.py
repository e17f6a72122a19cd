"""Claims that somebody brings: tested as they stand, learnt from no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.claims import Claim
from dataexplain.features.text_columns import TextColumn, length_column, with_text_columns
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.proposing import ReadableModels
from dataexplain.runs.word_meaning import read_texts_of
from dataexplain.tables import Table


@dataclass(frozen=True)
class GivenClaims:
    """Proposes what was brought, and nothing else.

    Parameters
    ----------
    brought : tuple of Claim
    words : tuple of TextColumn
        Columns of words in texts that the claims need.

    Examples
    --------
    >>> from dataexplain.claims import Region
    >>> claim = Claim("trend", ("age",), "up", Region())
    >>> len(GivenClaims.of([claim, claim]).brought)
    1
    """

    brought: tuple[Claim, ...]
    words: tuple[TextColumn, ...] = ()

    @classmethod
    def of(cls, claims: Sequence[Claim], words: Sequence[TextColumn] = ()) -> GivenClaims:
        """Keep one of each."""
        return cls(
            tuple({claim.id: claim for claim in claims}.values()),
            tuple({column.name: column for column in words}.values()),
        )

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:
        """Add the columns of words that the claims need, and the length of these texts.

        A table of nothing but a text gets the words that discovery rows make stand out: some
        column has to say what else explains the outcome.
        """
        if not self.words:
            return table if table.features else read_texts_of(table, rows)
        taken = {column.name for column in table.columns}
        sources = dict.fromkeys(column.source for column in self.words)
        lengths = [length_column(source) for source in sources]
        return with_text_columns(
            table, [column for column in (*lengths, *self.words) if column.name not in taken]
        )

    def claims(
        self,
        table: Table,  # noqa: ARG002
        rows: AdjustedRows,  # noqa: ARG002
        models: ReadableModels,  # noqa: ARG002
        floors: Mapping[str | None, float],  # noqa: ARG002
    ) -> tuple[Claim, ...]:
        """Return what was brought."""
        return self.brought
