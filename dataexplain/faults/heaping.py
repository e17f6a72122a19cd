"""Rounding that only some rows went through: heaps at multiples of 5, 10, 100.

Like Whipple's index for ages, but each round number is compared with the numbers around it, so
that neither the shape of the column nor one frequent value passes for rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.claims.wording import number
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.faults.wording import percent, row_numbers
from dataexplain.records import FaultRecord
from dataexplain.tables import Table

KIND = "heaping"
# Round numbers must hold so many times the rows that the numbers around them lead to expect,
# the surplus being this share of all rows, and be no chance.
LEAST_RATIO, LEAST_SURPLUS, LEAST_Z = 1.8, 0.05, 6.0
# At this share of the heaps at least; and so many rows are not round, or round is the rule.
COMMON, LEAST_UNROUNDED = 0.6, 0.1
_UNITS = tuple(step * 10**power for power in range(8) for step in (5, 10))
_FIRST_ON_TENS = 50
_LEAST_HEAPS, _LEAST_DISTINCT = 4, 20
MOST_DECIMALS = 6
_LOOKED_AT = 20_000
_LARGEST_STEP = 2.0**50
# Nearly all rows lie on the grid; the few finer ones say nothing about rounding.
_ON_GRID = 0.9
# Of the width of the middle 80% of rows, a unit must be this much for its rounding to matter.
_LEAST_UNIT = 1 / 45


@dataclass(frozen=True)
class Heaping:
    """At multiples of what a column heaps, with the rows found there and those expected."""

    unit: float
    found: int
    expected: float
    z: float


def find_heaping(counts: ValueCounts) -> Heaping | None:
    """Find the unit that some rows were rounded to, or None.

    Examples
    --------
    >>> from dataexplain.tables import Column, Role
    >>> ages = np.arange(20.0, 80.0)
    >>> rows = np.where(ages % 10 == 0, 40, 10)
    >>> find_heaping(ValueCounts(Column("age", Role.NUMERIC), ages, rows)).unit
    10.0
    >>> find_heaping(ValueCounts(Column("age", Role.NUMERIC), ages, np.full(60, 10))) is None
    True
    """
    if len(counts.values) < _LEAST_DISTINCT:
        return None
    decimals = decimals_of(counts)
    scaled = counts.values * 10.0**decimals
    if np.abs(scaled[[0, -1]]).max() > _LARGEST_STEP:
        return None
    grid = _is_whole(scaled)
    steps, rows = np.round(scaled[grid]), counts.counts[grid]
    width = (counts.quantile(0.9) - counts.quantile(0.1)) * 10.0**decimals
    for unit in _UNITS:
        if unit < _LEAST_UNIT * width or len(steps) < _LEAST_DISTINCT:
            continue
        found = _at_multiples(steps, rows, unit)
        if found is not None:
            return Heaping(unit / 10.0**decimals, *found)
    return None


def decimals_of(counts: ValueCounts) -> int:
    """Return how many decimals nearly all rows make do with, at most six."""
    some = np.linspace(0, len(counts.values) - 1, min(_LOOKED_AT, len(counts.values)))
    values, rows = counts.values[some.astype(np.int64)], counts.counts[some.astype(np.int64)]
    for decimals in range(MOST_DECIMALS):
        if rows[_is_whole(values * 10.0**decimals)].sum() >= _ON_GRID * rows.sum():
            return decimals
    return MOST_DECIMALS


def _is_whole(numbers: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(numbers - np.round(numbers)) <= 1e-6 + 1e-12 * np.abs(numbers))


def _at_multiples(
    steps: np.ndarray, rows: np.ndarray, unit: int
) -> tuple[int, float, float] | None:
    """Return rows at the multiples, those expected, and how far apart, where these are heaps."""
    multiple = np.round(steps / unit)
    offset = np.abs(steps - multiple * unit)
    # Of multiples of 5 the odd ones tell: the even ones may be heaps because of tens.
    halves = str(unit).startswith("5")
    tells = (multiple % 2 == 1) if halves else np.ones(len(steps), dtype=bool)
    tells &= (multiple * unit > steps[0] + unit / 2 - 1) & (
        multiple * unit < steps[-1] - unit / 2 + 1
    )
    width = max(2, int(0.4 * unit))
    places, group = np.unique(multiple[tells], return_inverse=True)
    if len(places) < _LEAST_HEAPS:
        return None
    at = np.bincount(group, weights=(rows * (offset == 0))[tells], minlength=len(places))
    around = np.bincount(
        group, weights=(rows * ((offset > 0) & (offset <= width)))[tells], minlength=len(places)
    )
    usual = around / (2 * width)
    kept = np.arange(len(places)) != np.argmax(at - usual)  # one frequent value is no rounding
    plain = kept & (at + around >= 5)
    if plain.sum() < _LEAST_HEAPS - 1:
        return None
    found, expected = float(at[kept].sum()), float(usual[kept].sum())
    total = rows.sum()
    z = (found - expected) / np.sqrt(max(expected, 1.0))
    if unit >= _FIRST_ON_TENS:  # where tens are heaps, every tenth of them is a hundred
        expected = max(expected, found * _share_of_tens(steps, rows, unit))
    unrounded = rows[steps % unit != 0].sum() / total
    heaped = (
        found >= LEAST_RATIO * max(expected, 1.0)
        and (found - expected) * (2 if halves else 1) >= LEAST_SURPLUS * total
        and z >= LEAST_Z
        and unrounded >= LEAST_UNROUNDED
        and (at[plain] > 1.3 * usual[plain]).mean() >= COMMON
    )
    if not heaped:
        return None
    all_found = int(rows[steps % unit == 0].sum())
    surplus = (found - expected) / found
    return all_found, all_found * (1 - surplus), float(z)


def _share_of_tens(steps: np.ndarray, rows: np.ndarray, unit: int) -> float:
    """Return the multiples that a heap of the next finer unit brings, as a share of all."""
    finer = unit // 5 if str(unit).startswith("5") else unit // 10
    on_finer = rows[steps % finer == 0].sum() * finer / unit
    return float(on_finer / max(rows[steps % unit == 0].sum(), 1))


def heaping_fault(table: Table, counts: ValueCounts, heaping: Heaping) -> FaultRecord:
    """Write rounding down."""
    name = counts.name
    numbers = table.frame[name].to_numpy(dtype=np.float64)
    ratio = numbers / heaping.unit
    there = np.isclose(ratio, np.round(ratio), rtol=0, atol=1e-6 / heaping.unit)
    unit = number(heaping.unit, digits=8)
    round_ones = "whole numbers" if heaping.unit == 1 else f"multiples of {unit}"
    share = percent(heaping.found / counts.rows)
    expected = percent(heaping.expected / counts.rows)
    rounded = np.isclose(counts.values / heaping.unit, np.round(counts.values / heaping.unit))
    values = counts.values[rounded][np.argsort(-counts.counts[rounded])[:5]]
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"{share} of the values of {name!r} are {round_ones}, where the values "
        f"around these lead to expect {expected}: some values were rounded, others were not.",
        id=f"{KIND}-{name}",
        severity="note",
        columns=(name,),
        values=tuple(number(value, digits=8) for value in values),
        rows=heaping.found,
        row_numbers=row_numbers(table, there),
        remedy=f"Do not read steps at {round_ones} as jumps of the outcome.",
        evidence={"unit": heaping.unit, "rows": heaping.found, "expected": heaping.expected}
        | {"z": heaping.z},
        chart=_ends_chart(counts, heaping.unit),
    )


def _ends_chart(counts: ValueCounts, unit: float) -> dict[str, object]:
    """Return rows by what is left over beyond the last multiple, in tenths of the unit."""
    left = counts.values / unit
    tenth = np.round((left - np.floor(left)) * 10).astype(np.int64) % 10
    rows = np.bincount(tenth, weights=counts.counts, minlength=10).astype(np.int64)
    if unit == 5:
        rows, tenth_unit = rows[::2], 1.0
    else:
        tenth_unit = unit / 10
    labels = [f"+{number(step * tenth_unit, digits=4)}" for step in range(len(rows))]
    labels[0] = "multiples"
    return {"labels": labels, "rows": [int(count) for count in rows], "marked": [0]}
