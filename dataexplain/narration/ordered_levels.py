"""The order of a column's levels, where it has one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dataexplain.tables.roles import boolean_levels


def level_places(levels: Sequence[str], scores: Sequence[float] = ()) -> dict[str, float] | None:
    """Return where each level stands: by its score, as a number, or no before yes.

    Parameters
    ----------
    levels : sequence of str
    scores : sequence of float
        Of an ordinal column.

    Returns
    -------
    dict of str to float, or None
        None where the levels have no order, and where there are none.

    Examples
    --------
    >>> level_places(["2012", "2011"]), level_places(["Yes", "No"])
    ({'2012': 2012.0, '2011': 2011.0}, {'No': 0.0, 'Yes': 1.0})
    >>> level_places(["poor", "good"], [1.0, 2.0]), level_places(["female", "male"])
    ({'poor': 1.0, 'good': 2.0}, None)
    """
    if scores:
        return dict(zip(levels, scores, strict=True))
    pair = boolean_levels(list(levels))
    if pair is not None:
        return {pair[0]: 0.0, pair[1]: 1.0}
    numbers = [_number(level) for level in levels]
    found = {
        level: value for level, value in zip(levels, numbers, strict=True) if value is not None
    }
    return found if found and len(found) == len(levels) else None


def _number(level: str) -> float | None:
    try:
        value = float(level)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
