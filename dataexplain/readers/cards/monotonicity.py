"""Whether a curve goes one way, step by step and within an error around each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Direction:
    """Which ways a curve goes.

    Parameters
    ----------
    rises, falls : bool
        Whether no step is below, or above, the one before it; both of a constant.
    may_rise, may_fall : bool
        Whether a rising, or a falling, curve lies between `lower` and `upper` everywhere.
    """

    rises: bool
    falls: bool
    may_rise: bool
    may_fall: bool


def direction_of_steps(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Direction:
    """Return which ways a curve goes; an error that is not known counts as none.

    Examples
    --------
    >>> values = np.array([0.0, 2.0, 1.9, 3.0])
    >>> direction_of_steps(values, values - 0.2, values + 0.2)
    Direction(rises=False, falls=False, may_rise=True, may_fall=False)
    """
    lower = np.where(np.isfinite(lower), lower, values)
    upper = np.where(np.isfinite(upper), upper, values)
    changes = np.diff(values)
    return Direction(
        rises=bool((changes >= 0).all()),
        falls=bool((changes <= 0).all()),
        may_rise=bool((np.maximum.accumulate(lower) <= upper).all()) if len(values) else True,
        may_fall=bool((np.minimum.accumulate(upper) >= lower).all()) if len(values) else True,
    )
