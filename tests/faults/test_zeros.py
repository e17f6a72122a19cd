"""Zeros that cannot be, and zeros that can."""

from __future__ import annotations

import numpy as np
import pytest

from tests.faults.looking import faults_in, some


def table(column: np.ndarray, name: str = "measured") -> dict[str, np.ndarray]:
    rng = np.random.default_rng(len(column))
    return {name: column, "y": rng.normal(size=len(column))}


@pytest.mark.parametrize("share", [0.01, 0.05, 0.3])
def test_zeros_far_from_all_other_values_are_found(share: float) -> None:
    pressure = np.random.default_rng(0).normal(72, 12, 800).round()
    pressure[some(800, share)] = 0
    assert "sentinel-measured-0" in faults_in(table(pressure))


@pytest.mark.parametrize(
    "genuine",
    [
        lambda draw: draw.poisson(2, 800),
        lambda draw: draw.poisson(6, 800),
        lambda draw: draw.exponential(8, 800).round(1) * (draw.random(800) > 0.6),
        lambda draw: draw.lognormal(7, 1.2, 800).round() * (draw.random(800) > 0.9),
        lambda draw: draw.gamma(1, 40, 800).round() * (draw.random(800) > 0.5),
        lambda draw: draw.integers(0, 5, 800) * 10,
    ],
)
def test_genuine_zeros_are_left_alone(genuine) -> None:
    assert not faults_in(table(genuine(np.random.default_rng(1))))


def test_of_what_can_be_nothing_zero_is_a_value() -> None:
    rng = np.random.default_rng(2)
    rent = rng.normal(900, 150, 800).round() * (rng.random(800) > 0.08)
    assert "sentinel-measured-0" in faults_in(table(rent))
    assert not faults_in(table(rent, "discount"))


def test_zeros_of_two_columns_in_the_same_rows_tell_each_other() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.gamma(3, 40, (2, 900)).round() + 9
    lacking = some(900, 0.4)
    both = {"first": np.where(lacking, 0, first), "second": np.where(lacking, 0, second)}
    found = faults_in({**both, "y": rng.normal(size=900)})
    assert found["sentinel-first-0"].evidence["company"] == 2
    apart = {"first": both["first"], "second": np.where(some(900, 0.4, 9), 0, second)}
    alone = faults_in({**apart, "y": rng.normal(size=900)})
    assert all(fault.evidence["company"] == 0 for fault in alone.values())
