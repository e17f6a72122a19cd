"""Wide tables: which columns are worth fitting, found one by one on discovery rows.

Each column is cut into bins (tenths of its rows, or its levels, and its missing cells), and the
averages of the outcome in them are held against chance. A bend or an effect of missing cells is
seen as well as a slope.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
from scipy.stats import chi2, rankdata

from dataexplain.records import ScreenRecord
from dataexplain.tables import Column, Table, Task

# No more features are fitted than this, nor than one for so many discovery rows: each is to be held
# fixed by its line and its curve (`docs/design/screening.md`).
MOST_FEATURES = 200
ROWS_PER_FEATURE = 12
FEWEST_KEPT = 50
# A column is looked at on at most so many rows.
SCREENED_ROWS = 10_000
BINS = 10
MOST_LEVELS = 20


def screen(
    table: Table, rows: np.ndarray, *, most: int = MOST_FEATURES
) -> tuple[Table, ScreenRecord | None]:
    """Leave out the features that are least related to the outcome, where there are too many.

    Controls are kept in any case, and so is every column that is no feature.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows, in an order that says nothing: no other row is looked at.
    most : int
        How many features may be fitted, controls not counted; with few rows fewer.

    Returns
    -------
    (Table, ScreenRecord or None)
        The table as it was and None, where it has no more features than that.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> rng = np.random.default_rng(0)
    >>> data = {f"x{place}": rng.normal(size=200) for place in range(30)}
    >>> data["y"] = np.abs(data["x7"]) + data["x3"]
    >>> narrow, record = screen(build_table(data, "y"), np.arange(200), most=2)
    >>> [column.name for column in narrow.features], len(record.left_out)
    (['x3', 'x7'], 28)
    """
    candidates = [
        column
        for column in table.features
        if column.name not in table.controls and column.derived_from not in table.controls
    ]
    kept = min(most, max(FEWEST_KEPT, len(rows) // ROWS_PER_FEATURE))
    if len(candidates) <= kept:
        return table, None
    scores = relatedness(table, rows, candidates)
    # ties are decided by name, so that the order of columns changes nothing
    order = sorted(candidates, key=lambda column: (-scores[column.name], column.name))
    lost = {column.name for column in order[kept:]}
    columns = tuple(column for column in table.columns if column.name not in lost)
    names = [column.name for column in columns]
    narrow = dataclasses.replace(table, frame=table.frame[names], columns=columns)
    left_out = tuple(column.name for column in candidates if column.name in lost)
    method = (
        "On rows that propose, each column was held against the outcome by "
        f"itself: its tenths or levels, and its missing cells. The {kept:,} most related were kept "
        "beside the controls. The others are neither fitted nor held fixed, and one that matters "
        "only together with another may be among them."
    )
    return narrow, ScreenRecord(len(candidates), kept, left_out, method)


def relatedness(table: Table, rows: np.ndarray, columns: list[Column]) -> dict[str, float]:
    """Return how surely each column is related to the outcome: the strongest -log p of its tests.

    Tested are the differences among all bins, the trend along them, and missing cells against
    the rest; for each class by itself.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
    columns : list of Column

    Returns
    -------
    dict of str to float
    """
    weights = table.weights()
    if weights is not None:
        rows = rows[weights[rows] > 0]
    rows = rows[:: max(-(-len(rows) // SCREENED_ROWS), 1)]
    shares = np.ones(len(rows)) if weights is None else weights[rows] / weights[rows].mean()
    outcomes = _outcomes(table, rows, shares)
    return {
        column.name: _strongest(column, table.frame[column.name].iloc[rows], shares, outcomes)
        for column in columns
    }


def _outcomes(table: Table, rows: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return one column a class, or the ranks of a number, of mean 0 and spread 1, weighted."""
    if table.task is Task.REGRESSION:
        # ranks: a few extreme outcomes must not decide which columns are kept
        outcomes = rankdata(table.outcome()[rows])[:, None]
    else:
        outcomes = np.column_stack([table.outcome(name)[rows] for name in table.explained_classes])
    outcomes = outcomes - np.average(outcomes, axis=0, weights=shares)
    spread = np.sqrt(np.average(outcomes**2, axis=0, weights=shares))
    return np.asarray(shares[:, None] * outcomes / np.where(spread > 0, spread, np.inf))


def _strongest(
    column: Column, values: pd.Series, shares: np.ndarray, outcomes: np.ndarray
) -> float:
    bins = _level_bins(values) if column.nominal else _number_bins(values)
    members = (bins == np.unique(bins)[:, None]).astype(np.float64)
    missing = bool((bins < 0).any())
    counts, sums = members @ shares, members @ outcomes
    among = np.sum(sums**2 / counts[:, None], axis=0)
    tests = [(among, len(counts) - 1)]
    if missing and len(counts) > 1:
        tests.append((sums[0] ** 2 * (1 / counts[0] + 1 / counts[1:].sum()), 1))
    if not column.nominal:
        tests.append((_trend(counts[int(missing) :], sums[int(missing) :]), 1))
    tested = [
        float(-chi2.logsf(statistic.max(), freedom)) for statistic, freedom in tests if freedom
    ]
    return max(tested, default=0.0)


def _trend(counts: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Return the squared z of a straight line along the bins."""
    if len(counts) < 2:
        return np.zeros(sums.shape[1])
    place = np.arange(len(counts)) - np.average(np.arange(len(counts)), weights=counts)
    return np.asarray((place @ sums) ** 2 / (counts @ place**2))


def _number_bins(values: pd.Series) -> np.ndarray:
    """Return the tenth each number lies in; -1 where it is missing."""
    numbers = values.to_numpy(dtype=np.float64)
    missing = np.isnan(numbers)
    if missing.all():
        return np.full(len(numbers), -1)
    known = numbers[~missing]
    edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS, method="higher"))
    return np.where(missing, -1, np.searchsorted(edges, numbers, side="right"))


def _level_bins(values: pd.Series) -> np.ndarray:
    """Return each level's place among the most frequent; rarer ones share one, missing is -1."""
    codes = values.cat.codes.to_numpy().astype(np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(values.cat.categories))
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return np.append(np.minimum(rank, MOST_LEVELS - 1), -1)[codes]
