"""A few held-out texts for and against a difference, each with the part that tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.text_quotes import Span, telling_parts
from dataexplain.llm import Embedder
from dataexplain.records import PassageRecord
from dataexplain.verification.judged_texts import HeldOutTexts

# What is shown of a text, and of that before its telling part.
LONGEST, BEFORE = 240, 80
# How it is said that a text has a property, and that one has not: a judge's word, or code's.
JUDGED, COUNTED = ("judged yes", "judged no"), ("with the words", "without them")
_CUT = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Shown:
    """A kind of example: which group's texts, judged how, and whether they agree."""

    in_a: bool
    yes: bool
    agrees: bool


def kinds_of_example(direction: str) -> tuple[Shown, Shown, Shown]:
    """Return what is shown: texts that agree, and both ways of not agreeing.

    Examples
    --------
    >>> [(kind.in_a, kind.yes, kind.agrees) for kind in kinds_of_example("up")]
    [(True, True, True), (False, True, False), (True, False, False)]
    """
    more = direction == "up"
    return Shown(more, True, True), Shown(not more, True, False), Shown(more, False, False)


def passages(
    held_out: HeldOutTexts,
    yes: np.ndarray,
    drawn: np.ndarray,
    property: str,
    direction: str,
    *,
    count: int,
    terms: Sequence[str] = (),
    embedder: Embedder | None = None,
    answers: tuple[str, str] = JUDGED,
) -> tuple[PassageRecord, ...]:
    """Return parts of judged texts: for the difference, then against it.

    Parameters
    ----------
    held_out : HeldOutTexts
    yes : ndarray of shape (n,)
    drawn : ndarray of int
        The judged rows in the order they were drawn: the first of each kind are shown.
    property : str
    direction : {"up", "down"}
    count : int
        The most that agree; no more than one fewer of each kind that does not.
    terms : sequence of str
        Words that give the property away.
    embedder : Embedder, optional
    answers : (str, str)
        What is said of a text that has the property, and of one that has not.

    Returns
    -------
    tuple of PassageRecord
        `marks` holds the telling part of a text that was judged yes.
    """
    chosen = [
        (row, kind)
        for kind in kinds_of_example(direction)
        for row in _rows(held_out, yes, drawn, kind, count if kind.agrees else max(count - 1, 1))
    ]
    texts = [held_out.texts[row] for row, kind in chosen if kind.yes]
    spans = iter(telling_parts(texts, property, embedder=embedder, terms=terms))
    return tuple(
        _passage(held_out, row, kind, next(spans) if kind.yes else None, answers)
        for row, kind in chosen
    )


def _rows(
    held_out: HeldOutTexts, yes: np.ndarray, drawn: np.ndarray, kind: Shown, count: int
) -> list[int]:
    """Return the first drawn rows of a kind, no text twice."""
    found: dict[str, int] = {}
    for row in drawn.tolist():
        if held_out.in_a[row] == kind.in_a and yes[row] == float(kind.yes):
            found.setdefault(held_out.texts[row], row)
            if len(found) == count:
                break
    return list(found.values())


def _passage(
    held_out: HeldOutTexts, row: int, kind: Shown, span: Span | None, answers: tuple[str, str]
) -> PassageRecord:
    shown, mark = cut_around(held_out.texts[row], span)
    name = held_out.names[0 if kind.in_a else 1]
    outcome = f"{name}, {answers[0 if kind.yes else 1]}"
    return PassageRecord(shown, () if mark is None else (mark,), outcome, kind.agrees)


def cut_around(text: str, span: Span | None) -> tuple[str, Span | None]:
    r"""Return the part of a text around a stretch of it, on one line, and where that stands then.

    Examples
    --------
    >>> cut_around("a  long\nstory", (3, 7))
    ('a long story', (2, 6))
    """
    first, last = span if span is not None else (0, 0)
    start = 0 if len(text) <= LONGEST else max(0, first - BEFORE)
    end = min(len(text), max(start + LONGEST, last))
    before, told, behind = (
        " ".join(part.split()) for part in (text[start:first], text[first:last], text[last:end])
    )
    lead = _CUT if start > 0 else ""
    lead += f"{before} " if before and (told or behind) else before
    tail = f" {behind}" if behind and told else behind
    shown = f"{lead}{told}{tail}{_CUT if end < len(text) else ''}"
    return shown, None if span is None else (len(lead), len(lead) + len(told))
