"""Which rows leave a file: of a model, not used for long, or too many for a size."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dataexplain.errors import ParameterError
from dataexplain.llm.stores.sqlite_files import SqliteFile

DAY = 86_400.0


@dataclass(frozen=True)
class Removals:
    """How rows are removed from one kind of file; `:model` is None where any model will do.

    Parameters
    ----------
    of_model : str
        Removes all rows of ``:model``.
    unused : str
        Removes those not used (or made) since ``:since``.
    longest_unused : str
        Removes those not used for longest, that make up ``:share`` of what all rows hold.
        Pages of a file are shared, so that bytes of rows are no bytes of the file.
    """

    of_model: str
    unused: str
    longest_unused: str


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
    file: SqliteFile,
    removals: Removals,
    *,
    model: str | int | None,
    unused_since: float | None,
    most_bytes: int | None,
) -> int:
    """Remove rows from a file, which shrinks, and return how many were removed.

    Parameters
    ----------
    file : SqliteFile
    removals : Removals
    model : str, int or None
        Remove rows of this model only; alone: all of them.
    unused_since : float or None
        Remove what was not used since then, in seconds since 1970.
    most_bytes : int or None
        Remove those that were not used for longest, until the file is no larger.
    """
    removed = 0
    if unused_since is not None:
        removed = _removed(file, removals.unused, model=model, since=unused_since)
    elif most_bytes is None:
        removed = _removed(file, removals.of_model, model=model)
    file.shrink()
    while most_bytes is not None and (size := file.size()) > most_bytes:
        share = 1 - most_bytes / size
        more = _removed(file, removals.longest_unused, model=model, share=share)
        if more <= 0:
            break
        removed += more
        file.shrink()
    return removed


def _removed(file: SqliteFile, statement: str, **values: float | str | None) -> int:
    with file.writing() as connection:
        return connection.execute(statement, values).rowcount
