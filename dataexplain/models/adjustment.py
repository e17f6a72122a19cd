"""Effects with other columns held fixed, on any rows, by an adjustment fitted on discovery rows.

A column is held by its line (or its levels) and by the curve that the additive model gave it on
discovery rows; beside these stands the outcome the model expects from the held columns. The
weights of all of these are found anew on the rows measured (`docs/design/adjustment.md`): the
outcome's nuisance model is thereby recalibrated, and d is residualised without its own fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.special import expit, softmax

from dataexplain.claims import Contrast, Held, Membership
from dataexplain.statistics import (
    Estimate,
    Projection,
    Projector,
    Residuals,
    difference_of_means,
    difference_of_rates,
    partialling_out,
)
from dataexplain.tables import Column, Table, Task

# So many rows are wanted for each held column; with fewer, the held columns are thinned.
ROWS_PER_HELD_COLUMN = 6
# Levels held by a column of their own; rarer ones are held by the fitted curve alone.
HELD_LEVELS = 10
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
    >>> from dataexplain.claims import Position, Region
    >>> slope = Contrast(Position("bystander", 0.0, 1.0), Region(), Held(("cause",)), sign=1)
    >>> round(rows.unadjusted(slope).effect), abs(rows.adjusted(slope).effect) < 0.3
    (3, True)
    """

    columns: tuple[Column, ...]
    centres: Mapping[str, float]
    scales: Mapping[str, float]
    levels: Mapping[str, tuple[str, ...]]
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
        centres, scales, levels = {}, {}, {}
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
        return cls(table.features, centres, scales, levels, additive)

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
            curves={
                name: self.additive.contributions(features, name)
                for name in self.additive.intercept_
            },
            intercepts=dict(self.additive.intercept_),
            centres=self.centres,
            scales=self.scales,
            weights=None if weights is None else weights[rows],
            clusters=clusters,
        )


@dataclass(frozen=True)
class AdjustedRows:
    """Rows on which contrasts can be measured; made by `Adjustment.on`, where an example stands.

    Parameters
    ----------
    frame : DataFrame
        These rows of the table, n of them, all columns.
    task : Task
    outcomes : mapping of outcome class to ndarray of shape (n,)
        A number, or 1 where a row is of the class.
    names : tuple of str
        The features.
    lines : mapping of str to ndarray of shape (n, k)
        Each feature's line and, where cells are missing, an indicator; or its frequent levels.
    curves : mapping of outcome class to ndarray of shape (n, features)
        What the additive model adds, on the link scale.
    intercepts : mapping of outcome class to float
    centres, scales : mapping of str to float
        As learnt from discovery rows.
    weights : ndarray of shape (n,), optional
    clusters : ndarray of int of shape (n,), optional
        The group of each row.
    """

    frame: pd.DataFrame
    task: Task
    outcomes: Mapping[str | None, np.ndarray]
    names: tuple[str, ...]
    lines: Mapping[str, np.ndarray]
    curves: Mapping[str | None, np.ndarray]
    intercepts: Mapping[str | None, float]
    centres: Mapping[str, float]
    scales: Mapping[str, float]
    weights: np.ndarray | None
    clusters: np.ndarray | None

    def expected(self, outcome_class: str | None, columns: tuple[str, ...]) -> np.ndarray:
        """Return the outcome the additive model expects from some of the columns."""
        positions = [self.names.index(name) for name in columns]
        if self.task is Task.MULTICLASS:
            classes = list(self.curves)
            links = np.column_stack(
                [self.intercepts[name] + self.curves[name][:, positions].sum(1) for name in classes]
            )
            return np.asarray(softmax(links, axis=1)[:, classes.index(outcome_class)])
        link = self.intercepts[outcome_class] + self.curves[outcome_class][:, positions].sum(axis=1)
        return link if self.task is Task.REGRESSION else np.asarray(expit(link))

    @cached_property
    def _projectors(self) -> dict[str | None, Projector]:
        return {}

    def projector(self, outcome_class: str | None) -> Projector:
        """Return all lines and curves of one outcome class, ready to be projected out."""
        if outcome_class not in self._projectors:
            lines = [self.lines[name] for name in self.names]
            columns = np.column_stack([*lines, self.curves[outcome_class]])
            self._projectors[outcome_class] = Projector(columns, self.weights)
        return self._projectors[outcome_class]

    @cached_property
    def _places(self) -> dict[str, np.ndarray]:
        """Where each column's line lies among the projector's columns."""
        widths = [self.lines[name].shape[1] for name in self.names]
        ends = np.cumsum(widths)
        return {
            name: np.arange(end - width, end)
            for name, width, end in zip(self.names, widths, ends, strict=True)
        }

    def places(self, columns: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return where the lines and where the curves of columns lie in the projector."""
        total = sum(len(place) for place in self._places.values())
        lines = [self._places[name] for name in columns]
        curves = np.array([total + self.names.index(name) for name in columns], dtype=np.int64)
        return (np.concatenate(lines) if lines else np.empty(0, dtype=np.int64)), curves

    def thins(self, held: Held, rows: int) -> bool:
        """Tell whether so few rows are measured that not every held column keeps its line."""
        lines, _ = self.places(held.columns)
        return len(lines) > self._allowed(held, rows)

    @staticmethod
    def _allowed(held: Held, rows: int) -> int:
        """Return how many lines and curves so many rows can hold."""
        own = len(held.parts.conditions) + len(held.rules) + 3 * (held.smooth_around is not None)
        return rows // ROWS_PER_HELD_COLUMN - own - 1

    def project(
        self,
        targets: np.ndarray,
        held: Held,
        rows: np.ndarray,
        outcome_class: str | None,
    ) -> Projection:
        """Project what is held fixed out of targets; the last one is what varies (d).

        With too few rows for all held columns, the model's expectation stays, and of the lines
        those that d is most related to: the outcome is not looked at in choosing.

        Parameters
        ----------
        targets : ndarray of shape (m, t)
            For the rows chosen.
        held : Held
        rows : ndarray of int of shape (m,)
            Positions among these rows.
        outcome_class : str, optional
            Whose curves and expectation are held.
        """
        own = self._own(held, rows)
        projector = self.projector(outcome_class)
        some = rows if len(rows) < len(self.frame) else None
        if not held.columns:
            nothing = np.empty(0, dtype=np.int64)
            return projector.project(targets, columns=nothing, extra=own, rows=some)
        extra = np.column_stack([own, self.expected(outcome_class, held.columns)[rows]])
        lines, curves = self.places(held.columns)
        allowed = self._allowed(held, len(rows))
        columns = np.concatenate([lines, curves])
        if len(columns) > allowed:
            columns = lines
        if len(columns) > allowed:
            part = projector.matrix[np.ix_(rows, lines + 1)]
            d = targets[:, -1]
            related = np.abs((d - d.mean()) @ (part - part.mean(axis=0)))
            related /= np.maximum(part.std(axis=0), 1e-12)
            columns = lines[np.argsort(-related)[: max(allowed, 1)]]
        return projector.project(targets, columns=columns, extra=extra, rows=some)

    def residuals(self, contrast: Contrast) -> Residuals:
        """Return outcome and d of a contrast with its held columns projected out."""
        rows, d, y = self.select(contrast)
        both = np.column_stack([y, d])
        projection = self.project(both, contrast.held, rows, contrast.outcome_class)
        root = self.projector(contrast.outcome_class).root
        return Residuals.of(projection, d, None if root is None else root[rows])

    def _own(self, held: Held, rows: np.ndarray) -> np.ndarray:
        """Return the smooth of a threshold's column and the parts of a subgroup's rule."""
        parts = [
            condition.mask(self.frame)[rows].astype(np.float64)
            for condition in held.parts.conditions
        ]
        parts += [rule.mask(self.frame)[rows].astype(np.float64) for rule in held.rules]
        if held.smooth_around is not None:
            name, turn = held.smooth_around
            offset = self.frame[name].to_numpy(dtype=np.float64)[rows] - turn
            offset /= self.scales[name]
            parts += [offset, np.maximum(offset, 0.0), offset**2]
        return np.column_stack(parts) if parts else np.empty((len(rows), 0))

    def select(self, contrast: Contrast) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the rows a contrast speaks of, its d there, and the outcome there."""
        rows = np.flatnonzero(contrast.rows.mask(self.frame))
        d = contrast.varies.values(self.frame)[rows]
        known = ~np.isnan(d)
        rows, d = rows[known], d[known]
        return rows, d, self.outcomes[contrast.outcome_class][rows]

    def adjusted(self, contrast: Contrast) -> Estimate:
        """Measure a contrast with its held columns fixed.

        The estimate is for one unit of d, in the outcome's units, and untestable where the held
        columns leave nothing of d.
        """
        rows, _, _ = self.select(contrast)
        return self.residuals(contrast).estimate(self._clusters(rows))

    def unadjusted(self, contrast: Contrast) -> Estimate:
        """Measure the plain difference (or slope), nothing but a threshold's smooth held.

        Welch's difference of means or Newcombe's difference of rates; a robust regression for
        slopes, for thresholds, and with row weights or groups.
        """
        rows, d, y = self.select(contrast)
        around = contrast.held.smooth_around
        plain = self.weights is None and self.clusters is None and around is None
        if plain and isinstance(contrast.varies, Membership) and 1 < d.sum() < len(d) - 1:
            inside, outside = y[d == 1], y[d == 0]
            if self.task is Task.REGRESSION:
                return difference_of_means(inside, outside)
            return difference_of_rates(
                int(inside.sum()), len(inside), int(outside.sum()), len(outside)
            )
        own = self._own(Held(smooth_around=around), rows)
        return partialling_out(
            y, d, own, weights=self._of(self.weights, rows), clusters=self._clusters(rows)
        )

    def _clusters(self, rows: np.ndarray) -> np.ndarray | None:
        if self.clusters is None:
            return None
        return np.unique(self.clusters[rows], return_inverse=True)[1]

    @staticmethod
    def _of(values: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
        return None if values is None else values[rows]
