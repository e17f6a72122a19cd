"""What comes of questions to texts: claims, cards, pages, and notes where there is nothing."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dataexplain
from dataexplain.errors import DataExplainError, ServerError
from dataexplain.llm import ChatModel, Scripted
from dataexplain.narration.anonymous import anonymous
from dataexplain.narration.findings import Emphasis, finding, focuses, strengths
from dataexplain.narration.grounding import check_text
from dataexplain.narration.plain_words import PlainWords
from dataexplain.readers.fact_cards import claim_card
from dataexplain.records import ReportRecord
from dataexplain.report import read_report
from dataexplain.runs.asked_texts import told_of_silence
from dataexplain.runs.run import Run
from tests.runs.judged_reviews import ALWAYS, NOISE, SIGNED, reviews, says, without_embedder


@pytest.fixture(autouse=True, scope="module")
def _without_embedder() -> Iterator[None]:
    """Whether an embedder is installed shall decide about no test."""
    with without_embedder():
        yield


def scripted(script: Any = says) -> ChatModel:
    return ChatModel(Scripted(script))


@pytest.fixture(scope="module")
def run() -> Run:
    return dataexplain.explain(
        reviews(),
        "stars",
        text="review",
        questions=[NOISE, SIGNED, ALWAYS],
        judge_rows=150,
        model=scripted(),
        null_runs=1,
        stability=1,
        n_jobs=1,
    )


def said(run: Run, property: str) -> list[Any]:
    return [claim for claim in run.claims if claim.features == (f"review: {property}",)]


def test_a_question_with_an_effect_is_supported(run: Run) -> None:
    (claim,) = said(run, NOISE)
    assert (claim.kind, claim.verdict, claim.direction) == ("question_effect", "supported", "down")
    assert f"lower where review, as judged, {NOISE} than where it does not" in claim.text
    assert -2 < claim.effect < -1


def test_the_estimand_names_the_judge(run: Run) -> None:
    assert {claim.estimand["judge"] for claim in said(run, NOISE)} == {"scripted"}
    assert {claim.estimand["judge"] for claim in run.claims} == {"scripted", None}


def test_a_question_without_one_is_not(run: Run) -> None:
    (claim,) = said(run, SIGNED)
    assert claim.kind == "question_effect"
    assert claim.verdict != "supported"


def test_only_judged_rows_are_compared(run: Run) -> None:
    for claim in (*said(run, NOISE), *said(run, SIGNED)):
        assert claim.n == 150


def test_nothing_is_said_of_rows_that_were_not_judged(run: Run) -> None:
    assert not any("not judged" in claim.text for claim in run.claims)
    judged = {column.name for column in run.report.columns if column.asked}
    assert len(judged) == 2
    assert not any(judged & set(fault.columns) for fault in run.report.faults)
    assert not any(
        claim.kind == "no_effect" and judged & set(claim.features) for claim in run.claims
    )


def test_the_page_says_who_judged(run: Run, tmp_path: Path) -> None:
    paths = run.save(tmp_path / "report")
    markdown = paths["markdown"].read_text(encoding="utf-8")
    html = paths["html"].read_text(encoding="utf-8")
    (claim,) = said(run, NOISE)
    card = markdown.split(claim.text)[-1].split("\n#")[0]
    assert "Effect of what texts say" in card
    assert "Judged by scripted; nobody checked its answers." in card
    assert "mention" not in card
    assert "**" not in card.split("As the statement leads to expect:")[1], "no word is marked"
    for page in (markdown, html):
        assert "judged by scripted on 3 questions" in page
        assert "were answered alike" in page
    assert "A few held-out texts judged so" in html


def test_in_words_it_is_a_judge_who_says_so(run: Run) -> None:
    (claim,) = said(run, NOISE)
    words = PlainWords(run.report)
    for focus in focuses(claim, words):
        text = finding(claim, words, Emphasis(focus)).text
        assert f"lower where review, as judged, {NOISE} than where it does not" in text
    for strength in strengths(claim, words):
        text = finding(claim, words, Emphasis("pattern", strength)).text
        assert f"lower where review, as judged, {NOISE} than where it does not" in text
    assert claim.text in claim_card(claim, run.report)


def test_its_own_sentences_agree_with_the_report(run: Run) -> None:
    (claim,) = said(run, NOISE)
    turned = claim.text.replace("lower", "higher")
    checked = check_text(run.report, f"{claim.text}\n\n{turned}\n")
    assert [entry.mark for entry in checked.sentences] == ["agrees", "contradicts"]


def test_without_names_no_question_is_shown(run: Run) -> None:
    """Levels are hidden, so that yes was read as no; and the question told what was hidden."""
    hidden = anonymous(run.report)
    (claim,) = (one for one in hidden.claims if one.id == said(run, NOISE)[0].id)
    text = finding(claim, PlainWords(hidden)).text
    assert re.search(r"lower where x\d+ is b than where it is not", text)
    for shown in (claim.text, claim_card(claim, hidden), text):
        assert NOISE not in shown
        assert "review" not in shown


def test_a_report_is_read_again_as_it_was(run: Run, tmp_path: Path) -> None:
    path = run.save(tmp_path / "report")["json"]
    again = read_report(path)
    assert again == run.report
    values = json.loads(path.read_text(encoding="utf-8"))
    for column in values["columns"]:
        del column["asked"]
    old = ReportRecord.from_dict(values)
    assert [column.asked for column in old.columns] == [""] * len(values["columns"])


def test_null_runs_and_refits_know_the_answers(run: Run) -> None:
    assert run.report.null_runs is not None
    assert run.report.null_runs.runs == 1
    (claim,) = said(run, NOISE)
    assert claim.stability == 1.0


def test_a_question_that_led_to_nothing_is_told_of(run: Run) -> None:
    """Where the words of the texts tell what a judge says, a question went without any answer."""
    name = f"review: {NOISE}"
    others = tuple(claim for claim in run.report.claims if name not in claim.features)
    silent = told_of_silence(dataclasses.replace(run.report, claims=others))
    assert silent.notes[-1].startswith(
        f"No statement could be made of whether 'review' {NOISE}: too little"
    )
    assert told_of_silence(run.report) == run.report


def test_several_classes_have_their_answers() -> None:
    frame = reviews(300)
    frame["stars"] = pd.qcut(frame["stars"], 3, labels=["bad", "fair", "good"]).astype(str)
    with scripted() as model:
        run = dataexplain.explain(
            frame, "stars", text="review", questions=[NOISE], model=model, narrate=0
        )
    texts = [claim.text for claim in said(run, NOISE) if claim.verdict == "supported"]
    assert any("bad" in text and "higher" in text for text in texts)


def test_words_that_tell_the_same_do_not_silence_a_question() -> None:
    """Held fixed, the words left nothing of the answer, and no statement was tried."""
    frame = reviews(400)
    loud = frame["stars"] < frame["stars"].median()
    frame["review"] = [
        f"n{row} room {'loud' if one else 'pillow'} bob" for row, one in enumerate(loud)
    ]
    frame["stars"] = np.where(loud, 1.0, 3.0) + np.random.default_rng(1).normal(0, 0.5, 400)
    with scripted() as model:
        run = dataexplain.explain(
            frame,
            "stars",
            text="review",
            questions=[NOISE],
            judge_rows=100,
            model=model,
            narrate=0,
        )
    (claim,) = said(run, NOISE)
    assert claim.kind == "question_effect"
    assert claim.direction == "down"


def test_a_failing_model_is_an_error_of_the_package() -> None:
    with pytest.raises(DataExplainError):
        dataexplain.explain(
            reviews(60),
            "stars",
            text="review",
            questions=[NOISE],
            model=scripted(lambda _: ServerError("down")),
        )
