"""An interaction or a drift as a small grid: the sides of one column by points of the other."""

from __future__ import annotations

import math

from dataexplain.claims.wording import number
from dataexplain.readers.cards.outcome_units import OutcomeUnits
from dataexplain.readers.cards.quoting import quoted
from dataexplain.records import ClaimRecord, HeldOutPoint, PartRecord

MOST_SIDES = 6


def part_grid(claim: ClaimRecord, units: OutcomeUnits, points: int) -> list[str]:
    """Return the parts of a claim as a table, with averages at up to so many points.

    Parameters
    ----------
    claim : ClaimRecord
    units : OutcomeUnits
    points : int
        Of the other column; 0 leaves them out.

    Returns
    -------
    list of str
        Empty for a claim without parts.

    Examples
    --------
    >>> OutcomeUnits(True).level(0.25)
    '25%'
    """
    if not claim.parts:
        return []
    places = _places(claim.parts, points)
    head = ["side", "effect there", "rows", *(_place_text(place) for place in places)]
    lines = ["", " | ".join(head), "|".join(["--"] * len(head))]
    for part in claim.parts[:MOST_SIDES]:
        cells = [quoted(part.label), units.effect(part.effect, part.interval), f"{part.rows:,}"]
        means = {_place(point): point.mean for point in part.points}
        cells += [units.level(means[place]) if place in means else "" for place in places]
        lines.append(" | ".join(cells))
    if len(claim.parts) > MOST_SIDES:
        lines.append(f"{len(claim.parts) - MOST_SIDES:,} other sides{' | ' * (len(head) - 1)}")
    return [*lines, ""]


def _place(point: HeldOutPoint) -> float | str | None:
    return point.level if point.level is not None else point.x


def _places(parts: tuple[PartRecord, ...], most: int) -> list[float | str]:
    """Return the places at which most sides have a point, evenly chosen along the column."""
    counts: dict[float | str, int] = {}
    for part in parts[:MOST_SIDES]:
        for point in part.points:
            place = _place(point)
            if place is not None and not (isinstance(place, float) and math.isnan(place)):
                counts[place] = counts.get(place, 0) + 1
    numbers = sorted(place for place in counts if not isinstance(place, str))
    levels = [place for place in counts if isinstance(place, str)]
    places: list[float | str] = [*numbers, *levels]
    count = min(most, len(places))
    step = (len(places) - 1) / max(count - 1, 1)
    return [places[round(rank * step)] for rank in range(count)]


def _place_text(place: float | str) -> str:
    if isinstance(place, str):
        return f"at {quoted(place, 20)}"
    return f"at {number(place)}" if math.isfinite(place) else "at an end"
