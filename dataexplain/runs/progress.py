"""What a run tells of itself while it works."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears of stages; the command line draws them, a library call stays quiet."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins."""
        ...

    def step(self, done: int, total: int) -> None:
        """Hear how far the stage is."""
        ...


class Silence:
    """Hears and says nothing."""

    def stage(self, name: str) -> None:
        """Ignore the stage."""

    def step(self, done: int, total: int) -> None:
        """Ignore the step."""
