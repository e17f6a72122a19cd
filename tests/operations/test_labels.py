"""Two outputs as answers to a question: which is yes, and what chance would reach."""

from __future__ import annotations

import random

import pytest

from dataexplain.operations.labels import (
    answered,
    beats_majority,
    property_rules,
    roundest,
    thresholds,
    two_labels,
)
from dataexplain.operations.properties import Property, number_properties
from dataexplain.operations.quantity import Quantity
from tests.operations.rules_for_tests import pairs_of

VALUE = Quantity("the number", int)
NUMBERS = [str(value) for value in range(1, 120)]


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("No", "Yes")])
def test_the_label_of_yes_is_read_off(yes: str, no: str) -> None:
    pairs = pairs_of(NUMBERS, lambda text: yes if int(text) % 7 == 0 else no)
    labels = two_labels(pairs.outputs)
    assert labels is not None
    found = list(property_rules(number_properties(VALUE), pairs, labels))
    seven = next(rule for rule in found if "divisible by 7" in rule.name)
    assert (seven.apply("14"), seven.apply("15")) == (yes, no)


def test_three_labels_are_no_question() -> None:
    assert two_labels(["a", "b", "c"] * 5) is None
    assert two_labels(["a"] * 5) is None
    assert two_labels(["a"] * 50 + ["b"] * 49 + ["typo"]) is not None


def test_chance_and_the_frequent_label_are_not_enough() -> None:
    assert not beats_majority(90, 100, 0.9)
    assert not beats_majority(3, 3, 0.5)
    assert not beats_majority(55, 100, 0.5)
    assert beats_majority(5, 5, 0.2)
    assert beats_majority(99, 100, 0.9)


def test_a_wrong_label_does_not_move_the_cut() -> None:
    pairs = pairs_of(NUMBERS, lambda text: "ab"[(int(text) > 50) ^ (text == "9")])
    labels = two_labels(pairs.outputs)
    assert labels is not None
    cut = next(thresholds([VALUE], pairs, labels))
    assert cut.question == "the number is greater than 50"


def test_labels_of_several_words_are_marked() -> None:
    rule = answered(Property("it rains", lambda _: None), "take a coat", "no")
    assert rule.sentence == 'Say whether it rains: answer "take a coat" if so and no if not.'
    assert rule.apply("x") is None


def test_the_roundest_number_lies_between() -> None:
    draw = random.Random(2)
    for _ in range(500):
        low = draw.randint(-1000, 1000)
        high = low + draw.randint(1, 400)
        assert low <= roundest(low, high) < high
