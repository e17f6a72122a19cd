import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dataexplain.errors import ParameterError
from dataexplain.statistics import Estimate

effects = st.floats(-100, 100)
errors = st.floats(0.01, 100)
freedoms = st.floats(1, 1e6)


def estimate(effect: float, error: float, freedom: float) -> Estimate:
    return Estimate.from_standard_error(effect, error, degrees_of_freedom=freedom, n=10)


@given(effects, errors, freedoms)
def test_interval_and_p_are_those_of_the_t_distribution(effect, error, freedom):
    ours = estimate(effect, error, freedom)
    theirs = stats.t(df=freedom, loc=effect, scale=error)
    assert ours.interval == pytest.approx(theirs.interval(0.95), rel=1e-6, abs=1e-6)
    assert ours.p == pytest.approx(2 * stats.t.sf(abs(effect / error), freedom), rel=1e-6)


@given(effects, errors, freedoms, st.floats(0.5, 0.999))
def test_at_level(effect, error, freedom, confidence):
    ours = estimate(effect, error, freedom).at_level(confidence)
    assert ours == pytest.approx(
        stats.t.interval(confidence, df=freedom, loc=effect, scale=error), rel=1e-6, abs=1e-6
    )


@given(effects, errors, freedoms)
def test_the_interval_leaves_out_zero_exactly_when_p_is_small(effect, error, freedom):
    ours = estimate(effect, error, freedom)
    low, high = ours.interval
    if abs(ours.p - 0.05) > 1e-6:
        assert (low > 0 or high < 0) == (ours.p < 0.05)


def test_signed_turns_effect_and_interval_around():
    ours = estimate(2.0, 0.5, 9)
    turned = ours.signed(-1)
    assert (turned.effect, turned.p) == (-2.0, ours.p)
    assert turned.interval == (-ours.interval[1], -ours.interval[0])
    assert turned.at_level(0.95) == pytest.approx(turned.interval)
    assert ours.signed(1) == ours == turned.signed(-1)


def test_one_sided_p_values():
    ours = estimate(2.0, 0.5, 9)
    assert ours.p_above(0.0) == pytest.approx(ours.p / 2)
    assert ours.p_above(3.0) == pytest.approx(stats.t.cdf(2.0, 9))
    assert ours.p_above(3.0) + ours.p_below(3.0) == pytest.approx(1.0)


def test_no_error_at_all_is_infinitely_far_from_other_values():
    ours = estimate(2.0, 0.0, 9)
    assert (ours.interval, ours.p, ours.p_above(1.0), ours.p_above(3.0)) == ((2, 2), 0, 0, 1)
    assert estimate(0.0, 0.0, 9).p == 1.0


def test_untestable_says_nothing():
    ours = Estimate.untestable(2.0, 1)
    assert not ours.testable
    assert ours.effect == 2.0
    silent = (ours.p, ours.p_above(0.0), ours.p_below(0.0), *ours.interval, *ours.at_level(0.9))
    assert all(math.isnan(number) for number in silent)


@given(effects, errors)
def test_z_counts_in_standard_errors(effect, error):
    assert estimate(effect, error, 9).z == effect / error


@pytest.mark.parametrize(
    "without",
    [Estimate.untestable(2.0, 1), estimate(2.0, 0.0, 9), estimate(math.nan, 1.0, 9)],
    ids=["untestable", "no error", "no effect"],
)
def test_without_an_error_to_count_in_z_is_zero(without):
    assert without.z == 0.0


def test_an_error_that_is_not_a_number_is_untestable():
    assert not estimate(1.0, math.nan, 9).testable
    assert not estimate(1.0, 1.0, 0.0).testable


@pytest.mark.parametrize("sign", [0, 2, -0.5])
def test_a_sign_is_one_or_minus_one(sign):
    with pytest.raises(ParameterError, match="must be 1 or -1"):
        estimate(1.0, 1.0, 9).signed(sign)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95])
def test_a_confidence_is_a_fraction(confidence):
    with pytest.raises(ParameterError, match=r"number in \(0, 1\)"):
        estimate(1.0, 1.0, 9).at_level(confidence)
