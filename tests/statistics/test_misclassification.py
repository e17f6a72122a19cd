"""Shares behind a judge's answers: the formula, its doubt, and when there is no answer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.statistics import Audit, corrected_difference, corrected_share

GOOD = Audit(found=90, having=100, spared=190, lacking=200)
COIN = Audit(found=50, having=100, spared=55, lacking=100)


def difference(shares=(0.5, 0.3), counts=(400, 400), audits=(GOOD, GOOD), seed=0):
    return corrected_difference(shares, counts, audits, generator=np.random.default_rng(seed))


@given(st.floats(0, 1), st.floats(0.6, 1), st.floats(0.6, 1))
def test_the_correction_undoes_the_mistakes(share, sensitivity, specificity):
    said = share * sensitivity + (1 - share) * (1 - specificity)
    assert corrected_share(said, sensitivity, specificity) == pytest.approx(share, abs=1e-9)


def test_a_share_that_mistakes_alone_would_give_is_none():
    assert corrected_share(0.05, 0.9, 0.9) == 0.0
    assert corrected_share(0.95, 0.9, 0.9) == 1.0
    assert math.isnan(corrected_share(0.5, 0.5, 0.5))


def test_an_audit_counts_by_what_people_said():
    judged = [True, True, False, False, True]
    labelled = [True, True, True, False, False]
    audit = Audit.of(judged, labelled)
    assert audit == Audit(found=2, having=3, spared=1, lacking=2)
    assert (audit.labels, audit.specificity) == (5, 0.5)
    assert audit.sensitivity_interval[0] < 2 / 3 < audit.sensitivity_interval[1]
    assert audit.specificity_interval[0] < 0.5 < audit.specificity_interval[1]


def test_with_a_judge_that_is_known_to_be_right_nothing_is_corrected():
    sure = Audit(10**7, 10**7, 10**7, 10**7)
    found = difference(audits=(sure, sure))
    assert found.effect == pytest.approx(0.2)
    assert found.interval == pytest.approx((0.2 - 0.0665, 0.2 + 0.0665), abs=0.003)


def test_fewer_labels_leave_more_doubt():
    few = Audit(found=18, having=20, spared=38, lacking=40)
    widths = [np.ptp(difference(audits=(audit, audit)).interval) for audit in (GOOD, few)]
    assert widths[1] > 1.3 * widths[0]


def test_a_judge_that_is_kinder_to_one_group_makes_no_difference():
    """Half of both groups have the property; the judge misses more of them in the second."""
    strict = Audit(found=600, having=1000, spared=990, lacking=1000)
    fair = Audit(found=950, having=1000, spared=990, lacking=1000)
    found = difference((0.48, 0.305), (2000, 2000), (fair, strict))
    assert found.interval[0] < 0 < found.interval[1]


@pytest.mark.parametrize(
    ("share_a", "share_b", "labels"), [(0.5, 0.3, 150), (0.3, 0.3, 100), (0.1, 0.1, 300)]
)
def test_intervals_hold_the_truth(share_a, share_b, labels):
    generator = np.random.default_rng(3)
    held = tested = 0
    for _ in range(120):
        shares, audits = [], []
        for share in (share_a, share_b):
            said = share * 0.85 + (1 - share) * 0.1
            shares.append(generator.binomial(300, said) / 300)
            true = generator.random(labels) < share
            audits.append(Audit.of(generator.random(labels) < np.where(true, 0.85, 0.1), true))
        found = corrected_difference(tuple(shares), (300, 300), tuple(audits), generator=generator)
        tested += found.testable
        held += found.interval[0] <= share_a - share_b <= found.interval[1]
    assert tested >= 100
    assert held >= 0.9 * tested


def test_a_judge_no_better_than_a_coin_gives_no_answer():
    found = difference(audits=(GOOD, COIN))
    assert not found.testable
    assert math.isnan(found.effect)
    assert "hardly better than chance" in found.refusal
    assert "1.05" in found.refusal
    assert math.isnan(found.p_above(0.0))


@pytest.mark.parametrize(
    ("audit", "told"),
    [(Audit(0, 0, 9, 10), "no text with the"), (Audit(9, 10, 0, 0), "no text without the")],
)
def test_without_labels_of_both_kinds_there_is_no_answer(audit, told):
    found = difference(audits=(audit, GOOD))
    assert told in found.refusal
    assert not found.testable
    assert math.isnan(audit.sensitivity) or math.isnan(audit.specificity)


def test_p_values_agree_with_intervals():
    found = difference()
    low, high = found.interval
    assert found.p_above(low) == pytest.approx(0.025, abs=0.001)
    assert found.p_below(high) == pytest.approx(0.025, abs=0.001)
    assert found.p < 0.05
    inner = found.at_level(0.5)
    assert low < inner[0] < found.effect < inner[1] < high


def test_groups_may_change_places():
    found, turned = difference(), difference().signed(-1)
    assert turned.interval == pytest.approx((-found.interval[1], -found.interval[0]))
    assert turned.p_above(0.0) == found.p_below(0.0)
    assert turned.shares == found.shares[::-1]
    assert turned.at_level(0.9) == pytest.approx(tuple(-end for end in found.at_level(0.9)[::-1]))


def test_the_same_seed_gives_the_same_interval():
    assert difference(seed=1).interval == difference(seed=1).interval
    assert difference(seed=1).interval != difference(seed=2).interval


@pytest.mark.parametrize(
    ("shares", "counts", "parameter"),
    [
        ((1.2, 0.1), (9, 9), "shares"),
        ((math.nan, 0.1), (9, 9), "shares"),
        ((0.1, 0.1), (0, 9), "counts"),
    ],
)
def test_wrong_shares_are_told(shares, counts, parameter):
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter"):
        difference(shares, counts)


@pytest.mark.parametrize(
    ("judged", "labelled", "parameter"),
    [
        ([True], [True, False], "labelled"),
        ([0.5], [True], "judged"),
        ([[True]], [[True]], "judged"),
    ],
)
def test_wrong_labels_are_told(judged, labelled, parameter):
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter"):
        Audit.of(judged, labelled)
