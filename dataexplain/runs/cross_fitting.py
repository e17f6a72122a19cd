"""Rows measured with curves that they had no part in: each fold's come from the other folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.errors import InputError
from dataexplain.models.additive import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.models.fitting import ExplainedAdditive, model_outcome
from dataexplain.tables import Table, Task
from dataexplain.tables.row_keys import keys_of_frame, scramble
from dataexplain.verification.vault import group_codes

FOLDS = 2
# With fewer rows in a fold no curve can be fitted to it.
LEAST_ROWS = 5
_STRATA = 10


@dataclass(frozen=True)
class CrossFitted:
    """Additive models of the folds, speaking for each row through one that did not see it.

    Parameters
    ----------
    models : tuple of ExplainedAdditive
        The one at place k was fitted on all folds but k.
    fold_of : ndarray of int
        The fold of each row of the table, by the index of its frame.
    """

    models: tuple[ExplainedAdditive, ...]
    fold_of: np.ndarray

    @property
    def intercept_(self) -> dict[str | None, float]:
        """The intercept of each outcome class, averaged over folds."""
        each = [model.intercept_ for model in self.models]
        return {name: float(np.mean([entry[name] for entry in each])) for name in each[0]}

    def contributions(self, X: pd.DataFrame, outcome_class: str | None = None) -> np.ndarray:
        """Return each column's part in the prediction of each row, on the link scale."""
        parts = np.zeros(X.shape)
        folds = self.fold_of[X.index.to_numpy()]
        for place, model in enumerate(self.models):
            own = folds == place
            if own.any():
                parts[own] = model.contributions(X[own], outcome_class)
        return parts


def cross_fitted_rows(table: Table, *, seed: int) -> AdjustedRows:
    """Prepare all rows of a table for measuring contrasts, by cross-fitting.

    Parameters
    ----------
    table : Table
    seed : int
        For the models.

    Returns
    -------
    AdjustedRows
        Lines are held as everywhere; no curve was fitted on the row that it is held at.

    Raises
    ------
    InputError
        When a fold would lack one of the classes, or nearly all rows are of one group or time.

    Examples
    --------
    >>> from dataexplain.claims import Contrast, Held, Position, Region
    >>> from dataexplain.tables import build_table
    >>> dose, sun = np.tile(np.arange(20.0), 10), np.repeat(np.arange(10.0), 20)
    >>> data = {"dose": dose, "sun": sun, "pain": 30 - dose + sun + np.sin(np.arange(200))}
    >>> rows = cross_fitted_rows(build_table(data, "pain"), seed=0)
    >>> slope = Contrast(Position("dose", 0.0, 1.0), Region(), Held(("sun",)), sign=-1)
    >>> round(rows.adjusted(slope).effect)
    -1
    """
    fold_of = folds(table)
    _check_classes(table, fold_of)
    models = tuple(_fitted(table, np.flatnonzero(fold_of != fold), seed) for fold in range(FOLDS))
    # in the order of their content, so that the file's order is forgotten
    everything = np.argsort(_keys(table), kind="stable")
    adjustment = Adjustment.fit(table, everything, CrossFitted(models, fold_of))
    return adjustment.on(table, everything, group_codes(table, everything))


def _fitted(table: Table, rows: np.ndarray, seed: int) -> ExplainedAdditive:
    """Fit the additive model on rows, in the order of their content."""
    rows = rows[np.argsort(_keys(table)[rows], kind="stable")]
    names = [column.name for column in table.features]
    weights = table.weights()
    make: Any = AdditiveRegressor if table.task is Task.REGRESSION else AdditiveClassifier
    model = make(random_state=seed).fit(
        table.frame.iloc[rows][names],
        model_outcome(table, rows),
        sample_weight=None if weights is None else weights[rows],
    )
    fitted = tuple(model.curves_)
    classes = table.explained_classes
    keys = dict.fromkeys(classes, fitted[0]) if len(fitted) == 1 else {c: c for c in classes}
    return ExplainedAdditive(model, keys)


def folds(table: Table, count: int = FOLDS) -> np.ndarray:
    """Return the fold of each row: by content, by whole groups, or by stretches of time.

    Parameters
    ----------
    table : Table
    count : int, default=2

    Returns
    -------
    ndarray of int of shape (n,)

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"home": [*"aabb"] * 20, "x": [1.5, 2.0, 4.0, 8.0] * 20, "y": np.arange(80.0)}
    >>> table = build_table(data, "y", group="home")
    >>> by_row = folds(table)
    >>> bool(by_row[0] == by_row[1]), bool(by_row[0] == by_row[2])
    (True, False)
    """
    times = table.row_times
    units = group_codes(table, np.arange(len(table)))
    if times is not None:
        units = np.unique(times, return_inverse=True)[1] if units is None else units
        first = np.full(int(units.max()) + 1, np.inf)
        np.minimum.at(first, units, times)
        return _in_stretches(units, first, count)
    keys = _keys(table)
    if units is not None:
        drawn = np.full(int(units.max()) + 1, np.iinfo(np.uint64).max, dtype=np.uint64)
        np.minimum.at(drawn, units, keys)
        return _in_stretches(units, drawn, count)
    order = np.lexsort((keys, _strata(table)))
    fold_of = np.empty(len(table), dtype=np.int64)
    fold_of[order] = np.arange(len(table)) % count
    return fold_of


def _in_stretches(units: np.ndarray, order_by: np.ndarray, count: int) -> np.ndarray:
    """Give each fold its share of the rows, as whole units in the order of a number of each."""
    order = np.argsort(order_by, kind="stable")
    sizes = np.bincount(units, minlength=len(order_by))[order]
    middle = np.cumsum(sizes) - sizes / 2
    fold_of_unit = np.empty(len(order), dtype=np.int64)
    fold_of_unit[order] = np.minimum(middle * count // len(units), count - 1).astype(np.int64)
    return np.asarray(fold_of_unit[units])


def _keys(table: Table) -> np.ndarray:
    keys = keys_of_frame(table.frame) if table.row_keys is None else table.row_keys
    # another draw than that of the split into discovery and verification rows
    return scramble(keys + np.uint64(1))


def _strata(table: Table) -> np.ndarray:
    values = table.frame[table.target]
    if table.task is not Task.REGRESSION:
        return np.asarray(values.cat.codes, dtype=np.int64)
    numbers = values.to_numpy(dtype=np.float64)
    return np.searchsorted(np.quantile(numbers, np.arange(1, _STRATA) / _STRATA), numbers)


def _check_classes(table: Table, fold_of: np.ndarray) -> None:
    """Refuse folds that are empty or lack a class, as few groups or one stretch of time may."""
    for fold in range(FOLDS):
        inside = fold_of == fold
        outcome = table.frame[table.target][inside]
        if inside.sum() < LEAST_ROWS:
            raise InputError(
                "The new rows cannot be divided in two: they, their groups or times are too few.",
                file=table.source,
                remedy="Give more rows, of more groups or times.",
            )
        if table.task is Task.REGRESSION:
            continue
        lacking = set(table.classes) - set(outcome.astype(str))
        if lacking:
            raise InputError(
                f"Half of the new rows has no row of class {min(lacking)!r}.",
                file=table.source,
                column=table.target,
                remedy="Give more rows (or groups) of that class.",
            )
