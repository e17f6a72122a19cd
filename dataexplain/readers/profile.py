"""The fitted curve of one feature with its uncertainty: what shapes are read from.

Boosting shares an effect out among correlated columns. So the curve is fitted again as one level
per stretch of the feature, the other columns held by their lines and fitted curves, which also
gives the covariance of the levels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.claims import Held
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics import Projection
from dataexplain.tables import Column

ROWS_PER_STRETCH = 12
MOST_STRETCHES = 20
MOST_LEVELS = 30


@dataclass(frozen=True)
class Profile:
    """Adjusted averages of the outcome by stretch or level of one feature.

    Parameters
    ----------
    feature : Column
    centres : ndarray of shape (k,)
        The median value of each stretch; positions for levels.
    starts : ndarray of shape (k,)
        The smallest value of each stretch; empty for levels.
    levels : tuple of str
    rows : ndarray of shape (k,)
    values : ndarray of shape (k,)
        Differences from the first stretch.
    covariance : ndarray of shape (k, k)
        Of `values`; the first row and column are zero.
    missing : (float, float, int), optional
        Difference of the rows without a value from the average of the others, its standard
        error, and how many there are.
    """

    feature: Column
    centres: np.ndarray
    starts: np.ndarray
    levels: tuple[str, ...]
    rows: np.ndarray
    values: np.ndarray
    covariance: np.ndarray
    missing: tuple[float, float, int] | None


def adjusted_profile(
    rows: AdjustedRows, feature: Column, held: tuple[str, ...], outcome_class: str | None
) -> Profile | None:
    """Fit one level per stretch of a feature, other columns held fixed.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    feature : Column
    held : tuple of str
        The columns held fixed.
    outcome_class : str, optional

    Returns
    -------
    Profile or None
        None where the feature has fewer than two stretches or levels of enough rows.
    """
    values = rows.frame[feature.name]
    if feature.nominal:
        codes, levels = _level_codes(values)
        centres = np.arange(len(levels), dtype=np.float64)
        starts = np.empty(0)
    else:
        levels = ()
        codes, centres, starts = _stretch_codes(values.to_numpy(dtype=np.float64))
    stretches = len(centres)
    if stretches < 2:
        return None
    missing = values.isna().to_numpy()
    kept = np.flatnonzero((codes >= 0) | missing)
    place = np.where(missing, stretches, codes)[kept]
    groups = stretches + int(missing.sum() >= ROWS_PER_STRETCH)
    if groups == stretches:
        kept, place = kept[place < stretches], place[place < stretches]
    members = np.zeros((len(kept), groups))
    members[np.arange(len(kept)), place] = 1.0
    score = np.where(place < stretches, centres[np.minimum(place, stretches - 1)], centres.mean())
    targets = np.column_stack([rows.outcomes[outcome_class][kept], members[:, 1:], score])
    projection = rows.project(targets, Held(held), kept, outcome_class)
    estimates, covariance = _levels_fit(projection)
    estimates = np.concatenate([[0.0], estimates])
    covariance = np.pad(covariance, ((1, 0), (1, 0)))
    counts = members.sum(axis=0)
    lacking = None
    if groups > stretches:
        against = np.append(-counts[:stretches] / counts[:stretches].sum(), 1.0)
        lacking = (
            float(against @ estimates),
            float(np.sqrt(max(against @ covariance @ against, 0.0))),
            int(counts[stretches]),
        )
    return Profile(
        feature,
        centres,
        starts,
        levels,
        counts[:stretches].astype(np.int64),
        estimates[:stretches],
        covariance[:stretches, :stretches],
        lacking,
    )


def _levels_fit(projection: Projection) -> tuple[np.ndarray, np.ndarray]:
    """Least squares of the outcome on memberships, and the robust covariance of the levels."""
    target, design = projection.left[:, 0], projection.left[:, 1:-1]
    inverse = np.linalg.pinv(design.T @ design, rcond=1e-8, hermitian=True)
    estimates = inverse @ (design.T @ target)
    errors = target - design @ estimates
    freedom = max(len(target) - projection.rank - design.shape[1], 1)
    meat = (design * errors[:, None] ** 2).T @ design * (len(target) / freedom)
    return estimates, inverse @ meat @ inverse


def _level_codes(values: pd.Series) -> tuple[np.ndarray, tuple[str, ...]]:
    """Give each frequent level a number; rare ones get -1, as no claim could be made of them."""
    counts = values.value_counts()
    frequent = [str(level) for level, count in counts.items() if count >= ROWS_PER_STRETCH]
    levels = tuple(frequent[:MOST_LEVELS])
    codes = np.full(len(values), -1)
    for position, level in enumerate(levels):
        codes[(values == level).to_numpy()] = position
    return codes, levels


def _stretch_codes(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut the known numbers into stretches of about equal rows, never inside one value."""
    known = numbers[~np.isnan(numbers)]
    codes = np.full(len(numbers), -1)
    if known.size < 2 * ROWS_PER_STRETCH:
        return codes, np.empty(0), np.empty(0)
    wanted = int(min(MOST_STRETCHES, known.size // ROWS_PER_STRETCH))
    starts = _starts(known, wanted)
    place = np.searchsorted(starts, known, side="right") - 1
    counts = np.bincount(place, minlength=len(starts))
    keep = [0]
    for position in range(1, len(starts)):
        own = counts[keep[-1] : position].sum()
        if own >= ROWS_PER_STRETCH and counts[position:].sum() >= ROWS_PER_STRETCH:
            keep.append(position)
    starts = starts[keep]
    place = np.searchsorted(starts, known, side="right") - 1
    centres = np.array([np.median(known[place == position]) for position in range(len(starts))])
    codes[~np.isnan(numbers)] = place
    return codes, centres, starts


def _starts(known: np.ndarray, wanted: int) -> np.ndarray:
    """Return where stretches may start: a heaped value is one by itself, the rest share theirs."""
    distinct, counts = np.unique(known, return_counts=True)
    heaped = counts > len(known) / wanted
    after = np.flatnonzero(heaped)[:-1] + 1 if heaped[-1] else np.flatnonzero(heaped) + 1
    starts = [distinct[:1], distinct[heaped], distinct[after]]
    rest = known[~heaped[np.searchsorted(distinct, known)]]
    if rest.size:
        share = max(int(wanted - heaped.sum()), 2)
        starts.append(np.quantile(rest, np.arange(share) / share, method="higher"))
    return np.unique(np.concatenate(starts))
