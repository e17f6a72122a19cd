"""What an installation tells of itself while it works."""

from __future__ import annotations

from typing import Protocol


class InstallProgress(Protocol):
    """Hears how far an installation is; the command line draws it, a library call stays quiet."""

    def step(self, done: int, total: int) -> None:
        """Hear how many bytes of the model are there."""
        ...

    def say(self, line: str) -> None:
        """Hear what happens now."""
        ...


class QuietInstall:
    """Hears and says nothing."""

    def step(self, done: int, total: int) -> None:
        """Ignore the step."""

    def say(self, line: str) -> None:
        """Ignore the line."""
