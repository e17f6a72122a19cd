"""One run a folder: a second one is told who works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataexplain.errors import OutputError
from dataexplain.process_lock import process_lock

LOCK_NAME = "lock"


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

    def busy(who: str) -> OutputError:
        return OutputError(
            f"{folder.parent}: Another run{f' ({who})' if who else ''} works in this folder. "
            "Wait until it is finished, or choose another folder with --out."
        )

    with process_lock(folder / LOCK_NAME, busy=busy):
        yield
