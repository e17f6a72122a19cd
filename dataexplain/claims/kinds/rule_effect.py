"""The outcome differs between the rows of a rule that somebody brings and others.

These are all other rows, or those of another rule: the men of one class and of another. Where the
other rule is a part of the first, it says among which rows both are: women among those over 60.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.kinds.term_effect import LEVELS
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "plain"
# It was brought, not searched for: every one is tested.
LEAST_LEANING = 0.0


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the rule, among the rows of which its columns are known."""
    return (
        Contrast(
            Membership(claim.region, claim.against),
            Region(tuple(_known(claim.region))),
            Held(held),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def _known(region: Region) -> Iterator[Condition]:
    """Yield what tells the rows of which the parts of a rule can be known."""
    for part in region.conditions:
        if part.levels and set(part.levels) <= set(LEVELS):
            yield Condition(part.column, levels=LEVELS)  # what texts mention, or a judge says
        elif not part.levels and not part.missing:
            yield Condition(part.column)


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the rows of the rule differ from the others."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    against = claim.against.conditions
    if not against:
        return f"{outcome} is {comparison} where {words.region(claim.region)} than elsewhere"
    if not set(against) <= set(claim.region.conditions):
        other = words.region(claim.against)
        return f"{outcome} is {comparison} where {words.region(claim.region)} than where {other}"
    own = tuple(entry for entry in claim.region.conditions if entry not in against)
    among = words.region(claim.against)
    told = f"{outcome} is {comparison} where {words.region(Region(own))} than elsewhere"
    return f"{told}, among rows where {among}"
