import json
import os

import numpy as np
import pytest

from dataexplain.errors import LoadingError, OutputError, ParameterError
from dataexplain.models import AugTreeClassifier, AugTreeRegressor
from dataexplain.models.aug_tree_file import FORM

TEXTS = ["good film", "bad film", "fine work", "dull work"] * 8
LABELS = np.array(["yes", "no"] * 16)


@pytest.fixture
def fitted():
    return AugTreeClassifier(min_phrase_rows=2).fit(TEXTS, LABELS)


@pytest.mark.parametrize(
    "labels",
    [
        ["yes", "no"],
        [1, 7],
        [2.0, 1.0],
        [True, False],
        np.array(["a", 3], dtype=object).astype(str),
        np.array(["α", "β"], dtype=object),
    ],
)
def test_labels_come_back_with_their_type(tmp_path, labels):
    y = np.resize(np.asarray(labels), len(TEXTS))
    model = AugTreeClassifier(min_phrase_rows=2).fit(TEXTS, y)
    model.to_json(tmp_path / "tree.json")
    again = AugTreeClassifier.from_json(tmp_path / "tree.json")
    assert again.classes_.dtype == model.classes_.dtype
    np.testing.assert_array_equal(again.predict(TEXTS), y)


def test_a_number_comes_back_exactly(tmp_path):
    y = np.random.default_rng(0).normal(size=len(TEXTS))
    model = AugTreeRegressor(min_phrase_rows=2, max_leaf_nodes=None).fit(TEXTS, y)
    model.to_json(tmp_path / "tree.json")
    again = AugTreeRegressor.from_json(tmp_path / "tree.json")
    np.testing.assert_array_equal(again.predict(TEXTS), model.predict(TEXTS))
    assert again.nodes_ == model.nodes_
    assert again.rules_ == model.rules_


def test_parameters_come_back_but_no_model_or_embedder(tmp_path):
    model = AugTreeClassifier(
        ngram_range=(1, 3), goal="films", embedder="openai:x", random_state=np.int64(3)
    )
    model.fit(TEXTS, LABELS).to_json(tmp_path / "tree.json")
    again = AugTreeClassifier.from_json(tmp_path / "tree.json")
    assert again.get_params() == {**model.get_params(), "embedder": "minilm"}
    assert "openai" not in (tmp_path / "tree.json").read_text()


def test_a_tokenizer_of_ones_own_must_be_given_again(tmp_path):
    path = tmp_path / "tree.json"
    AugTreeClassifier(tokenizer=str.split).fit(TEXTS, LABELS).to_json(path)
    with pytest.raises(ParameterError, match="tokenizer"):
        AugTreeClassifier.from_json(path)
    again = AugTreeClassifier.from_json(path, tokenizer=str.split)
    assert again.predict(TEXTS).tolist() == LABELS.tolist()


def test_a_tokenizer_where_none_was_is_refused(tmp_path, fitted):
    fitted.to_json(tmp_path / "tree.json")
    with pytest.raises(ParameterError, match="left out"):
        AugTreeClassifier.from_json(tmp_path / "tree.json", tokenizer=str.split)


def test_a_failed_write_leaves_the_old_file(tmp_path, fitted, monkeypatch):
    path = tmp_path / "tree.json"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        fitted.to_json(path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["tree.json"]


def test_labels_that_json_does_not_know_are_refused(tmp_path):
    days = np.resize(np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[D]"), len(TEXTS))
    model = AugTreeClassifier().fit(TEXTS, days)
    with pytest.raises(ParameterError, match="texts, numbers or truth values"):
        model.to_json(tmp_path / "tree.json")


def test_a_newer_file_says_so(tmp_path, fitted):
    path = changed(tmp_path, fitted, version=FORM.version + 1)
    with pytest.raises(LoadingError, match="newer version"):
        AugTreeClassifier.from_json(path)


def test_another_kind_says_so(tmp_path, fitted):
    path = changed(tmp_path, fitted)
    with pytest.raises(LoadingError, match="a fitted AugTreeClassifier, not a fitted AugTreeR"):
        AugTreeRegressor.from_json(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "other"}', "[" * 100_000])
def test_what_is_no_tree_is_refused(tmp_path, text):
    path = tmp_path / "tree.json"
    path.write_text(text)
    with pytest.raises(LoadingError):
        AugTreeClassifier.from_json(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(LoadingError, match="cannot be read"):
        AugTreeClassifier.from_json(tmp_path / "none.json")


LEAF = {"value": [0.5, 0.5], "rows": 1, "weight": 1.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 0},
        {"version": "1"},
        {"nodes": []},
        {"nodes": [LEAF, LEAF]},
        {"nodes": [{**LEAF, "value": [0.5]}]},
        {"nodes": [{**LEAF, "value": [float("nan"), 0.5]}]},
        {"nodes": [{**LEAF, "phrases": ["a"]}]},
        {"nodes": [{**LEAF, "phrases": ["a"], "present": 0, "absent": 1}, LEAF]},
        {"nodes": [{**LEAF, "phrases": ["a"], "present": 1, "absent": 1}, LEAF, LEAF]},
        {"nodes": [{**LEAF, "phrases": ["a"], "present": 1, "absent": 9}, LEAF, LEAF]},
        {"nodes": [{**LEAF, "phrases": [""], "present": 1, "absent": 2}, LEAF, LEAF]},
        {"nodes": "x"},
        {"classes": None},
        {"classes": {"labels": ["a"], "type": "<U1"}},
        {"classes": {"labels": ["a", "b"], "type": "no type"}},
        {"parameters": {"ngram_range": [1, 1], "no such": 1}},
        {"parameters": {}},
        {"parameters": {"tokenizer": None}},
        {"kind": 3},
    ],
)
def test_a_damaged_tree_is_refused(tmp_path, fitted, changes):
    with pytest.raises(LoadingError, match="damaged"):
        AugTreeClassifier.from_json(changed(tmp_path, fitted, **changes))


def changed(folder, model, **changes):
    path = folder / "tree.json"
    model.to_json(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return path
