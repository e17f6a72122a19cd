"""Functions of one number, from its double to its factorial."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from dataexplain.operations.numbers import Number, number_text, simplest, size
from dataexplain.operations.quantity import Function

_LARGEST_FIBONACCI = 1_000
_LARGEST_FACTORIAL = 150
_LARGEST_EXPONENT = 400
_MOST_BITS = 1_000
_LARGEST_EXP = 100


def power(base: Number, exponent: Number) -> Number | None:
    """Return a power, or None where it is too large or no fraction.

    Examples
    --------
    >>> power(2, 10), power(2, -1), power(2, 10**6), power(0, -1)
    (1024, Fraction(1, 2), None, None)
    """
    if not isinstance(exponent, int) or abs(exponent) > _LARGEST_EXPONENT:
        return None
    if base == 0 and exponent < 0:
        return None
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * abs(exponent) > _MOST_BITS:
        return None
    return simplest(Fraction(base) ** exponent)


def quotient(first: Number, second: Number) -> Number | None:
    """Return a quotient, or None by zero.

    Examples
    --------
    >>> quotient(1, 4), quotient(1, 0)
    (Fraction(1, 4), None)
    """
    return Fraction(first) / second if second else None


def root(value: Number) -> Number | None:
    """Return a square root, exact where it is one, to twelve digits otherwise.

    Examples
    --------
    >>> root(49), float(root(2)), root(-1)
    (7, 1.41421356237, None)
    """
    if value < 0:
        return None
    if isinstance(value, int) and math.isqrt(value) ** 2 == value:
        return math.isqrt(value)
    return _from_float(math.sqrt(value))


def fibonacci(place: Number) -> Number | None:
    """Return a Fibonacci number, counted so that the first and the second are 1.

    Examples
    --------
    >>> [fibonacci(place) for place in range(8)], fibonacci(10**9)
    ([0, 1, 1, 2, 3, 5, 8, 13], None)
    """
    if not isinstance(place, int) or not 0 <= place <= _LARGEST_FIBONACCI:
        return None
    current, following = 0, 1
    for _ in range(place):
        current, following = following, current + following
    return current


def factorial(value: Number) -> Number | None:
    """Return a factorial, or None where it is not one or too large.

    Examples
    --------
    >>> factorial(5), factorial(-1), factorial(10**9)
    (120, None, None)
    """
    if not isinstance(value, int) or not 0 <= value <= _LARGEST_FACTORIAL:
        return None
    return math.factorial(value)


def digits_of(value: Number) -> list[int] | None:
    """Return the digits of a whole number without its sign.

    Examples
    --------
    >>> digits_of(-120), digits_of(Fraction(1, 2))
    ([1, 2, 0], None)
    """
    return [int(digit) for digit in str(abs(value))] if isinstance(value, int) else None


def one_more_fibonacci(place: Number) -> Number | None:
    """Return a Fibonacci number, counted from zero: 1, 1, 2, 3, 5.

    Examples
    --------
    >>> [one_more_fibonacci(place) for place in range(5)]
    [1, 1, 2, 3, 5]
    """
    return fibonacci(place + 1)


def _from_float(value: float) -> Number | None:
    return Fraction(f"{value:.12g}") if math.isfinite(value) else None


def _rounded(value: Number) -> Number:
    """Round halves away from zero, as people do."""
    whole = (2 * size(value) + 1) // 2
    return whole if value >= 0 else -whole


def _to_decimals(places: int) -> Callable[[Number], Number]:
    step = Fraction(10) ** places

    def compute(value: Number) -> Number:
        return _rounded(value * step) / step

    return compute


def _exponential(value: Number) -> Number | None:
    return _from_float(math.exp(value)) if size(value) <= _LARGEST_EXP else None


def _logarithm(value: Number) -> Number | None:
    return _from_float(math.log(value)) if value > 0 else None


def _common_logarithm(value: Number) -> Number | None:
    return _from_float(math.log10(value)) if value > 0 else None


def _of_digits(combine: Callable[[list[int]], int]) -> Callable[[Number], Number | None]:
    def compute(value: Number) -> Number | None:
        digits = digits_of(value)
        return None if digits is None else combine(digits)

    return compute


def _reversed_number(value: Number) -> Number | None:
    digits = digits_of(value)
    if digits is None:
        return None
    turned = int("".join(map(str, reversed(digits))))
    return turned if value >= 0 else -turned


def _digital_root(value: Number) -> Number | None:
    if not isinstance(value, int) or value < 0:
        return None
    return 1 + (value - 1) % 9 if value else 0


def _divisors(value: Number) -> Number | None:
    if not isinstance(value, int) or not 0 < value <= 1_000_000:
        return None
    small = [part for part in range(1, math.isqrt(value) + 1) if value % part == 0]
    return 2 * len(small) - (small[-1] ** 2 == value)


def _triangular(value: Number) -> Number | None:
    return value * (value + 1) // 2 if isinstance(value, int) and value >= 0 else None


def _sign(value: Number) -> Number:
    return (value > 0) - (value < 0)


def _floor_root(value: Number) -> Number | None:
    return math.isqrt(value) if isinstance(value, int) and value >= 0 else None


# The simplest first: where two do equally well, the earlier one is proposed.
SIMPLE = (
    Function("double {}", lambda value: 2 * value),
    Function("half of {}", lambda value: Fraction(value) / 2),
    Function("{} plus one", lambda value: value + 1),
    Function("{} minus one", lambda value: value - 1),
    Function("the square of {}", lambda value: value * value),
    Function("the negative of {}", lambda value: -value),
    Function("the absolute value of {}", size),
    Function("three times {}", lambda value: 3 * value),
    Function("the square root of {}", root),
    Function("the cube of {}", lambda value: power(value, 3)),
)
FURTHER = (
    Function("a third of {}", lambda value: Fraction(value) / 3),
    Function("a quarter of {}", lambda value: Fraction(value) / 4),
    Function("a tenth of {}", lambda value: Fraction(value) / 10),
    Function("the reciprocal of {}", lambda value: quotient(1, value)),
    Function("half of {}, rounded down", lambda value: value // 2),
    Function("{} rounded to the nearest whole number", _rounded),
    Function("{} rounded down to a whole number", lambda value: value // 1),
    Function("{} rounded up to a whole number", lambda value: -(-value // 1)),
    Function("the square root of {}, rounded down", _floor_root),
    Function("{} rounded to one decimal", _to_decimals(1)),
    Function("{} rounded to two decimals", _to_decimals(2)),
    Function("{} rounded to the nearest ten", _to_decimals(-1)),
    Function("{} rounded to the nearest hundred", _to_decimals(-2)),
    Function("the factorial of {}", factorial),
    Function("the n-th Fibonacci number, where n is {} and the first two are 1", fibonacci),
    Function(
        "the n-th Fibonacci number, where n is {} and those for n = 0 and n = 1 are 1",
        one_more_fibonacci,
    ),
    Function(
        "the n-th Fibonacci number, where n is {}, the first is 0 and the second is 1",
        lambda value: fibonacci(value - 1),
    ),
    Function("the sum of all whole numbers from 1 to {}", _triangular),
    Function("2 to the power of {}", lambda value: power(2, value)),
    Function("10 to the power of {}", lambda value: power(10, value)),
    Function("e to the power of {}", _exponential),
    Function("the natural logarithm of {}", _logarithm),
    Function("the logarithm of {} to base 10", _common_logarithm),
    Function("the sum of the digits of {}", _of_digits(sum)),
    Function("the product of the digits of {}", _of_digits(math.prod)),
    Function("the number of digits of {}", _of_digits(len)),
    Function("the last digit of {}", _of_digits(lambda digits: digits[-1])),
    Function("the first digit of {}", _of_digits(lambda digits: digits[0])),
    Function("the largest digit of {}", _of_digits(max)),
    Function("the smallest digit of {}", _of_digits(min)),
    Function("the digits of {} in reverse order", _reversed_number),
    Function("the digital root of {}: the sum of its digits until one is left", _digital_root),
    Function("the number of divisors of {}", _divisors),
    Function(
        "the century of {}, read as a year",
        lambda value: -(-value // 100) if isinstance(value, int) and 0 < value < 10_000 else None,
    ),
    Function("the sign of {}: 1, 0 or -1", _sign),
)


def remainders() -> list[Function]:
    """Return the remainders and whole quotients by small numbers.

    Examples
    --------
    >>> remainders()[0].phrase
    'the remainder when {} is divided by 2'
    """
    made = []
    for divisor in (*range(2, 13), 16, 20, 24, 25, 26, 50, 60, 100, 1000):
        made.append(Function(f"the remainder when {{}} is divided by {divisor}", _modulo(divisor)))
    for divisor in (3, 4, 5, 7, 10, 12, 60, 100):
        made.append(Function(f"{{}} divided by {divisor}, rounded down", _whole(divisor)))
    return made


def _modulo(divisor: int) -> Callable[[Number], Number | None]:
    return lambda value: value % divisor


def _whole(divisor: int) -> Callable[[Number], Number | None]:
    return lambda value: value // divisor


def describe(value: Number) -> str:
    """Write a constant of a rule: a fraction that has no short decimals as a fraction.

    Examples
    --------
    >>> describe(Fraction(9, 5)), describe(Fraction(1, 3))
    ('1.8', '1/3')
    """
    short = number_text(value)
    return short if Fraction(short) == value else f"{value.numerator}/{value.denominator}"
