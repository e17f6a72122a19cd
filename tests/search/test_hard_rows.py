import numpy as np
import pytest

from dataexplain.search.hard_rows import (
    predicted_by_others,
    rows_of_both_sides,
    worst_predicted,
)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6])
@pytest.mark.parametrize("outcome", [np.repeat([0.0, 1.0], [95, 5]), np.arange(100.0)])
def test_rows_shown_are_different_and_half_of_them_high(outcome, count):
    chosen = rows_of_both_sides(outcome, count, seed=0, purpose="a test")
    assert len(set(chosen.tolist())) == count
    above = int((outcome[chosen] > np.median(outcome)).sum())
    assert abs(2 * above - count) <= 1


def test_a_side_of_few_rows_is_filled_up_from_the_other():
    outcome = np.repeat([0.0, 1.0], [99, 1])
    assert len(set(rows_of_both_sides(outcome, 6, seed=0, purpose="a test").tolist())) == 6
    assert len(rows_of_both_sides(np.zeros(20), 6, seed=0, purpose="a test")) == 6
    assert len(rows_of_both_sides(np.arange(3.0), 6, seed=0, purpose="a test")) == 3


def test_another_purpose_draws_other_rows():
    outcome = np.arange(1000.0)
    first, again, other = (
        rows_of_both_sides(outcome, 6, seed=0, purpose=name).tolist() for name in ("a", "a", "b")
    )
    assert first == again != other


def test_a_row_has_no_say_in_its_own_prediction():
    draws = np.random.default_rng(0)
    columns, outcome = draws.normal(size=(60, 3)), draws.normal(size=60)
    predicted = predicted_by_others(outcome, columns)
    without = np.arange(60) != 7
    design = np.column_stack([np.ones(60), columns])
    coefficients, *_ = np.linalg.lstsq(design[without], outcome[without], rcond=None)
    assert predicted[7] == pytest.approx(float(design[7] @ coefficients))


def test_columns_that_repeat_each_other_or_do_not_vary_do_no_harm():
    draws = np.random.default_rng(0)
    side = draws.normal(size=80)
    columns = np.column_stack(
        [side, side, np.ones(80), np.where(draws.random(80) < 0.1, np.nan, 1)]
    )
    predicted = predicted_by_others(2 * side, columns)
    assert np.allclose(predicted, 2 * side)


def test_the_worst_rows_lie_on_both_sides():
    outcome = np.array([0.0, 9.0, 1.0, -9.0, 2.0])
    assert worst_predicted(outcome, np.zeros(5), 2).tolist() == [1, 3]
    assert worst_predicted(outcome[:2], np.zeros(2), 6).tolist() == [1, 0]
