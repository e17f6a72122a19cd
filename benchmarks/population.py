"""What a contrast is worth in a whole population: the truth that intervals are held against.

The population's columns are drawn; its outcome is known without noise, as the systematic part
of a number or the probability of a class. Held columns are held by a natural spline, by their
levels and by the planted shapes, beside the outcome that the held columns alone would give:
nothing of a fitted model enters. With times the rows are of the later half, which verifies, and
the course of time is held. Rows come in chunks of which only cross-products are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from outcomes import EXPLAINED
from planted import CLOCK, ELAPSED, SINGLE_KINDS, PlantedTable, Truth, days_of, shape
from scipy.special import ndtri

from dataexplain.claims import Contrast, Held, Position, Region

CHUNK_ROWS = 100_000
KNOTS = 8
# The share of all time that has passed when the rows that verify begin.
VERIFIED_SINCE = 0.5
# Directions with a smaller share of the largest eigenvalue are taken for redundant.
RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class Question:
    """One functional that is asked for: a contrast, with or without its held columns."""

    contrast: Contrast
    adjusted: bool


def functionals(
    population: PlantedTable,
    questions: Sequence[Question],
    *,
    rows: int,
    days: int = 0,
    seed: int = 0,
) -> np.ndarray:
    """Return the value of each question in the population.

    Parameters
    ----------
    population : PlantedTable
    questions : sequence of Question
    rows : int
        How many rows are drawn.
    days : int
        How long a table with times is.
    seed : int
        Of the rows; they differ from those of any table of the population.
    """
    if not questions:
        return np.empty(0)
    generator = np.random.default_rng([population.seed, 13, seed])
    known = _Expected(population)
    sums: list[np.ndarray] = []
    for start in range(0, rows, CHUNK_ROWS):
        frame = population.columns(min(CHUNK_ROWS, rows - start), generator, since=VERIFIED_SINCE)
        if population.timed:
            _add_days(frame, days)
        chunk = _Chunk(population, frame, known)
        parts = chunk.cross_products(questions)
        sums = [a + b for a, b in zip(sums, parts, strict=True)] if sums else parts
    return np.array([_solve(total) for total in sums])


def _add_days(frame: pd.DataFrame, days: int) -> None:
    """Add the day of each row and what a table makes of it."""
    dates = days_of(frame[ELAPSED], days)
    frame[CLOCK] = dates
    frame[f"{CLOCK}.month"] = dates.dt.month.astype(np.float64)
    frame[f"{CLOCK}.weekday"] = dates.dt.day_name()


class _Expected:
    """What outcome to expect of rows, from all that is planted or from a part of it."""

    def __init__(self, population: PlantedTable) -> None:
        self.population = population
        self.cuts = population.cuts()
        outcome = population.outcome
        self.straight = outcome.kind == "plain" or outcome.scale == "log"

    def of(self, frame: pd.DataFrame, outcome_class: str | None) -> np.ndarray:
        """Return the outcome expected of each row."""
        return self._given(self.population.signal(frame), 0.0, outcome_class)

    def additive(
        self, frame: pd.DataFrame, columns: frozenset[str], outcome_class: str | None
    ) -> np.ndarray:
        """Return what the effects of some columns, each by itself, let expect."""
        total = np.zeros(len(frame))
        left_out = 0.0
        for truth, share in zip(self.population.truths, self.population.shares, strict=True):
            if truth.kind in SINGLE_KINDS and columns.issuperset(truth.features):
                total += np.sqrt(share) * shape(truth, frame)
            else:
                left_out += share
        return self._given(total, left_out, outcome_class)

    def _given(self, signal: np.ndarray, left_out: float, outcome_class: str | None) -> np.ndarray:
        # what is left out adds to the noise, whose distribution hardly changes by that
        noise = 1 - EXPLAINED + left_out
        return self.population.outcome.expected(signal, noise, self.cuts, outcome_class)


class _Chunk:
    """Some rows of the population, with everything that may be held fixed as columns."""

    def __init__(self, population: PlantedTable, frame: pd.DataFrame, known: _Expected) -> None:
        self.frame = frame
        self.known = known
        self.blocks: dict[str, np.ndarray] = {}
        self.outcomes: dict[str | None, np.ndarray] = {}
        shapes = [truth for truth in population.truths if truth.kind in SINGLE_KINDS]
        by_name = {truth.features[0]: truth for truth in shapes}
        parts = [np.ones((len(frame), 1))]
        self.always = np.zeros(1, dtype=np.int64)
        if population.timed:
            elapsed = frame[ELAPSED].to_numpy()
            parts.append(np.column_stack([elapsed, elapsed**2, elapsed**3]))
            self.always = np.arange(4)
        width = len(self.always)
        for name in population.order:
            block = _held(frame[name], by_name.get(name), frame)
            self.blocks[name] = np.arange(width, width + block.shape[1])
            parts.append(block)
            width += block.shape[1]
        self.columns = np.column_stack(parts)
        self.gram = self.columns.T @ self.columns
        self.grams: dict[Region, np.ndarray] = {}

    def places(self, question: Question) -> np.ndarray:
        """Return which columns a question holds fixed; parts of a date go with nothing."""
        held = question.contrast.held.columns if question.adjusted else ()
        known = [self.blocks[name] for name in held if name in self.blocks]
        return np.concatenate([self.always, *known])

    def outcome(self, outcome_class: str | None) -> np.ndarray:
        """Return the outcome expected of each row."""
        if outcome_class not in self.outcomes:
            self.outcomes[outcome_class] = self.known.of(self.frame, outcome_class)
        return self.outcomes[outcome_class]

    def cross_products(self, questions: Sequence[Question]) -> list[np.ndarray]:
        """Return for each question all products of what is held, d and the outcome."""
        inside = [question.contrast.rows.mask(self.frame) for question in questions]
        own = [
            self._own(question) * rows[:, None]
            for question, rows in zip(questions, inside, strict=True)
        ]
        # one product for all questions: the columns are read from memory once
        crossed = np.split(
            self.columns.T @ np.column_stack(own),
            np.cumsum([part.shape[1] for part in own])[:-1],
            axis=1,
        )
        products = []
        for question, rows, part, cross in zip(questions, inside, own, crossed, strict=True):
            places = self.places(question)
            gram = self._gram(question.contrast.rows, rows)[np.ix_(places, places)]
            held = cross[places]
            products.append(np.block([[gram, held], [held.T, part.T @ part]]))
        return products

    def _own(self, question: Question) -> np.ndarray:
        """Return what only this question holds, then d and the outcome."""
        contrast = question.contrast
        held, outcome_class = contrast.held, contrast.outcome_class
        own = self._of_what_varies(held)
        if question.adjusted:
            own += [condition.mask(self.frame) for condition in held.parts.conditions]
            own += [entry.values(self.frame) for entry in held.beside]
            if not self.known.straight:
                columns = frozenset(held.columns)
                own.append(self.known.additive(self.frame, columns, outcome_class))
        own += [contrast.varies.values(self.frame), self.outcome(outcome_class)]
        return np.column_stack(own).astype(np.float64)

    def _of_what_varies(self, held: Held) -> list[np.ndarray]:
        """Return what is held of the columns that vary themselves."""
        parts = []
        if held.smooth_around is not None:
            name, turn = held.smooth_around
            offset = self.frame[name].to_numpy() - turn
            parts += [offset, np.maximum(offset, 0.0), offset**2]
        if held.course_of is not None:
            values = self.frame[held.course_of].to_numpy()
            parts += [values, *(np.maximum(values - knot, 0.0) for knot in held.knots)]
        for factor in held.factors:
            values = factor.values(self.frame)
            parts += [values, values**2] if isinstance(factor, Position) else [values]
        return parts

    def _gram(self, region: Region, inside: np.ndarray) -> np.ndarray:
        if region not in self.grams:
            if inside.mean() > 0.5:
                outside = self.columns[~inside]
                self.grams[region] = self.gram - outside.T @ outside
            else:
                part = self.columns[inside]
                self.grams[region] = part.T @ part
        return self.grams[region]


def _held(values: pd.Series, truth: Truth | None, frame: pd.DataFrame) -> np.ndarray:
    """Return a column as its levels, or as a spline and the shape planted on it."""
    if not pd.api.types.is_numeric_dtype(values):
        levels = sorted(values.unique())[1:]
        return np.column_stack([(values == level).to_numpy(np.float64) for level in levels])
    spline = natural_spline(values.to_numpy(np.float64))
    if truth is None or truth.kind == "linear":
        return spline
    return np.column_stack([spline, shape(truth, frame)])


def natural_spline(values: np.ndarray, knots: int = KNOTS) -> np.ndarray:
    """Return the columns of a natural cubic spline for standard normal values, no constant.

    Knots lie at even quantiles from 0.01 to 0.99 (Hastie et al. 2009, equations 5.4 and 5.5).
    """
    places = ndtri(np.linspace(0.01, 0.99, knots))
    beyond = np.maximum(values[:, None] - places, 0.0)
    cubes = beyond * beyond * beyond
    slopes = (cubes[:, :-1] - cubes[:, -1:]) / (places[-1] - places[:-1])
    return np.column_stack([values, slopes[:, :-1] - slopes[:, -1:]])


def _solve(products: np.ndarray) -> float:
    """Return the effect of d, the last but one, on the outcome, the last, with the rest held."""
    scale = np.sqrt(np.maximum(np.diag(products), 1e-300))
    scaled = products / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(scaled[:-2, :-2])
    strong = values > values[-1] * RANK_TOLERANCE
    whitener = vectors[:, strong] / np.sqrt(values[strong])
    parts = whitener.T @ scaled[:-2, -2:]
    left = scaled[-2:, -2:] - parts.T @ parts
    if left[0, 0] < 1e-6:
        return float("nan")
    return float(left[0, 1] / left[0, 0] * scale[-1] / scale[-2])
