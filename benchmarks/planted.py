"""Tables drawn at random whose true statements are known.

Twenty columns: twelve with an effect (linear, step, U, saturating, categorical, and a subgroup
of two columns), eight without one, most of these correlated 0.6 to 0.9 with a cause. Populations
with further kinds of truths and of outcomes are drawn by `extended.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from outcomes import EXPLAINED as EXPLAINED
from outcomes import Outcome, outcome_of

from dataexplain.tables import Table, build_table

KINDS = ("linear",) * 3 + ("step",) * 2 + ("u",) * 2 + ("saturating",) * 2 + ("categorical",)
BYSTANDERS = 6
NOISE_COLUMNS = 2
# The column of times in a table, and in a population the share of all time that has passed.
CLOCK, ELAPSED = "day", "elapsed"
FIRST_DAY = np.datetime64("2020-01-01")
LEVEL_KINDS = frozenset({"categorical", "by_level"})
# Effects of one column, by which alone it may be held fixed.
SINGLE_KINDS = frozenset({"linear", "step", "u", "saturating", "categorical", "tail"})


@dataclass(frozen=True)
class Truth:
    """One true statement: what a hit must name."""

    kind: str
    features: tuple[str, ...]
    direction: str
    region: dict[str, Any]
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlantedTable:
    """A population from which rows can be drawn, and what is true of it."""

    seed: int
    truths: tuple[Truth, ...]
    shares: tuple[float, ...]
    bystanders: tuple[tuple[str, str, float], ...]
    noise_columns: tuple[str, ...]
    order: tuple[str, ...]
    outcome: Outcome
    timed: bool = False

    @property
    def prevalence(self) -> float | None:
        """The share of "yes" where there are two classes."""
        return self.outcome.above[0] if self.outcome.positive else None

    @property
    def null_columns(self) -> tuple[str, ...]:
        """The columns without an effect of their own."""
        return tuple(name for name, _, _ in self.bystanders) + self.noise_columns

    def columns(
        self, rows: int, generator: np.random.Generator, *, since: float = 0.0
    ) -> pd.DataFrame:
        """Draw the explanatory columns; times, of any length, start after a share of them."""
        frame: dict[str, Any] = {}
        shared = generator.normal(size=rows)
        for truth in self.truths:
            levels = truth.parameters.get("of_levels", truth.features[0])
            for name in truth.features:
                if truth.kind in LEVEL_KINDS and name == levels:
                    frame[name] = generator.choice(
                        truth.parameters["levels"], size=rows, p=truth.parameters["weights"]
                    )
                else:
                    frame[name] = 0.3 * shared + np.sqrt(1 - 0.09) * generator.normal(size=rows)
        for name, cause, correlation in self.bystanders:
            frame[name] = correlation * frame[cause] + np.sqrt(
                1 - correlation**2
            ) * generator.normal(size=rows)
        for name in self.noise_columns:
            frame[name] = generator.normal(size=rows)
        columns = pd.DataFrame(frame)[list(self.order)]
        if self.timed:
            columns[ELAPSED] = since + (1 - since) * (np.arange(rows) + 0.5) / rows
        return columns

    def signal(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the systematic part of the outcome, of variance near `EXPLAINED`."""
        total = np.zeros(len(frame))
        for truth, share in zip(self.truths, self.shares, strict=True):
            total += np.sqrt(share) * shape(truth, frame)
        return total

    def draw(self, rows: int, *, seed: int | None = None) -> pd.DataFrame:
        """Draw a table with the outcome `y`, and a row a day where there are times."""
        generator = np.random.default_rng([self.seed, rows, 0 if seed is None else seed + 1])
        frame = self.columns(rows, generator)
        latent = self.signal(frame) + np.sqrt(1 - EXPLAINED) * generator.normal(size=rows)
        frame["y"] = self.outcome.values(latent, self.cuts(), generator)
        if self.timed:
            frame[CLOCK] = days_of(frame.pop(ELAPSED), rows).dt.strftime("%Y-%m-%d")
        return frame

    def table(self, frame: pd.DataFrame) -> Table:
        """Read a drawn table as somebody would who knows what its columns are."""
        return build_table(
            frame,
            "y",
            positive=self.outcome.positive,
            time=CLOCK if self.timed else None,
            scale=self.outcome.scale,
        )

    def cuts(self) -> tuple[float, ...]:
        """Return the latent values above which lie the shares of rows that the outcome wants."""
        if not self.outcome.above:
            return ()
        generator = np.random.default_rng([self.seed, 7])
        frame = self.columns(200_000, generator)
        latent = self.signal(frame) + np.sqrt(1 - EXPLAINED) * generator.normal(size=len(frame))
        return tuple(float(np.quantile(latent, 1 - share)) for share in self.outcome.above)


def days_of(elapsed: pd.Series, rows: int) -> pd.Series:
    """Return the days that shares of a table's time stand for, a row a day."""
    return pd.Series(FIRST_DAY + (elapsed.to_numpy() * rows).astype("timedelta64[D]"))


def shape(truth: Truth, frame: pd.DataFrame) -> np.ndarray:
    """Return the effect of one truth, standardised under its own distribution."""
    sign = 1.0 if truth.direction == "up" else -1.0
    if truth.kind == "categorical":
        member = frame[truth.features[0]].isin(truth.parameters["raised"]).to_numpy(dtype=float)
        share = truth.parameters["share"]
        return np.asarray(sign * (member - share) / np.sqrt(share * (1 - share)))
    x = frame[truth.features[0]].to_numpy()
    if truth.kind == "linear":
        return np.asarray(sign * x)
    if truth.kind in {"step", "tail"}:
        member = (x >= truth.parameters["t"]).astype(float)
        share = truth.parameters["share"]
        return np.asarray(sign * (member - share) / np.sqrt(share * (1 - share)))
    if truth.kind == "u":
        return np.asarray(
            sign
            * ((x - truth.parameters["t"]) ** 2 - truth.parameters["mean"])
            / truth.parameters["spread"]
        )
    if truth.kind == "saturating":
        return np.asarray(
            sign
            * (1 - np.exp(-1.2 * (x + 2)) - truth.parameters["mean"])
            / truth.parameters["spread"]
        )
    return sign * _of_two(truth, x, frame)


def _of_two(truth: Truth, x: np.ndarray, frame: pd.DataFrame) -> np.ndarray:
    """Return the effect of a column that hangs on another one, on levels or on time."""
    if truth.kind == "drift":
        return np.asarray(np.sqrt(3) * x * frame[ELAPSED].to_numpy())
    if truth.kind == "by_level":
        inside = frame[truth.features[1]].isin(truth.parameters["raised"]).to_numpy(dtype=float)
        return np.asarray(x * inside / np.sqrt(truth.parameters["share"]))
    z = frame[truth.features[1]].to_numpy()
    if truth.kind == "product":
        return np.asarray((x * z - truth.parameters["mean"]) / truth.parameters["spread"])
    member = ((x >= truth.parameters["a"]) & (z >= truth.parameters["b"])).astype(float)
    share = truth.parameters["share"]
    return np.asarray((member - share) / np.sqrt(share * (1 - share)))


def planted(seed: int, *, prevalence: float | None = None) -> PlantedTable:
    """Draw a population.

    Parameters
    ----------
    seed : int
    prevalence : float, optional
        Share of "yes"; None for a numeric outcome.
    """
    rng = np.random.default_rng([seed, 1])
    reference = rng.normal(size=200_000)
    names = [f"c{i:02d}" for i in range(20)]
    rng.shuffle(names)
    truths = []
    for kind in KINDS:
        name = names.pop()
        direction = "up" if rng.random() < 0.5 else "down"
        if kind == "categorical":
            levels = ["north", "east", "south", "west", "centre"]
            weights = rng.dirichlet(np.full(5, 8.0))
            raised = list(rng.choice(levels, size=2, replace=False))
            share = float(sum(weights[levels.index(level)] for level in raised))
            parameters: dict[str, Any] = {
                "levels": levels,
                "weights": weights,
                "raised": raised,
                "share": share,
            }
            region: dict[str, Any] = {name: {"levels": raised}}
        elif kind == "step":
            t = float(rng.uniform(-0.8, 0.8))
            parameters = {"t": t, "share": float((reference >= t).mean())}
            region = {name: {"low": t, "high": None}}
        elif kind == "u":
            t = float(rng.uniform(-0.4, 0.4))
            values = (reference - t) ** 2
            parameters = {"t": t, "mean": float(values.mean()), "spread": float(values.std())}
            region = {name: {"low": None, "high": None}}
        elif kind == "saturating":
            values = 1 - np.exp(-1.2 * (reference + 2))
            parameters = {"mean": float(values.mean()), "spread": float(values.std())}
            region = {name: {"low": None, "high": None}}
        else:
            parameters = {}
            region = {name: {"low": None, "high": None}}
        truths.append(Truth(kind, (name,), direction, region, parameters))
    first, second = names.pop(), names.pop()
    a, b = rng.uniform(-0.4, 0.4, size=2)
    other = rng.normal(size=200_000)
    truths.append(
        Truth(
            "subgroup",
            (first, second),
            "up" if rng.random() < 0.5 else "down",
            {first: {"low": float(a), "high": None}, second: {"low": float(b), "high": None}},
            {
                "a": float(a),
                "b": float(b),
                "share": float(((reference >= a) & (other >= b)).mean()),
            },
        )
    )
    shares = rng.uniform(0.02, 0.05, size=len(truths))
    shares = np.minimum(shares * EXPLAINED / shares.sum(), 0.05)
    numeric = [t.features[0] for t in truths if t.kind in {"linear", "step", "u", "saturating"}]
    causes = rng.choice(numeric, size=BYSTANDERS, replace=False)
    bystanders = tuple((names.pop(), str(cause), float(rng.uniform(0.6, 0.9))) for cause in causes)
    noise = tuple(names.pop() for _ in range(NOISE_COLUMNS))
    order = [name for truth in truths for name in truth.features]
    order += [name for name, _, _ in bystanders] + list(noise)
    rng.shuffle(order)
    return PlantedTable(
        seed,
        tuple(truths),
        tuple(float(s) for s in shares),
        bystanders,
        noise,
        tuple(order),
        outcome_of(prevalence),
    )
