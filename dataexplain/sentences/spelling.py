"""Slips of the pen: a word that is one letter away from a name of the table is that name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.sentences.quotations import QUOTED

_WORD = re.compile(r"(?<![\w'\"])[A-Za-z]{6,}(?![\w'\"])")
# Real words that are near to words often used of tables.
_REAL = word_set(
    "patents county counties morality religion religions carried casual martial status planes "
    "trails trains traits costume costumes statue crimes prices places plains planet planets "
    "states stages houses horses courses causes sender senders gender genders lenders renters "
    "centres driver drivers dinner winner sinner bottle battle cattle settle series serious "
    "various tariff rather father mother brother weather whether leather feather heather"
)
_MOST = 2
# Shorter words are near to too many others.
_LEAST_LETTERS = 7
# Words of plain English are many: a slip for one of them must be of a longer one.
_LEAST_OF_OTHERS = 8


def with_slips_mended(
    text: str, is_known: Callable[[str], bool], names: Collection[str], words: Collection[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """Return a text with slips of the pen mended, and what was taken for what.

    Only words that nothing else accounts for are looked at, and only what is one letter away from
    a single name of the table or a word for its rows.

    Parameters
    ----------
    text : str
    is_known : callable
        Whether a word, in lower case, needs no mending.
    names : collection of str
        Words that a slip may be meant for.
    words : collection of str
        Words of plain English that it may be meant for where it is near to no name.

    Examples
    --------
    >>> with_slips_mended("qualtiy falls", "falls".__eq__, {"quality"})
    ('quality falls', ('“qualtiy” is taken for “quality”',))
    >>> with_slips_mended("smokers fall", "fall".__eq__, {"spokes"})
    ('smokers fall', ())
    """
    quoted = [match.span() for match in QUOTED.finditer(text)]
    said: list[str] = []
    parts, at = [], 0
    for match in _WORD.finditer(text):
        word = match[0].lower()
        inside = any(start <= match.start() < end for start, end in quoted)
        proper = match.start() > 0 and match[0][0].isupper()
        if inside or proper or is_known(word) or word in names or word in _REAL:
            continue
        near = {name for name in names if _is_slip(word, name)}
        near = near or {name for name in words if _is_clear_slip(word, name)}
        if len(near) == 1:
            (meant,) = near
            parts.append(text[at : match.start()] + meant)
            at = match.end()
            said.append(f"“{match[0]}” is taken for “{meant}”")
    if not said or len(said) > _MOST:
        return text, ()
    return "".join([*parts, text[at:]]), tuple(said)


def _is_clear_slip(word: str, name: str) -> bool:
    """Return whether a longer word is meant: a wrong letter in a short one makes a real word."""
    least = _LEAST_OF_OTHERS + (len(word) == len(name) and sorted(word) != sorted(name))
    return len(name) >= least and _is_slip(word, name)


def _is_slip(word: str, name: str) -> bool:
    """Return whether one letter is missing, doubled or wrong, or two have changed places."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1 or len(name) < _LEAST_LETTERS:
        return False
    if word.rstrip("s") == name.rstrip("s") or word.startswith(name) or name.startswith(word):
        return False
    if len(word) == len(name):
        differ = [at for at in range(len(word)) if word[at] != name[at]]
        swapped = (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and word[differ[0]] == name[differ[1]]
            and word[differ[1]] == name[differ[0]]
        )
        return swapped or len(differ) == 1
    short, long = sorted((word, name), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long)))
