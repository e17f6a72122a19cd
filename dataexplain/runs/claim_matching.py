"""When two statements of two reports speak of the same rows: regions in terms of rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord

# Regions that share less than this of the rows that either holds are different regions.
LEAST_OVERLAP = 0.5


@dataclass(frozen=True)
class Ruler:
    """Says which share of the rows lies below a value, by the curves of two reports.

    Parameters
    ----------
    steps : mapping of str to (ndarray, ndarray)
        For each numeric column, values and the share of rows below each.
    levels : mapping of str to mapping of str to float
        For each nominal column, the share of rows of each level.

    Examples
    --------
    >>> ruler = Ruler({"age": (np.array([0.0, 50.0, 100.0]), np.array([0.0, 0.8, 1.0]))}, {})
    >>> round(ruler.below("age", 25.0), 2), ruler.below("age", None)
    (0.4, 1.0)
    """

    steps: Mapping[str, tuple[np.ndarray, np.ndarray]]
    levels: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, reports: Sequence[ReportRecord]) -> Ruler:
        """Read the rows off the curves of reports, each report with the same weight."""
        curves: dict[str, list[CurveRecord]] = {}
        for report in reports:
            once = {curve.feature: curve for curve in reversed(report.curves)}
            for name, curve in once.items():
                curves.setdefault(name, []).append(curve)
        numeric = {
            name: _merged([curve for curve in found if curve.edges])
            for name, found in curves.items()
            if any(curve.edges and sum(curve.rows) for curve in found)
        }
        nominal = {
            name: _shares([curve for curve in found if curve.levels])
            for name, found in curves.items()
            if any(curve.levels and sum(curve.rows) for curve in found)
        }
        return cls(numeric, nominal)

    def below(self, column: str, value: float | None, *, low: bool = False) -> float:
        """Return the share of rows below a value; an open end is 0 (low) or 1."""
        if value is None:
            return 0.0 if low else 1.0
        values, shares = self.steps[column]
        return float(np.interp(value, values, shares))


def _merged(curves: Sequence[CurveRecord]) -> tuple[np.ndarray, np.ndarray]:
    values = np.unique(np.concatenate([curve.edges for curve in curves if sum(curve.rows)]))
    shares = []
    for curve in curves:
        if sum(curve.rows):
            reached = np.concatenate([[0.0], np.cumsum(curve.rows) / sum(curve.rows)])
            shares.append(np.interp(values, curve.edges, reached))
    return values, np.mean(shares, axis=0)


def _shares(curves: Sequence[CurveRecord]) -> dict[str, float]:
    shares: dict[str, float] = {}
    known = [curve for curve in curves if sum(curve.rows)]
    for curve in known:
        for level, rows in zip(curve.levels, curve.rows, strict=False):
            shares[level] = shares.get(level, 0.0) + rows / sum(curve.rows) / len(known)
    return shares


def overlap(first: ClaimRecord, second: ClaimRecord, ruler: Ruler) -> float:
    """Return the share of rows in both regions among those in either; 0 for different claims.

    Parameters
    ----------
    first, second : ClaimRecord
    ruler : Ruler
        Of both reports.
    """
    alike = (
        first.kind == second.kind
        and set(first.features) == set(second.features)
        and first.outcome_class == second.outcome_class
        and set(first.region) == set(second.region)
        and _forms(first) == _forms(second)
    )
    if not alike:
        return 0.0
    shares = [
        _condition_overlap(name, first.region[name], second.region[name], ruler)
        for name in first.region
    ]
    if first.kind == "turning_point" and first.turn is not None and second.turn is not None:
        name = first.features[0]
        shares.append(_condition_overlap(name, {"high": first.turn}, {"high": second.turn}, ruler))
    if first.kind == "level_contrast" and (first.against and second.against):
        shares += [
            _condition_overlap(name, first.against[name], second.against[name], ruler)
            for name in set(first.against) & set(second.against)
        ]
    return math.prod(shares)


def _forms(claim: ClaimRecord) -> tuple[str, ...]:
    """Return the forms of an interaction's factors, position or membership; else nothing."""
    contrasts = claim.estimand.get("contrasts") or [{}]
    varies = contrasts[0].get("varies", {}) if isinstance(contrasts[0], dict) else {}
    product = varies.get("product", ()) if isinstance(varies, dict) else ()
    return tuple(sorted(str(next(iter(factor), "")) for factor in product))


def _condition_overlap(
    column: str, first: Mapping[str, Any], second: Mapping[str, Any], ruler: Ruler
) -> float:
    if first.get("missing") or second.get("missing"):
        return float(bool(first.get("missing")) == bool(second.get("missing")))
    if first.get("levels") or second.get("levels"):
        return _level_overlap(
            set(first.get("levels", ())),
            set(second.get("levels", ())),
            ruler.levels.get(column, {}),
        )
    if column not in ruler.steps:
        return float(first == second)
    ends = [
        (ruler.below(column, side.get("low"), low=True), ruler.below(column, side.get("high")))
        for side in (first, second)
    ]
    both = min(ends[0][1], ends[1][1]) - max(ends[0][0], ends[1][0])
    either = max(ends[0][1], ends[1][1]) - min(ends[0][0], ends[1][0])
    if either <= 0:
        return float(first == second)
    return max(both, 0.0) / either


def _level_overlap(first: set[str], second: set[str], shares: Mapping[str, float]) -> float:
    # a level that no curve knows still counts for something
    weight = {level: shares.get(level, 0.0) or 1e-6 for level in first | second}
    return sum(weight[level] for level in first & second) / sum(weight.values())


def pairs(
    first: Sequence[ClaimRecord], second: Sequence[ClaimRecord], ruler: Ruler
) -> list[tuple[int, int, float]]:
    """Match statements of two reports, those that share most first; each at most once.

    Returns
    -------
    list of (int, int, float)
        Places in both, and the overlap.
    """
    found = [
        (share, -here.rank - there.rank, one, other)
        for one, here in enumerate(first)
        for other, there in enumerate(second)
        if (share := overlap(here, there, ruler)) >= LEAST_OVERLAP
    ]
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    matched = []
    for share, _, one, other in sorted(found, reverse=True):
        if one not in taken_first and other not in taken_second:
            taken_first.add(one)
            taken_second.add(other)
            matched.append((one, other, share))
    return matched
