"""What is told of a tested sentence beside its verdict: right replies, rows it fails on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.prompt_records import AnswerRecord, GainRecord, PromptRecord
from dataexplain.statistics import Estimate, rate_interval
from dataexplain.verification.prompt_asking import Given
from dataexplain.verification.prompt_gains import clustered_mean
from dataexplain.verification.prompt_measuring import MeasuredGain, MeasuredPrompt
from dataexplain.verification.prompt_pairs import LEAST_ROWS, HeldOutPairs

MOST_FAILURES, MOST_SUCCESSES = 8, 4
# Of a long input or output the beginning is kept.
LONGEST_INPUT, LONGEST_OUTPUT = 600, 240
BY_CODE = "code"


@dataclass(frozen=True)
class Told:
    """What was asked of a sentence beside what decides.

    Parameters
    ----------
    model : str
        The name of the model that follows it; empty where none was asked.
    basis : {"code", "probability", "agreement"}
    replies : sequence of str or None
        What was answered with the sentence, one a pair; None is no answer, or not asked.
    given : Given
        With the sentence.
    second : Given, optional
        With another phrasing, or another model.
    second_by : str, default=""
    place : int, default=0
        Its place after the search, from 1.
    per_token : bool, default=False
    """

    model: str
    basis: str
    replies: Sequence[str | None]
    given: Given
    second: Given | None = None
    second_by: str = ""
    place: int = 0
    per_token: bool = False


def prompt_record(one: MeasuredPrompt, told: Told, held_out: HeldOutPairs) -> PromptRecord:
    """Write down how a sentence did.

    Parameters
    ----------
    one : MeasuredPrompt
    told : Told
    held_out : HeldOutPairs

    Returns
    -------
    PromptRecord
    """
    wanted = [held_out.labels[code] for code in held_out.codes]
    asked = [row for row, reply in enumerate(told.replies) if reply is not None]
    right = [row for row in asked if told.replies[row] == wanted[row]]
    wrong = [row for row in asked if told.replies[row] != wanted[row]]
    chances = told.given.right(held_out.codes)
    wrong.sort(key=lambda row: float(np.nan_to_num(chances[row])))
    second, interval = _second(told, held_out)
    rule = one.candidate.rule
    return PromptRecord(
        sentence=one.candidate.sentence,
        model=told.model,
        source=one.candidate.source,
        basis=told.basis,
        rows=len(one.rows),
        chance=_known(one.mean.effect),
        chance_interval=_within(one.mean, 0.0),
        gains=tuple(map(_gain, one.gains)),
        right=len(right),
        asked=len(asked),
        accuracy=rate_interval(len(right), len(asked)),
        rule="" if rule is None else rule.name,
        second=second,
        second_by=told.second_by if second is not None else "",
        second_interval=interval,
        failures=_answers(wrong, MOST_FAILURES, told, held_out),
        successes=_answers(right, MOST_SUCCESSES, told, held_out),
        discovery_place=told.place,
        ceiling=held_out.ceiling,
        unanswered=one.unanswered,
        unasked=one.unasked,
        per_token=told.per_token,
        parents=one.candidate.parents,
    )


def _gain(gain: MeasuredGain) -> GainRecord:
    return GainRecord(
        over=gain.over,
        chance=gain.chance.effect,
        chance_interval=_within(gain.chance, 0.0),
        gain=gain.estimate.effect,
        interval=_within(gain.estimate, -1.0) or (-1.0, 1.0),
        p=gain.estimate.p,
        decides=gain.decides,
        detail=gain.detail,
    )


def _second(told: Told, held_out: HeldOutPairs) -> tuple[float | None, tuple[float, float] | None]:
    if told.second is None:
        return None, None
    chances = told.second.right(held_out.codes)
    known = np.flatnonzero(~np.isnan(chances))
    if len(known) < LEAST_ROWS:
        return None, None
    mean = clustered_mean(chances[known], held_out.clusters[known], (0.0, 1.0))
    return mean.effect, _within(mean, 0.0)


def _answers(
    rows: Sequence[int], most: int, told: Told, held_out: HeldOutPairs
) -> tuple[AnswerRecord, ...]:
    """Return the first rows of different inputs."""
    chances = told.given.right(held_out.codes)
    pairs = held_out.pairs
    shown: dict[int, AnswerRecord] = {}
    for row in rows:
        cluster = int(held_out.clusters[row])
        if len(shown) == most or cluster in shown:
            continue
        shown[cluster] = AnswerRecord(
            row=int(pairs.rows[row]),
            input=_cut(pairs.inputs[row].strip(), LONGEST_INPUT),
            output=_cut(pairs.outputs[row].strip(), LONGEST_OUTPUT),
            answered=_cut(told.replies[row] or "", LONGEST_OUTPUT),
            chance=float(np.nan_to_num(chances[row])),
        )
    return tuple(shown.values())


def _within(estimate: Estimate, least: float) -> tuple[float, float] | None:
    """Cut an interval off where no chance or gain can be; None where there is none."""
    if not estimate.testable:
        return None
    low, high = estimate.interval
    return max(low, least), min(high, 1.0)


def _known(value: float) -> float:
    return 0.0 if np.isnan(value) else float(value)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
