"""Files that are whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

# The end of names of files that are still being written.
UNFINISHED = ".tmp"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever is killed at any moment leaves the old one or the new one.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.json"), "{}")
    ...     [path.name for path in Path(folder).iterdir()]
    ['a.json']
    """
    beside = write_beside(path, text)
    try:
        beside.replace(path)
    except BaseException:
        discard(beside)
        raise
    _keep_names(path.parent)


def write_beside(path: Path, text: str) -> Path:
    """Write what shall become a file under a name of its own beside it, and return that name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     beside = write_beside(Path(folder, "a.json"), "{}")
    ...     beside.name.startswith(".a.json."), Path(folder, "a.json").exists()
    (True, False)
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with beside.open("xb") as file:
            # A lone surrogate has no UTF-8; its backslash form is what JSON reads back as the same.
            file.write(text.encode("utf-8", errors="backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(beside)
        raise
    return beside


def discard(path: Path) -> None:
    """Remove a file that is not wanted any more, as far as that is possible."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def remove_unfinished(folder: Path, names: Iterable[str] = ("*",)) -> None:
    """Remove what killed runs left half written of files with these names.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Path(folder, ".a.json.0123abcd.tmp").touch()
    ...     remove_unfinished(Path(folder))
    ...     list(Path(folder).iterdir())
    []
    """
    for name in names:
        for path in folder.glob(f".{name}.????????{UNFINISHED}"):
            path.unlink(missing_ok=True)


def _keep_names(folder: Path) -> None:
    """Have the folder's new names survive a loss of power, where a folder can be synchronised."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
