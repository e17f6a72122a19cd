"""Fenced blocks of Markdown files, and the sessions in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
ANYTHING = "..."


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Parameters
    ----------
    language : str
        The word behind the fence.
    text : str
    line : int
        The line of the file on which the text begins.
    """

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """One command of a session and what it is said to print."""

    line: str
    printed: str


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Block(found[1], found[2], text.count("\n", 0, found.start()) + 2)


def session(block: Block) -> list[Command]:
    """Return the commands of a console block, each a line that begins with ``$ ``."""
    commands: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith(PROMPT):
            commands.append(Command(line.removeprefix(PROMPT), ""))
        else:
            command = commands.pop()
            commands.append(Command(command.line, f"{command.printed}{line}\n"))
    return commands


def matches(expected: str, printed: str) -> bool:
    """Tell whether a text was printed as said; ``...`` stands for anything, lines included.

    Space at the end of lines, and blank lines at the end, do not count.
    """
    expected, printed = (
        "\n".join(line.rstrip() for line in text.splitlines()).rstrip()
        for text in (expected, printed)
    )
    pattern = ".*".join(re.escape(part) for part in expected.split(ANYTHING))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None
