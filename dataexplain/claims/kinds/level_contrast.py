"""The outcome differs between levels, between two sides of a value, or where a cell is missing."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Region
from dataexplain.claims.wording import Words, listed

FAMILY = "plain"
LEAST_LEANING = 1.3
# More levels on the other side are counted, not named.
LEVELS_NAMED = 4


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the region, among the rows in it or in what it is held against."""
    return (
        Contrast(
            Membership(claim.region),
            _population(claim),
            Held(held),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def _population(claim: Claim) -> Region:
    """Return the rows compared: both sides where levels are named, every row else."""
    own = claim.region.conditions[0]
    other = claim.against.conditions[0] if claim.against.conditions else None
    if own.levels and other is not None and other.levels:
        return Region((type(own)(own.column, levels=own.levels + other.levels),))
    if own.levels or own.missing:
        return Region()
    return Region((type(own)(own.column),))


def sentence(claim: Claim, words: Words) -> str:
    """Say which side is higher."""
    comparison = "higher" if claim.direction == UP else "lower"
    against = claim.against.conditions
    if not against:
        other = f"where {words.opposite(claim.region)}"
    elif len(against[0].levels) > LEVELS_NAMED:
        other = f"at {len(against[0].levels)} other levels of it"
    else:
        other = f"where it is {listed(against[0].levels)}"
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} is {comparison} where {words.region(claim.region)} than {other}"
