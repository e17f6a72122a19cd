"""Programs that tests run beside themselves, also with fewer rights than root has."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

# prctl's number for taking a capability away, and those by which root passes over rights of files.
_DROP = 24
_PASS_OVER_RIGHTS = (1, 2)


def start(program: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start a Python program whose output is read as text."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def finished(*programs: subprocess.Popen[str]) -> list[str]:
    """Wait for programs, assert that they went well, and return what each printed."""
    said = [program.communicate(timeout=120) for program in programs]
    assert [program.returncode for program in programs] == [0] * len(programs), said
    return [printed for printed, _ in said]


def bound_by_rights() -> Callable[[], None] | None:
    """Return what makes a child obey the rights of files although its user is root."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def drop() -> None:
        for capability in _PASS_OVER_RIGHTS:
            library.prctl(_DROP, capability, 0, 0, 0)

    return drop
