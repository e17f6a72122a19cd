"""The summary: findings only, chosen from what is on offer, one paragraph."""

from __future__ import annotations

from dataexplain.llm import ChatModel, Scripted
from dataexplain.narration.findings import PLAIN, Emphasis
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.summary import (
    MOST_SENTENCES,
    choose_summary,
    summary_by_rank,
    summary_call,
    summary_sentences,
)
from tests.narration.made_reports import changed, slim_report, supported
from tests.narration.scripted_answers import as_json

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
CLAIMS = supported(CHURN)
BY_ID = {claim.id: claim for claim in CLAIMS}


def chosen(*letters):
    call = summary_call(CLAIMS, WORDS, "customers")
    with ChatModel(Scripted([as_json(list(letters))] * 2)) as model:
        return choose_summary(call, model)


def test_the_models_order_is_kept_and_nothing_is_said_twice():
    assert chosen("C", "A", "C") == (CLAIMS[2].id, CLAIMS[0].id)


def test_a_letter_that_is_not_on_offer_is_no_answer():
    assert chosen("Z") == ()
    assert chosen(*"ABCDE") == ()


def test_one_finding_leaves_nothing_to_choose():
    assert summary_call(CLAIMS[:1], WORDS, "customers") is None
    assert summary_call([], WORDS, "customers") is None


def test_by_rank_a_column_is_told_of_once():
    ids = summary_by_rank(CLAIMS)
    told = [name for entry in ids for name in BY_ID[entry].features]
    assert len(ids) == MOST_SENTENCES
    assert len(set(told)) == len(told)
    assert ids[0] == CLAIMS[0].id


def test_what_holds_with_others_fixed_comes_first():
    alone = changed(CLAIMS[0], basis="unadjusted")
    assert summary_by_rank([alone, *CLAIMS[1:]])[0] == CLAIMS[1].id


def test_sentences_are_findings_about_the_chosen_claims():
    ids = summary_by_rank(CLAIMS)
    found = summary_sentences(ids, BY_ID, {ids[0]: Emphasis(PLAIN)}, WORDS)
    assert [sentence.claims for sentence in found] == [(entry,) for entry in ids]
    assert {sentence.kind for sentence in found} == {"finding"}
    assert ", by about" not in found[0].text
    assert ", by about" in found[1].text
    assert found[1].text.endswith(", all else equal.")


def test_a_report_without_claims_has_no_summary():
    assert summary_sentences(summary_by_rank([]), {}, {}, WORDS) == ()


def test_half_of_a_turn_is_not_told_alone():
    """The summary said "rises as Age goes from 40 to 80" of a V."""
    trend = next(claim for claim in CLAIMS if claim.kind == "trend")
    turn = changed(trend, id="turn", kind="turning_point", turn=3.0)
    assert summary_by_rank([trend], [trend, turn]) == ("turn",)
    assert summary_by_rank([trend], [trend, changed(turn, basis="unadjusted")]) == (trend.id,)
    assert summary_by_rank([trend], [trend, changed(turn, outcome_class="x")]) == (trend.id,)
