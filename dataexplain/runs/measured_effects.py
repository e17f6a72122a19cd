"""Estimates as a report holds them: what is not known is left out."""

from __future__ import annotations

import math

from dataexplain.records import AdjustedEffect, UnadjustedEffect
from dataexplain.statistics import Estimate


def known_number(value: float) -> float | None:
    """Return a number, or None where it is NaN."""
    return None if math.isnan(value) else float(value)


def known_interval(interval: tuple[float, float]) -> tuple[float, float] | None:
    """Return an interval, or None where an end is not known."""
    low, high = (known_number(end) for end in interval)
    return None if low is None or high is None else (low, high)


def unadjusted_effect(estimate: Estimate, p: float) -> UnadjustedEffect | None:
    """Return the plain difference, or None where it could not be measured."""
    effect, interval = known_number(estimate.effect), known_interval(estimate.interval)
    if effect is None or interval is None or math.isnan(p):
        return None
    return UnadjustedEffect(effect, interval, float(p), *_error(estimate))


def adjusted_effect(estimate: Estimate, p: float) -> AdjustedEffect | None:
    """Return the effect with others held fixed, or None where it could not be measured."""
    effect, interval = known_number(estimate.effect), known_interval(estimate.interval)
    if effect is None or interval is None or math.isnan(p):
        return None
    overlap = float(estimate.overlap)
    return AdjustedEffect(effect, interval, float(p), overlap, *_error(estimate))


def both_effects(adjusted: Estimate, unadjusted: Estimate) -> dict[str, object]:
    """Return both effects of one contrast, with their own p-values."""
    held, alone = adjusted_effect(adjusted, adjusted.p), unadjusted_effect(unadjusted, unadjusted.p)
    return {
        "n": adjusted.n,
        "adjusted": None if held is None else held.to_dict(),
        "unadjusted": None if alone is None else alone.to_dict(),
    }


def _error(estimate: Estimate) -> tuple[float | None, float | None, str]:
    """Return standard error, degrees of freedom (None: normal) and method."""
    freedom = estimate.degrees_of_freedom
    return (
        known_number(estimate.standard_error),
        None if math.isinf(freedom) else known_number(freedom),
        estimate.method,
    )
