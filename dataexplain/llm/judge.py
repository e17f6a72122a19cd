"""The judge: a language model that says of each text whether a property holds.

Which form of the question a model answers best was measured (`docs/benchmarks.md`). Small models
lean to No: the log-odds of texts without content can be taken off (contextual calibration, Zhao et
al. 2021), so that 0 is where the model would say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.asking import Purpose
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.choosing import Choice
from dataexplain.llm.prompt_files import Prompt, prompt
from dataexplain.llm.requests import Message

Form = Literal["property_first", "text_first", "statement", "two_examples"]

DEFAULT_FORM: Form = "text_first"
OPTIONS: dict[Form, tuple[str, str]] = {
    "property_first": ("Yes", "No"),
    "text_first": ("Yes", "No"),
    "statement": ("True", "False"),
    "two_examples": ("Yes", "No"),
}
CONTENT_FREE = ("N/A", "[text]", "…")
MOST_CHARACTERS = 6000


@dataclass(frozen=True)
class Judgement:
    """What a judge says of texts.

    Parameters
    ----------
    log_odds : ndarray of shape (n,)
        log p(yes) - log p(no), less that of texts without content; NaN is no answer.
    offset : float
        What was taken off; 0 without calibration.
    calibrated : bool
        Whether it was: not wanted, or no answer to texts without content.
    prompt : str
        The name and version of the question.
    no_answers : int
        Texts asked about without an answer.
    unasked : int
        Texts that the budget did not reach.
    cut : int
        Texts of which only the beginning was shown.
    """

    log_odds: np.ndarray
    offset: float
    calibrated: bool
    prompt: str
    no_answers: int
    unasked: int
    cut: int

    @property
    def probabilities(self) -> np.ndarray:
        """p(yes), shape (n,); NaN is no answer."""
        return np.asarray(0.5 * (1 + np.tanh(self.log_odds / 2)))


def judge(
    model: ChatModel,
    property: str,
    texts: Iterable[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = False,
    serves: str | None = None,
) -> Judgement:
    """Ask of each text whether a property holds.

    Parameters
    ----------
    model : ChatModel
    property : str
        What may hold of a text, as it follows "the text": "is about sports".
    texts : iterable of str
    form : {"property_first", "text_first", "statement", "two_examples"}
        How the question is put; the default is the best measured.
    calibrate : bool, default=False
        Whether to take off what the model says of texts without content. Measured over 15
        properties this helps a model of 0.5B and harms one of 1.5B.
    serves : str, optional
        The claim that the calls serve, for the log.

    Returns
    -------
    Judgement
        When the budget ends, of the texts that were reached.

    Raises
    ------
    ParameterError
        For an unknown form, a blank property, or a text that is none.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> says = lambda request: {"Yes": 0.2, "No": 0.8}
    >>> found = judge(ChatModel(Scripted(says)), "is about sports", ["A goal!"])
    >>> found.probabilities.round(2)
    array([0.2])
    """
    if form not in OPTIONS:
        raise ParameterError("form", "judge", f"one of {list(OPTIONS)}", form)
    question = Question(prompt(f"judge_{form}"), _phrase(property), OPTIONS[form])
    purpose = Purpose(serves, question.prompt.version)
    known = [_checked(text, place) for place, text in enumerate(texts)]
    offset: float | None = None
    asked: list[float] = []
    try:
        if calibrate and known:
            offset = question.offset(model, purpose)
        for log_odds in question.each(model, known, purpose):
            asked.append(log_odds)
    except BudgetReachedError:
        pass  # what is said is said; `unasked` counts the rest
    answers = np.full(len(known), math.nan)
    answers[: len(asked)] = asked
    return Judgement(
        log_odds=answers - (offset or 0.0),
        offset=offset or 0.0,
        calibrated=offset is not None,
        prompt=question.prompt.version,
        no_answers=int(np.isnan(answers[: len(asked)]).sum()),
        unasked=len(known) - len(asked),
        cut=sum(len(text) > MOST_CHARACTERS for text in known),
    )


@dataclass(frozen=True)
class Question:
    """A prompt about one property, and the two answers it allows, yes before no."""

    prompt: Prompt
    property: str
    options: tuple[str, str]

    def each(self, model: ChatModel, texts: Sequence[str], purpose: Purpose) -> Iterator[float]:
        """Yield the log-odds of each text; NaN is no answer."""
        asked = (self._messages(text) for text in texts)
        for choice in model.choose_each(asked, self.options, purpose=purpose):
            yield self._log_odds(choice)

    def offset(self, model: ChatModel, purpose: Purpose) -> float | None:
        """Return the mean log-odds of texts without content; None when there is no answer."""
        odds = [value for value in self.each(model, CONTENT_FREE, purpose) if not math.isnan(value)]
        return math.fsum(odds) / len(odds) if odds else None

    def _messages(self, text: str) -> tuple[Message, ...]:
        shown = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
        return self.prompt.fill(property=self.property, text=shown)

    def _log_odds(self, choice: Choice | None) -> float:
        return math.nan if choice is None else choice.bounded_log_odds(self.options[0])


def _phrase(property: str) -> str:
    if not isinstance(property, str) or not property.strip():
        raise ParameterError("property", "judge", "a text such as 'is about sports'", property)
    return property.strip().rstrip(".?!")


def _checked(text: object, place: int) -> str:
    if not isinstance(text, str):
        raise ParameterError("texts", "judge", f"texts only (row {place + 1} is none)", text)
    return text
