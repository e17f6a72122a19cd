"""`QuestionFeatures.transform`: new texts, and what stands for a missing answer."""

import numpy as np
import pytest

from dataexplain.features import QuestionFeatures
from dataexplain.features.question_rows import drawn_texts
from tests.features.planted_questions import (
    SPORT,
    TOPICS,
    WordCounts,
    asked_about,
    planted_texts,
    says,
    scripted,
)


def test_new_texts_need_no_language_model(features, model):
    found = features().fit(planted_texts(120))
    asked = len(model.backend.requests)
    values = found.set_params(model=None).transform(planted_texts(50, seed=1))
    assert len(model.backend.requests) == asked
    truth = np.array([[word in text for word in TOPICS.values()] for text in planted_texts(50, 1)])
    assert all(np.corrcoef(values[:, at], truth[:, at])[0, 1] > 0.8 for at in range(4))


def test_new_texts_are_judged_up_to_the_limit_where_that_is_wanted(features, model):
    found = features(new_texts="judge", judge_rows=60, calibrate=True).fit(planted_texts(60))
    asked = len(model.backend.requests)
    new = planted_texts(90, seed=1)
    values = found.transform(new)
    assert len(model.backend.requests) - asked == 4 * 60
    drawn = [new.index(text) for text in drawn_texts(new, 60, seed=0)]
    yes = 0.9 * 0.8 / (0.9 * 0.8 + 0.1 * 0.2)
    truth = [[yes if word in new[place] else 0.5 for word in TOPICS.values()] for place in drawn]
    assert values[drawn] == pytest.approx(np.array(truth))


def test_a_missing_answer_is_predicted(embedder):
    texts = planted_texts(100)
    silent = next(text for text in texts if SPORT in text)

    def partly(request):
        return {"Hm": 1.0} if asked_about(request)[0] == silent else says(request)

    with scripted(partly) as model:
        found = QuestionFeatures(["is about sports"], model=model, embedder=embedder).fit(texts)
    value = found.transform([silent])[0, 0]
    assert found.no_answers_ == 1
    assert value > 0.8


def test_without_an_embedder_a_missing_answer_is_the_mean():
    def partly(request):
        return {"Hm": 1.0} if "riddle" in asked_about(request)[0] else says(request)

    with scripted(partly) as model:
        found = QuestionFeatures(["is about sports"], model=model, embedder=None, new_texts="judge")
        assert found.fit_transform(["goal", "cake", "riddle"])[2, 0] == pytest.approx(0.55)


def test_a_text_without_content_is_not_asked_and_gets_the_mean(features, model):
    found = features(["is about sports"])
    values = found.fit_transform(["goal", "cake", "", " \n"])
    assert values[2:, 0] == pytest.approx([0.55, 0.55])
    assert len(model.backend.requests) == 2


def test_no_texts_make_no_rows(features):
    assert features().fit(planted_texts(15)).transform([]).shape == (0, 4)


def test_the_embedder_is_not_asked_about_judged_texts_again(features, embedder):
    assert isinstance(embedder.backend, WordCounts)
    found = features().fit(planted_texts(15))
    asked = len(embedder.backend.embedded)
    found.transform(planted_texts(15))
    assert len(embedder.backend.embedded) == asked


def test_a_scale_changed_after_fit_changes_nothing_until_the_next(features, tmp_path):
    """New texts had come out on another scale than the fitted ones."""
    found = features(new_texts="judge").fit(planted_texts(20))
    values = found.transform(planted_texts(20, seed=1))
    found.set_params(scale="log_odds")
    assert np.array_equal(found.transform(planted_texts(20, seed=1)), values)
    found.to_json(tmp_path / "questions.json")
    assert QuestionFeatures.from_json(tmp_path / "questions.json").scale == "probability"
