"""English number words: from numbers, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VALUES = {word: value for value, word in enumerate(UNITS)} | {
    word: 10 * (place + 2) for place, word in enumerate(_TENS)
}
_WORD = "|".join(sorted([*_VALUES, "hundred", *_SCALES], key=len, reverse=True))
# "and" joins only after a scale: "two and six" are two numbers, "a hundred and six" is one.
_JOINT = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion)),?\s+and\s+|,?\s+|-"
NUMBER_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:{_JOINT})(?:{_WORD}))*\b", re.IGNORECASE)
_BELOW = 1_000_000_000_000


def to_words(number: int, *, joined: bool = False, commas: bool = False) -> str | None:
    """Write a whole number in words, or return None where it is too large.

    Parameters
    ----------
    number : int
    joined : bool, default=False
        Whether "and" stands before the tens and units that follow a hundred or a thousand.
    commas : bool, default=False
        Whether a comma follows each scale that is followed by hundreds.

    Examples
    --------
    >>> to_words(6752), to_words(6752, joined=True, commas=True)
    ('six thousand seven hundred fifty-two', 'six thousand, seven hundred and fifty-two')
    """
    if abs(number) >= _BELOW:
        return None
    if number < 0:
        return f"minus {to_words(-number, joined=joined, commas=commas)}"
    if number == 0:
        return UNITS[0]
    parts = []
    for word, value in reversed(_SCALES.items()):
        count, number = divmod(number, value)
        if count:
            parts.append(f"{_below_thousand(count, joined)} {word}")
    joint = ", " if commas else " "
    if not number:
        return joint.join(parts)
    rest = _below_thousand(number, joined)
    if joined and parts and number < 100:
        return f"{joint.join(parts)} and {rest}"
    return joint.join([*parts, rest])


def _below_thousand(number: int, joined: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    start = f"{UNITS[hundreds]} hundred"
    return f"{start}{' and ' if joined else ' '}{_below_hundred(rest)}" if rest else start


def _below_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens - 2]}-{UNITS[unit]}" if unit else _TENS[tens - 2]


def from_words(phrase: str) -> list[int]:
    """Return the numbers that a run of number words says, in order.

    Examples
    --------
    >>> from_words("six thousand, seven hundred and fifty-two"), from_words("two six")
    ([6752], [2, 6])
    """
    numbers: list[int] = []
    run: list[str] = []
    for word in re.findall(_WORD, phrase.lower()):
        if run and not _goes_on(run, word):
            numbers.append(_value(run))
            run = []
        run.append(word)
    return [*numbers, _value(run)] if run else numbers


def _goes_on(run: Sequence[str], word: str) -> bool:
    """Tell whether a word can follow: each part of a number is smaller than the one before."""
    last = run[-1]
    if word in _SCALES:
        used = [_SCALES[part] for part in run if part in _SCALES]
        return last not in _SCALES and all(_SCALES[word] < scale for scale in used)
    if word == "hundred":
        return last in _VALUES and 0 < _VALUES[last] < 10
    if last in _SCALES or last == "hundred":
        return True
    return _VALUES.get(last, 0) >= 20 and 0 < _VALUES[word] < 10


def _value(run: Sequence[str]) -> int:
    total = part = 0
    for word in run:
        if word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            part += _VALUES[word]
    return total + part
