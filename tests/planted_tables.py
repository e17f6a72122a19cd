"""Small tables whose truth is known; each is explained once a session."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from dataexplain.claims import Claim
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.records import ReportRecord
from dataexplain.runs.explaining import Discovery, discover, explain_table
from dataexplain.tables import Table, build_table
from dataexplain.verification import Verdict
from dataexplain.verification.families import correct
from dataexplain.verification.measuring import gather
from dataexplain.verification.verdicts import decide

Signal = Callable[[np.ndarray], np.ndarray]


class KnownCurves:
    """An additive model whose curves are given instead of fitted; columns without one add 0."""

    def __init__(
        self,
        classes: tuple[str | None, ...],
        signals: Mapping[str, Signal] | None = None,
        intercept: float = 0.0,
    ) -> None:
        self.signals = dict(signals or {})
        self.intercept_: dict[str | None, float] = dict.fromkeys(classes, intercept)

    def contributions(self, X: pd.DataFrame, outcome_class: str | None = None) -> np.ndarray:
        """Return each column's part in the prediction."""
        parts = np.zeros((len(X), X.shape[1]))
        for place, name in enumerate(X.columns):
            if name in self.signals:
                parts[:, place] = self.signals[name](X[name].to_numpy(dtype=np.float64))
        return parts


def rows_of(
    data: Mapping[str, Any] | pd.DataFrame,
    target: str = "y",
    *,
    signals: Mapping[str, Signal] | None = None,
    intercept: float = 0.0,
    clusters: np.ndarray | None = None,
    hinges: bool = False,
    **options: Any,
) -> AdjustedRows:
    """Prepare all rows of a table for measuring, curves being those given; hinges if asked for."""
    table = build_table(data, target, **options)
    everything = np.arange(len(table))
    curves = KnownCurves(table.explained_classes, signals, intercept)
    adjustment = Adjustment.fit(table, everything, curves)
    if not hinges:
        adjustment = dataclasses.replace(adjustment, knots={})
    return adjustment.on(table, everything, clusters)


def verdicts_on(claims: Sequence[Claim], rows: AdjustedRows, floor: float) -> tuple[Verdict, ...]:
    """Decide about claims on rows, as the vault does."""
    found = [gather(claim, rows, np.random.default_rng(0), floor) for claim in claims]
    return tuple(
        decide(claim, evidence, significance, floor)
        for claim, evidence, significance in zip(claims, found, correct(claims, found), strict=True)
    )


def houses(rows: int = 700, seed: int = 0) -> pd.DataFrame:
    """A price: rises with `size`, jumps at `age` 0.5, differs by `place`; `noise` does nothing.

    `twin` is a bystander of `size`, and cells of `garden` are missing where houses are cheap.
    """
    rng = np.random.default_rng([seed, rows])
    size, age = rng.normal(size=rows), rng.uniform(-2, 2, size=rows)
    place = rng.choice(["north", "east", "south", "west"], size=rows)
    garden = rng.normal(size=rows)
    lacking = rng.random(rows) < 0.2
    price = 100 + 8 * size + 10 * (age >= 0.5) + 9 * np.isin(place, ["north", "east"])
    price = price - 8 * lacking + rng.normal(scale=6, size=rows)
    return pd.DataFrame(
        {
            "size": size.round(4),
            "age": age.round(4),
            "place": place,
            "garden": np.where(lacking, np.nan, garden.round(4)),
            "twin": (0.8 * size + 0.6 * rng.normal(size=rows)).round(4),
            "noise": rng.normal(size=rows).round(4),
            "price": price.round(3),
        }
    )


def customers(rows: int = 700, seed: int = 0) -> pd.DataFrame:
    """Whether a customer left: more with `waiting`, less on "gold"; `noise` does nothing."""
    rng = np.random.default_rng([seed, rows, 1])
    waiting, noise = rng.normal(size=rows), rng.normal(size=rows)
    plan = rng.choice(["basic", "silver", "gold"], size=rows)
    left = rng.random(rows) < 1 / (1 + np.exp(-(1.2 * waiting - 1.5 * (plan == "gold") - 0.4)))
    return pd.DataFrame(
        {
            "waiting": waiting.round(4),
            "plan": plan,
            "noise": noise.round(4),
            "left": np.where(left, "yes", "no"),
        }
    )


def flowers(rows: int = 600, seed: int = 0) -> pd.DataFrame:
    """One of three kinds, told by `length`; `noise` does nothing."""
    rng = np.random.default_rng([seed, rows, 2])
    length, noise = rng.normal(size=rows), rng.normal(size=rows)
    links = np.column_stack([1.5 * length, np.zeros(rows), -1.5 * length])
    drawn = np.argmax(links + rng.gumbel(size=links.shape), axis=1)
    return pd.DataFrame(
        {
            "length": length.round(4),
            "noise": noise.round(4),
            "kind": np.array(["rose", "tulip", "daisy"])[drawn],
        }
    )


def doses(rows: int = 2400, seed: int = 0) -> pd.DataFrame:
    """A response: dose and heat work together, the last rows of load depart; `noise` is idle."""
    rng = np.random.default_rng([seed, rows, 3])
    dose, heat, noise = rng.normal(size=(3, rows))
    load = rng.exponential(size=rows)
    response = dose + heat + dose * heat + load + 4 * (load >= 3.9) + rng.normal(size=rows)
    return pd.DataFrame(
        {
            "dose": dose.round(4),
            "heat": heat.round(4),
            "load": load.round(4),
            "noise": noise.round(4),
            "response": response.round(3),
        }
    )


def slow_series(rng: np.random.Generator, rows: int, rho: float = 0.9) -> np.ndarray:
    """Draw a series of unit spread whose neighbours in time are alike."""
    series = lfilter([1.0], [1.0, -rho], rng.normal(size=rows + 200))[200:]
    return np.asarray(series * np.sqrt(1 - rho**2))


def meters(rows: int = 800, seed: int = 0) -> pd.DataFrame:
    """A use by day: the effect of `sun` grows with time; `tide` and use are slow, not related."""
    rng = np.random.default_rng([seed, rows, 4])
    sun, wind = rng.normal(size=(2, rows))
    growth = 1 + 4 * np.arange(rows) / rows
    use = growth * sun + 2 * wind + 2 * slow_series(rng, rows) + rng.normal(size=rows)
    return pd.DataFrame(
        {
            "day": pd.date_range("2018-01-01", periods=rows).strftime("%Y-%m-%d"),
            "sun": sun.round(4),
            "wind": wind.round(4),
            "tide": slow_series(rng, rows).round(4),
            "use": use.round(3),
        }
    )


@cache
def houses_table() -> Table:
    """The houses, read as a table."""
    return build_table(houses(), "price")


@cache
def houses_discovery() -> Discovery:
    """What was proposed about the houses."""
    return discover(houses_table(), seed=0)


@cache
def houses_report() -> ReportRecord:
    """What was found about the houses: regression."""
    return explain_table(houses_table())


@cache
def customers_report() -> ReportRecord:
    """What was found about the customers: two classes."""
    return explain_table(build_table(customers(), "left", positive="yes"))


@cache
def flowers_report() -> ReportRecord:
    """What was found about the flowers: three classes."""
    return explain_table(build_table(flowers(), "kind"))


@cache
def doses_report() -> ReportRecord:
    """What was found about the doses: what columns do together, and what does not matter."""
    return explain_table(build_table(doses(), "response"), floor=1.5)


@cache
def meters_report() -> ReportRecord:
    """What was found about the meters: later days test what earlier ones suggest."""
    return explain_table(build_table(meters(), "use", time="day"))
