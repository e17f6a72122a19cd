"""Small reports made for one test: an outcome, columns, and claims about them."""

from __future__ import annotations

import dataclasses
from typing import Any

from dataexplain.narration.grounding import check_text
from dataexplain.records import (
    AdjustedEffect,
    ClaimRecord,
    ColumnRecord,
    OutcomeRecord,
    PartRecord,
    ReportRecord,
    UnadjustedEffect,
)
from tests.narration.grounding.sample_reports import sample_report

NUMERIC, CATEGORICAL = "numeric", "categorical"
PLAIN = OutcomeRecord("cost", "cost", 60.0, 10.0)
LOGARITHMIC = OutcomeRecord("price", "$", 11.5, 0.7, scale="log")
CAPPED = OutcomeRecord("price", "$", 200_000.0, 90_000.0, scale="capped", bounds=(5.0, 868_738.0))
PERCENT = OutcomeRecord("usage_pct", "%", 47.0, 17.0)
STARS = OutcomeRecord("rating", "probability", 0.33, 0.47, ("1", "2", "3"), (100, 100, 100))
ANSWERS = OutcomeRecord(
    "answer",
    "probability",
    0.33,
    0.47,
    ("no", "high | risk", 'don\'t know, "maybe"'),
    (100, 100, 100),
)


def interval(effect: float) -> tuple[float, float]:
    """Return an interval of a tenth of an effect on both sides."""
    low, high = sorted((0.9 * effect, 1.1 * effect))
    return low, high


def made_claim(
    kind: str,
    feature: str,
    effect: float,
    text: str = "It is so, other columns held fixed.",
    *,
    plain: float | None = None,
    **values: Any,
) -> ClaimRecord:
    """Return a supported claim about a column; `plain` is its plain difference, its effect else."""
    alone = effect if plain is None else plain
    claim = next(one for one in sample_report("house_prices").claims if one.kind == "trend")
    fields: dict[str, Any] = {
        "id": f"{kind}-{feature}-{values.get('outcome_class', '')}",
        "kind": kind,
        "features": (feature,),
        "text": text,
        "direction": "up" if effect > 0 else "down",
        "effect": effect,
        "interval": interval(effect),
        "interval_selected": None,
        "adjusted": AdjustedEffect(effect, interval(effect), 1e-6, 0.5),
        "unadjusted": UnadjustedEffect(alone, interval(alone), 1e-6),
        "basis": "adjusted",
        "verdict": "supported",
        "outcome_class": None,
        "region": {},
        "against": {},
        "estimand": {},
        "turn": None,
        "entangled_with": (),
        "sides": None,
        "parts": (),
    }
    return dataclasses.replace(claim, **(fields | values))


def trend(feature: str, low: float, high: float, effect: float, **values: Any) -> ClaimRecord:
    """Return a claim that the outcome changes by an effect over a stretch."""
    return made_claim(
        "trend", feature, effect, region={feature: {"low": low, "high": high}}, **values
    )


def contrast(
    feature: str, levels: tuple[str, ...], against: tuple[str, ...], effect: float, **values: Any
) -> ClaimRecord:
    """Return a claim that the outcome differs between levels."""
    region, other = {feature: {"levels": list(levels)}}, {feature: {"levels": list(against)}}
    return made_claim("level_contrast", feature, effect, region=region, against=other, **values)


def turning_point(
    feature: str, low: float, turn: float, high: float, effect: float, **values: Any
) -> ClaimRecord:
    """Return a claim that the course of the outcome turns at a value."""
    region = {feature: {"low": low, "high": high}}
    return made_claim("turning_point", feature, effect, region=region, turn=turn, **values)


def tail(feature: str, low: float, effect: float, **values: Any) -> ClaimRecord:
    """Return a claim about the few rows beyond a value."""
    return made_claim(
        "tail", feature, effect, region={feature: {"low": low, "high": None}}, **values
    )


def interaction(effect: float, of: float = 10.0, other: float = -6.0) -> ClaimRecord:
    """Return a claim that the slope along dose is another for women than for men."""
    parts = (
        PartRecord("sex is male", of, interval(of), 100),
        PartRecord("sex is female", other, interval(other), 100),
    )
    region = {"dose": {"low": 5.0, "high": 45.0}, "sex": {"levels": ["female"]}}
    return made_claim(
        "interaction", "dose", effect, features=("dose", "sex"), region=region, parts=parts
    )


def drift(feature: str, effect: float, levels: tuple[str, ...] = ()) -> ClaimRecord:
    """Return a claim that the effect of a column changes in the course of time."""
    position = {"column": feature, "low": 0.1, "high": 9.9}
    return made_claim(
        "drift",
        feature,
        effect,
        region={feature: {"levels": list(levels)}} if levels else {},
        estimand={"contrasts": [{"varies": {"product": [{"position": position}]}}]},
    )


def made_report(
    outcome: OutcomeRecord, *claims: ClaimRecord, levels: dict[str, tuple[str, ...]] | None = None
) -> ReportRecord:
    """Return a report of claims; columns without levels hold numbers."""
    known = levels or {}
    names = dict.fromkeys(name for claim in claims for name in claim.features)
    columns = tuple(
        ColumnRecord(
            name,
            CATEGORICAL if name in known else NUMERIC,
            0,
            len(known.get(name, ())) or 500,
            levels=known.get(name, ()),
        )
        for name in names
    )
    task = {0: "regression", 2: "binary"}.get(len(outcome.classes), "multiclass")
    return dataclasses.replace(
        sample_report("house_prices"),
        target=outcome.name,
        task=task,
        outcome=outcome,
        columns=columns,
        claims=claims,
        curves=(),
        entangled=(),
    )


def marks_of(report: ReportRecord, text: str) -> list[str]:
    """Return the marks of a text's sentences."""
    return [sentence.mark for sentence in check_text(report, text).sentences]
