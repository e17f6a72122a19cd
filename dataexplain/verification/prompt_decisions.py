"""Evidence of a whole list of sentences -> verdicts, corrected together like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dataexplain.verification.families import ALPHA, correct, interval_levels
from dataexplain.verification.prompt_measuring import (
    COPY,
    EXAMPLES,
    NO_SENTENCE,
    SHUFFLED,
    SIMPLE_RULE,
    MeasuredGain,
    MeasuredPrompt,
)
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
    Verdict,
    decide,
)

_OTHERS = {
    NO_SENTENCE: "no sentence",
    SHUFFLED: "its words shuffled",
    SIMPLE_RULE: "the best simple rule",
    COPY: "a copy of the input",
    EXAMPLES: "a few examples",
}


def decided_prompts(
    measured: Sequence[MeasuredPrompt], level: float = ALPHA
) -> list[tuple[Verdict, float]]:
    """Return each verdict, and the confidence its interval needs for having been selected.

    Parameters
    ----------
    measured : sequence of MeasuredPrompt
        All that were tested.
    level : float, default=0.05
        The false discovery rate that the list may spend.

    Examples
    --------
    >>> decided_prompts([])
    []
    """
    claims = [one.claim for one in measured]
    evidence = [one.evidence for one in measured]
    verdicts = [
        _in_own_words(one, decide(one.claim, one.evidence, significance, one.floor))
        for one, significance in zip(measured, correct(claims, evidence, level), strict=True)
    ]
    selected = [verdict.verdict == SUPPORTED for verdict in verdicts]
    bases = [verdict.basis for verdict in verdicts]
    levels = interval_levels(claims, evidence, selected, bases, level)
    return list(zip(verdicts, levels.tolist(), strict=True))


def _in_own_words(one: MeasuredPrompt, verdict: Verdict) -> Verdict:
    """Say the reason as that of a gain; why nothing could be tested is said already."""
    weakest = one.weakest
    if verdict.verdict == UNVERIFIABLE or weakest is None:
        return verdict
    if verdict.verdict == SUPPORTED:
        return replace(verdict, reason=_holds(one))
    if verdict.verdict == NOT_SUPPORTED:
        return replace(verdict, reason=_fails(weakest))
    assert verdict.verdict == INCONCLUSIVE
    return replace(verdict, reason=_stays_open(one, weakest, verdict.q))


def _holds(one: MeasuredPrompt) -> str:
    others = [_OTHERS[gain.over] for gain in one.gains if gain.decides]
    listed = others[0] if len(others) == 1 else f"{', '.join(others[:-1])} and {others[-1]}"
    return f"Its gains over {listed} are large enough to matter, and unlikely to be chance."


def _fails(weakest: MeasuredGain) -> str:
    other = _OTHERS[weakest.over]
    if weakest.alike and weakest.over == SIMPLE_RULE:
        same = "both are right on the same rows"
        return f"It says no more than {other}, which {weakest.detail}: {same}."
    named = f" That rule {weakest.detail}." if weakest.over == SIMPLE_RULE else ""
    if weakest.estimate.interval[1] < 0:
        return f"Held-out rows show that {other} gives the right output oftener.{named}"
    return f"Held-out rows show that it gains too little over {other} to matter.{named}"


def _stays_open(one: MeasuredPrompt, weakest: MeasuredGain, q: float) -> str:
    other, gain = _OTHERS[weakest.over], weakest.estimate.effect
    if gain >= one.floor and q > ALPHA:
        return f"Its gain over {other} could be chance."
    if q <= ALPHA and one.evidence.signs_agree:
        return f"It gains over {other}, but whether that is enough to matter is open."
    return f"Over {other}, a gain that matters and none are both possible."
