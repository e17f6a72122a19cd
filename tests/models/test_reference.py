import numpy as np
import pandas as pd
import pytest

from dataexplain.models import (
    ConstantClassifier,
    ConstantRegressor,
    ReferenceClassifier,
    ReferenceRegressor,
)


def test_constants_are_weighted_means():
    X, weights = np.zeros((4, 1)), [1.0, 1.0, 1.0, 5.0]
    assert ConstantRegressor().fit(X, [0, 0, 0, 8], weights).predict(X)[0] == 5.0
    model = ConstantClassifier().fit(X, list("aaab"), weights)
    assert model.predict_proba(X)[0].tolist() == [0.375, 0.625]
    assert model.predict(X[:1]).tolist() == ["b"]


def test_reference_sees_an_interaction_of_levels():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: pd.Categorical(rng.choice(list("ab"), 800)) for name in "xz"})
    outcome = frame["x"].astype(str) == frame["z"].astype(str)
    assert ReferenceClassifier().fit(frame, outcome).score(frame, outcome) == 1.0
    assert ReferenceRegressor().fit(frame, outcome * 2.0).score(frame, outcome * 2.0) > 0.99


def test_common_levels_outlive_more_levels_than_the_trees_can_take():
    """The last level of the alphabet is the commonest: it must not be dropped for its place."""
    names = [f"level {place:03}" for place in range(300)]
    cells = names + ["zz"] * 300
    frame = pd.DataFrame({"level": pd.Categorical(cells)})
    outcome = np.array([0.0] * 300 + [1.0] * 300)
    assert ReferenceRegressor().fit(frame, outcome).score(frame, outcome) > 0.99


@pytest.mark.parametrize("present", [0, 1, 2])
def test_columns_with_hardly_a_value(present):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2))
    X[present:, 1] = np.nan
    assert ReferenceRegressor().fit(X, X[:, 0]).score(X, X[:, 0]) > 0.5
