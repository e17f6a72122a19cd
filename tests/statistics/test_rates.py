"""Newcombe's published examples (1998, table II, method 10), statsmodels, and brute force."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dataexplain.statistics import RateDifference
from dataexplain.statistics.rates import wilson_limits

PUBLISHED = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000)),
]


@st.composite
def tables(draw):
    n_a, n_b = draw(st.integers(1, 300)), draw(st.integers(1, 300))
    return draw(st.integers(0, n_a)), n_a, draw(st.integers(0, n_b)), n_b


def difference(counts, scale=1.0):
    return RateDifference.from_counts(counts, p=0.5, scale=scale)


@pytest.mark.parametrize(("counts", "published"), PUBLISHED)
def test_published_examples(counts, published):
    assert difference(counts).interval == pytest.approx(published, abs=5.1e-5)


@given(tables(), st.floats(0.5, 0.999))
def test_newcombe_is_that_of_statsmodels(counts, confidence):
    theirs = confint_proportions_2indep(*counts, method="newcomb", alpha=1 - confidence)
    assert difference(counts).at_level(confidence) == pytest.approx(theirs, abs=1e-9)


@given(tables(), st.floats(0.1, 5))
def test_wilson_is_that_of_statsmodels(counts, z):
    theirs = proportion_confint(*counts[:2], alpha=2 * ndtr(-z), method="wilson")
    ours = wilson_limits(*counts[:2], z)
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert 0 <= ours[0] <= ours[1] <= 1


@given(tables())
def test_turning_the_sides_around_turns_the_interval_around(counts):
    turned = difference(counts).signed(-1)
    assert turned.interval == pytest.approx(difference((*counts[2:], *counts[:2])).interval)
    assert turned.at_level(0.8) == pytest.approx(
        tuple(-end for end in reversed(difference(counts).at_level(0.8)))
    )


@given(tables())
def test_one_sided_p_is_the_level_whose_limit_touches_the_bound(counts):
    ours = difference(counts)
    low, high = ours.interval
    effect = ours.effect
    # where a limit sticks to -1 or 1 many levels touch it
    if low > -1 + 1e-6 and low < effect - 1e-6:
        assert ours.p_above(low) == pytest.approx(0.025, abs=1e-6)
        assert ours.p_below(low) == pytest.approx(0.975, abs=1e-6)
    if high < 1 - 1e-6 and high > effect + 1e-6:
        assert ours.p_below(high) == pytest.approx(0.025, abs=1e-6)


def test_beyond_all_possible_differences_nothing_lies():
    ours = difference((5, 10, 4, 10))
    assert ours.p_below(1.5) < 1e-300
    assert ours.p_above(1.5) == 1.0


def test_the_error_is_never_zero():
    assert difference((10, 10, 0, 10)).standard_error > 0.05


def test_the_scale_carries_over():
    counts = (7, 20, 3, 25)
    plain, scaled = difference(counts), difference(counts, scale=5.0)
    assert scaled.effect == pytest.approx(5 * plain.effect)
    assert scaled.interval == pytest.approx(tuple(5 * end for end in plain.interval))
    assert scaled.p_above(0.5) == pytest.approx(plain.p_above(0.1))
    assert scaled.signed(-1).at_level(0.9) == pytest.approx(
        tuple(-5 * end for end in reversed(plain.at_level(0.9)))
    )
