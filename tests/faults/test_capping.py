"""Values that were cut off at an end."""

from __future__ import annotations

import numpy as np
import pytest

from tests.faults.looking import faults_in, people


def capped(data, target: str = "y") -> dict[str, tuple[str, str]]:
    return {
        name: (fault.severity, fault.values[0])
        for name, fault in faults_in(data, target).items()
        if fault.kind == "capped"
    }


def table(column, **options) -> dict[str, np.ndarray]:
    return {"x": column, "y": np.random.default_rng(9).normal(size=len(column)), **options}


def test_a_cap_at_either_end_is_found() -> None:
    income = np.random.default_rng(0).normal(50, 15, 1000).round(1)
    assert capped(table(np.minimum(income, 75.0))) == {"capped-x-75": ("note", "75")}
    assert capped(table(np.maximum(income, 30.0))) == {"capped-x-30": ("note", "30")}


def test_a_capped_outcome_is_a_warning() -> None:
    rng = np.random.default_rng(1)
    values = np.minimum(rng.lognormal(12, 0.5, 1500).round(), 300_000)
    found = faults_in({"x": rng.normal(size=1500), "y": values})
    assert found["capped-y-300000"].severity == "warning"
    assert "the largest value of the outcome" in found["capped-y-300000"].text


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.normal(size=1000).round(2),
        lambda rng: rng.exponential(10, 1000).round(),
        lambda rng: rng.geometric(0.1, 1000),
        lambda rng: 60 - rng.geometric(0.1, 1000),
        lambda rng: rng.integers(1, 101, 1000),
        lambda rng: rng.exponential(20, 1000).round() * (rng.random(1000) > 0.5),
        lambda rng: rng.integers(1, 6, 1000),
    ],
)
def test_natural_ends_are_left_alone(draw) -> None:
    assert not capped(table(draw(np.random.default_rng(2))))


def test_a_clean_table_has_no_cap() -> None:
    assert not capped(people(), "ill")
