"""What inputs have in common: how many numbers, whether single words, in which frame of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.operations.number_words import UNITS
from dataexplain.operations.numbers import Number, number, numbers_in

_MOST = 0.9
_LEAST_INPUTS = 3
_LOOKED_AT = 300


@dataclass(frozen=True)
class InputShape:
    """What inputs have in common.

    Parameters
    ----------
    count : int or None
        The numbers in an input, without those that all inputs share; None where it varies.
    all_numbers : int or None
        With those.
    fixed : frozenset of int
        The places of numbers that are the same in all inputs: words of a question.
    noun : str
        "number", "word", "sentence" or "text".
    before, after : str
        What all inputs begin and end with, in whole words.
    """

    count: int | None
    all_numbers: int | None
    fixed: frozenset[int]
    noun: str
    before: str = ""
    after: str = ""

    def numbers(self, text: str) -> tuple[Number, ...]:
        """Return the numbers of an input that differ between inputs."""
        found = numbers_in(text)
        if not self.fixed:
            return found
        if len(found) != self.all_numbers:
            return ()
        return tuple(value for place, value in enumerate(found) if place not in self.fixed)

    def varying(self, text: str) -> str | None:
        """Return an input without the words that all inputs share."""
        enough = len(text) > len(self.before) + len(self.after)
        if not enough or not (text.startswith(self.before) and text.endswith(self.after)):
            return None
        return text[len(self.before) : len(text) - len(self.after)]

    @property
    def framed(self) -> bool:
        """Whether all inputs begin or end with the same words."""
        return bool(self.before or self.after)

    @property
    def numbers_phrase(self) -> str:
        """What to call the numbers."""
        if self.count == 1:
            return "the number"
        known = self.count is not None and self.count < len(UNITS)
        return f"the {UNITS[self.count or 0]} numbers" if known else "the numbers"


def shape_of(inputs: Sequence[str]) -> InputShape:
    """Find out what inputs have in common.

    Examples
    --------
    >>> shape = shape_of(["Take 2 from 7 now", "Take 2 from 9 now", "Take 2 from 4 now"])
    >>> shape.count, shape.numbers("Take 2 from 30 now"), shape.varying("Take 2 from x now")
    (1, (30,), 'x')
    """
    looked_at = list(dict.fromkeys(text.strip() for text in inputs))[:_LOOKED_AT]
    found = [numbers_in(text) for text in looked_at]
    usual, rows = Counter(map(len, found)).most_common(1)[0]
    steady = rows >= _MOST * len(found)
    fixed = _fixed_places(found, usual) if steady and len(found) >= _LEAST_INPUTS else frozenset()
    before, after = _frame(looked_at)
    return InputShape(
        count=usual - len(fixed) if steady else None,
        all_numbers=usual if steady else None,
        fixed=fixed,
        noun=_noun([text[len(before) : len(text) - len(after)] for text in looked_at]),
        before=before,
        after=after,
    )


def _fixed_places(found: Sequence[tuple[Number, ...]], count: int) -> frozenset[int]:
    full = [numbers for numbers in found if len(numbers) == count]
    same = frozenset(place for place in range(count) if len({row[place] for row in full}) == 1)
    return same if len(same) < count else frozenset()


def _frame(inputs: Sequence[str]) -> tuple[str, str]:
    """Return the whole words that all inputs begin and end with, where something is left over."""
    if len(inputs) < _LEAST_INPUTS:
        return "", ""
    start = _common_start(inputs)
    before = start[: start.rfind(" ") + 1] or _up_to_colon(start)
    rests = [text[len(before) :] for text in inputs]
    end = _common_start([rest[::-1] for rest in rests])[::-1]
    after = _from_first_break(end)
    if any(len(rest) <= len(after) for rest in rests) or not _says_something(before, after):
        return "", ""
    return before, after


def _says_something(before: str, after: str) -> bool:
    """Tell a question around an input from the article and the full stop of any sentence."""
    return len(before.split()) > 1 or ":" in before or any(map(str.isalpha, after))


def _common_start(texts: Sequence[str]) -> str:
    lowest, highest = min(texts), max(texts)  # what these two share, all share
    for place, letter in enumerate(lowest):
        if highest[place : place + 1] != letter:
            return lowest[:place]
    return lowest


def _up_to_colon(start: str) -> str:
    return start[: start.rfind(":") + 1]


def _from_first_break(end: str) -> str:
    """Return the part of a common end that starts where a word has ended."""
    for place, letter in enumerate(end):
        if not letter.isalnum():
            return end[place:]
    return ""


def _noun(texts: Sequence[str]) -> str:
    if sum(number(text) is not None for text in texts) >= _MOST * len(texts):
        return "number"
    words = sum(len(text.split()) == 1 for text in texts)
    if words >= _MOST * len(texts):
        return "word"
    closed = sum(text.rstrip().endswith((".", "!", "?")) for text in texts)
    return "sentence" if closed >= _MOST * len(texts) else "text"
