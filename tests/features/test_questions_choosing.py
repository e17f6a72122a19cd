"""Which questions become columns of `QuestionFeatures`, and which of those are doubted."""

import pytest

from dataexplain.errors import ReplyError
from dataexplain.features import QuestionFeatures
from dataexplain.llm.judge import CONTENT_FREE
from tests.features.planted_questions import NO, YES, asked_about, planted_texts, says, scripted


def test_questions_that_ask_the_same_are_asked_once(features):
    found = features(["Is it about sports?", "is about  Sports", "The text is about sports."])
    assert found.fit(planted_texts(12)).get_feature_names_out().tolist() == ["is about sports"]


def test_a_question_that_is_answered_as_another_is_dropped_where_wanted(features):
    questions = ["is about sports", "speaks of a goal"]
    texts = planted_texts(40)
    pruned, full = (features(questions, prune=choice).fit(texts) for choice in (True, False))
    assert pruned.dropped_ == {"speaks of a goal": "it is answered as 'is about sports'"}
    assert len(full.columns_) == 2


def test_one_question_without_answers_is_dropped(embedder):
    def partly(request):
        return {"Hm": 1.0} if asked_about(request)[1] == "is odd" else says(request)

    with scripted(partly) as model:
        found = QuestionFeatures(["is odd", "is about food"], model=model, embedder=embedder)
        found.fit(planted_texts(30))
    assert found.dropped_ == {"is odd": "the model gave no answer"}
    assert found.get_feature_names_out().tolist() == ["is about food"]


def test_a_model_that_answers_nonsense_is_an_error(embedder):
    with (
        scripted(lambda _: {"Banana": 1.0}) as model,
        pytest.raises(ReplyError, match="answered none of 1 questions about 3 texts"),
    ):
        QuestionFeatures(["is long"], model=model, embedder=embedder).fit(["a", "b", "c"])


def test_a_question_of_the_user_that_embeddings_do_not_predict_is_kept_and_doubted(embedder):
    def by_number(request):
        share = 0.9 if sum(asked_about(request)[0].encode()) % 2 else 0.1
        return {YES: share, NO: 1 - share}

    with scripted(by_number) as model:
        found = QuestionFeatures(["is odd"], model=model, embedder=embedder)
        found.fit(planted_texts(80))
    assert list(found.doubtful_) == ["is odd"]
    assert "share of variance 0.0" in found.doubtful_["is odd"]
    assert found.probe_scores_["is odd"] < 0.1


def test_a_question_with_one_answer_to_all_is_kept_and_doubted(features):
    found = features(["mentions unicorns", "is about food"]).fit(planted_texts(40))
    assert "mentions unicorns" in found.doubtful_
    assert len(found.columns_) == 2


def test_answers_that_could_not_be_centred_are_doubted(embedder):
    def only_texts(request):
        return {"?": 1.0} if asked_about(request)[0] in CONTENT_FREE else says(request)

    with scripted(only_texts) as model:
        found = QuestionFeatures(["is about food"], model=model, embedder=embedder, calibrate=True)
        assert "leaning is not taken off" in found.fit(planted_texts(40)).doubtful_["is about food"]
        found.set_params(calibrate=False)
        assert not found.fit(planted_texts(40)).doubtful_
