"""A program that works for us while we look on: never left behind, its complaint kept."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Ended:
    """How a program ended.

    Parameters
    ----------
    code : int
        Its exit code; 0 when all went well.
    said : str
        What it wrote to stderr.
    """

    code: int
    said: str


def run_watched(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log: Path,
    look: Callable[[float], bool],
) -> Ended:
    """Run a program to its end, looking on now and then.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    environment : mapping
        Its environment variables.
    log : Path
        A file for what it says.
    look : callable
        Called with the seconds since the start; the program is ended when it returns False.

    Returns
    -------
    Ended

    Examples
    --------
    >>> import os, sys, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = Path(folder, "log")
    ...     command = [sys.executable, "-c", "raise SystemExit('no')"]
    ...     run_watched(command, environment=os.environ, log=log, look=lambda seconds: True)
    Ended(code=1, said='no')
    """
    with log.open("wb") as said:
        child = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _watch(child, look)
        finally:
            _end(child)
    return Ended(child.returncode, log.read_text(encoding="utf-8", errors="replace").strip())


def _watch(child: subprocess.Popen[bytes], look: Callable[[float], bool]) -> None:
    started = time.monotonic()
    while look(time.monotonic() - started):
        try:
            child.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a program that still runs: asked first, then made to."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
