"""What a language model expects of effects, asked before anything of the data is shown to it.

The model sees names of columns and levels, never a number or a curve. Each question is put in
several phrasings, of a situation and of its opposite: what a model says of both alike is a habit
and cancels. What the rest is worth is calibrated on pairs of which everybody knows the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataexplain.errors import LanguageModelError
from dataexplain.llm import ChatModel, Choice, Estimate, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message
from dataexplain.narration.expectation_questions import (
    DIRECTIONS,
    HIGHER,
    PHRASINGS,
    SHAPES,
    SIDES,
    SIZES,
    Question,
    everyday_questions,
)
from dataexplain.narration.leaning import Calibration, calibration
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
    calibration : Calibration, optional
        None when it was not finished.
    ended : LanguageModelError, optional
        What ended it before the last question.
    """

    expected: Mapping[Question, Expected] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    calibration: Calibration | None = None
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
        Called when a question is done, `steps` times in all.
    """
    advance = advance or (lambda: None)
    everyday = everyday_questions()
    known: dict[Question, tuple[float, ...]] = {}
    asked: list[Question] = []
    expected: dict[Question, Expected] = {}
    worth = None
    try:
        for question, odds in _directions(everyday, model):
            if odds is not None:
                known[question] = odds
            advance()
        worth = _calibration(known)
        for question, odds in _directions(questions, model):
            asked.append(question)
            if odds is not None and worth.knows:
                shape, size = _shape_and_size(question, model)
                higher, agreement = worth.probability(odds), worth.agreement(odds)
                expected[question] = Expected(higher, agreement, shape, size)
            advance()
    except LanguageModelError as error:
        return Expectations(expected, tuple(asked), worth, error)
    return Expectations(expected, tuple(asked), worth)


def steps(questions: Sequence[Question]) -> int:
    """Return how many questions there are with those that everybody can answer."""
    return len(everyday_questions()) + len(questions)


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
        for _ in range(SIDES)
    )
    choices = model.choose_each(_conversations(questions), DIRECTIONS, purpose=purposes)
    for question in questions:
        odds = [_difference(next(choices), next(choices)) for _ in PHRASINGS]
        answered = tuple(value for value in odds if value is not None)
        yield question, answered if len(answered) == len(odds) else None


def _difference(situation: Choice | None, opposite: Choice | None) -> float | None:
    """Return by how much "higher" is likelier of a situation than of its opposite, in log-odds."""
    if situation is None or opposite is None:
        return None
    return situation.bounded_log_odds(HIGHER) - opposite.bounded_log_odds(HIGHER)


def _calibration(known: Mapping[Question, tuple[float, ...]]) -> Calibration:
    return calibration(
        [odds for question, odds in known.items() if question.upwards],
        [odds for question, odds in known.items() if not question.upwards],
    )


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
