"""Words that say how many times as much: "twice as often", "halved", "four times the rate"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from dataexplain.narration.grounding.words import Token

_TWICE = dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2.0)
_THRICE = dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling"), 3.0)
_HALF = dict.fromkeys(("half", "halve", "halves", "halved", "halving"), 0.5)
# The words of a factor with what they multiply by.
FACTORS: dict[str, float] = {
    **_TWICE, **_THRICE, **_HALF, "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0,
    "third": 1 / 3, "quarter": 0.25, "twofold": 2.0, "threefold": 3.0, "fourfold": 4.0,
    "fivefold": 5.0, "sixfold": 6.0, "tenfold": 10.0, "hundredfold": 100.0,
}  # fmt: skip
_FRACTIONS = frozenset({"half", "third", "quarter"})
_MULTIPLES = frozenset({"twice", "thrice", "times"})
_OF_WHAT = frozenset({"as", "the", "that", "those", "their", "his", "her", "its"})
_REACH = 4


def is_factor(found: Sequence[Token], at: int) -> bool:
    """Return whether a word such as "half" speaks of a ratio of the outcome.

    Parameters
    ----------
    found : sequence of Token
    at : int

    Examples
    --------
    >>> from dataexplain.narration.grounding.words import tokens
    >>> is_factor(tokens("half as often"), 0), is_factor(tokens("half an hour"), 0)
    (True, False)
    """
    word = found[at].word
    after = [token.word for token in found[at + 1 : at + 3]]
    if "again" in {token.word for token in found[at + 1 : at + 5]}:
        return False  # "half as much again" is more
    if word == "third":
        return after[:1] == ["as"]
    if word in _FRACTIONS:
        return bool(after) and after[0] in {"as", "the"} and after[-1] != "rows"
    return word != "double" or bool(after)


def factor_sign(found: Sequence[Token], at: int) -> int:
    """Return 1 where a word of a factor says more, -1 where it says less, 0 where it says neither.

    "Three times more" says the way in its last word.

    Parameters
    ----------
    found : sequence of Token
    at : int
    """
    word = found[at].word
    following = found[at + 1].word if at + 1 < len(found) else ""
    if word == "times":
        value = _multiple(found, at)
        if value is None or following not in _OF_WHAT:
            return 0
        return 1 if value > 1 else -1
    if word not in FACTORS or word.endswith("fold") or not is_factor(found, at):
        return 0  # "falls tenfold" says the way in its verb
    if word in _MULTIPLES | _FRACTIONS and following not in _OF_WHAT:
        return 0
    return 1 if FACTORS[word] > 1 else -1


def _multiple(found: Sequence[Token], at: int) -> float | None:
    """Return the number before "times", as a word or in digits."""
    if at == 0:
        return None
    before = found[at - 1]
    return before.value if before.value is not None else _NUMBER_WORDS.get(before.word)


def compares_as(words: Sequence[str], at: int) -> bool:
    """Return whether an "as" names what a factor compares with: "twice as often as men".

    Parameters
    ----------
    words : sequence of str
    at : int
    """
    before = words[max(0, at - _REACH - 1) : at]
    return words[at] == "as" and any(
        first in _MULTIPLES | _FRACTIONS | {"fold"} and second == "as"
        for first, second in itertools.pairwise(before)
    )


_NUMBER_WORDS = {
    "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0,
}  # fmt: skip
