"""What a report says of hypotheses: how many were proposed, dropped for what, and tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dataexplain.errors import BudgetReachedError
from dataexplain.llm.prompt_files import prompt
from dataexplain.readers.term_effects import QUESTION
from dataexplain.records import LanguageModelRecord
from dataexplain.report.formatting import counted, listed
from dataexplain.runs.hypothesis_rounds import HypothesisRounds
from dataexplain.search.table_hypotheses import PROMPTS


def named(rounds: HypothesisRounds) -> int:
    """Return how many hypotheses the model named, those included that could not be read."""
    return len(rounds.answers.hypotheses) + rounds.answers.dropped.total()


def dropped(rounds: HypothesisRounds) -> Counter[str]:
    """Return how many hypotheses and templates are not tested, by reason."""
    return rounds.answers.dropped + rounds.listed.dropped


def tested(rounds: HypothesisRounds) -> int:
    """Return how many claims on columns go to the vault."""
    return sum(claim.kind != QUESTION for claim in rounds.listed.claims)


def told_of(rounds: HypothesisRounds) -> Iterator[str]:
    """Say how the statements came about, in sentences.

    Parameters
    ----------
    rounds : HypothesisRounds
        Done.
    """
    answers, listed_claims = rounds.answers, rounds.listed
    name = rounds.model.name
    if not rounds.rounds_begun:
        yield f"{name} was not asked for hypotheses: no column is left to speak of."
        return
    often = f"{counted(answers.asked, 'prompt')} in {counted(rounds.rounds_begun, 'round')}"
    yield (
        f"To {often}, {name} named {counted(named(rounds), 'hypothesis', 'hypotheses')}; "
        f"templates of two conditions gave {listed_claims.templates or 'no'} more. "
        f"{_screened(rounds)}"
    )
    if answers.no_answers:
        yield f"{counted(answers.no_answers, 'prompt')} had no answer that could be read."
    if isinstance(answers.ended, BudgetReachedError):
        yield f"The budget ended in round {rounds.rounds_begun}. {answers.ended}"
    elif answers.ended is not None:
        yield f"{name} failed in round {rounds.rounds_begun}: {answers.ended}"


def _screened(rounds: HypothesisRounds) -> str:
    lost, kept = dropped(rounds), tested(rounds)
    if not lost and not kept:
        return "So there was nothing to test on them."
    reasons = listed([f"{count:,} {reason}" for reason, count in lost.most_common()])
    without = f"The rows that propose left out {lost.total():,} ({reasons}). " if lost else ""
    rest = "Nothing was left to be tested" if not kept else f"{kept:,} went on to be tested"
    return f"{without}{rest}{' in one batch on held-out rows' if kept else ''}."


def hypothesis_settings(rounds: HypothesisRounds) -> dict[str, Any]:
    """Return the same as numbers, for the settings of a report.

    Parameters
    ----------
    rounds : HypothesisRounds
        Done.
    """
    return {
        "model": rounds.model.name,
        "rounds": rounds.rounds_begun,
        "prompts": rounds.answers.asked,
        "without_answer": rounds.answers.no_answers,
        "rows_shown": rounds.rows_shown,
        "named": named(rounds),
        "templates": rounds.listed.templates,
        "dropped": dict(dropped(rounds).most_common()),
        "tested": tested(rounds),
        "versions": [prompt(name).version for name in PROMPTS.values()],
    }


def model_record(rounds: HypothesisRounds) -> LanguageModelRecord:
    """Return who was asked; it was not asked what it expects of statements.

    Parameters
    ----------
    rounds : HypothesisRounds
        Done.
    """
    model = rounds.model
    used = (
        f"{model.name} proposed hypotheses; no verdict rests on it. "
        f"Spent on it: {model.budget.sentence()}."
    )
    return LanguageModelRecord(
        name=model.name,
        backend=model.backend.name,
        fingerprint=model.backend.fingerprint,
        prompts=(),
        asked=0,
        no_answers=0,
        unasked=0,
        notes=(used, *model.notes),
    )
