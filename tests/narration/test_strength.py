"""Words of strength and frequency agree with one table."""

from __future__ import annotations

import math

import pytest

from dataexplain.narration.strength import (
    FREQUENCIES,
    STRENGTHS,
    allowed_strengths,
    may_be_said,
    strength,
)
from tests.narration.made_reports import changed, claim_of, slim_report

CHURN = slim_report("telecom_churn")


@pytest.mark.parametrize(
    ("word", "size", "allowed"),
    [
        ("slightly", 0.1, True),
        ("slightly", 0.5, False),
        ("moderately", 0.5, True),
        ("strongly", 0.5, True),
        ("strongly", 0.2, False),
        ("Dramatically", 0.9, True),
        ("dramatically", 0.5, False),
        ("purple", 0.5, None),
    ],
)
def test_a_word_is_bound_to_sizes(word, size, allowed):
    assert may_be_said(word, size, STRENGTHS) is allowed


@pytest.mark.parametrize(("word", "rate"), [("rarely", 0.05), ("usually", 0.8), ("never", 0.0)])
def test_a_frequency_is_bound_to_rates(word, rate):
    assert may_be_said(word, rate, FREQUENCIES)
    assert not may_be_said(word, 1 - rate, FREQUENCIES)


@pytest.mark.parametrize("ranges", [STRENGTHS, FREQUENCIES])
def test_no_word_has_two_meanings_and_every_size_has_a_word(ranges):
    words = [word for entry in ranges for word in entry.words]
    assert len(words) == len(set(words))
    for size in (0.0, 0.05, 0.2, 0.5, 0.9, 1.0):
        assert any(entry.holds(size) for entry in ranges)


def test_strength_is_measured_in_spreads_of_the_outcome():
    claim = changed(claim_of(CHURN, "trend"), effect=-0.2)
    rate = 809 / 2400
    assert strength(claim, CHURN.outcome) == pytest.approx(0.2 / math.sqrt(rate * (1 - rate)))
    house = slim_report("house_prices")
    priced = changed(claim_of(house, "trend"), effect=43054.6)
    assert strength(priced, house.outcome) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("effect", [None, math.nan])
def test_without_an_effect_there_is_no_word(effect):
    claim = changed(claim_of(CHURN, "trend"), effect=effect, interval=None)
    assert strength(claim, CHURN.outcome) is None
    assert allowed_strengths(claim, CHURN.outcome) == ()
