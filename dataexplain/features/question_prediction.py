"""What fitted questions say of texts: what was judged, what is judged now, what is predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.question_answers import Scale, ask
from dataexplain.features.question_column import QuestionColumn
from dataexplain.features.question_models import EmbedderIdentity, JudgeIdentity, vectors_of
from dataexplain.features.question_rows import drawn_texts, text_key
from dataexplain.llm import ChatModel, Embedder

# Texts whose embeddings are in memory together.
_BLOCK = 10_000


@dataclass(frozen=True)
class Prediction:
    """Fitted questions.

    Parameters
    ----------
    columns : tuple of QuestionColumn
    answers : dict of str to ndarray
        What was judged, by `text_key`; NaN is no answer.
    scale : {"probability", "log_odds"}
    judge : JudgeIdentity
    embedder : EmbedderIdentity or None
    """

    columns: tuple[QuestionColumn, ...]
    answers: dict[str, np.ndarray]
    scale: Scale
    judge: JudgeIdentity
    embedder: EmbedderIdentity | None

    def known(self, texts: Sequence[str]) -> np.ndarray:
        """Return what was judged of texts in `fit`, shape (texts, columns); NaN for the rest."""
        found = np.full((len(texts), len(self.columns)), np.nan)
        for place, text in enumerate(texts):
            row = self.answers.get(text_key(text))
            if row is not None:
                found[place] = row
        return found

    def never_judged(self, texts: Sequence[str], most: int | None, seed: int) -> tuple[str, ...]:
        """Return the texts that are judged next, at most so many."""
        return drawn_texts(
            (text for text in texts if text_key(text) not in self.answers), most, seed
        )

    def judged(
        self, texts: Sequence[str], drawn: Sequence[str], found: np.ndarray, model: ChatModel
    ) -> int:
        """Write what is answered about drawn texts into their rows; return how many were not asked.

        Raises
        ------
        ParameterError
            When the judge is another one than in `fit`.
        """
        self.judge.check(model)
        properties = [column.property for column in self.columns]
        offsets = np.array([column.offset for column in self.columns])
        answers = ask(model, properties, drawn, scale=self.scale, offsets=offsets)
        places = {text: place for place, text in enumerate(texts)}
        for text, row in zip(answers.texts, answers.values, strict=True):
            found[places[text]] = row
        return answers.unasked

    def fill(self, texts: Sequence[str], found: np.ndarray, embedder: Embedder | None) -> None:
        """Replace what is missing by what the probes predict, or by the mean without them.

        Raises
        ------
        ParameterError
            When the embedder is another one than in `fit`.
        """
        if embedder is not None and self.embedder is not None:
            self.embedder.check(embedder)
        missing = np.flatnonzero(np.isnan(found).any(axis=1))
        for start in range(0, len(missing), _BLOCK):
            rows = missing[start : start + _BLOCK]
            some = [texts[int(row)] for row in rows]
            vectors = None if embedder is None else vectors_of(embedder, some)
            for place, column in enumerate(self.columns):
                found[rows, place] = column.filled(found[rows, place], vectors)
