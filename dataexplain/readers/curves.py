"""Fitted curves -> claims: trends, steps, thresholds, turning points, level contrasts.

A claim is proposed where the shape explains more of the curve than chance would: leniently,
since held-out rows decide, but what fits better is said instead of what fits worse.
"""

from __future__ import annotations

import numpy as np

from dataexplain.claims import Claim, Condition, Region
from dataexplain.readers.drafting import LEAST_EXPLAINED, claim_of, direction_of
from dataexplain.readers.levels import read_levels
from dataexplain.readers.profile import Profile
from dataexplain.readers.rounding import readable_cut, round_between
from dataexplain.readers.shapes import ShapeFit, ShapeFitter
from dataexplain.tables import Column, Role

# What a shape with a searched break must explain beyond one without.
SEARCH_PENALTY = 8.0
# Chi-squared by which two slopes must beat every one-way shape to be called a turn.
TURN_GAIN = 4.0
THRESHOLD_GAIN = 8.0
LEAST_SIDE = 0.06
WINDOW_SHARE = 0.3
TAIL_SHARE = 0.01
FEW_VALUES = 12


def read_profile(
    profile: Profile, values: np.ndarray, outcome_class: str | None
) -> tuple[Claim, ...]:
    """Read the claims that one feature's curve suggests.

    Parameters
    ----------
    profile : Profile
    values : ndarray
        The feature's known values on the rows the profile was fitted on (numbers only).
    outcome_class : str, optional
    """
    claims = []
    if profile.feature.nominal:
        claims += read_levels(profile, outcome_class)
    else:
        claims += _numbers(profile, values, outcome_class)
    if profile.missing is not None:
        effect, error, _ = profile.missing
        if error > 0 and (effect / error) ** 2 > LEAST_EXPLAINED:
            region = Region((Condition(profile.feature.name, missing=True),))
            claims.append(
                claim_of(profile, "level_contrast", direction_of(effect), region, outcome_class)
            )
    return tuple(claims)


def _numbers(profile: Profile, values: np.ndarray, outcome_class: str | None) -> list[Claim]:
    fitter = ShapeFitter(profile)
    line, step, hinge, bend = fitter.line(), fitter.step(), fitter.hinge(), fitter.bend()
    two_levels = len(profile.centres) == 2
    one_way = max(line.explained, step.explained - SEARCH_PENALTY, hinge.explained - SEARCH_PENALTY)
    claims: list[Claim] = []
    low, high = stretch(profile.feature, values)
    turns = (
        bend.z[0] * bend.z[1] < 0
        and min(abs(bend.z[0]), abs(bend.z[1])) > 1.0
        and bend.explained - max(line.explained, hinge.explained - SEARCH_PENALTY) > TURN_GAIN
        and bend.explained > step.explained - SEARCH_PENALTY
    )
    if turns:
        turn = round_between(bend.turn, *_neighbours(profile, bend.turn))
        if low < turn < high:
            region = Region((Condition(profile.feature.name, low, high, closed=True),))
            direction = direction_of(bend.coefficients[1])
            claims.append(
                claim_of(profile, "turning_point", direction, region, outcome_class, turn=turn)
            )
    if turns and low < bend.turn < high:
        # a line over the whole stretch would contradict the turn; the clearer arm does not
        claims.append(_arm(profile, bend, low, high, outcome_class))
    elif one_way > LEAST_EXPLAINED:
        stepped = step.explained - SEARCH_PENALTY > max(
            line.explained, hinge.explained - SEARCH_PENALTY
        )
        if (stepped or two_levels) and len(profile.starts) > 1:
            claims.append(_step(profile, step, values, outcome_class))
        elif hinge.explained - SEARCH_PENALTY > line.explained + 2.0:
            claims.append(_hinge(profile, hinge, low, high, outcome_class))
        else:
            region = Region((Condition(profile.feature.name, low, high, closed=True),))
            direction = direction_of(line.coefficients[0])
            claims.append(claim_of(profile, "trend", direction, region, outcome_class))
    if len(profile.starts) > 4 and profile.feature.role is Role.NUMERIC:
        claims += _threshold(profile, fitter, line, values, outcome_class)
    return claims


def _step(profile: Profile, step: ShapeFit, values: np.ndarray, outcome_class: str | None) -> Claim:
    """Say that one side of a value is higher than the other."""
    turn = _cut(profile, step.turn, values)
    region = Region((Condition(profile.feature.name, low=turn),))
    direction = direction_of(step.coefficients[0])
    return claim_of(profile, "level_contrast", direction, region, outcome_class)


def _arm(
    profile: Profile, bend: ShapeFit, low: float, high: float, outcome_class: str | None
) -> Claim:
    """Say the trend on the clearer side of a turn."""
    turn = round_between(bend.turn, *_neighbours(profile, bend.turn))
    before = abs(bend.z[0]) > abs(bend.z[1])
    ends = (low, turn) if before else (turn, high)
    if not ends[0] < ends[1]:
        ends = (low, high)
    region = Region((Condition(profile.feature.name, *ends, closed=True),))
    direction = direction_of(bend.coefficients[0 if before else 1])
    return claim_of(profile, "trend", direction, region, outcome_class)


def _hinge(
    profile: Profile, hinge: ShapeFit, low: float, high: float, outcome_class: str | None
) -> Claim:
    """Say the trend where it is, leaving out where the curve is flat."""
    turn = round_between(hinge.turn, *_neighbours(profile, hinge.turn))
    ends = (low, turn) if hinge.shape == "hinge_low" else (turn, high)
    if not ends[0] < ends[1]:
        ends = (low, high)
    region = Region((Condition(profile.feature.name, *ends, closed=True),))
    direction = direction_of(hinge.coefficients[0])
    return claim_of(profile, "trend", direction, region, outcome_class)


def _threshold(
    profile: Profile,
    fitter: ShapeFitter,
    line: ShapeFit,
    values: np.ndarray,
    outcome_class: str | None,
) -> list[Claim]:
    """Say a jump where one stands out beyond the slope."""
    both = fitter.line_and_step()
    if both.shape == "none" or both.explained - line.explained < THRESHOLD_GAIN:
        return []
    turn = _cut(profile, both.turn, values)
    share = float((values < turn).mean())
    if not LEAST_SIDE < share < 1 - LEAST_SIDE:
        return []
    window = threshold_window(values, turn)
    return [
        claim_of(
            profile,
            "threshold",
            direction_of(both.coefficients[1]),
            Region((Condition(profile.feature.name, low=turn),)),
            outcome_class,
            turn=turn,
            window=window,
        )
    ]


def threshold_window(values: np.ndarray, turn: float) -> tuple[float | None, float | None]:
    """Return the neighbourhood of a value in which a jump is measured, None where unbounded.

    Examples
    --------
    >>> threshold_window(np.arange(100.0), 10.0)
    (None, 39.6)
    """
    share = float((values < turn).mean())
    lowest, highest = share - WINDOW_SHARE, share + WINDOW_SHARE
    return (
        None if lowest <= 0 else float(np.quantile(values, lowest)),
        None if highest >= 1 else float(np.quantile(values, highest)),
    )


def stretch(feature: Column, values: np.ndarray) -> tuple[float, float]:
    """Return a readable stretch that leaves out the outermost rows, which would pull a slope.

    Of an ordinal column, or one of few values, the ends are values that it has.

    Examples
    --------
    >>> stretch(Column("age", Role.NUMERIC), np.linspace(18.3, 91.8, 500))
    (20.0, 90.0)
    """
    low, high = np.quantile(values, [TAIL_SHARE, 1 - TAIL_SHARE], method="nearest")
    if low < high and (feature.role is Role.ORDINAL or len(np.unique(values)) <= FEW_VALUES):
        return float(low), float(high)
    shares = np.array([0.5, 1.0, 3.0]) * TAIL_SHARE
    outer_low, low, inner_low = np.quantile(values, shares)
    inner_high, high, outer_high = np.quantile(values, 1 - shares[::-1])
    low = round_between(float(low), float(outer_low), float(inner_low))
    high = round_between(float(high), float(inner_high), float(outer_high))
    return (low, high) if low < high else (float(values.min()), float(values.max()))


def _cut(profile: Profile, turn: float, values: np.ndarray) -> float:
    """Return a readable value between the row below a cut and the first one above it."""
    return float(turn) if profile.feature.integer else readable_cut(float(turn), values)


def _neighbours(profile: Profile, value: float) -> tuple[float, float]:
    """Return the bounds within which a break's place is not known any better."""
    position = int(np.searchsorted(profile.centres, value))
    before = profile.centres[max(position - 1, 0)]
    after = profile.centres[min(position + 1, len(profile.centres) - 1)]
    return float((before + value) / 2), float((value + after) / 2)
