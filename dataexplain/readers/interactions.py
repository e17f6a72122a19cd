"""Pairs of columns -> interactions: the slope of one depends on the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from dataexplain.claims import (
    DOWN,
    UP,
    Claim,
    Condition,
    Contrast,
    Factor,
    Held,
    Membership,
    Position,
    Product,
    Region,
)
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.models.fitting import ADDITIVE
from dataexplain.models.pair_strengths import MOST_COLUMNS, strongest_pairs
from dataexplain.readers.rounding import round_between
from dataexplain.tables import Column, Task

MOST_PAIRS = 10
LEVELS_TRIED = 6
LEAST_SHARE = 0.05
FEW_VALUES = 3
# Ends of stretches are written in round numbers where a column has more values than this.
MANY_VALUES = 12
END_SHARE = 0.1


def read_interactions(
    rows: AdjustedRows,
    features: tuple[Column, ...],
    named: Iterable[tuple[tuple[str, str], str]],
    outcome_class: str | None,
) -> tuple[Claim, ...]:
    """Propose interactions for the pairs that the additive model's residuals and trees point to.

    Of a pair of numeric columns one claim at most: their product. With a column of levels: the
    level in which the other's slope differs most.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    features : tuple of Column
        The columns that claims may be about.
    named : iterable of ((str, str), str)
        Pairs that other models name, and the model.
    outcome_class : str, optional
    """
    sources: dict[frozenset[str], tuple[str, ...]] = {}
    for pair in _residual_pairs(rows, features, outcome_class):
        sources[frozenset(pair)] = (ADDITIVE,)
    for pair, source in named:
        known = sources.get(frozenset(pair), ())
        sources[frozenset(pair)] = (*known, source) if source not in known else known
    by_name = {feature.name: feature for feature in features}
    claims = []
    for names, models in sources.items():
        pair_of = sorted(names)
        if len(pair_of) == 2 and all(name in by_name for name in pair_of):
            one, two = (by_name[name] for name in pair_of)
            claim = _strongest(rows, one, two, outcome_class)
            if claim is not None:
                claims.append(dataclasses.replace(claim, sources=models))
    return tuple(claims)


def _residual_pairs(
    rows: AdjustedRows, features: tuple[Column, ...], outcome_class: str | None
) -> tuple[tuple[str, str], ...]:
    names = [feature.name for feature in features]
    curves = rows.curves[outcome_class]
    if len(names) > MOST_COLUMNS:
        spread = {name: float(np.std(curves[:, rows.names.index(name)])) for name in names}
        names = sorted(sorted(names, key=lambda name: -spread[name])[:MOST_COLUMNS])
    return strongest_pairs(
        rows.frame[names],
        rows.outcomes[outcome_class],
        rows.intercepts[outcome_class] + curves.sum(axis=1),
        binary=rows.task is not Task.REGRESSION,
        weights=rows.weights,
        most=MOST_PAIRS,
    )


def _strongest(
    rows: AdjustedRows,
    one: Column,
    two: Column,
    outcome_class: str | None,
) -> Claim | None:
    """Return the form of a pair's interaction that the discovery rows lean to most."""
    if one.nominal and two.nominal:
        return None  # two memberships are a subgroup
    first, second = (two, one) if one.nominal else (one, two)
    along = _position(rows, first)
    if along is None:
        return None
    if second.nominal:
        factors = _levels(rows, second)
    else:
        across = _position(rows, second)
        factors = [] if across is None else [across]
    best: tuple[float, Claim] | None = None
    for factor in factors:
        z = rows.adjusted(_contrast(rows, along, factor, outcome_class)).z
        if z and (best is None or abs(z) > best[0]):
            best = abs(z), _claim(along, factor, UP if z > 0 else DOWN, outcome_class)
    return None if best is None else best[1]


def _position(rows: AdjustedRows, column: Column) -> Position | None:
    """Return the stretch that holds most rows: a product has few rows in its corners."""
    values = rows.frame[column.name].to_numpy(dtype=np.float64)
    known = values[~np.isnan(values)]
    if column.distinct < FEW_VALUES or not known.size:
        return None
    ends = np.quantile(known, [END_SHARE, 1 - END_SHARE], method="nearest")
    if len(np.unique(known)) > MANY_VALUES:
        low = np.quantile(known, [END_SHARE, END_SHARE / 2, END_SHARE * 1.5])
        high = np.quantile(known, [1 - END_SHARE, 1 - END_SHARE * 1.5, 1 - END_SHARE / 2])
        ends = np.array([round_between(*low), round_between(*high)])
    return Position(column.name, float(ends[0]), float(ends[1])) if ends[0] < ends[1] else None


def _levels(rows: AdjustedRows, column: Column) -> list[Factor]:
    shares = rows.frame[column.name].value_counts(normalize=True)
    frequent = [
        str(level) for level, share in shares.items() if LEAST_SHARE <= share <= 1 - LEAST_SHARE
    ][:LEVELS_TRIED]
    if len(column.levels) == 2:
        frequent = frequent[-1:]
    return [Membership(Region((Condition(column.name, levels=(level,)),))) for level in frequent]


def _contrast(
    rows: AdjustedRows, first: Factor, second: Factor, outcome_class: str | None
) -> Contrast:
    return Contrast(
        Product(first, second),
        Region(),
        Held(rows.names, factors=(first, second)),
        1,
        outcome_class=outcome_class,
    )


def _claim(first: Position, second: Factor, direction: str, outcome_class: str | None) -> Claim:
    other = (
        second.region.conditions[0]
        if isinstance(second, Membership)
        else Condition(second.column, second.low, second.high, closed=True)
    )
    along = Condition(first.column, first.low, first.high, closed=True)
    return Claim(
        "interaction",
        (first.column, other.column),
        direction,
        Region((along, other)),
        outcome_class=outcome_class,
        factors=(first, second),
    )
