"""Findings: sentences about claims of which a model chooses the emphasis and code writes all else.

A finding says what its claim says and nothing more: the same columns, direction, region and
comparison, on the same basis, with numbers of the claim's own record. What may be chosen is the
focus and a word of strength that the table of `strength` allows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from dataexplain.narration.plain_words import WITHOUT_SIZE, PlainWords, shown_interval
from dataexplain.narration.strength import allowed_strengths
from dataexplain.narration_records import FINDING, NumberRecord, SentenceRecord
from dataexplain.records import ClaimRecord

# What a finding may dwell on: the pattern alone, its size, its size and how sure that is,
# or what the plain difference says beside it.
PLAIN, SIZE, RANGE, CONTRAST = "pattern", "size", "range", "contrast"
# The words of the table as they stand before "higher" and "lower".
_BEFORE_COMPARISON = {"strongly": "considerably", "very strongly": "hugely"}
_LEVELS_NAMED = 5
_LEAST_RATIO = 1.5
_BEGINNING = re.compile(r"^On its own, ")
_ENDING = re.compile(
    r"(; with other columns held fixed this stays open"
    r"|, but not after accounting for the other columns"
    r"|,( on its own or with)? other columns held fixed"
    r"|, together with .*, which it cannot be told apart from)?\.$",
    re.DOTALL,
)


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
    if not _has_size(claim, words):
        return (PLAIN,)
    ranged = (RANGE,) if _has_range(claim) else ()
    return (PLAIN, SIZE, *ranged, *((CONTRAST,) if _differs(claim) else ()))


def strengths(claim: ClaimRecord, words: PlainWords) -> tuple[str, ...]:
    """Return the words of strength that a finding about a claim may use.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    """
    takes_one = claim.kind in _PATTERNS and claim.kind not in WITHOUT_SIZE
    return allowed_strengths(claim, words.report.outcome) if takes_one else ()


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
    pattern = _PATTERNS.get(claim.kind, _as_claimed)
    text = pattern(claim, words, strength)
    numbers = _bounds(claim)
    if focus != PLAIN:
        text += _sized(claim, words)
        numbers += (NumberRecord(float(claim.effect or 0.0), claim.id, "effect"),)
    if focus == RANGE:
        text += _ranged(claim, words)
        numbers += _ends(claim)
    text = _based(claim, text, last=emphasis.basis_last)
    if focus == CONTRAST and claim.unadjusted is not None:
        text += _contrasted(claim, words)
        numbers += (NumberRecord(claim.unadjusted.effect, claim.id, "unadjusted.effect"),)
    text = f"{text[0].upper()}{text[1:]}."
    return SentenceRecord(FINDING, text, (claim.id,), numbers)


def _trend(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    name, region = next(iter(claim.region.items()))
    verb = "rises" if claim.direction == "up" else "falls"
    low, high = (words.value(name, region[end]) for end in ("low", "high"))
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} {_after(verb, strength)} as {words.column(name)} goes from {low} to {high}"


def _threshold(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    name = claim.features[0]
    verb = "jumps up" if claim.direction == "up" else "drops"
    outcome = words.outcome(claim.outcome_class)
    at = words.value(name, claim.turn or 0.0)
    return f"{outcome} {_after(verb, strength)} where {words.column(name)} reaches {at}"


def _turning_point(claim: ClaimRecord, words: PlainWords, _strength: str) -> str:
    name = claim.features[0]
    before, after = ("falls", "rises") if claim.direction == "up" else ("rises", "falls")
    at = words.value(name, claim.turn or 0.0)
    outcome, column = words.outcome(claim.outcome_class), words.column(name)
    return f"{outcome} {before} with {column} up to about {at} and {after} beyond it"


def _level_contrast(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    against = claim.against.get(claim.features[0], {}).get("levels") or ()
    if not against:
        other = f"where {words.opposite(claim.region)}"
    elif len(against) > _LEVELS_NAMED:
        other = f"at {len(against)} other levels of it"
    else:
        other = f"where it is {words.levels(against)}"
    return f"{_comparison(claim, words, strength)} than {other}"


def _subgroup(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    return f"{_comparison(claim, words, strength)} than these conditions explain one by one"


def _tail(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    rest = f"the rest of {words.column(claim.features[0])} leads to expect"
    return f"{_comparison(claim, words, strength)}, in a few rows, than {rest}"


def _comparison(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    strength = _BEFORE_COMPARISON.get(strength, strength)
    way = "higher" if claim.direction == "up" else "lower"
    comparison = f"{strength} {way}".strip()
    outcome, where = words.outcome(claim.outcome_class), words.region(claim.region)
    return f"{outcome} is {comparison} where {where}"


def _as_claimed(claim: ClaimRecord, _words: PlainWords, _strength: str) -> str:
    """Return the claim's own sentence, without the words for its basis."""
    text = _ENDING.sub("", _BEGINNING.sub("", claim.text))
    return f"{text[:1].lower()}{text[1:]}"


_PATTERNS: dict[str, Callable[[ClaimRecord, PlainWords, str], str]] = {
    "trend": _trend,
    "threshold": _threshold,
    "turning_point": _turning_point,
    "level_contrast": _level_contrast,
    "subgroup": _subgroup,
    "tail": _tail,
}


def _after(verb: str, strength: str) -> str:
    return f"{verb} {strength}".strip()


def _based(claim: ClaimRecord, text: str, *, last: bool) -> str:
    """Add the basis that the claim rests on: alone, or with the other columns held fixed."""
    if claim.entangled_with:
        text += f" (or with {', '.join(claim.entangled_with)}: they cannot be told apart)"
    if claim.basis == "unadjusted":
        basis = "taken alone"
    elif claim.kind == "no_effect" or not _holds_columns(claim):
        return text
    else:
        basis = "all else equal"
    return f"{text}, {basis}" if last else f"{basis}, {text}"


def _holds_columns(claim: ClaimRecord) -> bool:
    return "held fixed" in claim.text or bool(claim.entangled_with)


def _has_size(claim: ClaimRecord, words: PlainWords) -> bool:
    if claim.kind in WITHOUT_SIZE or claim.effect is None or not math.isfinite(claim.effect):
        return False
    # the straight line of a trend may overshoot what a probability can change by
    return words.report.task == "regression" or abs(claim.effect) <= 1


def _sized(claim: ClaimRecord, words: PlainWords) -> str:
    amount = words.amount(claim)
    if claim.kind in {"trend", "threshold", "level_contrast"}:
        return f", by about {amount}"
    return f", a difference of about {amount}"


def _ranged(claim: ClaimRecord, words: PlainWords) -> str:
    interval = shown_interval(claim)
    assert interval is not None
    near, far = sorted(interval, key=abs)
    low, high = (words.difference(end, interval) for end in (near, far))
    return f" (95% interval: {low.removesuffix(' points')} to {high})"


def _ends(claim: ClaimRecord) -> tuple[NumberRecord, ...]:
    """Return the ends of the interval that is shown."""
    name = "interval" if claim.interval_selected is None else "interval_selected"
    return tuple(
        NumberRecord(end, claim.id, f"{name}.{place}")
        for place, end in enumerate(shown_interval(claim) or ())
    )


def _has_range(claim: ClaimRecord) -> bool:
    """Tell whether the interval lies on one side of nothing, so that its ends are sizes."""
    interval = shown_interval(claim)
    return interval is not None and interval[0] * interval[1] > 0


def _differs(claim: ClaimRecord) -> bool:
    """Tell whether the plain difference is another story than the adjusted one."""
    plain = claim.unadjusted
    if plain is None or claim.basis != "adjusted" or not claim.effect or claim.entangled_with:
        return False
    if claim.kind not in {"trend", "level_contrast"} or abs(plain.effect) > 1 >= abs(claim.effect):
        return False
    ratio = plain.effect / claim.effect
    return not 1 / _LEAST_RATIO <= ratio <= _LEAST_RATIO


def _contrasted(claim: ClaimRecord, words: PlainWords) -> str:
    plain = claim.unadjusted
    assert plain is not None
    if plain.interval[0] <= 0 <= plain.interval[1]:
        return "; taken alone, no clear difference shows"
    amount = words.difference(plain.effect, plain.interval)
    same = (plain.effect > 0) == ((claim.effect or 0.0) > 0)
    way = "the difference" if same else "the difference goes the other way and"
    return f"; taken alone, {way} is about {amount}"


def _bounds(claim: ClaimRecord) -> tuple[NumberRecord, ...]:
    """Return the numbers of a claim's pattern: the ends of its regions, and where it turns."""
    if claim.kind not in _PATTERNS:
        return ()
    if claim.turn is not None:
        return (NumberRecord(claim.turn, claim.id, "turn"),)
    return tuple(
        NumberRecord(float(condition[end]), claim.id, f"region.{name}.{end}")
        for name, condition in claim.region.items()
        for end in ("low", "high")
        if condition.get(end) is not None
    )
