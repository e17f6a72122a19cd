"""The outcome differs between the rows of a rule that somebody brings and all other rows."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "plain"
# It was brought, not searched for: every one is tested.
LEAST_LEANING = 0.0


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the rule, among the rows on which all of its columns are known."""
    known = tuple(
        Condition(column, levels=("no", "yes"))
        for column in dict.fromkeys(condition.column for condition in claim.region.conditions)
    )
    return (
        Contrast(
            Membership(claim.region),
            Region(known),
            Held(held),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the rows of the rule differ from the others."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} is {comparison} where {words.region(claim.region)} than elsewhere"
