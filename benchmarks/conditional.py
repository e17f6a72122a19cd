"""Tables in which any one column can be drawn anew from its distribution given all others.

`Known` is a population where that distribution is known exactly: levels are drawn first, numbers
are jointly normal around averages that hang on the levels, and are then bent one by one. A column
of an open table is drawn from other rows that a forest takes for alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

NUMBERS = tuple(f"n{place}" for place in range(8))
LEVELS: dict[str, tuple[str, ...]] = {"shop": ("a", "b", "c"), "town": ("k", "l", "m", "n")}
# Each number's own scale: one-to-one, so that the normal beneath it stays known.
BENDS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    np.asarray,
    np.asarray,
    np.exp,
    np.sinh,
    np.arctan,
    np.asarray,
    np.exp,
    np.asarray,
)
OUTCOMES = ("regression", "binary")
# Leaves of so many rows: smaller ones copy the column, larger ones forget what it goes with.
LEAF_ROWS = 8
TREES = 10


@dataclass(frozen=True)
class Known:
    """A population whose conditional distributions are known.

    Parameters
    ----------
    covariance : ndarray of shape (8, 8)
        Of the normals beneath the numbers, given the levels.
    shifts : mapping of str to ndarray of shape (levels, 8)
        What each level adds to their averages.
    shares : mapping of str to ndarray
        Of the levels.
    kinds : tuple of str
        The effect that each number has on the outcome.
    signs : ndarray of shape (8,)
    """

    covariance: np.ndarray
    shifts: dict[str, np.ndarray]
    shares: dict[str, np.ndarray]
    kinds: tuple[str, ...]
    signs: np.ndarray

    @classmethod
    def drawn(cls, generator: np.random.Generator) -> Known:
        """Draw a population: two factors make the numbers move together, up to 0.9."""
        loadings = generator.uniform(-0.9, 0.9, size=(len(NUMBERS), 2))
        covariance = loadings @ loadings.T
        covariance += np.diag(np.maximum(1 - np.diag(covariance), 0.15))
        spread = np.sqrt(np.diag(covariance))
        effects = ("line", "square", "step", "bend", "product", "by level", "line", "none")
        return cls(
            covariance / np.outer(spread, spread),
            {
                name: generator.normal(scale=0.5, size=(len(levels), len(NUMBERS)))
                for name, levels in LEVELS.items()
            },
            {
                name: generator.dirichlet(np.full(len(levels), 6.0))
                for name, levels in LEVELS.items()
            },
            tuple(str(kind) for kind in generator.permutation(effects)),
            generator.choice([-1.0, 1.0], size=len(NUMBERS)),
        )

    def beneath(self, rows: int, generator: np.random.Generator) -> pd.DataFrame:
        """Draw levels, and the normals beneath the numbers."""
        frame = pd.DataFrame(
            {
                name: generator.choice(levels, size=rows, p=self.shares[name])
                for name, levels in LEVELS.items()
            }
        )
        noise = generator.multivariate_normal(np.zeros(len(NUMBERS)), self.covariance, size=rows)
        frame[list(NUMBERS)] = self._centres(frame) + noise
        return frame

    def outcome(
        self, beneath: pd.DataFrame, kind: str, generator: np.random.Generator
    ) -> np.ndarray:
        """Draw the outcome: a number, or "yes" and "no"."""
        signal = sum(
            (
                sign * self._effect(effect, place, beneath)
                for place, (effect, sign) in enumerate(zip(self.kinds, self.signs, strict=True))
            ),
            0.6 * (beneath["town"] == "k").to_numpy(np.float64),
        )
        signal = (signal - signal.mean()) / signal.std()
        if kind == "regression":
            return np.asarray(50 + 10 * (signal + generator.normal(size=len(signal))))
        return np.where(generator.random(len(signal)) < expit(1.5 * signal - 0.8), "yes", "no")

    def redrawn(
        self, beneath: pd.DataFrame, column: str, generator: np.random.Generator
    ) -> pd.DataFrame:
        """Return the same rows with one column drawn anew from what it is given all others."""
        frame = beneath.copy()
        if column in LEVELS:
            frame[column] = self._levels_given(beneath, column, generator)
            return frame
        place = NUMBERS.index(column)
        others = [other for other in range(len(NUMBERS)) if other != place]
        centres = self._centres(beneath)
        offsets = beneath[list(NUMBERS)].to_numpy() - centres
        pull = np.linalg.solve(
            self.covariance[np.ix_(others, others)], self.covariance[others, place]
        )
        left = self.covariance[place, place] - pull @ self.covariance[others, place]
        noise = generator.normal(scale=np.sqrt(left), size=len(frame))
        frame[column] = centres[:, place] + offsets[:, others] @ pull + noise
        return frame

    def seen(self, beneath: pd.DataFrame) -> pd.DataFrame:
        """Return the columns as the table has them: numbers on their own scales."""
        frame = beneath.copy()
        for name, bend in zip(NUMBERS, BENDS, strict=True):
            frame[name] = bend(frame[name].to_numpy())
        return frame

    def _centres(self, frame: pd.DataFrame) -> np.ndarray:
        centres = np.zeros((len(frame), len(NUMBERS)))
        for name, levels in LEVELS.items():
            centres += self.shifts[name][pd.Categorical(frame[name], categories=levels).codes]
        return centres

    def _levels_given(
        self, beneath: pd.DataFrame, column: str, generator: np.random.Generator
    ) -> np.ndarray:
        levels = LEVELS[column]
        precision = np.linalg.inv(self.covariance)
        numbers = beneath[list(NUMBERS)].to_numpy()
        weights = np.empty((len(beneath), len(levels)))
        for place, level in enumerate(levels):
            offsets = numbers - self._centres(beneath.assign(**{column: level}))
            distance = np.einsum("ij,jk,ik->i", offsets, precision, offsets)
            weights[:, place] = np.log(self.shares[column][place]) - distance / 2
        chosen = np.argmax(weights + generator.gumbel(size=weights.shape), axis=1)
        drawn: np.ndarray = np.asarray(levels)[chosen]
        return drawn

    def _effect(self, kind: str, place: int, beneath: pd.DataFrame) -> np.ndarray:
        """Return the effect of one number; a product takes the next one too."""
        x = beneath[NUMBERS[place]].to_numpy()
        if kind == "line":
            return np.asarray(x)
        if kind == "square":
            return np.asarray(0.6 * x**2)
        if kind == "step":
            return np.asarray(1.5 * (x > 0.3))
        if kind == "bend":
            return np.asarray(-np.exp(-x / 2) * 1.5)
        if kind == "product":
            return np.asarray(0.7 * x * beneath[NUMBERS[place - 1]].to_numpy())
        if kind == "by level":
            return np.asarray(x * (beneath["shop"] == "a").to_numpy(np.float64))
        return np.zeros(len(x))


def redrawn_by_forest(
    frame: pd.DataFrame, column: str, target: str, generator: np.random.Generator
) -> pd.Series:
    """Return a column with each cell taken from another row that a forest takes for alike.

    The forest foretells the column from all others but the outcome; a cell comes from a random
    row of the leaf that a random tree puts its own row in (Doove et al. 2014).
    """
    features = _as_numbers(frame.drop(columns=[column, target]))
    values = frame[column]
    numeric = pd.api.types.is_numeric_dtype(values) and values.nunique() > 10
    make = RandomForestRegressor if numeric else RandomForestClassifier
    wanted = values.fillna(values.median()) if numeric else values.astype(str)
    forest = make(
        n_estimators=TREES,
        min_samples_leaf=LEAF_ROWS,
        max_features=0.5,
        random_state=int(generator.integers(2**31)),
    ).fit(features, wanted)
    leaves = forest.apply(features)
    chosen = np.arange(len(frame))
    tree = generator.integers(TREES, size=len(frame))
    for place in range(TREES):
        for rows in _leaves(leaves[:, place]):
            own = rows[tree[rows] == place]
            chosen[own] = [_another(row, rows, generator) for row in own]
    return values.take(chosen).set_axis(values.index)


def _another(row: int, rows: np.ndarray, generator: np.random.Generator) -> int:
    drawn = int(generator.choice(rows))
    return row if len(rows) == 1 else drawn if drawn != row else _another(row, rows, generator)


def _leaves(leaf: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(leaf, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(leaf[order])) + 1)


def _as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return columns as trees want them: levels numbered, missing cells a value of their own."""
    return pd.DataFrame(
        {
            name: values
            if pd.api.types.is_numeric_dtype(values)
            else pd.factorize(values)[0].astype(np.float64)
            for name, values in frame.items()
        }
    ).fillna(-1e6)
