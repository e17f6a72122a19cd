"""Columns that seem not to matter -> claims that no stretch of them differs enough to matter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import ndtri

from dataexplain.claims import NONE, Claim, Condition, Contrast, Region, compile_claim
from dataexplain.claims.kinds import no_effect
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.drafting import SOURCE
from dataexplain.readers.entanglement import entangled_columns
from dataexplain.readers.rounding import readable_cut
from dataexplain.tables import Column

# Stretches tried, the finest first: the finest that these rows could show to be flat is taken.
STRETCHES = (8, 6, 5, 4, 3)
ALPHA = 0.05
# How often a column without any effect should pass in all of its stretches.
POWER = 0.8
# The floor in standard errors of a stretch that the coarsest form needs at least: with less, even
# no effect at all is rarely shown.
LEAST_DISTANCE = 3.0
# How much of the floor the discovery rows may show.
MOST_OF_FLOOR = 0.6
# Rows of a stretch or level; rarer levels are taken together.
LEAST_ROWS = 40
MOST_LEVELS = 12


def read_flat_columns(
    rows: AdjustedRows, features: tuple[Column, ...], floor: float, outcome_class: str | None
) -> tuple[Claim, ...]:
    """Propose that a column does not matter, where these rows could show it and lean that way.

    Columns that the others foretell too well are spoken of together with these.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    features : tuple of Column
        The columns that claims may be about.
    floor : float
        The smallest effect that matters.
    outcome_class : str, optional
    """
    if not floor > 0:
        return ()
    by_name = {feature.name: feature for feature in features}
    bound = entangled_columns(rows, outcome_class, tuple(by_name), least=no_effect.LEAST_OVERLAP)
    spoken_of: set[frozenset[str]] = set()
    claims = []
    for feature in features:
        group = frozenset((feature.name, *bound[feature.name]))
        if group in spoken_of:
            continue
        spoken_of.add(group)
        members = (feature, *(by_name[name] for name in bound[feature.name]))
        claim = _flat(rows, members, floor, outcome_class)
        if claim is not None:
            claims.append(claim)
    return tuple(claims)


def _flat(
    rows: AdjustedRows, members: tuple[Column, ...], floor: float, outcome_class: str | None
) -> Claim | None:
    """Return the claim in the finest form that all stretches of all members are flat enough for."""
    for stretches in STRETCHES:
        parts = [tuple(_pieces(rows, column, stretches)) for column in members]
        if all(parts):
            pieces = tuple(Region((piece,)) for part in parts for piece in part)
            claim = Claim(
                "no_effect",
                (members[0].name,),
                NONE,
                Region(),
                outcome_class=outcome_class,
                sources=(SOURCE,),
                entangled_with=tuple(column.name for column in members[1:]),
                pieces=pieces,
            )
            distance = LEAST_DISTANCE if stretches == STRETCHES[-1] else _distance(len(pieces))
            contrasts = compile_claim(claim, rows.names)
            if all(_is_flat(rows, contrast, floor, distance) for contrast in contrasts):
                return claim
    return None


def _distance(pieces: int) -> float:
    """Return how many standard errors the floor must be for all pieces to pass with `POWER`."""
    one = POWER ** (1 / pieces)
    return float(ndtri(1 - ALPHA) + ndtri((1 + one) / 2))


def _pieces(rows: AdjustedRows, column: Column, stretches: int) -> Iterator[Condition]:
    """Cut a column into stretches of about equal rows, or into its levels."""
    values = rows.frame[column.name]
    if values.isna().sum() >= LEAST_ROWS:
        yield Condition(column.name, missing=True)
    if column.nominal:
        counts = values.value_counts()
        frequent = [str(level) for level in counts.index[counts >= LEAST_ROWS]][:MOST_LEVELS]
        rare = tuple(level for level in column.levels if level not in frequent)
        yield from (Condition(column.name, levels=(level,)) for level in frequent)
        if rare and values.isin(rare).sum() >= LEAST_ROWS:
            yield Condition(column.name, levels=rare)
        return
    known = values.to_numpy(dtype=np.float64)
    known = known[~np.isnan(known)]
    if not known.size:
        return
    starts = np.unique(np.quantile(known, np.arange(1, stretches) / stretches, method="higher"))
    ends = [readable_cut(float(start), known) for start in starts if start > known.min()]
    for low, high in zip([None, *ends], [*ends, None], strict=True):
        if low is not None or high is not None:
            yield Condition(column.name, low=low, high=high)


def _is_flat(rows: AdjustedRows, contrast: Contrast, floor: float, distance: float) -> bool:
    """Tell whether a stretch looks flat, held fixed or not, and could be shown to be so."""
    inside = contrast.varies.values(rows.frame).sum()
    if inside < LEAST_ROWS:
        return False
    adjusted = rows.adjusted(contrast)
    if not adjusted.testable or adjusted.overlap < no_effect.LEAST_OVERLAP:
        return False
    both = (adjusted, rows.unadjusted(contrast))
    return all(
        estimate.testable
        and abs(estimate.effect) < MOST_OF_FLOOR * floor
        and distance * estimate.standard_error < floor
        for estimate in both
    )
