"""Effects with other columns held fixed, on any rows, by an adjustment fitted on discovery rows.

A column is held by its line (or its levels) and by the curve that the additive model gave it on
discovery rows; beside these stands the outcome the model expects from the held columns. The
weights of all of these are found anew on the rows measured (`docs/design/adjustment.md`): the
outcome's nuisance model is thereby recalibrated, and d is residualised without its own fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from dataexplain.models.adjusted_rows import AdjustedRows
from dataexplain.tables import Column, Role, Table

__all__ = ["AdditiveModel", "AdjustedRows", "Adjustment"]

# Levels held by a column of their own; rarer ones are held by the fitted curve alone.
HELD_LEVELS = 10
# A column of so many values may bend at these shares of its rows.
VALUES_FOR_BENDS = 8
KNOTS = (0.25, 0.5, 0.75)
# Beyond so many cells the fitted curves have to do: the hinges would fill the memory.
MOST_CELLS_OF_BENDS = 40_000_000
ROWS_PER_LEVEL = 20


class AdditiveModel(Protocol):
    """What is needed of a fitted additive model."""

    @property
    def intercept_(self) -> dict[str | None, float]:
        """The intercept of each outcome class, on the link scale."""
        ...

    def contributions(self, X: pd.DataFrame, outcome_class: str | None = None) -> np.ndarray:
        """Return each column's part in the prediction, on the link scale."""
        ...


@dataclass(frozen=True)
class Adjustment:
    """How each column is held fixed, as learnt from discovery rows.

    Parameters
    ----------
    columns : tuple of Column
        The features, in the order of the table.
    centres, scales : mapping of str to float
        Median and standard deviation of each numeric feature.
    levels : mapping of str to tuple of str
        Levels of each nominal feature that are held by an indicator: the most frequent ones but
        the first, at most `HELD_LEVELS`, each with at least `ROWS_PER_LEVEL` rows.
    knots : mapping of str to tuple of float
        Quartiles of each numeric feature of enough values: where its line may bend.
    additive : AdditiveModel
        Fitted on the same rows.

    Examples
    --------
    >>> from dataexplain.models.additive import AdditiveRegressor
    >>> from dataexplain.tables import build_table
    >>> cause = np.tile(np.arange(20.0), 20)
    >>> bystander = cause + np.random.default_rng(0).normal(size=400)
    >>> data = {"cause": cause, "bystander": bystander, "y": 3 * cause + np.sin(np.arange(400))}
    >>> table, everything = build_table(data, "y"), np.arange(400)
    >>> model = AdditiveRegressor(outer_bags=1, max_rounds=100)
    >>> model = model.fit(table.frame[["cause", "bystander"]], table.outcome())
    >>> rows = Adjustment.fit(table, everything, model).on(table, everything)
    >>> from dataexplain.claims import Contrast, Held, Position, Region
    >>> slope = Contrast(Position("bystander", 0.0, 1.0), Region(), Held(("cause",)), sign=1)
    >>> round(rows.unadjusted(slope).effect), abs(rows.adjusted(slope).effect) < 0.3
    (3, True)
    """

    columns: tuple[Column, ...]
    centres: Mapping[str, float]
    scales: Mapping[str, float]
    levels: Mapping[str, tuple[str, ...]]
    knots: Mapping[str, tuple[float, ...]]
    additive: AdditiveModel

    @classmethod
    def fit(cls, table: Table, rows: np.ndarray, additive: AdditiveModel) -> Adjustment:
        """Learn centres, scales and frequent levels from discovery rows.

        Parameters
        ----------
        table : Table
        rows : ndarray of int
            Positions of the discovery rows in the table's frame.
        additive : AdditiveModel
            Fitted on these rows.
        """
        frame = table.frame.iloc[rows]
        centres, scales, levels, knots = {}, {}, {}, {}
        for column in table.features:
            values = frame[column.name]
            if column.nominal:
                counts = values.value_counts()
                frequent = [
                    str(level) for level, count in counts.items() if count >= ROWS_PER_LEVEL
                ]
                levels[column.name] = tuple(frequent[1 : HELD_LEVELS + 1])
            else:
                numbers = values.to_numpy(dtype=np.float64)
                known = numbers[~np.isnan(numbers)]
                centres[column.name] = float(np.median(known)) if known.size else 0.0
                spread = float(known.std()) if known.size else 0.0
                scales[column.name] = spread if spread > 0 else 1.0
                if len(np.unique(known)) >= VALUES_FOR_BENDS:
                    quartiles = np.unique(np.quantile(known, KNOTS))
                    knots[column.name] = tuple(float(knot) for knot in quartiles)
        return cls(table.features, centres, scales, levels, knots, additive)

    def line(self, column: Column, frame: pd.DataFrame) -> np.ndarray:
        """Return a column's line (and missing cells), or its frequent levels, as numbers."""
        values = frame[column.name]
        if column.nominal:
            parts = [(values == level).to_numpy(np.float64) for level in self.levels[column.name]]
            if values.isna().any():
                parts.append(values.isna().to_numpy(np.float64))
            return np.column_stack(parts) if parts else np.empty((len(frame), 0))
        numbers = values.to_numpy(dtype=np.float64)
        missing = np.isnan(numbers)
        line = np.where(missing, self.centres[column.name], numbers) - self.centres[column.name]
        line /= self.scales[column.name]
        return np.column_stack([line, missing]) if missing.any() else line[:, None]

    def bends(self, name: str, frame: pd.DataFrame) -> np.ndarray:
        """Return what a numeric column's line may be bent by, a hinge at each knot."""
        values = frame[name].to_numpy(dtype=np.float64)
        known = np.where(np.isnan(values), self.centres[name], values)
        hinges = [np.maximum(known - knot, 0.0) / self.scales[name] for knot in self.knots[name]]
        return np.column_stack(hinges)

    def _bent(self, rows: int) -> tuple[str, ...]:
        """Return the columns that get hinges, none where these would be too many."""
        cells = rows * sum(len(knots) for knots in self.knots.values())
        return tuple(self.knots) if cells <= MOST_CELLS_OF_BENDS else ()

    def on(
        self, table: Table, rows: np.ndarray, clusters: np.ndarray | None = None
    ) -> AdjustedRows:
        """Prepare rows of the table for measuring contrasts.

        Parameters
        ----------
        table : Table
        rows : ndarray of int
            Positions in the table's frame.
        clusters : ndarray of int, optional
            The group of each of these rows.
        """
        frame = table.frame.iloc[rows]
        features = frame[[column.name for column in self.columns]]
        weights = table.weights()
        return AdjustedRows(
            frame=frame,
            task=table.task,
            outcomes={name: table.outcome(name)[rows] for name in table.explained_classes},
            names=tuple(column.name for column in self.columns),
            lines={column.name: self.line(column, frame) for column in self.columns},
            bends={name: self.bends(name, frame) for name in self._bent(len(frame))},
            curves={
                name: self.additive.contributions(features, name)
                for name in self.additive.intercept_
            },
            intercepts=dict(self.additive.intercept_),
            centres=self.centres,
            scales=self.scales,
            weights=None if weights is None else weights[rows],
            clusters=clusters,
            times=None if table.row_times is None else table.row_times[rows],
            clock=next((entry.name for entry in table.columns if entry.role is Role.TIME), None),
        )
