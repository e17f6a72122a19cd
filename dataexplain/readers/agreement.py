"""What other models say of a claim: they join its sources, or make a claim of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd

from dataexplain.claims import Claim

SAME_REGION = 0.5


def jaccard(first: np.ndarray, second: np.ndarray) -> float:
    """Return the overlap of two sets of rows: shared over covered.

    Examples
    --------
    >>> jaccard(np.array([True, True, False]), np.array([True, False, False]))
    0.5
    """
    covered = float((first | second).sum())
    return float((first & second).sum()) / covered if covered else 1.0


def merge_claims(claims: Iterable[Claim], frame: pd.DataFrame) -> tuple[Claim, ...]:
    """Merge claims that say one thing; the first one's wording stays.

    Two claims say one thing if they are about the same columns and class, and one is no more than
    a rougher form of the other: the same direction and the same region to half of its rows; a
    trend and a step that both say that more of a column means more (or less) of the outcome;
    "A is higher" and "the rest is lower"; a turning point and a step at one of its ends; two
    corners of one interaction.

    Parameters
    ----------
    claims : iterable of Claim
        The finest reading first.
    frame : DataFrame
        The rows on which regions are compared.

    Returns
    -------
    tuple of Claim
        In the order of the first of each; its sources name all models that say it.

    Examples
    --------
    >>> from dataexplain.claims import Condition, Region
    >>> frame = pd.DataFrame({"age": np.arange(20.0, 60.0)})
    >>> whole = Region((Condition("age", 20.0, 59.0, closed=True),))
    >>> trend = Claim("trend", ("age",), "up", whole, sources=("additive model",))
    >>> older = Region((Condition("age", low=40.0),))
    >>> step = Claim("level_contrast", ("age",), "up", older, sources=("shallow tree",))
    >>> [(claim.kind, claim.sources) for claim in merge_claims([trend, step], frame)]
    [('trend', ('additive model', 'shallow tree'))]
    """
    merged: list[Claim] = []
    for claim in claims:
        for position, earlier in enumerate(merged):
            if say_one_thing(claim, earlier, frame):
                sources = tuple(dict.fromkeys(earlier.sources + claim.sources))
                merged[position] = dataclasses.replace(earlier, sources=sources)
                break
        else:
            merged.append(claim)
    return tuple(merged)


def say_one_thing(one: Claim, two: Claim, frame: pd.DataFrame) -> bool:
    """Tell whether one of two claims is the other, or no more than a rougher form of it.

    Examples
    --------
    >>> from dataexplain.claims import Condition, Region
    >>> frame = pd.DataFrame({"plan": ["basic", "gold", "gold"]})
    >>> basic, gold = (Region((Condition("plan", levels=(name,)),)) for name in ("basic", "gold"))
    >>> dear = Claim("level_contrast", ("plan",), "up", gold)
    >>> say_one_thing(dear, Claim("level_contrast", ("plan",), "down", basic), frame)
    True
    """
    if set(one.features) != set(two.features) or one.outcome_class != two.outcome_class:
        return False
    if one.kind == two.kind == "subgroup":
        return _same_interaction(one, two, frame)
    first, second = one.region.mask(frame), two.region.mask(frame)
    if one.kind == two.kind and one.direction == two.direction:
        return jaccard(first, second) >= SAME_REGION
    if one.kind == two.kind == "level_contrast":
        # that A is higher than the rest says that the rest is lower than A
        return jaccard(first, ~second) >= SAME_REGION
    kinds = {one.kind, two.kind}
    if "tail" in kinds and kinds <= {"tail", "threshold", "level_contrast"}:
        same_side = one.direction == two.direction and jaccard(first, second) >= SAME_REGION
        return same_side or (
            one.direction != two.direction and jaccard(first, ~second) >= SAME_REGION
        )
    if kinds == {"turning_point", "level_contrast"}:
        turning, contrast = (one, two) if one.kind == "turning_point" else (two, one)
        return _is_an_end(contrast, turning)
    if kinds == {"trend", "level_contrast"}:
        return _monotone_sign(one) != 0 and _monotone_sign(one) == _monotone_sign(two)
    return False


def _is_an_end(contrast: Claim, turning: Claim) -> bool:
    """Tell whether a contrast only says that one end of a turn is high (or low)."""
    condition = contrast.region.conditions[0]
    assert turning.turn is not None
    above = condition.high is None and condition.low is not None and condition.low >= turning.turn
    below = condition.low is None and condition.high is not None and condition.high <= turning.turn
    return (above or below) and contrast.direction == turning.direction


def _same_interaction(one: Claim, two: Claim, frame: pd.DataFrame) -> bool:
    """Tell whether two rules on the same columns are corners of one interaction.

    With the parts held fixed, that one corner is higher says that its neighbours are lower.
    """
    parity = one.sign * two.sign
    other = {condition.column: condition for condition in two.region.conditions}
    for condition in one.region.conditions:
        first, second = condition.mask(frame), other[condition.column].mask(frame)
        if jaccard(first, ~second) >= SAME_REGION:
            parity = -parity
        elif jaccard(first, second) < SAME_REGION:
            return False
    return parity > 0


def _monotone_sign(claim: Claim) -> int:
    """Return 1 if more of the column is said to mean more of the outcome, -1 less, 0 neither."""
    condition = claim.region.conditions[0]
    if claim.kind == "trend":
        return claim.sign
    if condition.levels or condition.missing:
        return 0
    if condition.high is None and condition.low is not None:
        return claim.sign
    return -claim.sign if condition.low is None and condition.high is not None else 0
