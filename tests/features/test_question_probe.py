"""The probe: what it predicts, and whether its score can be believed."""

import json
import math

import numpy as np
import pytest

from dataexplain.features.question_probe import FEWEST_ANSWERS, Probe, cross_fitted, fit_probe


def test_noise_scores_near_zero_and_is_predicted_by_the_mean():
    """The score is cross-validated: fitted to the same rows it would be far above 0."""
    scores = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        vectors = rng.normal(size=(100, 60)) / 60**0.5
        scores.append(fit_probe(vectors, rng.uniform(size=100)).score)
    assert max(scores) < 0.1


def test_a_linear_answer_is_predicted_with_its_noise_in_the_score():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(400, 5))
    signal = vectors[:, 0]
    probe = fit_probe(vectors, signal + rng.normal(size=400))
    assert probe.score == pytest.approx(0.5, abs=0.1)
    assert np.corrcoef(probe.predict(vectors), signal)[0, 1] > 0.98


def test_predictions_stay_between_the_answers():
    vectors = np.linspace(-1, 1, 40)[:, np.newaxis]
    probe = fit_probe(vectors, (vectors[:, 0] > 0).astype(float))
    assert probe.predict(np.array([[-50.0], [50.0]])).tolist() == [0.0, 1.0]


def test_a_slope_on_predictions_is_not_weakened():
    """Where a prediction is a mean answer, the outcome's slope on it is that on the answers."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(4000, 4))
    answers = vectors[:, 0] + rng.normal(size=4000)
    outcome = 2 * answers + rng.normal(size=4000)
    probe = fit_probe(vectors[:2000], answers[:2000])
    predicted = probe.predict(vectors[2000:])
    assert np.polyfit(predicted, outcome[2000:], 1)[0] == pytest.approx(2, abs=0.2)


def test_missing_answers_are_left_out():
    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(60, 3))
    answers = vectors[:, 1].copy()
    answers[::3] = np.nan
    assert fit_probe(vectors, answers).score > 0.99


@pytest.mark.parametrize("answers", [[0.5] * 40, [0.1, 0.9] * (FEWEST_ANSWERS // 2 - 1)])
def test_too_little_to_learn_from_gives_the_mean(answers):
    vectors = np.random.default_rng(3).normal(size=(len(answers), 2))
    probe = fit_probe(vectors, np.array(answers))
    assert math.isnan(probe.score)
    assert probe.predict(vectors) == pytest.approx(np.full(len(answers), 0.5))


def test_a_probe_travels_through_json():
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(30, 3))
    for answers in (vectors[:, 0], np.full(30, 0.5)):
        probe = fit_probe(vectors, answers)
        again = Probe.from_dict(json.loads(json.dumps(probe.to_dict(), allow_nan=False)))
        assert np.array_equal(again.predict(vectors), probe.predict(vectors))
        np.testing.assert_equal(again.score, probe.score)


def test_cross_fitted_predictions_have_not_seen_their_answer():
    rng = np.random.default_rng(6)
    vectors, answers = rng.normal(size=(80, 60)), rng.uniform(size=80)
    answers[3] = np.nan
    found = cross_fitted(vectors, answers)
    assert np.isnan(found).tolist() == np.isnan(answers).tolist()
    known = ~np.isnan(found)
    assert abs(np.corrcoef(found[known], answers[known])[0, 1]) < 0.3
    assert cross_fitted(vectors[:4], np.full(4, 0.5)).tolist() == [0.5] * 4
