"""How an installation is shown: a bar on a terminal, a line every tenth in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from dataexplain.llm.weights.catalogue_entry import in_megabytes
from dataexplain.llm.weights.install_progress import InstallProgress

_TENTHS = 10
# What a terminal writes where a user stops a program; with it the line of the bar is still one.
_STOP_SIGN = "^C"


class InstallBar:
    """Draws a bar once the first bytes are known, with lines above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def step(self, done: int, total: int) -> None:
        """Move the bar; what was there before the first step counts for no speed."""
        there = _there(done, total)
        if self._task is None:
            self._task = self._progress.add_task("", total=total, completed=done, there=there)
        self._progress.update(self._task, completed=done, there=there)

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(line, markup=False, soft_wrap=True)


class InstallLines:
    """Prints a line for every tenth."""

    def __init__(self) -> None:
        self._tenth = -1

    def step(self, done: int, total: int) -> None:
        """Print a line when another tenth is there."""
        tenth = done * _TENTHS // total
        if tenth > self._tenth:
            self._tenth = tenth
            self.say(f"{tenth * _TENTHS:3d}%  {_there(done, total)}")

    def say(self, line: str) -> None:
        """Print a line."""
        print(line, file=sys.stderr, flush=True)


@contextmanager
def shown_install() -> Iterator[InstallProgress]:
    """Give a progress that draws on a terminal, and prints plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield InstallLines()
        return
    columns = (
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[there]}"),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, highlight=False)
    console.width -= len(_STOP_SIGN) + 1
    with Progress(*columns, console=console, expand=True) as progress:
        yield InstallBar(progress)


def _there(done: int, total: int) -> str:
    return f"{in_megabytes(done).removesuffix(' MB')} of {in_megabytes(total)}"
