from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dataexplain.errors import ParameterError
from dataexplain.statistics import Estimate
from dataexplain.statistics.change import change, detectable, power_of


def estimate(effect: float, error: float, degrees: float = math.inf, n: int = 100) -> Estimate:
    return Estimate.from_standard_error(effect, error, degrees_of_freedom=degrees, n=n)


def test_it_is_welchs_test_of_two_means() -> None:
    generator = np.random.default_rng(0)
    first, second = generator.normal(0, 1, 30), generator.normal(0.5, 3, 12)
    sides = [
        estimate(float(x.mean()), float(x.std(ddof=1) / np.sqrt(len(x))), len(x) - 1, len(x))
        for x in (first, second)
    ]
    expected = stats.ttest_ind(second, first, equal_var=False)
    difference = change(*sides)
    assert difference.p == pytest.approx(expected.pvalue)
    assert difference.interval == pytest.approx(tuple(expected.confidence_interval()))
    assert difference.n == 42


def test_an_untestable_side_leaves_nothing_to_test() -> None:
    assert not change(estimate(1, 0.1), Estimate.untestable(1.0, 3)).testable
    assert not change(Estimate.untestable(1.0, 3), estimate(1, 0.1)).testable


def test_two_normal_estimates_give_a_normal_difference() -> None:
    assert math.isinf(change(estimate(1, 0.1), estimate(2, 0.1)).degrees_of_freedom)


def test_estimates_without_error_do_not_divide_by_zero() -> None:
    assert change(estimate(1, 0.0, 5), estimate(2, 0.0, 9)).degrees_of_freedom == 5


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.floats(1, 1e6), st.floats(1, 1e6))
def test_degrees_of_freedom_lie_between_the_smaller_and_the_sum(
    first: float, second: float, one: float, other: float
) -> None:
    found = change(estimate(0, first, one), estimate(0, second, other)).degrees_of_freedom
    assert min(one, other) * (1 - 1e-9) <= found <= (one + other) * (1 + 1e-9)


def test_what_is_detectable_is_found_four_times_out_of_five() -> None:
    generator = np.random.default_rng(1)
    old, new = estimate(0, 1.0), estimate(0, 2.0)
    difference = change(old, new)
    size = detectable(difference, 0.01)
    draws = generator.normal(size, difference.standard_error, 20_000)
    found = np.mean(2 * stats.norm.sf(np.abs(draws) / difference.standard_error) <= 0.01)
    assert found == pytest.approx(0.8, abs=0.01)
    assert power_of(size, difference, 0.01) == pytest.approx(0.8, abs=0.001)


def test_no_effect_is_found_as_often_as_the_level() -> None:
    assert power_of(0.0, estimate(0, 1.0), 0.05) == pytest.approx(0.05)
    assert power_of(0.0, estimate(0, 1.0, 12), 0.05) == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize("degrees", [5.0, 30.0, 400.0])
def test_power_is_that_of_simulated_tests(degrees: float) -> None:
    generator = np.random.default_rng(int(degrees))
    spread = np.sqrt(generator.chisquare(degrees, 100_000) / degrees)
    t = (3.0 + generator.normal(size=100_000)) / spread
    found = np.mean(2 * stats.t.sf(np.abs(t), degrees) <= 0.01)
    assert power_of(3.0, estimate(0, 1.0, degrees), 0.01) == pytest.approx(found, abs=0.015)


@pytest.mark.parametrize("degrees", [3.0, 90.0, math.inf])
def test_power_rises_to_one_and_is_always_known(degrees: float) -> None:
    sizes = (0.0, 0.5, 2.0, 4.0, 20.0, 80.0, 1e4)
    powers = [power_of(size, estimate(0, 1.0, degrees), 0.01) for size in sizes]
    assert powers == sorted(powers)
    assert powers[-1] == pytest.approx(1.0)


def test_what_cannot_be_tested_detects_nothing() -> None:
    nothing = Estimate.untestable(0.0, 2)
    assert math.isnan(detectable(nothing, 0.05))
    assert math.isnan(power_of(1.0, nothing, 0.05))


def test_a_level_outside_of_chance_is_refused() -> None:
    with pytest.raises(ParameterError, match="level"):
        detectable(estimate(0, 1), 1.5)
