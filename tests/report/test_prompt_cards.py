"""What a card says of a sentence that says how outputs follow from inputs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from dataexplain.prompt_records import AnswerRecord, GainRecord, PromptRecord
from dataexplain.records import (
    ColumnRecord,
    CountsRecord,
    NullRunsRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
)
from dataexplain.report.html import render_html
from dataexplain.report.markdown import render_markdown
from dataexplain.report.prompt_cards import (
    answer_blocks,
    chances_chart,
    prompted_blocks,
    prompted_context,
)
from dataexplain.report.writing import render_json
from tests.report.made_records import claim

GAINS = (
    GainRecord("examples", 0.51, 0.21, (0.17, 0.25), 0.0002, decides=False, detail="5 rows"),
    GainRecord("no sentence", 0.09, 0.64, (0.57, 0.71), 0.0002),
    GainRecord("best simple rule", 0.1, 0.63, (0.52, 0.73), 0.0002, detail="always answers “14”"),
)
PLAIN = PromptRecord(
    "Return the capital of the country.",
    "small-7b",
    "rephrased",
    "probability",
    60,
    0.73,
    GAINS,
    41,
    60,
    (0.56, 0.79),
    second=0.7,
    second_by="another phrasing",
    second_interval=(0.6, 0.8),
    failures=(AnswerRecord(4, "Chad <b>", "N'Djamena", "Abuja | Lagos", 0.004),),
    successes=(AnswerRecord(7, "France", "Paris", "Paris", 0.99),),
    chance_interval=(0.66, 0.79),
    parents=("Name the capital.",),
)


def lines(**changes: Any) -> list[str]:
    context = prompted_context(dataclasses.replace(PLAIN, **changes), effect=0.63)
    assert context is not None
    return list(context["lines"])


def test_another_statement_has_nothing_of_it() -> None:
    assert prompted_context(None) is None
    assert prompted_blocks(None) == answer_blocks(None) == []


def test_accuracy_chance_phrasing_and_lineage_are_told() -> None:
    assert lines() == [
        "The gain shown, in the chance of the right output, is that over the best simple rule.",
        "With it, small-7b gave the right output in 41 of 60 held-out rows: 68% (from 56% to 79%).",
        "It gave the right output a chance of 73% (from 66% to 79%) on average.",
        "Asked in another phrasing, with the same sentence, the chance is 70% (from 60% to 80%).",
        "An earlier sentence was put in other words: “Name the capital.”",
    ]


def test_code_is_not_said_to_be_a_model() -> None:
    told = lines(basis="code", source="operations", rule="a capital", parents=(), second_by="m-1")
    assert told[1].startswith("Followed by code, it gave the right output in 41 of 60")
    assert told[2] == (
        "m-1, given the sentence, gives the right output a chance of 70% (from 60% to 80%)."
    )
    assert told[3] == "It says one of the closed operations (a capital)."


def test_replies_that_were_compared_are_no_probabilities() -> None:
    assert "tells no probabilities" in "\n".join(lines(basis="agreement"))
    assert "a chance of 73%" not in "\n".join(lines(basis="agreement"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ceiling": 0.95}, "No rule could be right in more than 95% of the held-out rows"),
        ({"unanswered": 1}, "1 row got no answer and was left out."),
        ({"unasked": 12}, "The budget ended before 12 more rows were asked about."),
        ({"per_token": True}, "Outputs are long: each next part of the right one"),
        ({"source": "elsewhere", "parents": ()}, "Its source: elsewhere."),
    ],
)
def test_what_else_a_reader_should_know_is_told(changes: dict[str, Any], said: str) -> None:
    assert said in "\n".join(lines(**changes))


def test_what_was_not_tested_has_no_numbers() -> None:
    nothing = dataclasses.replace(
        PLAIN, rows=0, asked=0, right=0, gains=(), second=None, chance=0.0, unasked=0
    )
    context = prompted_context(nothing)
    assert context is not None
    assert context["chart"] is None
    assert context["lines"] == ["An earlier sentence was put in other words: “Name the capital.”"]


def test_what_decides_comes_first() -> None:
    context = prompted_context(PLAIN)
    assert context is not None
    assert [gain["over"] for gain in context["gains"]] == [
        "no sentence",
        "the best simple rule",
        "examples instead",
    ]
    assert context["gains"][0]["interval"] == "57.0 to 71.0"
    assert context["details"][-1] == "Told beside, not needed for the verdict: examples instead."


def test_the_chart_goes_from_none_to_all() -> None:
    chart = chances_chart(PLAIN)
    assert chart is not None
    labels = [mark.text for mark in chart.marks if mark.text]
    assert {"0%", "100%", "this sentence", "no sentence", "73%", "9%"} <= set(labels)


def report() -> ReportRecord:
    said = claim(
        "p-1",
        "prompt_predicts",
        "This sentence lets a model give the right output: “Return the capital of the country.”",
        (PLAIN.sentence,),
        0.63,
        0.1,
        "supported",
        prompted=PLAIN,
        adjusted=None,
        unadjusted=None,
        basis="gain",
        unit="probability",
        n=60,
        floor=0.05,
        sides=(60, 60),
    )
    return ReportRecord(
        title="How capital follows from country",
        target="capital",
        task="multiclass",
        roles={"country": "text", "capital": "target"},
        claims=(said,),
        faults=(),
        counts=CountsRecord(1, 1, 0, 0, 0),
        models=(),
        splits=SplitRecord(150, 0, 75, 75, "by content", "a", "b"),
        seed=0,
        versions={},
        outcome=OutcomeRecord("capital", "probability", 0.0, 0.0),
        columns=(ColumnRecord("country", "text", 0, 150),),
        curves=(),
        settings={},
    )


def test_the_record_survives_json() -> None:
    assert ReportRecord.from_dict(json.loads(render_json(report()))) == report()


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_a_report_of_sentences_speaks_of_no_columns_held_fixed(render: Any) -> None:
    text = render(report())
    assert "Return the capital of the country." in text
    assert "“capital” holds outputs, each of which belongs to an input." in text
    assert "Sentences that a model follows" in text
    assert "41 of 60 held-out rows" in text
    for foreign in ("held fixed", "Two effects", "other columns", "60 against 60", "--null-runs"):
        assert foreign not in text.replace("these on their own", "")


def test_the_page_says_nothing_of_what_such_a_report_has_not() -> None:
    """It spoke of fitted models, of families of jumps and subgroups, and of unused settings."""
    bare = {"model": None, "rows": 60, "search_calls": 440, "second_model": None, "floor": 0.05}
    text = render_markdown(dataclasses.replace(report(), settings=bare))
    for foreign in (
        "fit models",
        "jumps",
        "stated sign",
        "search calls",
        "second model",
        "| rows |",
    ):
        assert foreign not in text
    asked = render_markdown(dataclasses.replace(report(), settings=bare | {"model": "m"}))
    assert "| search calls | 440 |" in asked


def test_the_kind_of_a_card_without_columns_stands_alone() -> None:
    """A line was drawn between the kind and the columns, of which there were none."""
    assert '<span class="columns" data-find></span>' not in render_html(report())


def test_null_runs_are_of_permuted_outputs() -> None:
    runs = NullRunsRecord(20, (0,) * 20, (0,) * 20, (), "as told")
    text = render_markdown(dataclasses.replace(report(), null_runs=runs))
    assert (
        "In 20 runs with permuted outputs, nothing was found that could have been tested." in text
    )
    assert "shuffled outcome" not in text


def test_columns_of_an_input_stay_apart() -> None:
    row = AnswerRecord(3, "weight: 5\nzone: 2", "24", "25", 0.0)
    (one,) = report().claims
    shown = dataclasses.replace(one, prompted=dataclasses.replace(PLAIN, failures=(row,)))
    assert "weight: 5 · zone: 2" in render_markdown(dataclasses.replace(report(), claims=(shown,)))


def test_rows_are_shown_as_they_stand_or_not_at_all() -> None:
    html, text = render_html(report()), render_markdown(report())
    assert "Chad &lt;b&gt;" in html
    assert "| 5 | Chad \\<b\\> | N'Djamena | Abuja \\| Lagos | below 1% |" in text
    for hidden in (
        render_html(report(), rows=False),
        render_markdown(report(), rows=False),
        render_json(report(), rows=False),
    ):
        assert "Chad" not in hidden
        assert "France" not in hidden


def test_nothing_supported_is_said_of_sentences() -> None:
    (one,) = report().claims
    record = dataclasses.replace(
        report(),
        counts=CountsRecord(1, 0, 1, 0, 0),
        claims=(dataclasses.replace(one, verdict="not_supported"),),
    )
    assert "none of the sentences showed a gain of at least 5 points" in render_markdown(record)
