"""How the pattern of each kind of claim is said, without its size and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dataexplain.narration.bases import listed_columns, own_features
from dataexplain.narration.plain_words import PlainWords
from dataexplain.records import ClaimRecord

# Kinds of which a word of strength may be said.
GRADED = frozenset(
    {
        "trend",
        "threshold",
        "level_contrast",
        "term_effect",
        "question_effect",
        "subgroup",
        "tail",
    }
)
# The words of the table as they stand before "higher" and "lower".
_BEFORE_COMPARISON = {"strongly": "considerably", "very strongly": "hugely"}
_LEVELS_NAMED = 5
_BEGINNING = re.compile(r"^On its own, ")
_ENDING = re.compile(
    r"(; with other columns held fixed this stays open"
    r"|, but not after accounting for the other columns"
    r"|,( on its own or with)? other columns held fixed"
    r"|, together with .*, which it cannot be told apart from)?\.$",
    re.DOTALL,
)


def pattern(claim: ClaimRecord, words: PlainWords, strength: str = "") -> str:
    """Say the pattern of a claim in lower case, without a full stop.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    strength : str, default=""
        A word of the table of strength; those kinds that take none leave it out.
    """
    return _PATTERNS.get(claim.kind, _as_claimed)(claim, words, strength)


def _trend(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    name, region = next(iter(claim.region.items()))
    verb = "rises" if claim.direction == "up" else "falls"
    outcome = words.outcome(claim.outcome_class)
    return (
        f"{outcome} {_after(verb, strength)} {words.stretch(name, region['low'], region['high'])}"
    )


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
    return f"{_comparison(claim, words, strength)} where {words.region(claim.region)} than {other}"


def _subgroup(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    where = words.region(claim.region)
    compared = f"{_comparison(claim, words, strength)} where {where}"
    return f"{compared} than these conditions explain one by one"


def _tail(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    where = f"in the few rows where {words.region(claim.region)}"
    rest = f"its course over the rest of {words.column(claim.features[0])}"
    return f"{_comparison(claim, words, strength)} {where} than {rest}"


def _no_effect(claim: ClaimRecord, words: PlainWords, _strength: str) -> str:
    own = own_features(claim)
    names = (*own, *claim.entangled_with)
    columns = {entry.name: entry for entry in words.report.columns}
    of_levels = any(
        name in columns and columns[name].levels and not columns[name].scores for name in own
    )
    part = "no level" if of_levels else "no stretch"
    apart, them = (", which cannot be told apart", "them") if len(names) > 1 else ("", "it")
    outcome, listed = words.outcome(claim.outcome_class), listed_columns(names, words, "or")
    matters = f"{part} of {them} differs enough from the rest to matter"
    return f"{outcome} hardly depends on {listed}{apart}: {matters}"


def _interaction(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    if len(claim.region) != 2:
        return _as_claimed(claim, words, strength)  # a report made by hand
    (first, along), (second, beside) = claim.region.items()
    gains = (
        "gains more (or loses less)" if claim.direction == "up" else "gains less (or loses more)"
    )
    change = f"where {words.region({first: along})}"
    if _is_stretch(along):
        change = words.stretch(first, along["low"], along["high"])
    text = f"{words.outcome(claim.outcome_class)} {gains} {change}"
    if _is_stretch(beside):
        return f"{text}, the higher {words.column(second)} is"
    return f"{text} where {words.region({second: beside})} than where it is not"


def _drift(claim: ClaimRecord, words: PlainWords, _strength: str) -> str:
    up, outcome = claim.direction == "up", words.outcome(claim.outcome_class)
    if claim.region:
        comes = "higher (or less low)" if up else "lower (or less high)"
        where = words.region(claim.region)
        return f"as time goes on, {outcome} comes to be {comes} where {where} than elsewhere"
    comes = "gain more (or lose less)" if up else "gain less (or lose more)"
    return f"as time goes on, {outcome} comes to {comes} {_drifting_stretch(claim, words)}"


def _drifting_stretch(claim: ClaimRecord, words: PlainWords) -> str:
    """Write the stretch whose slope moves; a report with its names hidden does not tell it."""
    name = claim.features[0]
    for contrast in claim.estimand.get("contrasts") or ():
        for factor in contrast["varies"].get("product") or ():
            position = factor.get("position") or {}
            if position.get("column") == name:
                return words.stretch(name, position["low"], position["high"])
    return f"as {words.column(name)} grows"


def _as_claimed(claim: ClaimRecord, words: PlainWords, _strength: str) -> str:
    """Return the claim's own sentence, strange names in quotes, without the words for its basis."""
    text = words.quoted(claim, _ENDING.sub("", _BEGINNING.sub("", claim.text)))
    return f"{text[:1].lower()}{text[1:]}"


def _comparison(claim: ClaimRecord, words: PlainWords, strength: str) -> str:
    strength = _BEFORE_COMPARISON.get(strength, strength)
    way = "higher" if claim.direction == "up" else "lower"
    return f"{words.outcome(claim.outcome_class)} is {f'{strength} {way}'.strip()}"


def _after(verb: str, strength: str) -> str:
    return f"{verb} {strength}".strip()


def _is_stretch(condition: Mapping[str, Any]) -> bool:
    return condition.get("low") is not None and condition.get("high") is not None


_PATTERNS: dict[str, Callable[[ClaimRecord, PlainWords, str], str]] = {
    "trend": _trend,
    "threshold": _threshold,
    "turning_point": _turning_point,
    "level_contrast": _level_contrast,
    "term_effect": _level_contrast,
    "question_effect": _level_contrast,
    "subgroup": _subgroup,
    "tail": _tail,
    "interaction": _interaction,
    "drift": _drift,
    "no_effect": _no_effect,
}
