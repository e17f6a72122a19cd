"""What held-out texts show of a claim about what texts say: a few of them, and counts of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dataexplain.claims import Claim, Condition, Region
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.term_display import excerpt, shown_term
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.term_effects import OF_TEXTS, TERMS
from dataexplain.records import PassageRecord, TermRecord
from dataexplain.tables import Role, Table, Task
from dataexplain.verification import Vault

# Beside the texts that agree with a claim, one fewer that do not.
FEWER_AGAINST = 1
# A text in a table of rows: what a page shows of a cell.
CELL, BEFORE_IN_CELL = 56, 16


@dataclass(frozen=True)
class HeldOutTexts:
    """The texts of held-out rows, read through the vault once it is sealed.

    Parameters
    ----------
    table : Table
    vault : Vault
    discovery : AdjustedRows
        Their average is what a row's outcome is called high or low by.
    """

    table: Table
    vault: Vault
    discovery: AdjustedRows

    def terms(self, claim: Claim) -> tuple[TermRecord, ...]:
        """Return the terms of a claim about words, with the number of texts that mention each."""
        return self._counted.get(claim.features[0], ()) if claim.kind == TERMS else ()

    def passages(self, claim: Claim, count: int) -> tuple[PassageRecord, ...]:
        """Return parts of texts of which a claim speaks: for it first, then against it.

        Parameters
        ----------
        claim : Claim
        count : int
            The most for it; no more than one fewer against it.
        """
        if claim.kind not in OF_TEXTS:
            return ()
        upper, lower = self._sides(claim)
        sides = (upper, lower) if claim.direction == "up" else (lower, upper)
        found = self._passages(claim, sides[0], count, agrees=True)
        against = self._passages(claim, sides[1], max(count - FEWER_AGAINST, 1), agrees=False)
        return (*found, *against)

    def example_rows(
        self, claim: Claim, count: int, columns: Sequence[str]
    ) -> tuple[dict[str, str], ...]:
        """Return example rows of a claim; of a text the part that matters."""
        if claim.kind in OF_TEXTS:
            return ()  # passages show them
        texts = {column.name for column in self.table.columns if column.role is Role.TEXT}
        return tuple(
            {
                name: self._cut(claim, name, cell) if name in texts else cell
                for name, cell in row.items()
            }
            for row in self.vault.examples(claim.region, count, columns)
        )

    def _cut(self, claim: Claim, name: str, text: str) -> str:
        terms = self._terms_in(claim, name)
        return excerpt(text, terms, longest=CELL, before=BEFORE_IN_CELL)[0]

    def _terms_in(self, claim: Claim, text: str) -> tuple[str, ...]:
        own = (self.table.column(name) for name in claim.features)
        return tuple(term for column in own if column.derived_from == text for term in column.terms)

    def _passages(
        self, claim: Claim, side: Condition, count: int, *, agrees: bool
    ) -> Iterator[PassageRecord]:
        column = self.table.column(claim.features[0])
        assert column.derived_from is not None
        region = Region((*claim.region.conditions, side))
        names = (column.derived_from, self.table.target)
        for row in self.vault.examples(region, count, names):
            text, marks = excerpt(row[names[0]], column.terms)
            yield PassageRecord(text, marks, row[names[1]], agrees)

    def _sides(self, claim: Claim) -> tuple[Condition, Condition]:
        """Return where the outcome is of the class, or above average, and where it is not."""
        target = self.table.target
        if self.table.task is Task.REGRESSION:
            average = float(np.mean(self.discovery.frame[target].to_numpy(dtype=np.float64)))
            return Condition(target, low=average), Condition(target, high=average)
        own = str(claim.outcome_class)
        others = tuple(name for name in self.table.classes if name != own)
        return Condition(target, levels=(own,)), Condition(target, levels=others)

    @cached_property
    def _counted(self) -> dict[str, tuple[TermRecord, ...]]:
        """Count each text column once for all of its groups."""
        by_source = defaultdict(list)
        for column in self.table.columns:
            if column.terms and column.derived_from is not None:
                by_source[column.derived_from].append(column)
        counted: dict[str, tuple[TermRecord, ...]] = {}
        for source, columns in by_source.items():
            texts = self.vault.measured().frame[source].dropna().astype(str).tolist()
            index = NgramIndex(dict.fromkeys(term for entry in columns for term in entry.terms))
            texts_with = np.asarray((index.count(texts) > 0).sum(axis=0)).ravel()
            for column in columns:
                counted[column.name] = tuple(
                    TermRecord(shown_term(term), int(texts_with[index.columns[term]]))
                    for term in column.terms
                )
        return counted
