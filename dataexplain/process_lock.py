"""A lock file that the operating system lets go of when its process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


_FAR = 1 << 20
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}


@contextmanager
def process_lock(path: Path, *, busy: Callable[[str], Exception]) -> Iterator[None]:
    """Hold a lock file for this process alone; a killed process leaves no lock behind.

    Parameters
    ----------
    path : Path
        The file of the lock; its folder exists. Whoever holds the lock may remove the file.
    busy : callable
        Makes the error that is raised while another process holds the lock, from the words for
        that process: ``"process 4711"``, or ``""`` when its number cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "lock")
    ...     with process_lock(path, busy=RuntimeError):
    ...         with process_lock(path, busy=lambda who: RuntimeError(f"held by {who}")):
    ...             pass
    Traceback (most recent call last):
    ...
    RuntimeError: held by process ...
    """
    handle = _acquired(path, busy)
    try:
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _acquired(path: Path, busy: Callable[[str], Exception]) -> int:
    """Return the open file of a lock that is held now."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _try_lock(handle)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass  # another process removed the file after this one had opened it
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD:
                raise busy(_holder(path)) from error
            raise
        os.close(handle)


def _holder(path: Path) -> str:
    try:
        number = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    return f"process {number}" if number.isdigit() else ""
