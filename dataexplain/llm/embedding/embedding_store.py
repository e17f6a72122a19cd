"""Embeddings that were computed before: float16 vectors by model and text, in one SQLite file."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataexplain.errors import StoreError
from dataexplain.llm.stores.cache_pruning import DAY, Removals, check_wishes, prune
from dataexplain.llm.stores.cache_statistics import moment_text
from dataexplain.llm.stores.sqlite_files import SqliteFile, UnwritableError
from dataexplain.llm.stores.sqlite_migrations import FileKind

FILE_NAME = "embeddings.sqlite"
EMBEDDINGS = FileKind(
    name="store of embeddings",
    mark=0x4458454D,
    migrations=(
        (
            "CREATE TABLE models (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE) STRICT",
            # vectors lie in the order they came in, so that adding them is quick; the keys,
            # which are in no order, are in an index of their own
            "CREATE TABLE vectors (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, "
            "model INTEGER NOT NULL, made REAL NOT NULL, vector BLOB NOT NULL) STRICT",
        ),
    ),
    loss="New embeddings are not kept: a later run computes them again.",
)
# Keys of one query: SQLite allows 999 everywhere.
_KEYS_AT_ONCE = 900
_KIND = np.dtype("<f2")
# A hash in a fingerprint, and how much of it is shown.
_HASH = re.compile(r"(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{20,}")
_OF_MODEL = "DELETE FROM vectors WHERE model = coalesce(:model, model)"
# vectors lie in the order they came in; reading one does not renew it
_OLDEST = """
    DELETE FROM vectors WHERE id IN (
        WITH sized AS (
            SELECT id, model, length(vector) + 2 * length(key) AS bytes FROM vectors
        ), ranked AS (
            SELECT id, bytes, sum(bytes) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS upto
            FROM sized WHERE model = coalesce(:model, model)
        )
        SELECT id FROM ranked WHERE upto - bytes < :share * (SELECT sum(bytes) FROM sized)
    )
"""
_REMOVALS = Removals(
    of_model=_OF_MODEL, unused=f"{_OF_MODEL} AND made < :since", longest_unused=_OLDEST
)


@dataclass(frozen=True)
class ModelEmbeddings:
    """How many embeddings of one model are kept, and how large they are.

    Examples
    --------
    >>> ModelEmbeddings(f"minilm:{'0123456789abcdef' * 4}:unit", 3, 2304).names[1:]
    ('minilm:0123456789ab:unit', 'minilm')
    >>> ModelEmbeddings("http://127.0.0.1:8000/v1#bge", 3, 2304).names[-1]
    'bge'
    """

    fingerprint: str
    entries: int
    bytes: int

    @property
    def key(self) -> str:
        """By what the model is pruned."""
        return self.fingerprint

    @property
    def shown(self) -> str:
        """How the model is shown: with less of its hash."""
        return _HASH.sub(r"\1", self.fingerprint)

    @property
    def names(self) -> tuple[str, ...]:
        """How a user may call the model: in full, as it is shown, or by its name alone."""
        address, _, name = self.fingerprint.rpartition("#")
        return (self.fingerprint, self.shown, name if address else name.partition(":")[0])


@dataclass(frozen=True)
class EmbeddingStatistics:
    """What a store of embeddings holds.

    Parameters
    ----------
    entries : int
        Embeddings.
    bytes : int
        Of the whole file.
    models : tuple of ModelEmbeddings
        The one with most embeddings first.
    oldest, newest : str or None
        When the first and the last embedding were kept, in ISO 8601 and UTC.
    """

    entries: int
    bytes: int
    models: tuple[ModelEmbeddings, ...]
    oldest: str | None
    newest: str | None


class EmbeddingStore:
    """Embeddings on disk, shared by any number of threads and processes.

    Texts are not kept, only their hashes. Whoever is killed leaves a file that can be read.

    Parameters
    ----------
    folder : Path or None
        None keeps embeddings in memory.
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
        When the file is damaged, is of another kind, or was written by a newer version.

    Examples
    --------
    >>> with EmbeddingStore(None) as store:
    ...     store.put_many("model", ["a", "b"], np.array([[1, 0], [0, 1]], np.float16))
    ...     {text: vector.tolist() for text, vector in store.get_many("model", ["b", "c"]).items()}
    {'b': [0.0, 1.0]}
    """

    def __init__(self, folder: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self._file = SqliteFile(None if folder is None else folder / FILE_NAME, EMBEDDINGS)
        self._clock = clock
        self.notes = self._file.notes
        self.in_memory = self._file.in_memory

    def __enter__(self) -> EmbeddingStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get_many(self, fingerprint: str, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the float16 vectors of those texts that are kept.

        Parameters
        ----------
        fingerprint : str
            The model.
        texts : sequence of str

        Raises
        ------
        StoreError
            When what is kept is no vector.
        """
        by_key = dict(zip(_keys(fingerprint, texts), texts, strict=True))
        return {
            by_key[key]: _vector(blob)
            for some in _slices(list(by_key), _KEYS_AT_ONCE)
            for key, blob in self._file.rows(
                f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(some))})", some
            )
        }

    def put_many(self, fingerprint: str, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Keep vectors, all of them or none; those that are there already stay.

        Parameters
        ----------
        fingerprint : str
            The model.
        texts : sequence of str
        vectors : float16 array (texts, dimensions)

        Notes
        -----
        A file that cannot be written is said in `notes`.
        """
        now = self._clock()
        blobs = (row.tobytes() for row in np.ascontiguousarray(vectors, dtype=_KIND))
        try:
            with self._file.writing() as connection:
                connection.execute(
                    "INSERT INTO models (fingerprint) VALUES (?) ON CONFLICT DO NOTHING",
                    (fingerprint,),
                )
                connection.executemany(
                    "INSERT INTO vectors (key, model, made, vector) "
                    "SELECT ?, id, ?, ? FROM models WHERE fingerprint = ? ON CONFLICT DO NOTHING",
                    (
                        (key, now, blob, fingerprint)
                        for key, blob in zip(_keys(fingerprint, texts), blobs, strict=True)
                    ),
                )
        except UnwritableError as error:
            self._file.note(error)

    def statistics(self) -> EmbeddingStatistics:
        """Return what the store holds."""
        models = self._file.rows(
            "SELECT fingerprint, count(*), sum(length(vector)) FROM vectors "
            "JOIN models ON models.id = model GROUP BY model ORDER BY count(*) DESC, fingerprint"
        )
        entries, oldest, newest = self._file.rows(
            "SELECT count(*), min(made), max(made) FROM vectors"
        )[0]
        return EmbeddingStatistics(
            entries=entries,
            bytes=self._file.size(),
            models=tuple(ModelEmbeddings(*row) for row in models),
            oldest=None if oldest is None else moment_text(oldest),
            newest=None if newest is None else moment_text(newest),
        )

    def prune(
        self,
        *,
        older_than_days: float | None = None,
        model: str | None = None,
        most_bytes: int | None = None,
    ) -> int:
        """Remove embeddings, the oldest first; the file shrinks.

        Parameters
        ----------
        older_than_days : float, optional
            Remove what was kept before that.
        model : str, optional
            Remove embeddings of the model with this fingerprint only; alone: all of them.
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
        """
        check_wishes(older_than_days, model, most_bytes)
        oldest = None if older_than_days is None else self._clock() - older_than_days * DAY
        return prune(
            self._file,
            _REMOVALS,
            model=self._number(model),
            unused_since=oldest,
            most_bytes=most_bytes,
        )

    def close(self) -> None:
        """Close the file; to do so twice is no mistake."""
        self._file.close()

    def _number(self, fingerprint: str | None) -> int | None:
        """Return the number of a model; 0, which none has, for one that was never kept."""
        if fingerprint is None:
            return None
        rows = self._file.rows("SELECT id FROM models WHERE fingerprint = ?", (fingerprint,))
        return int(rows[0][0]) if rows else 0


def _vector(blob: bytes) -> np.ndarray:
    if not blob or len(blob) % _KIND.itemsize:
        raise StoreError(
            f"The store of embeddings holds {len(blob)} bytes that are no vector.",
            hint="Move the file away, and a new one is begun.",
        )
    return np.frombuffer(blob, dtype=_KIND)


def _keys(fingerprint: str, texts: Sequence[str]) -> Iterator[bytes]:
    """Yield the key of each text: a hash of the model's fingerprint and the text."""
    of_model = hashlib.sha256(hashlib.sha256(fingerprint.encode()).digest())
    for text in texts:
        of_text = of_model.copy()
        of_text.update(text.encode())
        yield of_text.digest()


def _slices(keys: Sequence[bytes], most: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(keys), most):
        yield keys[start : start + most]
