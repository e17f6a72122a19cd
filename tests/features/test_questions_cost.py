"""What `QuestionFeatures` costs: told before, limited, and what a budget that ends leaves."""

import threading

import numpy as np
import pytest

from dataexplain.errors import BudgetReachedError
from dataexplain.features import QuestionFeatures
from dataexplain.features.question_answers import IncompleteAnswersWarning
from dataexplain.llm import Budget, Scripted
from dataexplain.llm.judge import CONTENT_FREE
from tests.features.planted_questions import TOPICS, planted_texts, says, scripted

EMPTY = len(CONTENT_FREE)


@pytest.mark.parametrize(("options", "before"), [({}, 0), ({"calibrate": True}, EMPTY)])
def test_the_cost_is_told_before_the_run(features, model, capsys, options, before):
    texts = planted_texts(30)
    estimate = features(**options).estimate_cost(texts)
    assert not model.backend.requests
    found = features(verbose=True, **options).fit(texts)
    told = capsys.readouterr().err
    assert estimate.expected.calls == found.calls_ == 4 * (before + 30)
    assert told.startswith(f"Expected: {found.calls_} calls")
    assert "30 texts were judged with 4 questions." in told


def test_a_budget_that_ends_keeps_what_was_judged_and_warns(embedder):
    texts = planted_texts(100)
    with scripted(budget=Budget(calls=4 * 40 + 2)) as model:
        found = QuestionFeatures(list(TOPICS), model=model, embedder=embedder)
        with pytest.warns(IncompleteAnswersWarning, match="40 of 100 texts were judged"):
            found.fit(texts)
    assert found.budget_reached_
    assert found.judged_rows_ == 41  # the last of them with two questions of four
    assert not np.isnan(found.transform(texts)).any()


def test_a_budget_that_ends_among_new_texts_predicts_the_rest(embedder):
    texts, new = planted_texts(60), planted_texts(40, seed=1)
    with scripted(budget=Budget(calls=4 * (60 + 10))) as model:
        found = QuestionFeatures(list(TOPICS), model=model, embedder=embedder, new_texts="judge")
        found.fit(texts)
        with pytest.warns(IncompleteAnswersWarning, match="10 of 40 texts"):
            values = found.transform(new)
    assert not np.isnan(values).any()


@pytest.mark.parametrize(("options", "calls"), [({}, 0), ({"calibrate": True}, EMPTY - 1)])
def test_a_budget_for_not_one_text_is_an_error(embedder, options, calls):
    with scripted(budget=Budget(calls=calls)) as model, pytest.raises(BudgetReachedError):
        QuestionFeatures(["is long"], model=model, embedder=embedder, **options).fit(["a", "b"])


def test_a_name_is_opened_and_closed_by_each_fit_within_its_calls(embedder):
    before = threading.active_count()
    found = QuestionFeatures(
        ["is about sports"], model=Scripted(says), embedder=embedder, max_calls=30
    )
    with pytest.warns(IncompleteAnswersWarning):
        found.fit(planted_texts(50))
    assert (found.calls_, found.judged_rows_) == (30, 30)
    assert threading.active_count() == before
