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
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with beside.open("xb") as file:
            file.write(text.encode("utf-8", errors="backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _keep_names(path.parent)


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
