"""Tests that stay right for few rows: Fisher's exact test and a permutation test."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import FloatArray, finite_array

CHUNK = 1 << 20  # outcomes shuffled at once: some 10 MB
TIE = 1e-9  # statistics this close, relative to their size, count as equal


def fisher_exact_p(successes_a: int, n_a: int, successes_b: int, n_b: int) -> float:
    """Return the two-sided p-value of Fisher's exact test.

    It sums the probabilities of all tables that are no more likely than the observed one.

    Parameters
    ----------
    successes_a, n_a, successes_b, n_b : int
        Successes and rows of each side.

    Returns
    -------
    float

    Examples
    --------
    >>> round(fisher_exact_p(9, 10, 3, 10), 4)
    0.0198
    """
    successes = successes_a + successes_b
    lowest, highest = max(0, successes - n_b), min(n_a, successes)
    count = np.arange(lowest, highest, dtype=np.float64)
    # neighbouring tables differ by a simple ratio: no factorial of a large number is needed
    ratios = (successes - count) * (n_a - count) / ((count + 1) * (n_b - successes + count + 1))
    logarithms = np.concatenate([[0.0], np.cumsum(np.log(ratios))])
    likelihoods = np.exp(logarithms - logarithms.max())
    observed = likelihoods[successes_a - lowest]
    return float(likelihoods[likelihoods <= observed * (1 + 1e-7)].sum() / likelihoods.sum())


def permutation_test(
    y_residual: npt.ArrayLike,
    d_residual: npt.ArrayLike,
    *,
    generator: np.random.Generator,
    permutations: int = 9999,
    strata: Sequence[Hashable] | npt.NDArray[np.generic] | None = None,
    two_sided: bool = True,
) -> float:
    """Test by shuffling whether an outcome moves with a contrast.

    What other columns explain has been taken out of both before (Freedman and Lane 1983); the
    residuals of the outcome are shuffled. The statistic is the slope over its
    heteroscedasticity-robust error, which keeps the level for many rows also where the noise
    differs with the contrast (DiCiccio and Romano 2017); for two groups it is Welch's t.

    Parameters
    ----------
    y_residual, d_residual : array-like of float
        Residuals of the outcome and of what varies; for a plain comparison the outcome and the
        membership themselves.
    generator : numpy.random.Generator
    permutations : int
        Shuffles. With no more distinct arrangements than this (and up to about 1,000 rows), each
        is tried exactly once.
    strata : sequence, optional
        Labels: rows change places within their stratum only.
    two_sided : bool
        Otherwise the alternative is a positive slope.

    Returns
    -------
    float
        ``(b + 1) / (permutations + 1)`` with b shuffles at least as extreme, or the exact share
        of arrangements; NaN when outcome or contrast vary in no stratum.

    Examples
    --------
    >>> membership = [1, 1, 1, 0, 0, 0]
    >>> permutation_test([7, 8, 9, 1, 2, 3], membership, generator=np.random.default_rng(0))
    0.1
    """
    outcome = finite_array(y_residual, "y_residual", "permutation_test")
    contrast = finite_array(d_residual, "d_residual", "permutation_test")
    if outcome.size != contrast.size:
        raise ParameterError(
            parameter="d_residual",
            owner="permutation_test",
            expected=f"{outcome.size} numbers",
            got=contrast.size,
        )
    if permutations < 1:
        raise ParameterError(
            parameter="permutations",
            owner="permutation_test",
            expected="1 or more",
            got=permutations,
        )
    outcome, contrast, slices = _by_stratum(outcome, contrast, strata)
    statistic = _RobustSlope(outcome, contrast, slices)
    if statistic.constant:
        return math.nan
    observed = statistic(outcome[np.newaxis])[0]

    few = math.log(min(permutations, CHUNK // outcome.size) + 0.5)
    if _log_arrangements(outcome, slices) <= few:
        values = [statistic(_every_arrangement(outcome, slices))]
    elif _log_arrangements(contrast, slices) <= few:
        # to shuffle the contrast against the outcome is the same thing
        arrangements = _every_arrangement(contrast, slices)
        values = [statistic(_outcomes_met(outcome, arrangements, slices))]
    else:
        drawn = _random_arrangements(outcome, slices, permutations, generator)
        values = [np.array([observed]), *(statistic(chunk) for chunk in drawn)]
    return _share_as_extreme(np.concatenate(values), observed, two_sided)


class _RobustSlope:
    """The studentised slope of many shuffled outcomes on one contrast, centred by stratum."""

    def __init__(self, outcome: FloatArray, contrast: FloatArray, slices: list[slice]) -> None:
        self.slices = slices
        self.outcome_means = np.empty_like(outcome)
        self.contrast = contrast.copy()
        leverage = np.empty_like(contrast)
        for rows in slices:
            self.outcome_means[rows] = outcome[rows].mean()
            self.contrast[rows] -= contrast[rows].mean()
            leverage[rows] = 1 / (rows.stop - rows.start)
        centred = outcome - self.outcome_means
        self.information = float(self.contrast @ self.contrast)
        sizes = (float(outcome @ outcome), float(contrast @ contrast))
        self.constant = (
            float(centred @ centred) <= 1e-20 * sizes[0] or self.information <= 1e-20 * sizes[1]
        )
        if self.constant:
            return
        leverage += self.contrast**2 / self.information
        # HC2 weights; where one row is a group of its own its residual is zero, and so is this
        self.pulls = self.contrast**2 / np.maximum(1 - leverage, 1e-9)
        self.smallest_variance = 1e-20 * float(centred @ centred) * float(self.pulls.max())

    def __call__(self, outcomes: FloatArray) -> FloatArray:
        centred = outcomes - self.outcome_means
        products = centred @ self.contrast
        residuals = centred - np.outer(products / self.information, self.contrast)
        variances = residuals**2 @ self.pulls
        exact_fit = variances <= self.smallest_variance
        scaled: FloatArray = products / np.sqrt(np.where(exact_fit, 1.0, variances))
        return np.where(exact_fit, np.copysign(np.inf, products), scaled)


def _by_stratum(
    outcome: FloatArray,
    contrast: FloatArray,
    strata: Sequence[Hashable] | npt.NDArray[np.generic] | None,
) -> tuple[FloatArray, FloatArray, list[slice]]:
    """Sort the rows by stratum, then contrast, and say where each stratum lies."""
    if strata is None:
        strata = [0] * outcome.size
    if len(strata) != outcome.size:
        raise ParameterError(
            parameter="strata",
            owner="permutation_test",
            expected=f"{outcome.size} labels",
            got=len(strata),
        )
    numbers: dict[Hashable, int] = {}
    codes = np.array([numbers.setdefault(label, len(numbers)) for label in strata], dtype=np.intp)
    order = np.lexsort((contrast, codes))
    ends = np.cumsum(np.bincount(codes)).tolist()
    slices = [slice(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]
    return outcome[order], contrast[order], slices


def _log_arrangements(values: FloatArray, slices: list[slice]) -> float:
    """Return the logarithm of the number of distinct orders of `values` within the strata."""
    total = 0.0
    for rows in slices:
        repeats = np.unique(values[rows], return_counts=True)[1]
        total += math.lgamma(repeats.sum() + 1) - sum(math.lgamma(count + 1) for count in repeats)
    return total


def _every_arrangement(values: FloatArray, slices: list[slice]) -> FloatArray:
    orders = product(*(list(_distinct_orders(values[rows].tolist())) for rows in slices))
    return np.array([[value for part in order for value in part] for order in orders])


def _outcomes_met(outcome: FloatArray, contrasts: FloatArray, slices: list[slice]) -> FloatArray:
    """Return, for each arrangement of the contrast, the outcomes in the order of the contrast."""
    outcomes = np.empty_like(contrasts)
    for rows in slices:
        outcomes[:, rows] = outcome[rows][np.argsort(contrasts[:, rows], axis=1, kind="stable")]
    return outcomes


def _distinct_orders(values: list[float]) -> Iterator[list[float]]:
    """Yield each distinct order once, from ascending to descending."""
    order = sorted(values)
    while True:
        yield order.copy()
        turn = len(order) - 2
        while turn >= 0 and order[turn] >= order[turn + 1]:
            turn -= 1
        if turn < 0:
            return
        partner = len(order) - 1
        while order[partner] <= order[turn]:
            partner -= 1
        order[turn], order[partner] = order[partner], order[turn]
        order[turn + 1 :] = order[:turn:-1]


def _random_arrangements(
    values: FloatArray, slices: list[slice], permutations: int, generator: np.random.Generator
) -> Iterator[FloatArray]:
    rows_at_once = max(1, CHUNK // values.size)
    for start in range(0, permutations, rows_at_once):
        shuffled = np.tile(values, (min(rows_at_once, permutations - start), 1))
        for rows in slices:
            part = shuffled[:, rows]
            generator.permuted(part, axis=1, out=part)
        yield shuffled


def _share_as_extreme(values: FloatArray, observed: float, two_sided: bool) -> float:
    """Return the share of `values` at least as far out as `observed`, which is one of them."""
    if two_sided:
        values, observed = np.abs(values), abs(observed)
    tolerance = TIE * abs(observed) if math.isfinite(observed) else 0.0
    return float(np.mean(values >= observed - tolerance))
