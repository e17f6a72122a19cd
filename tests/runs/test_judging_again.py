"""An old report's questions to texts, asked of the texts of new rows."""

import dataclasses

import pytest

import dataexplain
from dataexplain.errors import ParameterError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.records import ReportRecord
from dataexplain.runs.judging_again import NOT_JUDGED
from dataexplain.runs.rechecking import Recheck, recheck
from tests.runs.judged_reviews import NOISE, SIGNED, judging, reviews, says

NAME = f"review: {NOISE}"


def judge(script=says, name="scripted", calls=None):
    return ChatModel(Scripted(script, name=name), budget=Budget(calls=calls))


@pytest.fixture(scope="module")
def report() -> ReportRecord:
    questions = [NOISE, SIGNED]
    with judge() as model:
        run = dataexplain.explain(
            reviews(), "stars", text="review", questions=questions, model=model, narrate=0
        )
    return run.report


def of_noise(found: Recheck):
    (claim,) = (entry for entry in found.claims if entry.features == (NAME,))
    return claim


def test_a_report_keeps_what_is_needed_to_ask_again(report):
    (column,) = (entry for entry in report.columns if entry.name == NAME)
    assert column.asked == NOISE
    assert column.judge == "scripted"
    assert -2.2 < column.yes_above < -0.4


def test_what_a_judge_says_of_new_texts_is_held_against_the_report(report):
    with judge() as model:
        found = recheck(report, reviews(300, seed=1), model=model)
        asked = judging(model.backend.requests)
    assert of_noise(found).status == "held"
    assert {one for _, one in asked} == {NOISE, SIGNED}


def test_the_old_bound_parts_yes_from_no(report):
    """New texts that all complain would be parted in the middle, if they were parted anew."""
    rows = reviews(300, seed=2)
    with judge() as model:
        found = recheck(report, rows, model=model)
        again = of_noise(found)
    shifted = dataclasses.replace(
        report,
        columns=tuple(
            dataclasses.replace(entry, yes_above=50.0) if entry.name == NAME else entry
            for entry in report.columns
        ),
    )
    with judge() as model:
        none = of_noise(recheck(shifted, rows, model=model))
    assert again.status == "held"
    assert none.status == "not_possible"
    assert "does not vary" in str(none)


def test_without_a_model_the_remedy_names_it(report):
    again = of_noise(recheck(report, reviews(300, seed=1)))
    assert again.status == "not_possible"
    assert NOT_JUDGED in str(again)


def test_no_more_new_texts_are_judged_than_wanted(report):
    with judge() as model:
        recheck(report, reviews(300, seed=1), model=model, judge_rows=40)
        texts = {text for text, _ in judging(model.backend.requests)}
    assert len(texts) == 40


def test_another_judge_than_the_reports_is_told_of(report):
    with judge(name="other") as model:
        found = recheck(report, reviews(300, seed=1), model=model)
    assert any(
        "judged by other, and those of the report by scripted" in n for n in found.record.notes
    )


def test_a_report_without_questions_asks_nothing():
    plain = dataexplain.explain(reviews(), "stars", ignore=["review"]).report
    with judge() as model:
        recheck(plain, reviews(300, seed=1), model=model)
        assert not model.backend.requests


def test_new_rows_without_the_text_say_so(report):
    with judge() as model:
        found = recheck(report, reviews(300, seed=1).drop(columns="review"), model=model)
    assert "cannot be read off 'review', which is missing" in str(of_noise(found))


def test_an_ended_budget_leaves_the_rest_unjudged(report):
    with judge(calls=20) as model:
        found = recheck(report, reviews(300, seed=1), model=model)
    assert of_noise(found).status in {"too_few_rows", "not_possible"}
    assert "The budget ended before 290 texts were judged." in found.record.notes


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"judge_rows": 0}, "judge_rows"),
        ({"max_calls": 3}, "max_calls"),
        ({"model": 3}, "model"),
    ],
)
def test_what_cannot_be_is_refused_in_the_name_of_recheck(report, wrong, named):
    with pytest.raises(ParameterError, match=f"'{named}' parameter of recheck"):
        recheck(report, reviews(60), **wrong)
