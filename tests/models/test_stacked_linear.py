"""Linear models over dense and sparse features, beside scikit-learn's."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression, Ridge

from dataexplain.models.stacked_linear import (
    StackedFeatures,
    fit_linear,
    logistic_loss,
    softmax_loss,
    squared_loss,
)


@pytest.fixture
def features():
    rng = np.random.default_rng(3)
    sparse = rng.normal(size=(60, 5)) * (rng.random((60, 5)) < 0.4)
    return StackedFeatures(rng.normal(size=(60, 3)), csr_array(sparse))


def beside(features):
    """Return the features as one matrix."""
    return np.hstack([features.dense, features.sparse.toarray()])


def test_products_are_those_of_one_matrix(features):
    matrix = beside(features.weighed(0.3))
    matrix[:, :3] *= np.sqrt(0.7)
    matrix[:, 3:] *= np.sqrt(0.3)
    rng = np.random.default_rng(4)
    coefficients, values = rng.normal(size=(8, 2)), rng.normal(size=(60, 2))
    weighed = features.weighed(0.3)
    np.testing.assert_allclose(weighed.times(coefficients), matrix @ coefficients)
    np.testing.assert_allclose(weighed.transposed_times(values), matrix.T @ values)
    np.testing.assert_allclose(weighed.rows(np.arange(9)).times(coefficients)[:9],
                               (matrix @ coefficients)[:9])  # fmt: skip


@pytest.mark.parametrize("weights", [np.ones(60), np.linspace(0.0, 2.0, 60)])
def test_two_classes_are_fitted_as_by_scikit_learn(features, weights):
    labels = (features.dense[:, 0] + np.arange(60) % 3 > 1).astype(float)
    found = fit_linear(features, labels[:, None], weights, logistic_loss, penalty=0.5)
    model = LogisticRegression(C=2.0, tol=1e-8).fit(beside(features), labels, weights)
    np.testing.assert_allclose(found.coefficients[:, 0], model.coef_[0], atol=5e-3)
    np.testing.assert_allclose(found.intercepts, model.intercept_, atol=5e-3)


def test_three_classes_are_fitted_as_by_scikit_learn(features):
    labels = np.arange(60) % 3
    outcome = (labels[:, None] == np.arange(3)).astype(float)
    found = fit_linear(features, outcome, np.ones(60), softmax_loss, penalty=1.0)
    model = LogisticRegression(C=1.0, tol=1e-8).fit(beside(features), labels)
    np.testing.assert_allclose(found.coefficients.T, model.coef_, atol=5e-3)


def test_numbers_are_fitted_as_by_ridge_regression(features):
    outcome = beside(features) @ np.arange(8) + 3
    found = fit_linear(features, outcome[:, None], np.ones(60), squared_loss, penalty=2.0)
    model = Ridge(alpha=2.0).fit(beside(features), outcome)
    np.testing.assert_allclose(found.coefficients[:, 0], model.coef_, rtol=0.02, atol=0.02)


@pytest.mark.parametrize(
    ("loss", "outcome"),
    [
        (logistic_loss, np.array([[1.0], [0.0]])),
        (softmax_loss, np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])),
        (squared_loss, np.array([[2.0], [-1.0]])),
    ],
)
def test_slopes_are_those_of_the_loss(loss, outcome):
    scores = np.random.default_rng(0).normal(size=outcome.shape)
    _, slopes = loss(scores, outcome)
    step = 1e-6
    for place in np.ndindex(scores.shape):
        moved = scores.copy()
        moved[place] += step
        change = (loss(moved, outcome)[0] - loss(scores, outcome)[0]).sum() / step
        assert change == pytest.approx(slopes[place], abs=1e-4)


def test_scores_far_out_stay_finite():
    losses, slopes = logistic_loss(np.array([[-800.0], [800.0]]), np.array([[1.0], [0.0]]))
    assert losses.tolist() == [800.0, 800.0]
    assert np.isfinite(slopes).all()
