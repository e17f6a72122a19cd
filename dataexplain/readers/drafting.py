"""The common form of every claim that is read off a profile."""

from __future__ import annotations

from dataexplain.claims import DOWN, UP, Claim, Region
from dataexplain.readers.profile import Profile

# The curve refitted with all other columns held; the additive model is named where it agrees.
SOURCE = "adjusted averages"
# A shape with no more than this chi-squared is not worth trying to verify.
LEAST_EXPLAINED = 1.7


def direction_of(effect: float) -> str:
    """Name the direction of an effect.

    Examples
    --------
    >>> direction_of(-0.2)
    'down'
    """
    return UP if effect > 0 else DOWN


def claim_of(
    profile: Profile,
    kind: str,
    direction: str,
    region: Region,
    outcome_class: str | None,
    *,
    against: Region | None = None,
    turn: float | None = None,
    window: tuple[float | None, float | None] | None = None,
) -> Claim:
    """Make a claim about the feature of a profile, with the additive model as its source.

    Parameters
    ----------
    profile : Profile
    kind : str
    direction : {"up", "down"}
    region : Region
    outcome_class : str, optional
    against : Region, optional
        What the region is compared with; the rest by default.
    turn, window : optional
        As in `Claim`.
    """
    return Claim(
        kind,
        (profile.feature.name,),
        direction,
        region,
        against=against or Region(),
        turn=turn,
        window=window,
        outcome_class=outcome_class,
        sources=(SOURCE,),
    )
