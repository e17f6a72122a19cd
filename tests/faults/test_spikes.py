"""Values that were filled in."""

from __future__ import annotations

import numpy as np
import pytest

from tests.faults.looking import faults_in, people, some


def imputed(frame, target: str = "ill") -> list[str]:
    return [name for name in faults_in(frame, target) if name.startswith("imputed")]


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_a_filled_in_mean_or_median_is_found(share: float) -> None:
    frame = people(1200)
    lacking = some(1200, share)
    for fill, column in (("mean", "age"), ("mean", "height"), ("median", "height")):
        filled = frame.copy()
        others = frame[column][~lacking]
        value = round(float(getattr(others, fill)()), 3)
        filled.loc[lacking, column] = value
        assert imputed(filled) == [f"imputed-{column}-{value:g}"], (fill, column)


def test_clean_columns_and_natural_modes_are_left_alone() -> None:
    rng = np.random.default_rng(1)
    assert not imputed(people())
    counts = {"n": rng.poisson(30, 1500), "g": rng.geometric(0.1, 1500), "y": rng.normal(size=1500)}
    assert not imputed(counts, "y")


def test_two_spikes_are_no_filling_in() -> None:
    rng = np.random.default_rng(2)
    prices = rng.lognormal(4, 0.5, 1000).round(2)
    prices[some(1000, 0.1, 3)], prices[some(1000, 0.1, 4)] = 49.95, 79.95
    assert not imputed({"price": prices, "y": rng.normal(size=1000)}, "y")


def test_the_text_says_what_the_value_is() -> None:
    frame = people(1000)
    lacking = some(1000, 0.1)
    mean = round(float(frame["age"][~lacking].mean()), 4)
    frame.loc[lacking, "age"] = mean
    fault = faults_in(frame, "ill")[f"imputed-age-{mean:g}" if mean % 1 else "imputed-age"]
    assert "which is the average of the others" in fault.text
    assert (fault.rows, fault.severity) == (100, "warning")
    assert fault.recode == f"age={mean}:missing"
    assert fault.id not in faults_in(frame, "ill", recode=[fault.recode])
