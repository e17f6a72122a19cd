"""What a sentence only holds fixed by name: "at the same tenure", "age and all else fixed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dataexplain.narration.grounding import phrases
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import Token

# What opens a condition; the names after it are held, not spoken of.
_OPENS = re.compile(
    r"(?:^| )(?:(?:at|for|of|with|in|given|has|have|having|share|shares|sharing) )"
    r"(?:(?:a|an|the|one) )?(?:same|given|equal|identical|fixed|comparable|similar)(?= )"
    r"|(?:^| )(?:controlling for|controlled for|adjusting for|adjusted for|accounting for|"
    r"correcting for|allowing for|conditional on|net of|whatever|no matter the)(?= )"
)
_LISTED = word_set(
    ", and or the a an its their number of level levels amount both other others remaining columns "
    "as well with everything anything all else rest - same once when while being is are features "
    "variables factors things"
)
# Words that a phrase of holding fixed has where it is no verb of its own ("the rates are equal").
_OF_HOLDING = word_set(
    "held hold holding kept keep keeping other others rest remaining everything anything else "
    "columns column things factors variables features characteristics like account accounting "
    "accounted adjusted adjusting controlling controlled otherwise ceteris"
)
# What is said of the other columns where they are held: "stay the same", "do not change".
_STAYING = re.compile(
    r"#(?: (?:stay|stays|staying|remain|remains|remaining|are|is|being|kept|held|left|do|does|not|"
    r"the|same|unchanged|change|vary|differ|fixed|constant|equal|alike|identical))+\b"
)
# What opens a condition of its own: "once severity is held fixed".
_CONDITIONS = word_set("once when with while if holding keeping")
Spans = tuple[tuple[int, int], ...]


def held_spans(found: Sequence[Token], named: Sequence[Mention]) -> Spans:
    """Return the parts of a sentence that name columns only to hold them fixed.

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention
    """
    text = " ".join(token.word for token in found)
    columns = {
        at for entry in named if entry.kind == COLUMN for at in range(entry.start, entry.end)
    }
    spans = []
    for match in _OPENS.finditer(text):
        start = _place(text, match.start())
        end = _forward(found, columns, _place(text, match.end()) + 1)
        if any(start <= at < end for at in columns):
            spans.append((start, end))
    for match in phrases.HELD.finditer(text):
        if _is_holding(text, match):
            start = _backward(found, columns, _place(text, match.start()))
            spans.append((start, _place(text, match.end())))
    return tuple(spans)


def without_holding(text: str) -> str:
    """Return words without the phrases that hold the other columns fixed.

    Examples
    --------
    >>> without_holding("it is higher once the other columns are held constant")
    'it is higher once the # #'
    """
    held = phrases.HELD.sub(lambda match: "#" if _is_holding(text, match) else match[0], text)
    return _STAYING.sub("#", held)


def _is_holding(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()].split()[-3:]
    return bool({*match[0].split(), *before} & _OF_HOLDING)


def _place(text: str, at: int) -> int:
    """Return which word of a text in a row a letter belongs to."""
    return text[:at].count(" ") + (text[at : at + 1] == " ")


def _forward(found: Sequence[Token], columns: set[int], start: int) -> int:
    """Return where a list of names ends, without what joins it to the rest."""
    end = at = start
    while at < len(found) and (at in columns or found[at].word in _LISTED):
        at += 1
        if at - 1 in columns:
            end = at
    return end


def _backward(found: Sequence[Token], columns: set[int], start: int) -> int:
    """Return where a list that ends in "and the other columns held fixed" begins.

    A comma belongs to a list only where a name of the list follows it. A condition's first word
    begins it too: "once severity is held fixed".
    """
    begin = at = _condition(found, columns, start)
    joined = False
    while at > 0 and (at - 1 in columns or found[at - 1].word in _LISTED):
        word = found[at - 1].word
        if word == "," and not (joined and begin < start):
            break
        joined = joined or word in {"and", "or"}
        at -= 1
        if at in columns and joined:
            begin = at
    return begin


def _condition(found: Sequence[Token], columns: set[int], start: int) -> int:
    """Return where "once severity" before "is held fixed" begins, else where it ends."""
    at = start
    while at > 0 and (at - 1 in columns or found[at - 1].word in _LISTED - _CONDITIONS - {","}):
        at -= 1
    opened = at > 0 and found[at - 1].word in _CONDITIONS
    return at if opened and any(at <= place < start for place in columns) else start
