"""Claims about a column, and times -> claims that its effect changes in the course of time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from dataexplain.claims import (
    DOWN,
    UP,
    Claim,
    Factor,
    Membership,
    Position,
    Region,
    compile_claim,
)
from dataexplain.models.adjustment import AdjustedRows

_CONTRASTS = frozenset({"level_contrast", "term_effect", "question_effect"})


def read_drifts(claims: Iterable[Claim], rows: AdjustedRows) -> tuple[Claim, ...]:
    """Propose for each trend and level contrast that its effect grows or shrinks with time.

    Parameters
    ----------
    claims : iterable of Claim
        What was read off the models.
    rows : AdjustedRows
        Discovery rows; without times nothing is proposed.
    """
    if rows.times is None or rows.clock is None:
        return ()
    clock = Position(rows.clock, float(rows.times.min()), float(rows.times.max()))
    drifts = []
    for claim in claims:
        factor = _factor(claim)
        if factor is None:
            continue
        drift = Claim(
            "drift",
            claim.features,
            UP,
            Region() if isinstance(factor, Position) else claim.region,
            outcome_class=claim.outcome_class,
            sources=claim.sources,
            entangled_with=claim.entangled_with,
            factors=(factor, clock),
        )
        (contrast,) = compile_claim(drift, rows.names)
        lower = rows.adjusted(contrast).effect < 0
        drifts.append(dataclasses.replace(drift, direction=DOWN) if lower else drift)
    return tuple(drifts)


def _factor(claim: Claim) -> Factor | None:
    if claim.kind == "trend":
        condition = claim.region.conditions[0]
        assert condition.low is not None
        assert condition.high is not None
        return Position(condition.column, condition.low, condition.high)
    return Membership(claim.region) if claim.kind in _CONTRASTS else None
