"""Numbers with no more digits than what they tell apart."""

from __future__ import annotations

import math

import numpy as np


def round_between(value: float, low: float, high: float) -> float:
    """Return `value` rounded to the fewest digits that keep it in ``[low, high]``.

    Examples
    --------
    >>> round_between(17.3821, 16.9, 17.6), round_between(0.00231, 0.0021, 0.0026)
    (17.0, 0.0025)
    >>> round_between(5.0, 5.0, 5.0)
    5.0
    """
    if not low < high:
        return value
    coarsest = math.ceil(math.log10(max(abs(low), abs(high), 1e-300)))
    for exponent in range(coarsest, coarsest - 16, -1):
        for step in (1.0, 0.5):
            unit = step * 10.0**exponent
            candidate = round(value / unit) * unit
            candidate = round(candidate, max(0, 1 - exponent))
            if low <= candidate <= high:
                return candidate + 0.0
    return value


def readable_cut(cut: float, values: np.ndarray) -> float:
    """Return a round number that parts the same values as `cut` does: below it, or not below.

    Examples
    --------
    >>> readable_cut(17.3821, np.array([12.0, 16.8, 17.3821, 20.0]))
    17.0
    >>> readable_cut(12.0, np.array([12.0, 16.8]))
    12.0
    """
    below = values[values < cut]
    return round_between(cut, float(np.nextafter(below.max(), cut)), cut) if below.size else cut
