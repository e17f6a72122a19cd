"""The outcome jumps where a column passes a value."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "threshold"
LEAST_LEANING = 3.0


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership above the value, near it, with a smooth of the column held too.

    Without the smooth every slope would pass for a jump.
    """
    assert claim.turn is not None
    assert claim.window is not None
    name = claim.features[0]
    return (
        Contrast(
            Membership(Region((Condition(name, low=claim.turn),))),
            Region((Condition(name, low=claim.window[0], high=claim.window[1]),)),
            Held(held, smooth_around=(name, claim.turn)),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say where the jump lies."""
    assert claim.turn is not None
    name = claim.features[0]
    verb = "jumps up" if claim.direction == UP else "drops"
    value = words.value(name, claim.turn)
    outcome = words.outcome(claim.outcome_class)
    return f"{outcome} {verb} where {name} reaches {value}, beyond any steady slope"
