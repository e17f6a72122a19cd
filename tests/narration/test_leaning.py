"""What a model's log-odds are worth, from pairs whose direction everybody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.narration.everyday_directions import EVERYDAY_DIRECTIONS
from dataexplain.narration.leaning import Leaning, calibrated, calibration

ODDS = st.lists(st.floats(-30, 30), min_size=2, max_size=12)


def test_small_differences_count_where_they_are_steady():
    """A model that knew directions said so with a few tenths, and every card read "neither"."""
    leaning = calibrated([0.9, 0.8, 1.0, 0.85], [0.4, 0.5, 0.3, 0.45])
    assert leaning.knows
    assert leaning.probability(0.9) > 0.85
    assert leaning.probability(0.4) < 0.15


def test_the_midpoint_says_nothing():
    leaning = calibrated([3.0, 2.0], [1.0, 0.0])
    assert leaning.offset == 1.5
    assert leaning.probability(1.5) == 0.5


def test_a_model_that_leans_at_random_knows_nothing():
    leaning = calibrated([0.1, -0.3, 0.2, -0.1], [0.2, -0.2, 0.1, -0.3])
    assert not leaning.knows


def test_a_model_that_turns_directions_around_knows_nothing():
    leaning = calibrated([-1.0, -2.0], [1.0, 2.0])
    assert leaning.auc == 0
    assert leaning.slope == 0
    assert leaning.probability(5.0) == 0.5


@pytest.mark.parametrize(("higher", "lower"), [([], []), ([1.0], [0.0]), ([1.0, 2.0], [])])
def test_too_few_answers_are_no_calibration(higher, lower):
    assert calibrated(higher, lower) == Leaning(0.0, 0.0, 0.5, len(higher) + len(lower))


def test_nobody_is_surer_than_the_answers_can_show():
    """Four answers without an exception made a model certain of anything a little stronger."""
    leaning = calibrated([3.0, 3.1], [-3.0, -3.1])
    assert leaning.probability(50.0) == pytest.approx(5 / 6)
    assert leaning.probability(-50.0) == pytest.approx(1 / 6)


def test_equal_answers_do_not_divide_by_zero():
    assert calibrated([1.0, 1.0], [0.0, 0.0]).probability(1.0) == pytest.approx(5 / 6)
    assert calibrated([1.0, 1.0], [1.0, 1.0]).probability(1.0) == 0.5


@given(ODDS, ODDS, st.floats(-30, 30))
def test_a_probability_is_one_whatever_was_answered(higher, lower, value):
    leaning = calibrated(higher, lower)
    assert 0 <= leaning.probability(value) <= 1
    assert 0 <= leaning.auc <= 1


def test_the_pairs_are_balanced():
    higher = sum(entry.higher for entry in EVERYDAY_DIRECTIONS)
    assert 2 * higher == len(EVERYDAY_DIRECTIONS)


def test_each_phrasing_has_its_own_midpoint():
    """Phrasings with different midpoints never agreed: each was held against that of all."""
    higher = [(-0.1, 1.2), (0.1, 1.3), (0.2, 1.1)]
    lower = [(-0.4, 0.3), (-0.3, 0.2), (-0.5, 0.4)]
    found = calibration(higher, lower)
    for odds in higher:
        assert found.agreement(odds) == 1
        assert found.probability(odds) > 0.5
    for odds in lower:
        assert found.agreement(odds) == 1
        assert found.probability(odds) < 0.5


def test_without_answers_there_is_no_calibration():
    found = calibration([], [])
    assert not found.knows
