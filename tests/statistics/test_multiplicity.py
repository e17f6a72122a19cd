import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtr, ndtri
from statsmodels.stats.multitest import multipletests

from dataexplain.errors import ParameterError
from dataexplain.statistics import benjamini_hochberg, selected_confidence, simes, two_level_q

probabilities = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, 0.02, 0.05, 1.0]))


@st.composite
def families(draw, missing=False):
    values = st.one_of(probabilities, st.just(float("nan"))) if missing else probabilities
    p = draw(st.lists(values, min_size=1, max_size=25))
    groups = draw(st.lists(st.sampled_from("abcdef"), min_size=len(p), max_size=len(p)))
    return np.array(p), groups


@given(st.lists(probabilities, min_size=1, max_size=40))
def test_benjamini_hochberg_is_that_of_scipy_and_statsmodels(p):
    ours = benjamini_hochberg(p)
    assert ours == pytest.approx(stats.false_discovery_control(p))
    assert ours == pytest.approx(multipletests(p, method="fdr_bh")[1])


@given(st.lists(probabilities, min_size=1, max_size=40))
def test_simes_is_its_formula(p):
    assert simes(p) == pytest.approx(
        min(len(p) * value / (rank + 1) for rank, value in enumerate(sorted(p)))
    )


def test_what_cannot_be_tested_counts_for_nothing():
    nan = float("nan")
    p, groups = [0.01, nan, 0.03, nan, 0.5], ["a", "a", "b", "c", "b"]
    kept = [0, 2, 4]
    assert np.isnan(benjamini_hochberg(p)[[1, 3]]).all()
    assert benjamini_hochberg(p)[kept] == pytest.approx(benjamini_hochberg([0.01, 0.03, 0.5]))
    assert simes(p) == simes([0.01, 0.03, 0.5])
    assert np.isnan(simes([nan]))
    assert np.isnan(simes([]))
    adjusted = two_level_q(p, groups)
    assert adjusted.q[kept] == pytest.approx(two_level_q([0.01, 0.03, 0.5], ["a", "b", "b"]).q)
    assert list(adjusted.group_p) == ["a", "b"]
    assert not adjusted.rejected(1.0)[[1, 3]].any()


def procedure(p, groups, alpha):
    """Benjamini and Bogomolov's two steps at one level, written the plain way."""
    groups = np.array(groups)
    tested = ~np.isnan(p)
    labels = np.unique(groups[tested])
    slack = 1 + 1e-9  # alpha is often exactly a boundary here

    def step_up(values, level):
        ordered = np.sort(values)
        passing = np.flatnonzero(
            ordered <= slack * level * np.arange(1, values.size + 1) / values.size
        )
        return ordered[passing[-1]] if passing.size else -1.0

    group_p = np.array(
        [
            (np.sort(p[(groups == label) & tested]) * size / np.arange(1, size + 1)).min()
            for label in labels
            for size in [((groups == label) & tested).sum()]
        ]
    )
    chosen = labels[group_p <= step_up(group_p, alpha) * slack]
    rejected = np.zeros(p.size, dtype=bool)
    for label in chosen:
        rows = (groups == label) & tested
        limit = step_up(p[rows], alpha * chosen.size / labels.size)
        rejected |= rows & (np.nan_to_num(p, nan=2.0) <= limit)
    return rejected


@given(families(missing=True))
def test_two_level_q_is_the_smallest_level_that_rejects(family):
    p, groups = family
    adjusted = two_level_q(p, groups)
    for alpha in [*np.unique(adjusted.q[~np.isnan(adjusted.q)]), 0.05, 0.1, 0.3]:
        expected = procedure(p, groups, alpha)
        assert (adjusted.q <= alpha * (1 + 1e-8))[expected].all()
        assert expected[adjusted.q <= alpha].all()


@given(families())
def test_q_is_at_least_p_and_at_most_one(family):
    p, groups = family
    q = two_level_q(p, groups).q
    assert (q >= p * (1 - 1e-12)).all()
    assert (q <= 1).all()


@given(families())
def test_a_smaller_p_of_the_same_group_has_no_larger_q(family):
    p, groups = family
    q = two_level_q(p, groups).q
    for label in set(groups):
        rows = np.array(groups) == label
        assert (np.diff(q[rows][np.argsort(p[rows], kind="stable")]) >= 0).all()


@given(families(), st.data())
def test_lowering_a_p_raises_no_q(family, data):
    p, groups = family
    lowered = p.copy()
    lowered[data.draw(st.integers(0, p.size - 1))] *= data.draw(st.floats(0, 1))
    assert (two_level_q(lowered, groups).q <= two_level_q(p, groups).q * (1 + 1e-12)).all()


@given(families(missing=True), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(family, random):
    p, groups = family
    order = list(range(p.size))
    random.shuffle(order)
    shuffled = two_level_q(p[order], [groups[position] for position in order]).q
    assert shuffled == pytest.approx(two_level_q(p, groups).q[order], nan_ok=True)


@given(st.lists(probabilities, min_size=1, max_size=25))
def test_one_group_or_groups_of_one_are_plain_benjamini_hochberg(p):
    plain = benjamini_hochberg(p)
    assert two_level_q(p, ["all"] * len(p)).q == pytest.approx(plain)
    assert two_level_q(p, range(len(p))).q == pytest.approx(plain)


def test_no_claims_no_answer():
    adjusted = two_level_q([], [])
    assert adjusted.q.size == 0
    assert adjusted.group_q == {}


def test_inputs_are_checked():
    with pytest.raises(ParameterError, match="from 0 to 1"):
        benjamini_hochberg([0.5, 1.2])
    with pytest.raises(ParameterError, match="2 labels"):
        two_level_q([0.5, 0.2], ["a"])
    with pytest.raises(ParameterError, match="wherever a claim is selected"):
        selected_confidence([True, False], ["a", "a"], tested=[False, True])
    with pytest.raises(ParameterError, match="'alpha'"):
        selected_confidence([True], ["a"], alpha=1.0)


def test_confidence_of_selected_intervals():
    selected = [True, True, False, False, True, False, False]
    groups = ["a", "a", "a", "a", "b", "c", "d"]
    tested = [True, True, True, False, True, True, False]
    # 2 of the 3 tested groups have a selected claim; 2 of 3 in a, 1 of 1 in b
    expected = 1 - 0.06 * (2 / 3) * np.array([2 / 3, 2 / 3, 1.5, 1.5, 1, 1.5, 1.5])
    assert selected_confidence(selected, groups, 0.06, tested=tested) == pytest.approx(expected)


def test_everything_selected_needs_no_correction():
    assert (selected_confidence([True] * 4, ["a", "a", "b", "c"]) == 0.95).all()


def test_nothing_tested():
    assert (selected_confidence([False], ["a"], tested=[False]) == 0.95).all()


def false_shares(repeats, seed):
    """Draw 20 groups of 6 claims, three of them full of strong effects, one with a weak one.

    Returns the mean over repeats of the average false share over selected groups (what Benjamini
    and Bogomolov hold), of the false share among all rejected, and of the false coverage rate.
    """
    generator = np.random.default_rng(seed)
    groups = np.repeat(np.arange(20), 6)
    effects = np.zeros(120)
    effects[:18] = 5.0
    effects[18] = 3.0
    by_group, overall, uncovered = [], [], []
    for _ in range(repeats):
        estimates = effects + generator.normal(size=120)
        rejected = two_level_q(2 * ndtr(-np.abs(estimates)), groups.tolist()).rejected(0.05)
        false = rejected & (effects == 0)
        chosen = np.unique(groups[rejected])
        by_group.append(
            np.mean([false[groups == g].sum() / rejected[groups == g].sum() for g in chosen])
        )
        overall.append(false.sum() / max(rejected.sum(), 1))
        confidence = selected_confidence(rejected, groups.tolist())
        missed = np.abs(estimates - effects) > ndtri(0.5 + confidence / 2)
        chosen_missed = [missed[rejected & (groups == g)].mean() for g in chosen]
        uncovered.append(np.mean(chosen_missed))
    return np.mean(by_group), np.mean(overall), np.mean(uncovered)


def test_false_shares_are_held_beside_groups_full_of_effects():
    by_group, overall, uncovered = false_shares(300, seed=0)
    assert by_group <= 0.06
    assert overall <= 0.05
    assert uncovered <= 0.06


@pytest.mark.slow
def test_false_shares_are_held_closely():
    by_group, overall, uncovered = false_shares(20_000, seed=1)
    assert by_group <= 0.051
    assert overall <= 0.05
    assert uncovered <= 0.051
