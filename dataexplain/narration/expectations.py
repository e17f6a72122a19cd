"""What a language model expects of an effect, asked before anything of the data is shown to it.

The model sees names of columns and levels, never a number or a curve. Which answer stands first
sways a small model: each question is put in both orders and the log-odds averaged, less those of
the same question about a column without a name.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import BudgetReachedError, LanguageModelError
from dataexplain.llm import ChatModel, Choice, Estimate, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message
from dataexplain.records import (
    ClaimRecord,
    ExpectationRecord,
    LanguageModelRecord,
    ReportRecord,
)

MOST_CLAIMS = 10
OPTIONS = ("higher", "lower")
_ORDERS = (OPTIONS, OPTIONS[::-1])
_KINDS = ("trend", "threshold", "level_contrast")
_NAMELESS = "When it is different"
_MOST_COLUMNS = 30


@dataclass(frozen=True)
class Question:
    """One situation in which an outcome may be higher or lower.

    Parameters
    ----------
    columns, situation, outcome : str
        As they stand in the prompt.
    claim : str, optional
        The id of the claim that it is about; None is the question without a name.
    upwards : bool, default=True
        Whether the claim says "higher" of this situation.
    """

    columns: str
    situation: str
    outcome: str
    claim: str | None = None
    upwards: bool = True

    def conversations(self) -> Iterator[tuple[Message, ...]]:
        """Yield the question with the answers in each order."""
        for first, second in _ORDERS:
            yield prompt("expectation_direction").fill(
                columns=self.columns,
                situation=self.situation,
                outcome=self.outcome,
                first=first,
                second=second,
            )


def expectation_questions(report: ReportRecord, most: int = MOST_CLAIMS) -> tuple[Question, ...]:
    """Return what to ask about the leading supported claims of one column each.

    Parameters
    ----------
    report : ReportRecord
    most : int, default=10
        Claims asked about.

    Returns
    -------
    tuple of Question
        For each outcome asked about first the one without a name.
    """
    claims = [claim for claim in report.claims if _is_asked(claim)][:most]
    asked = [_question(claim, report) for claim in claims]
    nameless = dict.fromkeys(question.outcome for question in asked)
    columns = _columns(report)
    return (*(Question(columns, _NAMELESS, outcome) for outcome in nameless), *asked)


def estimate_expectations(report: ReportRecord, model: ChatModel) -> Estimate:
    """Return what `with_expectations` would cost."""
    return model.estimate_choices(_conversations(expectation_questions(report)), OPTIONS)


def with_expectations(
    report: ReportRecord, model: ChatModel
) -> tuple[ReportRecord, LanguageModelError | None]:
    """Add to the leading claims what the model expected of their direction.

    Parameters
    ----------
    report : ReportRecord
    model : ChatModel

    Returns
    -------
    report : ReportRecord
        The same claims and verdicts: an expectation decides nothing. When the budget ends or
        the model fails, the later claims have none, and the report says how many and why.
    failure : LanguageModelError or None
        Why the model failed; a budget that ended is no failure.
    """
    questions = expectation_questions(report)
    odds, ended = _asked(questions, model)
    expected = _expected(questions, odds)
    about = [question for question in questions if question.claim]
    claims = tuple(
        dataclasses.replace(claim, expectation=expected.get(claim.id)) for claim in report.claims
    )
    asked = [question for question in about if question in odds]
    record = LanguageModelRecord(
        name=model.name,
        backend=model.backend.name,
        fingerprint=model.backend.fingerprint,
        prompts=(prompt("expectation_direction").version,),
        asked=len(asked),
        no_answers=sum(question.claim not in expected for question in asked),
        unasked=len(about) - len(asked),
        notes=(*model.notes, *([] if ended is None else [str(ended)])),
    )
    failure = None if isinstance(ended, BudgetReachedError) else ended
    return dataclasses.replace(report, claims=claims, language_model=record), failure


def _asked(
    questions: Sequence[Question], model: ChatModel
) -> tuple[dict[Question, float | None], LanguageModelError | None]:
    """Return the log-odds of "higher" of each question reached, None without an answer.

    Beside them what ended it before the last question.
    """
    version = prompt("expectation_direction").version
    purposes = (
        Purpose(question.claim or "calibration", version) for question in questions for _ in _ORDERS
    )
    choices: list[Choice | None] = []
    ended = None
    try:
        for choice in model.choose_each(_conversations(questions), OPTIONS, purpose=purposes):
            choices.append(choice)
    except LanguageModelError as error:
        ended = error
    pairs = zip(choices[::2], choices[1::2], strict=False)  # a question in both orders
    odds = {question: _mean(pair) for question, pair in zip(questions, pairs, strict=False)}
    return odds, ended


def _mean(choices: Iterable[Choice | None]) -> float | None:
    """Return the log-odds of "higher", averaged over orders; None when an order has no answer."""
    odds = [None if choice is None else choice.bounded_log_odds(OPTIONS[0]) for choice in choices]
    known = [value for value in odds if value is not None]
    return math.fsum(known) / len(known) if len(known) == len(odds) else None


def _expected(
    questions: Sequence[Question], odds: Mapping[Question, float | None]
) -> dict[str, ExpectationRecord]:
    offsets = {question.outcome: odds.get(question) for question in questions if not question.claim}
    expected = {}
    for question in questions:
        found, offset = odds.get(question), offsets[question.outcome]
        if question.claim is None or found is None or offset is None:
            continue
        leaning = (found - offset) * (1 if question.upwards else -1)
        probability = 0.5 * (1 + math.tanh(leaning / 2))
        expected[question.claim] = ExpectationRecord(
            probability=round(probability, 4), question=f"{question.situation} …"
        )
    return expected


def _conversations(questions: Sequence[Question]) -> Iterator[tuple[Message, ...]]:
    for question in questions:
        yield from question.conversations()


def _is_asked(claim: ClaimRecord) -> bool:
    single = len(claim.features) == 1 and claim.kind in _KINDS
    region = claim.region.get(claim.features[0], {})
    return claim.verdict == "supported" and single and not region.get("missing")


def _question(claim: ClaimRecord, report: ReportRecord) -> Question:
    name = claim.features[0]
    region = claim.region[name]
    upwards = claim.direction == "up"
    if region.get("levels"):
        against = claim.against.get(name, {}).get("levels")
        rest = _either(against) if against else "something else"
        situation = f"When {name} is {_either(region['levels'])} rather than {rest}"
    else:
        situation = f"When {name} is larger"
        below = claim.kind != "trend" and region.get("low") is None
        upwards = upwards != below  # the claim is about the side of smaller values
    outcome = report.outcome.name
    if claim.outcome_class is not None:
        outcome = f"the probability that {outcome} is {claim.outcome_class}"
    return Question(_columns(report), situation, outcome, claim.id, upwards)


def _columns(report: ReportRecord) -> str:
    names = [column.name for column in report.columns]
    more = ", and others" if len(names) > _MOST_COLUMNS else ""
    return f"{', '.join(names[:_MOST_COLUMNS])}{more}"


def _either(levels: Sequence[Any]) -> str:
    names = [str(level) for level in levels]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
