import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dataexplain.errors import ParameterError
from dataexplain.statistics import fisher_exact_p, permutation_test


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_fisher_is_that_of_scipy(successes_a, failures_a, successes_b, failures_b):
    theirs = stats.fisher_exact([[successes_a, failures_a], [successes_b, failures_b]]).pvalue
    ours = fisher_exact_p(
        successes_a, successes_a + failures_a, successes_b, successes_b + failures_b
    )
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_fisher_with_a_million_rows():
    theirs = stats.fisher_exact([[13, 4_987], [1_200, 993_800]]).pvalue
    assert fisher_exact_p(13, 5_000, 1_200, 995_000) == pytest.approx(theirs, rel=1e-6)


def shuffled_p(outcome, contrast, **options):
    return permutation_test(outcome, contrast, generator=np.random.default_rng(0), **options)


def test_two_groups_are_enumerated_and_agree_with_scipy():
    a, b = [3.1, 4.7, 2.2, 5.9], [1.0, 2.5, 0.3, 3.0, 1.7]
    theirs = stats.permutation_test(
        (a, b),
        lambda x, y, axis: stats.ttest_ind(x, y, equal_var=False, axis=axis).statistic,
        vectorized=True,
        n_resamples=np.inf,
    )
    contrast = [1] * 4 + [0] * 5
    assert shuffled_p([*a, *b], contrast) == pytest.approx(
        np.mean(np.abs(theirs.null_distribution) >= abs(theirs.statistic) - 1e-9)
    )
    assert shuffled_p([*a, *b], contrast, two_sided=False) == pytest.approx(
        np.mean(theirs.null_distribution >= theirs.statistic - 1e-9)
    )


def brute_force_p(outcome, contrast, strata):
    """Try all orders within the strata, with HC2 errors computed the plain way."""
    outcome, contrast, strata = map(np.asarray, (outcome, contrast, strata))
    dummies = (strata[:, None] == np.unique(strata)).astype(float)
    design = np.column_stack([contrast, dummies])
    hat = design @ np.linalg.pinv(design)
    bread = np.linalg.inv(design.T @ design)

    def studentised(y):
        residual = y - hat @ y
        meat = design.T @ np.diag(residual**2 / (1 - np.diag(hat))) @ design
        return (bread @ design.T @ y)[0] / math.sqrt((bread @ meat @ bread)[0, 0])

    rows = [np.flatnonzero(strata == label) for label in np.unique(strata)]
    values = []
    for parts in itertools.product(*(itertools.permutations(part) for part in rows)):
        shuffled = outcome.copy()
        for part, order in zip(rows, parts, strict=True):
            shuffled[part] = outcome[list(order)]
        values.append(abs(studentised(shuffled)))
    return np.mean(np.array(values) >= values[0] * (1 - 1e-9))


def test_enumeration_within_strata_agrees_with_brute_force():
    generator = np.random.default_rng(5)
    strata = np.array([0, 1, 0, 1, 0, 1, 0])
    outcome, contrast = generator.normal(size=7), generator.normal(size=7)
    assert shuffled_p(outcome, contrast, strata=strata) == pytest.approx(
        brute_force_p(outcome, contrast, strata)
    )


def test_drawn_shuffles_stay_within_strata():
    # only the three rows of the first stratum can speak: 2 of their 6 orders are this extreme
    strata = [0] * 3 + [1] * 12
    contrast = [0.0, 1.0, 2.0] + [5.0] * 12
    outcome = [0.0, 1.0, 2.1, *np.linspace(-40, 60, 12)]
    drawn = [
        permutation_test(
            outcome,
            contrast,
            strata=strata,
            permutations=5,
            generator=np.random.default_rng(seed),
        )
        for seed in range(200)
    ]
    assert shuffled_p(outcome, contrast, strata=strata) == pytest.approx(2 / 6)
    assert np.mean(drawn) == pytest.approx((1 + 5 * 2 / 6) / 6, abs=0.06)


def test_outcome_and_contrast_may_be_the_one_with_few_arrangements():
    generator = np.random.default_rng(6)
    values, group = generator.normal(size=9), np.array([1, 1, 0, 0, 0, 0, 1, 0, 0])
    by_contrast = shuffled_p(values, group)
    drawn = shuffled_p(values, group, permutations=83)
    assert by_contrast * 84 == pytest.approx(round(by_contrast * 84))
    assert drawn != by_contrast
    drawn_often = np.mean(
        [
            permutation_test(values, group, permutations=83, generator=np.random.default_rng(seed))
            for seed in range(200)
        ]
    )
    assert drawn_often == pytest.approx(by_contrast, abs=0.03)


def test_a_single_row_apart_is_as_rare_as_its_place():
    outcome, contrast = [9.0, *np.linspace(0, 1, 19)], [1.0] + [0.0] * 19
    assert shuffled_p(outcome, contrast) == pytest.approx(1 / 20)


def test_perfect_separation_has_the_smallest_possible_p():
    outcome, contrast = [1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert shuffled_p(outcome, contrast) == pytest.approx(1 / math.comb(9, 4))
    larger = np.repeat([1.0, 0.0], 50)
    assert shuffled_p(larger, larger, permutations=999) == 1 / 1000


def test_p_is_never_zero_and_counts_the_observed_order():
    generator = np.random.default_rng(7)
    contrast = generator.normal(size=100)
    assert shuffled_p(contrast + 0.01 * generator.normal(size=100), contrast) == 1 / 10_000


def test_strata_hide_what_only_differs_between_them():
    generator = np.random.default_rng(8)
    strata = np.repeat(["low", "high"], 100)
    level = np.repeat([0.0, 10.0], 100)
    outcome, contrast = level + generator.normal(size=200), level + generator.normal(size=200)
    assert shuffled_p(outcome, contrast, permutations=199) == 1 / 200
    assert shuffled_p(outcome, contrast, permutations=199, strata=strata) > 0.01


def test_one_sided_takes_a_positive_slope_for_the_alternative():
    contrast = np.linspace(-1, 1, 30)
    outcome = contrast + np.sin(50 * contrast)
    up = shuffled_p(outcome, contrast, permutations=999, two_sided=False)
    down = shuffled_p(-outcome, contrast, permutations=999, two_sided=False)
    assert up < 0.05
    assert down > 0.95


def test_same_generator_same_answer_whatever_the_scale():
    generator = np.random.default_rng(9)
    outcome, contrast = generator.normal(size=40), generator.normal(size=40)
    assert shuffled_p(outcome, contrast) == shuffled_p(1e6 * outcome, 1e-6 * contrast)


@pytest.mark.parametrize(
    ("outcome", "contrast"), [([], []), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [0.1, 0.1, 0.1])]
)
def test_what_does_not_vary_is_untestable(outcome, contrast):
    assert math.isnan(shuffled_p(outcome, contrast))


def test_inputs_are_checked():
    with pytest.raises(ParameterError, match=r"'d_residual' .* 2 numbers"):
        shuffled_p([1, 2], [1, 2, 3])
    with pytest.raises(ParameterError, match=r"'strata' .* 2 labels"):
        shuffled_p([1, 2], [1, 2], strata=[1])
    with pytest.raises(ParameterError, match=r"'permutations' .* 1 or more"):
        shuffled_p([1, 2], [1, 2], permutations=0)


def rejections(repeats, permutations, sizes=(15, 60), noises=(3.0, 0.5)):
    """Reject a true null where the smaller group is the noisier one."""
    generator = np.random.default_rng(10)
    contrast = np.repeat([1.0, 0.0], sizes)
    noise = np.repeat(noises, sizes)
    found = 0
    for _ in range(repeats):
        outcome = generator.normal(size=contrast.size) * noise
        p = permutation_test(outcome, contrast, generator=generator, permutations=permutations)
        found += p <= 0.05
    return found / repeats


def test_level_holds_where_noise_differs_with_the_contrast():
    # shuffling the plain difference of means rejects more than 0.3 of these
    assert 0.02 <= rejections(600, 199) <= 0.09


@pytest.mark.slow
def test_level_holds_closely_for_more_rows():
    assert 0.04 <= rejections(4000, 499, sizes=(60, 240)) <= 0.06
