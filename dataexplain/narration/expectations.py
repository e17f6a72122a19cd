"""What a language model expects of effects, asked before anything of the data is shown to it.

The model sees names of columns and levels, never a number or a curve. Each question is put in
several phrasings and in both orders of its answers; what the log-odds are worth is calibrated on
pairs of which everybody knows the direction, asked in the same words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataexplain.errors import LanguageModelError
from dataexplain.llm import ChatModel, Choice, Estimate, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message
from dataexplain.narration.expectation_questions import (
    DIRECTIONS,
    HIGHER,
    ORDERS,
    PHRASINGS,
    SHAPES,
    SIZES,
    Question,
    everyday_questions,
)
from dataexplain.narration.leaning import Leaning, calibrated
from dataexplain.records import ExpectationRecord

PROMPTS = (*PHRASINGS, "expectation_shape", "expectation_size")
CALIBRATION = "calibration"


@dataclass(frozen=True)
class Expected:
    """What a model expects where one question's situation holds.

    Parameters
    ----------
    higher : float
        The calibrated probability that the outcome is then higher.
    agreement : float
        The share of phrasings that lean the same way as all together.
    shape, size : str
        One of `SHAPES` and of `SIZES`; empty where not asked or not answered.
    """

    higher: float
    agreement: float
    shape: str = ""
    size: str = ""

    def record(self, question: Question) -> ExpectationRecord:
        """Return what the report keeps: the probability of the direction that a claim states."""
        probability = self.higher if question.upwards else 1 - self.higher
        return ExpectationRecord(
            probability=round(probability, 4),
            question=f"{question.situation} …",
            agreement=round(self.agreement, 4),
            shape=self.shape,
            size=self.size,
        )


@dataclass(frozen=True)
class Expectations:
    """What came of asking.

    Parameters
    ----------
    expected : mapping of Question to Expected
        Of those that were answered.
    asked : tuple of Question
        Those that were reached, in order.
    leaning : Leaning, optional
        None when the calibration was not finished.
    ended : LanguageModelError, optional
        What ended it before the last question.
    """

    expected: Mapping[Question, Expected] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    leaning: Leaning | None = None
    ended: LanguageModelError | None = None


def ask_expectations(
    questions: Sequence[Question], model: ChatModel, advance: Callable[[], None] | None = None
) -> Expectations:
    """Ask a model what it expects, as far as the budget goes.

    Parameters
    ----------
    questions : sequence of Question
        About claims; the pairs that everybody knows are asked about first.
    model : ChatModel
    advance : callable, optional
        Called when a question is done.
    """
    advance = advance or (lambda: None)
    everyday = everyday_questions()
    known: dict[Question, tuple[float, ...]] = {}
    asked: list[Question] = []
    expected: dict[Question, Expected] = {}
    leaning = None
    try:
        for question, odds in _directions(everyday, model):
            if odds is not None:
                known[question] = odds
        leaning = _leaning(known)
        for question, odds in _directions(questions, model):
            asked.append(question)
            if odds is not None and leaning.knows:
                shape, size = _shape_and_size(question, model)
                expected[question] = _expected(odds, leaning, shape, size)
            advance()
    except LanguageModelError as error:
        return Expectations(expected, tuple(asked), leaning, error)
    return Expectations(expected, tuple(asked), leaning)


def estimate_expectations(questions: Sequence[Question], model: ChatModel) -> Estimate:
    """Return what `ask_expectations` would cost.

    Parameters
    ----------
    questions : sequence of Question
    model : ChatModel
    """
    growing = [question for question in questions if question.column]
    parts = (
        (_conversations((*everyday_questions(), *questions)), DIRECTIONS),
        ((question.about_growth("expectation_shape") for question in growing), SHAPES),
        ((question.about_growth("expectation_size") for question in growing), SIZES),
    )
    estimates = [model.estimate_choices(asked, options) for asked, options in parts]
    return estimates[0] + estimates[1] + estimates[2]


def _directions(
    questions: Sequence[Question], model: ChatModel
) -> Iterator[tuple[Question, tuple[float, ...] | None]]:
    """Yield each question with its log-odds of "higher", one a phrasing; None without an answer."""
    purposes = (
        Purpose(question.claim or CALIBRATION, prompt(name).version)
        for question in questions
        for name in PHRASINGS
        for _ in ORDERS
    )
    choices = model.choose_each(_conversations(questions), DIRECTIONS, purpose=purposes)
    for question in questions:
        odds = [_mean_odds([next(choices) for _ in ORDERS]) for _ in PHRASINGS]
        answered = tuple(value for value in odds if value is not None)
        yield question, answered if len(answered) == len(odds) else None


def _mean_odds(choices: Iterable[Choice | None]) -> float | None:
    """Return the log-odds of "higher" averaged over orders; None when one has no answer."""
    odds = [None if choice is None else choice.bounded_log_odds(HIGHER) for choice in choices]
    known = [value for value in odds if value is not None]
    return math.fsum(known) / len(known) if len(known) == len(odds) else None


def _leaning(known: Mapping[Question, tuple[float, ...]]) -> Leaning:
    means = {question: math.fsum(odds) / len(odds) for question, odds in known.items()}
    return calibrated(
        [value for question, value in means.items() if question.upwards],
        [value for question, value in means.items() if not question.upwards],
    )


def _expected(odds: tuple[float, ...], leaning: Leaning, shape: str, size: str) -> Expected:
    mean = math.fsum(odds) / len(odds)
    same = [(value > leaning.offset) == (mean > leaning.offset) for value in odds]
    return Expected(leaning.probability(mean), sum(same) / len(same), shape, size)


def _shape_and_size(question: Question, model: ChatModel) -> tuple[str, str]:
    """Return how, and how much, the outcome is expected to change as the column grows."""
    if not question.column:
        return "", ""
    found = []
    for name, options in (("expectation_shape", SHAPES), ("expectation_size", SIZES)):
        purpose = Purpose(question.claim or CALIBRATION, prompt(name).version)
        choice = model.choose(question.about_growth(name), options, purpose=purpose)
        found.append("" if choice is None else choice.best)
    return found[0], found[1]


def _conversations(questions: Iterable[Question]) -> Iterator[tuple[Message, ...]]:
    for question in questions:
        yield from question.conversations()
