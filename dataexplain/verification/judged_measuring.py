"""One property's answers -> its outcome, evidence and floor, before any verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.claims import Claim
from dataexplain.features.property_probe import foretold_answers
from dataexplain.judged_records import AuditRecord
from dataexplain.randomness import generator_for
from dataexplain.verification.evidence import Evidence
from dataexplain.verification.judged_evidence import (
    COULD_NOT_TELL,
    GAVE_NO_ANSWER,
    UNTRIED,
    gather_judged,
)
from dataexplain.verification.judged_outcome import JudgedOutcome
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import Strata

LEAST_POINTS, SHARE_OF_RATE = 0.01, 0.1
# With fewer answers on discovery rows the base rate is taken on the judged ones.
ANSWERS_FOR_A_RATE = 20


@dataclass(frozen=True)
class MeasuredProperty:
    """A property as the held-out texts show it.

    Parameters
    ----------
    listed : ShortListed
    claim : Claim
    outcome : JudgedOutcome
    evidence : Evidence
    floor : float
        The smallest difference of shares worth a statement.
    held : ndarray of shape (n, k)
        What was held fixed for the adjusted effect.
    audit : AuditRecord, optional
        How often the judge was right, where people's labels stand in the interval.
    """

    listed: ShortListed
    claim: Claim
    outcome: JudgedOutcome
    evidence: Evidence
    floor: float
    held: np.ndarray
    audit: AuditRecord | None = None


def refusal_of(listed: ShortListed) -> str:
    """Return why the judge is not to be believed about a property; empty where it is.

    Examples
    --------
    >>> from dataexplain.search.candidate import Candidate
    >>> refusal_of(ShortListed(Candidate("is long", "bank"), 0.0, controls=(9, 10, True)))
    ''
    """
    if listed.untried:
        return f"{UNTRIED}: {listed.untried}"
    if listed.controls is None or listed.controls[2]:
        return ""
    right, asked, _ = listed.controls
    return COULD_NOT_TELL.format(right=right, asked=asked) if asked else GAVE_NO_ANSWER


def measure(
    held_out: HeldOutTexts,
    listed: ShortListed,
    yes: np.ndarray,
    strata: Strata,
    *,
    seed: int,
    floor: float | None = None,
) -> MeasuredProperty:
    """Measure one property.

    Parameters
    ----------
    held_out : HeldOutTexts
    listed : ShortListed
    yes : ndarray of shape (n,)
        1 for yes, 0 for no, NaN where there is no answer.
    strata : Strata
        What is held fixed.
    seed : int
    floor : float, optional

    Returns
    -------
    MeasuredProperty
    """
    claim = listed.claim(held_out)
    foretold = _foretold(held_out, listed, yes, generator_for(seed, f"folds {claim.id}"))
    outcome = JudgedOutcome(yes, held_out.in_a, held_out.related(), foretold)
    held, thinned = strata.together(held_out.in_a, sum(outcome.judged))
    evidence = gather_judged(
        outcome,
        held,
        claim.sign,
        generator_for(seed, claim.id),
        thinned=thinned,
        refused=refusal_of(listed),
    )
    chosen = default_floor(listed, outcome) if floor is None else floor
    return MeasuredProperty(listed, claim, outcome, evidence, chosen, held)


def _foretold(
    held_out: HeldOutTexts,
    listed: ShortListed,
    yes: np.ndarray,
    generator: np.random.Generator,
) -> np.ndarray | None:
    """Return what a probe expects of every text; None without vectors or with too few answers.

    Nor is anything foretold where code has seen all texts.
    """
    if held_out.vectors is None or np.isnan(yes).all() or listed.words:
        return None
    before = listed.discovery
    return foretold_answers(
        held_out.vectors,
        yes,
        held_out.related(),
        more_vectors=None if before is None else before.vectors,
        more_answers=None if before is None else listed.said_before(),
        generator=generator,
    )


def default_floor(listed: ShortListed, outcome: JudgedOutcome) -> float:
    """Return one point, or a tenth of the share that has the property, whichever is more."""
    before = listed.said_before()
    known = before[~np.isnan(before)]
    if len(known) < ANSWERS_FOR_A_RATE:
        known = outcome.yes[outcome.is_judged]
    rate = float(known.mean()) if len(known) else 0.0
    return max(LEAST_POINTS, SHARE_OF_RATE * rate)
