"""Every public estimator of tables keeps scikit-learn's contract; exceptions stand here.

Those that read texts stand in `test_text_estimators.py`.
"""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from dataexplain import models

FAST = {
    "AdditiveClassifier": {"outer_bags": 1, "max_rounds": 50},
    "AdditiveRegressor": {"outer_bags": 1, "max_rounds": 200},
    "ReferenceClassifier": {"max_iter": 20},
    "ReferenceRegressor": {"max_iter": 40},
    "SparseLinearClassifier": {"penalties": 3, "folds": 2},
    "SparseLinearRegressor": {"penalties": 3, "folds": 2},
}
WEIGHTS = "check_sample_weight_equivalence_on_dense_data"
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS = {
    "AdditiveClassifier": {WEIGHTS: "the rows held back for early stopping are drawn by position"},
    "AdditiveRegressor": {WEIGHTS: "the rows held back for early stopping are drawn by position"},
    "ReferenceRegressor": {WEIGHTS: "boosting cuts numbers into bins without the weights"},
    "SparseLinearClassifier": {WEIGHTS: "the folds of the validation are drawn by position"},
    "SparseLinearRegressor": {WEIGHTS: "the folds of the validation are drawn by position"},
}


def public_estimators():
    names = [name for name in models.__all__ if not name.startswith("Aug")]
    exported = [getattr(models, name) for name in names]
    return [
        entry for entry in exported if isinstance(entry, type) and issubclass(entry, BaseEstimator)
    ]


ESTIMATORS = [entry(**FAST.get(entry.__name__, {})) for entry in public_estimators()]


@parametrize_with_checks(
    ESTIMATORS, expected_failed_checks=lambda entry: DEVIATIONS.get(type(entry).__name__, {})
)
@pytest.mark.usefixtures("global_random_state_restored")  # one of the checks draws from it
def test_estimator_contract(estimator, check):
    check(estimator)


def test_every_model_is_exported_and_checked():
    names = {entry.__name__ for entry in public_estimators()}
    assert names == {
        f"{stem}{kind}"
        for stem in ("Additive", "Constant", "Reference", "Rule", "ShallowTree", "SparseLinear")
        for kind in ("Classifier", "Regressor")
    }
    assert set(FAST) | set(DEVIATIONS) <= names


def test_exports_are_sorted_and_exist():
    assert list(models.__all__) == sorted(models.__all__)
    assert all(hasattr(models, name) for name in models.__all__)


def awkward_frame(rows, seed=0):
    """Return missing cells, odd level names, a constant, columns without any value."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "number": rng.normal(size=rows),
            "level": pd.Categorical(rng.choice(["x", "", "3"], rows)),
            "constant": np.ones(rows),
            "all missing": np.full(rows, np.nan),
            "one level": pd.Categorical(["u"] * rows),
            "no level": pd.Categorical([None] * rows, categories=["q"]),
            "plain": rng.normal(size=rows) * 100,
            "almost empty": np.where(np.arange(rows) == 7, 1.0, np.nan),
        }
    )
    frame.loc[:20, "number"] = np.nan
    frame.loc[5:9, "level"] = np.nan
    signal = frame["number"].fillna(0) + (frame["level"] == "3") + rng.normal(size=rows)
    return frame, signal


def outcomes(estimator, signal):
    if type(estimator).__name__.endswith("Regressor"):
        return [signal]
    thirds = pd.qcut(signal, 3, labels=["low", "middle", "high"]).astype(str)
    return [
        (signal > 0).map({True: "yes", False: "no"}),
        np.where(signal >= np.quantile(signal, 0.98), "rare", "common"),
        thirds,
    ]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda entry: type(entry).__name__)
def test_awkward_columns_fit_and_predict_without_a_warning(estimator):
    """Warnings are errors in this suite, so none may leak from the wrapped libraries."""
    frame, signal = awkward_frame(120)
    new = frame.copy()
    new["level"] = pd.Categorical(["never seen"] * len(new))
    new["plain"] = np.nan
    for outcome in outcomes(estimator, signal):
        model = clone(estimator).fit(frame, outcome)
        for rows in (frame, new):
            predicted = model.predict(rows)
            assert len(predicted) == len(rows)
            assert not pd.isna(predicted).any()
        if hasattr(model, "predict_proba"):
            chances = model.predict_proba(new)
            assert chances.min() >= 0
            np.testing.assert_allclose(chances.sum(axis=1), 1.0)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda entry: type(entry).__name__)
@pytest.mark.usefixtures("global_random_state_restored")
def test_same_seed_same_model_and_global_state_untouched(estimator):
    frame, signal = awkward_frame(120)
    outcome = outcomes(estimator, signal)[0]
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first = clone(estimator).fit(frame, outcome).predict(frame)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    second = clone(estimator).fit(frame, outcome).predict(frame)
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    "estimator",
    [entry for entry in ESTIMATORS if hasattr(entry, "max_rows")],
    ids=lambda entry: type(entry).__name__,
)
def test_more_rows_than_max_rows_are_sampled_and_counted(estimator):
    frame, signal = awkward_frame(300)
    outcome = outcomes(estimator, signal)[0]
    assert clone(estimator).fit(frame, outcome).rows_used_ == 300
    model = clone(estimator).set_params(max_rows=100).fit(frame, outcome)
    assert model.rows_used_ == 100
    assert len(model.predict(frame)) == 300


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda entry: type(entry).__name__)
def test_fitting_changes_neither_the_input_nor_the_parameters(estimator):
    frame, signal = awkward_frame(100)
    outcome = outcomes(estimator, signal)[0]
    frame_before, parameters = frame.copy(deep=True), estimator.get_params()
    model = clone(estimator).fit(frame, outcome)
    model.predict(frame)
    pd.testing.assert_frame_equal(frame, frame_before)
    assert model.get_params() == parameters


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda entry: type(entry).__name__)
def test_rows_without_weight_do_not_count(estimator):
    frame, signal = awkward_frame(150)
    outcome = outcomes(estimator, signal)[0]
    weights = (np.arange(150) < 110).astype(float)
    weighted = clone(estimator).fit(frame, outcome, sample_weight=weights)
    alone = clone(estimator).fit(frame[:110], outcome[:110], sample_weight=weights[:110])
    np.testing.assert_array_equal(weighted.predict(frame), alone.predict(frame))
