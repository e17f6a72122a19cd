"""The effect of one column depends on another."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership, Product
from dataexplain.claims.region import Region
from dataexplain.claims.wording import Words

FAMILY = "subgroup"
LEAST_LEANING = 3.2


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to the product of both factors, with the main effects of both columns held too.

    A position is held by its square as well: of two columns that move together, a bent effect of
    one would pass for their product. Each factor is held times every other column as well.
    """
    first, second = claim.factors
    own = tuple(name for name in claim.features if name not in held)
    return (
        Contrast(
            Product(first, second),
            Region(),
            Held(
                held + own,
                factors=(first, second),
                crossed=(first, second),
                beside=claim.beside,
            ),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say on which side more is gained along the first column."""
    first, second = claim.factors
    gains = "gains more (or loses less)" if claim.direction == UP else "gains less (or loses more)"
    change = f"{words.outcome(claim.outcome_class)} {gains} {words.change(first)}"
    if isinstance(second, Membership):
        other = words.opposite(second.region)
        return f"{change} where {words.region(second.region)} than where {other}"
    return f"{change}, the higher {second.column} is"
