import numpy as np
import pandas as pd
import pytest

from dataexplain.llm import Budget, ChatModel
from dataexplain.verification.early_stop import BATCH, Pairs, judge_until_decided
from dataexplain.verification.judged_decisions import decided
from dataexplain.verification.strata import Strata
from tests.verification.judged_corpora import held_out, listed, made_texts, model

REFUND, STAFF = "mentions a refund", "praises the staff"


def run(data, short_list, *, judge=None, per_group=200, seed=0):
    with judge or model() as asked:
        measured, answers = judge_until_decided(
            data, short_list, asked, Strata.of(data), per_group=per_group, seed=seed
        )
        return measured, answers, asked.tally.calls


def test_each_property_is_judged_no_longer_than_it_is_open():
    texts = made_texts({REFUND: 0.9, STAFF: 0.4}, {REFUND: 0.1, STAFF: 0.3}, n=200)
    measured, _, calls = run(held_out(texts), [listed(), listed(STAFF)])
    refund, staff = (sum(one.outcome.judged) for one in measured)
    assert refund < staff == 400
    assert calls == refund + staff
    assert refund % (2 * BATCH) == 0


def test_the_wrong_way_is_given_up():
    texts = made_texts({REFUND: 0.1}, {REFUND: 0.9}, n=200)
    (one,), _, _ = run(held_out(texts), [listed()])
    ((verdict, _),) = decided([one])
    assert verdict.verdict == "not_supported"
    assert sum(one.outcome.judged) < 200


def test_where_groups_are_alike_looking_often_finds_nothing():
    passed = 0
    for seed in range(40):
        texts = made_texts({REFUND: 0.4}, {REFUND: 0.4}, n=100, seed=seed)
        measured, _, _ = run(held_out(texts), [listed()], per_group=100, seed=seed)
        passed += decided(measured)[0][0].verdict == "supported"
    assert passed <= 4


def test_what_a_column_explains_is_not_credited_to_the_group():
    rng = np.random.default_rng(0)
    texts = made_texts({REFUND: 0.9}, {REFUND: 0.1}, n=600)
    asked = np.array(["refund" in text for text in texts])
    # the column is the answer itself, here and there wrong: nothing is left of the group
    covariates = pd.DataFrame({"asked for money": asked ^ (rng.random(1200) < 0.05)})
    (one,), _, _ = run(held_out(texts, covariates=covariates), [listed()], per_group=600)
    low, high = one.evidence.adjusted.interval
    assert one.evidence.unadjusted.interval[0] > 0.4
    assert low < 0.3
    assert high < 0.7


def test_the_weighed_answers_estimate_the_adjusted_difference():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=500)
    data = held_out(texts, covariates=pd.DataFrame({"x": np.random.default_rng(0).random(1000)}))
    pairs = Pairs.drawn(data, Strata.of(data), 500, 0)
    yes = np.array([float("refund" in text) for text in texts])
    everything = slice(0, len(pairs.rows))
    assert pairs.plain(yes, everything).mean() == pytest.approx(0.4, abs=0.07)
    weighed = pairs.weighed(yes, everything)
    assert weighed.mean() == pytest.approx(0.4, abs=0.07)
    assert np.abs(weighed).max() <= pairs.reach


def test_no_cluster_is_bet_on_twice():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=60)
    clusters = np.arange(120) % 40
    pairs = Pairs.drawn(held_out(texts, clusters=clusters), Strata({}), 60, 0)
    drawn = clusters[pairs.rows.reshape(-1)]
    assert len(set(drawn.tolist())) == len(drawn)


@pytest.mark.parametrize("calls", [0, 1, 30])
def test_a_budget_that_ends_is_no_error(calls):
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=60)
    judge = ChatModel(model().backend, budget=Budget(calls=calls))
    (one,), answers, _ = run(held_out(texts), [listed()], judge=judge)
    assert sum(one.outcome.judged) == calls
    assert answers.unasked > 0


def test_an_empty_list_asks_nothing():
    texts = made_texts({REFUND: 0.6}, {REFUND: 0.2}, n=10)
    measured, _, calls = run(held_out(texts), [])
    assert measured == []
    assert calls == 0
