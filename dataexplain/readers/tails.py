"""The few rows at either end of a column -> claims that they depart from the course of the rest."""

from __future__ import annotations

import dataclasses

import numpy as np

from dataexplain.claims import DOWN, UP, Claim, Condition, Region, compile_claim
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.models.fitting import ADDITIVE
from dataexplain.readers.rounding import readable_cut
from dataexplain.tables import Column, Role, Task

SHARES = (0.005, 0.01, 0.02, 0.05)
LEAST_ROWS = 15
# Where the course over the rest of the column may bend.
KNOTS = (0.25, 0.5, 0.75)
# A column of fewer values has levels, not a tail.
LEAST_VALUES = 20
# What the additive model leaves over must lean so far before the tail is measured in full.
FIRST_LOOK = 2.0


def read_tails(rows: AdjustedRows, feature: Column, outcome_class: str | None) -> tuple[Claim, ...]:
    """Propose at most one tail at each end of a numeric column: that which departs most.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    feature : Column
    outcome_class : str, optional
    """
    if feature.role is not Role.NUMERIC or feature.distinct < LEAST_VALUES:
        return ()
    values = rows.frame[feature.name].to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    if len(known) < LEAST_ROWS / SHARES[-1]:
        return ()
    others = tuple(name for name in rows.names if name != feature.name)
    outcome = rows.outcomes[outcome_class][known]
    left = outcome - rows.expected(outcome_class, others)[known]
    values = values[known]
    knots = tuple(float(knot) for knot in np.unique(np.quantile(values, KNOTS)))
    departure = _departure(values, left, knots)
    claims = []
    for upper in (True, False):
        best: tuple[float, Claim] | None = None
        for condition in _ends(feature.name, values, upper):
            inside = _inside(condition, values)
            course = float(np.mean(outcome[inside] - departure[inside]))
            # a straight course leaves the range of a probability where nothing is odd
            possible = rows.task is Task.REGRESSION or 0 < course < 1
            if not possible or abs(_score(departure[inside])) < FIRST_LOOK:
                continue
            claim = Claim(
                "tail",
                (feature.name,),
                UP,
                Region((condition,)),
                outcome_class=outcome_class,
                sources=(ADDITIVE,),
                knots=knots,
            )
            (contrast,) = compile_claim(claim, rows.names)
            z = rows.adjusted(contrast).z
            if best is None or abs(z) > best[0]:
                best = abs(z), claim if z > 0 else dataclasses.replace(claim, direction=DOWN)
        if best is not None:
            claims.append(best[1])
    return tuple(claims)


def _departure(values: np.ndarray, left: np.ndarray, knots: tuple[float, ...]) -> np.ndarray:
    """Return what straight lines between the knots leave over."""
    bends = [np.maximum(values - knot, 0.0) for knot in knots]
    course = np.column_stack([np.ones_like(values), values, *bends])
    return np.asarray(left - course @ np.linalg.lstsq(course, left, rcond=None)[0])


def _ends(name: str, values: np.ndarray, upper: bool) -> list[Condition]:
    """Return the tails of enough rows at one end, each cut between two values."""
    ends: dict[Condition, None] = {}
    for share in SHARES:
        cut = float(np.quantile(values, 1 - share if upper else share, method="higher"))
        if cut <= values.min():
            continue
        turn = readable_cut(cut, values)
        inside = int((values >= turn).sum()) if upper else int((values < turn).sum())
        if LEAST_ROWS <= inside <= 2 * SHARES[-1] * len(values):
            ends[Condition(name, low=turn) if upper else Condition(name, high=turn)] = None
    return list(ends)


def _inside(condition: Condition, values: np.ndarray) -> np.ndarray:
    low, high = condition.low, condition.high
    return np.asarray(values >= low if low is not None else values < high)


def _score(part: np.ndarray) -> float:
    error = float(part.std()) / np.sqrt(len(part))
    return float(part.mean()) / error if error > 0 else 0.0
