"""How many tokens a text takes, estimated without any vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_TOKENS = 350
# The estimate may be that much too low for a card.
_MARGIN = 6
# Letters with the sign before them, up to three digits, other signs, blanks: what vocabularies of
# the cl100k family never join. One such part is one token unless it is long or not Latin.
_PARTS = re.compile(r"[^\r\n\w]?[^\W\d_]+|\d{1,3}| ?(?:_|[^\s\w])+[\r\n]*|\s*[\r\n]+|\s+")
_LETTERS_A_TOKEN = 8
_SIGNS_A_TOKEN = 3


def tokens(text: str) -> int:
    """Return about how many tokens a text takes in a vocabulary of the cl100k family.

    Letters count one token for every eight begun, digits one for three, signs one for three, and
    every letter beyond ASCII one. A vocabulary that parts all digits takes more.

    Parameters
    ----------
    text : str

    Returns
    -------
    int

    Examples
    --------
    >>> tokens(""), tokens("rises with age"), tokens("12 to 18 | +24.1")
    (0, 3, 9)
    """
    return sum(_part(part) for part in _PARTS.findall(text))


def _part(part: str) -> int:
    core = part.strip()
    if not core:
        return 1
    if not core.isascii():
        return max(1, sum(not letter.isascii() for letter in core))
    if core[-1].isalpha():
        return -(-len(core) // _LETTERS_A_TOKEN)
    return 1 if core.isdigit() else -(-len(core) // _SIGNS_A_TOKEN)


def first_that_fits(drafts: Iterable[str], most: int = MOST_TOKENS - _MARGIN) -> str:
    """Return the first draft within a number of tokens, or the last one cut after a line.

    Parameters
    ----------
    drafts : iterable of str
        From the fullest to the barest.
    most : int, default=344

    Examples
    --------
    >>> first_that_fits(["a long story of things", "a story"], most=3)
    'a story'
    """
    draft = ""
    for draft in drafts:
        if tokens(draft) <= most:
            return draft
    lines = draft.split("\n")
    while len(lines) > 1 and tokens("\n".join(lines)) > most:
        lines.pop()
    kept = "\n".join(lines)
    while tokens(kept) > most:
        kept = kept[: len(kept) * 9 // 10]
    return kept
