"""Rows on which contrasts are measured with other columns held fixed.

A column is held by its line (or its levels) and by the curve that the additive model gave it on
discovery rows; beside these stands the outcome the model expects from the held columns. The
weights of all of these are found anew on the rows measured (`docs/design/adjustment.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import expit, softmax

from dataexplain.claims import Contrast, Held, Membership, Position, Product
from dataexplain.statistics import (
    Estimate,
    Projection,
    Projector,
    Residuals,
    difference_of_means,
    difference_of_rates,
    effective_times,
    partialling_out,
)
from dataexplain.statistics.partialling_out import GROUPS_PER_COLUMN_WITHOUT_CORRECTION
from dataexplain.tables import Task

# So many rows are wanted for each held column; with fewer, the held columns are thinned.
ROWS_PER_HELD_COLUMN = 6
# Hinges are held too with so many times the rows.
ROWS_FOR_BENDS = 3
# With fewer there is nothing to measure at all.
LEAST_ROWS = 4
# The same for groups, or for times that tell as much as unrelated ones, where what varies is the
# same for all rows of one.
GROUPS_PER_HELD_COLUMN = 3
# From so many distinct times on, the course of time is held by a line with one bend, and two.
TIMES_FOR_BENDS = (10, 20)


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
    bends : mapping of str to ndarray of shape (n, b)
        Hinges of numeric features, held too where there are many rows.
    curves : mapping of outcome class to ndarray of shape (n, features)
        What the additive model adds, on the link scale.
    intercepts : mapping of outcome class to float
    centres, scales : mapping of str to float
        As learnt from discovery rows.
    weights : ndarray of shape (n,), optional
    clusters : ndarray of int of shape (n,), optional
        The group of each row.
    times : ndarray of shape (n,), optional
        When each row was made. Its course, up to a cubic, is then always held.
    clock : str, optional
        The column that says so.
    """

    frame: pd.DataFrame
    task: Task
    outcomes: Mapping[str | None, np.ndarray]
    names: tuple[str, ...]
    lines: Mapping[str, np.ndarray]
    bends: Mapping[str, np.ndarray]
    curves: Mapping[str | None, np.ndarray]
    intercepts: Mapping[str | None, float]
    centres: Mapping[str, float]
    scales: Mapping[str, float]
    weights: np.ndarray | None
    clusters: np.ndarray | None
    times: np.ndarray | None = None
    clock: str | None = None

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
            bends = list(self.bends.values())
            columns = np.column_stack([*lines, self.curves[outcome_class], *bends])
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

    @property
    def straight(self) -> int:
        """How many lines and curves there are: hinges come behind them in the projector."""
        return sum(int(line.shape[1]) for line in self.lines.values()) + len(self.names)

    def places(self, columns: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return where the lines and where the curves of columns lie in the projector."""
        total = sum(len(place) for place in self._places.values())
        lines = [self._places[name] for name in columns]
        curves = np.array([total + self.names.index(name) for name in columns], dtype=np.int64)
        return (np.concatenate(lines) if lines else np.empty(0, dtype=np.int64)), curves

    def bent_places(self, columns: tuple[str, ...]) -> np.ndarray:
        """Return where the hinges of columns lie in the projector."""
        places, start = [np.empty(0, dtype=np.int64)], self.straight
        for name, hinges in self.bends.items():
            if name in columns:
                places.append(np.arange(start, start + hinges.shape[1]))
            start += hinges.shape[1]
        return np.concatenate(places)

    def thins(self, contrast: Contrast) -> bool:
        """Tell whether so few rows are measured that not every held column keeps its line."""
        rows, d, _ = self.select(contrast)
        lines, _ = self.places(contrast.held.columns)
        return len(lines) > self._allowed(self._own(contrast.held, rows).shape[1], rows, d)

    def _allowed(self, own: int, rows: np.ndarray, varied: np.ndarray) -> int:
        """Return how many lines and curves so many rows, or groups, can hold beside `own`."""
        allowed = len(rows) // ROWS_PER_HELD_COLUMN
        if self.clusters is not None:
            groups = np.unique(self.clusters[rows], return_inverse=True)[1]
            if _same_within(varied, groups):
                count = int(groups.max(initial=-1)) + 1
                allowed = min(allowed, count // GROUPS_PER_HELD_COLUMN)
        moments = self.moments_of(rows)
        if moments is not None and _same_within(varied, moments):
            allowed = min(allowed, int(effective_times(varied, moments)) // GROUPS_PER_HELD_COLUMN)
        return allowed - own - 1

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
            return projector.project(
                targets,
                columns=nothing,
                extra=own,
                rows=some,
                with_basis=self._few_groups(own.shape[1], rows),
            )
        expected = self.expected(outcome_class, held.columns)[rows]
        crossed = self._crossed(held, rows)
        lines, curves = self.places(held.columns)
        allowed = self._allowed(own.shape[1], rows, targets[:, -1])
        straight = np.concatenate([lines, curves])
        columns = np.concatenate([straight, self.bent_places(held.columns)])
        if len(straight) + crossed.shape[1] > allowed:
            crossed = crossed[:, :0]
        if ROWS_FOR_BENDS * (len(columns) + crossed.shape[1]) > allowed:
            columns = straight
        extra = np.column_stack([own, expected, crossed])
        if len(columns) > allowed:
            columns = lines
        if len(columns) > allowed:
            part = projector.matrix[np.ix_(rows, lines + 1)]
            d = targets[:, -1]
            related = np.abs((d - d.mean()) @ (part - part.mean(axis=0)))
            related /= np.maximum(part.std(axis=0), 1e-12)
            columns = lines[np.argsort(-related)[: max(allowed, 1)]]
        return projector.project(
            targets,
            columns=columns,
            extra=extra,
            rows=some,
            with_basis=self._few_groups(len(columns) + extra.shape[1], rows),
        )

    def _crossed(self, held: Held, rows: np.ndarray) -> np.ndarray:
        """Return each factor of an interaction times the line of every other held column."""
        factors = [_known(factor.values(self.frame)[rows]) for factor in held.crossed]
        own = {name for factor in held.crossed for name in factor.columns}
        others = [self.lines[name][rows] for name in held.columns if name not in own]
        if not factors or not others:
            return np.empty((len(rows), 0))
        lines = np.column_stack(others)
        return np.column_stack([factor[:, None] * lines for factor in factors])

    def _few_groups(self, columns: int, rows: np.ndarray) -> bool:
        """Tell whether there are groups, and so few that each one's errors are put right."""
        if self.clusters is None:
            return False
        groups = len(np.unique(self.clusters[rows]))
        return groups <= GROUPS_PER_COLUMN_WITHOUT_CORRECTION * (columns + 1)

    def residuals(self, contrast: Contrast) -> Residuals:
        """Return outcome and d of a contrast with its held columns projected out."""
        rows, d, y = self.select(contrast)
        both = np.column_stack([y, d])
        projection = self.project(both, contrast.held, rows, contrast.outcome_class)
        root = self.projector(contrast.outcome_class).root
        whole = self._whole(contrast, rows, d)
        return Residuals.of(projection, whole, None if root is None else root[rows])

    def _whole(self, contrast: Contrast, rows: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Return what the overlap is a share of: d, for a product that of centred factors.

        With its factors held a product may be measured from anywhere, and where a factor is far
        from zero the product is almost a multiple of the other one.
        """
        if not isinstance(contrast.varies, Product):
            return d
        first, second = (factor.values(self.frame)[rows] for factor in contrast.varies.factors)
        return np.asarray((first - first.mean()) * (second - second.mean()))

    def _own(self, held: Held, rows: np.ndarray) -> np.ndarray:
        """Return what is held of the columns that vary themselves, other rules, and time."""
        parts = [
            condition.mask(self.frame)[rows].astype(np.float64)
            for condition in held.parts.conditions
        ]
        parts += [_known(entry.values(self.frame)[rows]) for entry in held.beside]
        for factor in held.factors:
            values = _known(factor.values(self.frame)[rows])
            parts += [values, values**2] if isinstance(factor, Position) else [values]
        if held.course_of is not None:
            values = self.frame[held.course_of].to_numpy(dtype=np.float64)[rows]
            centre, spread = self.centres[held.course_of], self.scales[held.course_of]
            parts += [(values - centre) / spread]
            parts += [np.maximum(values - knot, 0.0) / spread for knot in held.knots]
        if held.smooth_around is not None:
            name, turn = held.smooth_around
            offset = self.frame[name].to_numpy(dtype=np.float64)[rows] - turn
            offset /= self.scales[name]
            parts += [offset, np.maximum(offset, 0.0), offset**2]
        if self.times is not None:
            bends = np.searchsorted(TIMES_FOR_BENDS, len(np.unique(self.times)), side="right")
            parts += [self._elapsed[rows] ** power for power in range(1, int(bends) + 2)]
        return np.column_stack(parts) if parts else np.empty((len(rows), 0))

    @cached_property
    def _elapsed(self) -> np.ndarray:
        """Times from -1 to 1."""
        assert self.times is not None
        low, high = self.times.min(), self.times.max()
        return np.asarray(2 * (self.times - low) / max(high - low, 1e-12) - 1)

    @cached_property
    def _moments(self) -> np.ndarray | None:
        """The place of each row among all distinct times."""
        if self.times is None:
            return None
        return np.unique(self.times, return_inverse=True)[1]

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
        if len(rows) < LEAST_ROWS:
            return Estimate.untestable(float("nan"), len(rows), overlap=0.0)
        return self.residuals(contrast).estimate(self.clusters_of(rows), self.moments_of(rows))

    def unadjusted(self, contrast: Contrast) -> Estimate:
        """Measure the plain difference (or slope), nothing held but what varies itself, and time.

        Welch's difference of means or Newcombe's difference of rates; a robust regression for
        slopes, for what has to rise above its own column, and with row weights, groups or times.
        """
        rows, d, y = self.select(contrast)
        if len(rows) < LEAST_ROWS:
            return Estimate.untestable(float("nan"), len(rows), overlap=0.0)
        own = self._own(contrast.held.of_what_varies, rows)
        plain = self.weights is None and self.clusters is None and not own.shape[1]
        if plain and isinstance(contrast.varies, Membership) and 1 < d.sum() < len(d) - 1:
            inside, outside = y[d == 1], y[d == 0]
            if self.task is Task.REGRESSION:
                return difference_of_means(inside, outside)
            return difference_of_rates(
                int(inside.sum()), len(inside), int(outside.sum()), len(outside)
            )
        return partialling_out(
            y,
            d,
            own,
            weights=None if self.weights is None else self.weights[rows],
            clusters=self.clusters_of(rows),
            times=self.moments_of(rows),
        )

    def clusters_of(self, rows: np.ndarray) -> np.ndarray | None:
        """Return the group of some of these rows, numbered anew from 0."""
        if self.clusters is None:
            return None
        return np.unique(self.clusters[rows], return_inverse=True)[1]

    def moments_of(self, rows: np.ndarray) -> np.ndarray | None:
        """Return the place in time of some of these rows, counted over all of them."""
        return None if self._moments is None else self._moments[rows]


def _known(values: np.ndarray) -> np.ndarray:
    """Return values with the average where one is missing: such a row says nothing of it."""
    missing = np.isnan(values)
    if not missing.any():
        return values
    return np.where(missing, values[~missing].mean() if not missing.all() else 0.0, values)


def _same_within(values: np.ndarray, groups: np.ndarray) -> bool:
    """Tell whether values hardly differ between rows of one group."""
    counts = np.bincount(groups)
    means = np.bincount(groups, weights=values) / np.maximum(counts, 1)
    within = float(np.sum((values - means[groups]) ** 2))
    return within <= 0.1 * float(np.sum((values - values.mean()) ** 2))
