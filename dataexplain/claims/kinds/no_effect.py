"""A column does not matter: no stretch of it differs from the rest by as much as the floor."""

from __future__ import annotations

from dataexplain.claims.claim import Claim
from dataexplain.claims.contrast import Contrast, Held, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words, listed

FAMILY = "equivalence"
LEAST_LEANING = 0.0
# Below this overlap it is said of a group of columns, not of one.
LEAST_OVERLAP = 0.2


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to one equivalence a stretch or level: its rows against the rest of its column."""
    return tuple(
        Contrast(
            Membership(piece),
            Region(
                tuple(
                    Condition(entry.column)
                    for entry in piece.conditions
                    if not (entry.levels or entry.missing)
                )
            ),
            Held(held),
            sign=1,
            null="equivalence",
            outcome_class=claim.outcome_class,
        )
        for piece in claim.pieces
    )


def sentence(claim: Claim, words: Words) -> str:
    """Say that nothing of the column matters."""
    outcome = words.outcome(claim.outcome_class)
    name = listed((*claim.features, *claim.entangled_with))
    levels = any(part.levels for piece in claim.pieces for part in piece.conditions)
    part = "no level of it" if levels else "no stretch of it"
    return f"{outcome} hardly depends on {name}: {part} differs enough from the rest to matter"
