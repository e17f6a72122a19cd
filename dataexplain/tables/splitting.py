"""Which rows propose and which rows test: decided by the rows' content, never by a seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.errors import InputError, ParameterError
from dataexplain.tables.row_keys import RowKeys, keys_of_frame, scramble
from dataexplain.tables.same_texts import linked, same_text_units
from dataexplain.tables.table import Role, Table, Task
from dataexplain.tables.time_split import LEAST_EARLIER_TIMES, LEAST_TIMES, later_rows

_STRATA = 10
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Split:
    """The rows of a table in two parts, and with a time column a gap between them.

    Parameters
    ----------
    discovery, verification : numpy.ndarray
        Places of rows in the table's frame, ascending as `split_rows` returns them.
    method : str
        How the rows were divided, as a sentence.
    split_hash : str
        The hash of the content of the verification rows.
    """

    discovery: np.ndarray
    verification: np.ndarray
    method: str
    split_hash: str
    left_out: int = 0


def split_rows(table: Table, *, verification_share: float = 0.5) -> Split:
    """Divide the rows by a keyed hash of their content.

    The order of rows and columns does not matter, and there is no seed: another try gives
    the same rows. Rows of one group stay together, and so do rows with the same text. Where the
    table has times, later rows verify, after a gap (`dataexplain.tables.time_split`).

    Parameters
    ----------
    table : Table
    verification_share : float
        The share of the rows that only test claims.

    Returns
    -------
    Split

    Raises
    ------
    ParameterError
        When the share is not between 0 and 1.
    InputError
        When a side would be empty.

    Examples
    --------
    >>> from dataexplain.tables.schema import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> split = split_rows(table)
    >>> len(split.discovery), len(split.verification)
    (20, 20)
    """
    if not 0 < verification_share < 1:
        raise ParameterError(
            parameter="verification_share",
            owner="split_rows",
            expected="a number between 0 and 1",
            got=verification_share,
        )
    keys = _told_apart(_row_keys(table))
    group = next((column.name for column in table.columns if column.role is Role.GROUP), None)
    if table.row_times is not None:
        return _by_time(table, keys, group, verification_share)
    texts = same_text_units(table)
    if group is not None:
        chosen = _rank_groups(table.frame[group], keys, verification_share, texts)
        method = f"by a keyed hash of {group!r}: rows of one group stay together"
    else:
        strata = _strata(table)
        if texts is None:
            chosen = _rank(keys, strata, verification_share)
        else:
            chosen = _rank_texts(keys, strata, texts, verification_share)
        by = "class" if table.task is not Task.REGRESSION else "tenth of the outcome"
        method = f"by a keyed hash of each row's content, within each {by}"
    if texts is not None:
        method += "; rows with the same text stay together"
    verification, discovery = np.flatnonzero(chosen), np.flatnonzero(~chosen)
    if not len(verification) or not len(discovery):
        what, remedy = "rows", "Give more rows."
        if group is not None:
            what, remedy = f"groups in {group!r}", "Give a column with more groups, or none."
        elif texts is not None:
            what, remedy = "different texts", "Give more texts, or the column another role."
        raise InputError(
            message=f"There are too few {what} to set some apart for verification.",
            file=table.source,
            column=group,
            remedy=remedy,
        )
    _check_classes(table, discovery, verification, group)
    digest = hashlib.sha256(np.sort(keys[verification]).astype("<u8").tobytes())
    return Split(discovery, verification, method, digest.hexdigest())


def _by_time(table: Table, keys: np.ndarray, group: str | None, share: float) -> Split:
    assert table.row_times is not None
    groups = None
    if group is not None:
        groups = np.unique(_group_keys(table.frame[group], keys), return_inverse=True)[1]
    clock = next(column.name for column in table.columns if column.role is Role.TIME)
    discovery, verification = later_rows(table.row_times, groups, share)
    if group is not None and not (len(discovery) and len(verification)):
        raise InputError(
            message="No group may be on both sides of the cut in time, and one side stays empty.",
            file=table.source,
            column=group,
            remedy="Give a column with more groups, or none.",
        )
    distinct = len(np.unique(table.row_times[verification]))
    earlier = len(np.unique(table.row_times[discovery]))
    if earlier < LEAST_EARLIER_TIMES or distinct < LEAST_TIMES:
        raise InputError(
            message=f"Later rows verify: these have {distinct} distinct times and the earlier ones "
            f"{earlier}, too few to tell what a stretch of time has in common.",
            file=table.source,
            column=clock,
            remedy=f"Give a column with at least {2 * LEAST_TIMES + 2} evenly filled distinct "
            "times, or none.",
        )
    _check_classes(table, discovery, verification, clock)
    digest = hashlib.sha256(np.sort(keys[verification]).astype("<u8").tobytes())
    method = f"by {clock!r}: later rows verify, after a gap"
    if group is not None:
        method += f"; no group of {group!r} is on both sides"
    left_out = len(table) - len(discovery) - len(verification)
    return Split(discovery, verification, method, digest.hexdigest(), left_out)


def _check_classes(
    table: Table, discovery: np.ndarray, verification: np.ndarray, group: str | None
) -> None:
    """Refuse a split that leaves a side without one of the classes, by groups or by weights."""
    if table.task is Task.REGRESSION:
        return
    outcome = table.frame[table.target]
    weights = table.weights()
    for rows in (discovery, verification):
        kept = rows if weights is None else rows[weights[rows] > 0]
        lacking = set(table.classes) - set(outcome.iloc[kept].astype(str))
        if lacking:
            raise InputError(
                message=(
                    f"Only some of the rows can propose and the others test, and one of the two "
                    f"sides has no row of class {min(lacking)!r}."
                ),
                file=table.source,
                column=group or table.target,
                remedy="Give more rows (or groups) of that class, or leave its rows out.",
            )


def _row_keys(table: Table) -> np.ndarray:
    if table.row_keys is not None and len(table.row_keys) == len(table):
        return table.row_keys
    return keys_of_frame(table.frame)


def _told_apart(keys: np.ndarray) -> np.ndarray:
    """Give each of several identical rows a key of its own, by its number among them."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    lengths = np.diff(np.append(starts, len(keys)))
    number = np.empty(len(keys), dtype=np.uint64)
    number[order] = np.arange(len(keys)) - np.repeat(starts, lengths)
    return scramble(keys + number * _GOLDEN)


def _strata(table: Table) -> np.ndarray:
    values = table.frame[table.target]
    if table.task is not Task.REGRESSION:
        return np.asarray(values.cat.codes, dtype=np.int64)
    numbers = values.to_numpy(dtype=np.float64)
    edges = np.quantile(numbers, np.arange(1, _STRATA) / _STRATA, method="inverted_cdf")
    return np.searchsorted(np.unique(edges), numbers)


def _rank(keys: np.ndarray, strata: np.ndarray, share: float) -> np.ndarray:
    """Take the rows with the lowest keys of each stratum, so that the shares are exact."""
    order = np.lexsort((keys, strata))
    sizes = np.bincount(strata)
    # Rounding the running total keeps the whole as close to the share as each stratum.
    taken = np.diff(np.floor(np.append(0, np.cumsum(sizes)) * share + 0.5)).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    chosen = np.zeros(len(keys), dtype=bool)
    chosen[order] = place < np.repeat(taken, sizes)
    return chosen


def _rank_texts(
    keys: np.ndarray, strata: np.ndarray, texts: np.ndarray, share: float
) -> np.ndarray:
    """Take whole units of rows with the same text, each within the stratum of its lowest key."""
    order = np.lexsort((keys, texts))
    first = order[np.flatnonzero(np.append(True, np.diff(texts[order]) > 0))]
    sizes = np.bincount(texts)
    ranked = np.lexsort((keys[first], strata[first]))
    within = strata[first][ranked]
    before = np.cumsum(sizes[ranked]) - sizes[ranked]
    starts = np.flatnonzero(np.append(True, np.diff(within) > 0))
    lengths = np.diff(np.append(starts, len(within)))
    place = before - np.repeat(before[starts], lengths) + sizes[ranked] / 2
    rows = np.repeat(np.add.reduceat(sizes[ranked], starts), lengths)
    taken = np.zeros(len(sizes), dtype=bool)
    taken[ranked] = place <= share * rows
    return np.asarray(taken[texts])


def _rank_groups(
    groups: pd.Series, keys: np.ndarray, share: float, texts: np.ndarray | None = None
) -> np.ndarray:
    """Take whole groups in the order of their keys up to the share; a row without one is alone."""
    own = _group_keys(groups, keys)
    if texts is not None:
        own = _lowest(own, linked(np.unique(own, return_inverse=True)[1], texts))
    _, codes, sizes = np.unique(own, return_inverse=True, return_counts=True)
    before = np.cumsum(sizes) - sizes
    taken = before + sizes / 2 <= share * len(keys)
    if len(sizes) > 1:  # however large the first or the last group is, no side is empty
        taken[0], taken[-1] = True, False
    return np.asarray(taken[codes])


def _lowest(keys: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return for each row the lowest key of its unit."""
    lowest = np.full(int(units.max()) + 1, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(lowest, units, keys)
    return np.asarray(lowest[units])


def _group_keys(groups: pd.Series, keys: np.ndarray) -> np.ndarray:
    """Return a key for each row's group; a row without one is alone."""
    grouped = RowKeys(len(groups))
    grouped.add("group", pd.Categorical(groups))
    return np.where(groups.isna().to_numpy(), keys, grouped.values)
