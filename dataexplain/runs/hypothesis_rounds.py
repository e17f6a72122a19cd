"""Rounds of hypotheses: asked for, screened on discovery rows, and what stays hard asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dataexplain.claims import KINDS, Claim, Words, compile_claim
from dataexplain.errors import BudgetReachedError
from dataexplain.llm import ChatModel, Estimate
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.curves import stretch
from dataexplain.readers.proposing import ReadableModels, known_values
from dataexplain.runs.claim_records import words_of
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.proposers import ModelReaders, claimable
from dataexplain.runs.short_list import ShortList, short_list
from dataexplain.search.column_views import ColumnView, column_view
from dataexplain.search.hard_rows import (
    predicted_by_others,
    rows_of_both_sides,
    worst_predicted,
)
from dataexplain.search.hypothesis_schema import Hypothesis
from dataexplain.search.table_hypotheses import Answers, HypothesisPrompts, Shown
from dataexplain.tables import Column, Table

SOME_ROWS = "Some of its rows, half of them with more of the outcome:"
HARD_ROWS = "Rows that what is found so far explains badly. What could explain them?"
NO_ROWS = "No rows are shown."
# So many of the leading statements are told to the next round.
MOST_TOLD = 8


@dataclass(frozen=True)
class Remembered:
    """Hypotheses that were proposed before, screened again: nobody is asked.

    Parameters
    ----------
    hypotheses : tuple of Hypothesis
    most : int
        How many claims on columns may go to the vault.
    """

    hypotheses: tuple[Hypothesis, ...]
    most: int

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:
        """Add the columns that are read off texts, as an explanation does."""
        return ModelReaders().with_columns(table, rows)

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,
        models: ReadableModels,  # noqa: ARG002
        floors: Mapping[str | None, float],
    ) -> tuple[Claim, ...]:
        """Return what these rows do not contradict."""
        views = {view.name: view for view in views_of(table, rows)}
        return short_list(self.hypotheses, table, rows, views, floors, self.most).claims


@dataclass
class HypothesisRounds:
    """Proposes what a language model thinks of, beside templates of two conditions.

    Parameters
    ----------
    model : ChatModel
    description : str
        What the table is, in the user's words.
    rounds : int
    most : int
        How many claims on columns may go to the vault.
    rows_shown : int
        How many discovery rows a prompt shows.
    seed : int
    progress : Progress

    Attributes
    ----------
    answers : Answers
        What the model said, once claims were asked for.
    listed : ShortList
        What of it goes to the vault.
    rounds_begun : int
    estimate : Estimate, optional
        With `asks` False: what asking would cost.
    """

    model: ChatModel
    description: str = ""
    rounds: int = 2
    most: int = 20
    rows_shown: int = 6
    seed: int = 0
    progress: Progress = field(default_factory=Silence)
    asks: bool = True
    answers: Answers = field(default_factory=Answers)
    listed: ShortList = field(default_factory=ShortList)
    rounds_begun: int = 0
    estimate: Estimate | None = None

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:
        """Add the columns that are read off texts, as an explanation does."""
        return ModelReaders().with_columns(table, rows)

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,
        models: ReadableModels,  # noqa: ARG002
        floors: Mapping[str | None, float],
    ) -> tuple[Claim, ...]:
        """Ask round after round, and return what is worth a test.

        Parameters
        ----------
        table : Table
        rows : AdjustedRows
            Discovery rows: no other is shown, or looked at.
        models : ReadableModels
            Passed over: what the models say, `explain` tests.
        floors : mapping of outcome class to float

        Raises
        ------
        LanguageModelError
            When the model fails before it said anything.
        """
        views = views_of(table, rows)
        words = words_of(table)
        by_name = {view.name: view for view in views}
        outcomes = {name: words.outcome(name) for name in rows.outcomes}
        prompts = HypothesisPrompts(self.description, outcomes, views)
        shown = _ShownRows(table, rows, views, words, self.rows_shown, self.seed)
        if not self.asks:
            each = [
                prompts.estimate(self.model, number, shown.of(number, ()))
                for number in range(self.rounds)
            ]
            self.estimate = sum(each[1:], each[0]) if each else None
            return ()
        self.answers, self.listed = Answers(), ShortList()
        for number in range(self.rounds if views else 0):
            self.rounds_begun = number + 1
            spent = self.model.budget.sentence()
            self.progress.stage(f"Hypotheses, round {number + 1} of {self.rounds} ({spent})")
            self.answers += prompts.ask(
                self.model,
                number,
                shown.of(number, self.listed.claims),
                self.progress.step,
                settled=_settled(self.listed.claims, rows),
            )
            self.listed = short_list(
                self.answers.hypotheses, table, rows, by_name, floors, self.most
            )
            if self.answers.ended is not None:
                break
        if not self.rounds_begun:
            self.listed = short_list((), table, rows, by_name, floors, self.most)
        ended = self.answers.ended
        failed = ended is not None and not isinstance(ended, BudgetReachedError)
        if failed and ended is not None and not self.answers.asked:
            raise ended
        return self.listed.claims


def _settled(claims: tuple[Claim, ...], rows: AdjustedRows) -> frozenset[str]:
    """Return the columns of which, for every class, something is found."""
    alone = [claim for claim in claims if len(claim.features) == 1]
    told = [
        frozenset(claim.features[0] for claim in alone if claim.outcome_class == name)
        for name in rows.outcomes
    ]
    return frozenset.intersection(*told)


@dataclass(frozen=True)
class _ShownRows:
    """Which discovery rows a prompt shows, and what it says of them."""

    table: Table
    rows: AdjustedRows
    views: tuple[ColumnView, ...]
    words: Words
    count: int
    seed: int

    def of(self, number: int, claims: tuple[Claim, ...]) -> dict[str | None, Shown]:
        """Return what is shown for each class in a round."""
        return {
            name: self._of_class(
                name, number, [claim for claim in claims if claim.outcome_class == name]
            )
            for name in self.rows.outcomes
        }

    def _of_class(self, name: str | None, number: int, claims: list[Claim]) -> Shown:
        told = tuple(
            f"- {KINDS[claim.kind].sentence(claim, self.words)}" for claim in claims[:MOST_TOLD]
        )
        if not self.count:
            return Shown(NO_ROWS, (), told)
        outcome = self.rows.outcomes[name]
        spoken = [claim for claim in claims if claim.pieces == ()]
        if number == 0 or not spoken:
            places = rows_of_both_sides(
                outcome, self.count, seed=self.seed, purpose=f"{name} {number}"
            )
            return Shown(SOME_ROWS, [self._row(place) for place in places], told)
        columns = np.column_stack([self._varied(claim) for claim in spoken])
        predicted = predicted_by_others(outcome, columns)
        places = worst_predicted(outcome, predicted, self.count)
        rows = [
            self._row(place, "more" if outcome[place] > predicted[place] else "less")
            for place in places
        ]
        return Shown(HARD_ROWS, rows, told)

    def _varied(self, claim: Claim) -> np.ndarray:
        contrast, *_ = compile_claim(claim, self.rows.names)
        return contrast.varies.values(self.rows.frame)

    def _row(self, place: int, than_expected: str = "") -> tuple[dict[str, str], str]:
        row = self.rows.frame.iloc[place]
        target = self.table.target
        outcome = f"{target} = {ColumnView(target).shown(row[target])}"
        if than_expected:
            outcome += f" ({than_expected} than expected)"
        return {view.name: view.shown(row[view.name]) for view in self.views}, outcome


def views_of(table: Table, rows: AdjustedRows) -> tuple[ColumnView, ...]:
    """Return the columns that hypotheses may speak of, those whose curves move most first.

    Columns that say what texts mention are left out: of texts questions are asked.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.
    """
    views = [
        (column, column_view(column, rows.frame[column.name], _ends(rows, column)))
        for column in claimable(table)
        if not column.says_of_text
    ]
    known = [(column, view) for column, view in views if view is not None]
    spreads = {column.name: _spread(rows, column) for column, _ in known}
    known.sort(key=lambda entry: (-spreads[entry[0].name], entry[0].name))
    return tuple(view for _, view in known)


def _ends(rows: AdjustedRows, column: Column) -> tuple[float, float] | None:
    values = known_values(rows, column)
    return stretch(column, values) if len(np.unique(values)) > 1 else None


def _spread(rows: AdjustedRows, column: Column) -> float:
    place = rows.names.index(column.name)
    return max(float(np.std(curves[:, place])) for curves in rows.curves.values())
