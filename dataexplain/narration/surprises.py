"""Surprises: what was expected, held against what held-out rows say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dataexplain.narration.expectation_questions import HIGHER, LOWER, Question, outcome_higher
from dataexplain.narration.expectations import Expected
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.wishes import DOWN, NOTHING, UP, DeclaredExpectation
from dataexplain.narration_records import SurpriseRecord
from dataexplain.records import ClaimRecord, ReportRecord

NO_EFFECT = "no effect"
USER = "the user"
# From this score on an expectation counts as broken.
LEAST_SCORE = 0.65
# Phrasings that lean apart are no expectation.
LEAST_AGREEMENT = 0.75
# That nothing was found was not among the answers: only a firm expectation is broken by it.
_FIRM = 0.9
_DECLARED = {UP: HIGHER, DOWN: LOWER, NOTHING: NO_EFFECT}
_OPPOSITE = {HIGHER: LOWER, LOWER: HIGHER}


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
    found = []
    for question, expectation in expected.items():
        claim = claims.get(question.claim or "")
        if claim is None or expectation.agreement < LEAST_AGREEMENT:
            continue
        held = _held_out(claim)
        chances = {HIGHER: expectation.higher, LOWER: 1 - expectation.higher}
        likely = HIGHER if expectation.higher > 0.5 else LOWER
        score = 1 - chances[held] if held in chances else chances[likely]
        least = LEAST_SCORE if held in chances else _FIRM
        if score >= least:
            share = f"{likely} ({chances[likely]:.0%} sure)"
            text = _text(claim, question.situation, share, held, words)
            found.append(_record(claim, likely, held, score, text, by))
    return tuple(sorted(found, key=lambda surprise: -surprise.score))


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
    found = []
    for wish in declared:
        for claim in report.claims:
            held = _held_out_of(claim, wish)
            expected = _DECLARED[wish.direction]
            if held is None or held == expected:
                continue
            text = _text(claim, _situation(wish), expected, held, words)
            found.append(_record(claim, expected, held, 1.0, text, USER))
            break  # the leading claim says it
    return tuple(found)


def _held_out(claim: ClaimRecord) -> str:
    if claim.kind == "no_effect":
        return NO_EFFECT
    return HIGHER if outcome_higher(claim) else LOWER


def _held_out_of(claim: ClaimRecord, wish: DeclaredExpectation) -> str | None:
    """Return what a supported claim says of the column, or level, that the user spoke of."""
    if claim.verdict != "supported" or claim.features != (wish.column,):
        return None
    if claim.kind not in {"trend", "threshold", "level_contrast", "no_effect"}:
        return None
    levels = _levels(claim.region.get(wish.column, {}))
    if claim.kind == "no_effect" or (wish.level is None and not levels):
        return _held_out(claim)
    if wish.level is None or wish.level in levels:
        # a column of yes and no grows from no to yes
        grows = wish.level is not None or _is_yes(levels)
        return _held_out(claim) if grows else _OPPOSITE[_held_out(claim)]
    if wish.level in _levels(claim.against.get(wish.column, {})):
        return _OPPOSITE[_held_out(claim)]
    return None


def _levels(condition: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(level) for level in condition.get("levels") or ())


def _is_yes(levels: tuple[str, ...]) -> bool:
    return len(levels) == 1 and levels[0].lower() in {"yes", "true", "1", "y", "t"}


def _situation(wish: DeclaredExpectation) -> str:
    return f"When {wish.column} is {'larger' if wish.level is None else wish.level}"


def _record(
    claim: ClaimRecord, expected: str, held: str, score: float, text: str, by: str
) -> SurpriseRecord:
    return SurpriseRecord(
        feature=claim.features[0],
        expected=expected,
        found=held,
        score=round(score, 4),
        claim=claim.id,
        text=text,
        by=by,
    )


def _text(claim: ClaimRecord, situation: str, expected: str, held: str, words: PlainWords) -> str:
    """Say what was expected, what was found, and the effect on held-out rows."""
    outcome = words.outcome(claim.outcome_class)
    likely = expected.replace(NO_EFFECT, "no different")
    if held == NO_EFFECT:
        return f"{situation}: expected {outcome} to be {likely}; no effect was found, held out."
    effect = words.signed(claim)
    measured = f"; held out: {effect}" if effect else ""
    return f"{situation}: expected {outcome} to be {likely}; found it {held}{measured}."
