"""Findings: sentences about claims of which a model chooses the emphasis and code writes all else.

A finding says what its claim says and nothing more: the same columns, direction, region and
comparison, on the same basis, with numbers of the claim's own record. What may be chosen is the
focus and a word of strength that the table of `strength` allows.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from dataexplain.narration.amounts import shown_interval, without_points
from dataexplain.narration.bases import based
from dataexplain.narration.patterns import GRADED, pattern
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.strength import allowed_strengths
from dataexplain.narration_records import FINDING, NumberRecord, SentenceRecord
from dataexplain.records import ClaimRecord

# What a finding may dwell on: the pattern alone, its size, its size and how sure that is,
# or what the plain difference says beside it.
PLAIN, SIZE, RANGE, CONTRAST = "pattern", "size", "range", "contrast"
_LEAST_RATIO = 1.5


@dataclass(frozen=True)
class Emphasis:
    """What was chosen for one finding.

    Parameters
    ----------
    focus : {"pattern", "size", "range", "contrast"}
    strength : str
        A word of the table, or empty.
    basis_last : bool, default=False
        Whether "all else equal" stands at the end: sentences of a paragraph begin differently.
    """

    focus: str = SIZE
    strength: str = ""
    basis_last: bool = False


def focuses(claim: ClaimRecord, words: PlainWords) -> tuple[str, ...]:
    """Return what a finding about a claim may dwell on.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    """
    if not words.amounts.has(claim):
        return (PLAIN,)
    ranged = (RANGE,) if _has_range(claim, words) else ()
    return (PLAIN, SIZE, *ranged, *((CONTRAST,) if _differs(claim, words) else ()))


def strengths(claim: ClaimRecord, words: PlainWords) -> tuple[str, ...]:
    """Return the words of strength that a finding about a claim may use.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    """
    return allowed_strengths(claim, words.report.outcome) if claim.kind in GRADED else ()


def finding(
    claim: ClaimRecord, words: PlainWords, emphasis: Emphasis | None = None
) -> SentenceRecord:
    """Write a finding about a supported claim.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    emphasis : Emphasis, optional
        What the numbers do not allow is left out.

    Returns
    -------
    SentenceRecord
    """
    emphasis = emphasis or Emphasis()
    focus = emphasis.focus if emphasis.focus in focuses(claim, words) else PLAIN
    strength = emphasis.strength if emphasis.strength in strengths(claim, words) else ""
    text = pattern(claim, words, strength)
    numbers = _bounds(claim)
    if focus != PLAIN:
        text += _sized(claim, words)
        numbers += (NumberRecord(float(claim.effect or 0.0), claim.id, "effect"),)
    if focus == RANGE:
        text += _ranged(claim, words)
        numbers += _ends(claim)
    text = based(claim, text, words, last=emphasis.basis_last)
    if focus == CONTRAST and claim.unadjusted is not None:
        text += _contrasted(claim, words)
        numbers += (NumberRecord(claim.unadjusted.effect, claim.id, "unadjusted.effect"),)
    text = f"{text[0].upper()}{text[1:]}."
    return SentenceRecord(FINDING, text, (claim.id,), numbers)


def _sized(claim: ClaimRecord, words: PlainWords) -> str:
    amount = words.amounts.stated(claim.effect or 0.0, shown_interval(claim))
    if claim.kind in {"trend", "threshold", "level_contrast", "term_effect", "question_effect"}:
        return f", by {amount}"
    return f", a difference of {amount}"


def _ranged(claim: ClaimRecord, words: PlainWords) -> str:
    interval = shown_interval(claim)
    assert interval is not None
    near, far = sorted(interval, key=abs)
    low, high = (words.amounts.difference(end, interval) for end in (near, far))
    return f" (95% interval: {without_points(low)} to {high})"


def _ends(claim: ClaimRecord) -> tuple[NumberRecord, ...]:
    """Return the ends of the interval that is shown."""
    name = "interval" if claim.interval_selected is None else "interval_selected"
    return tuple(
        NumberRecord(end, claim.id, f"{name}.{place}")
        for place, end in enumerate(shown_interval(claim) or ())
    )


def _has_range(claim: ClaimRecord, words: PlainWords) -> bool:
    """Tell whether the interval lies on one side of nothing, so that its ends are sizes."""
    interval = shown_interval(claim)
    if interval is None or interval[0] * interval[1] <= 0:
        return False
    return all(words.amounts.stated(end, interval).startswith("about ") for end in interval)


def _differs(claim: ClaimRecord, words: PlainWords) -> bool:
    """Tell whether the plain difference is another story than the adjusted one."""
    plain = claim.unadjusted
    if plain is None or claim.basis != "adjusted" or not claim.effect or claim.entangled_with:
        return False
    alone = dataclasses.replace(
        claim, effect=plain.effect, interval=plain.interval, interval_selected=None
    )
    if claim.kind not in {"trend", "level_contrast"} or not words.amounts.has(alone):
        return False
    ratio = plain.effect / claim.effect
    return not 1 / _LEAST_RATIO <= ratio <= _LEAST_RATIO


def _contrasted(claim: ClaimRecord, words: PlainWords) -> str:
    plain = claim.unadjusted
    assert plain is not None
    if plain.interval[0] <= 0 <= plain.interval[1]:
        return "; taken alone, no clear difference shows"
    amount = words.amounts.stated(plain.effect, plain.interval)
    same = (plain.effect > 0) == ((claim.effect or 0.0) > 0)
    way = "the difference" if same else "the difference goes the other way and"
    return f"; taken alone, {way} is {amount}"


def _bounds(claim: ClaimRecord) -> tuple[NumberRecord, ...]:
    """Return the numbers of a claim's pattern: the ends of its regions, and where it turns."""
    if claim.turn is not None:
        return (NumberRecord(claim.turn, claim.id, "turn"),)
    return tuple(
        NumberRecord(float(condition[end]), claim.id, f"region.{name}.{end}")
        for name, condition in claim.region.items()
        for end in ("low", "high")
        if condition.get(end) is not None
    )
