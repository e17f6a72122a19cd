"""Functions of numbers stay bounded, and say nothing rather than something wrong."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from dataexplain.operations import number_functions as functions
from dataexplain.operations.number_forms import from_roman, ordinal_word, roman
from dataexplain.operations.properties import is_prime

HUGE = 10**9


@pytest.mark.parametrize(
    "answer",
    [
        functions.factorial(HUGE),
        functions.fibonacci(HUGE),
        functions.power(2, 10**6),
        functions.power(HUGE, 300),
        functions.power(2, Fraction(1, 2)),
        functions.power(0, -2),
        functions.quotient(1, 0),
        functions.root(-1),
    ],
)
def test_nothing_is_said_of_what_is_too_large_or_undefined(answer: object) -> None:
    assert answer is None


def test_every_function_takes_any_number() -> None:
    numbers = [0, 1, -1, 7, 2**900, -(2**900), Fraction(1, 3), Fraction(-7, 2**900)]
    made = (*functions.SIMPLE, *functions.FURTHER, *functions.remainders())
    for function in made:
        for value in numbers:
            answer = function.compute(value)
            assert answer is None or isinstance(answer, (int, Fraction)), function.phrase


def test_rounding_is_the_usual_one() -> None:
    rounded = {function.phrase: function for function in functions.FURTHER}
    nearest = rounded["{} rounded to the nearest whole number"].compute
    assert [nearest(Fraction(half, 2)) for half in (1, 3, 5, -1)] == [1, 2, 3, -1]
    assert rounded["{} rounded to the nearest ten"].compute(45) == 50


def test_primes_are_those_of_a_sieve() -> None:
    sieve = [
        value
        for value in range(2, 3_000)
        if all(value % part for part in range(2, math.isqrt(value) + 1))
    ]
    assert [value for value in range(3_000) if is_prime(value)] == sieve
    assert is_prime(561) is False  # a Carmichael number


def test_roman_numerals_come_back() -> None:
    for value in range(1, 4_000):
        assert from_roman(roman(value) or "") == value


def test_ordinals() -> None:
    assert [ordinal_word(value) for value in (0, 12, 20, 101)] == [
        "zeroth", "twelfth", "twentieth", "one hundred first",
    ]  # fmt: skip
