"""A text in Markdown, cut into sentences with the line each begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A block longer than this is cut: what is longer is no sentence.
LONGEST = 2000
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_MARKER = re.compile(r"\s{0,8}(?:#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+|>\s?){1,3}")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*\|?[\s:|-]{3,}\|?\s*$")
_LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\([^)\s]{0,300}(?: [^)]{0,100})?\)")
_EMPHASIS = re.compile(
    r"\*\*|__(?=\w)|(?<=\w)__|`+|(?<!\w)[*_](?=\w)|(?<=[\w.,!?])[*_](?!\w)|\\(?=[_*`])"
)
_TAG = re.compile(r"<(?:/?[a-zA-Z][\w-]{0,20}(?: [^<>]{0,200})?/?|!--[^<>]{0,200}--)>")
_ENDS = re.compile(r"[.!?…]+[\"'”’)\]]{0,3}(?=\s)|[。！？]")
# Full stops that end no sentence; a single letter is an initial.
_SHORT = frozenset(
    [
        "e.g",
        "i.e",
        "vs",
        "approx",
        "ca",
        "no",
        "nos",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "fig",
        "cf",
        "incl",
        "resp",
        "etc",
        "al",
    ]
)


@dataclass(frozen=True)
class Sentence:
    """A sentence without Markdown, and the line of the text it begins on, counted from 1."""

    text: str
    line: int


def sentences(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of a text; code blocks are left out, table rows are one each.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [(entry.line, entry.text) for entry in sentences("# Age\n\nIt **rises**. It\nfalls.")]
    [(1, 'Age'), (3, 'It rises.'), (3, 'It falls.')]
    """
    return tuple(entry for block in _blocks(text) for entry in _cut(block))


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines that belong together, without their markers, numbered."""
    block: list[tuple[int, str]] = []
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        fenced = fenced != bool(fence)
        plain = "" if fence or fenced or _RULE.match(line) else line.strip()
        marker = _MARKER.match(line) if plain else None
        alone = plain.startswith(("|", "#"))
        if block and (not plain or marker or alone):
            yield block
            block = []
        if plain:
            block.append((number, without_markup(line[marker.end() :] if marker else plain)))
        if alone and block:
            yield block
            block = []
    if block:
        yield block


def without_markup(line: str) -> str:
    """Return a line without links, emphasis and tags.

    Parameters
    ----------
    line : str

    Examples
    --------
    >>> without_markup("a **bold** [word](page.md)")
    'a bold word'
    """
    line = _TAG.sub(" ", _LINK.sub(r"\1", line))
    return _EMPHASIS.sub("", line).replace("|", " | ").strip()


def _cut(block: list[tuple[int, str]]) -> Iterator[Sentence]:
    """Yield the sentences of lines that belong together."""
    text = " ".join(line for _, line in block)
    starts, place = [], 0
    for number, line in block:
        starts.append((place, number))
        place += len(line) + 1
    begin, at = 0, 0
    for end in [*_stops(text), len(text)]:
        for begin in range(begin, end, LONGEST):  # noqa: B020
            piece = text[begin : min(end, begin + LONGEST)]
            lead = begin + len(piece) - len(piece.lstrip())
            while at + 1 < len(starts) and starts[at + 1][0] <= lead:
                at += 1
            if piece.strip():
                yield Sentence(piece.strip(), starts[at][1])
        begin = end


def _stops(text: str) -> Iterator[int]:
    """Yield where sentences end."""
    for match in _ENDS.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].split()
        word = before[-1].lstrip("(").lower() if before else ""
        short = match.group() == "." and (word in _SHORT or (len(word) == 1 and word.isalpha()))
        after = text[match.end() : match.end() + 3].lstrip("\"'“‘(* ")[:1]
        if not short and not after.islower():
            yield match.end()
