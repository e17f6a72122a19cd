"""The part of a text that shows a property best, as a place in the text: never invented.

A text is cut into sentences, long ones into clauses. The part that means most nearly what the
property says is quoted, or the one that holds words which give it away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.llm import Embedder

Span = tuple[int, int]
# A sentence of more signs is cut at commas and their like; a part of fewer joins another.
LONGEST, SHORTEST = 160, 15
# What is looked at of a text, and how many parts of it.
_LOOKED_AT, _MOST_PARTS = 6000, 60
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|[。！？]+|\n+")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+|\s+[-–—]\s+|[，、；]+")


def parts_of_text(text: str) -> list[Span]:
    """Return where the sentences of a text begin and end; of long ones, their clauses.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> text = "Nice room, nice view. The staff were rude!  We left at once."
    >>> [text[start:end] for start, end in parts_of_text(text)]
    ['Nice room, nice view.', 'The staff were rude!', 'We left at once.']
    """
    found: list[Span] = []
    for start, end in _cut(text, (0, min(len(text), _LOOKED_AT)), _SENTENCE_END):
        if end - start <= LONGEST:
            found.append((start, end))
        else:
            found += _cut(text, (start, end), _CLAUSE_END)
    return _joined(found)[:_MOST_PARTS]


def telling_parts(
    texts: Sequence[str],
    property: str,
    *,
    embedder: Embedder | None = None,
    terms: Sequence[str] = (),
) -> list[Span | None]:
    """Return the most telling part of each text.

    Parameters
    ----------
    texts : sequence of str
    property : str
        As it follows "the text": "mentions a refund".
    embedder : Embedder, optional
        Tells which part means most nearly the same.
    terms : sequence of str
        Words that give the property away: among parts as near, those with a word are taken.

    Returns
    -------
    list of (int, int) or None
        Where the part begins and ends; None where nothing tells one part from another.

    Examples
    --------
    >>> text = "The room was nice. I want my money back! We will not return."
    >>> ((start, end),) = telling_parts([text], "mentions a refund", terms=["money back"])
    >>> text[start:end]
    'I want my money back!'
    """
    parts = [parts_of_text(text) for text in texts]
    shown = [text[a:b] for text, spans in zip(texts, parts, strict=True) for a, b in spans]
    if not shown:
        return [None] * len(texts)
    scores = np.zeros(len(shown))
    if terms:
        scores += np.asarray((NgramIndex(terms).count(shown) > 0).sum(axis=1)).ravel() > 0
    if embedder is not None:
        scores += _nearness(embedder, shown, property)
    found: list[Span | None] = []
    place = 0
    for spans in parts:
        own = scores[place : place + len(spans)]
        place += len(spans)
        told = len(own) == 1 or (len(own) > 1 and np.ptp(own) > 0)
        found.append(spans[int(np.argmax(own))] if told else None)
    return found


def _nearness(embedder: Embedder, shown: Sequence[str], property: str) -> np.ndarray:
    vectors = np.asarray(embedder.embed([property, *shown]), dtype=np.float64)
    sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = vectors / np.where(sizes > 0, sizes, np.inf)
    return np.asarray(directions[1:] @ directions[0])


def _cut(text: str, within: Span, ends: re.Pattern[str]) -> list[Span]:
    """Cut a stretch of a text, without the spaces around each part."""
    start, stop = within
    bounds = [start]
    for end in ends.finditer(text, start, stop):
        bounds += [end.end()]
    bounds.append(stop)
    stripped = (_stripped(text, a, b) for a, b in pairwise(bounds))
    return [(a, b) for a, b in stripped if a < b]


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _joined(parts: list[Span]) -> list[Span]:
    """Join parts that are too short to say anything with the one before."""
    found: list[Span] = []
    for start, end in parts:
        short = found and min(end - start, found[-1][1] - found[-1][0]) < SHORTEST
        if short and end - found[-1][0] <= LONGEST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
