"""Selection: what repeats goes, what helps stays, and noise is not taken for help."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from dataexplain.features.question_outcome import outcome_columns
from dataexplain.features.question_selection import correlations, helpful, repeated


@given(npst.arrays(np.float64, (6, 3), elements=st.floats(-1e6, 1e6)))
def test_correlations_lie_between_minus_one_and_one(columns):
    found = correlations(columns, columns)
    assert np.abs(found).max() <= 1 + 1e-9
    np.testing.assert_allclose(found, found.T, atol=1e-9)


def test_answers_the_other_way_round_are_repeated():
    yes = np.linspace(0, 1, 20)
    assert repeated(np.column_stack([yes, 1 - yes, yes**2 * 0 + 0.5])) == {1: 0}


def test_columns_are_compared_where_both_have_an_answer():
    yes = np.linspace(0, 1, 20)
    other = yes.copy()
    other[::2] = np.nan
    assert repeated(np.column_stack([yes, other])) == {1: 0}


def test_noise_is_rarely_added_to_what_helps():
    added = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values = rng.normal(size=(200, 8))
        outcome = values[:, [0]] + rng.normal(size=(200, 1))
        chosen = helpful(values, outcome, np.arange(200) % 5, most=8)
        assert chosen[0] == 0
        added.append(len(chosen) - 1)
    assert np.mean(added) < 0.5


def test_of_noise_little_is_chosen():
    chosen = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values, outcome = rng.normal(size=(200, 8)), rng.normal(size=(200, 1))
        chosen.append(len(helpful(values, outcome, np.arange(200) % 5, most=8)))
    assert np.mean(chosen) < 0.6


def test_no_more_than_wanted_are_chosen():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(300, 6))
    assert len(helpful(values, values @ np.ones((6, 1)), np.arange(300) % 5, most=3)) == 3


def test_constant_columns_and_a_single_fold_do_no_harm():
    values = np.column_stack([np.ones(20), np.linspace(0, 1, 20)])
    assert helpful(values, values[:, [1]], np.arange(20) % 5, most=2)[0] == 1


@pytest.mark.parametrize(
    ("outcome", "columns", "groups"),
    [
        (["x", "y", "x", "z"], 3, [0, 1, 0, 2]),
        ([True, False, True, False], 1, [1, 0, 1, 0]),
        ([1, 2, 2, 1], 1, [0, 1, 1, 0]),
        (None, None, None),
        (["x"] * 4, None, None),
    ],
)
def test_outcomes_become_columns(outcome, columns, groups):
    found = outcome_columns(outcome, ["a", "b", "c", "d"])
    if columns is None:
        assert found is None
    else:
        assert found[0].shape == (4, columns)
        assert found[1].tolist() == groups


def test_a_number_is_split_at_its_median():
    numbers = np.arange(30) ** 2
    columns, groups = outcome_columns(numbers, ["a"] * 30)
    assert columns.shape == (30, 1)
    assert groups.tolist() == [0] * 15 + [1] * 15


def test_an_outcome_of_another_length_is_refused():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        outcome_columns([0, 1], ["a", "b", "c"])
