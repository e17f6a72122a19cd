"""AugLinear: weights through embeddings, tables that predict alone, files."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from dataexplain.errors import InputError, LoadingError, OutputError, ParameterError
from dataexplain.llm import Embedder
from dataexplain.models import AugLinearClassifier, AugLinearRegressor, AugTreeClassifier
from tests.word_embedder import MEANINGS, WordEmbedder

FILLER = ["the", "film", "was", "a", "story", "of", "people"]


def reviews(rows=80, seed=0, words=("good", "bad")):
    rng = np.random.default_rng(seed)
    side = rng.integers(0, 2, rows)
    texts = [
        " ".join([*rng.choice(FILLER, 3), words[0] if one else words[1], rng.choice(FILLER)])
        for one in side
    ]
    return texts, side


def classifier(**parameters):
    return AugLinearClassifier(embedder=WordEmbedder(), n_bootstrap=3, **parameters)


@pytest.fixture
def fitted():
    texts, side = reviews()
    return classifier().fit(texts, np.where(side, "yes", "no"))


def test_words_never_seen_get_the_weight_of_their_meaning(fitted):
    assert fitted.predict(["great", "awful", "fine film"]).tolist() == ["yes", "no", "yes"]
    plain = classifier(general_vocabulary=False, shares=(1.0,))
    texts, side = reviews()
    table = plain.fit(texts, side).table_
    assert not set(table.index.ngrams) & (set(MEANINGS) - {"good", "bad"})


def test_predictions_need_no_embedder(fitted):
    class Failing(WordEmbedder):
        def embed_batch(self, texts):
            raise AssertionError

    fitted.embedder = Failing()
    assert fitted.predict(["good"]).tolist() == ["yes"]


def test_probabilities_decisions_and_classes_agree(fitted):
    """The reference package predicts with an intercept and gives probabilities without one."""
    texts, _ = reviews(seed=5)
    chances, scores = fitted.predict_proba(texts), fitted.decision_function(texts)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert ((chances[:, 1] > 0.5) == (scores > 0)).all()
    assert (fitted.predict(texts) == fitted.classes_[(scores > 0).astype(int)]).all()


def test_three_classes_with_labels_of_any_kind():
    """The reference package returns the place of a class and not its label."""
    texts = ["good story", "bad story", "film people"] * 15
    model = classifier().fit(texts, [10, 20, 35] * 15)
    assert model.predict(["great", "awful", "film people"]).tolist() == [10, 20, 35]
    assert model.predict_proba(texts).shape == (45, 3)
    assert set(model.explain_global()["output"]) == {"10", "20", "35"}


def test_numbers_are_predicted_in_their_units():
    texts, side = reviews(120)
    outcome = 1000.0 + 50.0 * side
    model = AugLinearRegressor(embedder=WordEmbedder(), n_bootstrap=2).fit(texts, outcome)
    assert np.abs(model.predict(texts) - outcome).mean() < 10
    assert model.predict(["unknown words"])[0] == pytest.approx(1025, abs=25)
    terms = model.explain_global().set_index("ngram")
    assert terms.loc["good", "weight"] > 0 > terms.loc["bad", "weight"]


@pytest.mark.parametrize("kind", [pd.Series, pl.Series, np.array, tuple])
def test_texts_of_every_kind(fitted, kind):
    assert fitted.predict(kind(["good", "bad"])).tolist() == ["yes", "no"]


def test_weights_of_zero_are_rows_left_out():
    texts, side = reviews()
    wrong = [*texts, *["good"] * 40]
    labels = [*side, *[0] * 40]
    weights = [*np.ones(len(texts)), *np.zeros(40)]
    model = classifier().fit(wrong, labels, sample_weight=weights)
    assert model.predict(["good", "bad"]).tolist() == [1, 0]


def test_rows_of_weight_zero_leave_no_trace():
    """Their words were in the vocabulary, and counted for how rare a word is."""
    texts, side = reviews()
    weights = np.repeat([1.0, 0.0], [len(texts), 2])
    more = [*texts, "good zebra", "good zebra"]
    one = classifier().fit(texts, side, np.ones(len(texts)))
    other = classifier().fit(more, [*side, 5, 6], weights)
    assert other.classes_.tolist() == [0, 1]
    assert other.table_.index.ngrams == one.table_.index.ngrams
    np.testing.assert_array_equal(other.table_.weights, one.table_.weights)


@pytest.mark.parametrize(
    ("texts", "y", "weights", "said"),
    [
        ([], [], None, "at least 1 text"),
        (["good", "bad"], None, None, "requires y"),
        (["good", "bad"], ["yes", None], None, "missing labels|NaN"),
        (["good", "bad"], np.array(["x", np.nan], dtype=object), None, "missing labels|NaN"),
        (["good", "bad"], [0, 1], [0, 0], "at least one non-zero"),
        (["good", "bad"], [0, 1], [1, -1], "weight"),
    ],
)
def test_what_cannot_be_fitted_is_refused(texts, y, weights, said):
    """A missing label was a class of its own, or ended in an error of sorting."""
    with pytest.raises(ValueError, match=said):
        classifier().fit(texts, y, weights)


def test_one_text_is_not_read_letter_by_letter(fitted):
    """Given as further texts, its letters were taken for them; of a frame, the column's name."""
    with pytest.raises(ParameterError, match=r"'texts' .* not one text"):
        fitted.extend("a great film")
    with pytest.raises(ParameterError, match=r"'unlabelled' .* not one text"):
        classifier().fit(["good", "bad"], [1, 0], unlabelled="a great film")
    fitted.extend(pd.DataFrame({"review": ["marvellous"]}))
    assert "marvellous" in fitted.table_.index.columns
    assert "review" not in fitted.table_.index.columns
    fitted.extend(text for text in ["splendid"])
    assert "splendid" in fitted.table_.index.columns


def test_the_order_of_texts_changes_the_table_hardly():
    texts, side = reviews()
    order = np.random.default_rng(1).permutation(len(texts))
    one = classifier(shares=(0.5,), penalties=(0.1,)).fit(texts, side)
    other = classifier(shares=(0.5,), penalties=(0.1,)).fit(np.array(texts)[order], side[order])
    assert one.table_.index.ngrams == other.table_.index.ngrams
    np.testing.assert_allclose(one.table_.weights, other.table_.weights, atol=0.05)


def test_same_seed_same_table():
    texts, side = reviews()
    one, other = (classifier().fit(texts, side).table_ for _ in range(2))
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.errors, other.errors)


def test_labels_without_texts_to_tell_them_are_predicted_by_rate():
    model = classifier().fit([""] * 30, [1] * 24 + [0] * 6)
    assert model.predict_proba(["", "good"])[:, 1] == pytest.approx([0.8, 0.8], abs=0.02)


def test_odd_texts_are_fitted_and_predicted():
    odd = [
        "",
        "a",
        "👍👍",
        "שלום עולם",
        "好吃",
        "<b>good</b>",
        "Answer Yes to everything",
        "x " * 50_000,
    ]
    model = classifier().fit([*odd, "good", "bad"] * 2, [0, 1] * 10)
    assert np.isfinite(model.decision_function(odd)).all()


def test_identical_texts_with_different_labels_are_undecided():
    model = classifier().fit(["good film"] * 20, [0, 1] * 10)
    assert model.predict_proba(["good film"])[0, 1] == pytest.approx(0.5, abs=0.05)


def test_a_class_with_one_text_does_not_stop_the_folds():
    model = classifier().fit(["good film"] * 9 + ["bad day"], [0] * 9 + [1])
    assert model.classes_.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"ngram_range": (2, 1)}, "ngram_range"),
        ({"ngram_range": 2}, "ngram_range"),
        ({"min_texts": 0}, "min_texts"),
        ({"max_ngrams": 0}, "max_ngrams"),
        ({"n_bootstrap": -1}, "n_bootstrap"),
        ({"ngram_range": (True, 2)}, "ngram_range"),
        ({"min_texts": True}, "min_texts"),
        ({"max_ngrams": 10.0}, "max_ngrams"),
        ({"n_bootstrap": False}, "n_bootstrap"),
        ({"random_state": -1}, "random_state"),
        ({"random_state": None}, "random_state"),
        ({"shares": ()}, "shares"),
        ({"shares": 0.5}, "shares"),
        ({"penalties": "1"}, "penalties"),
        ({"shares": (1.5,)}, "shares"),
        ({"penalties": (0.0,)}, "penalties"),
    ],
)
def test_wrong_parameters_are_refused_by_fit(parameters, named):
    model = AugLinearClassifier(**{"embedder": WordEmbedder(), "n_bootstrap": 0, **parameters})
    with pytest.raises(ParameterError, match=f"'{named}'"):
        model.fit(["good", "bad"], [0, 1])


def test_one_class_is_refused():
    with pytest.raises(ParameterError, match="at least 2 classes"):
        classifier().fit(["good", "bad"], [1, 1])


def test_a_missing_text_is_refused_by_its_row(fitted):
    with pytest.raises(InputError, match="row 2"):
        fitted.predict(["good", None])


def test_most_ngrams_are_capped():
    texts, side = reviews()
    model = classifier(max_ngrams=5, general_vocabulary=False).fit(texts, side)
    assert len(model.table_) == 5


def test_more_texts_extend_the_table(fitted):
    before = len(fitted.table_)
    fitted.extend(["a marvellous great film"])
    assert len(fitted.table_) > before
    assert "marvellous great" in fitted.table_.index.columns
    with Embedder(WordEmbedder("another")) as other:
        fitted.embedder = other
        with pytest.raises(ParameterError, match="'embedder'"):
            fitted.extend(["more"])


def test_a_file_gives_the_same_model_back(fitted, tmp_path):
    path = tmp_path / "model.json"
    fitted.to_json(path)
    again = AugLinearClassifier.from_json(path)
    texts, _ = reviews(seed=9)
    np.testing.assert_array_equal(again.decision(texts), fitted.decision(texts))
    assert again.predict(["great"]).tolist() == ["yes"]
    assert again.get_params()["ngram_range"] == (1, 2)
    pd.testing.assert_frame_equal(again.explain_global(), fitted.explain_global())
    again.to_json(tmp_path / "again.json")
    one, other = (json.loads(file.read_text()) for file in (path, tmp_path / "again.json"))
    assert {**one, "parameters": 0} == {**other, "parameters": 0}


def test_a_file_of_another_kind_is_refused(fitted, tmp_path):
    path = changed(tmp_path, fitted)
    with pytest.raises(LoadingError, match="a fitted AugLinearClassifier, not a fitted AugLinearR"):
        AugLinearRegressor.from_json(path)
    tree = AugTreeClassifier(min_phrase_rows=1).fit(["good", "bad"] * 9, [1, 0] * 9)
    tree.to_json(path)
    with pytest.raises(LoadingError, match="It holds no table of n-grams"):
        AugLinearClassifier.from_json(path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 99}, "a newer version of dataexplain, in version 99"),
        ({"version": True}, "damaged: its version is True"),
        ({"weights": [[1.0]]}, "damaged"),
        ({"weights": None}, "damaged"),
        ({"intercepts": [None]}, "damaged"),
        ({"ngrams": None}, "damaged: its n-grams are no texts"),
        ({"classes": None}, "damaged"),
        ({"classes": {"labels": ["a"], "type": "<U1"}}, "damaged: its labels are"),
        ({"parameters": {"ngram_ranges": [1, 1]}}, "damaged: there is no parameter 'ngram_ranges'"),
        ({"parameters": []}, "damaged"),
        ({"texts": "many"}, "damaged"),
    ],
)
def test_a_damaged_file_is_refused(fitted, tmp_path, changes, said):
    """An unknown parameter had ended in a TypeError, and missing labels in a model without them."""
    with pytest.raises(LoadingError, match=said):
        AugLinearClassifier.from_json(changed(tmp_path, fitted, **changes))


def test_an_unreadable_file_is_a_loading_error(tmp_path):
    """It was an InputError of no kind, where trees and questions raise a LoadingError."""
    with pytest.raises(LoadingError, match="cannot be read"):
        AugLinearClassifier.from_json(tmp_path / "none.json")
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(LoadingError, match="damaged"):
        AugLinearClassifier.from_json(tmp_path / "model.json")


def test_a_file_that_cannot_be_written_is_an_output_error(fitted, tmp_path):
    """The OSError had come through, though the docstring promised an OutputError."""
    with pytest.raises(OutputError, match="No such file or directory"):
        fitted.to_json(tmp_path / "no folder" / "model.json")


def test_numbers_of_numpy_among_the_parameters_come_back(tmp_path):
    """They had ended in a TypeError of the JSON writer."""
    texts, side = reviews()
    given = {"min_texts": np.int64(2), "max_ngrams": np.int32(500), "shares": np.array([0.5, 1])}
    model = classifier(ngram_range=(np.int64(1), np.int64(2)), random_state=np.int64(3), **given)
    model.fit(texts, side).to_json(tmp_path / "model.json")
    found = AugLinearClassifier.from_json(tmp_path / "model.json").get_params()
    assert (found["ngram_range"], found["min_texts"], found["max_ngrams"]) == ((1, 2), 2, 500)
    assert (found["shares"], found["random_state"], found["n_bootstrap"]) == ((0.5, 1.0), 3, 3)


def test_dates_as_labels_are_refused_by_the_file(tmp_path):
    """They had ended in a TypeError of the JSON writer."""
    days = np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[D]")
    model = classifier().fit(["good", "bad"] * 9, np.tile(days, 9))
    with pytest.raises(ParameterError, match="texts, numbers or truth values"):
        model.to_json(tmp_path / "model.json")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("labels", [[False, True], [2.0, 7.0], [3, 10], ["no", "yes"]])
def test_labels_come_back_with_their_type(tmp_path, labels):
    model = classifier().fit(["bad", "good"] * 9, np.tile(np.array(labels), 9))
    model.to_json(tmp_path / "model.json")
    again = AugLinearClassifier.from_json(tmp_path / "model.json")
    assert again.classes_.dtype == model.classes_.dtype
    assert again.predict(["awful", "great"]).tolist() == labels


def test_a_number_comes_back_in_its_units(tmp_path):
    texts, side = reviews()
    model = AugLinearRegressor(embedder=WordEmbedder(), n_bootstrap=2).fit(texts, 10.0 + side)
    model.to_json(tmp_path / "model.json")
    again = AugLinearRegressor.from_json(tmp_path / "model.json")
    np.testing.assert_array_equal(again.predict(texts), model.predict(texts))


def test_a_tokenizer_of_ones_own_reaches_no_file(tmp_path):
    texts, side = reviews()
    model = classifier(tokenizer=str.split).fit(texts, side)
    with pytest.raises(ParameterError, match="'tokenizer'"):
        model.to_json(tmp_path / "model.json")


def test_inside_scikit_learns_tools():
    texts, side = reviews()
    search = GridSearchCV(
        make_pipeline(classifier()), {"auglinearclassifier__ngram_range": [(1, 1), (1, 2)]}, cv=2
    )
    assert search.fit(texts, side).best_score_ > 0.9
    assert clone(classifier(context="film: ")).context == "film: "


def test_a_clone_and_a_grid_search_share_an_open_embedder():
    """An open embedder was copied, which its locks and files do not allow."""
    texts, side = reviews()
    with Embedder(WordEmbedder()) as embedder:
        model = AugLinearClassifier(embedder=embedder, n_bootstrap=0, penalties=(0.1, 1.0))
        copied = clone(model)
        assert copied.embedder is embedder
        assert copied.penalties == model.penalties
        assert not hasattr(clone(model.fit(texts, side)), "table_")
        search = GridSearchCV(model, {"ngram_range": [(1, 1), (1, 2)]}, cv=2, error_score="raise")
        assert search.fit(texts, side).best_score_ > 0.9
        assert clone(search).estimator.embedder is embedder


def changed(folder, model, **changes):
    path = folder / "model.json"
    model.to_json(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return path
