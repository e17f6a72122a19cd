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

from dataexplain.errors import BudgetReachedError
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
_MOST_LOG_ODDS = 10.0
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


def with_expectations(report: ReportRecord, model: ChatModel) -> ReportRecord:
    """Add to the leading claims what the model expected of their direction.

    Parameters
    ----------
    report : ReportRecord
    model : ChatModel

    Returns
    -------
    ReportRecord
        The same claims and verdicts: an expectation decides nothing. When the budget ends, the
        later claims have none, and the report says how many.
    """
    questions = expectation_questions(report)
    odds = _asked(questions, model)
    expected = _expected(questions, odds)
    about = [question for question in questions if question.claim]
    claims = tuple(
        dataclasses.replace(claim, expectation=expected.get(claim.id)) for claim in report.claims
    )
    record = LanguageModelRecord(
        name=model.name,
        backend=model.backend.name,
        fingerprint=model.backend.fingerprint,
        prompts=(prompt("expectation_direction").version,),
        asked=sum(question in odds for question in about),
        no_answers=sum(question in odds and odds[question] is None for question in about),
        unasked=sum(question not in odds for question in about),
        notes=model.notes,
    )
    return dataclasses.replace(report, claims=claims, language_model=record)


def _asked(questions: Sequence[Question], model: ChatModel) -> dict[Question, float | None]:
    """Return the log-odds of "higher" of each question reached; None is no answer."""
    version = prompt("expectation_direction").version
    purposes = (
        Purpose(question.claim or "calibration", version)
        for question in questions
        for _ in question.conversations()
    )
    choices: list[Choice | None] = []
    try:
        for choice in model.choose_each(_conversations(questions), OPTIONS, purpose=purposes):
            choices.append(choice)
    except BudgetReachedError:
        pass  # the report counts the claims that were not reached
    pairs = zip(choices[::2], choices[1::2], strict=False)  # a question in both orders
    return {question: _mean(pair) for question, pair in zip(questions, pairs, strict=False)}


def _mean(choices: Iterable[Choice | None]) -> float | None:
    """Return the log-odds of "higher", averaged over orders; None when an order has no answer."""
    odds = [None if choice is None else _log_odds(choice) for choice in choices]
    known = [value for value in odds if value is not None]
    return math.fsum(known) / len(known) if len(known) == len(odds) else None


def _log_odds(choice: Choice) -> float:
    return min(max(choice.log_odds(OPTIONS[0]), -_MOST_LOG_ODDS), _MOST_LOG_ODDS)


def _expected(
    questions: Sequence[Question], odds: Mapping[Question, float | None]
) -> dict[str, ExpectationRecord]:
    offsets = {
        question.outcome: odds.get(question) or 0.0 for question in questions if not question.claim
    }
    expected = {}
    for question in questions:
        found = odds.get(question)
        if question.claim is None or found is None:
            continue
        leaning = (found - offsets[question.outcome]) * (1 if question.upwards else -1)
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
