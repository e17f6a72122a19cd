"""Differences of two groups of texts on new texts."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.errors import InputError, TargetError
from dataexplain.runs.rechecking import recheck
from tests.runs.judged_groups import NOISE, TRAM, differed, judge, reviews
from tests.runs.judged_reviews import judging

COLUMN = f"review: {NOISE}"


@pytest.fixture(scope="module")
def report():
    run, _ = differed(screened=8)
    assert {claim.verdict for claim in run.claims} >= {"supported", "unverifiable"}
    return run.report


def again(report, rows, property=NOISE, **given):
    """Recheck a report, and return a statement, the record, and what was asked of which texts."""
    with judge(given.pop("name", "scripted"), given.pop("calls", None)) as model:
        found = recheck(report, rows, model=model, **given)
        asked = judging(model.backend.requests)
    (claim,) = (one for one in found.claims if one.features == (f"review: {property}",))
    return claim, found.record, asked


def test_a_difference_that_is_there_again_held(report):
    claim, record, asked = again(report, reviews(500, seed=8))
    assert claim.status == "held"
    assert claim.new.n == 500
    assert claim.difference is not None
    assert len({text for text, _ in asked}) == 500
    assert not record.warning


@pytest.mark.parametrize(
    ("south", "north", "how"), [(0.2, 0.6, "reversed"), (0.3, 0.3, "vanished")]
)
def test_a_difference_that_is_another_changed(report, south, north, how):
    claim, _, _ = again(report, reviews(600, seed=8, south=south, north=north))
    assert (claim.status, claim.how) == ("changed", how)


def test_too_few_new_texts_are_told(report):
    claim, _, _ = again(report, reviews(60, seed=8))
    assert claim.status == "too_few_rows"
    assert claim.rows_needed > 60


def test_so_many_texts_of_each_group_are_judged(report):
    rows = reviews(300, seed=8, regions=("south", "north", "north", "north"))
    _, _, asked = again(report, rows, judge_rows=50)
    region = dict(zip(rows["review"], rows["region"], strict=True))
    counted = [region[text] for text in {text for text, _ in asked}]
    assert (counted.count("south"), counted.count("north")) == (50, 50)


def test_where_a_budget_ends_both_groups_are_judged_as_far(report):
    rows = reviews(300, seed=8)
    _, record, asked = again(report, rows, calls=100)
    region = dict(zip(rows["review"], rows["region"], strict=True))
    counted = [region[text] for text in {text for text, _ in asked}]
    assert abs(counted.count("south") - counted.count("north")) <= 1
    assert any("The budget ended before" in note for note in record.notes)


def test_the_reports_own_bound_parts_yes_from_no(report):
    columns = tuple(
        dataclasses.replace(column, yes_above=50.0) if column.name == COLUMN else column
        for column in report.columns
    )
    shifted = dataclasses.replace(report, columns=columns)
    claim, _, _ = again(shifted, reviews(400, seed=8))
    assert claim.status == "not_possible"
    assert claim.reason == f"{COLUMN!r} was answered alike of all judged texts."


def test_what_the_judge_had_failed_at_is_not_asked_again(report):
    claims = tuple(as_failed(claim, TRAM) for claim in report.claims)
    verdicts = [claim.verdict for claim in claims]
    counts = {name: verdicts.count(name) for name in ("inconclusive", "unverifiable")}
    failed = dataclasses.replace(
        report, claims=claims, counts=dataclasses.replace(report.counts, **counts)
    )
    claim, _, asked = again(failed, reviews(400, seed=8), TRAM)
    assert {property for _, property in asked} == {NOISE}
    assert claim.status == "not_possible"
    assert claim.reason.endswith("In the report: The judge could not tell it.")


def as_failed(claim, property):
    """Return a statement as the report has it where the judge failed on known texts."""
    if claim.judged.property != property:
        return claim
    judged = dataclasses.replace(claim.judged, controls=(1, 4), judged=(0, 0))
    reason = "The judge could not tell it."
    return dataclasses.replace(claim, judged=judged, verdict="unverifiable", reason=reason)


def test_without_a_bound_nothing_can_be_asked(report):
    columns = tuple(
        dataclasses.replace(column, yes_above=None) if column.asked == TRAM else column
        for column in report.columns
    )
    boundless = dataclasses.replace(report, columns=columns)
    claim, _, _ = again(boundless, reviews(400, seed=8), TRAM)
    assert claim.status == "not_possible"
    assert claim.reason.startswith("The report has no bound between yes and no")


def test_without_a_model_the_remedy_names_one(report):
    with pytest.raises(InputError, match="--model embedded") as raised:
        recheck(report, reviews(400, seed=8))
    assert "what a language model said of texts (scripted)" in str(raised.value)


def test_words_are_looked_up_again_without_a_judge():
    """What code sees was asked of a model, in the report and when it was checked again."""
    rows, later = (reviews(rows=500, seed=seed, north=0.05) for seed in (3, 8))
    said = 'mentions "loud", "banging", "drilling" or "barking"'
    run, asked = differed(rows, properties=[said], race_calls=0, screened=1, keep=1)
    (claim,) = run.claims
    assert (claim.verdict, claim.judged.basis, asked) == ("supported", "code", 0)
    found = recheck(run.report, later)
    assert [one.status for one in found.claims] == ["held"]
    assert found.claims[0].new.n == 500
    again(run.report, later, said)


def test_where_words_and_properties_were_tested_a_judge_is_needed(report):
    assert any(claim.judged.basis == "judge" for claim in report.claims)
    with pytest.raises(InputError, match="--model embedded"):
        recheck(report, reviews(400, seed=8))


def test_another_judge_is_told_of(report):
    _, record, _ = again(report, reviews(400, seed=8), name="other")
    assert any("judged by other, and those of the report by scripted" in n for n in record.notes)


def test_all_other_groups_stand_against_one_as_they_did():
    three = ("south", "north", "west")
    run, _ = differed(reviews(600, regions=three))
    assert run.report.outcome.classes == ("south", "not south")
    claim, record, _ = again(
        run.report, reviews(600, seed=8, regions=("south", "east", "west")), judge_rows=None
    )
    assert claim.status == "held"
    assert claim.new.n == 600
    assert not record.notes


def test_a_group_that_was_not_compared_is_left_out(report):
    claim, record, _ = again(report, reviews(600, seed=8, regions=("south", "north", "west")))
    assert claim.new.n == 400
    assert any("'west'" in note for note in record.notes)


def test_groups_that_are_not_there_are_refused(report):
    with pytest.raises(TargetError, match="No row is of a class that the report knows"):
        again(report, reviews(400, seed=8).assign(region="elsewhere"))


def test_a_missing_text_column_is_named(report):
    claim, _, asked = again(report, reviews(400, seed=8).drop(columns="review"))
    assert claim.status == "not_possible"
    assert "cannot be read off 'review', which is missing" in claim.reason
    assert not asked


def test_blank_texts_count_nowhere(report):
    rows = reviews(400, seed=8)
    rows.loc[::4, "review"] = None
    rows.loc[1::4, "review"] = "  "
    claim, _, asked = again(report, rows)
    assert claim.new is None or claim.new.n == 200
    assert all(text.strip() for text, _ in asked)


def test_a_column_held_fixed_then_and_missing_now_is_a_caution(report):
    claim, _, _ = again(report, reviews(500, seed=8).drop(columns="nights"))
    assert claim.basis == "adjusted"
    assert any("'nights' held fixed, which cannot be done now" in one for one in claim.cautions)


def test_the_rows_of_the_report_confirm_nothing(report):
    _, record, _ = again(report, reviews())
    assert "this confirms nothing" in record.warning


def test_a_report_that_lost_its_column_of_answers_is_refused(report):
    """Once it was looked up without a check, and a KeyError came out."""
    lost = tuple(column for column in report.columns if column.name != COLUMN)
    with pytest.raises(InputError, match="should be one column of a judge's answers"):
        again(dataclasses.replace(report, columns=lost), reviews(400, seed=8))


def test_the_page_tells_how_texts_were_judged(report, tmp_path):
    with judge() as model:
        found = recheck(report, reviews(400, seed=8), model=model)
    text = found.save(tmp_path)["markdown"].read_text(encoding="utf-8")
    assert "Every property is asked of texts of both groups" in text
    assert "additive" not in text
    assert "complain about noise" in text
