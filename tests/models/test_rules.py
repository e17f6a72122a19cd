import numpy as np
import pandas as pd
import pytest
from sklearn.tree import DecisionTreeClassifier

from dataexplain.models import (
    RuleClassifier,
    RuleRegressor,
    ShallowTreeClassifier,
    ShallowTreeRegressor,
    rules,
)

MODELS = [RuleClassifier, RuleRegressor, ShallowTreeClassifier, ShallowTreeRegressor]


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "age": rng.integers(18, 90, 600).astype(float),
            "plan": pd.Categorical(rng.choice(["basic", "plus", "trial", "rare"], 600)),
            "sex": pd.Categorical(rng.choice(["f", "m"], 600)),
            "income": rng.lognormal(10, 1, 600),
        }
    )
    frame.loc[::7, "income"] = np.nan
    frame.loc[::11, "plan"] = np.nan
    return frame


@pytest.fixture
def signal(frame):
    effect = 3.0 * (frame["age"] >= 65) + 2.0 * (frame["plan"] == "basic")
    effect += 1.5 * ((frame["sex"] == "m") & frame["income"].isna())
    return effect + np.random.default_rng(1).normal(size=len(frame))


def fitted(kind, frame, signal):
    if kind in (RuleClassifier, ShallowTreeClassifier):
        return kind().fit(frame, np.where(signal > 2, "yes", "no"))
    return kind().fit(frame, signal)


def meets(condition, value):
    """Read one cell against a condition, the way its fields are documented."""
    if pd.isna(value):
        return bool(condition.missing)
    if condition.about_missing:
        return not condition.missing
    if condition.levels:
        return value in condition.levels
    above = condition.low is None or value >= condition.low
    return above and (condition.high is None or value < condition.high)


@pytest.mark.parametrize("kind", MODELS)
def test_rules_reproduce_the_prediction_cell_by_cell(kind, frame, signal):
    model = fitted(kind, frame, signal)
    (all_rules,) = model.rules_.values()
    expected = [
        sum(
            rule.value
            for rule in all_rules
            if all(meets(condition, row[condition.feature]) for condition in rule.conditions)
        )
        for _, row in frame.iterrows()
    ]
    np.testing.assert_allclose(model.decision(frame), expected)


@pytest.mark.parametrize("kind", MODELS)
def test_each_tree_covers_every_row_once(kind, frame, signal):
    model = fitted(kind, frame, signal)
    new = frame.assign(plan=pd.Categorical(["unseen"] * len(frame)), age=np.nan)
    for key, all_rules in model.rules_.items():
        for rows in (frame, new):
            times = {}
            for rule in all_rules:
                times[rule.tree] = times.get(rule.tree, 0) + model.holds(rule, rows).astype(int)
            assert all((count == 1).all() for count in times.values()), key


@pytest.mark.parametrize("kind", MODELS)
def test_rules_count_their_rows_and_name_a_feature_once(kind, frame, signal):
    model = fitted(kind, frame, signal)
    for rule in next(iter(model.rules_.values())):
        assert rule.rows == model.holds(rule, frame).sum() > 0
        features = [condition.feature for condition in rule.conditions]
        assert len(set(features)) == len(features)


@pytest.mark.parametrize("classes", [2, 3])
def test_rules_are_the_leaves_of_the_wrapped_tree(frame, signal, classes, monkeypatch):
    grown = []

    class Remembering(DecisionTreeClassifier):
        def fit(self, X, y, **arguments):
            grown.append((self, X))
            return super().fit(X, y, **arguments)

    monkeypatch.setattr(rules, "DecisionTreeClassifier", Remembering)
    model = ShallowTreeClassifier().fit(frame, pd.qcut(signal, classes, labels=False))
    tree, codes = grown[0]
    leaves = tree.apply(codes)
    for key in model.rules_:
        held = np.array([model.holds(rule, frame) for rule in model.rules_[key]])
        assert len(held) == tree.get_n_leaves()
        for members in held:
            assert len(set(leaves[members])) == 1
    np.testing.assert_allclose(model.predict_proba(frame), tree.predict_proba(codes))


@pytest.mark.parametrize("kind", [RuleRegressor, ShallowTreeRegressor])
def test_planted_groups_are_found(kind, frame, signal):
    text = fitted(kind, frame, signal).text_
    assert "age >= 65" in text
    assert "plan is basic" in text


def test_a_missing_value_can_be_a_rule(frame):
    outcome = frame["income"].isna() * 4.0
    (present, missing) = ShallowTreeRegressor(max_depth=1).fit(frame, outcome).rules_[None]
    assert (present.text, missing.text) == (
        "income is present: 0 (514 rows)",
        "income is missing: 4 (86 rows)",
    )


def test_rules_of_three_classes(frame, signal):
    labels = pd.qcut(signal, 3, labels=["low", "mid", "top"])
    for kind in (RuleClassifier, ShallowTreeClassifier):
        model = kind().fit(frame, labels)
        assert list(model.rules_) == ["low", "mid", "top"]
        assert model.score(frame, labels) > 0.5
        assert model.text_.splitlines()[0] == "low:"


def test_figs_keeps_its_limits(frame, signal):
    model = RuleRegressor(max_rules=8, max_trees=3, min_gain=0.0).fit(frame, signal)
    trees = [rule.tree for rule in model.rules_[None]]
    assert len(set(trees)) == 3
    assert len(trees) - len(set(trees)) == 8


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_figs_trees_grow_as_deep_as_allowed_and_no_deeper(frame, signal, depth, monkeypatch):
    """In imodels 3.0.4 the depth counts double, but for the first tree: its trees differ."""
    paths = {}
    read = rules._Rules._read

    def remembering(self, trees, filled, output):
        for place, leaves in enumerate(trees):
            paths[place] = max(len(path) for path, _ in leaves)
        return read(self, trees, filled, output)

    monkeypatch.setattr(rules._Rules, "_read", remembering)
    RuleRegressor(max_rules=20, max_trees=3, max_depth=depth, min_gain=0.0).fit(frame, signal)
    assert set(paths.values()) == {depth}


def test_figs_grows_nothing_out_of_noise():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(3000, 5)), rng.normal(size=3000)
    model = RuleRegressor(min_gain=0.01).fit(X, y)
    assert [rule.conditions for rule in model.rules_[None]] == [()]
    assert model.predict(X)[0] == pytest.approx(y.mean())


def test_tree_leaves_hold_their_share(frame, signal):
    model = ShallowTreeRegressor(max_depth=5, min_leaf_share=0.1).fit(frame, signal)
    assert min(rule.rows for rule in model.rules_[None]) >= 60
