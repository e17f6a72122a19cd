"""SQLite files that many processes share: opened, migrated, written whole, with clear errors."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dataexplain.errors import StoreError
from dataexplain.llm.stores.sqlite_migrations import FileKind, migrate, transaction

# How long to wait for another process that writes, in seconds.
PATIENCE = 30.0
_UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FULL_USE = "mode=rw"
# A file is opened in the first way that works: the second needs no files beside it, for which a
# folder that cannot be written has no room. A file without a right to write opens in both.
_WAYS = (_FULL_USE, "mode=ro&immutable=1")
_IN_MEMORY = "in memory"
# Connections of a process that was forked: to close them here would release its locks.
_of_the_parent: list[sqlite3.Connection] = []


class UnwritableError(StoreError):
    """A file cannot be written now; what it holds can still be read."""


class SqliteFile:
    """One SQLite file, or one in memory, used by any number of threads and processes.

    A file that can only be read is read. One that can be neither written nor read is replaced by
    an empty one in memory. Both are said in `notes`, so that the work can go on.

    Parameters
    ----------
    path : Path or None
        None keeps everything in memory.
    kind : FileKind
        What the file is, and how it came to its present form.

    Attributes
    ----------
    notes : list of str
        What the user should know, each thing once.
    in_memory : bool
        Whether there is no file, or none that can be opened.

    Raises
    ------
    StoreError
        When the file is damaged, is of another kind, or was written by a newer version.

    Examples
    --------
    >>> kind = FileKind("file of words", 1, (("CREATE TABLE words (word TEXT) STRICT",),), "Lost.")
    >>> with SqliteFile(None, kind) as file:
    ...     with file.writing() as connection:
    ...         _ = connection.execute("INSERT INTO words VALUES ('tree')")
    ...     file.rows("SELECT word FROM words")
    [('tree',)]
    """

    def __init__(self, path: Path | None, kind: FileKind) -> None:
        self.path = path
        self.notes: list[str] = []
        self.lock = threading.RLock()
        self._kind = kind
        self._process = os.getpid()
        self.in_memory = path is None
        self._connection: sqlite3.Connection | None = self._opened()

    def __enter__(self) -> SqliteFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self.lock, self._clear_errors():
            return self._usable().execute(sql, values).fetchall()

    def insert(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> int:
        """Do one statement, which is kept or not by itself, and return the row it made, or 0."""
        with self.lock, self._clear_errors():
            return self._usable().execute(sql, values).lastrowid or 0

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are kept together, or not at all."""
        with self.lock, self._clear_errors():
            connection = self._usable()
            with transaction(connection):
                yield connection

    def shrink(self) -> None:
        """Give the room of removed rows back to the disk."""
        with self.lock, self._clear_errors():
            connection = self._usable()
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def size(self) -> int:
        """Return the bytes of the file."""
        return int(self.rows("PRAGMA page_count")[0][0] * self.rows("PRAGMA page_size")[0][0])

    def note(self, error: UnwritableError) -> None:
        """Remember once what the user should know of a file that cannot be written."""
        text = f"{error.message} {self._kind.loss}"
        if text not in self.notes:
            self.notes.append(text)

    def close(self) -> None:
        """Close the file; to do so twice is no mistake."""
        with self.lock:
            if self._connection is not None and self._in_own_process():
                self._connection.close()
            self._connection = None

    def _in_own_process(self) -> bool:
        return self.path is None or self._process == os.getpid()

    def _usable(self) -> sqlite3.Connection:
        """Return the connection; a forked process needs one of its own."""
        if self._connection is None:
            raise StoreError(f"{self._name()} was closed before.")
        if not self._in_own_process():
            _of_the_parent.append(self._connection)
            self._process = os.getpid()
            self._connection = self._opened()
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        for way in _WAYS:
            try:
                with self._clear_errors():
                    return self._connected(way)
            except UnwritableError as error:
                if not self.notes:  # the first way says best what is wrong
                    self.note(error)
        self.in_memory = True
        return self._connected(_IN_MEMORY)

    def _connected(self, way: str) -> sqlite3.Connection:
        """Return a connection to the file, or to one in memory."""
        if self.path is None or way == _IN_MEMORY:
            return _prepared(":memory:", self._kind, "memory")
        if way == _FULL_USE:
            _create_for_owner(self.path)
        return _prepared(f"{self.path.absolute().as_uri()}?{way}", self._kind, str(self.path))

    def _name(self) -> str:
        return f"{self.path or 'memory'}: The {self._kind.name}"

    @contextlib.contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # extended codes carry the general one in their last byte
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGED:
                raise StoreError(
                    f"{self._name()} is damaged, or is no such file ({error}).",
                    hint="Nothing was changed. Move the file away, and a new one is begun.",
                ) from error
            refusal = UnwritableError if code in _UNWRITABLE else StoreError
            raise refusal(f"{self._name()} cannot be used ({error}).") from error
        except OverflowError as error:
            raise StoreError(f"{self._name()} cannot hold so large a number.") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnwritableError(f"{self._name()} cannot be used ({reason}).") from error


def _prepared(address: str, kind: FileKind, name: str) -> sqlite3.Connection:
    """Return a connection to a file in its present form."""
    connection = sqlite3.connect(
        address,
        uri=address.startswith("file:"),
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        migrate(connection, kind, name, patience=PATIENCE)
        # a loss of power may take the last calls along, but never damages the file
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _create_for_owner(path: Path) -> None:
    """Create an empty file that no other user can read; files beside it follow its rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
