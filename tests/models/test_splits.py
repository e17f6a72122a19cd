import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.models.rule import Condition, Rule
from dataexplain.models.splits import Splits, cut_points, round_between

numbers = st.floats(-1e9, 1e9, allow_subnormal=False)


@given(numbers, numbers)
def test_a_round_number_lies_in_the_gap(one, other):
    low, high = sorted((one, other))
    if low < high:
        assert low < round_between(low, high) <= high


@given(numbers, st.floats(1e-3, 1e3))
def test_a_round_number_has_few_digits(low, width):
    high = low + width
    if high > low and width > 1e-5 * max(abs(low), abs(high)):
        digits = len(f"{abs(round_between(low, high)):.15g}".replace(".", "").strip("0"))
        longest = max(abs(low), abs(high))
        assert digits <= math.ceil(math.log10(longest)) - math.floor(math.log10(width)) + 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.29, 0.31, 0.3), (0, 0.5, 0.3), (-0.5, 0, 0.0), (-20, -9, -10.0), (99, 101, 100.0)],
)
def test_round_numbers(low, high, expected):
    assert round_between(low, high) == expected


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=200), st.integers(1, 20))
def test_cut_points_rise_and_part_the_values(values, most):
    column = np.array(values, dtype=float)
    cuts = cut_points(column, most)
    assert len(cuts) <= most
    assert (np.diff(cuts) > 0).all()
    assert ((cuts > column.min()) & (cuts <= column.max())).all()
    if len(np.unique(column)) <= most + 1:
        pieces = np.searchsorted(cuts, np.unique(column), side="right")
        assert len(set(pieces)) == len(np.unique(column))


def test_cut_points_of_a_heaped_column():
    column = np.array([0.0] * 900 + list(range(1, 101)))
    cuts = cut_points(column, 10)
    assert len(cuts) >= 1
    assert cuts.min() > 0


def test_cut_points_of_nothing():
    assert cut_points(np.array([np.nan, np.nan]), 5).size == 0
    assert cut_points(np.array([1.0, 1.0]), 5).size == 0


@pytest.fixture
def splits():
    matrix = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 2.0], [np.nan, 0.0]] * 5)
    return Splits.learn(
        matrix, ("number", "level"), (None, ("a", "b", "c")), max_cuts=5, max_levels=3
    )


def test_conditions_on_one_feature_merge(splits):
    # Columns of codes: cuts at 2 and 3, missing number, levels a, b, c.
    above_two, below_three = (0, 0.5, True), (0, 1.5, False)
    assert splits.conditions([above_two, below_three]) == (
        Condition("number", 2.0, 3.0, missing=True),
    )
    assert splits.conditions([above_two, below_three, (1, 0.5, False)]) == (
        Condition("number", 2.0, 3.0, missing=False),
    )
    assert splits.conditions([(1, 0.5, True), above_two]) == (Condition("number", missing=True),)
    assert splits.conditions([(1, 0.5, False)]) == (Condition("number", missing=False),)


def test_levels_left_over_are_named(splits):
    not_a, not_b = (2, 0.5, False), (3, 0.5, False)
    assert splits.conditions([not_a]) == (Condition("level", levels=("b", "c")),)
    assert splits.conditions([not_a, not_b]) == (Condition("level", levels=("c",)),)


def test_texts():
    rule = Rule(
        (Condition("x", high=3.0, missing=True), Condition("l", levels=("a", "b"))), 0.25, 7
    )
    assert rule.text == "x < 3 or missing and l is a or b: 0.25 (7 rows)"
    assert Rule((), 1.0, 3).text == "always: 1 (3 rows)"
    assert Condition("x", missing=False).text == "x is present"
    assert Condition("x", low=2.5).text == "x >= 2.5"
