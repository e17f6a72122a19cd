"""Terms as a reader meets them: written out, and marked in the part of a text around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise

from dataexplain.features.tokens import words

# What is shown of a text, and of that before its first mark.
LONGEST, BEFORE = 240, 80
_CUT = "\N{HORIZONTAL ELLIPSIS}"
_TAG = r"</?[a-z!][^<>]*>"
_BETWEEN = rf"(?:{_TAG}|&\w+;|[\W_])"
# A word is told from part of a longer one by so many signs around it: a letter, or an apostrophe
# and a letter.
_CONTEXT = 2
# Where no term stands in so much of a text, its beginning is shown.
_LOOK_AHEAD = 1_000_000

Marks = tuple[tuple[int, int], ...]


def shown_term(term: str) -> str:
    """Return a term as it is written.

    Examples
    --------
    >>> shown_term("money back"), shown_term("好 吃")
    ('money back', '好吃')
    """
    shown = ""
    for word in term.split(" "):
        apart = len(word) > 1 or len(words(shown[-1:] + word)) < 2
        shown += f" {word}" if shown and apart else word
    return shown


def excerpt(
    text: str, terms: Iterable[str], *, longest: int = LONGEST, before: int = BEFORE
) -> tuple[str, Marks]:
    """Return the part of a text around the first term that it mentions, and all marks in it.

    Parameters
    ----------
    text : str
    terms : iterable of str
        Words joined by one space each.
    longest : int, default=240
        Signs that are shown.
    before : int, default=80
        Signs that are shown before the first term.

    Returns
    -------
    (str, tuple of (int, int))
        A text on one line, and where terms begin and end in it.

    Examples
    --------
    >>> excerpt("They gave me my <b>money</b> back!", ["money back"])
    ('They gave me my <b>money</b> back!', ((19, 33),))
    >>> excerpt("nothing of the kind", ["money"])
    ('nothing of the kind', ())
    """
    wanted = tuple(terms)
    text = text[:_LOOK_AHEAD]
    first = min((start for start, _ in _spans(wanted, text, most=1)), default=0)
    start = _word_start(text, max(0, first - before), first)
    end = len(text) if len(text) <= start + longest else _word_end(text, start + longest, first)
    line = " ".join(text[start:end].split())
    shown = f"{_CUT * (start > 0)}{line}{_CUT * (end < len(text))}"
    return shown, _without_overlaps(_spans(wanted, shown))


def _spans(terms: Iterable[str], text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Return where each term stands, the first ones only if so wanted."""
    return [span for term in terms for span in islice(_spans_of(term, text), most)]


def _spans_of(term: str, text: str) -> Iterator[tuple[int, int]]:
    pattern, place = _pattern(term), 0
    while (found := pattern.search(text, place)) is not None:
        start, end = found.span()
        if found["term"] is None:  # a tag: its name is no word
            place = end
        elif _stands_alone(text, start, end):
            yield start, end
            place = end
        else:
            place = start + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a part of a text is words by itself, and not part of longer ones."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    parts = [word for part in (before, text[start:end], after) for word in words(part)]
    return list(words(before + text[start:end] + after)) == parts


def _without_overlaps(spans: Iterable[tuple[int, int]]) -> Marks:
    """Keep of marks that overlap the longest one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end))
    return tuple(sorted(kept))


def _word_start(text: str, place: int, before: int) -> int:
    """Return where the next word begins, unless that is too far."""
    if place == 0:
        return 0
    space = text.find(" ", place, before)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int, after: int) -> int:
    space = text.rfind(" ", after + 1, place)
    return place if space < 0 else space


@lru_cache(maxsize=1024)
def _pattern(term: str) -> re.Pattern[str]:
    """Return the pattern of words with anything between them that is no word."""
    parts = term.split(" ")
    pattern = _of_word(parts[0])
    for one, two in pairwise(parts):
        glued = len(words(one[-1:] + two)) > 1
        pattern += _BETWEEN + ("*" if glued else "+") + _of_word(two)
    return re.compile(rf"{_TAG}|(?P<term>{pattern})", re.IGNORECASE)


def _of_word(word: str) -> str:
    return re.escape(word).replace("'", "['\u2019]")
