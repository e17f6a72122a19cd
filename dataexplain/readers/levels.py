"""Fitted levels -> level contrasts."""

from __future__ import annotations

import numpy as np

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.readers.drafting import LEAST_EXPLAINED, claim_of, direction_of
from dataexplain.readers.profile import Profile

MOST_LEVEL_CLAIMS = 3
MOST_LEVELS_NAMED = 4


def read_levels(profile: Profile, outcome_class: str | None) -> list[Claim]:
    """Read level contrasts: the split in two that explains most, and single levels that stand out.

    Parameters
    ----------
    profile : Profile
        Of a nominal feature.
    outcome_class : str, optional

    Examples
    --------
    >>> from dataexplain.tables import Column, Role
    >>> profile = Profile(
    ...     Column("plan", Role.CATEGORICAL, distinct=3), np.arange(3.0), np.empty(0),
    ...     ("basic", "plus", "trial"), np.array([50, 50, 50]), np.array([0.0, 0.1, 5.0]),
    ...     np.diag([0.0, 0.01, 0.01]), None,
    ... )
    >>> claim = read_levels(profile, None)[0]
    >>> claim.region.to_dict(), claim.against.to_dict(), claim.direction
    ({'plan': {'levels': ['trial']}}, {'plan': {'levels': ['basic', 'plus']}}, 'up')
    """
    order = np.argsort(profile.values)
    splits = []
    for cut in range(1, len(order)):
        lower, upper = order[:cut], order[cut:]
        if min(len(lower), len(upper)) > MOST_LEVELS_NAMED:
            continue
        effect, error = _difference(profile, upper, lower)
        sure = np.inf if effect > 0 else 0.0
        splits.append((effect / error if error > 0 else sure, lower, upper))
    if not splits:
        return []
    z, lower, upper = max(splits, key=lambda split: split[0])
    if z**2 <= LEAST_EXPLAINED:
        return []
    claims = [_level_claim(profile, upper, lower, UP, outcome_class)]
    singles = []
    for level in range(len(order)) if len(order) > 2 else ():
        rest = np.array([other for other in range(len(order)) if other != level])
        effect, error = _difference(profile, np.array([level]), rest)
        split_alone = [level] in (lower.tolist(), upper.tolist())
        if error > 0 and (effect / error) ** 2 > 3 * LEAST_EXPLAINED and not split_alone:
            singles.append((abs(effect / error), level, rest, direction_of(effect)))
    singles.sort(key=lambda single: -single[0])
    for _, level, rest, direction in singles[: MOST_LEVEL_CLAIMS - 1]:
        claims.append(_level_claim(profile, np.array([level]), rest, direction, outcome_class))
    return claims


def _level_claim(
    profile: Profile,
    members: np.ndarray,
    others: np.ndarray,
    direction: str,
    outcome_class: str | None,
) -> Claim:
    name = profile.feature.name
    if len(members) > len(others):
        members, others = others, members
        direction = DOWN if direction == UP else UP
    own = Condition(name, levels=tuple(profile.levels[level] for level in members))
    every_level = len(members) + len(others) == profile.feature.distinct
    rest = Condition(name, levels=tuple(profile.levels[level] for level in others))
    against = Region() if every_level and len(others) > MOST_LEVELS_NAMED else Region((rest,))
    return claim_of(
        profile, "level_contrast", direction, Region((own,)), outcome_class, against=against
    )


def _difference(profile: Profile, members: np.ndarray, others: np.ndarray) -> tuple[float, float]:
    """Return the row-weighted difference of two sets of levels and its standard error."""
    weights = np.zeros(len(profile.values))
    weights[members] = profile.rows[members] / profile.rows[members].sum()
    weights[others] = -profile.rows[others] / profile.rows[others].sum()
    variance = float(weights @ profile.covariance @ weights)
    return float(weights @ profile.values), float(np.sqrt(max(variance, 0.0)))
