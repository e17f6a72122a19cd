"""Evidence with given numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

from dataexplain.claims import Claim, Condition, Region
from dataexplain.statistics import Estimate
from dataexplain.verification.evidence import Evidence

TREND = Claim("trend", ("x",), "up", Region((Condition("x", 0.0, 1.0, closed=True),)))
HALVES = (Region((Condition("x", high=0.5),)), Region((Condition("x", low=0.5),)))
FLAT = Claim("no_effect", ("x",), "none", Region(), pieces=HALVES)


def estimate(effect: float, error: float = 0.1, n: int = 500) -> Estimate:
    """Return an estimate with some 500 degrees of freedom."""
    return Estimate.from_standard_error(effect, error, degrees_of_freedom=500, n=n)


def evidence(
    adjusted: float, unadjusted: float | None = None, error: float = 0.1, **more: Any
) -> Evidence:
    """Return evidence for a claim that says "up"."""
    own, alone = (
        estimate(adjusted, error),
        estimate(adjusted if unadjusted is None else unadjusted, error),
    )
    made = Evidence(
        adjusted=own,
        unadjusted=alone,
        adjusted_p=own.p,
        unadjusted_p=alone.p,
        sides=(250, 250),
        events=250,
        signs_agree=own.effect > 0,
        unadjusted_signs_agree=alone.effect > 0,
        sign=1,
        unadjusted_sign=1,
        shuffled=False,
        problem="",
    )
    return dataclasses.replace(made, **more)
