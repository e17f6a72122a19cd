"""From a path to decompressed bytes; what is wrong with the file itself is said here."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa

from dataexplain.errors import LoadingError, did_you_mean

_GZIP, _BZIP2, _XZ, _ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
    pa.ArrowException,
    zipfile.BadZipFile,
)


def read_content(path: Path) -> bytes:
    """Return the bytes of a file, decompressed when its first bytes say that it is compressed.

    Parameters
    ----------
    path : Path
        A plain file, or one compressed with gzip, bzip2, xz, zstd or zip (with one member).

    Returns
    -------
    bytes

    Raises
    ------
    LoadingError
        When the file is missing, a folder, unreadable, empty or broken.

    Examples
    --------
    >>> import gzip, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.csv")  # the name does not say that it is compressed
    ...     _ = path.write_bytes(gzip.compress(b"a,b"))
    ...     read_content(path)
    b'a,b'
    """
    file = str(path)
    content = _read(path)
    if not content:
        raise LoadingError(
            message="The file is empty.",
            file=file,
            remedy="Give a file with a header row and data rows.",
        )
    if content.startswith(_OLD_EXCEL):
        raise LoadingError(
            message="This is an old Excel workbook (.xls).",
            file=file,
            remedy="Save it as .xlsx or .csv.",
        )
    try:
        content = _decompress(content, file)
    except _BROKEN as error:
        raise LoadingError(
            message=f"The compressed file is broken ({error}).",
            file=file,
            remedy="Copy or download it again.",
        ) from error
    if not content.strip():
        raise LoadingError(
            message="The file holds nothing.",
            file=file,
            remedy="Give a file with a header row and data rows.",
        )
    return content


def is_workbook(content: bytes) -> bool:
    """Tell whether the bytes are an Excel workbook (.xlsx).

    Examples
    --------
    >>> is_workbook(b"a,b")
    False
    """
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _read(path: Path) -> bytes:
    file = str(path)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        folder = path.parent
        siblings = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        raise LoadingError(
            message="There is no such file.",
            file=file,
            remedy=did_you_mean(path.name, siblings) or None,
        ) from error
    except IsADirectoryError as error:
        tables = sorted(entry.name for entry in path.glob("*.csv"))[:3]
        inside = f" In it: {', '.join(tables)}." if tables else ""
        raise LoadingError(
            message="This is a folder, not a file.", file=file, remedy=f"Give a file in it.{inside}"
        ) from error
    except PermissionError as error:
        raise LoadingError(
            message="There is no permission to read this file.",
            file=file,
            remedy="Change its permissions, or give a copy.",
        ) from error
    except (OSError, ValueError) as error:
        raise LoadingError(message=f"The file cannot be read ({error}).", file=file) from error


def _decompress(content: bytes, file: str) -> bytes:
    if content.startswith(_GZIP):
        return gzip.decompress(content)
    if content.startswith(_BZIP2):
        return bz2.decompress(content)
    if content.startswith(_XZ):
        return lzma.decompress(content)
    if content.startswith(_ZSTD):
        stream = pa.CompressedInputStream(pa.BufferReader(content), "zstd")
        return bytes(stream.read())
    if content.startswith(_ZIP) and not is_workbook(content):
        return _only_member(content, file)
    return content


def _only_member(content: bytes, file: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [
            entry
            for entry in archive.infolist()
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
        ]
        if len(members) != 1:
            names = ", ".join(entry.filename for entry in members[:5]) or "none"
            raise LoadingError(
                message=f"The archive holds {len(members)} files ({names}).",
                file=file,
                remedy="Give an archive with one table, or unpack it.",
            )
        if members[0].flag_bits & 1:
            raise LoadingError(
                message="The archive is locked with a password.",
                file=file,
                remedy="Unpack it first.",
            )
        return archive.read(members[0])
