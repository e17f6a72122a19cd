import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import ParameterError, VaultSealedError
from dataexplain.judged_records import JudgedRecord
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.verification.judged_audit import AuditLabels
from dataexplain.verification.judged_texts import DiscoveryAnswers
from dataexplain.verification.judged_vault import JudgedVault
from tests.verification.judged_corpora import (
    WORD_OF,
    held_out,
    listed,
    made_texts,
    model,
    word_vectors,
)

REFUND, STAFF = "mentions a refund", "praises the staff"


def judged(texts, short_list, *, per_group=150, judge=None, **given):
    vault_keys = (
        "audit",
        "floor",
        "level",
        "early_stop",
        "reworded",
        "pairs",
        "examples",
        "embedder",
        "seed",
    )
    settings = {key: given.pop(key) for key in vault_keys if key in given}
    settings = {"seed": 0, "reworded": 0, "pairs": 0, **settings}
    vault = JudgedVault(held_out(texts, **given), judge="scripted", per_group=per_group, **settings)
    with judge or model() as asked:
        return vault.test(short_list, asked), vault


def test_a_difference_is_supported_and_told():
    texts = made_texts({REFUND: 0.5, STAFF: 0.3}, {REFUND: 0.15, STAFF: 0.3})
    (refund, staff), vault = judged(texts, [listed(), listed(STAFF)])
    assert refund.verdict.verdict == "supported"
    assert staff.verdict.verdict in {"inconclusive", "not_supported"}
    a, b = refund.record.shares
    assert refund.estimate.effect == pytest.approx(a - b, abs=0.1)
    low, high = refund.estimate.interval
    mentioned = np.array(["refund" in text for text in texts])
    assert low < mentioned[:200].mean() - mentioned[200:].mean() < high
    assert refund.interval_selected[0] <= low
    assert refund.record.judged == (150, 150)
    assert refund.record.texts == (200, 200)
    assert [entry.claim_id for entry in vault.ledger] == [refund.claim.id, staff.claim.id]


def test_a_difference_the_other_way_is_not_supported():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    (found,), _ = judged(texts, [listed(direction="down")])
    assert found.verdict.verdict == "not_supported"
    assert "opposite" in found.verdict.reason


def test_the_vault_is_sealed_by_one_list():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=30)
    vault = JudgedVault(
        held_out(texts), judge="scripted", per_group=30, seed=0, reworded=0, pairs=0
    )
    with model() as asked:
        vault.test([listed()], asked)
        with pytest.raises(VaultSealedError, match="already decided"):
            vault.test([listed(STAFF)], asked)


def test_a_property_stands_on_a_list_once():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=30)
    with pytest.raises(ParameterError, match="distinct properties"):
        judged(texts, [listed(), listed()])


def test_failed_controls_cost_no_call_and_leave_no_verdict():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    judge = model()
    (found,), _ = judged(texts, [listed(controls=(5, 10, False))], judge=judge)
    assert found.verdict.verdict == "unverifiable"
    assert found.verdict.reason == (
        "The judge could not tell texts that are known to have the property from others "
        "(5 of 10 pairs were put in the right order)."
    )
    assert found.record.controls == (5, 10)
    assert found.record.judged == (0, 0)
    assert judge.tally.calls == 0


@pytest.mark.parametrize("yes", [0.9, 0.1])
def test_a_judge_that_answers_alike_leaves_no_verdict(yes):
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    (found,), _ = judged(texts, [listed()], judge=model(answer=yes))
    assert found.verdict.verdict == "unverifiable"
    assert found.verdict.reason == "The judge answered all 300 held-out texts alike."


def test_a_judge_without_answers_leaves_no_verdict():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=30)
    judge = ChatModel(Scripted(lambda _: {"perhaps": 1.0}))
    (found,), _ = judged(texts, [listed()], judge=judge)
    assert found.verdict.verdict == "inconclusive"
    assert "only 0 held-out texts were judged" in found.verdict.reason.lower()


@pytest.mark.parametrize("calls", [0, 1, 10])
def test_a_budget_that_ends_early_is_no_error(calls):
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=30)
    judge = ChatModel(model().backend, budget=Budget(calls=calls))
    (found,), vault = judged(texts, [listed()], judge=judge, reworded=5, pairs=5, per_group=30)
    assert found.verdict.verdict == "inconclusive" or calls == 10
    assert sum(found.record.judged) == calls
    assert vault.unasked == 60 - calls


def test_few_answers_are_tested_exactly():
    texts = made_texts({REFUND: 0.10}, {REFUND: 0.0}, n=60)
    (found,), _ = judged(texts, [listed()], per_group=60)
    assert found.evidence.shuffled
    assert found.evidence.events < 20
    assert found.evidence.unadjusted_p > 0.001


@pytest.mark.parametrize("size", [0, 3])
def test_a_group_of_next_to_no_texts_is_inconclusive(size):
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=30)
    data = held_out(texts)
    few = dataclasses.replace(data, in_a=np.arange(len(texts)) < size)
    vault = JudgedVault(few, judge="scripted", per_group=20, seed=0)
    with model() as asked:
        (found,) = vault.test([listed()], asked)
    assert found.verdict.verdict == "inconclusive"
    assert f"only {size} held-out texts were judged" in found.verdict.reason.lower()


def test_a_probe_narrows_the_interval():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.3}, n=1500)
    (alone,), _ = judged(texts, [listed()], per_group=100)
    vectors = word_vectors(texts, noise=0.2)
    (powered,), _ = judged(texts, [listed()], per_group=100, vectors=vectors)
    assert powered.record.effective > 1.5
    widths = [np.ptp(one.evidence.unadjusted.interval) for one in (alone, powered)]
    assert widths[1] < 0.8 * widths[0]
    assert alone.record.effective == 1.0


def test_the_records_travel_through_json():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    covariates = pd.DataFrame({"stars": np.arange(400) % 5, "town": ["a", "b"] * 200})
    (found,), _ = judged(texts, [listed(rule=("refund",))], covariates=covariates)
    written = json.dumps(found.record.to_dict(), allow_nan=False)
    assert JudgedRecord.from_dict(json.loads(written)) == found.record
    assert {entry.column for entry in found.record.strata} >= {"stars", "town"}


def test_a_word_that_gives_a_property_away_leaves_it_nothing_to_add():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.15}, n=300)
    said = np.array([1.0 if "refund" in text else -1.0 for text in texts])
    before = DiscoveryAnswers(texts, said)
    (found,), _ = judged(texts, [listed(discovery=before)])
    keyword = found.record.keyword
    assert keyword.terms == ("refund",)
    assert keyword.difference > 0.3
    assert keyword.adds == pytest.approx(0.0, abs=1e-9)


def test_other_wordings_and_pairs_are_asked_of_what_is_supported():
    texts = made_texts({REFUND: 0.6, STAFF: 0.3}, {REFUND: 0.1, STAFF: 0.3}, n=100)

    def says(request):
        asked = request.messages[-1].content
        first = asked.partition("<text>")[2].partition("</text>")[0]
        yes = any(word in first for property, word in WORD_OF.items() if property in asked)
        said, other = ("True", "False") if "Statement" in asked else ("Yes", "No")
        return {said: 0.9, other: 0.1} if yes else {other: 0.9, said: 0.1}

    (refund, staff), _ = judged(
        texts,
        [listed(), listed(STAFF)],
        per_group=100,
        judge=ChatModel(Scripted(says)),
        reworded=20,
        pairs=20,
    )
    low, high = refund.record.rewordings
    assert low <= refund.evidence.unadjusted.effect <= high
    assert 0.1 < refund.record.swapped < 0.8
    assert staff.record.rewordings is None
    assert staff.record.swapped is None


def test_texts_for_and_against_are_shown_with_their_telling_part():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    (found,), _ = judged(texts, [listed(rule=("refund",))], examples=3)
    agreeing = [entry for entry in found.passages if entry.agrees]
    assert len(agreeing) == 3
    assert {entry.outcome for entry in found.passages} == {
        "North, judged yes",
        "South, judged yes",
        "North, judged no",
    }
    for entry in found.passages:
        if entry.outcome.endswith("yes"):
            ((start, end),) = entry.marks
            assert "refund" in entry.text[start:end].lower()
        else:
            assert entry.marks == ()


def test_the_same_texts_in_another_order_give_the_same_answer():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=100)
    (one,), _ = judged(texts, [listed()], per_group=50)
    turned = (*texts[99::-1], *texts[:99:-1])
    (other,), _ = judged(turned, [listed()], per_group=50)
    assert one.evidence.unadjusted.effect == pytest.approx(other.evidence.unadjusted.effect)
    assert one.verdict.verdict == other.verdict.verdict
    assert one.passages == other.passages


def test_estimating_asks_nothing():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    vault = JudgedVault(held_out(texts), judge="scripted", per_group=50, seed=0)
    with model() as asked:
        estimate = vault.estimate_testing([REFUND, STAFF], asked)
        assert estimate.expected.calls == 200
        assert asked.tally.calls == 0


def test_an_early_stop_judges_less_where_a_difference_is_clear():
    rates = {REFUND: 0.8, STAFF: 0.3}
    texts = made_texts(rates, {REFUND: 0.1, STAFF: 0.3}, n=400)
    judge = model()
    (refund, staff), _ = judged(
        texts, [listed(), listed(STAFF)], per_group=300, judge=judge, early_stop=True
    )
    assert refund.verdict.verdict == "supported"
    assert refund.record.mode == "early_stop"
    assert refund.record.judged[0] < 150
    assert staff.verdict.verdict != "supported"
    assert staff.record.judged == (300, 300)
    low, high = refund.estimate.interval
    assert low < 0.7 < high


def labels_of(texts, count):
    chosen = np.random.default_rng(3).permutation(len(texts))[:count]
    return AuditLabels({(texts[row], REFUND): "refund" in texts[row] for row in chosen})


def test_labels_take_out_what_the_judge_gets_wrong():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=400)
    (alone,), _ = judged(texts, [listed()], judge=model(error=0.2), per_group=400)
    labels = labels_of(texts, 400)
    (corrected,), _ = judged(texts, [listed()], judge=model(error=0.2), per_group=400, audit=labels)
    assert alone.record.basis == "judge"
    assert alone.evidence.unadjusted.effect < 0.3
    assert corrected.record.basis == "audit"
    assert sum(corrected.record.audit.labels) == 400
    assert corrected.record.audit.sensitivity == pytest.approx((0.8, 0.8), abs=0.15)
    assert corrected.evidence.unadjusted.effect == pytest.approx(0.4, abs=0.1)
    # the word makes texts longer: with their length held fixed less is left, of both
    assert corrected.evidence.adjusted.effect > 1.3 * alone.evidence.adjusted.effect
    for basis in ("unadjusted", "adjusted"):
        one, other = (getattr(entry.evidence, basis) for entry in (corrected, alone))
        assert np.ptp(one.interval) > np.ptp(other.interval)
    a, b = corrected.record.shares
    assert a - b == pytest.approx(corrected.evidence.unadjusted.effect)


def test_labels_that_show_a_judge_no_better_than_chance_leave_no_verdict():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=100)
    judge = model(error=0.5)
    (found,), _ = judged(texts, [listed()], judge=judge, per_group=100, audit=labels_of(texts, 100))
    assert found.verdict.verdict == "unverifiable"
    assert "hardly better than chance" in found.verdict.reason


def test_without_labels_of_a_property_the_judge_is_taken_at_its_word():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=100)
    (found,), _ = judged(texts, [listed()], per_group=100, audit=labels_of(texts, 0))
    assert found.record.basis == "judge"
    assert found.record.audit is None
    assert found.verdict.verdict == "supported"


def test_labelled_texts_that_were_not_drawn_are_judged_for_the_audit_alone():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=100)
    judge = model()
    (found,), _ = judged(texts, [listed()], per_group=50, audit=labels_of(texts, 200), judge=judge)
    assert found.record.judged == (50, 50)
    assert found.record.audit.labels == (100, 100)
    assert judge.tally.calls == 200


@pytest.mark.parametrize("early_stop", [False, True])
def test_an_empty_list_is_tested_and_seals(early_stop):
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=20)
    found, vault = judged(texts, [], early_stop=early_stop)
    assert found == ()
    assert vault.ledger == ()
    with pytest.raises(VaultSealedError), model() as asked:
        vault.test([listed()], asked)


def test_a_text_in_both_groups_is_judged_once_and_tells_nothing():
    texts = made_texts({REFUND: 0.4}, {REFUND: 0.4}, n=60)
    judge = model()
    (found,), _ = judged((*texts[:60], *texts[:60]), [listed()], per_group=60, judge=judge)
    assert judge.tally.calls == 60
    assert found.verdict.verdict != "supported"
    assert found.evidence.unadjusted.effect == pytest.approx(0.0)


@pytest.mark.parametrize("given", [{"per_group": 0}, {"floor": -0.1}, {"audit": AuditLabels({})}])
def test_settings_that_cannot_be_are_refused(given):
    texts = made_texts({REFUND: 0.4}, {REFUND: 0.4}, n=10)
    with pytest.raises(ParameterError, match=next(iter(given))):
        judged(texts, [listed()], early_stop="audit" in given, **given)


def test_a_given_floor_decides():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15})
    (found,), _ = judged(texts, [listed()], floor=0.6)
    assert found.floor == 0.6
    assert found.verdict.verdict == "not_supported"


def test_the_default_floor_is_a_tenth_of_the_base_rate_on_discovery_rows():
    texts = made_texts({REFUND: 0.5}, {REFUND: 0.15}, n=50)
    before = DiscoveryAnswers(("x",) * 40, np.where(np.arange(40) < 20, 1.0, -1.0))
    (found,), _ = judged(texts, [listed(discovery=before)], per_group=50)
    assert found.floor == pytest.approx(0.05)
