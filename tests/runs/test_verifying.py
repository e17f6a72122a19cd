"""Sentences of a user's own, from the call to the record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dataexplain
from dataexplain.errors import DeclinedError, InputError, ParameterError
from dataexplain.judged_records import SentenceRecord
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.records import ReportRecord
from dataexplain.report import read_report
from dataexplain.report.html import render_html
from dataexplain.runs import sentence_answers
from dataexplain.runs.run import Run
from tests.runs.judged_reviews import NOISE, reviews, says, without_embedder

pytestmark = pytest.mark.usefixtures("fits_once")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path) -> Iterator[None]:
    """What one test asks of rows is no business of the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
        yield


def customers(count: int = 800, seed: int = 0) -> pd.DataFrame:
    """Return customers: monthly contracts leave more, long tenure less, age does nothing."""
    draws = np.random.default_rng(seed)
    tenure = draws.uniform(1, 48, count)
    monthly = draws.random(count) < np.where(tenure < 24, 0.7, 0.3)
    rate = 0.15 + 0.25 * monthly + 0.3 * (tenure < 24)
    return pd.DataFrame(
        {
            "tenure": tenure.round(1),
            "contract": np.where(monthly, "month-to-month", "yearly"),
            "age": draws.integers(18, 80, count),
            "churn": np.where(draws.random(count) < rate, "yes", "no"),
        }
    )


def verify(sentence: str | list[str], **options: Any) -> Run:
    data = options.pop("data", None)
    return dataexplain.verify(customers() if data is None else data, sentence, "churn", **options)


def answer(run: Run) -> SentenceRecord:
    (sentence,) = run.report.sentences
    return sentence


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("customers on monthly contracts leave more", "supported"),
        ("customers on monthly contracts leave more, even at the same tenure", "supported"),
        ("customers on monthly contracts leave less", "not_supported"),
        ("churn falls with tenure", "supported"),
        ("churn rises with tenure", "not_supported"),
        ("churn rises with age", "inconclusive"),
        ("customers with a dog leave more", "unverifiable"),
    ],
)
def test_what_rows_say_of_a_sentence(sentence: str, verdict: str) -> None:
    assert answer(verify(sentence)).verdict == verdict


def test_a_sentence_that_cannot_be_tested_says_what_is_missing() -> None:
    told = answer(verify("customers with a dog leave more"))
    assert told.answer.startswith("It cannot be tested here: ")
    assert "dog" in told.needs
    assert told.claims == ()
    assert told.rows == ""


def test_it_says_whose_rows_were_used() -> None:
    run = verify("churn falls with tenure")
    splits = run.report.splits
    (claim,) = run.claims
    aside = f"{splits.verification:,} rows that were set aside by their content; the other "
    assert answer(run).rows.startswith(f"Tested on {claim.n:,} of the {aside}")
    of_all = [dataclasses.replace(claim, n=splits.verification)]
    told = sentence_answers._rows(of_all, run.report)
    assert told.startswith(f"Tested on all {aside}"), "it said 446 of the 446 rows"
    assert answer(run).claims == tuple(claim.id for claim in run.claims)


def test_several_sentences_are_one_batch() -> None:
    run = verify(["churn falls with tenure", "churn rises with age", "churn falls with tenure"])
    assert [sentence.verdict for sentence in run.report.sentences] == ["supported", "inconclusive"]
    assert len(run.claims) == 2


def test_a_sentence_after_a_report_is_post_hoc(tmp_path: Path) -> None:
    dataexplain.explain(customers(), "churn").save(tmp_path / "report")
    told = answer(verify("churn falls with tenure"))
    assert told.post_hoc.startswith("Post hoc: ")
    assert answer(verify("churn falls with tenure", data=customers(seed=1))).post_hoc == ""


def test_the_same_sentence_again_costs_nothing() -> None:
    first, second = verify("churn falls with tenure"), verify("churn falls with tenure")
    assert answer(first).post_hoc == answer(second).post_hoc == ""
    assert first.claims[0].q == second.claims[0].q


def test_a_second_question_is_held_to_a_stricter_level() -> None:
    alone = verify("customers on monthly contracts leave more").claims[0]
    verify("churn rises with age", data=customers(seed=2))
    after = verify("customers on monthly contracts leave more", data=customers(seed=2)).claims[0]
    before = verify("customers on monthly contracts leave more", data=customers(seed=2)).claims[0]
    assert after.q == before.q
    assert alone.p is not None
    assert after.p is not None
    assert after.q > after.p


def test_who_is_asked_may_decline() -> None:
    shown: list[Any] = []

    def agree(readings: Any) -> bool:
        shown.extend(readings)
        return False

    with pytest.raises(DeclinedError, match="Nothing was tested"):
        verify("churn falls with tenure", agree=agree)
    assert "falls" in shown[0].told
    assert answer(verify("churn rises with age")).post_hoc == "", "nothing was spent"


def test_a_report_of_sentences_is_read_again_as_it_was(tmp_path: Path) -> None:
    run = verify("churn falls with tenure")
    path = run.save(tmp_path / "report")["json"]
    assert read_report(path) == run.report
    values = run.report.to_dict()
    del values["sentences"]
    assert ReportRecord.from_dict(values).sentences == ()


def test_the_pages_begin_with_the_sentence(tmp_path: Path) -> None:
    paths = verify("customers <b>on</b> monthly contracts leave more").save(tmp_path / "report")
    markdown, html = (paths[name].read_text(encoding="utf-8") for name in ("markdown", "html"))
    assert markdown.index("contracts leave more") < markdown.index("## ")
    assert "<b>on</b>" not in html
    assert "--null-runs" not in html


def test_held_fixed_is_not_shown_by_a_plain_difference() -> None:
    """Young tenure makes monthly contracts look worse than they are."""
    frame = customers(3000)
    early = frame["tenure"] < 24
    rate = 0.15 + 0.4 * early
    frame["churn"] = np.where(np.random.default_rng(5).random(3000) < rate, "yes", "no")
    plain = answer(verify("customers on monthly contracts leave more", data=frame))
    held = answer(
        verify("customers on monthly contracts leave more, even at the same tenure", data=frame)
    )
    assert plain.verdict == "supported"
    assert held.verdict in {"not_supported", "inconclusive"}


def wards(count: int = 3000) -> pd.DataFrame:
    """Return patients: the large ward loses more, since it takes the gravely ill."""
    draws = np.random.default_rng(3)
    grave = draws.random(count) < 0.5
    large = draws.random(count) < np.where(grave, 0.85, 0.15)
    died = draws.random(count) < 0.1 + 0.5 * grave - 0.08 * large
    return pd.DataFrame(
        {
            "ward": np.where(large, "large", "small"),
            "state": np.where(grave, "grave", "fair"),
            "floor": draws.integers(1, 5, count),
            "died": np.where(died, "yes", "no"),
        }
    )


@pytest.mark.parametrize(
    ("sentence", "verdict", "beside"),
    [
        ("Patients die more in the large ward", "supported", "it is the other way round"),
        ("Patients die less in the large ward", "not_supported", "the way that is said"),
        ("Patients die less in the large ward, at the same state", "supported", ""),
        ("Patients die less in the large ward, all else equal", "supported", ""),
        ("Patients die more in the large ward, at the same floor", "supported", ""),
        ("The ward makes no difference to whether patients die", "not_supported", ""),
    ],
)
def test_a_sentence_is_decided_by_what_it_holds_fixed(
    sentence: str, verdict: str, beside: str
) -> None:
    """All other columns were held, whether a sentence named none of them or one."""
    told = answer(dataexplain.verify(wards(), sentence, "died"))
    assert told.verdict == verdict
    assert beside in told.answer


def test_the_card_names_what_is_held() -> None:
    sentence = "Patients die less in the large ward, at the same state"
    run = dataexplain.verify(wards(), sentence, "died")
    (claim,) = run.report.claims
    assert claim.text.endswith(", state held fixed.")
    assert claim.estimand["held_fixed"] == ["state"]
    assert "Accounting for state" in render_html(run.report)


def test_no_model_is_said_to_disagree_with_a_sentence() -> None:
    """Of a sentence that was brought it was said that its model does not quite say it."""
    run = dataexplain.verify(wards(), "Patients die more in the large ward", "died")
    assert "The model it was read from" not in render_html(run.report)


@pytest.mark.parametrize("sentences", [[], 7, [7], None, {"a": 1}])
def test_what_is_no_sentence(sentences: Any) -> None:
    with pytest.raises(ParameterError, match="sentences"):
        verify(sentences)


@pytest.mark.parametrize("sentence", ["", "   ", "?", "x" * 10_000, "a " * 5000, "这是什么", "\0"])
def test_odd_sentences_are_answered(sentence: str) -> None:
    assert answer(verify(sentence)).verdict == "unverifiable"


def test_an_unknown_wish_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match="ignored"):
        verify("churn falls with tenure", ignored=["age"])
    with pytest.raises(InputError, match="chrun"):
        dataexplain.verify(customers(), "churn falls with tenure", "chrun")


class TestTexts:
    """Sentences about texts: words are looked up, other properties judged."""

    @pytest.fixture(autouse=True)
    def _quick(self) -> Iterator[None]:
        with without_embedder():
            yield

    def ask(self, sentence: str, **options: Any) -> SentenceRecord:
        run = dataexplain.verify(reviews(), sentence, "stars", text="review", **options)
        return answer(run)

    def test_words_need_no_judge(self) -> None:
        told = self.ask('reviews that mention "loud" get fewer stars')
        assert told.verdict == "supported"
        assert "loud" in told.told

    def test_a_property_is_judged(self) -> None:
        with ChatModel(Scripted(says)) as model:
            told = self.ask(f"a review that {NOISE} has fewer stars", model=model)
        assert told.verdict == "supported"

    def test_without_a_judge_it_cannot_be_tested(self) -> None:
        told = self.ask(f"a review that {NOISE} has fewer stars")
        assert told.verdict == "unverifiable"
        assert "model" in told.answer + told.needs

    @pytest.mark.parametrize("calls", [0, 1, 10])
    def test_a_small_budget_is_told_of(self, calls: int) -> None:
        with ChatModel(Scripted(says), budget=Budget(calls=calls)) as model:
            told = self.ask(f"a review that {NOISE} has fewer stars", model=model)
        assert told.verdict == "unverifiable"
        assert told.answer.endswith(".")

    def test_a_table_of_nothing_but_a_text_answers_that_it_cannot(self) -> None:
        frame = reviews()[["review", "stars"]]
        run = dataexplain.verify(frame, "older guests give fewer stars", "stars", text="review")
        assert answer(run).verdict == "unverifiable"


def test_a_record_of_a_sentence_travels_through_json() -> None:
    record = SentenceRecord("S", "told", "grammar", ("c",), "supported", "Yes.", rows="r")
    assert SentenceRecord.from_dict(record.to_dict()) == record
    assert dataclasses.replace(record, text="T") != record


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("churn does not rise with tenure", "supported"),
        ("churn does not fall with tenure", "not_supported"),
    ],
)
def test_what_a_sentence_denies_is_tested_and_turned_round(sentence: str, verdict: str) -> None:
    told = answer(verify(sentence))
    assert told.verdict == verdict
    assert "what it denies was tested" in told.answer


def test_where_a_course_turns_is_found_on_discovery_rows() -> None:
    """The middle of the range was taken, and a true course with its turn elsewhere refuted."""
    draws = np.random.default_rng(3)
    age = draws.uniform(20, 80, 1500)
    risk = -((age - 35) ** 2) / 100 + draws.normal(size=1500)
    data = {"age": age, "weight": draws.normal(size=1500), "risk": risk}
    run = dataexplain.verify(data, "risk rises with age and then falls", "risk")
    (claim,) = run.claims
    assert claim.kind == "turning_point"
    assert claim.turn == pytest.approx(35, abs=5)
    assert answer(run).verdict == "supported"


def test_two_sentences_about_the_length_of_texts_share_a_column() -> None:
    """A sentence about long texts ended in an error: their length was a column twice."""
    draws = np.random.default_rng(4)
    counts = draws.integers(3, 30, 400)
    data = {
        "text": [" ".join(draws.choice(["good", "bad", "room", "bed"], count)) for count in counts],
        "score": counts / 10 + draws.normal(0, 0.3, 400),
    }
    run = dataexplain.verify(data, "longer texts have a higher score", "score", text="text")
    assert answer(run).verdict == "supported"


def test_each_part_of_a_sentence_is_told_with_its_effect() -> None:
    """ "A and B are higher" gave one effect, and did not say of which part it was."""
    draws = np.random.default_rng(5)
    one, two = draws.normal(size=(2, 800))
    data = {"sugar": one, "salt": two, "taste": one + two + draws.normal(size=800)}
    told = answer(dataexplain.verify(data, "taste rises with sugar and with salt", "taste"))
    assert told.verdict == "supported"
    assert "each of its 2 parts" in told.answer
    assert "sugar" in told.answer
    assert "salt" in told.answer


def test_a_rule_of_any_columns_is_tested_on_its_rows() -> None:
    """Rules were kept to columns of yes and no, so that of all others no row was left to test."""
    draws = np.random.default_rng(6)
    sex, age = draws.choice(["male", "female"], 1200), draws.integers(18, 80, 1200)
    data = {
        "sex": sex,
        "age": age,
        "pay": 2.0 * ((sex == "male") & (age > 50)) + draws.normal(size=1200),
    }
    run = dataexplain.verify(data, "men over 50 have more pay", "pay")
    (claim,) = run.claims
    assert claim.kind == "rule_effect"
    assert claim.n > 400
    assert answer(run).verdict == "supported"
