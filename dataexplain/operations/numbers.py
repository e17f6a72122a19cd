"""Exact numbers: read in the order in which they stand in a text, and written again."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from dataexplain.operations.number_words import NUMBER_WORDS, from_words

Number = int | Fraction
# What is longer than this is nothing that a person calculates with.
_MOST_DIGITS = 300
# So that every number that is gone on with is a float as well.
_MOST_BITS = 1_000
_MOST_CHARACTERS = 10_000
_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_.])(?P<sign>(?<![0-9)\]])[-−])?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)(?P<decimals>\.[0-9]+)?"
)
_PLAIN = re.compile(
    r"[-−+]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?"
)


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[Number, ...]:
    """Return the numbers in a text: digits and number words, in the order in which they stand.

    Digits within words ("x1") are no numbers. Very long texts have none.

    Examples
    --------
    >>> numbers_in("Given the input numbers 2 and -6.5, the answer is")
    (2, Fraction(-13, 2))
    >>> numbers_in("twenty-one and 1,000")
    (21, 1000)
    """
    if len(text) > _MOST_CHARACTERS:
        return ()
    found: list[tuple[int, Number]] = []
    for match in _DIGITS.finditer(text):
        if len(match.group()) > _MOST_DIGITS:
            return ()
        value = number(match["digits"].replace(",", "") + (match["decimals"] or ""))
        if value is not None:
            found.append((match.start(), -value if match["sign"] else value))
    for match in NUMBER_WORDS.finditer(text):
        found += [(match.start(), value) for value in from_words(match.group())]
    return tuple(value for _, value in sorted(found, key=lambda entry: entry[0]))


def number(text: str) -> Number | None:
    """Read a text that is nothing but a number, or return None.

    Examples
    --------
    >>> number("8.0"), number(" -1,250 "), number("1e3"), number("eight")
    (8, -1250, 1000, None)
    """
    plain = text.strip()
    if len(plain) > _MOST_DIGITS or not _PLAIN.fullmatch(plain):
        return None
    return simplest(Fraction(plain.replace(",", "").replace("−", "-")))


def simplest(value: Number) -> Number | None:
    """Return a whole number as int, and None for what is too large to go on with.

    Examples
    --------
    >>> simplest(Fraction(4, 2)), simplest(Fraction(1, 2)), simplest(10**500)
    (2, Fraction(1, 2), None)
    """
    if value.numerator.bit_length() > _MOST_BITS or value.denominator.bit_length() > _MOST_BITS:
        return None
    return value.numerator if value.denominator == 1 else value


def number_text(value: Number) -> str:
    """Write a number: whole ones in full, others with at most ten digits.

    Examples
    --------
    >>> number_text(42), number_text(Fraction(1, 4)), number_text(Fraction(1, 3))
    ('42', '0.25', '0.3333333333')
    """
    if isinstance(value, int):
        return str(value)
    return f"{float(value):.10g}"


def size(value: Number) -> Number:
    """Return a number without its sign.

    Examples
    --------
    >>> size(-3), size(Fraction(1, 2))
    (3, Fraction(1, 2))
    """
    return value if value >= 0 else -value
