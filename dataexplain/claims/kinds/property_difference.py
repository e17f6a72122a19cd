"""Texts of one group have a property more often than those of another, as a judge says.

What is compared is no outcome of the table: it is the judge's answer, whose column is the claim's
feature. The region names the group, and `against` the other one.
"""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.text_readings import Judged, as_plural
from dataexplain.claims.wording import Words

FAMILY = "plain"
# The properties were raced on the rows that lean.
LEAST_LEANING = 0.0


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to membership of the group, among texts of both groups."""
    grouped = {*claim.region.columns, *claim.against.columns}
    return (
        Contrast(
            Membership(claim.region),
            _both(claim),
            Held(tuple(name for name in held if name not in grouped)),
            claim.sign,
            outcome_class=claim.outcome_class,
        ),
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say which group's texts have the property more often."""
    comparison = "more" if claim.direction == UP else "less"
    (column,) = claim.features
    reading = words.readings.get(column)
    has = as_plural(reading.asked) if isinstance(reading, Judged) else f'fit "{column}"'
    group = _texts(claim.region, words, "texts")
    other = _texts(claim.against, words, "those") if claim.against.conditions else "other texts"
    return f"{group} {comparison} often, as judged, {has} than {other}"


def _texts(region: Region, words: Words, noun: str) -> str:
    """Return "texts of region = North", or "texts where age is 40 or more"."""
    first, *rest = region.conditions
    if not rest and len(first.levels) == 1:
        return f"{noun} of {first.column} = {first.levels[0]}"
    return f"{noun} where {words.region(region)}"


def _both(claim: Claim) -> Region:
    """Return the rows compared: those of both groups, or all where the rest is meant."""
    own, other = claim.region.conditions[0], claim.against.conditions[:1]
    if not other or not own.levels:
        return Region()
    return Region((Condition(own.column, levels=(*own.levels, *other[0].levels)),))
