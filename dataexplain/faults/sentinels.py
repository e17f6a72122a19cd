"""Codes for "not known" among the numbers of a column: 99, -1, 999, zeros that cannot be.

A value is told from a real one by three things: a heap of rows at it, a gap around it, and a
break of the outcome with what the values beside it lead to expect. None of them is enough alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.faults.charts import value_chart
from dataexplain.faults.codes import Edge, high_codes, is_code, low_codes
from dataexplain.faults.curve_break import CurveBreak, curve_break
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.faults.wording import (
    count_rows,
    percent,
    recoding,
    recoding_of,
    row_numbers,
    value_text,
)
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Table
from dataexplain.tables.cell_types import number_text

KIND = "sentinel"
# Points of evidence that make a code: of gap, heap and break each at most two, or three for a
# gap wider than the bulk itself.
ENOUGH = 3
CLEAR = 4
# Of a code inside the range of real values both heap and break must be plain.
INSIDE_HEAP, INSIDE_ROWS, INSIDE_BREAK = 8.0, 20, 5.0


@dataclass(frozen=True)
class Weighed:
    """The evidence on one value."""

    gap: int
    heap: int
    break_: int
    departure: CurveBreak | None
    company: int = 0

    @property
    def points(self) -> int:
        """All evidence together."""
        return self.gap + self.heap + self.break_ + self.company


def sentinel_faults(table: Table, rows: AdjustedRows, counts: ValueCounts) -> list[FaultRecord]:
    """Return the codes for missing among the numbers of one column.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.
    counts : ValueCounts
        Of all rows of the table.

    Returns
    -------
    list of FaultRecord
    """
    if len(counts.values) < 3:
        return []
    found = []
    low, high = low_codes(counts), high_codes(counts)
    apart = np.array([code for edge in (low, high) if edge for code in edge.codes])
    for edge in (low, high):
        if edge is not None:
            found += [_edge_fault(table, rows, counts, edge, code, apart) for code in edge.codes]
    found += _inside_faults(table, rows, counts.without(apart))
    return [fault for fault in found if fault is not None]


def _edge_fault(
    table: Table,
    rows: AdjustedRows,
    counts: ValueCounts,
    edge: Edge,
    code: float,
    apart: np.ndarray,
) -> FaultRecord | None:
    weighed = weigh_edge(rows, counts, edge, code, apart)
    if weighed.points < (2 if edge.only_negative else ENOUGH):
        return None
    return sentinel_record(table, counts, code, weighed, apart_text(edge, counts), edge)


def _inside_faults(
    table: Table, rows: AdjustedRows, counts: ValueCounts
) -> list[FaultRecord | None]:
    """Return codes among real values: only a plain heap and a plain break tell these."""
    candidates = np.flatnonzero(counts.counts >= INSIDE_ROWS)
    candidates = candidates[is_code(counts.values[candidates])]
    if not candidates.size or len(counts.values) < 2 * INSIDE_ROWS:
        return []
    heaps = counts.counts / np.maximum(counts.nearby(), 1.0)
    others = heaps[~is_code(counts.values)][1:-1]
    found: list[FaultRecord | None] = []
    for place in candidates:
        value, heap = float(counts.values[place]), float(heaps[place])
        if heap < INSIDE_HEAP or (others > heap / 2).any():
            continue
        departure = curve_break(rows, counts.name, value, np.array([value]))
        if departure is not None and abs(departure.z) >= INSIDE_BREAK:
            usual = max(1, round(float(counts.nearby()[place])))
            text = f"where each value beside it is in about {count_rows(usual)}"
            weighed = Weighed(0, 2, 2, departure)
            found.append(sentinel_record(table, counts, value, weighed, text, None))
    return found


def weigh_edge(
    rows: AdjustedRows, counts: ValueCounts, edge: Edge, code: float, apart: np.ndarray
) -> Weighed:
    """Weigh the evidence on one code at an end of a column; `apart` are all codes there."""
    held = int(counts.counts[counts.values == code][0])
    heap_ratio = held / max(edge.beside, 1.0)
    departure = curve_break(rows, counts.name, code, apart)
    strength = abs(departure.z) if departure else 0.0
    return Weighed(
        gap=_gap_points(edge),
        heap=_heap_points(held, heap_ratio, edge),
        break_=2 if strength >= 5 else int(strength >= 3),
        departure=departure,
    )


def _heap_points(held: int, ratio: float, edge: Edge) -> int:
    """Count a heap as plain beside fuller values too, where nothing lies between it and these."""
    if held >= 10 and (ratio >= 5 or edge.spacings >= 8):
        return 2
    return int(held >= 4 and (ratio >= 2 or edge.spacings >= 4))


def _gap_points(edge: Edge) -> int:
    if edge.spacings >= 8 and edge.reach >= 1:
        return 3
    far = (edge.spacings >= 8 and edge.reach >= 0.25) or (edge.spacings >= 4 and edge.reach >= 1)
    if far or edge.only_negative:
        return 2
    return int(edge.spacings >= 4 and edge.reach >= 0.1)


def apart_text(edge: Edge, counts: ValueCounts) -> str:
    """Say how codes at an end of a column stand apart from its other values."""
    nearest = value_text(counts.column, edge.nearest)
    if edge.codes[0] < edge.nearest:
        if edge.only_negative:
            return f"though no other value is below {'0' if edge.nearest >= 0 else nearest}"
        return f"though the other values start at {nearest}"
    return f"though the other values end at {nearest}"


def sentinel_record(
    table: Table,
    counts: ValueCounts,
    code: float,
    weighed: Weighed,
    apart: str,
    edge: Edge | None,
) -> FaultRecord:
    """Write one code down, with the evidence on it; `apart` says how it stands apart."""
    name, shown = counts.name, value_text(counts.column, code)
    there = (table.frame[name] == code).to_numpy()
    held = int(there.sum())
    share = percent(held / len(table))
    verb = "has" if held == 1 else "have"
    departs = weighed.departure if weighed.break_ else None
    outcome = f", and {departs.said(table)}" if departs else ""
    high = edge is not None and code > edge.nearest
    beyond = " or for anything larger" if high else ""
    text = (
        f"{count_rows(held)} ({share}) {verb} {shown} in {name!r}, {apart}{outcome}: "
        f"{shown} may stand for a missing value{beyond}."
    )
    recode = recoding_of(counts.column, code)
    evidence: dict[str, Any] = {"rows": held, "points": weighed.points}
    evidence |= {"gap": weighed.gap, "heap": weighed.heap, "break": weighed.break_}
    evidence["company"] = weighed.company
    if edge is not None:
        evidence |= {"nearest_value": edge.nearest, "distance": edge.gap}
        evidence |= {"distance_in_usual_spacings": edge.spacings, "rows_beside": edge.beside}
    if weighed.departure is not None:
        evidence |= weighed.departure.to_dict()
    return FaultRecord(
        column=name,
        kind=KIND,
        text=text,
        id=f"{KIND}-{name}-{number_text(code)}",
        severity="warning" if weighed.points >= CLEAR else "note",
        columns=(name,),
        values=(number_text(code),),
        rows=held,
        row_numbers=row_numbers(table, there),
        recode=recode,
        remedy=f"If {shown} means that nothing was recorded, count it as missing: "
        f"{recoding(recode)}",
        evidence=evidence,
        chart=value_chart(counts, np.array([code])),
    )
