"""Quantities of the numbers in an input: sums, differences, the largest, the first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from dataexplain.operations.input_shape import InputShape
from dataexplain.operations.number_functions import power, quotient
from dataexplain.operations.numbers import Number, simplest, size
from dataexplain.operations.quantity import Quantity

Combine = Callable[[Sequence[Number]], Number | None]
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_MOST_NUMBERS = 200
_MOST_BITS = 1_000


def number_quantities(shape: InputShape) -> Iterator[Quantity]:
    """Yield the quantities that inputs of a shape have, the simplest first.

    Examples
    --------
    >>> from dataexplain.operations.input_shape import shape_of
    >>> found = list(number_quantities(shape_of(["2 and 6", "1 and 4", "3 and 3"])))
    >>> found[0].phrase, found[0].value("2 and 6")
    ('the first number', 2)
    """
    if shape.count == 0:
        return
    if shape.count == 1:
        yield _quantity(shape, "the number", lambda numbers: numbers[0])
        return
    for phrase, combine in (*_chosen(shape), *_combined(shape)):
        yield _quantity(shape, phrase.format(shape.numbers_phrase), combine)


def _quantity(shape: InputShape, phrase: str, combine: Combine) -> Quantity:
    least = shape.count or 1

    def value(text: str) -> Number | None:
        numbers = shape.numbers(text)
        if not least <= len(numbers) <= _MOST_NUMBERS:
            return None
        if shape.count is not None and len(numbers) != shape.count:
            return None
        computed = combine(numbers)
        return None if computed is None else simplest(computed)

    return Quantity(phrase, value)


def _chosen(shape: InputShape) -> Iterator[tuple[str, Combine]]:
    places = min(shape.count or 3, len(_ORDINALS))
    for place in range(places):
        yield f"the {_ORDINALS[place]} number", _at(place)
    two = shape.count == 2
    yield f"the {'larger' if two else 'largest'} of {{}}", max
    yield f"the {'smaller' if two else 'smallest'} of {{}}", min
    if not two:
        yield "the last number", lambda numbers: numbers[-1]


def _combined(shape: InputShape) -> Iterator[tuple[str, Combine]]:
    yield "the sum of {}", sum
    if shape.count == 2:
        yield from _OF_TWO
    yield "the product of {}", math.prod
    yield "the mean of {}", lambda numbers: Fraction(sum(numbers)) / len(numbers)
    if shape.count != 2:
        yield from _OF_MANY
    yield "the sum of the squares of {}", lambda numbers: sum(part * part for part in numbers)
    yield "the greatest common divisor of {}", _common_divisor
    yield "the least common multiple of {}", _common_multiple


def _at(place: int) -> Combine:
    return lambda numbers: numbers[place] if place < len(numbers) else None


def _common_divisor(numbers: Sequence[Number]) -> Number | None:
    whole = [part for part in numbers if isinstance(part, int)]
    return math.gcd(*whole) if len(whole) == len(numbers) else None


def _common_multiple(numbers: Sequence[Number]) -> Number | None:
    whole = [part for part in numbers if isinstance(part, int)]
    bits = sum(part.bit_length() for part in whole)
    return math.lcm(*whole) if len(whole) == len(numbers) and bits < _MOST_BITS else None


def _middle(numbers: Sequence[Number]) -> Number | None:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2


def _less_all_others(numbers: Sequence[Number]) -> Number:
    return 2 * numbers[0] - sum(numbers)


def _second_largest(numbers: Sequence[Number]) -> Number | None:
    return sorted(numbers)[-2] if len(numbers) > 1 else None


_OF_TWO: tuple[tuple[str, Combine], ...] = (
    ("the first number minus the second number", lambda both: both[0] - both[1]),
    ("the second number minus the first number", lambda both: both[1] - both[0]),
    ("the absolute difference of {}", lambda both: size(both[0] - both[1])),
    ("the first number divided by the second number", lambda both: quotient(both[0], both[1])),
    ("the second number divided by the first number", lambda both: quotient(both[1], both[0])),
    (
        "the first number divided by the second number, rounded down",
        lambda both: both[0] // both[1] if both[1] else None,
    ),
    (
        "the second number divided by the first number, rounded down",
        lambda both: both[1] // both[0] if both[0] else None,
    ),
    (
        "the remainder when the first number is divided by the second number",
        lambda both: both[0] % both[1] if both[1] else None,
    ),
    (
        "the remainder when the second number is divided by the first number",
        lambda both: both[1] % both[0] if both[0] else None,
    ),
    (
        "the first number raised to the power of the second number",
        lambda both: power(both[0], both[1]),
    ),
    (
        "the second number raised to the power of the first number",
        lambda both: power(both[1], both[0]),
    ),
    (
        "the first number as a percentage of the second number",
        lambda both: quotient(100 * both[0], both[1]),
    ),
    ("the square of the first number plus the second number", lambda both: both[0] ** 2 + both[1]),
    ("the first number plus the square of the second number", lambda both: both[0] + both[1] ** 2),
    ("the product plus the sum of {}", lambda both: both[0] * both[1] + both[0] + both[1]),
    (
        "the difference of the squares of the first and the second number",
        lambda both: both[0] ** 2 - both[1] ** 2,
    ),
)
_OF_MANY: tuple[tuple[str, Combine], ...] = (
    ("the median of {}", _middle),
    ("the middle one of {}", lambda numbers: numbers[len(numbers) // 2]),
    ("the second largest of {}", _second_largest),
    ("the difference of the largest and the smallest of {}", lambda all_: max(all_) - min(all_)),
    ("how many numbers there are", len),
    ("how many of {} are even", lambda numbers: sum(part % 2 == 0 for part in numbers)),
    ("how many of {} are odd", lambda numbers: sum(part % 2 == 1 for part in numbers)),
    ("how many different numbers there are", lambda numbers: len(set(numbers))),
    ("the first number minus all the others", _less_all_others),
    ("the sum of the first and the last number", lambda numbers: numbers[0] + numbers[-1]),
    ("the product of the first and the last number", lambda numbers: numbers[0] * numbers[-1]),
)
