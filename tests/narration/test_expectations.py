"""Expectations: asked blind, in both orders, of leading claims of one column."""

import dataclasses

import pytest

from dataexplain.errors import ServerError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.narration.expectations import (
    MOST_CLAIMS,
    estimate_expectations,
    expectation_questions,
    with_expectations,
)
from tests.report.churn_example import churn_report


def saying(share, first_bonus=0.0):
    """Say "higher" with this share; what stands first in the question gains a bonus."""

    def says(request):
        first = "usually higher or lower" in request.messages[-1].content
        higher = share + (first_bonus if first else -first_bonus)
        return {"higher": higher, "lower": 1 - higher}

    return says


def asked_of(report, replies, **options):
    with ChatModel(Scripted(replies), **options) as model:
        return with_expectations(report, model)[0], model


@pytest.fixture(scope="module")
def report():
    return churn_report()


def test_no_number_of_the_data_is_shown(report):
    """The model is asked blind: names of columns and levels are all it sees."""
    _, model = asked_of(report, saying(0.5))
    shown = "\n".join(request.messages[-1].content for request in model.backend.requests)
    for claim in report.claims:
        for number in (claim.effect, *(claim.interval or ())):
            if number is not None:
                assert f"{abs(number):.2g}" not in shown
        assert claim.text not in shown


def test_only_supported_claims_of_one_column_are_asked_about(report):
    found, _ = asked_of(report, saying(0.5))
    about = {claim.id for claim in found.claims if claim.expectation}
    assert about
    for claim in found.claims:
        if claim.id in about:
            assert (claim.verdict, len(claim.features)) == ("supported", 1)


def test_nothing_but_expectations_is_changed(report):
    found, _ = asked_of(report, saying(0.9))
    bare = tuple(dataclasses.replace(claim, expectation=None) for claim in found.claims)
    assert bare == report.claims
    assert dataclasses.replace(found, claims=bare, language_model=None) == report


def test_the_order_of_answers_does_not_decide(report):
    fair, _ = asked_of(report, saying(0.5))
    swayed, _ = asked_of(report, saying(0.5, first_bonus=0.3))
    for one, other in zip(fair.claims, swayed.claims, strict=True):
        if one.expectation:
            assert other.expectation.probability == pytest.approx(0.5)


def test_a_model_that_always_says_higher_expects_nothing(report):
    """What it says of a column without a name is taken off."""
    found, _ = asked_of(report, saying(0.9))
    expected = [claim.expectation.probability for claim in found.claims if claim.expectation]
    assert expected == pytest.approx([0.5] * len(expected))


def test_the_probability_is_of_the_direction_that_the_claim_states(report):
    def says(request):
        higher = 0.8 if "is larger" in request.messages[-1].content else 0.5
        return {"higher": higher, "lower": 1 - higher}

    found, _ = asked_of(report, says)
    larger = [claim for claim in found.claims if claim.kind == "trend" and claim.expectation]
    assert larger
    for claim in larger:
        assert claim.expectation.probability == pytest.approx(
            0.8 if claim.direction == "up" else 0.2
        )


def test_a_claim_about_the_lower_side_is_turned(report):
    """ "Lower where x is below 6" is the same expectation as "higher where x is larger"."""
    trend = next(claim for claim in report.claims if claim.kind == "trend")
    name = trend.features[0]
    below = dataclasses.replace(
        trend,
        kind="level_contrast",
        direction="down",
        region={name: {"low": None, "high": 6.0}},
        verdict="supported",
    )
    only = dataclasses.replace(report, claims=(below,))
    question = expectation_questions(only)[-1]
    assert question.situation == f"When {name} is larger"
    assert question.upwards


def test_no_answer_leaves_a_claim_without_expectation(report):
    found, _ = asked_of(report, lambda _: {"Hm": 0.9})
    assert all(claim.expectation is None for claim in found.claims)
    assert found.language_model.no_answers == found.language_model.asked > 0


def test_a_budget_leaves_later_claims_unasked_and_it_is_counted(report):
    whole, _ = asked_of(report, saying(0.5))
    part, model = asked_of(report, saying(0.5), budget=Budget(calls=4))
    record = part.language_model
    assert len(model.backend.requests) == 4
    assert record.asked == 1  # two calls went to the question without a name
    assert record.asked + record.unasked == whole.language_model.asked


def test_a_model_that_fails_on_the_way_leaves_what_it_said(report):
    """What had been asked and paid for was thrown away."""
    failures = iter([False] * 4 + [True] * 100)

    def says(_):
        return ServerError("Down.") if next(failures) else {"higher": 0.7, "lower": 0.3}

    with ChatModel(Scripted(says)) as model:
        found, failure = with_expectations(report, model)
    assert isinstance(failure, ServerError)
    assert found.language_model.asked == 1
    assert found.language_model.unasked > 0
    assert "Down." in found.language_model.notes[-1]
    assert sum(claim.expectation is not None for claim in found.claims) == 1


def test_without_an_answer_to_the_question_without_a_name_nothing_is_expected(report):
    """It had been taken for 0, and the report said that it was taken off."""

    def says(request):
        nameless = "When it is different" in request.messages[-1].content
        return {"Hm": 0.9} if nameless else {"higher": 0.7, "lower": 0.3}

    found, _ = asked_of(report, says)
    assert all(claim.expectation is None for claim in found.claims)
    assert found.language_model.no_answers == found.language_model.asked


def test_every_call_names_its_claim(report):
    log = CallLog(None)
    found, _ = asked_of(report, saying(0.5), log=log)
    served = {record.serves for record in log.tail(100)}
    expected = {claim.id for claim in found.claims if claim.expectation}
    assert served == expected | {"calibration"}


def test_the_estimate_is_what_it_takes(report):
    with ChatModel(Scripted(saying(0.5))) as model:
        estimate = estimate_expectations(report, model)
        assert not model.backend.requests
        with_expectations(report, model)
    assert model.tally.calls == estimate.expected.calls
    assert model.tally.calls <= 2 * (MOST_CLAIMS + 1)


def test_a_report_without_claims_asks_nothing(report):
    found, model = asked_of(dataclasses.replace(report, claims=()), saying(0.5))
    assert not model.backend.requests
    assert found.language_model.asked == 0
