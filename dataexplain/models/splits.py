"""Where a tree may split: at round numbers, at levels, at missing values.

A tree is fitted on codes: which stretch between cut points a number falls in, an indicator for
each common level, an indicator for a missing value. Its splits read back as conditions exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from dataexplain.models.rule import Condition


def round_between(low: float, high: float) -> float:
    """Return the number with the fewest digits in ``(low, high]``, near the middle.

    Examples
    --------
    >>> round_between(37.41, 38.2), round_between(-0.013, 0.4), round_between(1999.5, 2000.5)
    (38.0, 0.0, 2000.0)
    """
    if low < 0 <= high:
        return 0.0
    exponent = math.ceil(math.log10(max(abs(low), abs(high)))) if low or high else 0
    for digits in range(18):
        step = 10.0 ** (exponent - digits)
        candidate = math.floor((low + high) / 2.0 / step + 0.5) * step
        # Through its decimal text, so that 0.3 is not 0.30000000000000004.
        candidate = (
            float(f"{candidate:.17g}") if digits > 15 else float(f"{candidate:.{max(digits, 1)}g}")
        )
        if low < candidate <= high:
            return candidate
    return high


def cut_points(column: np.ndarray, most: int) -> np.ndarray:
    """Return round numbers that cut a column into stretches of about equal rows.

    Parameters
    ----------
    column : ndarray of float
        NaN is left out.
    most : int
        The most cut points.

    Examples
    --------
    >>> cut_points(np.arange(100.0), 4)
    array([20., 40., 60., 80.])
    """
    present = np.sort(column[~np.isnan(column)])
    distinct = np.unique(present)
    if len(distinct) <= most + 1:
        return np.array([round_between(low, high) for low, high in pairwise(distinct)])
    cuts = []
    for place in range(1, most + 1):
        # A quarter of a stretch to either side leaves room for a rounder number.
        low, high = (
            present[int((place + shift) / (most + 1) * (len(present) - 1))]
            for shift in (-0.25, 0.25)
        )
        if low == high:
            at = np.searchsorted(distinct, low)
            low = distinct[at - 1] if at else -math.inf
        if math.isfinite(low):
            cuts.append(round_between(low, high))
    return np.unique(cuts)


@dataclass(frozen=True)
class _Split:
    """One column of codes: cuts of a number, or an indicator of a level or of missing."""

    feature: int
    cuts: np.ndarray | None = None
    level: int | None = None


@dataclass
class _Region:
    """What a path through the tree has left of one feature."""

    low: float | None = None
    high: float | None = None
    levels: set[int] | None = None
    present: bool = True
    missing: bool = True


@dataclass(frozen=True)
class Splits:
    """The codes of a table, and the way back from splits to conditions.

    Parameters
    ----------
    names : tuple of str
    levels : tuple of (tuple of str or None)
    typical : ndarray of float
        What stands in for a missing value of each feature (a level's position if nominal).
    has_missing : ndarray of bool
        Which features had missing values in the fitted rows.
    """

    names: tuple[str, ...]
    levels: tuple[tuple[str, ...] | None, ...]
    typical: np.ndarray
    has_missing: np.ndarray
    _columns: list[_Split] = field(default_factory=list)

    @classmethod
    def learn(
        cls,
        matrix: np.ndarray,
        names: tuple[str, ...],
        levels: tuple[tuple[str, ...] | None, ...],
        *,
        max_cuts: int,
        max_levels: int,
    ) -> Splits:
        """Choose the cut points and levels from the fitted rows."""
        counts = [_level_counts(column, of) for column, of in zip(matrix.T, levels, strict=True)]
        typical = [_typical(column, count) for column, count in zip(matrix.T, counts, strict=True)]
        splits = cls(names, levels, np.array(typical), np.isnan(matrix).any(axis=0))
        for feature, count in enumerate(counts):
            if count is None:
                cuts = cut_points(matrix[:, feature], max_cuts)
                if len(cuts):
                    splits._columns.append(_Split(feature, cuts=cuts))
            else:
                common = np.argsort(-count, kind="stable")[:max_levels]
                # One of two levels says all, unless a value can be missing.
                if len(count) == 2 and not splits.has_missing[feature]:
                    common = common[1:]
                common = common[(count[common] > 0) & (count[common] < len(matrix))]
                splits._columns.extend(_Split(feature, level=int(level)) for level in common)
            if splits.has_missing[feature] and not np.isnan(matrix[:, feature]).all():
                splits._columns.append(_Split(feature))
        return splits

    def fill(self, matrix: np.ndarray) -> np.ndarray:
        """Put the typical value where no fitted row was missing; unseen levels count as missing."""
        filled = matrix.copy()
        for feature, levels in enumerate(self.levels):
            column = filled[:, feature]
            if levels is not None:
                column[column < 0] = np.nan
            if not self.has_missing[feature]:
                column[np.isnan(column)] = self.typical[feature]
        return filled

    def codes(self, matrix: np.ndarray) -> np.ndarray:
        """Return the codes of filled rows: one column at least."""
        codes = np.zeros((len(matrix), max(len(self._columns), 1)))
        for place, split in enumerate(self._columns):
            column = matrix[:, split.feature]
            if split.cuts is not None:
                value = np.where(np.isnan(column), self.typical[split.feature], column)
                codes[:, place] = np.searchsorted(split.cuts, value, side="right")
            elif split.level is not None:
                codes[:, place] = column == split.level
            else:
                codes[:, place] = np.isnan(column)
        return codes

    def conditions(self, path: list[tuple[int, float, bool]]) -> tuple[Condition, ...]:
        """Return the conditions of a path, one a feature.

        Parameters
        ----------
        path : list of (column of codes, threshold, whether the code is above it)
        """
        regions: dict[int, _Region] = {}
        for place, threshold, above in path:
            split = self._columns[place]
            levels = self.levels[split.feature]
            region = regions.setdefault(
                split.feature, _Region(levels=None if levels is None else set(range(len(levels))))
            )
            self._narrow(region, split, threshold, above)
        return tuple(
            condition
            for feature in sorted(regions)
            if (condition := self._condition(feature, regions[feature])) is not None
        )

    def _narrow(self, region: _Region, split: _Split, threshold: float, above: bool) -> None:
        if split.cuts is not None:
            cut = float(split.cuts[math.floor(threshold)])
            if above:
                region.low = cut if region.low is None else max(region.low, cut)
            else:
                region.high = cut if region.high is None else min(region.high, cut)
            region.missing &= bool(self.typical[split.feature] >= cut) == above
        elif split.level is not None:
            assert region.levels is not None
            region.levels &= {split.level} if above else region.levels - {split.level}
            region.missing &= not above
        elif above:
            region.present = False
        else:
            region.missing = False

    def _condition(self, feature: int, region: _Region) -> Condition | None:
        name, levels = self.names[feature], self.levels[feature]
        if not region.present:
            return Condition(name, missing=True)
        missing = region.missing if self.has_missing[feature] else None
        if levels is not None and region.levels is not None and len(region.levels) < len(levels):
            return Condition(
                name,
                levels=tuple(levels[level] for level in sorted(region.levels)),
                missing=missing,
            )
        if region.low is None and region.high is None:
            return None if missing is not False else Condition(name, missing=False)
        return Condition(name, region.low, region.high, missing=missing)


def _level_counts(column: np.ndarray, levels: tuple[str, ...] | None) -> np.ndarray | None:
    if levels is None:
        return None
    return np.bincount(column[column >= 0].astype(np.int64), minlength=len(levels))


def _typical(column: np.ndarray, counts: np.ndarray | None) -> float:
    if counts is not None:
        return float(np.argmax(counts)) if len(counts) else 0.0
    present = column[~np.isnan(column)]
    return float(np.median(present)) if len(present) else 0.0
