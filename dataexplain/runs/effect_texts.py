"""What the effect of a claim is the effect of, where its sentence does not say it."""

from __future__ import annotations

import math
from collections.abc import Callable

from dataexplain.claims import Position, Words
from dataexplain.tables import Task
from dataexplain.verification import TestedClaim


def effect_text(entry: TestedClaim, words: Words, task: Task) -> str:
    """Say what the effect of a tested claim is the effect of.

    Parameters
    ----------
    entry : TestedClaim
    words : Words
    task : Task

    Returns
    -------
    str
        Empty where the sentence says it.
    """
    if entry.claim.kind == "trend" and task is not Task.REGRESSION:
        return _overshooting(entry)
    said = _TEXTS.get(entry.claim.kind)
    return said(entry, words) if said else ""


def _overshooting(entry: TestedClaim) -> str:
    shown = (entry.estimate.effect, *entry.estimate.interval)
    if max((abs(value) for value in shown if not math.isnan(value)), default=0.0) <= 1:
        return ""
    return (
        "The effect is that of a straight line over the whole stretch, which overshoots "
        "here: no probability changes by more than 100 points. The chart shows the curve."
    )


def _subgroup(_entry: TestedClaim, _words: Words) -> str:
    return "The effect is what the rule adds beyond its conditions taken one by one."


def _no_effect(_entry: TestedClaim, _words: Words) -> str:
    return "The effect is that of the stretch or level that comes closest to mattering."


def _tail(entry: TestedClaim, _words: Words) -> str:
    inside, outside = entry.evidence.sides
    return (
        f"{inside:,} of {inside + outside:,} held-out rows lie there; the effect is their "
        "distance from the course of the others."
    )


def _turning_point(entry: TestedClaim, words: Words) -> str:
    claim = entry.claim
    assert claim.turn is not None
    condition = claim.region.conditions[0]
    before = entry.evidence.sign != claim.sign
    ends = (condition.low, claim.turn) if before else (claim.turn, condition.high)
    low, high = (words.value(condition.column, end) for end in ends if end is not None)
    return f"Both slopes were tested; the effect is that of the weaker one, {low} to {high}."


def _interaction(entry: TestedClaim, words: Words) -> str:
    second = entry.claim.factors[1]
    if not isinstance(second, Position):
        return (
            "The effect is the difference between what is gained there and elsewhere, along "
            "straight lines through all rows."
        )
    low, high = (words.value(second.column, end) for end in (second.low, second.high))
    return (
        f"The effect is the difference between what is gained where {second.column} is {high} "
        f"and where it is {low}, along straight lines through all rows."
    )


def _drift(entry: TestedClaim, words: Words) -> str:
    clock = entry.claim.factors[1]
    assert isinstance(clock, Position)
    low, high = (words.value(clock.column, end) for end in (clock.low, clock.high))
    return (
        f"The effect is by how much it changes in a time as long as from {low} to {high}, as "
        "measured among the later rows."
    )


_TEXTS: dict[str, Callable[[TestedClaim, Words], str]] = {
    "subgroup": _subgroup,
    "no_effect": _no_effect,
    "tail": _tail,
    "turning_point": _turning_point,
    "interaction": _interaction,
    "drift": _drift,
}
