"""Rounding that only some rows went through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.faults.heaping import decimals_of, find_heaping
from tests.faults.looking import counted, faults_in, people, some


def rounded(values: np.ndarray, unit: float, share: float) -> np.ndarray:
    chosen = some(len(values), share)
    return np.where(chosen, (values / unit).round() * unit, values)


@pytest.mark.parametrize("unit", [5.0, 10.0])
@pytest.mark.parametrize("share", [0.2, 0.6])
def test_partial_rounding_is_found_with_its_unit(unit: float, share: float) -> None:
    ages = np.random.default_rng(0).integers(15, 90, 1500).astype(float)
    heaping = find_heaping(counted(rounded(ages, unit, share)))
    assert heaping is not None
    assert heaping.unit == unit
    assert heaping.found > 1.8 * heaping.expected


@pytest.mark.parametrize(("decimals", "unit"), [(1, 0.5), (2, 0.1), (3, 0.1), (0, 100.0)])
def test_units_fit_the_column(decimals: int, unit: float) -> None:
    values = np.random.default_rng(1).normal(50 * unit, 8 * unit, 3000).round(decimals)
    heaping = find_heaping(counted(rounded(values, unit, 0.5).round(decimals)))
    assert heaping is not None
    assert heaping.unit == pytest.approx(unit)


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.normal(50, 12, 3000).round(),
        lambda rng: rng.normal(50, 12, 3000),
        lambda rng: rng.exponential(30, 3000).round(),
        lambda rng: rng.poisson(25, 3000),
        lambda rng: rng.normal(50, 12, 3000).round(-1),
        lambda rng: rng.integers(0, 8, 3000) * 10,
        lambda rng: rng.choice(np.arange(20, 60), 3000) / 10,
    ],
)
def test_no_rounding_and_full_rounding_are_no_fault(draw) -> None:
    assert find_heaping(counted(draw(np.random.default_rng(2)))) is None


def test_one_frequent_round_value_is_no_rounding() -> None:
    hours = np.random.default_rng(3).integers(10, 71, 2000).astype(float)
    hours[some(2000, 0.4)] = 40
    assert find_heaping(counted(hours)) is None


def test_rounding_too_fine_to_matter_is_passed_over() -> None:
    prices = np.random.default_rng(4).normal(300_000, 60_000, 3000).round()
    assert find_heaping(counted(rounded(prices, 100.0, 0.5))) is None


def test_the_record() -> None:
    frame = people(1500)
    frame["age"] = rounded(frame["age"].to_numpy(), 10, 0.4)
    fault = faults_in(frame, "ill")["heaping-age"]
    assert (fault.severity, fault.recode) == ("note", "")
    assert "of the values of 'age' are multiples of 10" in fault.text
    assert fault.rows == (frame["age"] % 10 == 0).sum()
    assert frame["age"].iloc[fault.row_numbers[0] - 1] % 10 == 0
    assert fault.chart["labels"][0] == "multiples"
    assert sum(fault.chart["rows"]) == 1500


@given(st.integers(0, 5))
def test_decimals_are_those_that_nearly_all_rows_make_do_with(decimals: int) -> None:
    values = np.random.default_rng(decimals).normal(0, 3, 500).round(decimals)
    assert decimals_of(counted([*values, 0.1234567])) == decimals
