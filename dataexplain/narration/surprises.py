"""Surprises: what was expected, held against what held-out rows say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dataexplain.narration.bases import basis_words, listed_columns
from dataexplain.narration.declared import DOWN, MISSING, NOTHING, UP, DeclaredExpectation
from dataexplain.narration.expectation_questions import HIGHER, LOWER, Question
from dataexplain.narration.expectations import Expected
from dataexplain.narration.held_out import (
    NO_EFFECT,
    HeldOut,
    found_of_question,
    found_of_wish,
)
from dataexplain.narration.ordered_levels import level_places
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration_records import SurpriseRecord
from dataexplain.records import ClaimRecord, ReportRecord

USER = "the user"
# From this score on an expectation counts as broken.
LEAST_SCORE = 0.65
# Phrasings that lean apart are no expectation.
LEAST_AGREEMENT = 0.75
# That nothing was found was not among the answers: only a firm expectation is broken by it.
_FIRM = 0.9
_DECLARED = {UP: HIGHER, DOWN: LOWER, NOTHING: NO_EFFECT}


def model_surprises(
    report: ReportRecord, expected: Mapping[Question, Expected], by: str, words: PlainWords
) -> tuple[SurpriseRecord, ...]:
    """Return where held-out rows speak against what a model expected, the most surprising first.

    The score is the calibrated probability that the model gave to the opposite of what was
    found. Where no effect was found it is what remains of a firm expectation.

    Parameters
    ----------
    report : ReportRecord
    expected : mapping of Question to Expected
    by : str
        The model's name.
    words : PlainWords
    """
    claims = {claim.id: claim for claim in report.claims}
    surprises = []
    for question, expectation in expected.items():
        claim = claims.get(question.claim or "")
        found = None if claim is None else found_of_question(claim, report)
        if found is None or expectation.agreement < LEAST_AGREEMENT:
            continue
        chances = {HIGHER: expectation.higher, LOWER: 1 - expectation.higher}
        likely = HIGHER if expectation.higher > 0.5 else LOWER
        score = 1 - chances[found.way] if found.way in chances else chances[likely]
        least = LEAST_SCORE if found.way in chances else _FIRM
        if score >= least:
            share = f"{likely} ({chances[likely]:.0%} sure)"
            text = _text(found, question.situation, share, words)
            surprises.append(_record(found, likely, score, text, by))
    return tuple(sorted(surprises, key=lambda surprise: -surprise.score))


def declared_surprises(
    report: ReportRecord, declared: Iterable[DeclaredExpectation], words: PlainWords
) -> tuple[SurpriseRecord, ...]:
    """Return where held-out rows speak against what the user declared; the score is 1.

    Parameters
    ----------
    report : ReportRecord
    declared : iterable of DeclaredExpectation
    words : PlainWords
    """
    surprises = []
    for wish in declared:
        found = found_of_wish(wish, report)
        expected = _DECLARED[wish.direction]
        if found is not None and found.way != expected:
            text = _text(found, _situation(wish, found, words), expected, words)
            surprises.append(_record(found, expected, 1.0, text, USER))
    return tuple(dict.fromkeys(surprises))  # of yes and no one thing can be said in two ways


def uncompared(report: ReportRecord, declared: Iterable[DeclaredExpectation]) -> tuple[str, ...]:
    """Return what the user declared and no supported statement answers.

    Parameters
    ----------
    report : ReportRecord
    declared : iterable of DeclaredExpectation
    """
    return tuple(wish.text for wish in declared if found_of_wish(wish, report) is None)


def _situation(wish: DeclaredExpectation, found: HeldOut, words: PlainWords) -> str:
    name = words.column(wish.column)
    column = next((entry for entry in words.report.columns if entry.name == wish.column), None)
    levels = () if column is None else column.levels
    if wish.level is not None:
        is_missing = wish.level == MISSING and MISSING not in levels
        return f"When {name} is {MISSING if is_missing else words.levels([wish.level])}"
    if column is not None and levels:
        places = level_places(levels, column.scores)
        if places is None:
            own = found.claim.region
            return f"When {words.region(own)}" if own else f"Whatever {name} is"
        highest = max(levels, key=places.__getitem__)
        if not column.scores and not _is_number(highest):
            return f"When {name} is {words.levels([highest])}"
    is_date = column is not None and column.role in {"date", "time"}
    return f"When {name} is {'later' if is_date else 'larger'}"


def _is_number(level: str) -> bool:
    return level_places([level]) is not None


def _record(found: HeldOut, expected: str, score: float, text: str, by: str) -> SurpriseRecord:
    return SurpriseRecord(
        feature=found.claim.features[0],
        expected=expected,
        found=found.way,
        score=round(score, 4),
        claim=found.claim.id,
        text=text,
        by=by,
    )


def _text(found: HeldOut, situation: str, expected: str, words: PlainWords) -> str:
    """Say what was expected, what was found and on which basis, and the effect."""
    claim = found.claim
    outcome = words.outcome(claim.outcome_class)
    likely = expected.replace(NO_EFFECT, "no different")
    basis = basis_words(claim, words)
    effect = words.amounts.signed(claim, opposite=found.opposite)
    parts = [
        f"{situation}: expected {outcome} to be {likely}",
        ", ".join(filter(None, (f"found {_finding(found, words)}", basis))),
        f"held out: {effect}" if effect else "",
    ]
    return f"{'; '.join(filter(None, parts))}."


def _finding(found: HeldOut, words: PlainWords) -> str:
    """Say what was found of the outcome, and along which stretch of a column of numbers."""
    claim = found.claim
    name = claim.features[0]
    column, region = words.column(name), claim.region.get(name, {})
    if found.way == NO_EFFECT:
        names = listed_columns(claim.features, words, "or")
        return f"that it hardly depends on {names}"
    if claim.kind == "turning_point":
        before, after = ("fall", "rise") if claim.direction == "up" else ("rise", "fall")
        at = words.value(name, claim.turn or 0.0)
        return f"it to {before} with {column} up to about {at} and to {after} beyond it"
    if claim.kind == "trend":
        verb = "rise" if found.way == HIGHER else "fall"
        return f"it to {verb} {words.stretch(name, region['low'], region['high'])}"
    if claim.kind == "threshold":
        verb = "jump up" if found.way == HIGHER else "drop"
        return f"it to {verb} where {column} reaches {words.value(name, claim.turn or 0.0)}"
    return f"it {found.way}{_upper_side(claim, words)}"


def _upper_side(claim: ClaimRecord, words: PlainWords) -> str:
    """Return the side of larger values, where a claim compares two sides of a value."""
    name = claim.features[0]
    region = claim.region.get(name, {})
    bounds = [region.get(end) for end in ("low", "high") if region.get(end) is not None]
    if not bounds:
        return ""
    return f" where {words.region({name: {'low': bounds[0], 'high': None}})}"
