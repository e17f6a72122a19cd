"""Rows that satisfy a rule differ from what the rule's parts explain one by one."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Region
from dataexplain.claims.wording import Words

FAMILY = "subgroup"
LEAST_LEANING = 3.2


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the rule, with the main effects of its own columns held too.

    Without the main effects every sum of two effects would pass for a subgroup, and without the
    other interactions beside it, and each condition times every other column, every column that
    travels with one of theirs.
    """
    own = tuple(name for name in claim.features if name not in held)
    return (
        Contrast(
            Membership(claim.region),
            Region(),
            Held(
                held + own,
                parts=claim.region,
                crossed=tuple(Membership(Region((part,))) for part in claim.region.conditions),
                beside=claim.beside,
            ),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the rows of the rule differ."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    where = words.region(claim.region)
    return f"{outcome} is {comparison} where {where} than these conditions explain one by one"
