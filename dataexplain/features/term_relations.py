"""What one term has to do with another: shared words, or another form of the same word."""

from __future__ import annotations

from itertools import takewhile

LEAST_STEM = 4
_ENDINGS = frozenset(["", "s", "es", "ed", "d", "ing", "e", "y", "ies", "ied", "'s"])


def overlap(one: str, two: str) -> bool:
    """Tell whether two terms share words of a text: one is part of the other, or they interlock.

    Parameters
    ----------
    one, two : str
        Words joined by one space.

    Examples
    --------
    >>> overlap("good", "not good"), overlap("money back", "back guarantee"), overlap("a", "b")
    (True, True, False)
    """
    first, second = one.split(" "), two.split(" ")
    if len(first) > len(second):
        first, second = second, first
    starts = range(1 - len(first), len(second))
    return any(_agree(first, second, start) for start in starts)


def same_form(one: str, two: str) -> bool:
    """Tell whether two words are forms of one word, by their endings.

    Examples
    --------
    >>> same_form("prize", "prizes"), same_form("waste", "wasted"), same_form("real", "realm")
    (True, True, False)
    """
    pairs = zip(one, two, strict=False)
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return stem >= LEAST_STEM and one[stem:] in _ENDINGS and two[stem:] in _ENDINGS


def _agree(shorter: list[str], longer: list[str], start: int) -> bool:
    """Tell whether words agree wherever both terms have one, the shorter beginning at `start`."""
    both = [
        (word, longer[start + place])
        for place, word in enumerate(shorter)
        if 0 <= start + place < len(longer)
    ]
    return bool(both) and all(word == other for word, other in both)
