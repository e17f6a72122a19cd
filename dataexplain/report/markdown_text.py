"""Texts as Markdown that shows them as they stand, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~!{}$^&])")
# Renderers turn bare addresses into links, which the text of a cell must never become.
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|javascript|data)(:)|(www)(\.)")
_LIST_START = re.compile(r"^(\d*)([-+=.)])(?=\s|$|[-=])")
_FORMULA_START = frozenset("=+-@")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it stands, on one line.

    Examples
    --------
    >>> print(escape("a|b\n<script> *x* http://a.b"))
    a\|b \<script\> \*x\* http\://a.b
    >>> print(escape("1. one"), escape("- two"))
    1\. one \- two
    """
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    line = _ADDRESS.sub(
        lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}",
        line,
    )
    return _LIST_START.sub(r"\1\\\2", line)


def cell(text: str) -> str:
    """Return the text of a table's cell, harmless in Markdown and when pasted in a spreadsheet.

    Examples
    --------
    >>> cell("=cmd()"), cell("-3.5"), cell("@x")
    ("'=cmd()", '-3.5', "'@x")
    """
    line = " ".join(text.split())
    if line[:1] in _FORMULA_START and not _NUMBER.fullmatch(line):
        line = "'" + line
    return escape(line)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    | --- | --- |
    | 1 | x\|y |
    """
    lines = [[cell(name) for name in header], ["---"] * len(header)]
    lines += [[cell(entry) for entry in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
