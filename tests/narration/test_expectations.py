"""Expectations: asked blind, in phrasings and orders, calibrated on what everybody knows."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.errors import BudgetReachedError, ServerError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.narration.expectation_questions import (
    PHRASINGS,
    SIDES,
    claim_questions,
    everyday_questions,
    is_asked,
    outcome_higher,
)
from dataexplain.narration.expectations import ask_expectations, estimate_expectations, steps
from tests.narration.made_reports import changed, claim_of, slim_report, supported, with_claims
from tests.narration.scripted_answers import asked, is_everyday, knowing

CHURN = slim_report("telecom_churn")
QUESTIONS = claim_questions(CHURN, 10)
CALIBRATION_CALLS = len(everyday_questions()) * len(PHRASINGS) * SIDES


def expectations(says, questions=QUESTIONS, **options):
    with ChatModel(Scripted(says), **options) as model:
        return ask_expectations(questions, model), model


def test_no_number_of_the_data_is_shown():
    """The model is asked blind: names of columns and levels are all it sees."""
    _, model = expectations(knowing())
    shown = "\n".join(asked(request) for request in model.backend.requests)
    for claim in CHURN.claims:
        assert claim.text not in shown
        for number in (claim.effect, *(claim.interval or ())):
            if number is not None:
                assert f"{abs(number):.2g}" not in shown


def test_only_supported_claims_of_one_column_are_asked_about():
    claims = {claim.id: claim for claim in CHURN.claims}
    assert QUESTIONS
    for question in QUESTIONS:
        claim = claims[question.claim]
        assert (claim.verdict, len(claim.features)) == ("supported", 1)


def test_what_cannot_be_told_apart_is_not_asked_about():
    claim = claim_of(CHURN, "trend")
    assert is_asked(claim)
    assert not is_asked(changed(claim, entangled_with=("other",)))


def test_what_is_said_of_a_situation_and_its_opposite_alike_is_no_expectation():
    """A small model says "higher" to anything."""

    def higher_to_anything(request):
        if is_everyday(asked(request)) is not None or "higher" not in asked(request):
            return knowing()(request)
        return {"higher": 0.9, "lower": 0.1}

    found, _ = expectations(higher_to_anything)
    assert found.expected
    for expected in found.expected.values():
        assert 0.3 < expected.higher < 0.7


def test_the_answer_that_stands_first_does_not_decide():
    fair, _ = expectations(knowing(lambda _: 0.7))
    swayed, _ = expectations(knowing(lambda _: 0.7, first_bonus=0.1))
    for question in QUESTIONS:
        one, other = fair.expected[question].higher, swayed.expected[question].higher
        assert other == pytest.approx(one, abs=0.1)


def test_the_probability_is_of_the_direction_that_the_claim_states():
    found, _ = expectations(knowing(lambda _: 0.9))
    for question, expected in found.expected.items():
        if not question.column:
            continue  # the scripted model knows opposites of growth only
        record = expected.record(question)
        assert expected.higher > 0.9
        assert (record.probability > 0.5) is question.upwards


def test_a_claim_about_the_lower_side_is_turned():
    """ "Lower where x is below 6" is the same expectation as "higher where x is larger"."""
    trend = claim_of(CHURN, "trend")
    name = trend.features[0]
    below = changed(
        trend, kind="level_contrast", direction="down", region={name: {"low": None, "high": 6.0}}
    )
    question = claim_questions(with_claims(CHURN, below), 10)[0]
    assert question.situation == f"When {name} is larger"
    assert question.upwards
    assert outcome_higher(below)


def test_the_users_words_stand_in_the_question():
    question = claim_questions(CHURN, 1, description="customers of a telephone company")[0]
    for messages in question.conversations():
        assert "The table: customers of a telephone company." in messages[-1].content


def test_shape_and_size_are_asked_of_columns_that_grow():
    found, _ = expectations(knowing())
    for question, expected in found.expected.items():
        said = (expected.shape, expected.size)
        assert said == (("steadily", "strongly") if question.column else ("", ""))


def test_a_model_that_knows_nothing_expects_nothing():
    found, _ = expectations(lambda _: {"higher": 0.5, "lower": 0.5})
    assert not found.calibration.knows
    assert found.expected == {}
    assert found.asked == QUESTIONS


def test_no_answer_is_no_expectation():
    says = knowing()

    def silent(request):
        return says(request) if is_everyday(asked(request)) is not None else {"Hm": 0.9}

    found, _ = expectations(silent)
    assert found.expected == {}
    assert found.asked == QUESTIONS
    assert found.ended is None


def test_phrasings_that_lean_apart_do_not_agree():
    found, _ = expectations(knowing(lambda text: 0.95 if "Complete the sentence" in text else 0.05))
    assert {expected.agreement for expected in found.expected.values()} == {0.5}


def test_a_budget_leaves_later_claims_unasked():
    found, model = expectations(knowing(), budget=Budget(calls=CALIBRATION_CALLS + 4 + 2))
    assert len(found.asked) == 1 < len(QUESTIONS)
    assert isinstance(found.ended, BudgetReachedError)
    assert model.tally.calls <= CALIBRATION_CALLS + 6


def test_without_a_calibration_nothing_is_expected():
    found, _ = expectations(knowing(), budget=Budget(calls=3))
    assert found.calibration is None
    assert found.asked == ()


def test_a_model_that_fails_is_said():
    def failing(request):
        raise ServerError("It went away.")

    found, _ = expectations(failing)
    assert isinstance(found.ended, ServerError)


def test_the_log_names_the_claim_that_a_call_serves(tmp_path):
    with CallLog(tmp_path / "calls.sqlite") as log:
        expectations(knowing(), log=log)
        served = {entry.serves for entry in log.tail(1000)}
    assert {question.claim for question in QUESTIONS} < served
    assert "calibration" in served


def test_the_estimate_covers_what_is_asked():
    with ChatModel(Scripted(knowing())) as model:
        estimate = estimate_expectations(QUESTIONS, model)
        ask_expectations(QUESTIONS, model)
        assert estimate.expected.calls == model.tally.calls <= estimate.largest.calls
        assert estimate_expectations(QUESTIONS, model).expected.calls == 0


def test_advance_hears_every_question():
    heard = []
    with ChatModel(Scripted(knowing())) as model:
        ask_expectations(QUESTIONS, model, lambda: heard.append(1))
    assert len(heard) == steps(QUESTIONS)


def test_claims_that_say_nothing_is_there_are_asked_about_by_number_columns():
    trend = claim_of(CHURN, "trend")
    name = trend.features[0]
    none = changed(trend, kind="no_effect", direction="none", region={name: {"low": 0, "high": 6}})
    assert is_asked(none)
    assert not is_asked(dataclasses.replace(none, region={name: {"levels": ["a"]}}))
    assert supported(with_claims(CHURN, none)) == [none]


def test_a_long_list_of_levels_does_not_bury_the_question():
    """A level of thirteen was asked about "rather than" twelve names."""
    contract = next(claim for claim in CHURN.claims if claim.features == ("contract",))
    many = {"contract": {"levels": [f"level {number}" for number in range(12)]}}
    (question,) = claim_questions(with_claims(CHURN, changed(contract, against=many)), 1)
    assert question.situation.endswith(" rather than something else")
    (short,) = claim_questions(with_claims(CHURN, contract), 1)
    assert short.situation == "When contract is month-to-month rather than one year or two year"
    assert short.opposite == "When contract is one year or two year rather than month-to-month"


def test_levels_that_do_not_matter_have_no_direction():
    """ "When coin is larger" was asked of heads and tails."""
    contract = next(claim for claim in CHURN.claims if claim.features == ("contract",))
    none = changed(contract, kind="no_effect", direction="none", region={}, against={})
    assert claim_questions(with_claims(CHURN, none), 5) == ()


def test_a_stretch_in_the_middle_is_not_asked_about():
    """A claim on values between 3 and 5 was asked about as "larger"."""
    trend = claim_of(CHURN, "trend")
    name = trend.features[0]
    middle = changed(trend, kind="level_contrast", region={name: {"low": 3.0, "high": 5.0}})
    assert not is_asked(middle)
    assert is_asked(changed(middle, region={name: {"low": 3.0, "high": None}}))
