"""Number words: there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.operations.number_words import from_words, to_words


@given(st.integers(0, 10**12 - 1), st.booleans(), st.booleans())
def test_there_and_back(value: int, joined: bool, commas: bool) -> None:
    words = to_words(value, joined=joined, commas=commas)
    assert words is not None
    assert from_words(words) == [value]


@pytest.mark.parametrize(
    ("value", "joined", "commas", "words"),
    [
        (0, False, False, "zero"),
        (-5, False, False, "minus five"),
        (1001, True, True, "one thousand and one"),
        (1001, False, True, "one thousand, one"),
        (2100, True, True, "two thousand, one hundred"),
        (40_000, False, False, "forty thousand"),
        (115, True, False, "one hundred and fifteen"),
    ],
)
def test_to_words(value: int, joined: bool, commas: bool, words: str) -> None:
    assert to_words(value, joined=joined, commas=commas) == words


def test_too_large_is_no_answer() -> None:
    assert to_words(10**12) is None


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("two six", [2, 6]), ("twenty one", [21]), ("twenty twelve", [20, 12]), ("thousand", [1000])],
)
def test_from_words(words: str, numbers: list[int]) -> None:
    assert from_words(words) == numbers
