import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.group_gaps import foreseen_leaning, leaning

IN_A = np.arange(12) < 6
COLUMNS = st.lists(st.integers(-4, 4), min_size=12, max_size=12)


def by_pairs(column, in_a):
    of_a, of_b = column[in_a], column[~in_a]
    return np.mean(np.sign(of_a[:, None] - of_b[None, :]))


@given(COLUMNS)
def test_leaning_is_the_mean_over_all_pairs(column):
    column = np.array(column, dtype=float)
    assert leaning(column[:, None], IN_A)[0] == pytest.approx(by_pairs(column, IN_A))


@given(COLUMNS)
def test_exchanging_the_groups_turns_the_sign(column):
    log_odds = np.array(column, dtype=float)[:, None] / 2
    for measure in (leaning, foreseen_leaning):
        assert measure(log_odds, ~IN_A) == pytest.approx(-measure(log_odds, IN_A))
        assert abs(measure(log_odds, IN_A)[0]) <= 1


def test_leaning_does_not_mind_where_the_judge_leans():
    column = np.random.default_rng(0).normal(size=(12, 1))
    assert leaning(column - 5, IN_A) == pytest.approx(leaning(column, IN_A))


def test_texts_without_an_answer_are_left_out():
    log_odds = np.random.default_rng(0).normal(size=(12, 3))
    log_odds[[0, 7], 1] = np.nan
    log_odds[:6, 2] = np.nan
    told = ~np.isnan(log_odds[:, 1])
    assert leaning(log_odds, IN_A)[1] == pytest.approx(by_pairs(log_odds[told, 1], IN_A[told]))
    for measure in (leaning, foreseen_leaning):
        assert np.isnan(measure(log_odds, IN_A)).tolist() == [False, False, True]


def test_a_judge_that_always_says_the_same_finds_nothing():
    assert foreseen_leaning(np.full((12, 2), 3.0), IN_A).tolist() == [0.0, 0.0]


def test_of_full_ranks_the_further_apart_comes_first():
    sizes = np.tile(np.linspace(0.1, 4, 6), 2)
    log_odds = np.where(IN_A, 1, -1)[:, None] * np.column_stack([sizes, 2 + sizes])
    assert leaning(log_odds, IN_A).tolist() == [1.0, 1.0]
    first, second = foreseen_leaning(log_odds, IN_A)
    assert first < second
