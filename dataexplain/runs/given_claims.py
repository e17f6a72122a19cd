"""Claims that somebody brings: tested as they stand, learnt from no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import DOWN, UP, Claim
from dataexplain.features.text_columns import TextColumn, length_column, with_text_columns
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.proposing import ReadableModels, propose
from dataexplain.runs.proposers import claimable
from dataexplain.runs.word_meaning import read_texts_of
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table


@dataclass(frozen=True)
class GivenClaims:
    """Proposes what was brought, and nothing else.

    Parameters
    ----------
    brought : tuple of Claim
    words : tuple of TextColumn
        Columns of words in texts that the claims need.
    open_turns, open_signs : frozenset of str
        The ids of claims of which nobody said where the course turns, or which way the effect
        goes that is said to be stronger: discovery rows settle that.

    Examples
    --------
    >>> from dataexplain.claims import Region
    >>> claim = Claim("trend", ("age",), "up", Region())
    >>> len(GivenClaims.of([claim, claim]).brought)
    1
    """

    brought: tuple[Claim, ...]
    words: tuple[TextColumn, ...] = ()
    open_turns: frozenset[str] = frozenset()
    open_signs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, claims: Sequence[Claim], words: Sequence[TextColumn] = ()) -> GivenClaims:
        """Keep one of each."""
        return cls(
            tuple({claim.id: claim for claim in claims}.values()),
            tuple({column.name: column for column in words}.values()),
        )

    @classmethod
    def read(cls, readings: Sequence[SentenceReading]) -> GivenClaims:
        """Return what sentences were read as.

        Parameters
        ----------
        readings : sequence of SentenceReading
        """
        given = cls.of(
            [claim for reading in readings for claim in reading.claims],
            [column for reading in readings for column in reading.words],
        )
        left = {
            kind: frozenset(
                claim.id
                for reading in readings
                if reading.left_open == kind
                for claim in reading.claims
            )
            for kind in ("turn", "sign")
        }
        return replace(given, open_turns=left["turn"], open_signs=left["sign"])

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
        wanted = {column.name: column for column in (*lengths, *self.words)}
        return with_text_columns(
            table, [column for column in wanted.values() if column.name not in taken]
        )

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,
        models: ReadableModels,
        floors: Mapping[str | None, float],
    ) -> tuple[Claim, ...]:
        """Return what was brought, with what was left open settled by discovery rows."""
        settled = [
            _turned_to(claim, rows) if claim.id in self.open_signs else claim
            for claim in self.brought
        ]
        if self.open_turns:
            read = propose(rows, claimable(table), models, floors)
            settled = [
                _placed(claim, read) if claim.id in self.open_turns else claim for claim in settled
            ]
        return tuple({claim.id: claim for claim in settled}.values())


def _placed(claim: Claim, read: Sequence[Claim]) -> Claim:
    """Return a course that turns with its turn where the models see it, if they do."""
    same = (
        one
        for one in read
        if (one.kind, one.features, one.direction, one.outcome_class)
        == (claim.kind, claim.features, claim.direction, claim.outcome_class)
    )
    found = next(same, None)
    if found is None:
        return claim
    return replace(found, sources=claim.sources, held=claim.held, rests_on=claim.rests_on)


def _turned_to(claim: Claim, rows: AdjustedRows) -> Claim:
    """Return an effect that is said to be stronger the way it goes on these rows."""
    effect = claim.factors[0].values(rows.frame)
    outcome = rows.outcomes[claim.outcome_class]
    known = ~(np.isnan(effect) | np.isnan(outcome))
    moves = np.cov(effect[known], outcome[known])[0, 1] if known.sum() > 1 else 0.0
    if moves >= 0:
        return claim
    return replace(claim, direction=DOWN if claim.direction == UP else UP)
