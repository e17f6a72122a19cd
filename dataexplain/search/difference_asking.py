"""The questions of one search: made of the texts, asked in order, their replies cleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.errors import BudgetReachedError
from dataexplain.features.question_models import vectors_of
from dataexplain.features.question_screening import screened
from dataexplain.llm import ChatModel, Embedder, Estimate, Purpose, Reply
from dataexplain.llm.prompt_files import prompt
from dataexplain.models.group_classifier import group_evidence
from dataexplain.search.candidate import Candidate
from dataexplain.search.difference_questions import (
    AT_ONCE,
    COMPLETION,
    FACETS,
    KEY_TERMS,
    ONE_GROUP,
    SERVES,
    TERM_FACETS,
    TWO_GROUPS,
    DifferenceQuestion,
    DifferenceQuestions,
    schema_of,
)
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.key_terms import key_terms, key_terms_by_meaning
from dataexplain.search.proposal_cleaning import COMPARES, ProposalCleaning
from dataexplain.search.proposals import Proposals, dropped_note
from dataexplain.search.representative_texts import DEPTHS, RepresentativeTexts

SOURCE = "model"
Progress = Callable[[int, int], None]
Schedule = tuple[tuple[str, int], ...]
NO_ANSWER = "a reply followed no form"
# Forms and draws, the most fruitful first, and how many properties a draw of each names.
ROUND: Schedule = (
    (TERM_FACETS, 1),
    (FACETS, 0),
    (TWO_GROUPS, 0),
    (COMPLETION, 0),
    (KEY_TERMS, 1),
    (TERM_FACETS, 0),
)
YIELDS = {
    TERM_FACETS: 6,
    KEY_TERMS: 6,
    FACETS: 10,
    ONE_GROUP: 10,
    TWO_GROUPS: 6,
    COMPLETION: 2,
}
# Properties asked for, for each that is wanted; and how often the round is gone through at most.
_SPARE, _MOST_ROUNDS = 1.5, 4
MOST_TOKENS = 120
_MOST_REWRITTEN = 8
_REWRITING = "difference_comparative"
_REWRITTEN: dict[str, Any] = {
    "type": "object",
    "properties": {"property": {"type": "string"}},
    "required": ["property"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Asking:
    """The questions of one search, in the order in which they are asked.

    Parameters
    ----------
    rounds : tuple of (int, tuple of DifferenceQuestion)
        Questions of one form, and the number of the independent draw.
    texts : DiscoveryTexts
        The distinct texts that were drawn.
    vectors : ndarray of shape (n, dimensions), or None
        Their embeddings.
    """

    rounds: tuple[tuple[int, tuple[DifferenceQuestion, ...]], ...]
    texts: DiscoveryTexts
    vectors: np.ndarray | None
    embedder: Embedder | None
    wanted: int

    @classmethod
    def about(
        cls,
        texts: DiscoveryTexts,
        embedder: Embedder | None,
        *,
        wanted: int,
        seed: int,
        schedule: Schedule | None = None,
    ) -> Asking:
        """Look at the texts, and make the questions."""
        drawn = texts.drawn(seed)
        if not drawn.both_sides:
            return cls((), drawn, None, embedder, wanted)
        vectors = None if embedder is None else vectors_of(embedder, drawn.texts)
        evidence = group_evidence(drawn.texts, drawn.in_a, vectors, random_state=seed)
        terms = [key_terms(drawn.texts, drawn.in_a)]
        if embedder is not None and vectors is not None:
            terms.append(key_terms_by_meaning(drawn.texts, drawn.in_a, embedder, vectors))
        typical = RepresentativeTexts.of(drawn, evidence, seed)
        questions = DifferenceQuestions(drawn, typical, terms)
        rounds = (
            (draw // len(DEPTHS), tuple(questions.of(form, draw)))
            for form, draw in (schedule or schedule_for(wanted))
        )
        return cls(tuple(entry for entry in rounds if entry[1]), drawn, vectors, embedder, wanted)

    def propose(self, model: ChatModel, progress: Progress | None = None) -> Proposals:
        """Ask, clean what comes, and keep the most promising."""
        cleaning = ProposalCleaning()
        notes = []
        try:
            for question, reply in self._replies(model, progress):
                for said in question.said(reply.value)[: 2 * AT_ONCE] if reply.answered else ():
                    cleaning.add(said, question.shown)
                if not reply.answered:
                    cleaning.dropped[NO_ANSWER] += 1
            _rewrite(cleaning, model)
        except BudgetReachedError:
            notes.append(f"The budget ended before all was asked: {model.budget.sentence()}.")
        if cleaning.dropped:
            notes.append(dropped_note(cleaning.dropped))
        properties = self._promising(list(cleaning.found.values()))
        return Proposals(tuple(Candidate(entry, SOURCE) for entry in properties), tuple(notes))

    def estimate(self, model: ChatModel) -> Estimate:
        """Return what `propose` would cost."""
        costs = Estimate.nothing()
        for draw, questions in self.rounds:
            asked = [question.messages for question in questions]
            schema = _schema(questions, model)
            costs += model.estimate_replies(asked, schema, draw, most_tokens=MOST_TOKENS)
        return costs

    def _replies(
        self, model: ChatModel, progress: Progress | None
    ) -> Iterator[tuple[DifferenceQuestion, Reply]]:
        total = sum(len(questions) for _, questions in self.rounds)
        done = 0
        for draw, questions in self.rounds:
            replies = model.generate_each(
                [question.messages for question in questions],
                _schema(questions, model),
                draw,
                most_tokens=MOST_TOKENS,
                purpose=questions[0].purpose,
            )
            for question, reply in zip(questions, replies, strict=True):
                yield question, reply
                done += 1
                if progress is not None:
                    progress(done, total)

    def _promising(self, properties: list[str]) -> list[str]:
        """Return those that are wanted, by what embeddings say of the groups."""
        if len(properties) <= self.wanted or self.embedder is None or self.vectors is None:
            return properties[: self.wanted]
        said = vectors_of(self.embedder, [f"The text {entry}." for entry in properties])
        outcome = self.texts.in_a[:, None].astype(np.float64)
        places = screened(self.vectors, said, outcome, self.wanted)
        return [properties[place] for place in places]


def schedule_for(wanted: int) -> Schedule:
    """Return forms and draws that yield more properties than are wanted, as some are dropped.

    Examples
    --------
    >>> schedule_for(4)
    (('term_facet', 1),)
    """
    schedule: list[tuple[str, int]] = []
    expected = 0
    while expected < _SPARE * wanted and len(schedule) < _MOST_ROUNDS * len(ROUND):
        form, draw = ROUND[len(schedule) % len(ROUND)]
        again = len(schedule) // len(ROUND)
        schedule.append((form, draw + again * len(DEPTHS)))
        expected += YIELDS[form]
    return tuple(schedule)


def _schema(questions: tuple[DifferenceQuestion, ...], model: ChatModel) -> dict[str, Any]:
    return schema_of(questions[0].form, bound=model.capabilities.schema)


def _rewrite(cleaning: ProposalCleaning, model: ChatModel) -> None:
    """Let the model say of one text what the rules could not."""
    asked = list(cleaning.comparisons)[:_MOST_REWRITTEN]
    if len(asked) < len(cleaning.comparisons):
        cleaning.dropped[COMPARES] += len(cleaning.comparisons) - len(asked)
    form = prompt(_REWRITING)
    replies = model.generate_each(
        [form.fill(property=property) for property in asked],
        _REWRITTEN,
        most_tokens=MOST_TOKENS,
        purpose=Purpose(SERVES, form.version),
    )
    for reply in replies:
        if reply.answered:
            cleaning.add(reply.value["property"], rewritten=True)
        else:
            cleaning.dropped[COMPARES] += 1
