import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from interpret.glassbox import ExplainableBoostingClassifier, ExplainableBoostingRegressor
from scipy.special import expit, softmax

from dataexplain import models
from dataexplain.errors import ParameterError
from dataexplain.models import AdditiveClassifier, AdditiveRegressor

TINY = {"outer_bags": 3, "max_rounds": 100, "max_bins": 16}


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "number": rng.normal(size=400),
            "whole": rng.integers(0, 6, 400).astype(float),
            "level": pd.Categorical(rng.choice(["b", "a", "ä\n", "1.0"], 400)),
        }
    )
    frame.loc[::9, "number"] = np.nan
    frame.loc[::11, "level"] = np.nan
    return frame


@pytest.fixture
def signal(frame):
    noise = np.random.default_rng(1).normal(size=len(frame))
    return frame["number"].fillna(0.5) + (frame["level"] == "a") + 0.3 * frame["whole"] + noise


def looked_up(model, frame, key):
    """Return intercept and scores, looked up one cell at a time."""
    sums = []
    for _, row in frame.iterrows():
        total = model.intercept_[key]
        for curve in model.curves_[key]:
            value = row[curve.feature]
            if pd.isna(value):
                total += curve.missing_score
            elif curve.nominal:
                total += curve.scores[curve.levels.index(value)]
            else:
                inner = [edge for edge in curve.edges[1:-1] if edge <= value]
                total += curve.scores[len(inner)]
        sums.append(total)
    return np.array(sums)


def test_curves_of_a_number_reproduce_its_predictions(frame, signal):
    model = AdditiveRegressor(**TINY).fit(frame, signal)
    np.testing.assert_allclose(model.predict(frame), looked_up(model, frame, None))
    assert model.score(frame, signal) > 0.4


def test_curves_of_two_classes_reproduce_the_probability(frame, signal):
    model = AdditiveClassifier(**TINY).fit(frame, np.where(signal > 1.5, "yes", "no"))
    assert list(model.curves_) == ["yes"]
    sums = looked_up(model, frame, "yes")
    np.testing.assert_allclose(model.predict_proba(frame)[:, 1], expit(sums))
    np.testing.assert_allclose(model.decision_function(frame), sums)


def test_curves_of_three_classes_reproduce_the_probabilities(frame, signal):
    labels = pd.cut(signal, [-np.inf, 0.5, 1.5, np.inf], labels=["c", "a", "b"])
    model = AdditiveClassifier(**TINY).fit(frame, labels)
    assert list(model.curves_) == ["a", "b", "c"]
    sums = np.column_stack([looked_up(model, frame, key) for key in "abc"])
    np.testing.assert_allclose(model.predict_proba(frame), softmax(sums, axis=1))


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_predictions_are_those_of_the_wrapped_model(frame, signal, classes, monkeypatch):
    """The curves stand in for the boosted model, so nothing may get lost between them."""
    fitted = []

    def remembering(booster):
        class Remembering(booster):
            def fit(self, X, y, **arguments):
                fitted.append((self, X))
                return super().fit(X, y, **arguments)

        return Remembering

    monkeypatch.setattr(
        "interpret.glassbox.ExplainableBoostingClassifier",
        remembering(ExplainableBoostingClassifier),
    )
    monkeypatch.setattr(
        "interpret.glassbox.ExplainableBoostingRegressor", remembering(ExplainableBoostingRegressor)
    )
    if classes:
        outcome = pd.qcut(signal, classes, labels=False)
        model = AdditiveClassifier(**TINY).fit(frame, outcome)
        ours = model.predict_proba(frame)
    else:
        model = AdditiveRegressor(**TINY).fit(frame, signal)
        ours = model.predict(frame)
    booster, inner = fitted[0]
    theirs = booster.predict_proba(inner) if classes else booster.predict(inner)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def test_contributions_and_intercept_add_up(frame, signal):
    model = AdditiveRegressor(**TINY).fit(frame, signal)
    parts = model.contributions(frame)
    assert parts.shape == frame.shape
    np.testing.assert_allclose(parts.sum(axis=1) + model.intercept_[None], model.predict(frame))


def test_contributions_of_an_unknown_class_name_the_known_ones(frame, signal):
    model = AdditiveClassifier(**TINY).fit(frame, pd.qcut(signal, 3, labels=["low", "mid", "top"]))
    with pytest.raises(ParameterError, match="Did you mean 'low'"):
        model.contributions(frame, "lowe")
    with pytest.raises(ParameterError, match="outcome_class"):
        model.contributions(frame)
    assert model.contributions(frame, "low").shape == frame.shape


def test_curve_counts_the_rows_of_each_piece(frame, signal):
    number, whole, level = AdditiveRegressor(**TINY).fit(frame, signal).curves_[None]
    assert number.missing_rows == frame["number"].isna().sum()
    assert number.edges[[0, -1]].tolist() == [frame["number"].min(), frame["number"].max()]
    assert len(number.edges) == len(number.scores) + 1
    assert number.bagged_scores.shape == (3, len(number.scores))
    for curve in (number, whole, level):
        assert curve.rows.sum() + curve.missing_rows == len(frame)
    counts = frame["level"].value_counts()
    assert level.rows.tolist() == [counts[name] for name in level.levels]


def test_an_unseen_level_adds_nothing(frame, signal):
    model = AdditiveRegressor(**TINY).fit(frame, signal)
    new = frame.assign(level=pd.Categorical(["new"] * len(frame)))
    assert (model.contributions(new)[:, 2] == 0).all()


def test_a_level_outside_the_sampled_rows_adds_nothing():
    frame = pd.DataFrame(
        {"x": np.arange(400.0), "level": pd.Categorical(["rare"] + ["often"] * 399)}
    )
    model = AdditiveRegressor(**TINY, max_rows=50, random_state=3).fit(frame, frame["x"])
    curve = model.curves_[None][1]
    assert curve.levels == ("often", "rare")
    assert curve.rows[1] in (0, 1)
    assert np.isfinite(model.predict(frame)).all()


def test_levels_keep_the_order_of_the_categories():
    frame = pd.DataFrame({"size": pd.Categorical(["s", "l", "m"] * 40, ["s", "m", "l", "xl"])})
    model = AdditiveRegressor(**TINY).fit(frame, np.tile([1.0, 3.0, 2.0], 40))
    curve = model.curves_[None][0]
    assert curve.levels == ("s", "m", "l")
    assert (np.diff(curve.scores) > 0).all()


def test_a_frame_is_wanted_where_one_was_fitted(frame, signal):
    model = AdditiveRegressor(**TINY).fit(frame, signal)
    with pytest.raises(ParameterError, match="pandas DataFrame"):
        model.predict(frame.to_numpy())


def test_weights_shift_the_curve():
    x = np.repeat([0.0, 1.0], 200)
    y = np.tile([0.0, 1.0], 200)
    weights = np.where((x == 1) & (y == 1), 9.0, 1.0)
    plain = AdditiveRegressor(**TINY).fit(x[:, None], y).predict([[1.0]])[0]
    heavy = AdditiveRegressor(**TINY).fit(x[:, None], y, sample_weight=weights).predict([[1.0]])[0]
    assert heavy > plain + 0.2


def test_wrapped_packages_are_loaded_only_when_fitting():
    code = "import sys, dataexplain.models; print({'interpret', 'imodels'} & set(sys.modules))"
    root = Path(models.__file__).parents[2]
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "set()"
