"""Parts in brackets that say nothing of their own: another wording, or what was done to a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dataexplain.narration.grounding.words import Token

# "gains less (or loses more)" says one thing twice.
WORDING = re.compile(r"or ")
# "(capped at 3 and 90)" is no effect.
TREATMENT = re.compile(r"(?:[^ ]+ ){0,2}(?:capped|trimmed|winsorized|clipped|tails|logarithms?)\b")


def bracketed(found: Sequence[Token], opening: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Return the parts in brackets that begin in a way.

    Parameters
    ----------
    found : sequence of Token
    opening : re.Pattern
        What the words inside begin with.

    Examples
    --------
    >>> from dataexplain.narration.grounding.words import tokens
    >>> bracketed(tokens("It gains less (or loses more) with age (in years)."), WORDING)
    ((3, 8),)
    """
    spans = []
    begin: int | None = None
    for at, token in enumerate(found):
        if token.word == "(":
            begin = at
        elif token.word == ")" and begin is not None:
            if opening.match(" ".join(entry.word for entry in found[begin + 1 : at])):
                spans.append((begin, at + 1))
            begin = None
    return tuple(spans)
