"""Populations with every kind of truth, and with every kind of outcome.

Twenty columns or a few more: beside what `planted.py` has there are a product of two columns, a
slope that only some levels of another column have, a jump that only the outermost fiftieth of the
rows have passed, and with times an effect that grows. Bystanders and columns of noise have none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from outcomes import EXPLAINED, OUTCOMES
from planted import PlantedTable, Truth, planted

KINDS = (
    "linear",
    "linear",
    "step",
    "u",
    "saturating",
    "categorical",
    "subgroup",
    "product",
    "by_level",
    "tail",
)
BYSTANDERS = 4
NOISE_COLUMNS = 3
REFERENCE_ROWS = 200_000
LEVELS = ("north", "east", "south", "west", "centre")
TAIL_SHARE = 0.02
# What programs draw populations from: those of `planted.py`, and those of this module.
PLANTED: dict[str, float | None] = {
    "regression": None,
    "binary 50%": 0.5,
    "binary 10%": 0.1,
    "binary 2%": 0.02,
}
EXTENDED: dict[str, tuple[str, bool]] = {
    **{f"all {outcome}": (outcome, False) for outcome in OUTCOMES},
    "all over time": ("regression", True),
}
SETTINGS = (*PLANTED, *EXTENDED)


class _Draw:
    """Draws truths one by one, each with columns of its own."""

    def __init__(self, seed: int, names: list[str]) -> None:
        self.rng = np.random.default_rng([seed, 2])
        self.rng.shuffle(names)
        self.names = names
        self.x, self.z = self.rng.normal(size=(2, REFERENCE_ROWS))

    def truth(self, kind: str) -> Truth:
        """Draw a truth of a kind."""
        features: tuple[str, ...] = (self.names.pop(),)
        if kind in {"subgroup", "product", "by_level"}:
            features += (self.names.pop(),)
        direction = "up" if self.rng.random() < 0.5 else "down"
        parameters: dict[str, Any] = getattr(self, f"_{kind}", dict)()
        if kind == "by_level":
            parameters["of_levels"] = features[1]
        return Truth(kind, features, direction, _region(kind, features, parameters), parameters)

    def _step(self) -> dict[str, Any]:
        t = float(self.rng.uniform(-0.8, 0.8))
        return {"t": t, "share": float((self.x >= t).mean())}

    def _tail(self) -> dict[str, Any]:
        return {"t": float(np.quantile(self.x, 1 - TAIL_SHARE)), "share": TAIL_SHARE}

    def _u(self) -> dict[str, Any]:
        t = float(self.rng.uniform(-0.4, 0.4))
        return {"t": t, **_moments((self.x - t) ** 2)}

    def _saturating(self) -> dict[str, Any]:
        return _moments(1 - np.exp(-1.2 * (self.x + 2)))

    def _product(self) -> dict[str, Any]:
        # both columns share a ninth of their variance
        return _moments(self.x * (0.09 * self.x + np.sqrt(1 - 0.09**2) * self.z))

    def _subgroup(self) -> dict[str, Any]:
        a, b = (float(cut) for cut in self.rng.uniform(-0.4, 0.4, size=2))
        return {"a": a, "b": b, "share": float(((self.x >= a) & (self.z >= b)).mean())}

    def _categorical(self) -> dict[str, Any]:
        weights = self.rng.dirichlet(np.full(len(LEVELS), 8.0))
        raised = [str(level) for level in self.rng.choice(LEVELS, size=2, replace=False)]
        share = float(sum(weights[LEVELS.index(level)] for level in raised))
        return {"levels": list(LEVELS), "weights": weights, "raised": raised, "share": share}

    def _by_level(self) -> dict[str, Any]:
        weights = self.rng.dirichlet(np.full(3, 30.0))
        share = float(weights[0])
        return {"levels": ["a", "b", "c"], "weights": weights, "raised": ["a"], "share": share}


def _moments(values: np.ndarray) -> dict[str, Any]:
    return {"mean": float(values.mean()), "spread": float(values.std())}


def _region(kind: str, features: tuple[str, ...], parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that have an effect of its own, as far as there are such."""
    name = features[0]
    if kind == "categorical":
        return {name: {"levels": parameters["raised"]}}
    if kind in {"step", "tail"}:
        return {name: {"low": parameters["t"], "high": None}}
    if kind == "subgroup":
        cuts = parameters["a"], parameters["b"]
        return {
            column: {"low": cut, "high": None} for column, cut in zip(features, cuts, strict=True)
        }
    return {name: {"low": None, "high": None}}


def extended(seed: int, *, outcome: str = "regression", timed: bool = False) -> PlantedTable:
    """Draw a population.

    Parameters
    ----------
    seed : int
    outcome : str, default="regression"
        One of `outcomes.OUTCOMES`.
    timed : bool, default=False
        Whether rows have times, and one effect grows with them.
    """
    kinds = (*KINDS, "drift") if timed else KINDS
    draw = _Draw(seed, [f"c{place:02d}" for place in range(20 + timed)])
    truths = tuple(draw.truth(kind) for kind in kinds)
    shares = draw.rng.uniform(0.03, 0.05, size=len(truths))
    shares *= EXPLAINED / shares.sum()
    causes = draw.rng.choice(
        [t.features[0] for t in truths if t.kind in {"linear", "step", "u", "saturating"}],
        size=BYSTANDERS,
        replace=False,
    )
    bystanders = tuple(
        (draw.names.pop(), str(cause), float(draw.rng.uniform(0.6, 0.9))) for cause in causes
    )
    noise = tuple(draw.names.pop() for _ in range(NOISE_COLUMNS))
    order = [name for truth in truths for name in truth.features]
    order += [name for name, _, _ in bystanders] + list(noise)
    draw.rng.shuffle(order)
    return PlantedTable(
        seed,
        truths,
        tuple(float(share) for share in shares),
        bystanders,
        noise,
        tuple(order),
        OUTCOMES[outcome],
        timed,
    )


def population_of(setting: str, seed: int) -> PlantedTable:
    """Draw a population of a setting."""
    if setting in PLANTED:
        return planted(seed, prevalence=PLANTED[setting])
    outcome, timed = EXTENDED[setting]
    return extended(seed, outcome=outcome, timed=timed)
