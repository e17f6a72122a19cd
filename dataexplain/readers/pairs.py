"""Residuals of the additive model -> subgroups: pairs of conditions that do more than their sum.

All pairs of memberships are scored at once: with memberships centred, the score of a pair is the
correlation of their product with what the additive model leaves over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.rounding import readable_cut
from dataexplain.tables import Column

SOURCE = "pairs in the additive model's residuals"
LEAST_Z = 2.8
MOST_PAIRS = 6
COARSE_CUTS = (0.25, 0.5, 0.75)
FINE_CUTS = tuple(np.linspace(0.15, 0.85, 15))
LEVELS_TRIED = 6
LEAST_SHARE = 0.04


@dataclass(frozen=True)
class _Member:
    condition: Condition
    opposite: Condition
    inside: np.ndarray


def read_pairs(
    rows: AdjustedRows, features: tuple[Column, ...], outcome_class: str | None
) -> tuple[Claim, ...]:
    """Propose subgroups of two conditions from what the additive model leaves over.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    features : tuple of Column
        The columns that claims may be about.
    outcome_class : str, optional
    """
    if len(features) < 2:
        return ()
    left = rows.outcomes[outcome_class] - rows.expected(outcome_class, rows.names)
    members = [member for column in features for member in _members(rows, column, COARSE_CUTS)]
    if not members:
        return ()
    columns = np.array([member.condition.column for member in members])
    z = np.abs(_scores(members, members, left))
    z[columns[:, None] == columns[None, :]] = 0.0
    best: dict[tuple[str, str], float] = {}
    for first, second in zip(*np.nonzero(np.triu(z) > LEAST_Z), strict=True):
        pair = (str(columns[first]), str(columns[second]))
        best[pair] = max(best.get(pair, 0.0), float(z[first, second]))
    by_name = {column.name: column for column in features}
    strongest = sorted(best, key=lambda pair: -best[pair])[:MOST_PAIRS]
    return tuple(
        _corner(rows, by_name[first], by_name[second], left, outcome_class)
        for first, second in strongest
    )


def _members(rows: AdjustedRows, column: Column, cuts: tuple[float, ...]) -> list[_Member]:
    """Return the memberships of one column: above each cut, or each frequent level."""
    values = rows.frame[column.name]
    conditions = []
    if column.nominal:
        for level in values.value_counts().index[:LEVELS_TRIED]:
            others = tuple(name for name in column.levels if name != level)
            own = Condition(column.name, levels=(str(level),))
            conditions.append((own, Condition(column.name, levels=others)))
    else:
        numbers = values.to_numpy(dtype=np.float64)
        known = numbers[~np.isnan(numbers)]
        if known.size:
            for cut in np.unique(np.quantile(known, cuts, method="higher")):
                turn = readable_cut(float(cut), known)
                own = Condition(column.name, low=turn)
                conditions.append((own, Condition(column.name, high=turn)))
    members = []
    for own, opposite in conditions:
        inside = own.mask(rows.frame).astype(np.float64)
        if LEAST_SHARE < inside.mean() < 1 - LEAST_SHARE:
            members.append(_Member(own, opposite, inside))
    return members


def _scores(first: list[_Member], second: list[_Member], left: np.ndarray) -> np.ndarray:
    """Return the z score of every product of two centred memberships with the residual."""
    one = np.column_stack([member.inside for member in first])
    two = np.column_stack([member.inside for member in second])
    one -= one.mean(axis=0)
    two -= two.mean(axis=0)
    total = (one * left[:, None]).T @ two
    variance = (one**2 * left[:, None] ** 2).T @ two**2
    return np.asarray(total / np.sqrt(np.maximum(variance, 1e-300)))


def _corner(
    rows: AdjustedRows, first: Column, second: Column, left: np.ndarray, outcome_class: str | None
) -> Claim:
    """Find the cuts that say most of a pair, and the one corner that differs from the rest."""
    one, two = _members(rows, first, FINE_CUTS), _members(rows, second, FINE_CUTS)
    z = np.abs(_scores(one, two, left))
    i, j = np.unravel_index(int(np.argmax(z)), z.shape)
    a, b = one[i], two[j]
    partial = left + rows.expected(outcome_class, rows.names)
    others = tuple(name for name in rows.names if name not in {first.name, second.name})
    partial = partial - rows.expected(outcome_class, others)
    cells = {}
    for x, in_x in ((a.condition, a.inside), (a.opposite, 1 - a.inside)):
        for y, in_y in ((b.condition, b.inside), (b.opposite, 1 - b.inside)):
            inside = in_x * in_y == 1
            cells[x, y] = (
                float(inside.sum()),
                float(partial[inside].mean() if inside.any() else 0),
            )

    def unevenness(corner: tuple[Condition, Condition]) -> float:
        rest = [cell for key, cell in cells.items() if key != corner]
        weights = np.array([count for count, _ in rest])
        means = np.array([mean for _, mean in rest])
        centre = weights @ means / weights.sum()
        return float(weights @ (means - centre) ** 2)

    corner = min(cells, key=unevenness)
    rest = [cell for key, cell in cells.items() if key != corner]
    level = sum(count * mean for count, mean in rest) / sum(count for count, _ in rest)
    direction = UP if cells[corner][1] > level else DOWN
    return Claim(
        "subgroup",
        (first.name, second.name),
        direction,
        Region(corner),
        outcome_class=outcome_class,
        sources=(SOURCE,),
    )
