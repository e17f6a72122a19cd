"""The scale a numeric outcome is averaged on, and all that follows it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.claims import Claim, Region, say
from dataexplain.errors import ParameterError, TargetError
from dataexplain.runs.claim_records import words_of
from dataexplain.runs.floors import floors
from dataexplain.tables import build_table
from dataexplain.tables.outcome_scale import OutcomeScale, choose_scale

RNG_SEED = 60


def drawn(rows: int = 1000) -> np.ndarray:
    return np.random.default_rng(RNG_SEED).normal(size=rows)


def chosen(values: np.ndarray, wish: str | None = None) -> OutcomeScale:
    return choose_scale(values, wish, "pay")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (drawn(), "plain"),
        (np.exp(drawn()), "plain"),  # skewed, but most of the variance is in the body
        (np.exp(2 * drawn()), "capped"),
        (-np.exp(2 * drawn()), "capped"),
        ((np.arange(1000) < 5) * 1.0, "plain"),  # rare events are all there is
        (np.random.default_rng(0).poisson(0.02, size=1000) * 1.0, "plain"),
        (np.full(50, 3.0), "plain"),
    ],
)
def test_an_outcome_is_capped_unasked_where_few_rows_carry_most_of_it(
    values: np.ndarray, name: str
) -> None:
    assert chosen(values).name == name


def test_a_cap_lies_at_a_hundredth_of_the_rows_on_either_side() -> None:
    values = np.exp(2 * drawn())
    scale = chosen(values)
    low, high = np.quantile(values, [0.01, 0.99], method="nearest")
    assert (scale.low, scale.high) == (low, high)
    capped = scale.apply(values)
    assert (capped.min(), capped.max()) == (low, high)
    middle = (values > low) & (values < high)
    np.testing.assert_array_equal(capped[middle], values[middle])
    assert 970 <= middle.sum() <= 985


def test_a_wish_decides() -> None:
    heavy, light = np.exp(2 * drawn()), drawn()
    assert chosen(heavy, "plain") == OutcomeScale()
    assert chosen(light, "capped").name == "capped"
    assert chosen(heavy, "log") == OutcomeScale("log")
    # nothing lies between the bounds of an outcome that hardly varies
    assert chosen(np.append(np.zeros(999), 1.0), "capped") == OutcomeScale()


@pytest.mark.parametrize(
    ("values", "offset"),
    [([1.0, 2.0, 8.0], 0.0), ([0.0, 1.0, 8.0], 1.0), ([0.0, 0.4, 8.5], 0.2), ([0.0, 0.0], 1.0)],
)
def test_zeros_have_logarithms_of_what_is_added(values: list[float], offset: float) -> None:
    scale = chosen(np.array(values), "log")
    assert scale.offset == pytest.approx(offset)
    assert np.isfinite(scale.apply(np.array(values))).all()
    np.testing.assert_allclose(np.exp(scale.apply(np.array(values))) - offset, values, atol=1e-12)


def test_negative_values_have_no_logarithm() -> None:
    with pytest.raises(TargetError, match="some values are negative") as caught:
        choose_scale(np.array([-1.0, 3.0]), "log", "pay", "pays.csv")
    assert (caught.value.file, caught.value.column) == ("pays.csv", "pay")


def test_another_scale_is_refused() -> None:
    with pytest.raises(ParameterError, match="'plain', 'capped', 'log' or None"):
        chosen(drawn(), "square")


@given(st.lists(st.floats(-1e6, 1e6), min_size=2), st.sampled_from(["plain", "capped"]))
def test_a_scale_keeps_the_order(values: list[float], wish: str) -> None:
    numbers = np.sort(np.array(values))
    assert (np.diff(chosen(numbers, wish).apply(numbers)) >= 0).all()


def skewed(scale: str | None):
    rng = np.random.default_rng(RNG_SEED)
    return build_table(
        {"x": rng.normal(size=800), "pay": np.exp(2 * drawn(800))}, "pay", scale=scale
    )


@pytest.mark.parametrize("scale", ["plain", "capped", "log"])
def test_outcome_spread_and_floor_follow_the_scale(scale: str) -> None:
    table = skewed(scale)
    raw = table.frame["pay"].to_numpy()
    expected = {
        "plain": raw,
        "capped": np.clip(raw, *np.quantile(raw, [0.01, 0.99], method="nearest")),
        "log": np.log(raw),
    }[scale]
    np.testing.assert_allclose(table.outcome(), expected)
    rows = np.arange(len(table))
    assert table.outcome_moments(None, rows) == pytest.approx((expected.mean(), expected.std()))
    assert floors(table, rows, None)[None] == pytest.approx(0.1 * expected.std())


@pytest.mark.parametrize(
    ("scale", "start"),
    [
        ("plain", "Average pay hardly"),
        ("log", "Typical pay hardly"),
        (None, "Average pay (capped at "),
    ],
)
def test_sentences_say_the_scale(scale: str | None, start: str) -> None:
    claim = Claim("no_effect", ("x",), "none", Region())
    assert say(claim, words_of(skewed(scale))).startswith(start)


def test_a_cap_at_zero_goes_without_saying() -> None:
    values = np.where(np.arange(800) < 40, 0.0, np.exp(2 * drawn(800)))
    table = build_table({"x": drawn(800), "pay": values}, "pay", scale="capped")
    assert words_of(table).capped.startswith(" (capped at ")
    assert " and " not in words_of(table).capped


def test_classes_have_no_scale() -> None:
    data = {"x": drawn(40), "y": ["a", "b"] * 20}
    assert build_table(data, "y", scale="plain").outcome_scale == OutcomeScale()
    for scale in ("log", "capped"):
        with pytest.raises(TargetError, match="it has classes, not numbers"):
            build_table(data, "y", scale=scale)
