"""The form of a SQLite file: which kind it is, which version, and the steps to the present one."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass

from dataexplain.errors import StoreError

# The first SQLite with STRICT tables.
_OLDEST_SQLITE = (3, 37)
_PAUSE = 0.01


@dataclass(frozen=True)
class FileKind:
    """What a file holds, and how its form came about.

    Parameters
    ----------
    name : str
        As it stands in messages, such as "log of calls".
    mark : int
        The number in the file's header that tells its kind from others.
    migrations : tuple of tuple of str
        The statements of each step. A step that was released is never changed: another is added.
    loss : str
        The sentence that says what follows when the file cannot be written.
    """

    name: str
    mark: int
    migrations: tuple[tuple[str, ...], ...]
    loss: str


def migrate(connection: sqlite3.Connection, kind: FileKind, name: str, *, patience: float) -> None:
    """Bring a file into its present form, or refuse it.

    Parameters
    ----------
    connection : sqlite3.Connection
        In autocommit mode.
    kind : FileKind
    name : str
        The file, for messages.
    patience : float
        How many seconds to wait for another process.

    Raises
    ------
    StoreError
        When the file is of another kind, or of a newer version.

    Examples
    --------
    >>> kind = FileKind("file of words", 1, (("CREATE TABLE words (word TEXT) STRICT",),), "Lost.")
    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> migrate(connection, kind, "memory", patience=1.0)
    >>> connection.execute("PRAGMA user_version").fetchone()
    (1,)
    >>> connection.close()
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            f"The {kind.name} needs SQLite 3.37 or newer; Python has {sqlite3.sqlite_version}.",
            hint="Use a newer Python.",
        )
    version = _version(connection, kind, name)
    if version == len(kind.migrations):
        return
    if version == 0:
        _write_ahead(connection, patience)
    with transaction(connection):
        # another process may have done it while this one waited
        version = _version(connection, kind, name)
        for step in kind.migrations[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {kind.mark}")
        connection.execute(f"PRAGMA user_version = {len(kind.migrations)}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep all changes that are made inside, or none when anything stops them.

    Examples
    --------
    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> with transaction(connection):
    ...     _ = connection.execute("CREATE TABLE words (word TEXT) STRICT")
    >>> connection.execute("SELECT count(*) FROM words").fetchone()
    (0,)
    >>> connection.close()
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, kind: FileKind, name: str) -> int:
    """Return how many steps were done; refuse what is not this kind of file."""
    version = _number(connection, "user_version")
    mark = _number(connection, "application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if mark not in (0, kind.mark) or (mark == 0 and tables):
        raise StoreError(
            f"{name}: This is a database, but no {kind.name}.", hint="Name another file."
        )
    if version > len(kind.migrations):
        raise StoreError(
            f"{name}: The {kind.name} was written by a newer version of dataexplain "
            f"(form {version}; this one knows {len(kind.migrations)}).",
            hint="Update dataexplain, or move the file away.",
        )
    return version


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Let readers and a writer work side by side, where the file system can do it.

    SQLite does not itself wait for others here, unlike everywhere else.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > give_up:
                raise
            time.sleep(_PAUSE)
