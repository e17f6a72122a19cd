"""Formulas whose constants are read off the pairs: solved from a few, tried on others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from dataexplain.operations.input_shape import InputShape
from dataexplain.operations.number_functions import describe, power
from dataexplain.operations.numbers import Number, number, simplest
from dataexplain.operations.quantity import Quantity
from dataexplain.operations.spread_pairs import spread
from dataexplain.tables.pairs import Pairs

Row = tuple[tuple[Number, ...], Number]
_LOOKED_AT, _SAMPLE = 60, 14
_LARGEST = 1_000_000
_LARGEST_DENOMINATOR = 1_000
_TRIED = 12
_LEAST_RIGHT = 0.5
_GOLDEN = 0.6180339887498949
_SMALL = range(2, 13)


def solved(shape: InputShape, pairs: Pairs) -> Iterator[Quantity]:
    """Yield linear and quadratic formulas, and powers, that fit the pairs.

    Examples
    --------
    >>> from dataexplain.operations.input_shape import shape_of
    >>> inputs = tuple(map(str, range(3, 12)))
    >>> pairs = Pairs(inputs, tuple(str(3 * int(text) + 4) for text in inputs), tuple(range(9)))
    >>> next(solved(shape_of(inputs), pairs)).phrase
    'three times the number plus 4'
    """
    rows = _numeric_rows(shape, pairs)
    if shape.count == 1:
        yield from _powers(shape, rows)
    for terms in _TERMS.get(shape.count or 0, ()):
        yield from _formulas(shape, rows, terms)


# A term: what it is called, and what it is of the numbers. The constant's name is empty.
_Term = tuple[str, Callable[[tuple[Number, ...]], Number]]
_CONSTANT: _Term = ("", lambda _: 1)
_LINEAR: tuple[_Term, ...] = (("the number", lambda row: row[0]), _CONSTANT)
_QUADRATIC: tuple[_Term, ...] = (("the square of the number", lambda row: row[0] ** 2), *_LINEAR)
_FIRST: _Term = ("the first number", lambda row: row[0])
_SECOND: _Term = ("the second number", lambda row: row[1])
_THIRD: _Term = ("the third number", lambda row: row[2])
_PRODUCT: _Term = ("the product of the two numbers", lambda row: row[0] * row[1])
_OF_BOTH = (_FIRST, _SECOND, _CONSTANT)
_WITH_PRODUCT = (_PRODUCT, _FIRST, _SECOND, _CONSTANT)
_OF_THREE = (_FIRST, _SECOND, _THIRD, _CONSTANT)
# By the count of numbers in an input.
_TERMS = {1: (_LINEAR, _QUADRATIC), 2: (_OF_BOTH, _WITH_PRODUCT), 3: (_OF_THREE,)}
_WEIGHT = r"-?\d{1,9}(?:\.\d{1,9}|/[1-9]\d{0,3})?"


def _numeric_rows(shape: InputShape, pairs: Pairs) -> list[Row]:
    rows = {}
    looked_at = spread(pairs, _LOOKED_AT)
    for text, output in zip(looked_at.inputs, looked_at.outputs, strict=True):
        values, target = shape.numbers(text), number(output)
        if len(values) == shape.count and target is not None:
            rows[values] = target
    return list(rows.items())


def _formulas(shape: InputShape, rows: Sequence[Row], terms: Sequence[_Term]) -> Iterator[Quantity]:
    """Solve from several sets of pairs: one with a wrong output shall not decide."""
    looked_at = rows[:_SAMPLE]
    best: tuple[int, tuple[Fraction, ...]] | None = None
    for chosen in _spread_sets(looked_at, len(terms)):
        weights = _solve([[term(values) for _, term in terms] for values, _ in chosen],
                         [target for _, target in chosen])  # fmt: skip
        if weights is None or not _are_plain(weights):
            continue
        right = sum(_total(weights, terms, values) == target for values, target in looked_at)
        if right > len(terms) and (best is None or right > best[0]):
            best = right, weights
    if best is not None and best[0] >= _LEAST_RIGHT * len(looked_at):
        yield _weighted(shape, best[1], terms)


def _spread_sets(rows: Sequence[Row], size: int) -> Iterator[tuple[Row, ...]]:
    """Yield some sets of rows from everywhere: the first ones in order all hold the first row."""
    sets = list(combinations(rows, size))
    if len(sets) <= 4 * _TRIED:
        return iter(sets)
    return (sets[int(step * _GOLDEN % 1 * len(sets))] for step in range(4 * _TRIED))


def formula_said(shape: InputShape, phrase: str) -> Quantity | None:
    """Return the formula that a phrase says of the numbers of an input, or None.

    Parameters
    ----------
    shape : InputShape
    phrase : str

    Examples
    --------
    >>> from dataexplain.operations.input_shape import shape_of
    >>> shape = shape_of(["3", "14", "8"])
    >>> formula_said(shape, "12 minus three times the number").value("4")
    0
    >>> formula_said(shape, "the size of the number")
    """
    for terms in _TERMS.get(shape.count or 0, ()):
        weights = _weights_said(phrase, terms)
        if weights is not None and (found := _weighted(shape, weights, terms)).phrase == phrase:
            return found
    if shape.count != 1:
        return None
    powers = (_of_one(shape, said, compute) for said, compute in _powers_of_one())
    return next((found for found in powers if found.phrase == phrase), None)


def _weights_said(phrase: str, terms: Sequence[_Term]) -> tuple[Fraction, ...] | None:
    """Return how often a phrase has each term; None where it says something else."""
    weights = dict.fromkeys((name for name, _ in terms), Fraction(0))
    parts = re.split(r" (plus|minus) ", phrase)
    for sign, said in zip(["plus", *parts[1::2]], parts[::2], strict=True):
        name, weight = _term_said(said)
        if name not in weights:
            return None
        weights[name] += -weight if sign == "minus" else weight
    return tuple(weights.values())


def _term_said(said: str) -> tuple[str, Fraction]:
    """Return the name of a term and how often it is taken, as `_times` says them."""
    if re.fullmatch(_WEIGHT, said):
        return "", Fraction(said)
    for weight, word in ((-1, "the negative of"), *_MULTIPLES.items()):
        if said.startswith(f"{word} "):
            return said.removeprefix(f"{word} "), Fraction(weight)
    read = re.fullmatch(rf"({_WEIGHT}) times (.+)", said)
    return (said, Fraction(1)) if read is None else (read[2], Fraction(read[1]))


def _are_plain(weights: Sequence[Fraction]) -> bool:
    return all(
        abs(weight) <= _LARGEST and weight.denominator <= _LARGEST_DENOMINATOR for weight in weights
    )


def _total(
    weights: Sequence[Fraction], terms: Sequence[_Term], values: tuple[Number, ...]
) -> Fraction:
    parts = (weight * term(values) for weight, (_, term) in zip(weights, terms, strict=True))
    return sum(parts, Fraction(0))


def _weighted(shape: InputShape, weights: tuple[Fraction, ...], terms: Sequence[_Term]) -> Quantity:
    def value(text: str) -> Number | None:
        values = shape.numbers(text)
        if len(values) != shape.count:
            return None
        return simplest(_total(weights, terms, values))

    named = [(name, weight) for (name, _), weight in zip(terms, weights, strict=True) if weight]
    return Quantity(_phrase(named), value)


def _phrase(named: Sequence[tuple[str, Fraction]]) -> str:
    """Say a weighted sum, what is added before what is taken away."""
    ordered = sorted(named, key=lambda entry: entry[1] < 0)
    words = ""
    for name, weight in ordered:
        joint = " minus " if weight < 0 else " plus "
        words += joint + _times(name, abs(weight)) if words else _times(name, weight)
    return words or "0"


_MULTIPLES = {2: "twice", 3: "three times"}


def _times(name: str, weight: Fraction) -> str:
    shown = describe(weight.numerator if weight.denominator == 1 else weight)
    if not name:
        return shown
    if weight == 1:
        return name
    if weight == -1:
        return f"the negative of {name}"
    multiple = _MULTIPLES.get(weight.numerator) if weight.denominator == 1 else None
    return f"{multiple or f'{shown} times'} {name}"


def _powers(shape: InputShape, rows: Sequence[Row]) -> Iterator[Quantity]:
    looked_at = rows[:_SAMPLE]
    for phrase, compute in _powers_of_one():
        right = sum(compute(values[0]) == target for values, target in looked_at)
        if looked_at and right >= _LEAST_RIGHT * len(looked_at):
            yield _of_one(shape, phrase, compute)


def _powers_of_one() -> Iterator[tuple[str, Callable[[Number], Number | None]]]:
    for constant in _SMALL:
        yield f"the number raised to the power of {constant}", _to_the(constant)
        yield f"{constant} to the power of the number", _base(constant)


def _of_one(shape: InputShape, phrase: str, compute: Callable[[Number], Number | None]) -> Quantity:
    def value(text: str) -> Number | None:
        values = shape.numbers(text)
        return compute(values[0]) if len(values) == 1 else None

    return Quantity(phrase, value)


def _to_the(exponent: int) -> Callable[[Number], Number | None]:
    return lambda value: power(value, exponent)


def _base(base: int) -> Callable[[Number], Number | None]:
    return lambda value: power(base, value)


def _solve(
    rows: Sequence[Sequence[Number]], targets: Sequence[Number]
) -> tuple[Fraction, ...] | None:
    """Solve linear equations exactly, or return None where they have no single solution."""
    size = len(rows)
    table = [
        [*map(Fraction, row), Fraction(target)] for row, target in zip(rows, targets, strict=True)
    ]
    for column in range(size):
        pivot = next((row for row in range(column, size) if table[row][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        scale = table[column][column]
        table[column] = [cell / scale for cell in table[column]]
        for row in range(size):
            factor = table[row][column]
            if row != column and factor:
                table[row] = [
                    cell - factor * above
                    for cell, above in zip(table[row], table[column], strict=True)
                ]
    return tuple(row[-1] for row in table)
