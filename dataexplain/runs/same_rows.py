"""Are these the rows that a report was made from? A report keeps a sketch of its rows' keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataexplain.records import ReportRecord

KEPT = 256
# Where more of the rows repeat one another, old rows come back by themselves.
LEAST_DISTINCT = 0.9
# With so many of the old rows among the new ones, agreement is no news.
MANY_SHARED = 0.05


def row_sketch(keys: np.ndarray) -> tuple[str, ...]:
    """Return the smallest of the rows' keys: a sample of rows that every reader draws alike.

    Parameters
    ----------
    keys : ndarray of uint64
        Keys of rows by content, as in `Table.row_keys`.

    Examples
    --------
    >>> row_sketch(np.array([7, 255, 7], dtype=np.uint64))
    ('0000000000000007', '00000000000000ff')
    """
    return tuple(f"{int(key):016x}" for key in np.unique(keys)[:KEPT])


def shared_share(sketch: Sequence[str], keys: np.ndarray) -> float | None:
    """Return which share of a report's rows is among new ones, by its sketch.

    None without a sketch, or where so many rows are alike that it would say nothing.

    Parameters
    ----------
    sketch : sequence of str
        As `row_sketch` gave it.
    keys : ndarray of uint64
        Of the new rows, which have to have the same columns.

    Examples
    --------
    >>> shared_share(row_sketch(np.arange(4, dtype=np.uint64)), np.array([1, 2], dtype=np.uint64))
    0.5
    """
    distinct = np.unique(keys)
    if not sketch or len(distinct) < LEAST_DISTINCT * len(keys):
        return None
    present = {f"{int(key):016x}" for key in distinct}
    return sum(key in present for key in sketch) / len(sketch)


def shared_rows(report: ReportRecord, data_hash: str, keys: np.ndarray | None) -> float | None:
    """Return which share of a report's rows is among new ones; None where it cannot be told.

    Parameters
    ----------
    report : ReportRecord
    data_hash : str
        Of the new table.
    keys : ndarray of uint64 or None
        Of the new rows.
    """
    if data_hash == report.splits.data_hash:
        return 1.0
    return None if keys is None else shared_share(report.splits.row_sketch, keys)


def same_rows_warning(shared: float | None, source: str, *, same: bool) -> str:
    """Say that old rows are among the new ones, or nothing.

    Parameters
    ----------
    shared : float or None
        As `shared_rows` gave it.
    source : str
        What the old rows are called.
    same : bool
        Whether these are all of the old rows and no other.

    Examples
    --------
    >>> same_rows_warning(0.01, "may.csv", same=False)
    ''
    """
    if shared is None or shared < MANY_SHARED:
        return ""
    if same:
        return (
            f"These are the rows that the report was made from ({source}): this confirms nothing. "
            "Give rows that came later, or from elsewhere."
        )
    return (
        f"About {shared:.0%} of the rows that the report was made from ({source}) are among these: "
        "what agrees is partly the same rows again. Give new rows alone."
    )
