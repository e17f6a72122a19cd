"""Which replies leave a cache: of a model, not used for long, or too many for a size."""

from __future__ import annotations

import math
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.llm.stores.sqlite_files import SqliteFile

DAY = 86_400.0

_REMOVE = "DELETE FROM replies WHERE model = coalesce(:model, model)"
_REMOVE_UNUSED = f"{_REMOVE} AND used < :since"
# The replies that were not used for longest, until they make up a share of what all of them hold.
# Pages of the file are shared, so that bytes of rows are no bytes of the file.
# DELETE stands first, as rows are only counted for statements that begin with it.
_REMOVE_SHARE = """
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


def check_wishes(older_than_days: float | None, model: str | None, most_bytes: int | None) -> None:
    """Refuse wishes that name nothing to remove, or numbers that are not 0 or more.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> check_wishes(None, None, -1)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'most_bytes' parameter of prune must be a number of 0 ...
    """
    if older_than_days is None and model is None and most_bytes is None:
        expected = "given, or else model or most_bytes"
        raise ParameterError("older_than_days", "prune", expected, None)
    for name, number in (("older_than_days", older_than_days), ("most_bytes", most_bytes)):
        if number is not None and not 0 <= number < math.inf:
            raise ParameterError(name, "prune", "a number of 0 or more", number)


def prune(
    file: SqliteFile, *, unused_since: float | None, model: str | None, most_bytes: int | None
) -> int:
    """Remove replies from the file of a cache, which shrinks, and return how many were removed.

    Parameters
    ----------
    file : SqliteFile
    unused_since : float or None
        Remove what was not used since then, in seconds since 1970.
    model : str or None
        Remove replies of this model only; alone: all of them.
    most_bytes : int or None
        Remove those that were not used for longest, until the file is no larger.
    """
    removed = 0
    if unused_since is not None:
        removed = _removed(file, _REMOVE_UNUSED, model=model, since=unused_since)
    elif most_bytes is None:
        removed = _removed(file, _REMOVE, model=model)
    file.shrink()
    while most_bytes is not None and (size := file.size()) > most_bytes:
        more = _removed(file, _REMOVE_SHARE, model=model, share=1 - most_bytes / size)
        if more <= 0:
            break
        removed += more
        file.shrink()
    return removed


def _removed(file: SqliteFile, statement: str, **values: Any) -> int:
    with file.writing() as connection:
        return connection.execute(statement, values).rowcount
