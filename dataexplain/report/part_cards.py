"""The parts of a claim on its card: an effect on each side, or on each stretch."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dataexplain.records import ClaimRecord, PartRecord
from dataexplain.report.formatting import count, counted, finite
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.part_charts import parts_chart

MOST_PARTS = 24
_HEADINGS = {
    "interaction": "The effect on each side",
    "drift": "The effect earlier and later",
}


def parts_context(
    claim: ClaimRecord, outcome: OutcomeFormat, *, charts: bool
) -> dict[str, Any] | None:
    """Return the parts as a table and a chart, or None for a claim without parts.

    Parameters
    ----------
    claim : ClaimRecord
    outcome : OutcomeFormat
    charts : bool
        Whether to draw.

    Returns
    -------
    dict or None
    """
    if not claim.parts:
        return None
    heading, parts = _HEADINGS.get(claim.kind, "Its parts"), claim.parts
    if claim.kind == "no_effect" and claim.features:
        heading = f"Each part of {claim.features[0]} against the rest"
        parts = _short_labels(parts, claim.features[0])
    title = f"{heading}: {claim.text}"
    chart = parts_chart(parts, outcome, title, floor=claim.floor) if charts else None
    shown = parts[:MOST_PARTS]
    return {
        "heading": heading,
        "unit": outcome.difference_unit,
        "rows": [
            {
                "label": part.label,
                "effect": outcome.bare_difference(part.effect, part.interval),
                "interval": outcome.bare_interval(part.interval, part.effect),
                "rows": count(part.rows),
            }
            for part in shown
        ],
        "more": max(len(parts) - len(shown), 0),
        "note": _note(claim, outcome),
        "chart": None if chart is None else chart.to_dict(),
    }


def _short_labels(parts: Sequence[PartRecord], column: str) -> tuple[PartRecord, ...]:
    """Leave out the name of the column where every label begins with it.

    Examples
    --------
    >>> part = PartRecord("age is 60 or more", 0.0, (0.0, 0.0), 9)
    >>> _short_labels([part], "age")[0].label
    '60 or more'
    """
    if not all(part.label.startswith(f"{column} ") for part in parts):
        return tuple(parts)
    return tuple(
        dataclasses.replace(part, label=part.label[len(column) + 1 :].removeprefix("is "))
        for part in parts
    )


def _note(claim: ClaimRecord, outcome: OutcomeFormat) -> str:
    """Say what the parts show and that the verdict is the claim's."""
    if claim.kind != "no_effect":
        return "Intervals at 95%, one side at a time; the verdict rests on their difference."
    floor = finite(claim.floor)
    note = "Intervals at 95%, one part at a time; the verdict rests on all of them together."
    if not floor:
        return note
    least, most = outcome.difference(-floor), outcome.difference(floor, sign=True)
    if claim.verdict != "supported":
        return f"Too small to matter would be from {least} to {most}. {note}"
    every = "The one part" if len(claim.parts) == 1 else f"All {counted(len(claim.parts), 'part')}"
    lies = "lies" if len(claim.parts) == 1 else "lie"
    return f"{every} {lies} between {least} and {most}, which is too small to matter. {note}"
