"""Sentences of an old report on new rows: by code without a model, else by one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dataexplain
from dataexplain.errors import ColumnNotFoundError, InputError
from dataexplain.recheck_records import RecheckedClaimRecord, RecheckRecord
from dataexplain.records import ReportRecord
from dataexplain.report.recheck_page import render_recheck_markdown
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.runs.rechecking import recheck
from tests.runs.planted_pairs import DECOY, RULE, knowing, named, things
from tests.runs.test_describing import described

FEE = "Return three times the number plus 4."
DEAR = 'Say whether the number is greater than 30: answer dear if so and "not dear" if not.'
BOTH = DescribeWish(search_calls=80, proposed=6, keep=2, rows=40)


def weights(follow: Callable[[int], object], rows: int = 160, seed: int = 1, odd: float = 0.06):
    """Return a frame of weights and of what follows, which now and then is something else."""
    draws = np.random.default_rng(seed)
    numbers = draws.integers(1, 200, rows).tolist()
    follows = [str(follow(number)) for number in numbers]
    wrong = draws.random(rows) < odd
    others = draws.permutation(follows)
    outputs = np.where(wrong, others, follows)
    return pd.DataFrame({"weight": [f"{number} kg" for number in numbers], "fee": outputs})


def fee(number: int) -> int:
    return 3 * number + 4


@pytest.fixture(scope="module")
def by_code() -> ReportRecord:
    report = dataexplain.describe(weights(fee), "fee", "weight").report
    assert [one.prompted.sentence for one in report.claims if one.prompted] == [FEE]
    return report


@pytest.fixture(scope="module")
def by_model() -> ReportRecord:
    frame = things()
    report = described(frame, knowing(frame), BOTH).report
    assert {one.prompted.sentence for one in report.claims if one.prompted} == {RULE, DECOY}
    return report


def again(report: ReportRecord, rows: Any, **given: Any) -> RecheckRecord:
    return recheck(report, rows, **given).record


def only(record: RecheckRecord) -> RecheckedClaimRecord:
    (claim,) = record.claims
    return claim


def of(record: RecheckRecord, sentence: str) -> RecheckedClaimRecord:
    return next(claim for claim in record.claims if sentence in claim.text)


def test_a_rule_that_is_followed_again_held(by_code: ReportRecord) -> None:
    record = again(by_code, weights(fee, seed=2))
    claim = only(record)
    assert (claim.status, claim.new_verdict) == ("held", "supported")
    assert claim.old is not None
    assert claim.new is not None
    assert claim.new.n == record.settings["rows_used"] < 160
    assert claim.difference is not None
    assert claim.difference.q > 0.05
    assert not record.warning


@pytest.mark.parametrize(
    ("follow", "how"),
    [
        (lambda number: 3 * number + 6, "vanished"),
        (lambda number: 3 * number + (4 if number % 2 else 6), "weaker"),
    ],
)
def test_a_rule_that_is_another_now_changed(
    by_code: ReportRecord, follow: Callable[[int], int], how: str
) -> None:
    """Looked for among what fits the new rows, the old rule was not there to be asked about."""
    claim = only(again(by_code, weights(follow, seed=2)))
    assert (claim.status, claim.how) == ("changed", how)


def test_labels_and_cuts_are_those_of_the_sentence() -> None:
    def dear(number: int) -> str:
        return "dear" if number > 30 else "not dear"

    report = dataexplain.describe(weights(dear, odd=0), "fee", "weight", keep=1).report
    (told,) = (claim.prompted for claim in report.claims)
    assert told is not None
    assert told.sentence == DEAR
    turned = weights(lambda number: dear(200 - number), seed=2, odd=0)
    claim = only(again(report, turned))
    assert (claim.status, claim.how) == ("changed", "reversed")
    assert "gives the right output oftener" in claim.reason
    assert any(caution.startswith("Right outputs: ") for caution in claim.cautions)


def test_how_often_it_was_right_is_told_then_and_now(by_code: ReportRecord) -> None:
    told = by_code.claims[0].prompted
    assert told is not None
    claim = only(again(by_code, weights(fee, seed=2, odd=0)))
    assert claim.new is not None
    now = f"{claim.new.n} of {claim.new.n} now"
    assert f"Right outputs: {told.right} of {told.asked} then, {now}." in claim.cautions


def test_a_gain_that_is_less_since_all_is_one_output_says_what_differs() -> None:
    """With one output nearly everywhere no sentence gains much, however well it is followed."""

    def kind(number: int, cut: int) -> str:
        return "heavy" if number > cut else "light"

    report = dataexplain.describe(
        weights(lambda number: kind(number, 100), odd=0, rows=300), "fee", "weight", keep=1
    ).report
    rows = weights(lambda number: kind(number, 100), odd=0, seed=3, rows=600)
    heavy = rows[rows["fee"] == "heavy"]
    light = rows[rows["fee"] == "light"].head(30)
    claim = only(again(report, pd.concat([heavy, light])))
    assert claim.status == "changed"
    assert any("what differs is what it is compared with" in one for one in claim.cautions)
    assert "the one over the best simple rule, one that always" in claim.cautions[0]


def test_few_new_rows_are_told(by_code: ReportRecord) -> None:
    claim = only(again(by_code, weights(fee, rows=24, seed=2)))
    assert claim.status == "too_few_rows"
    assert "Fewer than 20 held-out new rows" in claim.reason


def test_the_same_rows_confirm_nothing(by_code: ReportRecord) -> None:
    record = again(by_code, weights(fee))
    assert record.warning.startswith("These are the rows that the report was made from")
    assert record.shared_rows == 1


def test_inputs_of_another_form_cannot_be_asked(by_code: ReportRecord) -> None:
    draws = np.random.default_rng(2)
    words = [" ".join(draws.choice(["oak", "elm", "ash", "fir"], 3)) for _ in range(80)]
    rows = pd.DataFrame({"weight": words, "fee": draws.integers(1, 90, 80)})
    claim = only(again(by_code, rows))
    assert claim.status == "not_possible"
    assert "cannot be read from the sentence" in claim.reason


def test_a_missing_column_is_named(by_code: ReportRecord) -> None:
    with pytest.raises(ColumnNotFoundError, match="weight"):
        again(by_code, weights(fee).rename(columns={"weight": "mass"}))


def test_columns_that_come_and_go_are_told(by_code: ReportRecord) -> None:
    rows = weights(fee, seed=2).assign(note="x")
    rows.loc[rows.index[:40], "weight"] = None
    record = again(by_code, rows)
    assert [(one.name, one.status) for one in record.columns] == [
        ("weight", "drifted"),
        ("note", "new"),
    ]
    assert record.columns[0].text == "Missing cells: 0% then, 25% now."


def test_a_model_is_asked_for(by_model: ReportRecord) -> None:
    with pytest.raises(InputError, match="a model has to follow them") as caught:
        again(by_model, things(seed=2))
    assert "--model" in str(caught.value)


@pytest.mark.parametrize(("sure", "status"), [(0.9, "held"), (0.3, "changed")])
def test_a_model_follows_sentences_again(by_model: ReportRecord, sure: float, status: str) -> None:
    rows = things(160, seed=2)
    with knowing(rows, sure=sure) as model:
        record = again(by_model, rows, model=model)
    claim = of(record, RULE)
    assert claim.status == status
    assert claim.new is not None
    assert claim.new.n == by_model.settings["rows"] == 40
    assert of(record, DECOY).status in ("held", "too_few_rows")


def test_no_more_rows_are_asked_about_than_wanted(by_model: ReportRecord) -> None:
    rows = things(160, seed=2)
    with knowing(rows) as model:
        claim = of(again(by_model, rows, model=model, judge_rows=25), RULE)
    with knowing(rows) as model:
        every = again(by_model, rows, model=model, judge_rows=None)
    assert claim.new is not None
    assert claim.new.n == 25
    every_claim = of(every, RULE)
    assert every_claim.new is not None
    assert every_claim.new.n == every.settings["rows_used"]


def test_replies_are_not_compared_with_probabilities(by_model: ReportRecord) -> None:
    rows = things(160, seed=2)
    with knowing(rows, able=False) as model:
        claim = of(again(by_model, rows, model=model), RULE)
    assert claim.status == "not_possible"
    assert "like is not compared with like" in claim.reason


def test_a_budget_that_ends_leaves_too_few_rows(by_model: ReportRecord) -> None:
    rows = things(160, seed=2)
    with knowing(rows, calls=30) as model:
        record = again(by_model, rows, model=model)
    assert of(record, DECOY).status == "too_few_rows"
    assert "budget ended" in of(record, DECOY).reason


def test_another_model_and_unknown_outputs_are_noted(by_model: ReportRecord) -> None:
    rows = things(160, outputs=("animal", "plant", "stone"), seed=2)
    told = dataclasses.replace(
        by_model,
        claims=tuple(
            dataclasses.replace(one, prompted=one.prompted and dataclasses.replace(
                one.prompted, model="another"
            ))
            for one in by_model.claims
        ),
    )  # fmt: skip
    with knowing(rows) as model:
        notes = " ".join(again(told, rows, model=model).notes)
    assert "in the report another: gains may differ for that alone" in notes
    assert "an output that the report does not know, such as “stone”" in notes


def test_of_both_kinds_what_code_follows_goes_on(by_code: ReportRecord) -> None:
    """Without a model only the sentences that need one stay open."""
    code = by_code.claims[0]
    assert code.prompted is not None
    asked = dataclasses.replace(code.prompted, basis="probability", sentence=RULE, rule="")
    report = dataclasses.replace(
        by_code,
        claims=(code, dataclasses.replace(code, id="other", prompted=asked)),
        counts=dataclasses.replace(by_code.counts, tried=2, supported=2),
    )
    found = again(report, weights(fee, seed=2)).claims
    assert [claim.status for claim in found] == ["held", "not_possible"]
    assert "--model" in found[1].reason


def test_free_answers_are_followed_again() -> None:
    old, new = named(), named(160, seed=5)
    report = described(old, knowing(old), BOTH).report
    with knowing(new) as model:
        claim = of(again(report, new, model=model), RULE)
    assert claim.status == "held"


def test_the_page_says_how_it_was_measured(by_code: ReportRecord, tmp_path: Path) -> None:
    found = recheck(by_code, weights(fee, seed=2))
    page = render_recheck_markdown(found.record)
    assert "Every sentence is followed on new rows" in page
    assert "The commonest output was that of" in page
    assert "additive" not in page
    assert "curves" not in page
    assert set(found.save(tmp_path / "again")) == {"html", "markdown", "json"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"settings": {"input": []}}, "settings -> input"),
        ({"settings": {"input": ["fee"]}}, "settings -> input"),
        ({"settings": {"outputs_are": "numbers"}}, "settings -> outputs_are"),
        ({"settings": {"outputs_are": ["free"]}}, "settings -> outputs_are"),
        ({"settings": {"rows": 0}}, "settings -> rows"),
        ({"task": "binary"}, "task"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(
    by_code: ReportRecord, change: dict[str, Any], place: str
) -> None:
    if "settings" in change:
        change = {"settings": {**by_code.settings, **change["settings"]}}
    with pytest.raises(InputError, match="contradicts itself") as caught:
        again(dataclasses.replace(by_code, **change), weights(fee, seed=2))
    assert place in str(caught.value)


def test_a_sentence_that_does_not_say_how_it_did_is_refused(by_code: ReportRecord) -> None:
    bare = dataclasses.replace(by_code.claims[0], prompted=None)
    with pytest.raises(InputError, match="claims -> 0 -> prompted should say"):
        again(dataclasses.replace(by_code, claims=(bare,)), weights(fee, seed=2))


def test_steps_are_heard(by_code: ReportRecord) -> None:
    heard: list[str] = []

    class Heard:
        def stage(self, name: str) -> None:
            heard.append(name)

        def step(self, done: int, total: int) -> None:
            pass

    again(by_code, weights(fee, seed=2), progress=Heard())
    assert heard == [
        "Reading the report",
        "Reading the new rows",
        "Following 1 sentence on the new rows",
        "Writing it down",
    ]
