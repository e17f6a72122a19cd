import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from dataexplain.errors import ParameterError
from dataexplain.statistics import (
    RateDifference,
    difference_of_means,
    difference_of_rates,
    fisher_exact_p,
    mean_interval,
    rate_interval,
    slope,
)
from dataexplain.statistics.rates import wilson_limits

samples = st.lists(st.integers(-1000, 1000), min_size=2, max_size=30)


@given(samples, samples)
def test_means_are_compared_as_welch_does(a, b):
    if len(set(a)) < 2 or len(set(b)) < 2:
        return
    theirs = stats.ttest_ind(a, b, equal_var=False)
    ours = difference_of_means(a, b)
    assert ours.effect == pytest.approx(np.mean(a) - np.mean(b))
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-6)
    assert ours.degrees_of_freedom == pytest.approx(theirs.df)
    assert ours.interval == pytest.approx(tuple(theirs.confidence_interval(0.95)))


def test_equal_weights_change_nothing():
    generator = np.random.default_rng(0)
    a, b = generator.normal(size=12), generator.normal(size=7)
    plain = difference_of_means(a, b)
    weighted = difference_of_means(a, b, weights_a=np.full(12, 3.0), weights_b=np.full(7, 0.2))
    assert weighted.interval == pytest.approx(plain.interval)
    assert weighted.p == pytest.approx(plain.p)


def test_one_constant_side_leaves_the_error_to_the_other():
    ours = difference_of_means([3.0, 3.0, 3.0], [1.0, 2.0, 0.0, 1.0])
    assert ours.standard_error == pytest.approx(np.std([1, 2, 0, 1], ddof=1) / 2)
    assert ours.degrees_of_freedom == pytest.approx(3)


@pytest.mark.parametrize("sign", [1, -1])
def test_two_constant_sides_are_two_rates(sign):
    ours = difference_of_means([sign * 7.0] * 10, [sign * 2.0] * 20)
    assert ours.effect == sign * 5.0
    assert sorted(sign * end for end in ours.interval) == pytest.approx([5 * 0.6791, 5.0], abs=3e-4)
    assert ours.p == pytest.approx(fisher_exact_p(10, 10, 0, 20))


@pytest.mark.parametrize(
    ("a", "b"), [([1.0], [1.0, 2.0]), ([], [1.0, 2.0]), ([4.0, 4.0], [4.0, 4.0, 4.0])]
)
def test_too_little_for_welch_is_untestable(a, b):
    assert not difference_of_means(a, b).testable


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_rates_are_tested_exactly_or_by_score(successes_a, failures_a, successes_b, failures_b):
    n_a, n_b = successes_a + failures_a, successes_b + failures_b
    ours = difference_of_rates(successes_a, n_a, successes_b, n_b)
    if not (n_a and n_b):
        assert not ours.testable
        return
    observed = np.array([[successes_a, failures_a], [successes_b, failures_b]])
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    if min(observed.min(), expected.min()) < 20:
        p = stats.fisher_exact(observed).pvalue
    else:
        p = proportions_ztest([successes_a, successes_b], [n_a, n_b])[1]
    assert ours.p == pytest.approx(p, rel=1e-6)
    assert ours.method == (
        "Newcombe, Fisher's exact test"
        if min(observed.min(), expected.min()) < 20
        else "Newcombe, score test"
    )
    assert isinstance(ours, RateDifference)


@pytest.mark.parametrize("counts", [(5, 4, 1, 2), (-1, 4, 1, 2), (1.5, 4, 1, 2)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ParameterError, match="whole number from 0 to 4"):
        difference_of_rates(*counts)


@pytest.mark.parametrize("weighted", [False, True])
def test_slope_is_that_of_statsmodels_with_hc3(weighted):
    generator = np.random.default_rng(1)
    x = generator.normal(5, 2, size=60)
    y = 3 + 0.4 * x + generator.normal(size=60) * (0.2 + np.abs(x))
    weights = generator.uniform(0.2, 3, size=60) if weighted else np.ones(60)
    fitted = sm.WLS(y, sm.add_constant(x), weights=weights).fit(cov_type="HC3", use_t=True)
    ours = slope(x, y, weights if weighted else None)
    assert ours.effect == pytest.approx(fitted.params[1])
    assert ours.standard_error == pytest.approx(fitted.bse[1])
    assert ours.p == pytest.approx(fitted.pvalues[1])
    assert ours.interval == pytest.approx(tuple(fitted.conf_int()[1]))


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([], []),
        ([1, 2], [3, 4]),
        ([1, 1, 1, 1], [1, 2, 3, 4]),
        ([1, 2, 3, 4], [2, 2, 2, 2]),
        ([0, 0, 0, 1], [1, 2, 3, 9]),
    ],
)
def test_a_slope_that_rows_cannot_show_is_untestable(x, y):
    assert not slope(x, y).testable


def test_slope_needs_as_many_outcomes_as_values():
    with pytest.raises(ParameterError, match="'y' parameter of slope must be 3 numbers"):
        slope([1, 2, 3], [1, 2])


def test_mean_interval_is_that_of_the_t_distribution():
    values = np.random.default_rng(2).normal(size=15)
    theirs = stats.ttest_1samp(values, 0).confidence_interval(0.9)
    assert mean_interval(values, confidence=0.9) == pytest.approx(tuple(theirs))


def test_mean_interval_of_too_few_values():
    assert all(math.isnan(end) for end in (*mean_interval([]), *mean_interval([3.0])))
    assert mean_interval([3.0, 3.0]) == (3.0, 3.0)


def test_rate_interval_is_wilsons():
    theirs = proportion_confint(7, 31, alpha=0.1, method="wilson")
    assert rate_interval(7, 31, confidence=0.9) == pytest.approx(theirs)
    assert rate_interval(0, 0) == (0.0, 1.0)


def welch_coverage(generator, repeats, weighted=False):
    covered = 0
    for _ in range(repeats):
        a, b = generator.normal(1.0, 5.0, size=12), generator.normal(0.0, 1.0, size=40)
        weights = {}
        if weighted:
            weights["weights_a"] = generator.uniform(0.5, 1.5, size=12)
            weights["weights_b"] = generator.exponential(size=40)
        low, high = difference_of_means(a, b, **weights).interval
        covered += low <= 1.0 <= high
    return covered / repeats


@pytest.mark.parametrize("weighted", [False, True])
def test_welch_covers_the_truth(weighted):
    assert 0.93 <= welch_coverage(np.random.default_rng(3), 2000, weighted) <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
def test_welch_covers_the_truth_closely(weighted):
    assert 0.945 <= welch_coverage(np.random.default_rng(4), 40_000, weighted) <= 0.956


def exact_newcombe_coverage(n_a, rate_a, n_b, rate_b):
    """Sum the probability of every table whose interval holds the true difference."""
    z = float(ndtri(0.975))
    limits_a = np.array([wilson_limits(count, n_a, z) for count in range(n_a + 1)])
    limits_b = np.array([wilson_limits(count, n_b, z) for count in range(n_b + 1)])
    p_a = (np.arange(n_a + 1) / n_a)[:, None]
    p_b = (np.arange(n_b + 1) / n_b)[None, :]
    low = p_a - p_b - np.hypot(p_a - limits_a[:, :1], limits_b[:, 1] - p_b)
    high = p_a - p_b + np.hypot(limits_a[:, 1:] - p_a, p_b - limits_b[:, 0])
    spot = difference_of_rates(n_a // 3, n_a, n_b // 2, n_b).interval
    assert (low[n_a // 3, n_b // 2], high[n_a // 3, n_b // 2]) == pytest.approx(spot)
    weight = stats.binom.pmf(np.arange(n_a + 1), n_a, rate_a)[:, None] * stats.binom.pmf(
        np.arange(n_b + 1), n_b, rate_b
    )
    truth = rate_a - rate_b
    return float(weight[(low - 1e-12 <= truth) & (truth <= high + 1e-12)].sum())


@pytest.mark.parametrize(
    ("n_a", "rate_a", "n_b", "rate_b"),
    [(30, 0.1, 50, 0.3), (100, 0.02, 100, 0.05), (200, 0.5, 40, 0.4), (500, 0.02, 80, 0.02)],
)
def test_newcombe_covers_the_truth(n_a, rate_a, n_b, rate_b):
    assert 0.93 <= exact_newcombe_coverage(n_a, rate_a, n_b, rate_b) <= 0.99
