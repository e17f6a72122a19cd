"""The outcome differs between the rows of a rule that somebody brings and all other rows."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.kinds.term_effect import contrasts
from dataexplain.claims.wording import Words

__all__ = ["FAMILY", "LEAST_LEANING", "contrasts", "sentence"]

FAMILY = "plain"
# It was brought, not searched for: every one is tested.
LEAST_LEANING = 0.0


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the rows of the rule differ from the others."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} is {comparison} where {words.region(claim.region)} than elsewhere"
