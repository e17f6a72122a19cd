"""Rules of trees and rule sums -> subgroups of two conditions, and splits on one column."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.models import rule as models_rule
from dataexplain.models.rule import Rule

LEAST_SHARE = 0.03


def read_rules(
    rules: Iterable[Rule],
    frame: pd.DataFrame,
    outcome: np.ndarray,
    *,
    source: str,
    outcome_class: str | None,
    allowed: frozenset[str],
) -> tuple[Claim, ...]:
    """Read claims off rules.

    Each pair of conditions on two columns becomes a subgroup; a condition on one column alone
    becomes a level contrast. The direction is that of the plain difference on these rows.

    Parameters
    ----------
    rules : iterable of Rule
    frame : DataFrame
        Discovery rows.
    outcome : ndarray
        The outcome of these rows.
    source : str
        The model's name.
    outcome_class : str, optional
    allowed : frozenset of str
        The columns claims may be about.

    Examples
    --------
    >>> frame = pd.DataFrame({"age": np.arange(100.0)})
    >>> rule = Rule((models_rule.Condition("age", low=60.0),), 1.0, 40)
    >>> (claim,) = read_rules(
    ...     [rule], frame, (np.arange(100) >= 60) * 1.0,
    ...     source="shallow tree", outcome_class=None, allowed=frozenset(["age"]),
    ... )
    >>> claim.kind, claim.direction, claim.region.to_dict()
    ('level_contrast', 'up', {'age': {'low': 60.0, 'high': None}})
    """
    found: dict[Region, None] = {}
    for rule in rules:
        conditions = [
            _condition(condition)
            for condition in rule.conditions
            if condition.feature in allowed
            and not condition.missing
            and not condition.about_missing
        ]
        for size in (1, 2):
            for chosen in combinations(conditions, size):
                if len({condition.column for condition in chosen}) == size:
                    found[Region(chosen)] = None
    claims = []
    for region in found:
        inside = region.mask(frame)
        if not LEAST_SHARE < inside.mean() < 1 - LEAST_SHARE:
            continue
        condition = region.conditions[0]
        open_ended = bool(condition.levels) or None in (condition.low, condition.high)
        if len(region.conditions) == 1 and not open_ended:
            continue
        direction = UP if outcome[inside].mean() > outcome[~inside].mean() else DOWN
        kind = "level_contrast" if len(region.conditions) == 1 else "subgroup"
        claims.append(
            Claim(
                kind,
                region.columns,
                direction,
                region,
                outcome_class=outcome_class,
                sources=(source,),
            )
        )
    return tuple(claims)


def named_pairs(rules: Iterable[Rule]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of columns that stand together in a rule, in the order they come.

    Examples
    --------
    >>> low, high = models_rule.Condition("age", high=60.0), models_rule.Condition("dose", low=2.0)
    >>> named_pairs([Rule((low, high), 1.0, 40)])
    (('age', 'dose'),)
    """
    pairs: dict[tuple[str, str], None] = {}
    for rule in rules:
        names = sorted({condition.feature for condition in rule.conditions})
        pairs.update(dict.fromkeys(combinations(names, 2)))
    return tuple(pairs)


def _condition(condition: models_rule.Condition) -> Condition:
    return Condition(
        condition.feature, low=condition.low, high=condition.high, levels=condition.levels
    )
