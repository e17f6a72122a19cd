"""Pseudo-outcomes and how far predictions are trusted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.statistics import pseudo_outcomes


def drawn(seed, texts=1000, judged=200, noise=0.2):
    generator = np.random.default_rng(seed)
    answers = generator.random(texts)
    predictions = np.clip(answers + generator.normal(0, noise, texts), 0, 1)
    answers[judged:] = np.nan
    return answers, predictions


@settings(max_examples=25)
@given(st.integers(0, 1000), st.floats(-3, 3))
def test_a_constant_added_to_predictions_changes_nothing(seed, constant):
    answers, predictions = drawn(seed)
    before = pseudo_outcomes(answers, predictions)
    after = pseudo_outcomes(answers, predictions + constant)
    assert after.values == pytest.approx(before.values, abs=1e-9)


@given(st.integers(0, 1000))
def test_the_mean_is_the_judged_mean_moved_by_what_the_others_look_like(seed):
    answers, predictions = drawn(seed)
    found = pseudo_outcomes(answers, predictions)
    moved = predictions.mean() - predictions[:200].mean()
    assert found.values.mean() == pytest.approx(answers[:200].mean() + found.trust[0] * moved)


def test_trust_is_the_slope_of_answers_on_predictions():
    answers, predictions = drawn(0, texts=20_000, judged=5000)
    slope = np.polyfit(predictions[:5000], answers[:5000], 1)[0]
    assert pseudo_outcomes(answers, predictions).trust[0] == pytest.approx(slope, abs=0.001)


def test_predictions_that_go_the_wrong_way_are_left_out():
    answers, predictions = drawn(0)
    assert pseudo_outcomes(answers, 1 - predictions).trust.tolist() == [0.0]


def test_predictions_that_say_too_little_are_trusted_beyond_one_but_not_far():
    answers, predictions = drawn(0)
    assert pseudo_outcomes(answers, 0.2 * predictions).trust.tolist() == [1.25]


def test_groups_share_one_trust_unless_theirs_differ():
    answers, predictions = drawn(0, judged=1000)
    answers[np.arange(1000) % 5 > 1] = np.nan
    halves = np.arange(1000) // 500
    alike = pseudo_outcomes(answers, predictions, halves).trust
    assert alike[0] == alike[1]
    predictions[:500] = np.random.default_rng(1).random(500)
    apart = pseudo_outcomes(answers, predictions, halves).trust
    assert apart[0] < 0.25
    assert apart[1] > 0.6


def test_no_mean_leaves_the_range():
    answers = np.full(300, np.nan)
    answers[:20] = [1.0] + [0.0] * 19
    predictions = np.concatenate([[1.0, 0.5, 0.5, 0.5, 0.5], np.full(15, 0.4), np.zeros(280)])
    assert 0 <= pseudo_outcomes(answers, predictions).values.mean() <= 1


def test_one_lucky_answer_earns_no_trust():
    """One yes among the judged texts whose prediction is high says nothing of the slope."""
    answers = np.full(300, np.nan)
    answers[:25] = [1.0] + [0.0] * 24
    predictions = np.random.default_rng(0).random(300) * 0.1
    predictions[0] = 0.9
    assert pseudo_outcomes(answers, predictions).trust[0] < 0.2


def test_a_group_that_nobody_judged_has_no_values():
    answers, predictions = drawn(0)
    found = pseudo_outcomes(answers, predictions, (np.arange(1000) >= 500).astype(int))
    assert np.isnan(found.values[500:]).all()
    assert np.isfinite(found.values[:500]).all()


def test_groups_are_as_many_as_answers():
    with pytest.raises(ParameterError, match="'groups' parameter"):
        pseudo_outcomes([0.0, 1.0], None, np.array([0]))


def test_an_answer_that_decides_lambda_counts_as_less_sure_for_it():
    """A rare yes with a high prediction pulls the line towards itself: its error looks small."""
    answers, predictions = drawn(0, judged=40)
    found = pseudo_outcomes(answers, predictions)
    away = np.abs(found.values - found.foretold)[:40]
    honest = np.abs(found.honest - found.foretold)[:40]
    assert (honest >= away).all()
    farthest = np.argmax(np.abs(predictions[:40] - predictions[:40].mean()))
    assert honest[farthest] / away[farthest] == pytest.approx(np.max(honest / away))
    assert found.honest[40:] == pytest.approx(found.values[40:])


def test_without_use_of_predictions_nothing_is_taken_by_lambda():
    answers, predictions = drawn(0)
    found = pseudo_outcomes(answers, 1 - predictions)
    assert found.honest == pytest.approx(found.values)
