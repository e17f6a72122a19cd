"""What a language model expected, as the page and the terminal say it."""

import dataclasses

import pytest

from dataexplain.narration_records import NarrationRecord
from dataexplain.records import ExpectationRecord, LanguageModelRecord
from dataexplain.report.expectations import (
    expectation_method,
    expectation_notes,
    expectation_text,
)
from tests.report.churn_example import churn_report

MODEL = LanguageModelRecord("a model", "embedded", "abc", ("p@1",), 3, 0, 0)


def told(probability):
    claim = churn_report().claims[0]
    expected = None if probability is None else ExpectationRecord(probability, "When x …")
    return expectation_text(dataclasses.replace(claim, expectation=expected))


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (None, ""),
        (0.9, "this, at 90%"),
        (0.66, "this, at 66%"),
        (0.65, "neither, this at 65%"),
        (0.35, "neither, this at 35%"),
        (0.1, "the opposite, this at 10%"),
        (float("nan"), ""),
    ],
)
def test_an_expectation_in_words(probability, text):
    assert told(probability) == text


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"shape": "steadily", "size": "strongly"}, "this, at 90% (steadily, strongly)"),
        ({"shape": "back"}, "this, at 90% (first one way and then back)"),
        ({"agreement": 1.0}, "this, at 90%"),
        (
            {"agreement": 0.75, "size": "slightly"},
            "this, at 90% (slightly; 75% of phrasings agree)",
        ),
        ({"agreement": float("nan")}, "this, at 90%"),
    ],
)
def test_shape_size_and_agreement_stand_beside_it(more, text):
    expected = ExpectationRecord(0.9, "When x …", **more)
    claim = dataclasses.replace(churn_report().claims[0], expectation=expected)
    assert expectation_text(claim) == text


def test_how_it_was_asked_is_told_as_it_was_done():
    """A report from before there were several phrasings was not to claim them."""
    ((_, before),) = expectation_method(churn_report(language_model=MODEL))
    assert "a column without a name was taken off" in before
    assert "phrasings" not in before
    now = churn_report(language_model=MODEL, narration=NarrationRecord(descriptions={"": "x"}))
    ((_, after),) = expectation_method(now)
    assert "in several phrasings" in after
    assert "the user’s own words" in after


def test_without_a_model_nothing_is_said():
    report = churn_report(language_model=None)
    assert expectation_method(report) == []
    assert expectation_notes(report) == []


def test_what_was_not_answered_or_reached_is_said():
    model = dataclasses.replace(MODEL, no_answers=1, unasked=2, notes=("A note.",))
    report = churn_report(language_model=model)
    ((heading, text),) = expectation_method(report)
    assert heading == "The language model"
    for part in (
        "of 3 statements",
        "To 1 of these",
        "2 more statements were not reached",
        "A note.",
    ):
        assert part in text
    assert expectation_notes(report) == [
        "a model said what it expects of 3 statements, without an answer to 1; "
        "2 more statements were not reached.",
        "A note.",
    ]


def test_a_model_that_failed_is_only_said_to_have_failed():
    model = dataclasses.replace(MODEL, prompts=(), asked=0, notes=("It could not be asked.",))
    report = churn_report(language_model=model)
    assert expectation_method(report) == [("The language model", "It could not be asked.")]
    assert expectation_notes(report) == ["It could not be asked."]
