"""Words that have an order, and words that only seem to."""

from __future__ import annotations

import random

import pytest

from dataexplain.tables.scales import is_band, scale_order


@pytest.mark.parametrize(
    "levels",
    [
        ("low", "medium", "high"),
        ("Very bad", "Bad", "OK", "Good", "Very good"),
        ("Poor", "Fair", "Good", "Excellent"),
        ("Fair", "Good", "Very Good", "Premium", "Ideal"),
        ("strongly_disagree", "disagree", "neutral", "agree", "strongly_agree"),
        ("never", "sometimes", "always"),
        ("XS", "S", "M", "L", "XL", "XXL"),
        ("small", "medium", "large"),
        ("none", "mild", "moderate", "severe"),
        ("1st", "2nd", "3rd"),
        ("1st class", "2nd class", "3rd class"),
        ("First", "Second", "Third"),
        ("<18", "18-24", "25-34", "65+"),
        ("Less than 25", "25 - 45", "Greater than 45"),
        ("under 18", "18 to 64", "65 and over"),
        ("0-9", "10-19", "100-109"),
        ("1", "2", "3", "4", "5+"),
        ("<$10k", "$10k-$20k", "$20k-$1m", ">1M"),
        ("(0.5, 2.0]", "(2.0, 10.0]", "(10.0, 30.0]"),
        ("[-inf, 0)", "[0, 5)", "[5, inf)"),
        ("up to 5 years", "6-10 years", "more than 10 years"),
    ],
)
def test_scales_are_put_in_order(levels: tuple[str, ...]) -> None:
    shuffled = random.Random(5).sample(levels, len(levels))
    assert scale_order(shuffled) == levels


@pytest.mark.parametrize(
    "levels",
    [
        ("red", "green", "blue"),
        ("low", "high"),
        ("low", "medium", "high", "purple"),
        ("OK", "okay", "good"),
        ("1", "2", "3"),
        ("Mon", "Tue", "Wed"),
        ("Jan", "Feb", "Mar"),
        ("9-5", "5-3", "3-1"),
        ("A1", "A2", "A3"),
        (),
    ],
)
def test_words_without_a_known_order(levels: tuple[str, ...]) -> None:
    assert scale_order(levels) is None


def test_bands() -> None:
    assert all(map(is_band, ["5+", "<18", "≥65", "18-24", "10,000-20,000"]))
    assert not any(map(is_band, ["5", "a-b", "", "24-18", "-", "+"]))
