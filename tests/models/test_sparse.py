import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from dataexplain.models import SparseLinearClassifier, SparseLinearRegressor


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "income": rng.normal(40_000, 9_000, 600),
            "level": pd.Categorical(rng.choice(["a", "b", "c"], 600)),
            "noise": rng.normal(size=600),
        }
    )
    frame.loc[::7, "income"] = np.nan
    frame.loc[::11, "level"] = np.nan
    return frame


@pytest.fixture
def signal(frame):
    noise = np.random.default_rng(1).normal(size=len(frame))
    income = frame["income"].fillna(40_000) / 9_000
    return income + 2.0 * (frame["level"] == "b") - 3.0 * frame["income"].isna() + noise


def by_terms(model, frame, key):
    """Return intercept and terms, each read in the column's own units."""
    total = np.full(len(frame), model.intercept_[key])
    names = list(frame.columns)
    for term in model.terms_[key]:
        column = frame[term.feature]
        if term.missing:
            met = column.isna().to_numpy(float)
        elif term.level is not None:
            met = (column == term.level).to_numpy(float)
        else:
            typical = model.typical_values_[names.index(term.feature)]
            met = column.fillna(typical).to_numpy(float) / term.per
        total += term.coefficient * met
    return total


def test_terms_of_a_number_reproduce_its_predictions(frame, signal):
    model = SparseLinearRegressor().fit(frame, signal)
    np.testing.assert_allclose(by_terms(model, frame, None), model.predict(frame))


def test_terms_of_two_classes_reproduce_the_probability(frame, signal):
    model = SparseLinearClassifier().fit(frame, np.where(signal > 5, "yes", "no"))
    chances = model.predict_proba(frame)[:, 1]
    np.testing.assert_allclose(expit(by_terms(model, frame, "yes")), chances)


def test_terms_of_three_classes_are_of_each_against_the_rest(frame, signal):
    model = SparseLinearClassifier().fit(frame, pd.qcut(signal, 3, labels=["a", "b", "c"]))
    chances = expit(np.column_stack([by_terms(model, frame, key) for key in "abc"]))
    expected = chances / chances.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict_proba(frame), expected)
    assert model.score(frame, pd.qcut(signal, 3, labels=["a", "b", "c"])) > 0.6


def test_planted_terms_are_found_in_their_units(frame, signal):
    terms = {
        (term.feature, term.level, term.missing): term
        for term in SparseLinearRegressor().fit(frame, signal).terms_[None]
    }
    income = terms["income", None, False]
    assert income.per == 10_000
    assert income.coefficient == pytest.approx(10 / 9, abs=0.15)
    assert terms["income", None, True].coefficient == pytest.approx(-3, abs=0.4)
    assert terms["level", "b", False].per == 1
    assert terms["level", "b", False].importance > 0.5


def test_noise_gets_no_terms():
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(500, 10)), rng.normal(size=500)
    largest = max(
        (term.importance for term in SparseLinearRegressor().fit(X, y).terms_[None]), default=0.0
    )
    assert largest < 0.1
    classes = SparseLinearClassifier().fit(X, y > 0).terms_["True"]
    assert max((term.importance for term in classes), default=0.0) < 0.25


def test_columns_that_say_nothing_leave_the_rate():
    X = np.ones((40, 2))
    y = np.repeat([0, 1], [30, 10])
    assert SparseLinearClassifier().fit(X, y).predict_proba(X)[0, 1] == pytest.approx(0.25)
    assert SparseLinearRegressor().fit(X, y).predict(X)[0] == pytest.approx(0.25)
