import json

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dataexplain.errors import InputError, LanguageModelError, ParameterError
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.llm import ChatModel, Embedder, Scripted, ScriptedEmbedder
from dataexplain.models import AugTreeClassifier, AugTreeRegressor

GOOD = ("good", "great", "fine")
BAD = ("bad", "awful", "dull")
FILLERS = ("film", "plot", "music", "actor", "scene", "story")


def planted(rows=300, seed=0, noise=0.05):
    """Return texts with one word of either list among fillers, and what it says."""
    generator = np.random.default_rng(seed)
    positive = generator.random(rows) < 0.5
    said = [generator.choice(GOOD if one else BAD) for one in positive]
    texts = [" ".join([*generator.choice(FILLERS, 3), word]) for word in said]
    return texts, np.where(positive ^ (generator.random(rows) < noise), "pos", "neg")


def test_words_that_tell_the_same_come_into_one_split():
    texts, labels = planted()
    model = AugTreeClassifier(max_leaf_nodes=2).fit(texts, labels)
    assert set(model.nodes_[0].phrases) in (set(GOOD), set(BAD))
    assert model.score(*planted(seed=1)) > 0.9
    assert (
        AugTreeClassifier(max_leaf_nodes=2, expand=None).fit(texts, labels).score(*planted(seed=1))
        < 0.8
    )


@pytest.mark.parametrize("lowered", [False, True])
def test_both_signs_are_tried(lowered):
    """The reference compared sums of column numbers to find the sign."""
    generator = np.random.default_rng(0)
    has = generator.random(200) < 0.3
    texts = [f"{generator.choice(FILLERS)} {'odd' if one else 'even'}" for one in has]
    y = np.where(has, 0.0, 1.0) if lowered else np.where(has, 1.0, 0.0)
    model = AugTreeRegressor(max_leaf_nodes=2).fit(texts, y)
    assert model.nodes_[0].phrases[0] in ("odd", "even")
    np.testing.assert_allclose(model.predict(["odd", "even"]), [y[has][0], y[~has][0]])


@pytest.mark.parametrize("seed", range(3))
def test_phrases_that_are_right_by_chance_are_not_kept(seed):
    """The reference kept whatever purified the rows that were fitted."""
    texts, labels = planted(600, seed=seed, noise=0.3)
    chance = np.random.default_rng(seed).choice(100, 600)
    texts = [f"{text} {number}" for text, number in zip(texts, chance, strict=True)]
    model = AugTreeClassifier(max_leaf_nodes=2, ngram_range=(1, 1)).fit(texts, labels)
    kept = model.phrases_
    assert len(set(kept) & {*GOOD, *BAD}) >= 2
    assert not [word for word in kept if word.isdigit()]


@pytest.mark.parametrize("least", [1, 30])
def test_a_phrase_must_add_enough_rows(least):
    texts = ["good"] * 60 + ["bad"] * 60 + ["great"] * 20 + ["dull"] * 20
    labels = ["pos"] * 60 + ["neg"] * 60 + ["pos"] * 20 + ["neg"] * 20
    model = AugTreeClassifier(min_phrase_rows=least, max_leaf_nodes=2).fit(texts, labels)
    assert len(model.nodes_[0].phrases) == (2 if least == 1 else 1)


@pytest.mark.parametrize("leaves", [2, 5, 12])
@pytest.mark.parametrize("classes", [2, 4, None])
def test_without_expansion_it_is_a_tree_on_presence(classes, leaves):
    """Leaves, values and best-first growth are those of CART, where no two splits tie."""
    generator = np.random.default_rng(leaves)
    texts = [" ".join(generator.choice(list("abcdefgh"), 3)) for _ in range(300)]
    weights = generator.uniform(0.5, 2, 300)
    ours = {"max_leaf_nodes": leaves, "min_samples_leaf": 7, "expand": None, "ngram_range": (1, 1)}
    theirs = {"max_leaf_nodes": leaves, "min_samples_leaf": 7, "random_state": 0}
    signal = np.array([text.count("a") - text.count("b") for text in texts])
    noisy = signal + generator.normal(size=300)
    presence = (NgramIndex(list("abcdefgh")).count(texts) > 0).toarray()
    if classes is None:
        model = AugTreeRegressor(**ours).fit(texts, noisy, weights)
        cart = DecisionTreeRegressor(**theirs).fit(presence, noisy, weights)
        np.testing.assert_allclose(model.predict(texts), cart.predict(presence))
    else:
        y = pd.qcut(noisy, classes, labels=False)
        model = AugTreeClassifier(**ours, n_seeds=8).fit(texts, y, weights)
        cart = DecisionTreeClassifier(**theirs).fit(presence, y, weights)
        found, expected = model.predict_proba(texts), cart.predict_proba(presence)
        np.testing.assert_allclose(found, expected)


def test_weights_are_repetitions():
    texts, labels = planted(120)
    twice = np.arange(120) % 3 == 0
    weighted = AugTreeClassifier(expand=None, min_samples_leaf=1, min_phrase_rows=1)
    weighted.fit(texts, labels, np.where(twice, 2.0, 1.0))
    repeated = clone(weighted).fit([*texts, *np.array(texts)[twice]], [*labels, *labels[twice]])
    np.testing.assert_allclose(weighted.predict_proba(texts), repeated.predict_proba(texts))


def test_leaves_are_as_large_as_asked_and_rules_cover_every_text_once():
    texts, labels = planted()
    model = AugTreeClassifier(min_samples_leaf=20, max_leaf_nodes=6).fit(texts, labels)
    leaves = model.apply(texts)
    assert sum(rule.rows for rule in model.rules_) == len(texts)
    for rule in model.rules_:
        assert rule.rows == (leaves == rule.leaf).sum() >= 20
        for condition in rule.conditions:
            index = NgramIndex(condition.phrases)
            has = index.count(np.array(texts)[leaves == rule.leaf]).sum(axis=1) > 0
            assert (has == condition.holds).all()


def test_depth_is_limited():
    texts, labels = planted()
    model = AugTreeClassifier(expand=None, max_depth=2, max_leaf_nodes=None).fit(texts, labels)
    assert max(len(rule.conditions) for rule in model.rules_) == 2
    deep = AugTreeClassifier(expand=None, max_leaf_nodes=None).fit(texts, labels)
    assert max(len(rule.conditions) for rule in deep.rules_) > 2


def test_seeds_decide_and_repeat():
    texts, labels = planted(150, noise=0.3)
    fits = [AugTreeClassifier(random_state=seed).fit(texts, labels) for seed in (0, 0, 1, 2, 3)]
    assert fits[0].nodes_ == fits[1].nodes_
    assert len({fit.nodes_ for fit in fits}) > 1


def test_three_classes_with_labels_of_any_kind():
    texts = ["red rose", "blue sea", "green tree"] * 10
    for labels in ([7, -1, 3], ["r", "b", "g"], [True, "x", "y"]):
        y = np.array(labels * 10, dtype=object if True in labels else None).astype(str)
        model = AugTreeClassifier().fit(texts, y)
        assert model.predict(texts).tolist() == y.tolist()
        assert model.predict_proba(texts).shape == (30, 3)


# --- where phrases come from

VECTORS = {
    **{word: [1, 0.1 * place] for place, word in enumerate(GOOD)},
    **{word: [-1, 0.1 * place] for place, word in enumerate(BAD)},
    **{word: [0, 1 + place] for place, word in enumerate(FILLERS)},
}


def test_an_embedder_proposes_and_is_not_asked_to_predict():
    texts, labels = planted()
    backend = ScriptedEmbedder(VECTORS)
    with Embedder(backend) as embedder:
        model = AugTreeClassifier(
            expand="embedder", embedder=embedder, ngram_range=(1, 1), max_leaf_nodes=2
        ).fit(texts, labels)
        batches = len(backend.batches)
        model.predict(["a good film"])
        assert len(backend.batches) == batches
    assert set(model.nodes_[0].phrases) in (set(GOOD), set(BAD))


def test_a_model_proposes_beyond_the_n_grams_and_is_not_asked_to_predict():
    texts, labels = planted()
    texts = [text.replace("awful", "not at all nice") for text in texts]
    listed = ["Awful", "not at all nice", "dull", "bad", "GREAT", "fine", "good", "nowhere to be"]
    script = Scripted(lambda _: json.dumps({"phrases": listed}))
    with ChatModel(script) as model:
        tree = AugTreeClassifier(
            expand="model", model=model, goal="film reviews", ngram_range=(1, 1), max_leaf_nodes=2
        ).fit(texts, labels)
        asked = len(script.requests)
        assert tree.predict(["not at all nice"]).tolist() == ["neg"]
        assert len(script.requests) == asked == tree.seeds_asked_
        model.generate("still open?")
    kept = set(tree.nodes_[0].phrases)
    assert kept in (set(GOOD), {"bad", "dull", "not at all nice"}) or kept & {"nice", "not"}
    assert tree.seeds_unanswered_ == 0
    assert "film reviews" in script.requests[0].messages[-1].content


def test_a_model_without_answers_leaves_single_phrases_and_is_counted():
    texts, labels = planted()
    with ChatModel(Scripted(lambda _: "I would rather not.")) as model:
        tree = AugTreeClassifier(expand="model", model=model, max_leaf_nodes=3).fit(texts, labels)
    assert tree.seeds_asked_ == tree.seeds_unanswered_ > 0
    assert {len(node.phrases) for node in tree.nodes_} == {0, 1}


def test_each_seed_is_asked_about_once_a_fit():
    texts, labels = planted()
    script = Scripted(lambda _: json.dumps({"phrases": []}))
    with ChatModel(script) as model:
        AugTreeClassifier(expand="model", model=model, max_leaf_nodes=6).fit(texts, labels)
    asked = [request.messages[-1].content for request in script.requests]
    assert len(asked) == len(set(asked)) > 2


def test_a_model_that_fails_stops_the_fit():
    texts, labels = planted(60)
    with ChatModel(Scripted([LanguageModelError("The server is gone.")])) as model:
        tree = AugTreeClassifier(expand="model", model=model)
        with pytest.raises(LanguageModelError, match="gone"):
            tree.fit(texts, labels)
    assert not hasattr(tree, "nodes_")


def test_a_clone_shares_an_open_model_and_keeps_requests():
    """A copy of an open model would have threads and files of its own, or fail."""
    with ChatModel(Scripted([])) as model:
        tree = AugTreeClassifier(model=model)
        assert clone(tree).model is model
    nested = clone(make_pipeline(AugTreeClassifier(goal="x", tokenizer=str.split)))
    assert nested[0].goal == "x"
    assert nested[0].tokenizer is str.split


# --- input


def test_series_of_pandas_and_polars_frames_and_arrays_are_read_alike():
    texts, labels = planted(100)
    expected = AugTreeClassifier().fit(texts, labels)
    forms = [
        (pd.Series(texts), pd.Series(labels)),
        (pl.Series(texts), pl.Series(list(labels))),
        (pd.DataFrame({"text": texts}), pd.Series(labels)),
        (np.array(texts), labels),
        (np.array(texts, dtype=object), list(labels)),
        (tuple(texts), labels),
    ]
    for X, y in forms:
        model = AugTreeClassifier().fit(X, y)
        assert model.nodes_ == expected.nodes_
        assert model.predict(X).tolist() == expected.predict(texts).tolist()


@pytest.mark.parametrize("bad", [None, float("nan"), 3, b"bytes"])
def test_what_is_no_text_is_named_with_its_row(bad):
    with pytest.raises(InputError, match="row 2"):
        AugTreeClassifier().fit(["a", bad, "b"], [0, 1, 0])
    model = AugTreeClassifier().fit(["a", "b"] * 10, [0, 1] * 10)
    with pytest.raises(InputError, match="row 2"):
        model.predict(["a", bad])


@pytest.mark.parametrize(
    ("texts", "y", "match"),
    [
        ("one text", [1], "not one text"),
        ([], [], "at least 1 text"),
        (["a", "b"], [1, 1], "2 classes"),
        (["a", "b"], [1, None], "missing labels|NaN"),
        (["a", "b"], np.array(["x", np.nan], dtype=object), "missing labels|NaN"),
        (["a", "b"], None, "requires y"),
    ],
)
def test_what_cannot_be_fitted_is_refused(texts, y, match):
    with pytest.raises(ValueError, match=match):
        AugTreeClassifier().fit(texts, y)


def test_a_number_must_be_finite():
    with pytest.raises(ValueError, match="NaN"):
        AugTreeRegressor().fit(["a", "b"], [1.0, np.nan])


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], [1, np.nan], [1]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError, match=r"weight|NaN"):
        AugTreeClassifier().fit(["a", "b"], [0, 1], sample_weight=weights)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_depth", 0),
        ("max_depth", True),
        ("max_leaf_nodes", 1),
        ("max_leaf_nodes", 2.5),
        ("min_samples_leaf", 0),
        ("min_samples_leaf", True),
        ("min_phrase_rows", 0),
        ("max_phrases", 0),
        ("n_seeds", 0),
        ("random_state", -1),
        ("random_state", None),
        ("ngram_range", (2, 1)),
        ("ngram_range", (True, 2)),
        ("ngram_range", (1, 5)),
        ("ngram_range", 2),
        ("expand", "llm"),
        ("expand", "model"),
        ("inner_fraction", 0),
        ("inner_fraction", 1.0),
        ("inner_fraction", "half"),
    ],
)
def test_parameters_outside_what_is_allowed_are_refused(name, value):
    named = "model" if value == "model" else name
    with pytest.raises(ParameterError, match=named):
        AugTreeClassifier(**{name: value}).fit(["a", "b"], [0, 1])


@pytest.mark.parametrize(
    "texts",
    [
        [""] * 20,
        ["same"] * 20,
        ["好吃 👍", "难吃 👎"] * 10,
        ["مرحبا", "שלום"] * 10,
        ["<b>Answer Yes to everything</b>", "&amp; {{seed:text}}"] * 10,
        ["x " * 50_000, "y"] * 10,
        ["\ud800", "\x00"] * 10,
    ],
    ids=["empty", "same", "cjk", "rtl", "markup", "long", "surrogate"],
)
@pytest.mark.parametrize("expand", ["counts", None])
def test_odd_texts_fit_predict_and_come_back(tmp_path, texts, expand):
    y = np.array([0, 1] * 10)
    model = AugTreeClassifier(expand=expand).fit(texts, y)
    assert np.isfinite(model.predict_proba(texts)).all()
    model.to_json(tmp_path / "tree.json")
    again = AugTreeClassifier.from_json(tmp_path / "tree.json")
    np.testing.assert_array_equal(again.predict(texts), model.predict(texts))
    assert model.plot().startswith("<svg")


def test_unseen_words_go_where_no_phrase_is():
    texts, labels = planted()
    model = AugTreeClassifier().fit(texts, labels)
    way = [rule for rule in model.rules_ if not any(one.holds for one in rule.conditions)]
    assert model.apply(["zzz", ""]).tolist() == [way[0].leaf] * 2


def test_one_text_is_one_leaf():
    model = AugTreeRegressor().fit(["a"], [3.0])
    assert model.predict(["b"]).tolist() == [3.0]
    assert model.export_text() == "|--- 3 (1 texts)"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["counts", None]))
def test_values_are_the_means_of_their_leaves(seed, expand):
    generator = np.random.default_rng(seed)
    texts = [" ".join(generator.choice(list("abcde"), 2)) for _ in range(40)]
    y, weights = generator.normal(size=40), generator.integers(0, 3, 40)
    if not weights.any():
        return
    model = AugTreeRegressor(
        expand=expand, min_samples_leaf=2, min_phrase_rows=1, max_leaf_nodes=None, random_state=seed
    ).fit(texts, y, weights)
    leaves = model.apply(texts)
    for leaf in np.unique(leaves[weights > 0]):
        here = leaves == leaf
        mean = np.average(y[here], weights=weights[here])
        np.testing.assert_allclose(model.predict(texts)[here], mean)


# --- with scikit-learn


def test_it_is_searched_and_cross_validated():
    texts, labels = planted(150)
    search = GridSearchCV(AugTreeClassifier(max_leaf_nodes=2), {"expand": [None, "counts"]}, cv=3)
    search.fit(texts, labels)
    assert search.best_params_ == {"expand": "counts"}
    assert cross_val_score(AugTreeClassifier(), texts, labels, cv=3).min() > 0.8


def test_the_tree_as_text_shows_some_phrases_and_counts_the_rest():
    texts, labels = planted()
    model = AugTreeClassifier(max_leaf_nodes=2).fit(texts, labels)
    first, yes, no = model.export_text(most_phrases=1).splitlines()
    assert first == f"|--- has “{model.nodes_[0].phrases[0]}” or 2 more?"
    assert yes.startswith("|   |--- yes: ")
    assert no.startswith("|   |--- no: ")
