"""From evidence to one of four verdicts, with the reason in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.claims import ADJUSTED, NONE, UNADJUSTED, Claim
from dataexplain.claims.kinds import PLAIN
from dataexplain.statistics import Estimate
from dataexplain.verification.equivalence import least_size
from dataexplain.verification.evidence import Evidence
from dataexplain.verification.families import ALPHA, Significance, family_of

SUPPORTED = "supported"
NOT_SUPPORTED = "not_supported"
INCONCLUSIVE = "inconclusive"
UNVERIFIABLE = "unverifiable"
# Standard errors from zero at which a true effect is found four times out of five.
POWER_DISTANCE = 2.8
# The same for an effect of zero between two bounds.
EQUIVALENCE_DISTANCE = 3.0
CONTRADICTED = (
    "No single stretch differs enough from the rest, but another statement about it holds."
)
MOST_ROWS_NAMED = 100_000_000
HOLDS = "The effect has the stated sign, is large enough to matter, and is unlikely to be chance."


@dataclass(frozen=True)
class Verdict:
    """What became of a claim.

    Parameters
    ----------
    verdict : {"supported", "not_supported", "inconclusive", "unverifiable"}
    basis : {"adjusted", "unadjusted"}
        The effect it rests on.
    q : float
    reason : str
    rows_needed : int, optional
        Rows like those compared that would probably settle an inconclusive claim, were it the
        only one tested.
    adjusted_open : bool
        For an unadjusted basis: whether the adjusted effect is undecided rather than absent.
    """

    verdict: str
    basis: str
    q: float
    reason: str
    rows_needed: int | None = None
    adjusted_open: bool = False


def decide(claim: Claim, evidence: Evidence, significance: Significance, floor: float) -> Verdict:
    """Decide about one claim.

    supported: q <= 0.05, the stated sign, and at least the floor. not_supported: the interval
    lies wholly on the wrong side of the floor. Else inconclusive. What holds only without the
    other columns held fixed is supported on the basis "unadjusted", unless the claim itself rests
    on one of both effects.

    Parameters
    ----------
    claim : Claim
    evidence : Evidence
    significance : Significance
    floor : float
        The smallest effect worth a statement, in the outcome's units.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from dataexplain.claims import Region
    >>> clear = Estimate.from_standard_error(2.0, 0.4, degrees_of_freedom=90, n=92)
    >>> evidence = Evidence(
    ...     clear, clear, clear.p, clear.p, (46, 46), 46, True, True, 1, 1, False, ""
    ... )
    >>> claim = Claim("trend", ("age",), "up", Region())
    >>> decide(claim, evidence, Significance(0.001, 0.001), floor=0.5).verdict
    'supported'
    >>> decide(claim, evidence, Significance(0.001, 0.001), floor=5.0).verdict
    'not_supported'
    """
    if evidence.problem and math.isnan(evidence.unadjusted_p):
        verdict = INCONCLUSIVE if evidence.scarce else UNVERIFIABLE
        return Verdict(verdict, claim.rests_on or ADJUSTED, math.nan, _sentence(evidence.problem))
    if claim.direction == NONE:
        return _decide_equivalence(claim, evidence, significance.adjusted, floor)
    alone = evidence.unadjusted.signed(evidence.unadjusted_sign)
    if claim.rests_on == UNADJUSTED and not alone.testable:
        return Verdict(UNVERIFIABLE, UNADJUSTED, math.nan, "There is nothing to compare.")
    if claim.rests_on == UNADJUSTED:
        return _decide_by(alone, UNADJUSTED, significance.unadjusted, floor, evidence)
    adjusted = evidence.adjusted.signed(evidence.sign)
    held = _decide_by(adjusted, ADJUSTED, significance.adjusted, floor, evidence)
    if held.verdict == SUPPORTED:
        return held
    on_its_own = (
        family_of(claim) == PLAIN
        and claim.rests_on != ADJUSTED
        and significance.unadjusted <= ALPHA
        and evidence.unadjusted_signs_agree
        and alone.effect >= floor
    )
    if on_its_own:
        return Verdict(
            SUPPORTED,
            UNADJUSTED,
            significance.unadjusted,
            _alone(evidence, floor, adjusted),
            adjusted_open=bool(evidence.problem) or adjusted.interval[1] >= floor,
        )
    if evidence.problem:
        return Verdict(UNVERIFIABLE, ADJUSTED, math.nan, _sentence(evidence.problem))
    return held


def without_contradictions(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Take back that a column does not matter where another statement about it holds.

    Each stretch of a column may lie within the floor of the rest of it, and the slope over all of
    them beyond. Claims that rest on different effects do not contradict one another.

    Parameters
    ----------
    claims : sequence of Claim
    verdicts : sequence of Verdict
        In the order of the claims.
    """
    matters = {
        _said_of(claim, name)
        for claim, verdict in zip(claims, verdicts, strict=True)
        if verdict.verdict == SUPPORTED and claim.direction != NONE
        for name in claim.features
    }
    return [
        replace(verdict, verdict=INCONCLUSIVE, reason=CONTRADICTED)
        if verdict.verdict == SUPPORTED
        and claim.direction == NONE
        and any(
            _said_of(claim, name) in matters for name in (*claim.features, *claim.entangled_with)
        )
        else verdict
        for claim, verdict in zip(claims, verdicts, strict=True)
    ]


def _said_of(claim: Claim, name: str) -> tuple[object, ...]:
    """Return what a claim speaks of: what is so at one age need not be so of all."""
    return claim.outcome_class, name, claim.rests_on, claim.held


def _decide_by(found: Estimate, basis: str, q: float, floor: float, evidence: Evidence) -> Verdict:
    """Decide by one effect, in the stated direction."""
    agrees = evidence.signs_agree if basis == ADJUSTED else evidence.unadjusted_signs_agree
    if q <= ALPHA and agrees and found.effect >= floor:
        return Verdict(SUPPORTED, basis, q, HOLDS)
    if found.interval[1] < floor:
        return Verdict(NOT_SUPPORTED, basis, q, _refusal(found, floor))
    return _open(found, basis, q, floor, evidence)


def _decide_equivalence(claim: Claim, evidence: Evidence, q: float, floor: float) -> Verdict:
    """Decide about "it does not matter": shown, refuted by one of its stretches, or open."""
    basis = UNADJUSTED if claim.rests_on == UNADJUSTED else ADJUSTED
    if evidence.problem:
        return Verdict(UNVERIFIABLE, basis, math.nan, _sentence(evidence.problem))
    if q <= ALPHA:
        either = "" if claim.rests_on else ", held fixed or not"
        reason = f"Every stretch or level of it stays below what would matter{either}."
        return Verdict(SUPPORTED, basis, q, reason)
    beyond = [least_size(piece) > floor for piece in evidence.pieces]
    if any(beyond):
        reason = "Held-out rows show a stretch or level of it where the effect does matter."
        return Verdict(NOT_SUPPORTED, basis, q, reason)
    furthest = evidence.unadjusted if basis == UNADJUSTED else evidence.adjusted
    reason = "The rows are too few to say that nothing of it matters."
    room = floor - abs(furthest.effect)
    needed = None
    if room > 0:
        rows = math.ceil(furthest.n * (EQUIVALENCE_DISTANCE * furthest.standard_error / room) ** 2)
        needed = rows if furthest.n < rows < MOST_ROWS_NAMED else None
    else:
        reason = "One stretch or level of it may matter; the rows do not say."
    return Verdict(INCONCLUSIVE, basis, q, reason, needed)


def _alone(evidence: Evidence, floor: float, adjusted: Estimate) -> str:
    if evidence.problem:
        return "With the other columns held fixed it cannot be tested: " + evidence.problem + "."
    if adjusted.interval[1] < floor:
        return (
            "The plain difference holds; with the other columns held fixed it is smaller than "
            "what would matter."
        )
    return "The plain difference holds; whether it stays with the other columns held fixed is open."


def _refusal(adjusted: Estimate, floor: float) -> str:
    if adjusted.interval[1] < 0:
        return "Held-out rows show the opposite of what is said."
    if adjusted.interval[0] > -floor:
        return "Held-out rows show that the effect is smaller than what would matter."
    return "Held-out rows rule out an effect in the stated direction that would matter."


def _open(found: Estimate, basis: str, q: float, floor: float, evidence: Evidence) -> Verdict:
    effect, error = found.effect, found.standard_error
    signs_agree = evidence.signs_agree if basis == ADJUSTED else evidence.unadjusted_signs_agree
    needed = None
    distance = effect if effect >= floor else floor - effect
    if effect >= floor and q > ALPHA:
        reason = "The effect points as stated, but could be chance."
    elif q <= ALPHA and signs_agree:
        reason = "There is an effect, but whether it is large enough to matter is open."
    else:
        reason = "The interval holds both an effect that matters and none."
    if distance > 0 and error > 0:
        rows = math.ceil(found.n * (POWER_DISTANCE * error / distance) ** 2)
        needed = rows if found.n < rows < MOST_ROWS_NAMED else None
    if evidence.shuffled:
        reason += f" Only {evidence.events} rows or events lie on the poorer side."
    return Verdict(INCONCLUSIVE, basis, q, reason, needed)


def _sentence(problem: str) -> str:
    return problem[0].upper() + problem[1:] + "."
