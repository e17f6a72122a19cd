"""Texts of one group have a property more often than those of another.

What is compared is no outcome of the table: it is the judge's answer, or whether words occur, and
its column is the claim's feature. The region names the group, and `against` the other one.
"""

from __future__ import annotations

from dataexplain.claims.claim import UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.several_texts import as_plural
from dataexplain.claims.text_readings import Judged, Mention
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
    """Say which group's texts have the property more often, and that a judge says so."""
    often = "more often" if claim.direction == UP else "less often"
    has = _had(claim.features[0], words)
    being, _, what = has.partition(" ")
    said = f"{being} {often} {what}" if being in ("are", "were") else f"{often} {has}"
    judged = "" if isinstance(words.readings.get(claim.features[0]), Mention) else ", as judged,"
    group = _texts(claim.region, words, "texts")
    return f"{group} {said}{judged} than {_others(claim, words)}"


def _had(column: str, words: Words) -> str:
    """Return what the texts have or do, as it stands behind them."""
    reading = words.readings.get(column)
    if isinstance(reading, Mention):
        return reading.several
    return as_plural(reading.asked) if isinstance(reading, Judged) else f'fit "{column}"'


def _others(claim: Claim, words: Words) -> str:
    """Return the texts that are compared with; all others, where these are called after the group.

    Which means: "texts of region = n" and "those of region = not n".
    """
    if not claim.against.conditions:
        return "other texts"
    own, other = claim.region.conditions[0], claim.against.conditions[0]
    rest = tuple(f"not {level}" for level in own.levels)
    if len(own.levels) == 1 and other.levels == rest:
        return "other texts"
    return _texts(claim.against, words, "those")


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
