"""Reports to put into words: the samples that come along, and claims made for one test."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from dataexplain.records import AdjustedEffect, ClaimRecord, ReportRecord, UnadjustedEffect
from dataexplain.report.reading import read_report

REPORTS = Path(__file__).parents[2] / "benchmarks" / "check_text" / "reports"
NAMES = tuple(sorted(path.stem for path in REPORTS.glob("*.json")))


@functools.cache
def slim_report(name: str) -> ReportRecord:
    """Return the report of a table, without rows, curves and language model."""
    return read_report(REPORTS / f"{name}.json")


def supported(report: ReportRecord) -> list[ClaimRecord]:
    """Return the claims that a finding may be about."""
    return [claim for claim in report.claims if claim.verdict == "supported"]


def claim_of(report: ReportRecord, kind: str) -> ClaimRecord:
    """Return the first supported claim of a kind."""
    return next(claim for claim in supported(report) if claim.kind == kind)


def changed(claim: ClaimRecord, **values: Any) -> ClaimRecord:
    """Return a claim with other values, its adjusted effect along with its effect."""
    if "effect" in values and "interval" not in values:
        effect = values["effect"]
        ends = sorted((0.8 * effect, 1.2 * effect))
        values |= {"interval": (ends[0], ends[1]), "interval_selected": None}
    return dataclasses.replace(claim, **values)


def effects(adjusted: float, plain: float) -> dict[str, Any]:
    """Return the fields of a claim with these effects, a tenth of each its standard error."""

    def ends(effect: float) -> tuple[float, float]:
        low, high = sorted((0.8 * effect, 1.2 * effect))
        return low, high

    return {
        "effect": adjusted,
        "interval": ends(adjusted),
        "interval_selected": None,
        "adjusted": AdjustedEffect(adjusted, ends(adjusted), 1e-6, 0.5),
        "unadjusted": UnadjustedEffect(plain, ends(plain), 1e-6),
        "basis": "adjusted",
    }


def with_claims(report: ReportRecord, *claims: ClaimRecord) -> ReportRecord:
    """Return a report with these claims alone."""
    return dataclasses.replace(report, claims=claims)
