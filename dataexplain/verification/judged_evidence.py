"""From a judge's answers to the evidence of a difference: both effects, or why there are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dataexplain.statistics import Estimate, fisher_exact_p, permutation_test
from dataexplain.verification.evidence import (
    FEW_CLUSTERS,
    FEW_EVENTS,
    LEAST_OVERLAP,
    TOO_FEW_EVENTS,
    Evidence,
)
from dataexplain.verification.judged_outcome import JudgedOutcome

SHUFFLES = 4999
# With fewer judged rows of a group nothing is said.
LEAST_JUDGED = 5
FORETOLD = "the other columns foretell the group almost exactly, so nothing is left to compare"
COULD_NOT_TELL = (
    "the judge could not tell texts that are known to have the property from others "
    "({right} of {asked} pairs were put in the right order)"
)
UNTRIED = "the judge could not be tried on texts that are known to have the property or not"
GAVE_NO_ANSWER = "the judge gave no answer about texts that are known to have the property or not"


def gather_judged(
    outcome: JudgedOutcome,
    held: np.ndarray,
    sign: int,
    generator: np.random.Generator,
    *,
    thinned: bool = False,
    refused: str = "",
) -> Evidence:
    """Measure a property's difference between two groups.

    Parameters
    ----------
    outcome : JudgedOutcome
    held : ndarray of shape (n, k)
        What is held fixed for the adjusted effect.
    sign : {1, -1}
        The stated sign.
    generator : numpy.random.Generator
        For shuffles, where few answers are yes or few are no.
    thinned : bool, default=False
        Whether some columns were left out of `held`.
    refused : str, optional
        Why the judge is not to be believed, where that is known.

    Returns
    -------
    Evidence

    Examples
    --------
    >>> said = np.r_[np.ones(40), np.zeros(60), np.ones(10), np.zeros(90)]
    >>> outcome = JudgedOutcome(said, np.arange(200) < 100)
    >>> nothing = np.empty((200, 0))
    >>> found = gather_judged(outcome, nothing, 1, np.random.default_rng(0))
    >>> round(found.unadjusted.effect, 2), found.events, found.problem
    (0.3, 25, '')
    """
    reason, scarce = (refused, False) if refused else problem_of_answers(outcome)
    if reason:
        return no_evidence(outcome, sign, reason, scarce=scarce)
    plain = outcome.plain
    adjusted = outcome.held(held) if held.shape[1] else plain
    problem = FORETOLD if not adjusted.testable or adjusted.overlap < LEAST_OVERLAP else ""
    events = events_of(outcome)
    plain_p, adjusted_p = plain.p, adjusted.p
    shuffled = events < FEW_EVENTS
    if shuffled:
        unrelated = outcome.one_of_each
        plain_p = max(plain_p, _exact_p(unrelated))
        if not problem:
            adjusted_p = max(adjusted_p, _shuffled_p(unrelated, held, generator))
    found = evidence_of(outcome, adjusted, plain, sign, problem=problem, thinned=thinned)
    return replace(
        found,
        adjusted_p=float("nan") if problem else adjusted_p,
        unadjusted_p=plain_p,
        shuffled=shuffled,
    )


def evidence_of(
    outcome: JudgedOutcome,
    adjusted: Estimate,
    plain: Estimate,
    sign: int,
    *,
    problem: str = "",
    thinned: bool = False,
) -> Evidence:
    """Put both effects of a property together, with the p-values that they come with.

    Parameters
    ----------
    outcome : JudgedOutcome
    adjusted, plain : Estimate
    sign : {1, -1}
    problem : str, optional
        Why nothing can be said with the other columns held fixed.
    thinned : bool, default=False
    """
    return Evidence(
        adjusted=adjusted,
        unadjusted=plain,
        adjusted_p=float("nan") if problem else adjusted.p,
        unadjusted_p=plain.p,
        sides=outcome.judged,
        events=events_of(outcome),
        signs_agree=sign * adjusted.effect > 0,
        unadjusted_signs_agree=sign * plain.effect > 0,
        sign=sign,
        unadjusted_sign=sign,
        shuffled=False,
        problem=problem,
        thinned=thinned,
        each=((adjusted, plain),),
    )


def events_of(outcome: JudgedOutcome) -> int:
    """Count what the poorer side has: judged rows, or answers of the rarer kind at equal rates.

    With clusters no more than 2.5 for each cluster there, as for every other claim.

    Examples
    --------
    >>> events_of(JudgedOutcome(np.r_[np.ones(4), np.zeros(16)], np.arange(20) < 10))
    2
    """
    judged, yes = outcome.judged, sum(outcome.said_yes)
    rate = yes / max(sum(judged), 1)
    rarer = min(rate, 1 - rate)
    counts = [*judged, *(round(rarer * count) for count in judged)]
    counts += [int(groups * FEW_EVENTS / FEW_CLUSTERS) for groups in outcome.clusters_judged]
    return min(counts)


def problem_of_answers(outcome: JudgedOutcome) -> tuple[str, bool]:
    """Return why nothing can be said, and whether that is for want of rows."""
    judged, yes = outcome.judged, sum(outcome.said_yes)
    fewest, total = min(judged), sum(judged)
    if fewest < LEAST_JUDGED:
        texts = "text was" if fewest == 1 else "texts were"
        return f"only {fewest} held-out {texts} judged in one of the groups", True
    if yes in {0, total}:
        return f"the judge answered all {total:,} held-out texts alike", False
    events = events_of(outcome)
    if events < TOO_FEW_EVENTS:
        rarer = min(yes, total - yes)
        return f"only {rarer} of {total:,} judged texts were answered otherwise", True
    if min(outcome.clusters_judged, default=FEW_CLUSTERS) < FEW_CLUSTERS:
        return f"texts of fewer than {FEW_CLUSTERS} clusters were judged in one of the groups", True
    return "", False


def no_evidence(outcome: JudgedOutcome, sign: int, reason: str, *, scarce: bool) -> Evidence:
    """Return the evidence of a property that cannot be tested."""
    nan = float("nan")
    nothing = Estimate.untestable(nan, sum(outcome.judged), overlap=0.0)
    return Evidence(
        nothing,
        nothing,
        nan,
        nan,
        outcome.judged,
        0,
        False,
        False,
        sign,
        sign,
        False,
        reason,
        scarce=scarce,
    )


def _exact_p(outcome: JudgedOutcome) -> float:
    (yes_a, yes_b), (n_a, n_b) = outcome.said_yes, outcome.judged
    return fisher_exact_p(yes_a, n_a, yes_b, n_b)


def _shuffled_p(outcome: JudgedOutcome, held: np.ndarray, generator: np.random.Generator) -> float:
    """Shuffle what is left of the judge's own answers, once the held columns are taken out."""
    left, varied = outcome.residuals(held)
    p = permutation_test(left, varied, generator=generator, permutations=SHUFFLES)
    return 1.0 if np.isnan(p) else float(p)
