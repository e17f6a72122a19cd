"""The conditions of a subgroup, a line each, with the rows and the level of the model's curve."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataexplain.claims.wording import number
from dataexplain.readers.cards.curve_steps import steps_of, weighted_mean
from dataexplain.readers.cards.outcome_units import OutcomeUnits
from dataexplain.readers.cards.quoting import quoted
from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord

_MOST_LEVELS = 4
_LONGEST_LEVEL = 24


def region_lines(claim: ClaimRecord, report: ReportRecord, units: OutcomeUnits) -> list[str]:
    """Return the rule of a claim about several columns, a line a condition.

    Parameters
    ----------
    claim : ClaimRecord
    report : ReportRecord
    units : OutcomeUnits

    Returns
    -------
    list of str
        Empty for a claim about one column, whose sentence says it.
    """
    conditions = [(name, entry) for name, entry in claim.region.items() if isinstance(entry, dict)]
    if len(conditions) < 2:
        return []
    curves = {
        curve.feature: curve
        for curve in report.curves
        if curve.outcome_class in (None, claim.outcome_class)
    }
    lines = ["- Where all of these hold (rows and average by the additive model):"]
    for name, entry in conditions:
        text = f"{quoted(name)} {condition_text(entry)}"
        lines.append(f"  - {text}{_support(curves.get(name), entry, units)}")
    return lines


def condition_text(condition: dict[str, Any]) -> str:
    """Return what a condition of a region asks of its column.

    Examples
    --------
    >>> condition_text({"low": 60.0, "high": None}), condition_text({"levels": ["a", "b"]})
    ('is 60 or more', 'is "a" or "b"')
    >>> condition_text({"low": None, "high": 5.5}), condition_text({"missing": True})
    ('is below 5.5', 'is missing')
    """
    if condition.get("missing"):
        return "is missing"
    levels = condition.get("levels")
    if levels:
        shown = [quoted(str(level), _LONGEST_LEVEL) for level in levels[:_MOST_LEVELS]]
        more = len(levels) - len(shown)
        return f"is {' or '.join(shown)}" + (f" or {more} other levels" if more > 0 else "")
    low, high = condition.get("low"), condition.get("high")
    if low is not None and high is not None:
        return f"is between {_bound(low)} and {_bound(high)}"
    if low is not None:
        return f"is {_bound(low)} or more"
    return "is known" if high is None else f"is below {_bound(high)}"


def _bound(value: float) -> str:
    return number(float(value), digits=6) if np.isfinite(value) else "unknown"


def _support(curve: CurveRecord | None, condition: dict[str, Any], units: OutcomeUnits) -> str:
    """Return the rows for which one condition holds, and the average level of the curve there."""
    if curve is None or condition.get("missing"):
        return ""
    steps = steps_of(curve)
    if curve.levels:
        wanted = set(condition.get("levels") or ())
        inside = np.array([curve.levels[int(place)] in wanted for place in steps.lows], dtype=bool)
    else:
        low, high = condition.get("low"), condition.get("high")
        middles = (steps.lows + steps.highs) / 2
        inside = np.ones(len(steps), dtype=bool)
        inside &= True if low is None else middles >= low
        inside &= True if high is None else middles < high
    rows = float(steps.rows[inside].sum())
    if not rows:
        return ""
    average = units.level(weighted_mean(steps.values[inside], steps.rows[inside]))
    return f": {rows:,.0f} rows, {average}"
