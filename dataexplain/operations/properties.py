"""What is so of numbers or is not: prime, even, the first larger than the second."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dataexplain.operations.input_shape import InputShape
from dataexplain.operations.number_functions import digits_of, fibonacci
from dataexplain.operations.numbers import Number, size
from dataexplain.operations.quantity import Quantity

# For these bases the test of Miller and Rabin is exact below the bound.
_BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_LARGEST_TESTED = 3_317_044_064_679_887_385_961_981
_FIBONACCI = frozenset(fibonacci(place) for place in range(200))


@dataclass(frozen=True)
class Property:
    """Something that is so of an input or is not.

    Parameters
    ----------
    question : str
        What is asked: "the number is prime".
    holds : callable
        Gives True, False, or None where it cannot be said.
    """

    question: str
    holds: Callable[[str], bool | None]


def is_prime(value: Number) -> bool | None:
    """Tell whether a number is prime, or return None for what is no number to ask of.

    Examples
    --------
    >>> is_prime(97), is_prime(1), is_prime(10**18 + 9), is_prime(10**40)
    (True, False, True, None)
    """
    if not isinstance(value, int):
        return None
    if value < 2:
        return False
    if value >= _LARGEST_TESTED:
        return None
    for base in _BASES:
        if value % base == 0:
            return value == base
    odd, twos = value - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(value, base, odd, twos) for base in _BASES)


def _passes(value: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, value)
    if power in (1, value - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % value
        if power == value - 1:
            return True
    return False


def number_properties(quantity: Quantity) -> Iterator[Property]:
    """Yield what may be so of a number.

    Examples
    --------
    >>> [found.holds("six") for found in number_properties(Quantity("the length", len))][:3]
    [False, True, True]
    """
    # Some thirty questions are asked of the same number.
    quantity = replace(quantity, value=lru_cache(maxsize=256)(quantity.value))
    for wording, holds in _OF_NUMBER:
        yield _of(quantity, wording, holds)
    for divisor in range(3, 13):
        yield _of(quantity, f"divisible by {divisor}", _divisible(divisor))
    for digit in range(10):
        yield Property(f"{quantity.phrase} ends in {digit}", _asked(quantity, _ends_in(digit)))
        yield Property(f"{quantity.phrase} has the digit {digit}", _asked(quantity, _has(digit)))


def _of(quantity: Quantity, wording: str, holds: Callable[[Number], bool | None]) -> Property:
    return Property(f"{quantity.phrase} is {wording}", _asked(quantity, holds))


def _asked(
    quantity: Quantity, holds: Callable[[Number], bool | None]
) -> Callable[[str], bool | None]:
    def answer(text: str) -> bool | None:
        value = quantity.value(text)
        return None if value is None else holds(value)

    return answer


def _square(value: Number) -> bool:
    return isinstance(value, int) and value >= 0 and math.isqrt(value) ** 2 == value


def _cube(value: Number) -> bool:
    return isinstance(value, int) and round(abs(value) ** (1 / 3)) ** 3 == abs(value)


def _power_of_two(value: Number) -> bool:
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0


def _palindrome(value: Number) -> bool | None:
    digits = digits_of(value)
    return None if digits is None else digits == digits[::-1]


def _leap(value: Number) -> bool:
    return value % 4 == 0 and (value % 100 != 0 or value % 400 == 0)


def _perfect(value: Number) -> bool:
    if not isinstance(value, int) or not 1 < value <= 1_000_000:
        return False
    small = [part for part in range(2, math.isqrt(value) + 1) if value % part == 0]
    return 1 + sum(part + (value // part if part * part != value else 0) for part in small) == value


def _divisible(divisor: int) -> Callable[[Number], bool]:
    return lambda value: value % divisor == 0


def _ends_in(digit: int) -> Callable[[Number], bool | None]:
    return lambda value: abs(value) % 10 == digit if isinstance(value, int) else None


def _has(digit: int) -> Callable[[Number], bool | None]:
    return lambda value: str(digit) in str(value) if isinstance(value, int) else None


_OF_NUMBER: tuple[tuple[str, Callable[[Number], bool | None]], ...] = (
    ("even", _divisible(2)),
    ("odd", lambda value: value % 2 == 1),
    ("positive", lambda value: value > 0),
    ("negative", lambda value: value < 0),
    ("zero", lambda value: value == 0),
    ("prime", is_prime),
    ("a perfect square", _square),
    ("a perfect cube", lambda value: _cube(value) if size(value) < 10**15 else None),
    ("a power of two", _power_of_two),
    ("a palindrome", _palindrome),
    ("a whole number", lambda value: isinstance(value, int)),
    ("a Fibonacci number", lambda value: value in _FIBONACCI),
    ("a leap year", _leap),
    ("a perfect number", _perfect),
)


def comparisons(shape: InputShape) -> Iterator[Property]:
    """Yield how the numbers of an input compare.

    Examples
    --------
    >>> from dataexplain.operations.input_shape import shape_of
    >>> found = comparisons(shape_of(["2 and 6", "1 and 4", "3 and 3"]))
    >>> [asked.holds("7 and 2") for asked in found][:3]
    [True, False, False]
    """
    if shape.count == 2:
        for question, compare in _OF_BOTH:
            yield Property(question, _compared(shape, compare))
    if shape.count is None or shape.count > 2:
        for question, test in _OF_LIST:
            yield Property(question, _compared(shape, test))


def _compared(
    shape: InputShape, compare: Callable[[tuple[Number, ...]], bool | None]
) -> Callable[[str], bool | None]:
    def holds(text: str) -> bool | None:
        numbers = shape.numbers(text)
        enough = len(numbers) == shape.count if shape.count is not None else bool(numbers)
        return compare(numbers) if enough else None

    return holds


_OF_BOTH: tuple[tuple[str, Callable[[tuple[Number, ...]], bool | None]], ...] = (
    ("the first number is larger than the second number", lambda both: both[0] > both[1]),
    ("the first number is smaller than the second number", lambda both: both[0] < both[1]),
    ("the two numbers are equal", lambda both: both[0] == both[1]),
    (
        "the first number is divisible by the second number",
        lambda both: both[0] % both[1] == 0 if both[1] else None,
    ),
    (
        "the second number is divisible by the first number",
        lambda both: both[1] % both[0] == 0 if both[0] else None,
    ),
    (
        "the two numbers are both even",
        lambda both: both[0] % 2 == 0 and both[1] % 2 == 0,
    ),
    (
        "the two numbers have the same sign",
        lambda both: both[0] * both[1] > 0,
    ),
)
_OF_LIST: tuple[tuple[str, Callable[[tuple[Number, ...]], bool | None]], ...] = (
    ("the numbers are in ascending order", lambda all_: list(all_) == sorted(all_)),
    (
        "the numbers are in descending order",
        lambda all_: list(all_) == sorted(all_, reverse=True),
    ),
    ("the numbers are all different", lambda all_: len(set(all_)) == len(all_)),
    ("the numbers are all even", lambda all_: all(part % 2 == 0 for part in all_)),
    ("the numbers are all positive", lambda all_: all(part > 0 for part in all_)),
    ("the first number is the largest", lambda all_: all_[0] == max(all_)),
    ("the last number is the largest", lambda all_: all_[-1] == max(all_)),
)
