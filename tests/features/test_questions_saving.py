"""Files of `QuestionFeatures`: the same again, and what is refused."""

import json

import numpy as np
import pytest

from dataexplain.errors import LoadingError, ParameterError
from dataexplain.features import QuestionFeatures
from dataexplain.llm import ChatModel, Scripted
from tests.features.planted_questions import TOPICS, planted_texts, says, word_embedder


def test_a_saved_transformer_is_the_same_again(features, model, tmp_path):
    texts, new = planted_texts(80), planted_texts(30, seed=1)
    found = features(judge_rows=50, calibrate=True).fit(texts)
    path = tmp_path / "questions.json"
    found.to_json(path)
    assert not any(text in path.read_text("utf-8") for text in texts)
    with word_embedder() as embedder:
        again = QuestionFeatures.from_json(path, embedder=embedder)
        for some in (texts, new):
            assert np.array_equal(again.transform(some), found.transform(some))
        assert again.get_feature_names_out().tolist() == list(TOPICS)
        assert again.probe_scores_ == found.probe_scores_
        again.to_json(tmp_path / "again.json")
        assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_doubts_are_saved(features, tmp_path):
    found = features(["mentions unicorns", "is about food"]).fit(planted_texts(40))
    found.to_json(tmp_path / "questions.json")
    assert QuestionFeatures.from_json(tmp_path / "questions.json").doubtful_ == found.doubtful_


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"extra": 3}, "with 18 numbers"),
        ({"fingerprint": "word counts:2"}, "other weights or settings"),
        ({"name": "minilm"}, "'minilm' with 15 numbers"),
    ],
)
def test_another_embedder_is_refused(features, tmp_path, changed, match):
    found = features().fit(planted_texts(20))
    found.to_json(tmp_path / "questions.json")
    with word_embedder(**changed) as other:
        with pytest.raises(ParameterError, match=match):
            QuestionFeatures.from_json(tmp_path / "questions.json", embedder=other)
        with pytest.raises(ParameterError, match=match):
            found.set_params(embedder=other).transform(["a new text"])


def test_another_judge_is_refused_for_new_texts(features, tmp_path, embedder):
    features(new_texts="judge").fit(planted_texts(20)).to_json(tmp_path / "questions.json")
    with ChatModel(Scripted(says, name="another")) as other:
        again = QuestionFeatures.from_json(
            tmp_path / "questions.json", model=other, embedder=embedder
        )
        with pytest.raises(ParameterError, match="the judge of fit, 'scripted'"):
            again.transform(["a new text"])


@pytest.mark.parametrize(
    ("damage", "match"),
    [
        (lambda _: "{", "damaged"),
        (lambda _: "[1]", "holds no question features"),
        (lambda c: json.dumps({**c, "version": 99}), "version 99"),
        (lambda c: json.dumps({**c, "columns": []}), "no question"),
        (lambda c: json.dumps({**c, "columns": [{}]}), "damaged"),
        (lambda c: json.dumps({**c, "answers": {"a": [0.5]}}), "more or fewer answers"),
        (lambda c: json.dumps({**c, "embedder": None}), "another length"),
        (lambda c: json.dumps({**c, "settings": {**c["settings"], "scale": "x"}}), "scale"),
        (lambda c: json.dumps({**c, "answers": {"a": [float("nan")] * 4}}), "NaN"),
    ],
)
def test_a_damaged_file_is_refused(features, tmp_path, damage, match):
    path = tmp_path / "questions.json"
    features().fit(planted_texts(20)).to_json(path)
    path.write_text(damage(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    with pytest.raises(LoadingError, match=match) as caught:
        QuestionFeatures.from_json(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_a_loading_error(tmp_path):
    with pytest.raises(LoadingError, match="cannot be read"):
        QuestionFeatures.from_json(tmp_path / "none.json")
