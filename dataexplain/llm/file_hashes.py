"""Hashes of files that decide what a model says."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, read once as long as its size and time stay the same.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a").write_bytes(b"abc")
    ...     hash_of(Path(folder, "a"))[:8]
    'ba7816bf'
    """
    known = path.stat()
    return _hash(os.fspath(path.resolve()), known.st_size, known.st_mtime_ns)


def hash_of_files(paths: Iterable[Path], *, note: str = "") -> str:
    """Return one SHA-256 for files with their names, in the order of these.

    Parameters
    ----------
    paths : iterable of Path
        One that is named twice counts once.
    note : str, default=""
        What else decides.
    """
    together = hashlib.sha256(f"{note}\n".encode())
    for path in sorted(set(paths)):
        together.update(f"{path.name} {hash_of(path)}\n".encode("utf-8", "surrogateescape"))
    return together.hexdigest()


@functools.cache
def _hash(path: str, _size: int, _moment: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
