"""What is true of a random table, said as claims; and whether what was said is true."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from planted import PlantedTable, Truth
from population import Question

from dataexplain.claims import (
    DOWN,
    NONE,
    UP,
    Claim,
    Condition,
    Membership,
    Position,
    Region,
    compile_claim,
)
from dataexplain.claims.kinds import INTERPLAY
from dataexplain.readers.agreement import jaccard
from dataexplain.readers.curves import threshold_window
from dataexplain.readers.tails import KNOTS
from dataexplain.verification import TestedClaim

ENDS = 0.01
# Interactions are said of the stretch that holds most rows.
INNER_ENDS = 0.1
# Stretches that a column without an effect is cut into.
STRETCHES = 3
# A claim with less than this share of the floor behind it in the population is false.
TRUE_SHARE = 0.25


def true_claims(
    population: PlantedTable, frame: pd.DataFrame, outcome_class: str | None, clock: Position | None
) -> tuple[tuple[str, Claim], ...]:
    """Say all that is planted as claims, each with its kind of truth.

    Of three classes the highest is spoken of as planted, the lowest the other way round, and the
    one between not at all.

    Parameters
    ----------
    population : PlantedTable
    frame : DataFrame
        Discovery rows, as the table has them.
    outcome_class : str, optional
    clock : Position, optional
        The time that discovery rows span.
    """
    classes = population.outcome.classes
    if outcome_class in classes[1:-1]:
        return ()
    flipped = len(classes) > 2 and outcome_class == classes[0]
    planted = [
        (truth.kind, _true_claim(truth, frame, outcome_class, flipped=flipped, clock=clock))
        for truth in population.truths
    ]
    flat = [("none", _flat(name, frame, outcome_class)) for name in population.noise_columns]
    return (*planted, *flat)


def _true_claim(
    truth: Truth,
    frame: pd.DataFrame,
    outcome_class: str | None,
    *,
    flipped: bool,
    clock: Position | None,
) -> Claim:
    """Say one planted truth."""
    names, parameters = truth.features, truth.parameters
    direction = {UP: DOWN, DOWN: UP}[truth.direction] if flipped else truth.direction

    def claim(kind: str, region: Region, **more: object) -> Claim:
        return Claim(kind, names, direction, region, outcome_class=outcome_class, **more)  # type: ignore[arg-type]

    if truth.kind == "categorical":
        others = tuple(sorted(set(parameters["levels"]) - set(parameters["raised"])))
        raised = Region((Condition(names[0], levels=tuple(parameters["raised"])),))
        return claim(
            "level_contrast", raised, against=Region((Condition(names[0], levels=others),))
        )
    if truth.kind == "subgroup":
        return claim("subgroup", Region.from_dict(truth.region))
    if truth.kind in {"product", "by_level"}:
        first, second = (_factor(truth, name, frame) for name in names)
        return claim("interaction", _both(first, second), factors=(first, second))
    values = frame[names[0]].to_numpy()
    low, high = (float(value) for value in np.quantile(values, [ENDS, 1 - ENDS]))
    if truth.kind == "drift":
        assert clock is not None
        return claim("drift", Region(), factors=(Position(names[0], low, high), clock))
    if truth.kind in {"step", "tail"}:
        above = Region((Condition(names[0], low=parameters["t"]),))
        if truth.kind == "tail":
            return claim("tail", above, knots=tuple(float(k) for k in np.quantile(values, KNOTS)))
        window = threshold_window(values, parameters["t"])
        return claim("threshold", above, turn=parameters["t"], window=window)
    stretch = Region((Condition(names[0], low, high, closed=True),))
    if truth.kind == "u":
        return claim("turning_point", stretch, turn=parameters["t"])
    return claim("trend", stretch)


def _factor(truth: Truth, name: str, frame: pd.DataFrame) -> Position | Membership:
    if name == truth.parameters.get("of_levels"):
        return Membership(Region((Condition(name, levels=tuple(truth.parameters["raised"])),)))
    low, high = np.quantile(frame[name].to_numpy(), [INNER_ENDS, 1 - INNER_ENDS])
    return Position(name, float(low), float(high))


def _both(*factors: Position | Membership) -> Region:
    return Region(
        tuple(
            factor.region.conditions[0]
            if isinstance(factor, Membership)
            else Condition(factor.column, factor.low, factor.high, closed=True)
            for factor in factors
        )
    )


def _flat(name: str, frame: pd.DataFrame, outcome_class: str | None) -> Claim:
    cuts = np.quantile(frame[name].to_numpy(), np.arange(1, STRETCHES) / STRETCHES)
    ends = [None, *(float(cut) for cut in cuts), None]
    pieces = tuple(
        Region((Condition(name, low=low, high=high),)) for low, high in itertools.pairwise(ends)
    )
    return Claim("no_effect", (name,), NONE, Region(), outcome_class=outcome_class, pieces=pieces)


def is_hit(claim: Claim, true: Claim, frame: pd.DataFrame) -> bool:
    """Tell whether a claim names the same columns, direction and (half of the) region.

    Two columns that do together what they do not do one by one may be found as a subgroup or as an
    interaction: that the claim holds in the population is asked elsewhere.
    """
    if claim.outcome_class != true.outcome_class:
        return False
    if true.kind == "no_effect":
        return claim.kind == "no_effect" and true.features[0] in claim.features
    if set(claim.features) != set(true.features):
        return False
    if true.kind in INTERPLAY:
        return claim.kind in INTERPLAY
    shapes = {"turning_point", "drift", "no_effect"} & {claim.kind, true.kind}
    if shapes and claim.kind != true.kind:
        return False
    if claim.kind == "drift":
        return claim.direction == true.direction
    first, second = claim.region.mask(frame), true.region.mask(frame)
    if claim.direction == true.direction:
        return jaccard(first, second) >= 0.5
    # "A lower than the rest" says "the rest higher than A"
    flipped = claim.kind == "level_contrast"
    return flipped and jaccard(~first, second) >= 0.5


def questions_about(entry: TestedClaim, names: Sequence[str]) -> tuple[Question, ...]:
    """Return what to ask the population about a claim: its contrasts, on the basis it rests on."""
    contrasts = compile_claim(entry.claim, tuple(names))
    adjusted = entry.verdict.basis == "adjusted"
    if entry.claim.direction == NONE:
        return tuple(Question(contrast, held) for contrast in contrasts for held in (True, False))
    return tuple(Question(contrast, adjusted) for contrast in contrasts)


def is_false(entry: TestedClaim, asked: Iterable[Question], values: Iterable[float]) -> bool:
    """Tell whether the population says otherwise.

    An effect must have the stated sign and a quarter of the floor at least, in every contrast; "it
    does not matter" must hold for every stretch, held fixed or not.
    """
    pairs = [(q, value) for q, value in zip(asked, values, strict=True) if not np.isnan(value)]
    if entry.claim.direction == NONE:
        return any(abs(value) >= entry.floor for _, value in pairs)
    least = TRUE_SHARE * entry.floor
    return any(question.contrast.sign * value < least for question, value in pairs)
