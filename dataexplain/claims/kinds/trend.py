"""The outcome rises or falls with a column over a stretch of it."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Position
from dataexplain.claims.wording import Words

FAMILY = "plain"
LEAST_LEANING = 1.3


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to the slope inside the stretch, other columns held fixed."""
    condition = claim.region.conditions[0]
    assert condition.low is not None
    assert condition.high is not None
    position = Position(claim.features[0], condition.low, condition.high)
    return (
        Contrast(position, claim.region, Held(held), claim.sign, outcome_class=claim.outcome_class),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the outcome goes between the two ends."""
    condition = claim.region.conditions[0]
    assert condition.low is not None
    assert condition.high is not None
    verb = "rises" if claim.direction == UP else "falls"
    low = words.value(condition.column, condition.low)
    high = words.value(condition.column, condition.high)
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} {verb} as {condition.column} goes from {low} to {high}"
