"""Levels that are written by initials in a table or in a sentence: "US", "HS-grad"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

_WORDS = re.compile(r"[A-Za-z]+")
_LEAST, _MOST = 2, 4


def with_initials_written(text: str, levels: Mapping[str, Iterable[str]]) -> str:
    """Return a text in which initials, and words that a level has the initials of, are levels.

    Parameters
    ----------
    text : str
    levels : mapping of str to iterable of str
        The levels of each column.

    Examples
    --------
    >>> levels = {"country": ["United-States", "Cuba"], "education": ["HS-grad", "Masters"]}
    >>> with_initials_written("People from the U.S. earn more", levels)
    'People from the United-States earn more'
    >>> with_initials_written("High school graduates earn less", levels)
    'HS graduates earn less'
    """
    every = list(dict.fromkeys(level for own in levels.values() for level in own))
    for level in every:
        words = _WORDS.findall(level)
        initials = "".join(word[0] for word in words)
        if _LEAST <= len(words) <= _MOST and initials.isupper() and _is_only(initials, every):
            dotted = r"\.?".join(initials)
            said = rf"\b{dotted}(?:\.?A)?\b(?:\.(?= ))?"
            text = re.sub(said, functools.partial(_whole, level), text)
        for short in words:
            if short.isupper() and _LEAST <= len(short) <= _MOST:
                text = _shortened(text, short)
    return text


def _whole(level: str, match: re.Match[str]) -> str:
    """Return a level as it stands: a backslash in it escapes nothing."""
    del match
    return level


def _is_only(initials: str, levels: Iterable[str]) -> bool:
    """Return whether the initials are those of one level, and no whole level."""
    same = [
        level
        for level in levels
        if "".join(word[0] for word in _WORDS.findall(level)) == initials or level == initials
    ]
    return len(same) == 1


def _shortened(text: str, short: str) -> str:
    """Return "HS graduates" for "high school graduates", where a level has HS."""
    said = r"[ -]".join(rf"{letter}[a-z]{{2,}}" for letter in short)
    return re.sub(rf"\b{said}(?= [a-z])", short, text, flags=re.IGNORECASE)
