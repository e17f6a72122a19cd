"""One value in the midst of a column with far more rows than the values around it.

Such a value was often filled in for missing ones: the mean or the median of the others, or one
written with more digits than any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.faults.charts import value_chart
from dataexplain.faults.heaping import MOST_DECIMALS, Heaping, decimals_of
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.faults.wording import (
    count_rows,
    percent,
    recoding,
    recoding_of,
    row_numbers,
    value_text,
)
from dataexplain.records import FaultRecord
from dataexplain.tables import Table
from dataexplain.tables.cell_types import number_text

KIND = "imputed"
LEAST_ROWS, LEAST_SHARE = 8, 0.01
# So many times the rows of the values around, no chance, and this much more than any other spike.
LEAST_RATIO, LEAST_Z, ALONE = 2.0, 6.0, 3.0
# A spike at no mean, no median, and without further digits must be this high and frequent.
UNEXPLAINED_RATIO, UNEXPLAINED_SHARE = 10.0, 0.03
# The exact average, or further digits, tell a value that was filled in however many spikes are.
_TELLING = ("mean", "digits")
_LOOKED_AT = 5
# In widths of the middle 80% of rows: so near the average no value lies by chance.
_EXACT = 1e-3
_LEAST_DISTINCT = 15
_MOST_DIGITS = 8


def spike_fault(table: Table, counts: ValueCounts, heaping: Heaping | None) -> FaultRecord | None:
    """Return the value that was filled in, if there is one.

    Parameters
    ----------
    table : Table
    counts : ValueCounts
        Without codes for missing.
    heaping : Heaping, optional
        A round number among rounded ones is no spike.

    Returns
    -------
    FaultRecord or None
    """
    for spike in _spikes(counts):
        enough = {"mean": 0.0, "digits": 0.0, "median": ALONE / 2}.get(spike.origin, ALONE)
        if spike.surplus >= enough * spike.rival and _is_odd(counts, spike, heaping):
            return _record(table, counts, spike)
    return None


@dataclass(frozen=True)
class Spike:
    """One value with more rows than those around it, and what it is of the others.

    `usual` are the rows of a value beside it, `rival` the surplus of the next highest spike.
    """

    value: float
    rows: int
    usual: float
    rival: float
    origin: str

    @property
    def surplus(self) -> float:
        """The rows beyond the usual ones."""
        return self.rows - self.usual


def _is_odd(counts: ValueCounts, spike: Spike, heaping: Heaping | None) -> bool:
    """Tell whether a spike is no round number, or the middle of the others."""
    if spike.origin in _TELLING:
        return True
    if heaping is not None and _is_multiple(spike.value, heaping.unit):
        return False
    grid = 10.0 ** -min(decimals_of(counts), _MOST_DIGITS)
    high = spike.rows >= max(UNEXPLAINED_RATIO * spike.usual, UNEXPLAINED_SHARE * counts.rows)
    return bool(spike.origin) or (high and not _is_multiple(spike.value, 5 * grid))


def _spikes(counts: ValueCounts) -> list[Spike]:
    """Return the values that stand far above their neighbours."""
    least = max(LEAST_ROWS, LEAST_SHARE * counts.rows)
    if len(counts.values) < _LEAST_DISTINCT or counts.counts.max() < least:
        return []
    # where counts fall steeply the value next to the top is no spike
    next_to = np.maximum(np.append(counts.counts[1:], 0), np.append(0, counts.counts[:-1]))
    nearby = np.maximum(np.maximum(counts.nearby(), next_to), 1.0)
    surplus = counts.counts - nearby
    surplus[[0, -1]] = 0.0  # an end is capped, not filled in
    surplus[counts.values == 0] = 0.0
    high = np.argsort(-counts.counts)[:_LOOKED_AT], np.argsort(-surplus)[:_LOOKED_AT]
    found = []
    for place in np.unique(np.concatenate(high)):
        if counts.counts[place] >= least and 0 < place < len(counts.values) - 1:
            value, rows = float(counts.values[place]), int(counts.counts[place])
            usual = float(nearby[place])
            origin = _origin(counts, value, rows, usual)
            if origin in ("mean", "digits"):
                usual = 1.0  # beside it lie no other values as fine
            if value != 0 and rows >= LEAST_RATIO * usual and rows - usual >= LEAST_Z * usual**0.5:
                rival = max(float(np.delete(surplus, place).max()), 1.0)
                found.append(Spike(value, rows, usual, rival, origin))
    return found


def _origin(counts: ValueCounts, value: float, rows: int, usual: float) -> str:
    """Say what the value is of the others, or that it is written more finely; or nothing."""
    others = counts.without(np.array([value]))
    if rows > others.rows:
        return ""  # so common a value is where the others gather, not the other way round
    half_a_digit = 0.5000001 * 10.0 ** -_decimals(value)
    finer = _decimals(value) > decimals_of(others) < MOST_DECIMALS
    if abs(value - others.mean) <= half_a_digit:
        exact = finer or half_a_digit <= _EXACT * (others.quantile(0.9) - others.quantile(0.1))
        return "mean" if exact else "rounded mean"
    if finer:
        return "digits"
    below = int(others.counts[others.values < value].sum())
    return "median" if abs(others.rows - 2 * below) <= 1.5 * usual + 1 else ""


def _decimals(value: float) -> int:
    text = number_text(value)
    return len(text.partition(".")[2]) if "e" not in text else _MOST_DIGITS


def _is_multiple(value: float, unit: float) -> bool:
    return bool(np.isclose(value / unit, round(value / unit), rtol=0, atol=1e-9))


def _record(table: Table, counts: ValueCounts, spike: Spike) -> FaultRecord:
    name, value, held = counts.name, spike.value, spike.rows
    shown = value_text(counts.column, value)
    there = (table.frame[name] == value).to_numpy()
    what = {
        "mean": ", which is the average of the others",
        "rounded mean": ", which is the average of the others, rounded",
        "median": ", which lies in the middle of the others",
        "digits": ", written with more digits than the others",
        "": "",
    }[spike.origin]
    if spike.origin in ("mean", "digits"):
        beside = ""
    else:
        beside = f", where each value beside it is in about {count_rows(round(spike.usual))}"
    recode = recoding_of(counts.column, value)
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"{count_rows(held)} ({percent(held / len(table))}) have {shown} in {name!r}{what}"
        f"{beside}: it may have been filled in for missing values.",
        id=f"{KIND}-{name}-{number_text(value)}",
        severity="warning" if spike.origin else "note",
        columns=(name,),
        values=(number_text(value),),
        rows=held,
        row_numbers=row_numbers(table, there),
        recode=recode,
        remedy=f"If it was filled in, count it as missing: {recoding(recode)}",
        evidence={"rows": held, "rows_beside": spike.usual, "origin": spike.origin},
        chart=value_chart(counts, np.array([value])),
    )
