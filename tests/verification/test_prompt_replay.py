"""What noise passes, and decisions made again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.verification.prompt_asking import Given
from dataexplain.verification.prompt_measuring import NO_SENTENCE, Comparison
from dataexplain.verification.prompt_replay import passed_by_noise, prompts_decided_again
from tests.verification.made_prompts import even, unrelated_prompts


@pytest.mark.parametrize(
    ("rows", "classes", "copies"), [(60, 2, 1), (60, 4, 1), (20, 2, 1), (60, 3, 3)]
)
def test_permuted_outputs_support_next_to_nothing(rows: int, classes: int, copies: int) -> None:
    chances, targets = unrelated_prompts(rows, rows=rows, classes=classes, count=5, copies=copies)
    supported = passed_by_noise(chances, targets, runs=100, seed=0)
    assert sum(count > 0 for count in supported) <= 5


def test_each_comparison_alone_holds_its_level() -> None:
    """Without the other comparisons, and with no floor, noise still passes in one run of twenty."""
    passed = 0
    for seed in range(100):
        chances, targets = unrelated_prompts(seed, rows=40, classes=4, count=4, lean=0.0)
        against_none = [
            dataclasses.replace(one, comparisons=one.comparisons[1:2]) for one in chances
        ]
        passed += passed_by_noise(against_none, targets, runs=1, seed=seed, floor=0.0)[0] > 0
    assert passed <= 10


def test_a_sentence_that_follows_the_outputs_is_supported_until_they_are_permuted() -> None:
    chances, targets = unrelated_prompts(3, rows=60, classes=3, count=3)
    told = np.full((60, 3), 0.05)
    told[np.arange(60), targets.codes] = 0.9
    true = dataclasses.replace(chances[0], given=Given(told, np.ones(60, dtype=bool)))
    listed = [true, *chances[1:]]
    assert prompts_decided_again(listed, targets, seed=0)[0].verdict == "supported"
    assert sum(passed_by_noise(listed, targets, runs=50, seed=0)) <= 2


def test_a_sentence_that_knows_the_commonest_output_only_is_not_supported() -> None:
    """It gains over no sentence and over its words shuffled, and tells nothing of the input."""
    codes = np.where(np.arange(60) % 10 < 8, 0, 1)
    chances, targets = unrelated_prompts(0, rows=60, classes=2, count=1)
    always = Given(np.tile([0.97, 0.03], (60, 1)), np.ones(60, dtype=bool))
    one = dataclasses.replace(chances[0], given=always)
    changed = dataclasses.replace(targets, codes=codes)
    assert prompts_decided_again([one], changed, seed=0)[0].verdict == "not_supported"
    against_none = dataclasses.replace(one, comparisons=(Comparison(NO_SENTENCE, even(60)),))
    assert prompts_decided_again([against_none], changed, seed=0)[0].verdict == "supported"


def test_outputs_that_were_not_asked_for_cannot_be_permuted() -> None:
    chances, targets = unrelated_prompts(0, rows=20, classes=3, count=1)
    own = np.full((20, 3), np.nan)
    own[np.arange(20), targets.codes] = 0.5
    one = dataclasses.replace(chances[0], given=Given(own, np.ones(20, dtype=bool)))
    with pytest.raises(ParameterError, match="known of every output"):
        passed_by_noise([one], targets, runs=3, seed=0)
