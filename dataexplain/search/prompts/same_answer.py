"""An answer as people compare it: without quotes or a full stop around it, in one case."""

from __future__ import annotations

_QUOTES = "\"'`“”‘’«»"
_ENDS = ".!。"


def plain_answer(answer: str) -> str:
    """Return an answer without what does not matter: case, blanks, quotes, a full stop.

    A minus and a decimal point are part of a number.

    Examples
    --------
    >>> plain_answer(' "Paris". '), plain_answer("-4"), plain_answer("0.5")
    ('paris', '-4', '0.5')
    """
    one_line = " ".join(answer.split()).casefold()
    return one_line.rstrip(_ENDS).strip(f"{_QUOTES} ").rstrip(_ENDS).strip()
