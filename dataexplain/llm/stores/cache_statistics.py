"""What a cache of replies holds: how many, how large, of which models, how often used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dataexplain.llm.stores.sqlite_files import SqliteFile

_BYTES = "length(CAST(reply AS BLOB)) + length(CAST(coalesce(request, '') AS BLOB))"


@dataclass(frozen=True)
class ModelReplies:
    """How many replies of one model are kept, and how large they and their requests are."""

    model: str
    entries: int
    bytes: int

    @property
    def key(self) -> str:
        """By what the model is pruned."""
        return self.model

    @property
    def shown(self) -> str:
        """How the model is shown."""
        return self.model

    @property
    def names(self) -> tuple[str, ...]:
        """How a user may call the model."""
        return (self.model,)


@dataclass(frozen=True)
class CacheStatistics:
    """What a cache holds.

    Parameters
    ----------
    entries : int
        Replies.
    bytes : int
        Of the whole file.
    models : tuple of ModelReplies
        The one with most replies first.
    oldest, newest : str or None
        When the first and the last reply were kept, in ISO 8601 and UTC.
    saved : int
        How many calls were answered from the cache.
    """

    entries: int
    bytes: int
    models: tuple[ModelReplies, ...]
    oldest: str | None
    newest: str | None
    saved: int


def cache_statistics(file: SqliteFile) -> CacheStatistics:
    """Return what the file of a cache holds."""
    models = file.rows(
        f"SELECT model, count(*), sum({_BYTES}) FROM replies "
        "GROUP BY model ORDER BY count(*) DESC, model"
    )
    entries, oldest, newest, saved = file.rows(
        "SELECT count(*), min(made), max(made), coalesce(sum(hits), 0) FROM replies"
    )[0]
    return CacheStatistics(
        entries=entries,
        bytes=file.size(),
        models=tuple(ModelReplies(*row) for row in models),
        oldest=None if oldest is None else moment_text(oldest),
        newest=None if newest is None else moment_text(newest),
        saved=saved,
    )


def moment_text(seconds: float) -> str:
    """Return a time in seconds since 1970 as ISO 8601, in UTC.

    Examples
    --------
    >>> moment_text(0.0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
