import math

import numpy as np
import pytest
from sklearn.metrics import r2_score, roc_auc_score

from dataexplain.errors import ParameterError
from dataexplain.models import accuracy, area_under_curve, explained_variance, score_models
from dataexplain.models.scoring import _delong


def binary(rows, seed=0, rate=0.3):
    rng = np.random.default_rng(seed)
    outcome = (rng.random(rows) < rate).astype(int)
    return outcome, np.round(rng.normal(size=rows) + outcome, 1)


def delong_by_hand(outcome, predicted):
    """Return DeLong, DeLong & Clarke-Pearson (1988), equations as printed."""
    positive, negative = predicted[outcome == 1], predicted[outcome == 0]
    kernel = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    up, down = kernel.mean(axis=1), kernel.mean(axis=0)
    return kernel.mean(), up.var(ddof=1) / len(up) + down.var(ddof=1) / len(down)


def test_delong_is_that_of_the_paper():
    outcome, predicted = binary(300)
    ones = np.ones(300)
    positive = outcome == 1
    area, variance = _delong(
        predicted[positive], predicted[~positive], ones[positive], ones[~positive]
    )
    expected = delong_by_hand(outcome, predicted)
    assert (area, variance) == pytest.approx(expected)
    assert area == pytest.approx(roc_auc_score(outcome, predicted))


def test_interval_of_the_area_agrees_with_a_bootstrap():
    outcome, predicted = binary(400)
    _, (low, high) = area_under_curve(outcome, predicted)
    rng = np.random.default_rng(1)
    draws = []
    for _ in range(600):
        rows = rng.integers(0, 400, 400)
        draws.append(area_under_curve(outcome[rows], predicted[rows])[0])
    assert [low, high] == pytest.approx(np.quantile(draws, [0.025, 0.975]), abs=0.012)


def test_weighted_area_is_that_of_repeated_rows():
    outcome, predicted = binary(150)
    times = np.random.default_rng(2).integers(0, 4, 150)
    area, (low, high) = area_under_curve(outcome, predicted, times)
    repeated = np.repeat(outcome, times), np.repeat(predicted, times)
    assert area == pytest.approx(area_under_curve(*repeated)[0])
    narrow_low, narrow_high = area_under_curve(*repeated)[1]
    assert low < narrow_low < area < narrow_high < high


def test_a_perfect_order_still_has_an_interval():
    area, (low, high) = area_under_curve([0] * 10 + [1] * 10, np.arange(20))
    assert (area, high) == (1.0, 1.0)
    assert 0.6 < low < 0.8
    assert area_under_curve([1, 0], [0, 1])[1][0] == 0.0


def test_a_constant_prediction_orders_nothing():
    area, (low, high) = area_under_curve([0, 1] * 50, np.zeros(100))
    assert area == 0.5
    assert low < 0.5 < high


def test_one_class_cannot_be_told():
    area, interval = area_under_curve([1, 1], [0.2, 0.4])
    assert math.isnan(area)
    assert all(math.isnan(end) for end in interval)
    assert math.isnan(explained_variance([2.0, 2.0], [1.0, 3.0])[0])


def test_explained_variance_is_that_of_scikit_learn_and_a_bootstrap():
    rng = np.random.default_rng(0)
    truth = rng.normal(size=500)
    guess = truth + rng.normal(size=500)
    score, (low, high) = explained_variance(truth, guess)
    assert score == pytest.approx(r2_score(truth, guess))
    draws = []
    for _ in range(600):
        rows = rng.integers(0, 500, 500)
        draws.append(r2_score(truth[rows], guess[rows]))
    assert [low, high] == pytest.approx(np.quantile(draws, [0.025, 0.975]), abs=0.03)
    weights = rng.integers(1, 4, 500)
    expected = r2_score(truth, guess, sample_weight=weights)
    assert explained_variance(truth, guess, weights)[0] == pytest.approx(expected)


def test_exact_predictions():
    assert explained_variance([1.0, 2.0], [1.0, 2.0]) == (1.0, (1.0, 1.0))
    share, (low, high) = accuracy(["a", "b"] * 10, ["a", "b"] * 10)
    assert (share, high) == (1.0, 1.0)
    assert low == pytest.approx(20 / (20 + 1.959964**2))


def test_weighted_accuracy_counts_fewer_rows():
    outcome, guess = np.array(["a", "b"] * 50), np.array(["a"] * 100)
    weights = np.tile([3.0, 1.0], 50)
    share, (low, high) = accuracy(outcome, guess, weights)
    assert share == pytest.approx(0.75)
    repeated = accuracy(np.repeat(outcome, weights.astype(int)), ["a"] * 200)[1]
    assert low < repeated[0] < repeated[1] < high


def test_scores_keep_names_roles_and_order():
    scores = score_models(
        [1.0, 2.0, 3.0],
        {"curves": [1.0, 2.0, 2.0], "mean": [2.0] * 3},
        metric="R2",
        roles={"mean": "dummy"},
    )
    assert [(entry.name, entry.metric, entry.role) for entry in scores] == [
        ("curves", "R2", "explanation"),
        ("mean", "R2", "dummy"),
    ]
    assert [entry.score for entry in scores] == pytest.approx([0.5, 0.0])


def test_unknown_metric_and_lengths_that_differ():
    with pytest.raises(ParameterError, match="AUC, accuracy, R2"):
        score_models([0, 1], {"m": [0, 1]}, metric="F1")
    with pytest.raises(ParameterError, match="as long as"):
        area_under_curve([0, 1], [0.1, 0.2, 0.3])
