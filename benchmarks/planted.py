"""Tables drawn at random whose true statements are known.

Twenty columns: twelve with an effect (linear, step, U, saturating, categorical, and a subgroup
of two columns), eight without one, most of these correlated 0.6 to 0.9 with a cause.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

KINDS = ("linear",) * 3 + ("step",) * 2 + ("u",) * 2 + ("saturating",) * 2 + ("categorical",)
BYSTANDERS = 6
NOISE_COLUMNS = 2
EXPLAINED = 0.5


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
    prevalence: float | None

    @property
    def null_columns(self) -> tuple[str, ...]:
        """The columns without an effect of their own."""
        return tuple(name for name, _, _ in self.bystanders) + self.noise_columns

    def columns(self, rows: int, generator: np.random.Generator) -> pd.DataFrame:
        """Draw the explanatory columns."""
        frame: dict[str, Any] = {}
        shared = generator.normal(size=rows)
        for truth in self.truths:
            for name in truth.features:
                if truth.kind == "categorical":
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
        return pd.DataFrame(frame)[list(self.order)]

    def signal(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the systematic part of the outcome, of variance near `EXPLAINED`."""
        total = np.zeros(len(frame))
        for truth, share in zip(self.truths, self.shares, strict=True):
            total += np.sqrt(share) * shape(truth, frame)
        return total

    def draw(self, rows: int, *, seed: int | None = None) -> pd.DataFrame:
        """Draw a table with the outcome `y`: a number, or "yes"/"no" at the prevalence."""
        generator = np.random.default_rng([self.seed, rows, 0 if seed is None else seed + 1])
        frame = self.columns(rows, generator)
        latent = self.signal(frame) + np.sqrt(1 - EXPLAINED) * generator.normal(size=rows)
        if self.prevalence is None:
            frame["y"] = np.round(50 + 10 * latent, 4)
        else:
            frame["y"] = np.where(latent > self.cut(), "yes", "no")
        return frame

    def cut(self) -> float:
        """Return the latent value above which the outcome is "yes"."""
        assert self.prevalence is not None
        generator = np.random.default_rng([self.seed, 7])
        frame = self.columns(200_000, generator)
        latent = self.signal(frame) + np.sqrt(1 - EXPLAINED) * generator.normal(size=len(frame))
        return float(np.quantile(latent, 1 - self.prevalence))


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
    if truth.kind == "step":
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
    z = frame[truth.features[1]].to_numpy()
    member = ((x >= truth.parameters["a"]) & (z >= truth.parameters["b"])).astype(float)
    share = truth.parameters["share"]
    return np.asarray(sign * (member - share) / np.sqrt(share * (1 - share)))


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
        prevalence,
    )
