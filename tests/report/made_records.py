"""Curves, claims and what they hold, made up around known numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataexplain.records import (
    AdjustedEffect,
    ClaimRecord,
    CurveRecord,
    HeldOutPoint,
    PieceRecord,
    UnadjustedEffect,
)


def numeric_curve(
    feature: str,
    shape: Any,
    low: float,
    high: float,
    *,
    steps: int = 120,
    seed: int = 0,
    **more: Any,
) -> CurveRecord:
    """A curve with its held-out dots, drawn around a known shape."""
    generator = np.random.default_rng(seed)
    edges = np.linspace(low, high, steps + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    values = np.vectorize(shape, otypes=[float])(middles)
    spread = float(np.ptp(values)) * 0.06 + 1e-6
    values = values + generator.normal(0, spread / 6, steps)
    width = spread * (1 + 0.6 * np.abs(np.linspace(-1, 1, steps)))
    places = np.linspace(low, high, 11)
    centres = (places[1:] + places[:-1]) / 2
    means = np.vectorize(shape, otypes=[float])(centres) + generator.normal(0, spread / 2, 10)
    return CurveRecord(
        feature=feature,
        role="numeric",
        outcome_class=more.pop("outcome_class", None),
        values=tuple(values.tolist()),
        lower=tuple((values - width).tolist()),
        upper=tuple((values + width).tolist()),
        rows=tuple(generator.integers(5, 60, steps).tolist()),
        edges=tuple(edges.tolist()),
        importance=more.pop("importance", float(np.std(values))),
        pieces=tuple(
            PieceRecord(float(np.mean(part)), 400, low=float(ends[0]), high=float(ends[-1]))
            for part, ends in zip(np.array_split(values, 4), np.array_split(edges, 4), strict=True)
        ),
        held_out=tuple(
            HeldOutPoint(float(mean), (float(mean - spread), float(mean + spread)), 320, x=float(x))
            for mean, x in zip(means, centres, strict=True)
        ),
        **more,
    )


def level_curve(
    feature: str, levels: dict[str, tuple[float, int]], *, spread: float = 0.012, **more: Any
) -> CurveRecord:
    """A curve over levels: {level: (value, rows)}."""
    values = [value for value, _ in levels.values()]
    return CurveRecord(
        feature=feature,
        role=more.pop("role", "categorical"),
        outcome_class=more.pop("outcome_class", None),
        values=tuple(values),
        lower=tuple(value - spread for value in values),
        upper=tuple(value + spread for value in values),
        rows=tuple(rows for _, rows in levels.values()),
        levels=tuple(levels),
        importance=more.pop("importance", float(np.std(values))),
        pieces=tuple(
            PieceRecord(value, rows, levels=(level,)) for level, (value, rows) in levels.items()
        ),
        held_out=tuple(
            HeldOutPoint(
                value + spread * 0.6,
                (value - spread * 1.4, value + spread * 2.6),
                rows // 2,
                level=level,
            )
            for level, (value, rows) in levels.items()
        ),
        **more,
    )


def claim(
    identity: str,
    kind: str,
    text: str,
    features: tuple[str, ...],
    effect: float | None,
    half_width: float,
    verdict: str,
    **more: Any,
) -> ClaimRecord:
    """A claim whose two effects lie close to the given one."""
    known = effect is not None
    centre = effect or 0.0
    interval = (centre - half_width, centre + half_width)
    values: dict[str, Any] = {
        "direction": "up" if centre > 0 else "down",
        "outcome_class": None,
        "region": {},
        "estimand": {"contrasts": []},
        "unit": "points",
        "interval": interval if known else None,
        "interval_selected": (centre - 1.25 * half_width, centre + 1.25 * half_width)
        if verdict == "supported"
        else None,
        "unadjusted": UnadjustedEffect(
            centre * 1.4, (centre * 1.4 - half_width, centre * 1.4 + half_width), 0.0004
        )
        if known
        else None,
        "adjusted": AdjustedEffect(centre, interval, 0.002, 0.62) if known else None,
        "basis": "adjusted",
        "p": 0.0004 if known else None,
        "q": (0.0021 if verdict == "supported" else 0.31) if known else None,
        "n": 3522,
        "floor": 0.027,
        "reason": "",
        "fidelity": True,
        "sources": ("additive model",),
    }
    return ClaimRecord(
        id=identity,
        kind=kind,
        text=text,
        features=features,
        effect=effect,
        verdict=verdict,
        **(values | more),
    )


def along(
    places: Any, means: Any, half_width: float, *, rows: int = 240
) -> tuple[HeldOutPoint, ...]:
    """Averages along a column of numbers or of levels."""
    return tuple(
        HeldOutPoint(
            float(mean),
            (float(mean - half_width), float(mean + half_width)),
            rows,
            **({"level": place} if isinstance(place, str) else {"x": float(place)}),
        )
        for place, mean in zip(places, means, strict=True)
    )


def example_rows(seed: int = 3) -> tuple[dict[str, Any], ...]:
    generator = np.random.default_rng(seed)
    return tuple(
        {
            "tenure": int(generator.integers(1, 12)),
            "contract": "month-to-month",
            "monthly_charges": round(float(generator.uniform(20, 110)), 2),
            "payment_method": ["electronic check", "mailed check"][index % 2],
            "total_charges": None if index == 1 else round(float(generator.uniform(20, 900)), 2),
            "internet": "fiber optic",
            "senior": "no",
            "churn": ["yes", "no", "yes", "yes"][index],
        }
        for index in range(4)
    )
