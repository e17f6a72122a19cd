"""The few rows at one end of a column depart from the course of the rest."""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

FAMILY = "threshold"
LEAST_LEANING = 3.0


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the tail, with the course over its whole column held too.

    Without it every slope would make its last rows a tail of their own.
    """
    name = claim.features[0]
    return (
        Contrast(
            Membership(claim.region),
            Region((Condition(name),)),
            Held(held, course_of=name, knots=claim.knots),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which way the tail departs."""
    comparison = "higher" if claim.direction == UP else "lower"
    outcome = words.outcome(claim.outcome_class)
    where = words.region(claim.region)
    course = f"the course over the rest of {claim.features[0]}"
    return f"{outcome} is {comparison} in the few rows where {where} than {course} leads to expect"
