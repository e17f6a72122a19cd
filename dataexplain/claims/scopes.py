"""A statement about some rows only: every contrast of it speaks of these rows alone."""

from __future__ import annotations

from dataclasses import replace

from dataexplain.claims.contrast import Contrast
from dataexplain.claims.region import Condition, Region
from dataexplain.errors import ParameterError


def scoped(contrast: Contrast, within: Region) -> Contrast:
    """Return a contrast among the rows of a scope.

    A column that is the same in all of them is not held fixed: there is nothing to hold.

    Parameters
    ----------
    contrast : Contrast
    within : Region
        Empty for all rows.

    Raises
    ------
    ParameterError
        When no row can be meant.

    Examples
    --------
    >>> from dataexplain.claims.contrast import Held, Position
    >>> slope = Contrast(Position("age", 20.0, 60.0), Region(), Held(("sex", "plan")), sign=1)
    >>> men = scoped(slope, Region((Condition("sex", levels=("male",)),)))
    >>> men.rows.to_dict(), men.held.columns
    ({'sex': {'levels': ['male']}}, ('plan',))
    """
    same = {entry.column for entry in within.conditions if entry.missing or len(entry.levels) == 1}
    held = tuple(name for name in contrast.held.columns if name not in same)
    return replace(
        contrast,
        rows=narrowed(contrast.rows, within),
        held=replace(contrast.held, columns=held),
    )


def narrowed(region: Region, within: Region) -> Region:
    """Return the rows that lie in both regions, one condition a column.

    Examples
    --------
    >>> old, working = Region((Condition("age", low=40.0),)), Region((Condition("age", high=65.0),))
    >>> narrowed(old, working).to_dict()
    {'age': {'low': 40.0, 'high': 65.0}}
    """
    kept = {condition.column: condition for condition in region.conditions}
    for condition in within.conditions:
        known = kept.get(condition.column)
        kept[condition.column] = condition if known is None else _both(known, condition)
    return Region(tuple(kept.values()))


def _both(one: Condition, other: Condition) -> Condition:
    if one in (other, Condition(one.column)):
        return other
    if one.levels and other.levels:
        levels = tuple(level for level in one.levels if level in other.levels)
        if levels:
            return replace(one, levels=levels)
    elif not (one.missing or other.missing or one.levels or other.levels):
        lows = [entry.low for entry in (one, other) if entry.low is not None]
        highs = [(entry.high, entry.closed) for entry in (one, other) if entry.high is not None]
        high, closed = min(highs, default=(None, False))
        low = max(lows, default=None)
        if low is None or high is None or low < high or (low == high and closed):
            return Condition(one.column, low, high, closed=closed)
    raise ParameterError("within", "Claim", f"rows that can also have {one}", other)
