"""Many tests at once: what a small p-value is worth among everything that was tried.

A p-value of NaN stands for a claim that could not be tested. It stays NaN and counts for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import FloatArray


def benjamini_hochberg(p: npt.ArrayLike) -> FloatArray:
    """Return the false discovery rate at which each test would just be rejected.

    Parameters
    ----------
    p : array-like of float
        P-values.

    Returns
    -------
    ndarray of float
        Adjusted p-values (Benjamini and Hochberg 1995), in the order given.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")]).round(3)
    array([0.03, 0.04, 0.04,  nan])
    """
    values = _probabilities(p, "benjamini_hochberg")
    adjusted = np.full_like(values, np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    scaled = values[order] * order.size / np.arange(1, order.size + 1)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return adjusted


def simes(p: npt.ArrayLike) -> float:
    """Return the p-value of "not one of these effects exists" (Simes 1986).

    Examples
    --------
    >>> simes([0.02, 0.9, 0.03])
    0.045
    """
    adjusted = benjamini_hochberg(p)
    tested = adjusted[~np.isnan(adjusted)]
    return float(tested.min()) if tested.size else math.nan


@dataclass(frozen=True)
class TwoLevel:
    """Claims judged inside groups, groups judged among each other.

    Parameters
    ----------
    q : ndarray of float
        For each claim, the smallest level at which the procedure rejects it.
    group_p, group_q : dict
        For each group with a tested claim, its Simes p-value and the adjusted one.
    """

    q: FloatArray
    group_p: dict[Hashable, float]
    group_q: dict[Hashable, float]

    def rejected(self, alpha: float = 0.05) -> npt.NDArray[np.bool_]:
        """Return which claims are rejected at `alpha`; never an untestable one."""
        return np.asarray(self.q <= alpha)


def two_level_q(p: npt.ArrayLike, groups: Sequence[Hashable]) -> TwoLevel:
    """Adjust p-values of claims that come in groups (Benjamini and Bogomolov 2014).

    At level alpha, Benjamini-Hochberg over the groups' Simes p-values selects R of G groups;
    inside each of them Benjamini-Hochberg at ``alpha * R / G`` selects claims. This holds the
    average false discovery rate over the selected groups, and strong groups with many claims do
    not loosen it for the others.

    Parameters
    ----------
    p : array-like of float
        P-values.
    groups : sequence of hashable
        The group of each claim.

    Returns
    -------
    TwoLevel

    Examples
    --------
    >>> adjusted = two_level_q([0.001, 0.02, 0.2, 0.6], ["age", "age", "income", "height"])
    >>> adjusted.q.round(3)
    array([0.006, 0.06 , 0.3  , 0.6  ])
    """
    values = _probabilities(p, "two_level_q")
    members = _members(groups, values.size, "two_level_q")
    within = np.full_like(values, np.nan)
    group_p = {}
    for group, rows in members.items():
        within[rows] = benjamini_hochberg(values[rows])
        group_p[group] = simes(values[rows])
    group_p = {group: value for group, value in group_p.items() if not math.isnan(value)}
    adjusted_groups = benjamini_hochberg(list(group_p.values()))
    group_q = dict(zip(group_p, adjusted_groups.tolist(), strict=True))

    # R(alpha) is a step function; from each step on, a claim falls at the larger of the step
    # itself and what the second level asks there: its q is the smallest of these
    steps = np.unique(adjusted_groups)
    selected = np.searchsorted(np.sort(adjusted_groups), steps, side="right")
    q = np.full_like(values, np.nan)
    for group, level in group_q.items():
        reached = steps >= level
        asked = within[members[group], np.newaxis] * (len(group_q) / selected[reached])
        q[members[group]] = np.maximum(steps[reached], asked).min(axis=1)
    return TwoLevel(q=q, group_p=group_p, group_q=group_q)


def selected_confidence(
    selected: npt.ArrayLike,
    groups: Sequence[Hashable],
    alpha: float = 0.05,
    *,
    tested: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return the confidence at which to show the interval of each claim.

    Intervals of claims shown because they were selected miss their truth too often; widened to
    this confidence, the false coverage rate is `alpha` (Benjamini and Yekutieli 2005, in the
    two-level form of Benjamini and Bogomolov 2014).

    Parameters
    ----------
    selected : array-like of bool
        Which claims were selected in the end.
    groups : sequence of hashable
        The group of each claim.
    alpha : float
        The false coverage rate.
    tested : array-like of bool, optional
        Which claims were tested at all; every one if not given.

    Returns
    -------
    ndarray of float
        ``1 - alpha * (R / G) * (r / m)`` for a selected claim, R of G groups having one and r of
        the m tested claims of its group being selected; ``1 - alpha`` for the others.

    Examples
    --------
    >>> selected_confidence([True, False, False], ["age", "age", "income"])
    array([0.9875, 0.95  , 0.95  ])
    """
    if not 0.0 < alpha < 1.0:
        raise ParameterError(
            parameter="alpha", owner="selected_confidence", expected="a number in (0, 1)", got=alpha
        )
    chosen = np.asarray(selected, dtype=np.bool_)
    taken_part = np.ones_like(chosen) if tested is None else np.asarray(tested, dtype=np.bool_)
    if taken_part.shape != chosen.shape or (chosen & ~taken_part).any():
        raise ParameterError(
            parameter="tested",
            owner="selected_confidence",
            expected="true wherever a claim is selected",
            got=tested,
        )
    members = _members(groups, chosen.size, "selected_confidence")
    tested_groups = sum(bool(taken_part[rows].any()) for rows in members.values())
    selected_groups = sum(bool(chosen[rows].any()) for rows in members.values())
    confidence = np.full(chosen.size, 1.0 - alpha)
    for rows in members.values():
        if chosen[rows].any():
            share = chosen[rows].sum() / taken_part[rows].sum()
            of_group = 1.0 - alpha * (selected_groups / tested_groups) * share
            confidence[rows[chosen[rows]]] = of_group
    return confidence


def _probabilities(p: npt.ArrayLike, owner: str) -> FloatArray:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or (values < 0).any() or (values > 1).any():
        raise ParameterError(
            parameter="p", owner=owner, expected="a list of numbers from 0 to 1 (or NaN)", got=p
        )
    return values


def _members(
    groups: Sequence[Hashable], size: int, owner: str
) -> dict[Hashable, npt.NDArray[np.intp]]:
    """Return the positions of each group's claims, groups in order of appearance."""
    if len(groups) != size:
        raise ParameterError(
            parameter="groups",
            owner=owner,
            expected=f"{size} labels, one for each claim",
            got=len(groups),
        )
    positions: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        positions.setdefault(group, []).append(position)
    return {group: np.array(rows, dtype=np.intp) for group, rows in positions.items()}
