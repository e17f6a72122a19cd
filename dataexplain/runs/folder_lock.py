"""One run a folder: a lock that the operating system lets go of when its process ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataexplain.errors import OutputError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)  # the number of the process stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_NAME = "lock"
_FAR = 1 << 20
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a folder for this run alone; a killed run leaves no lock behind.

    Parameters
    ----------
    folder : Path
        Where the file of the lock lies; it exists.

    Raises
    ------
    OutputError
        When another run holds it, with the number of its process.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, folder_lock(Path(folder)):
    ...     with folder_lock(Path(folder)):
    ...         pass
    Traceback (most recent call last):
    ...
    dataexplain.errors.OutputError: ...: Another run (process ...) works in this folder. Wait ...
    """
    handle = _acquired(folder / LOCK_NAME)
    try:
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _acquired(path: Path) -> int:
    """Return the open file of a lock that is held now."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _try_lock(handle)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass  # another run removed its folder after this one had opened the file
        except OSError as error:
            os.close(handle)
            raise _refusal(path, error) from error
        os.close(handle)


def _refusal(path: Path, error: OSError) -> Exception:
    if error.errno not in _HELD:
        return error
    folder = path.parent.parent
    process = _text(path)
    who = f"Another run (process {process})" if process.isdigit() else "Another run"
    return OutputError(
        f"{folder}: {who} works in this folder. "
        "Wait until it is finished, or choose another folder with --out."
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
