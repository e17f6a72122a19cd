"""The outcome rises with a column up to a value and falls beyond it, or the other way round."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Position
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "plain"
LEAST_LEANING = 1.8


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to two slopes of opposite sign, both of which must hold.

    `direction` is the way the outcome goes beyond the turn: "up" is a U.
    """
    condition = claim.region.conditions[0]
    assert condition.low is not None
    assert condition.high is not None
    assert claim.turn is not None
    name = claim.features[0]
    sides = ((condition.low, claim.turn, -claim.sign), (claim.turn, condition.high, claim.sign))
    return tuple(
        Contrast(
            Position(name, low, high),
            Region((Condition(name, low, high, closed=True),)),
            Held(held),
            sign,
            outcome_class=claim.outcome_class,
        )
        for low, high, sign in sides
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the outcome goes before and after the turn."""
    assert claim.turn is not None
    name = claim.features[0]
    before, after = ("falls", "rises") if claim.direction == UP else ("rises", "falls")
    value = words.value(name, claim.turn)
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} {before} with {name} up to about {value} and {after} beyond it"
