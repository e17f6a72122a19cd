"""Rescaled scores: the right size, rates that stay, no endless stretching."""

import numpy as np
import pytest
from scipy.special import expit, softmax

from dataexplain.models.ngram_rescaling import Rescaling, fit_rescaling
from dataexplain.models.stacked_linear import (
    LinearFit,
    logistic_loss,
    softmax_loss,
    squared_loss,
)


def test_scores_that_are_too_sure_are_brought_back():
    rng = np.random.default_rng(0)
    truth = rng.normal(size=(4000, 1))
    outcome = (rng.random((4000, 1)) < expit(truth)).astype(float)
    found = fit_rescaling(10 * truth + 3, outcome, np.ones(4000), logistic_loss)
    assert found.slope == pytest.approx(0.1, abs=0.02)
    assert found.scores(np.array([[3.0]]))[0, 0] == pytest.approx(0.0, abs=0.15)


def test_scores_without_meaning_leave_the_rate():
    """A slope without shifts had drawn the rate of a rare class towards one half."""
    rng = np.random.default_rng(1)
    outcome = (np.arange(500) < 50).astype(float)[:, None]
    scores = -2.2 + 5 * rng.normal(size=(500, 1))
    found = fit_rescaling(scores, outcome, np.ones(500), logistic_loss)
    assert expit(found.scores(scores)).mean() == pytest.approx(0.1, abs=0.01)
    assert found.slope < 0.1


def test_scores_without_error_are_not_stretched_for_ever():
    outcome = np.repeat([[0.0], [1.0]], 20, axis=0)
    found = fit_rescaling(outcome - 0.5, outcome, np.ones(40), logistic_loss)
    assert 1 < found.slope < 20


def test_texts_of_no_weight_do_not_count():
    scores = np.array([[0.0], [1.0], [2.0], [50.0]] * 30)
    weights = np.array([1.0, 1.0, 1.0, 0.0] * 30)
    found = fit_rescaling(scores, np.where(scores > 9, -9.0, scores), weights, squared_loss)
    assert found.slope == pytest.approx(1.0, abs=1e-3)


def test_classes_share_one_slope():
    rng = np.random.default_rng(2)
    truth = rng.normal(size=(4000, 3))
    labels = [rng.choice(3, p=chances) for chances in softmax(truth, axis=1)]
    found = fit_rescaling(truth / 2, np.eye(3)[labels], np.ones(4000), softmax_loss)
    assert found.slope == pytest.approx(2.0, abs=0.2)


def test_a_rescaled_model_can_be_taken_back():
    linear = LinearFit(np.array([[2.0], [4.0]]), np.array([1.0]))
    rescaling = Rescaling(0.5, np.array([3.0]))
    applied = rescaling.applied(linear)
    assert applied.coefficients.ravel().tolist() == [1.0, 2.0]
    assert applied.intercepts.tolist() == [3.5]
    again = rescaling.undone(applied)
    assert again.coefficients.ravel().tolist() == [2.0, 4.0]
    assert again.intercepts.tolist() == [1.0]
