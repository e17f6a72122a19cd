"""Shares from judged answers and predictions: exact cases, and what intervals promise."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from dataexplain.errors import ParameterError
from dataexplain.statistics import (
    difference_of_rates,
    partialling_out,
    prediction_powered_difference,
    prediction_powered_share,
    pseudo_outcomes,
    rate_interval,
)


def corpus(generator, shares, judged, *, latent=0.8, texts=800):
    """Draw both groups' answers, judged in part, and the probability that a probe would give."""
    first = np.arange(texts) % 2 == 0
    threshold = ndtri(np.where(first, *shares))
    known, unknown = generator.normal(size=(2, texts))
    left = math.sqrt(1 - latent**2)
    answers = (latent * known + left * unknown < threshold).astype(float)
    answers[np.flatnonzero(first)[judged[0] :]] = np.nan
    answers[np.flatnonzero(~first)[judged[1] :]] = np.nan
    return answers, ndtr((threshold - latent * known) / left), first


@st.composite
def corpora(draw):
    generator = np.random.default_rng(draw(st.integers(0, 2**31)))
    shares = draw(st.floats(0.01, 0.99)), draw(st.floats(0.01, 0.99))
    judged = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    answers, predictions, first = corpus(generator, shares, judged, texts=200)
    if draw(st.booleans()):
        answers = 0.1 + 0.7 * answers * generator.random(200)
    return answers, predictions, first


def test_without_predictions_it_is_the_interval_of_newcombe():
    answers, _, first = corpus(np.random.default_rng(0), (0.3, 0.6), (40, 60))
    yes_a, yes_b = int(np.nansum(answers[first])), int(np.nansum(answers[~first]))
    found = prediction_powered_difference(answers, None, first)
    plain = difference_of_rates(yes_a, 40, yes_b, 60)
    assert found.effect == pytest.approx(plain.effect)
    assert found.interval == pytest.approx(plain.interval)
    assert (found.n, found.effective, found.shares[0].trust) == (100, 1.0, 0.0)
    assert "alone" in found.method


def test_without_predictions_a_share_has_the_interval_of_wilson():
    found = prediction_powered_share([1.0, 0.0, 0.0, np.nan, 0.0], None)
    assert (found.share, found.judged, found.texts) == (0.25, 4, 5)
    assert found.interval == pytest.approx(rate_interval(1, 4))


def test_with_all_texts_judged_predictions_change_nothing():
    answers, predictions, first = corpus(np.random.default_rng(0), (0.3, 0.6), (400, 400))
    with_them = prediction_powered_difference(answers, predictions, first)
    assert with_them.interval == prediction_powered_difference(answers, None, first).interval


@settings(max_examples=30)
@given(corpora())
def test_the_estimate_is_the_difference_of_pseudo_outcomes(drawn):
    answers, predictions, first = drawn
    found = prediction_powered_difference(answers, predictions, first)
    values = pseudo_outcomes(answers, predictions, 1 - first.astype(int)).values
    assert found.effect == pytest.approx(values[first].mean() - values[~first].mean(), abs=1e-9)
    assert found.shares[0].share - found.shares[1].share == pytest.approx(found.effect, abs=1e-9)


@settings(max_examples=30)
@given(corpora())
def test_intervals_have_a_width_and_agree_with_the_p_value(drawn):
    answers, predictions, first = drawn
    found = prediction_powered_difference(answers, predictions, first)
    low, high = found.interval
    assert -1 <= low < high <= 1
    assert low <= found.effect <= high
    assert (found.p < 0.05) == (low > 0 or high < 0)
    for share in found.shares:
        low, high = share.interval
        assert 0 <= low <= share.share <= high <= 1
        assert high - low > 1e-4


@settings(max_examples=30)
@given(corpora())
def test_groups_may_change_places(drawn):
    answers, predictions, first = drawn
    found = prediction_powered_difference(answers, predictions, first)
    turned = prediction_powered_difference(answers, predictions, ~first).signed(-1)
    assert turned.interval == pytest.approx(found.interval)
    assert turned.p == pytest.approx(found.p)
    for ours, theirs in zip(turned.shares, found.shares, strict=True):
        assert ours.share == pytest.approx(theirs.share)
        assert (ours.judged, ours.texts) == (theirs.judged, theirs.texts)


@settings(max_examples=30)
@given(corpora())
def test_one_stratum_and_a_cluster_for_each_text_change_no_estimate(drawn):
    answers, predictions, first = drawn
    plain = prediction_powered_difference(answers, predictions, first)
    one = prediction_powered_difference(
        answers, predictions, first, strata=np.full(200, 7), clusters=np.arange(200)[::-1]
    )
    assert one.effect == pytest.approx(plain.effect, abs=1e-9)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.3])
@pytest.mark.parametrize("judged", [1, 2, 30])
def test_answers_that_are_all_alike_leave_doubt(value, judged):
    answers = np.full(400, np.nan)
    answers[: 2 * judged] = value
    first = np.arange(400) % 2 == 0
    found = prediction_powered_difference(answers, np.linspace(0, 1, 400), first)
    low, high = found.interval
    assert found.effect == 0
    assert low < -1 / judged / 5
    assert high > 1 / judged / 5
    assert found.p == pytest.approx(1.0)


def test_predictions_that_were_right_so_far_leave_doubt():
    answers, _, first = corpus(np.random.default_rng(3), (0.3, 0.6), (20, 20))
    predictions = np.where(np.isnan(answers), 0.5, answers)
    low, high = prediction_powered_difference(answers, predictions, first).interval
    assert high - low > 0.1


@pytest.mark.parametrize(
    ("shares", "judged"),
    [
        ((0.5, 0.5), (25, 25)),
        ((0.3, 0.6), (20, 80)),
        ((0.05, 0.05), (50, 50)),
        ((0.95, 0.8), (150, 150)),
    ],
)
def test_intervals_hold_the_truth_as_often_as_promised(shares, judged):
    generator = np.random.default_rng(11)
    held, errors = 0, []
    for _ in range(300):
        answers, predictions, first = corpus(generator, shares, judged)
        found = prediction_powered_difference(answers, predictions, first)
        alone = np.nanmean(answers[first]) - np.nanmean(answers[~first])
        truth = shares[0] - shares[1]
        held += found.interval[0] <= truth <= found.interval[1]
        errors.append([(found.effect - truth) ** 2, (alone - truth) ** 2])
    assert held >= 0.92 * 300
    powered, plain = np.mean(errors, axis=0)
    assert plain > 1.1 * powered


def test_predictions_without_use_cost_nothing_that_shows():
    generator = np.random.default_rng(5)
    errors = []
    for _ in range(400):
        answers, _, first = corpus(generator, (0.4, 0.4), (25, 25))
        found = prediction_powered_difference(answers, generator.random(800), first)
        alone = np.nanmean(answers[first]) - np.nanmean(answers[~first])
        errors.append([found.effect**2, alone**2])
    powered, plain = np.mean(errors, axis=0)
    assert powered < plain / 0.95


def test_predictions_that_are_off_in_one_group_bias_nothing():
    generator = np.random.default_rng(6)
    effects = []
    for _ in range(300):
        answers, predictions, first = corpus(generator, (0.3, 0.6), (50, 50))
        effects.append(
            prediction_powered_difference(answers, predictions + 0.4 * first, first).effect
        )
    assert np.mean(effects) == pytest.approx(-0.3, abs=0.02)


def test_more_predicted_texts_are_worth_more_judged_ones():
    answers, predictions, first = corpus(
        np.random.default_rng(1), (0.3, 0.6), (200, 200), texts=8000
    )
    found = prediction_powered_difference(answers, predictions, first)
    assert 1.4 < found.effective < 2.5
    assert prediction_powered_share(answers[first], predictions[first]).effective > 1.3


class TestStrata:
    def confounded(self, seed=0, texts=4000, judged=600):
        """A property that only the stratum decides, and a group that goes with the stratum."""
        generator = np.random.default_rng(seed)
        strata = generator.integers(4, size=texts)
        first = generator.random(texts) < np.array([0.2, 0.4, 0.6, 0.8])[strata]
        chance = np.array([0.1, 0.3, 0.5, 0.7])[strata]
        answers = (generator.random(texts) < chance).astype(float)
        answers[judged:] = np.nan
        return answers, chance, first, strata

    def test_what_the_stratum_explains_is_taken_out(self):
        answers, chance, first, strata = self.confounded()
        raw = prediction_powered_difference(answers, chance, first)
        held = prediction_powered_difference(answers, chance, first, strata=strata)
        assert raw.interval[0] > 0.1
        assert held.interval[0] < 0 < held.interval[1]

    def test_it_is_what_partialling_out_gives_of_pseudo_outcomes(self):
        answers, chance, first, strata = self.confounded()
        values = pseudo_outcomes(answers, chance, 1 - first.astype(int)).values
        held = np.eye(4)[strata]
        theirs = partialling_out(values, first.astype(float), held)
        ours = prediction_powered_difference(answers, chance, first, strata=strata)
        assert ours.effect == pytest.approx(theirs.effect)
        assert ours.standard_error == pytest.approx(theirs.standard_error, rel=0.1)

    def test_intervals_hold_the_truth(self):
        held = 0
        for seed in range(200):
            answers, chance, first, strata = self.confounded(seed, texts=1000, judged=80)
            found = prediction_powered_difference(answers, chance, first, strata=strata)
            held += found.interval[0] <= 0 <= found.interval[1]
        assert held >= 0.92 * 200

    def test_strata_of_one_group_say_nothing(self):
        first = np.array([True, True, False, False])
        found = prediction_powered_difference(
            [1.0, 1.0, 0.0, 0.0], None, first, strata=np.array([0, 0, 1, 1])
        )
        assert not found.testable
        assert math.isnan(found.effect)


def test_copies_of_texts_count_once():
    answers, predictions, first = corpus(np.random.default_rng(2), (0.3, 0.6), (50, 50))
    once = prediction_powered_difference(answers, predictions, first)
    copies = [np.repeat(array, 5) for array in (answers, predictions, first)]
    clusters = np.repeat(np.arange(len(answers)), 5)
    naive = prediction_powered_difference(*copies)
    related = prediction_powered_difference(*copies, clusters=clusters)
    assert np.ptp(naive.interval) < 0.6 * np.ptp(once.interval)
    assert np.ptp(related.interval) == pytest.approx(np.ptp(once.interval), rel=0.1)


def test_clusters_that_pull_both_groups_apart_widen_the_interval():
    """Each cluster has a text of both groups, and what one says the other denies."""
    generator = np.random.default_rng(0)
    said = (generator.random(100) < 0.5).astype(float)
    answers, first = np.concatenate([said, 1 - said]), np.repeat([True, False], 100)
    clusters = np.tile(np.arange(100), 2)
    apart = prediction_powered_difference(answers, None, first)
    together = prediction_powered_difference(answers, None, first, clusters=clusters)
    assert np.ptp(together.interval) > 1.3 * np.ptp(apart.interval)


@pytest.mark.parametrize("missing", [True, False])
def test_a_group_without_a_judged_text_is_untestable(missing):
    first = np.arange(10) % 2 == 0
    answers = np.where(first == missing, np.nan, 1.0)
    found = prediction_powered_difference(answers, np.linspace(0, 1, 10), first)
    assert not found.testable
    assert found.n == 5


def test_no_text_at_all_is_untestable():
    empty = np.array([])
    assert not prediction_powered_difference(empty, empty, empty.astype(bool)).testable
    assert prediction_powered_share(empty, empty).at_level(0.9) == (0.0, 1.0)


@settings(max_examples=20)
@given(corpora(), st.floats(0.5, 0.99))
def test_higher_confidence_is_wider(drawn, confidence):
    found = prediction_powered_difference(*drawn)
    inner, outer = found.at_level(confidence), found.at_level(confidence + 0.005)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"answers": [0.0, 2.0]}, "'answers' parameter"),
        ({"answers": [[0.0, 1.0]]}, "'first' parameter"),
        ({"predictions": [0.5, math.nan]}, "'predictions' parameter"),
        ({"predictions": [0.5]}, "'predictions' parameter"),
        ({"first": np.array([1, 0])}, "'first' parameter"),
        ({"strata": np.array([0.5, 1.0])}, "'strata' parameter"),
        ({"clusters": np.array([1])}, "'clusters' parameter"),
    ],
)
def test_wrong_input_is_told(changed, told):
    given_ = {"answers": [0.0, 1.0], "predictions": None, "first": np.array([True, False])}
    with pytest.raises(ParameterError, match=told):
        prediction_powered_difference(**{**given_, **changed})
