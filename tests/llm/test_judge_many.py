"""Many properties judged of each text: the order of the calls, and the same answers as `judge`."""

import hashlib

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm import Budget, ChatModel, Scripted, judge
from dataexplain.llm.judge import CONTENT_FREE, MOST_CHARACTERS, OPTIONS
from dataexplain.llm.judge_many import estimate_judging, judge_many
from dataexplain.llm.stores.call_log import CallLog

PROPERTIES = ("is about sports", "is about war", "is rude")
TEXTS = ("A goal!", "A riddle.", "A cake.", "x" * (MOST_CHARACTERS + 1))


def says(request):
    """Answer by a hash of the prompt; a riddle about war has no answer."""
    asked = request.messages[-1].content
    if "riddle" in asked and "war" in asked:
        return {"Hm": 1.0}
    yes, no = ("True", "False") if "True or False" in asked else ("Yes", "No")
    share = (hashlib.sha256(asked.encode()).digest()[0] + 1) / 258
    return {yes: share, no: 1 - share}


def asked_texts(model):
    return [request.messages[-1].content for request in model.backend.requests]


@pytest.mark.parametrize("form", list(OPTIONS))
@pytest.mark.parametrize("calibrate", [True, False])
def test_answers_are_those_of_one_property_at_a_time(form, calibrate):
    with ChatModel(Scripted(says)) as model:
        found = judge_many(model, PROPERTIES, TEXTS, form=form, calibrate=calibrate)
    with ChatModel(Scripted(says)) as model:
        alone = [judge(model, one, TEXTS, form=form, calibrate=calibrate) for one in PROPERTIES]
    assert len(found) == len(PROPERTIES)
    for one, other in zip(found, alone, strict=True):
        np.testing.assert_allclose(one.log_odds, other.log_odds)
        assert (one.offset, one.calibrated) == (pytest.approx(other.offset), other.calibrated)
        assert (one.prompt, one.no_answers, one.cut) == (other.prompt, other.no_answers, other.cut)


def test_without_calibration_texts_without_content_are_not_asked_about():
    with ChatModel(Scripted(says)) as model:
        found = judge_many(model, PROPERTIES, TEXTS)
        assert len(asked_texts(model)) == len(PROPERTIES) * len(TEXTS)
    assert {(one.offset, one.calibrated) for one in found} == {(0.0, False)}


def test_all_questions_about_a_text_come_before_the_next_text():
    with ChatModel(Scripted(says)) as model:
        judge_many(model, PROPERTIES, ["A goal!", "A cake."])
        asked = asked_texts(model)
    assert ["goal" in text for text in asked] == [True] * 3 + [False] * 3
    assert ["sports" in text for text in asked] == [True, False, False] * 2


def test_a_budget_leaves_the_last_texts_unasked():
    limit = 3 * (len(CONTENT_FREE) + 2) + 1
    with ChatModel(Scripted(says), budget=Budget(calls=limit)) as model:
        texts = ["A goal!", "A cake.", "A pie.", "A hat."]
        found = judge_many(model, PROPERTIES, texts, calibrate=True)
    assert [one.unasked for one in found] == [1, 2, 2]
    assert np.isnan(found[0].log_odds).tolist() == [False, False, False, True]
    assert [one.no_answers for one in found] == [0, 0, 0]


def test_a_budget_that_ends_in_the_calibration_leaves_all_unasked():
    with ChatModel(Scripted(says), budget=Budget(calls=2)) as model:
        found = judge_many(model, PROPERTIES, ["A goal!"], calibrate=True)
    assert [one.unasked for one in found] == [1, 1, 1]
    assert {(one.offset, one.calibrated) for one in found} == {(0.0, False)}


@pytest.mark.parametrize("options", [{}, {"calibrate": True}])
def test_the_estimate_is_what_is_spent(options):
    with ChatModel(Scripted(says)) as model:
        estimate = estimate_judging(model, PROPERTIES, TEXTS, **options)
        assert not model.backend.requests
        judge_many(model, PROPERTIES, TEXTS, **options)
        assert estimate.expected.calls == estimate.largest.calls == model.tally.calls


@pytest.mark.parametrize("calibrate", [True, False])
def test_progress_counts_texts(calibrate):
    seen = []

    def note(done, of):
        seen.append((done, of))

    with ChatModel(Scripted(says)) as model:
        judge_many(model, PROPERTIES, TEXTS[:2], calibrate=calibrate, progress=note)
    assert seen == [(1, 2), (2, 2)]


def test_calls_name_what_they_serve():
    log = CallLog(None)
    with ChatModel(Scripted(says), log=log) as model:
        found = judge_many(model, PROPERTIES[:1], ["A goal!"], serves="features")
        assert {(call.serves, call.prompt) for call in log.tail(9)} == {
            ("features", found[0].prompt)
        }


def test_no_properties_or_no_texts_need_no_call():
    with ChatModel(Scripted(says)) as model:
        assert judge_many(model, [], TEXTS) == ()
        assert judge_many(model, PROPERTIES, [])[0].log_odds.shape == (0,)
        assert not model.backend.requests


@pytest.mark.parametrize(
    ("properties", "texts", "form", "named"),
    [
        (["  "], ["a"], "statement", "properties"),
        ([3], ["a"], "statement", "properties"),
        (["is long"], ["a", None], "statement", "texts"),
        (["is long"], ["a"], "backwards", "form"),
    ],
)
def test_what_cannot_be_asked_is_refused(properties, texts, form, named):
    with ChatModel(Scripted(says)) as model, pytest.raises(ParameterError) as caught:
        judge_many(model, properties, texts, form=form)
    assert caught.value.parameter == named
    assert "of judge_many must be" in str(caught.value)
