import numpy as np
import pytest

from dataexplain.statistics import fisher_exact_p
from dataexplain.verification.judged_evidence import events_of, gather_judged
from dataexplain.verification.judged_outcome import Correction, JudgedOutcome

NOTHING = np.empty((400, 0))


def outcome(yes_a, yes_b, n=200, **given):
    yes = np.concatenate([np.arange(n) < yes_a, np.arange(n) < yes_b]).astype(float)
    return JudgedOutcome(yes, np.arange(2 * n) < n, **given)


def gather(found, held=NOTHING, sign=1, **given):
    return gather_judged(found, held, sign, np.random.default_rng(0), **given)


def test_both_effects_are_the_difference_of_the_shares_where_nothing_is_held():
    found = gather(outcome(80, 40))
    for estimate in (found.adjusted, found.unadjusted):
        assert estimate.effect == pytest.approx(0.2)
    assert found.adjusted_p == found.unadjusted_p < 0.001
    assert found.signs_agree
    assert not gather(outcome(80, 40), sign=-1).signs_agree


def test_what_is_held_is_taken_out_of_the_adjusted_effect_only():
    in_a = np.arange(400) < 200
    rng = np.random.default_rng(0)
    town = rng.random(400) < np.where(in_a, 0.8, 0.2)
    yes = (rng.random(400) < np.where(town, 0.7, 0.2)) * 1.0
    found = gather(JudgedOutcome(yes, in_a), town[:, None] * 1.0)
    assert found.unadjusted.effect > 0.2
    assert abs(found.adjusted.effect) < 0.15


def test_few_answers_are_tested_exactly():
    found = gather(outcome(12, 2))
    assert found.shuffled
    assert found.unadjusted_p >= fisher_exact_p(12, 200, 2, 200)


def test_columns_that_foretell_the_group_leave_the_plain_difference():
    found = gather(outcome(80, 40), (np.arange(400) < 200)[:, None] * 1.0)
    assert "foretell the group" in found.problem
    assert np.isnan(found.adjusted_p)
    assert found.unadjusted_p < 0.001


@pytest.mark.parametrize(
    ("yes_a", "yes_b", "reason", "scarce"),
    [
        (0, 0, "the judge answered all 400 held-out texts alike", False),
        (200, 200, "the judge answered all 400 held-out texts alike", False),
        (2, 1, "only 3 of 400 judged texts were answered otherwise", True),
    ],
)
def test_answers_that_hardly_differ_say_nothing(yes_a, yes_b, reason, scarce):
    found = gather(outcome(yes_a, yes_b))
    assert (found.problem, found.scarce) == (reason, scarce)
    assert np.isnan(found.unadjusted_p)


def test_a_judge_that_is_not_believed_says_nothing():
    found = gather(outcome(80, 40), refused="it could not tell")
    assert found.problem == "it could not tell"
    assert not found.scarce


def test_clusters_widen_the_interval():
    clusters = np.arange(400) // 10
    alone, related = outcome(80, 40), outcome(80, 40, related=clusters)
    widths = [np.ptp(one.plain.interval) for one in (alone, related)]
    assert widths[1] > 1.5 * widths[0]
    assert events_of(related) == 50
    assert gather(related).adjusted.interval[0] < gather(alone).adjusted.interval[0]


def test_few_clusters_are_too_few():
    found = gather(outcome(80, 40, related=np.arange(400) // 40))
    assert found.problem == "texts of fewer than 8 clusters were judged in one of the groups"
    assert found.scarce


def test_few_answers_of_clusters_are_tested_exactly_by_one_row_of_each():
    one = outcome(12, 2, related=np.arange(400) // 2)
    found = gather(one)
    assert sum(one.one_of_each.judged) == 200
    assert found.shuffled
    assert found.unadjusted_p >= fisher_exact_p(6, 100, 1, 100)


def test_copies_that_were_not_judged_relate_nothing():
    one = outcome(80, 40)
    yes = np.where(np.arange(400) % 2 == 0, one.yes, np.nan)
    assert JudgedOutcome(yes, one.in_a, related=np.arange(400) // 2).has_related is False


def test_predictions_that_are_right_narrow_the_interval():
    one = outcome(80, 40)
    rng = np.random.default_rng(0)
    drawn = np.zeros(400, dtype=bool)
    drawn[np.r_[rng.permutation(200)[:60], 200 + rng.permutation(200)[:60]]] = True
    yes = np.where(drawn, one.yes, np.nan)
    foretold = 0.8 * one.yes + 0.1 + 0.05 * rng.normal(size=400)
    alone, helped = (JudgedOutcome(yes, one.in_a, foretold=by) for by in (None, foretold))
    assert helped.plain.effective > 1.5
    held = rng.normal(size=(400, 2))
    assert helped.held(held).standard_error < 0.8 * alone.held(held).standard_error
    assert helped.held(held).effect == pytest.approx(0.2, abs=0.05)


def test_a_correction_gives_back_the_true_shares():
    truth = np.r_[np.ones(60), np.zeros(140), np.ones(20), np.zeros(180)]
    in_a = np.arange(400) < 200
    said = np.where(np.arange(400) % 10 == 0, 1 - truth, truth)
    correction = Correction((0.9, 0.9), (0.9, 0.9))
    found = JudgedOutcome(said, in_a).held(NOTHING, correction)
    assert JudgedOutcome(said, in_a).held(NOTHING).effect == pytest.approx(0.16)
    assert found.effect == pytest.approx(0.2)
