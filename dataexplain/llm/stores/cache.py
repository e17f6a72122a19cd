"""Replies that were paid for once: kept under a key of the whole request, and given back."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import write_whole
from dataexplain.errors import OutputError, StoreError
from dataexplain.llm.stores.cache_pruning import DAY, Removals, check_wishes, prune
from dataexplain.llm.stores.cache_statistics import CacheStatistics, cache_statistics, moment_text
from dataexplain.llm.stores.kept_json import kept_json, kept_text
from dataexplain.llm.stores.sqlite_files import SqliteFile, UnwritableError
from dataexplain.llm.stores.sqlite_migrations import FileKind

REPLIES = FileKind(
    name="cache of replies",
    mark=0x44585245,
    migrations=(
        (
            "CREATE TABLE replies (key TEXT PRIMARY KEY, backend TEXT NOT NULL, "
            "model TEXT NOT NULL, request TEXT, reply TEXT NOT NULL, made REAL NOT NULL) STRICT",
        ),
        (
            "ALTER TABLE replies ADD COLUMN used REAL NOT NULL DEFAULT 0",
            "ALTER TABLE replies ADD COLUMN hits INTEGER NOT NULL DEFAULT 0",
            "UPDATE replies SET used = made",
            "CREATE INDEX replies_by_use ON replies (used)",
        ),
    ),
    loss="New replies are not kept: a later run asks for them again.",
)
# Hits are written when there are so many, and when they are looked at: reading stays fast.
_MOST_UNWRITTEN_HITS = 500

_OF_MODEL = "DELETE FROM replies WHERE model = coalesce(:model, model)"
# The replies that were not used for longest, until they make up a share of what all of them hold.
# Pages of the file are shared, so that bytes of rows are no bytes of the file.
# DELETE stands first, as rows are only counted for statements that begin with it.
_LONGEST_UNUSED = """
    DELETE FROM replies WHERE key IN (
        WITH sized AS (
            SELECT key, model, used,
                2 * length(key) + length(CAST(reply AS BLOB))
                + length(CAST(coalesce(request, '') AS BLOB)) AS bytes
            FROM replies
        ), ranked AS (
            SELECT key, bytes, sum(bytes) OVER (ORDER BY used, key ROWS UNBOUNDED PRECEDING) AS upto
            FROM sized WHERE model = coalesce(:model, model)
        )
        SELECT key FROM ranked WHERE upto - bytes < :share * (SELECT sum(bytes) FROM sized)
    )
"""
_REMOVALS = Removals(
    of_model=_OF_MODEL,
    unused=f"{_OF_MODEL} AND used < :since",
    longest_unused=_LONGEST_UNUSED,
)


class ReplyCache:
    """Replies by the key of their request, in one file that many processes share.

    Parameters
    ----------
    path : Path or None
        None keeps replies in memory.
    secrets : callable, optional
        Gives the texts that may not be kept, such as keys of servers.
    clock : callable, optional
        Gives the time in seconds since 1970.

    Attributes
    ----------
    notes : list of str
        What the user should know: that the file cannot be written.
    in_memory : bool
        Whether there is no file, or none that can be opened.

    Raises
    ------
    StoreError
        When the file is damaged or was written by a newer version.

    Examples
    --------
    >>> with ReplyCache(None) as cache:
    ...     cache.put("ab12", {"text": "yes"}, backend="embedded", model="m", request=None)
    ...     cache.get("ab12"), cache.get("cd34")
    ({'text': 'yes'}, None)
    """

    def __init__(
        self,
        path: Path | None,
        *,
        secrets: Callable[[], Iterable[str]] = tuple,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._secrets = secrets
        self._clock = clock
        self._hits: dict[str, tuple[float, int]] = {}
        self._hits_lock = threading.Lock()
        self._file = SqliteFile(path, REPLIES)
        self.notes = self._file.notes
        self.in_memory = self._file.in_memory

    def __enter__(self) -> ReplyCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return the reply that is kept under a key, or None."""
        rows = self._file.rows("SELECT reply FROM replies WHERE key = ?", (key,))
        if not rows:
            return None
        reply = _read(rows[0][0], key)
        with self._hits_lock:
            self._hits[key] = (self._clock(), self._hits.get(key, (0.0, 0))[1] + 1)
            many = len(self._hits) >= _MOST_UNWRITTEN_HITS
        if many:
            self._write_hits()
        return reply

    def has(self, key: str) -> bool:
        """Tell whether a reply is kept under a key; this is no use of it."""
        return bool(self._file.rows("SELECT 1 FROM replies WHERE key = ?", (key,)))

    def put(
        self,
        key: str,
        reply: Mapping[str, Any],
        *,
        backend: str,
        model: str,
        request: Mapping[str, Any] | None,
    ) -> None:
        """Keep a reply; one that is there already stays.

        Parameters
        ----------
        key : str
            The SHA-256 of the whole request, in hexadecimal.
        reply : mapping
            JSON.
        backend, model : str
        request : mapping or None
            What was asked, for whoever exports the cache; nothing reads it back.

        Raises
        ------
        StoreError
            When the reply is not JSON. A file that cannot be written is said in `notes` instead.
        """
        secrets = tuple(self._secrets())
        now = self._clock()
        row = (
            key,
            kept_text(backend, secrets),
            kept_text(model, secrets),
            None if request is None else kept_json(request, secrets),
            kept_json(reply, secrets),
            now,
            now,
        )
        try:
            self._file.insert(
                "INSERT INTO replies (key, backend, model, request, reply, made, used) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                row,
            )
        except UnwritableError as error:
            self._file.note(error)

    def statistics(self) -> CacheStatistics:
        """Return what the cache holds."""
        self._write_hits()
        return cache_statistics(self._file)

    def prune(
        self,
        *,
        older_than_days: float | None = None,
        model: str | None = None,
        most_bytes: int | None = None,
    ) -> int:
        """Remove replies, those first that were not used for longest; the file shrinks.

        Parameters
        ----------
        older_than_days : float, optional
            Remove what was not used for so many days.
        model : str, optional
            Remove replies of this model only; alone: all of them.
        most_bytes : int, optional
            Remove as many as it takes for the file to be no larger; 0 removes all.

        Returns
        -------
        int
            How many were removed.

        Raises
        ------
        ParameterError
            When nothing is named, or a number is not 0 or more.
        StoreError
            When the file cannot be written.

        Examples
        --------
        >>> with ReplyCache(None) as cache:
        ...     cache.put("ab12", {"text": "yes"}, backend="embedded", model="m", request=None)
        ...     cache.prune(model="other"), cache.prune(model="m")
        (0, 1)
        """
        check_wishes(older_than_days, model, most_bytes)
        self._write_hits()
        oldest = None if older_than_days is None else self._clock() - older_than_days * DAY
        name = None if model is None else kept_text(model)
        return prune(self._file, _REMOVALS, model=name, unused_since=oldest, most_bytes=most_bytes)

    def export(self, path: Path) -> int:
        """Write every reply with its request as JSON Lines, and return how many there are.

        Parameters
        ----------
        path : Path
            A file there is replaced when all is written.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        self._write_hits()
        rows = self._file.rows(
            "SELECT key, backend, model, made, used, hits, request, reply "
            "FROM replies ORDER BY made, key"
        )
        try:
            write_whole(path, "".join(map(_line, rows)))
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}. Name another file.") from error
        return len(rows)

    def close(self) -> None:
        """Close the file; to do so twice is no mistake."""
        try:
            self._write_hits()
        finally:
            self._file.close()

    def _write_hits(self) -> None:
        """Note which replies were used; that this cannot be written takes nothing from anyone."""
        with self._hits_lock:
            hits, self._hits = self._hits, {}
        if not hits:
            return
        try:
            with self._file.writing() as connection:
                connection.executemany(
                    "UPDATE replies SET used = max(used, ?), hits = hits + ? WHERE key = ?",
                    [(used, count, key) for key, (used, count) in hits.items()],
                )
        except UnwritableError:
            return


def _read(text: str, key: str) -> dict[str, Any]:
    try:
        reply = json.loads(text)
    except ValueError:
        reply = None
    if not isinstance(reply, dict):
        raise StoreError(
            f"The cache of replies holds something else than a reply under the key {key}.",
            hint="Move the file away, and a new one is begun.",
        )
    return reply


def _line(row: tuple[Any, ...]) -> str:
    """Return a row as a line of JSON."""
    key, backend, model, made, used, hits, request, reply = row
    values = {
        "key": key,
        "backend": backend,
        "model": model,
        "made": moment_text(made),
        "used": moment_text(used),
        "hits": hits,
        "request": None if request is None else json.loads(request),
        "reply": json.loads(reply),
    }
    return json.dumps(values) + "\n"
