"""The effect of a column changes in the course of time."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Membership
from dataexplain.claims.kinds import interaction
from dataexplain.claims.wording import Words

FAMILY = "drift"
LEAST_LEANING = 2.2


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to the product of the column's own factor and the position in time.

    The verification rows are later than those that proposed: what is tested is whether the
    effect goes on changing the same way.
    """
    return interaction.contrasts(claim, held)


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the effect moves as time goes on."""
    first, outcome = claim.factors[0], words.outcome(claim.outcome_class)
    if isinstance(first, Membership):
        comes = "higher (or less low)" if claim.direction == UP else "lower (or less high)"
        where = words.region(first.region)
        return f"as time goes on, {outcome} comes to be {comes} where {where} than elsewhere"
    comes = "gain more (or lose less)" if claim.direction == UP else "gain less (or lose more)"
    return f"as time goes on, {outcome} comes to {comes} {words.change(first)}"
