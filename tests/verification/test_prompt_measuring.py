"""From chances to gains, evidence and verdicts."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.verification.prompt_decisions import decided_prompts
from dataexplain.verification.prompt_gains import clustered_mean, mean_gain
from dataexplain.verification.prompt_measuring import (
    NO_SENTENCE,
    SIMPLE_RULE,
    Comparison,
    MeasuredPrompt,
    PromptChances,
    measure_prompt,
)
from dataexplain.verification.prompt_pairs import Targets
from dataexplain.verification.verdicts import Verdict
from tests.verification.made_prompts import ADD, SUM, even, giving


def targets(rows: int) -> Targets:
    return Targets(np.zeros(rows, dtype=int), np.arange(rows))


def measured(chances: Any, *comparisons: Comparison, **more: Any) -> MeasuredPrompt:
    given = giving(chances)
    one = PromptChances(ADD, given, comparisons)
    own = more.pop("targets", targets(len(given.asked)))
    return measure_prompt(one, own, np.random.default_rng(0), **more)


def verdict(*found: MeasuredPrompt) -> Verdict:
    return decided_prompts(found)[0][0]


def test_a_clear_gain_over_everything_is_supported() -> None:
    one = measured(np.full(40, 0.8), Comparison(NO_SENTENCE, even(40)))
    assert verdict(one).verdict == "supported"
    assert verdict(one).reason.startswith("Its gains over no sentence are large enough")


def test_one_comparison_that_it_does_not_beat_refutes_it() -> None:
    """The smallest gain decided once, however wide its interval: this one stayed open."""
    generator = np.random.default_rng(1)
    unsure = giving(generator.uniform(0, 1, 60).round())
    one = measured(
        np.full(60, 0.5), Comparison(SIMPLE_RULE, unsure), Comparison(NO_SENTENCE, even(60))
    )
    assert verdict(one).verdict == "not_supported"
    assert "too little over no sentence" in verdict(one).reason


def test_a_gain_below_the_floor_is_not_supported() -> None:
    one = measured(np.full(900, 0.52), Comparison(NO_SENTENCE, even(900)))
    assert verdict(one).verdict == "not_supported"
    assert verdict(measured(np.full(900, 0.52), Comparison(NO_SENTENCE, even(900)), floor=0.01))


def test_a_loss_is_told_as_one() -> None:
    one = measured(np.full(40, 0.2), Comparison(NO_SENTENCE, even(40)))
    assert (
        verdict(one).reason == "Held-out rows show that no sentence gives the right output oftener."
    )
    assert one.evidence.adjusted_p == 1.0


def test_what_few_rows_leave_open_says_how_many_would_do() -> None:
    chances = np.tile([0.95, 0.25], 8)
    one = measured(chances, Comparison(NO_SENTENCE, even(16)))
    assert verdict(one).verdict == "inconclusive"
    assert (verdict(one).rows_needed or 0) > 16


def test_of_comparisons_with_one_name_the_one_that_holds_least_is_told() -> None:
    rules = [
        Comparison(SIMPLE_RULE, giving(np.full(30, rate)), detail=str(rate)) for rate in (0.1, 0.6)
    ]
    (gain,) = measured(np.full(30, 0.8), *rules).gains
    assert gain.detail == "0.6"


def test_the_largest_p_of_all_simple_rules_counts() -> None:
    generator = np.random.default_rng(0)
    noisy = Comparison(SIMPLE_RULE, giving(generator.uniform(size=30).round()))
    sure = Comparison(SIMPLE_RULE, giving(np.full(30, 0.6)))
    both = measured(np.full(30, 0.7), sure, noisy)
    assert both.evidence.adjusted_p >= measured(np.full(30, 0.7), noisy).evidence.adjusted_p


def test_what_does_not_decide_changes_no_verdict() -> None:
    better = Comparison("examples", giving(np.full(40, 0.99)), decides=False)
    plain = Comparison(NO_SENTENCE, even(40))
    assert verdict(measured(np.full(40, 0.8), plain, better)).verdict == "supported"


def test_rows_without_an_answer_are_left_out_of_all_comparisons() -> None:
    chances = np.full(40, 0.8)
    given = giving(chances)
    given.chances[:4] = np.nan
    one = measure_prompt(
        PromptChances(ADD, given, (Comparison(NO_SENTENCE, even(40)),)),
        targets(40),
        np.random.default_rng(0),
    )
    assert (len(one.rows), one.unanswered, one.unasked) == (36, 4, 0)
    given.chances[:9] = np.nan
    refused = measure_prompt(
        PromptChances(ADD, given, (Comparison(NO_SENTENCE, even(40)),)),
        targets(40),
        np.random.default_rng(0),
    )
    assert verdict(refused).verdict == "unverifiable"
    assert verdict(refused).reason.startswith("The model gave no answer on 9 of 40 held-out rows")


def test_rows_beyond_the_budget_are_no_missing_answers() -> None:
    given = giving([0.8] * 20 + [np.nan] * 20)
    one = measure_prompt(
        PromptChances(ADD, given, (Comparison(NO_SENTENCE, even(40)),)),
        targets(40),
        np.random.default_rng(0),
    )
    assert (len(one.rows), one.unanswered, one.unasked) == (20, 0, 20)
    assert verdict(one).verdict == "supported"
    short = giving([0.8] * 9 + [np.nan] * 31)
    ended = dataclasses.replace(PromptChances(ADD, short, (Comparison(NO_SENTENCE, even(40)),)))
    said = verdict(measure_prompt(ended, targets(40), np.random.default_rng(0)))
    assert said.verdict == "unverifiable"
    assert "budget ended when 9 of 40" in said.reason


def test_copies_of_an_input_are_one_piece_of_evidence() -> None:
    chances = np.random.default_rng(0).uniform(0.4, 0.9, 12)
    apart = measured(np.tile(chances, 5), Comparison(NO_SENTENCE, even(60)))
    copies = Targets(np.zeros(60, dtype=int), np.tile(np.arange(12), 5))
    together = measured(np.tile(chances, 5), Comparison(NO_SENTENCE, even(60)), targets=copies)
    assert together.weakest is not None
    assert apart.weakest is not None
    widths = [np.ptp(one.weakest.estimate.interval) for one in (apart, together)]
    assert widths[1] > 1.7 * widths[0]


def test_many_sentences_are_corrected_together() -> None:
    chances = np.where(np.arange(40) % 10 < 6, 0.95, 0.3)
    one = measured(chances, Comparison(NO_SENTENCE, even(40)))
    none = measured(np.full(40, 0.5), Comparison(NO_SENTENCE, even(40)))
    others = [
        dataclasses.replace(none, claim=dataclasses.replace(none.claim, features=(f"s{place}",)))
        for place in range(9)
    ]
    alone, among = decided_prompts([one])[0][0], decided_prompts([one, *others])[0][0]
    assert among.q == pytest.approx(min(10 * alone.q, 1.0))


def test_the_code_that_follows_a_sentence_is_among_its_sources() -> None:
    one = measure_prompt(
        PromptChances(SUM, giving(np.ones(20)), (Comparison(SIMPLE_RULE, even(20)),)),
        targets(20),
        np.random.default_rng(0),
    )
    assert one.claim.sources == ("operations", "closed operation")


def test_gains_that_are_all_alike_are_not_taken_for_certain() -> None:
    """By the spread of the gains alone, 10 of 10 had an interval of no width and p = 0."""
    one = measured(np.ones(10), Comparison(SIMPLE_RULE, giving(np.zeros(10))))
    assert one.weakest is not None
    assert one.weakest.estimate.interval[0] < 0.8
    assert one.weakest.estimate.p == pytest.approx(2 / 2**10, rel=0.9)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=40))
def test_a_gain_and_its_opposite_have_one_interval(values: list[float]) -> None:
    gains = np.array(values)
    one, other = (mean_gain(way, np.arange(len(way))) for way in (gains, -gains))
    assert one.effect == pytest.approx(-other.effect)
    assert one.interval == pytest.approx((-other.interval[1], -other.interval[0]))


def test_the_interval_of_a_mean_holds_the_truth_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        chances = generator.beta(0.6, 0.4, 40)
        low, high = clustered_mean(chances, np.arange(40), (0.0, 1.0)).interval
        held += low <= 0.6 <= high
    assert held / 400 > 0.93
