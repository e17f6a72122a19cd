"""The outcome differs between texts that mention any of some words and texts that do not."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "plain"
# Its words were picked among thousands on the rows that lean.
LEAST_LEANING = 0.0
LEVELS = ("no", "yes")


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to what is said, among the rows of which it is known."""
    columns = dict.fromkeys(condition.column for condition in claim.region.conditions)
    return (
        Contrast(
            Membership(claim.region),
            Region(tuple(Condition(column, levels=LEVELS) for column in columns)),
            Held(held),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which texts go with more of the outcome."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    where, other = words.region(claim.region), words.opposite(claim.region)
    return f"{outcome} is {comparison} where {where} than where {other}"
