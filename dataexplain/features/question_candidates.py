"""Which questions are asked: those of the user, or proposals that pass a screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.errors import BudgetReachedError, ReplyError
from dataexplain.features.question_models import EmbedderLike, opened_embedder, vectors_of
from dataexplain.features.question_outcome import outcome_columns
from dataexplain.features.question_proposing import Proposing
from dataexplain.features.question_rows import drawn_texts
from dataexplain.features.question_screening import screened
from dataexplain.features.question_settings import read_questions
from dataexplain.llm import ChatModel, Estimate
from dataexplain.llm.judge_many import estimate_judging

# Proposals that are judged, for each that is wanted: some will be dropped.
_SPARE = 1.5
_SCREENING_TEXTS = 1000
NOT_PROMISING = "the screen found others more promising"
# About as long as a property is, for an estimate.
_USUAL_PROPERTY = "speaks of something that the writer wants to have changed, {}"


@dataclass(frozen=True)
class Candidates:
    """Where the questions come from.

    Parameters
    ----------
    texts : list of str
        The rows of `fit`.
    given : list of (str, str), or None
        The user's questions and their properties.
    outcome : ndarray of shape (rows, columns), or None
        What proposals are screened and selected by.
    proposing : Proposing
    wanted : int
        How many proposals are kept at most.
    """

    texts: list[str]
    given: list[tuple[str, str]] | None
    outcome: np.ndarray | None
    proposing: Proposing
    wanted: int

    @property
    def proposed(self) -> bool:
        """Whether the language model proposes the questions."""
        return self.given is None

    @property
    def distinct(self) -> int:
        """How many distinct texts with words there are."""
        return len({text for text in self.texts if text.strip()})

    def asked(
        self, model: ChatModel, embedder: EmbedderLike | None
    ) -> tuple[list[tuple[str, str]], dict[str, str]]:
        """Return questions with their properties, and why proposals were refused.

        Raises
        ------
        ReplyError
            When nothing was proposed that can be asked.
        """
        if self.given is not None:
            return self.given, {}
        found = self.proposing.propose(model)
        if not found.properties:
            if model.budget.reached is not None:
                raise BudgetReachedError(
                    f"The budget ended before a question was proposed: {model.budget.sentence()}.",
                    hint="Allow more calls, or name the questions.",
                )
            reasons = ", ".join(sorted(set(found.refused.values()))) or "no usable reply"
            raise ReplyError(
                f"The model proposed no question that can be asked of one text ({reasons}).",
                hint="Name the questions, or take a larger model.",
            )
        properties = list(found.properties)
        places = self._screened(properties, embedder)
        left_out = (entry for at, entry in enumerate(properties) if at not in places)
        refused = {**found.refused, **dict.fromkeys(left_out, NOT_PROMISING)}
        return [(properties[place], properties[place]) for place in places], refused

    def estimate(self, model: ChatModel, drawn: Sequence[str], *, calibrate: bool) -> Estimate:
        """Return what proposing and judging would cost."""
        if self.given is not None:
            properties = [property for _, property in self.given]
            return estimate_judging(model, properties, drawn, calibrate=calibrate)
        properties = [_USUAL_PROPERTY.format(number) for number in range(self._most)]
        judging = estimate_judging(model, properties, drawn, calibrate=calibrate)
        return self.proposing.estimate(model) + judging

    @property
    def _most(self) -> int:
        return math.ceil(_SPARE * self.wanted)

    def _screened(self, properties: list[str], embedder: EmbedderLike | None) -> list[int]:
        if embedder is None:
            return list(range(min(len(properties), self._most)))
        sample = drawn_texts(self.texts, _SCREENING_TEXTS, self.proposing.seed)
        known = {text: place for place, text in enumerate(sample)}
        rows = [row for row, text in enumerate(self.texts) if text in known]
        with opened_embedder(embedder) as ready:
            texts = vectors_of(ready, sample)[[known[self.texts[row]] for row in rows]]
            said = vectors_of(ready, [f"The text {property}." for property in properties])
        outcome = None if self.outcome is None else self.outcome[rows]
        return screened(texts, said, outcome, self._most)


def candidates_for(
    texts: list[str],
    y: Any,
    questions: Any,
    *,
    description: str | None,
    wanted: int,
    seed: int,
) -> Candidates:
    """Return the candidates for these rows.

    Raises
    ------
    ParameterError
        For questions that cannot be.
    """
    given = None if questions is None else read_questions(questions)
    found = outcome_columns(y, texts) if given is None else None
    outcome, groups = (None, None) if found is None else found
    return Candidates(texts, given, outcome, Proposing(texts, groups, description, seed), wanted)
