"""Columns that say the same: another unit, another coding, the same numbers with a little noise."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd

from dataexplain.faults.value_counts import holds_numbers
from dataexplain.faults.wording import ignoring
from dataexplain.records import FaultRecord
from dataexplain.tables import Column, Table

KIND = "near_copy"
LEAST_CORRELATION = 0.999
# Copies are sought among so many rows, and then confirmed among all of them.
SOUGHT_ROWS, LEAST_SOUGHT_ROWS = 4_000, 500
_MOST_PRODUCTS = 4_000_000_000
_ROWS_AT_A_TIME = 500
# Averages are over all rows of a column, not over those that know both.
_LEEWAY = 0.01
_MOST_DISTINCT_SHARE = 0.5
_MOST_GROUPS = 50


def copy_faults(table: Table) -> list[FaultRecord]:
    """Return groups of columns that are copies of each other.

    Parameters
    ----------
    table : Table

    Returns
    -------
    list of FaultRecord

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> metres = np.random.default_rng(0).normal(size=60).round(2)
    >>> data = {"m": metres, "cm": 100 * metres, "y": np.arange(60.0)}
    >>> [fault.columns for fault in copy_faults(build_table(data, "y"))]
    [('m', 'cm')]
    """
    columns = [column for column in table.features if column.derived_from is None]
    sample = _sample(len(table), len(columns))
    linked: dict[tuple[str, str], str] = {}
    for first, second, correlation in _correlated(table, columns, sample):
        linked[first, second] = f"correlate by {_rounded(correlation)}"
    for first, second in _relabelled(table, columns, sample):
        linked[first, second] = "tell each other's value in every row"
    groups = _groups(list(linked), [column.name for column in columns])
    return [_record(table, group, linked) for group in groups[:_MOST_GROUPS]]


def _sample(rows: int, columns: int) -> np.ndarray:
    """Return rows to seek copies among, fewer where there are very many columns."""
    wanted = min(max(_MOST_PRODUCTS // max(columns, 1) ** 2, LEAST_SOUGHT_ROWS), SOUGHT_ROWS, rows)
    return np.linspace(0, rows - 1, wanted).astype(np.int64)


def _correlated(
    table: Table, columns: list[Column], sample: np.ndarray
) -> list[tuple[str, str, float]]:
    """Return pairs of columns of numbers on one line, with their correlation."""
    names = [column.name for column in columns if holds_numbers(table, column)]
    if len(names) < 2:
        return []
    numbers = table.frame[names].to_numpy(dtype=np.float64)[sample]
    missing = np.isnan(numbers)
    centred = np.where(missing, 0.0, numbers - _means(numbers, missing))
    scale = np.sqrt((centred**2).sum(axis=0))
    centred = (centred / np.where(scale > 0, scale, 1.0)).astype(np.float32)
    known = (~missing).astype(np.float32)
    found = []
    for start in range(0, len(names), _ROWS_AT_A_TIME):
        some = slice(start, start + _ROWS_AT_A_TIME)
        products = np.abs(centred[:, some].T @ centred)
        if missing.any():  # over the rows that know both
            own, other = (centred[:, some] ** 2).T @ known, known[:, some].T @ centred**2
            products /= np.sqrt(np.maximum(own * other, 1e-12))
        for first, second in np.argwhere(products >= LEAST_CORRELATION - _LEEWAY):
            if start + first < second:
                found.append((names[start + int(first)], names[int(second)]))
    return [
        (first, second, correlation)
        for first, second in found
        if abs(correlation := _correlation(table, first, second)) > LEAST_CORRELATION
    ]


def _rounded(correlation: float) -> str:
    return f"{correlation:.5f}".rstrip("0").rstrip(".")


def _means(numbers: np.ndarray, missing: np.ndarray) -> np.ndarray:
    known = np.maximum((~missing).sum(axis=0), 1)
    return np.asarray(np.where(missing, 0.0, numbers).sum(axis=0) / known)


def _correlation(table: Table, first: str, second: str) -> float:
    """Return the correlation of two columns over the rows that know both, or 0."""
    pair = table.frame[[first, second]].to_numpy(dtype=np.float64)
    known = ~np.isnan(pair).any(axis=1)
    pair = pair[known] - pair[known].mean(axis=0)
    spread = np.sqrt((pair**2).sum(axis=0)).prod()
    if known.sum() < 0.5 * (~np.isnan(table.frame[first].to_numpy(dtype=np.float64))).sum():
        return 0.0
    return float((pair[:, 0] * pair[:, 1]).sum() / spread) if spread > 0 else 0.0


def _relabelled(table: Table, columns: list[Column], sample: np.ndarray) -> list[tuple[str, str]]:
    """Return pairs of columns of which each tells the other's value."""
    alike: dict[bytes, list[str]] = defaultdict(list)
    for column in columns:
        codes, values = pd.factorize(table.frame[column.name].iloc[sample])
        if 2 <= len(values) <= _MOST_DISTINCT_SHARE * len(sample):
            alike[codes.astype(np.int32).tobytes()].append(column.name)
    found = []
    for names in alike.values():
        whole: dict[bytes, list[str]] = defaultdict(list)
        for name in names if len(names) > 1 else []:
            codes = pd.factorize(table.frame[name])[0]
            whole[codes.astype(np.int32).tobytes()].append(name)
        for same in whole.values():
            found += (
                list(combinations(same, 2))
                if len(same) < 5
                else [(same[0], other) for other in same[1:]]
            )
    return found


def _groups(pairs: list[tuple[str, str]], order: list[str]) -> list[tuple[str, ...]]:
    """Join pairs that share a column."""
    leader = {name: name for pair in pairs for name in pair}

    def lead(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for first, second in pairs:
        leader[lead(second)] = lead(first)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in order:
        if name in leader:
            groups[lead(name)].append(name)
    return [tuple(names) for names in groups.values()]


def _record(
    table: Table, group: tuple[str, ...], linked: dict[tuple[str, str], str]
) -> FaultRecord:
    how = next(text for pair, text in linked.items() if set(pair) <= set(group))
    shown = [repr(name) for name in group[:4]]
    more = f" and {len(group) - 4} others" if len(group) > 4 else ""
    listed = ", ".join(shown) + more if more else ", ".join(shown[:-1]) + f" and {shown[-1]}"
    return FaultRecord(
        column=group[0],
        kind=KIND,
        text=f"{listed} {how}: they say the same, so no effect can be told to be of one and not "
        "of the other.",
        id=f"{KIND}-{'-'.join(group[:4])}",
        severity="warning",
        columns=group,
        rows=len(table),
        remedy=f"Keep one of them: {ignoring(*group[1:4])}",
        evidence={"columns": len(group), "how": how},
    )
