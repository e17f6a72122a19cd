"""Many properties judged of each text: text by text, so that what was read of a text is reused.

A server keeps what it read of a prompt, and a prompt that begins alike continues from there. So
all questions about one text follow each other, before the next text begins.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.asking import Purpose
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.judge import (
    CONTENT_FREE,
    DEFAULT_FORM,
    MOST_CHARACTERS,
    OPTIONS,
    Form,
    Judgement,
    Question,
)
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message

Progress = Callable[[int, int], None]


def judge_many(
    model: ChatModel,
    properties: Sequence[str],
    texts: Sequence[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = True,
    serves: str | None = None,
    progress: Progress | None = None,
) -> tuple[Judgement, ...]:
    """Ask of each text whether each of several properties holds.

    Parameters
    ----------
    model : ChatModel
    properties : sequence of str
        As for `judge`.
    texts : sequence of str
    form : {"property_first", "text_first", "statement", "two_examples"}
        In all but the first the text stands before the property, and is read once.
    calibrate : bool, default=True
        Whether to take off what the model says of texts without content.
    serves : str, optional
        What the calls serve, for the log.
    progress : callable, optional
        Called with the number of texts that are done, and of all of them.

    Returns
    -------
    tuple of Judgement
        One a property, in order. When the budget ends, of the texts that were reached: those at
        the beginning.

    Raises
    ------
    ParameterError
        For an unknown form, a blank property, or a text that is none.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> says = lambda request: {"Yes": 0.9 if "goal" in str(request.messages) else 0.5, "No": 0.1}
    >>> with ChatModel(Scripted(says)) as model:
    ...     sport, war = judge_many(model, ["is about sports", "is about war"], ["A goal!"])
    >>> sport.log_odds.shape, sport.unasked
    ((1,), 0)
    """
    round_ = _Round.of(properties, texts, form, calibrate=calibrate)
    asked: list[float] = []
    try:
        for log_odds in round_.answers(model, Purpose(serves, round_.version)):
            asked.append(log_odds)
            done, rest = divmod(len(asked), len(round_.questions))
            if progress is not None and rest == 0 and done > len(round_.before):
                progress(done - len(round_.before), len(texts))
    except BudgetReachedError:
        pass  # what is said is said; `unasked` counts the rest
    return round_.judgements(np.array(asked))


def estimate_judging(
    model: ChatModel,
    properties: Sequence[str],
    texts: Sequence[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = True,
) -> Estimate:
    """Return what `judge_many` would cost, without asking anything.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> with ChatModel(Scripted([])) as model:
    ...     estimate_judging(model, ["is long"], ["A", "B"], calibrate=False).expected.calls
    2
    """
    round_ = _Round.of(properties, texts, form, calibrate=calibrate)
    return model.estimate_choices(round_.conversations(), OPTIONS[form])


@dataclass(frozen=True)
class _Round:
    """Questions, and the texts they are asked about; texts without content stand before them."""

    questions: tuple[Question, ...]
    before: tuple[str, ...]
    texts: Sequence[str]
    options: tuple[str, str]
    version: str

    @classmethod
    def of(
        cls, properties: Sequence[str], texts: Sequence[str], form: Form, *, calibrate: bool
    ) -> _Round:
        if form not in OPTIONS:
            raise ParameterError("form", "judge_many", f"one of {list(OPTIONS)}", form)
        wording, options = prompt(f"judge_{form}"), OPTIONS[form]
        questions = tuple(Question(wording, _phrase(entry), options) for entry in properties)
        for place, text in enumerate(texts):
            if not isinstance(text, str):
                expected = f"texts only (row {place + 1} is none)"
                raise ParameterError("texts", "judge_many", expected, text)
        before = CONTENT_FREE if calibrate and len(texts) else ()
        return cls(questions, before, texts, options, wording.version)

    def conversations(self) -> Iterator[tuple[Message, ...]]:
        for text in (*self.before, *self.texts):
            for question in self.questions:
                shown = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
                yield question.prompt.fill(property=question.property, text=shown)

    def answers(self, model: ChatModel, purpose: Purpose) -> Iterator[float]:
        for choice in model.choose_each(self.conversations(), self.options, purpose=purpose):
            yield math.nan if choice is None else choice.bounded_log_odds(self.options[0])

    def judgements(self, asked: np.ndarray) -> tuple[Judgement, ...]:
        """Return what each question was answered; `asked` goes text by text."""
        shape = (len(self.before) + len(self.texts), len(self.questions))
        answers = np.full(shape[0] * shape[1], math.nan)
        answers[: len(asked)] = asked
        reached = (np.arange(len(answers)) < len(asked)).reshape(shape)
        table = answers.reshape(shape)
        return tuple(
            self._judgement(table[:, column], reached[:, column]) for column in range(shape[1])
        )

    def _judgement(self, answers: np.ndarray, reached: np.ndarray) -> Judgement:
        empty, said = np.split(answers, [len(self.before)])
        known = empty[~np.isnan(empty)]
        offset = float(known.mean()) if len(known) else 0.0
        asked = reached[len(self.before) :]
        return Judgement(
            log_odds=said - offset,
            offset=offset,
            calibrated=len(known) > 0,
            prompt=self.version,
            no_answers=int(np.isnan(said[asked]).sum()),
            unasked=int((~asked).sum()),
            cut=sum(len(text) > MOST_CHARACTERS for text in self.texts),
        )


def _phrase(property: str) -> str:
    if not isinstance(property, str) or not property.strip():
        expected = "texts such as 'is about sports'"
        raise ParameterError("properties", "judge_many", expected, property)
    return property.strip().rstrip(".?!")
