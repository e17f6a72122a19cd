"""What stands above every card of a curve: column, outcome, units, zero, rows, missing values."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dataexplain.readers.cards.curve_steps import Steps
from dataexplain.readers.cards.outcome_units import OutcomeUnits, average_of, units_of
from dataexplain.readers.cards.quoting import quoted
from dataexplain.records import CurveRecord, HeldOutPoint, OutcomeRecord


@dataclass(frozen=True)
class EffectScale:
    """How one card writes effects: against which level, with how many decimals.

    Examples
    --------
    >>> EffectScale(OutcomeUnits(probability=True), 0.25, 1).effect(0.3)
    '+5.0'
    """

    units: OutcomeUnits
    zero: float
    decimals: int

    def effect(self, level: float) -> str:
        """Return how far a level is from zero."""
        return self.units.difference(level - self.zero, self.decimals)

    def change(self, difference: float, *, sign: bool = True) -> str:
        """Return a difference of two levels."""
        return self.units.difference(difference, self.decimals, sign=sign)

    def measured(self, point: HeldOutPoint) -> str:
        """Return a held-out average with its interval."""
        low, high = (
            self.units.difference(end - self.zero, self.decimals, sign=False)
            for end in point.interval
        )
        return f"{self.effect(point.mean)} ({low} to {high})"


def effect_scale(curve: CurveRecord, steps: Steps, outcome: OutcomeRecord) -> EffectScale:
    """Return how the effects of a curve are written; zero is its average over rows.

    Where no rows are known, zero is the outcome's average.

    Parameters
    ----------
    curve : CurveRecord
    steps : Steps
        Its steps.
    outcome : OutcomeRecord
    """
    units = units_of(outcome)
    known = steps.rows.sum() > 0
    zero = steps.centre if known else average_of(outcome, curve.outcome_class)
    shown = [*(steps.values - zero), *(_finite(curve.missing_value) - zero,)]
    return EffectScale(units, zero, units.decimals(shown, steps.halves))


def heading(curve: CurveRecord, outcome: OutcomeRecord, scale: EffectScale) -> list[str]:
    """Return the lines above the table.

    Parameters
    ----------
    curve : CurveRecord
    outcome : OutcomeRecord
    scale : EffectScale
    """
    unit = f" ({curve.unit})" if curve.unit else ""
    rows = sum(count for count in curve.rows if count > 0) + max(curve.missing_rows, 0)
    counted = f"{rows:,} {'row' if rows == 1 else 'rows'}, " if rows else ""
    lines = [
        f"**{quoted(curve.feature)}**{unit}: effect on {outcome_words(outcome, curve)}, "
        f"{counted}importance {_importance(curve, scale)}"
    ]
    counted_in = scale.units.of_differences
    if len(curve.values):
        in_units = f" in {counted_in}" if counted_in else ""
        lines.append(f"Effects{in_units} against {scale.units.level(scale.zero)}, the average.")
    return lines


def outcome_words(outcome: OutcomeRecord, curve: CurveRecord) -> str:
    """Return what the curve is a curve of.

    Examples
    --------
    >>> curve = CurveRecord("age", "numeric", "yes", (), (), (), (), 0.0)
    >>> outcome_words(OutcomeRecord("churn", "probability", 0.3, 0.4, ("no", "yes")), curve)
    'the rate of "churn" = "yes"'
    """
    name = quoted(outcome.name)
    if outcome.classes:
        explained = curve.outcome_class if curve.outcome_class is not None else outcome.positive
        return f"the rate of {name}" + ("" if explained is None else f" = {quoted(explained)}")
    if outcome.scale == "log":
        return f"typical {name}"
    return f"average {name}" + (" (capped)" if outcome.scale == "capped" else "")


def missing_line(curve: CurveRecord, scale: EffectScale) -> list[str]:
    """Return what is said of rows without a value."""
    if curve.missing_value is None or curve.missing_rows <= 0:
        return []
    return [f"- Missing in {curve.missing_rows:,} rows: {scale.effect(curve.missing_value)}."]


def half_width(value: float, scale: EffectScale) -> str:
    """Return half the spread of refits for a table."""
    return scale.change(value, sign=False) if math.isfinite(value) else "?"


def _importance(curve: CurveRecord, scale: EffectScale) -> str:
    text = scale.change(curve.importance, sign=False)
    return f"{text} {scale.units.of_differences}".strip()


def _finite(value: float | None) -> float:
    return math.nan if value is None else value
