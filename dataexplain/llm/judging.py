"""A round of judging: every question is asked of a text, before the next text begins.

A server keeps what it read of a prompt, and a prompt that begins alike continues from there: so
a text is read once. Small models lean to No: the log-odds of texts without content, which are then
asked about first, can be taken off (contextual calibration, Zhao et al. 2021), so that 0 is where
the model would say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.asking import Purpose
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.judge_question import OPTIONS, Form, Question, ShownText, phrase_of
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message

CONTENT_FREE = ("N/A", "[text]", "…")
Progress = Callable[[int, int], None]


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
        Texts reached without an answer.
    unasked : int
        Texts that the budget did not reach.
    cut : int
        Texts of which only the beginning was shown.
    instructed : int, default=0
        Texts of which a passage was left out that tells a reader what to answer. One that does
        nothing else is not asked about and has no answer.
    """

    log_odds: np.ndarray
    offset: float
    calibrated: bool
    prompt: str
    no_answers: int
    unasked: int
    cut: int
    instructed: int = 0

    @property
    def probabilities(self) -> np.ndarray:
        """p(yes), shape (n,); NaN is no answer."""
        return np.asarray(0.5 * (1 + np.tanh(self.log_odds / 2)))


@dataclass(frozen=True)
class Round:
    """Questions, and the texts that each of them is asked of.

    Parameters
    ----------
    questions : tuple of Question
    before : tuple of ShownText
        The texts without content, which are asked about first; empty without calibration.
    texts : tuple of ShownText
    options : tuple of (str, str)
        The answers that every question allows, yes before no.
    version : str
        The name and version of the questions' prompt.
    """

    questions: tuple[Question, ...]
    before: tuple[ShownText, ...]
    texts: tuple[ShownText, ...]
    options: tuple[str, str]
    version: str

    @classmethod
    def of(
        cls,
        properties: Iterable[object],
        texts: Iterable[object],
        form: Form,
        *,
        calibrate: bool,
        parameter: str = "properties",
        owner: str = "judge_many",
    ) -> Round:
        """Read what a caller gave.

        Parameters
        ----------
        properties, texts : iterable of str
        form : {"property_first", "text_first", "statement", "two_examples"}
        calibrate : bool
            Whether texts without content are asked about too.
        parameter, owner : str
            Under which name the properties were given, and to whom: for errors.

        Raises
        ------
        ParameterError
            For an unknown form, a blank property, or a text that is none.

        Examples
        --------
        >>> asked = Round.of(["is about war."], ["A goal!"], "text_first", calibrate=True)
        >>> [shown.words for shown in asked.before]
        ['N/A', '[text]', '…']
        """
        if form not in OPTIONS:
            raise ParameterError("form", owner, f"one of {list(OPTIONS)}", form)
        for name, given in ((parameter, properties), ("texts", texts)):
            if isinstance(given, str):
                raise ParameterError(name, owner, "a list of texts", given)
        wording, options = prompt(f"judge_{form}"), OPTIONS[form]
        phrases = [phrase_of(entry, parameter=parameter, owner=owner) for entry in properties]
        known = tuple(_shown(entry, place, owner) for place, entry in enumerate(texts))
        return cls(
            questions=tuple(Question(wording, phrase, options) for phrase in phrases),
            before=tuple(map(ShownText.of, CONTENT_FREE)) if calibrate and known else (),
            texts=known,
            options=options,
            version=wording.version,
        )

    @property
    def asked_about(self) -> np.ndarray:
        """Which texts are asked about, those without content first: all that say something."""
        return np.array([not shown.is_silent for shown in (*self.before, *self.texts)], dtype=bool)

    def estimate(self, model: ChatModel) -> Estimate:
        """Return what the round would cost, without asking anything."""
        return model.estimate_choices(self._conversations(), self.options)

    def ask(
        self, model: ChatModel, *, serves: str | None, progress: Progress | None = None
    ) -> tuple[Judgement, ...]:
        """Return a judgement of each question; when the budget ends, of the texts at the start.

        Parameters
        ----------
        model : ChatModel
        serves : str or None
            What the calls serve, for the log.
        progress : callable, optional
            Called with the number of texts that are done, and of all of them.
        """
        asked: list[float] = []
        whole = int(self.asked_about.sum()) - len(self.before)
        try:
            for log_odds in self._answers(model, Purpose(serves, self.version)):
                asked.append(log_odds)
                done, rest = divmod(len(asked), len(self.questions))
                if progress is not None and rest == 0 and done > len(self.before):
                    progress(done - len(self.before), whole)
        except BudgetReachedError:
            pass  # what is said is said; `unasked` counts the rest
        return self._judgements(asked)

    def _conversations(self) -> Iterator[tuple[Message, ...]]:
        for shown in (*self.before, *self.texts):
            if not shown.is_silent:
                yield from (question.about(shown) for question in self.questions)

    def _answers(self, model: ChatModel, purpose: Purpose) -> Iterator[float]:
        choices = model.choose_each(self._conversations(), self.options, purpose=purpose)
        for place, choice in enumerate(choices):
            yield self.questions[place % len(self.questions)].log_odds(choice)

    def _judgements(self, asked: list[float]) -> tuple[Judgement, ...]:
        """Return what each question was answered; `asked` goes text by text."""
        asked_about = self.asked_about
        answers = np.full((len(asked_about), len(self.questions)), np.nan)
        reached = np.ones_like(answers, dtype=bool)
        said = answers[asked_about]
        said.flat[: len(asked)] = asked
        answers[asked_about] = said
        reached[asked_about] = np.arange(said.size).reshape(said.shape) < len(asked)
        return tuple(map(self._judgement, answers.T, reached.T))

    def _judgement(self, answers: np.ndarray, reached: np.ndarray) -> Judgement:
        empty, said = np.split(answers, [len(self.before)])
        whole, asked = np.split(reached, [len(self.before)])
        # a budget that ends among the texts without content leaves nothing to be centred
        known = empty[~np.isnan(empty)] if whole.all() else empty[:0]
        offset = float(known.mean()) if len(known) else 0.0
        return Judgement(
            log_odds=said - offset,
            offset=offset,
            calibrated=len(known) > 0,
            prompt=self.version,
            no_answers=int(np.isnan(said[asked]).sum()),
            unasked=int((~asked).sum()),
            cut=sum(shown.cut for shown in self.texts),
            instructed=sum(shown.instructed for shown in self.texts),
        )


def _shown(text: object, place: int, owner: str) -> ShownText:
    if not isinstance(text, str):
        raise ParameterError("texts", owner, f"texts only (row {place + 1} is none)", text)
    return ShownText.of(text)
