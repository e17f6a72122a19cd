"""Numbers that people write for "not known", and how far such a number stands from the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.faults.value_counts import ValueCounts

_DIGITS = range(2, 9)
_REPEATED = [int(digit * length) for length in _DIGITS for digit in "987"]
# 98 and 97 beside 99, 998 beside 999: "refused" and "does not know" beside "not asked".
_BESIDE_NINES = [10**length - 1 - step for length in _DIGITS for step in (1, 2)]
_WITH_DECIMALS = [99.9, 999.9, 9999.9, 99.99, 999.99, 9999.99]
_LARGEST_NUMBERS = [32767, 65535, 2147483647, 4294967295]
_POSITIVE = np.array([*_REPEATED, *_BESIDE_NINES, *_WITH_DECIMALS, *_LARGEST_NUMBERS], float)
_NEGATIVE = np.concatenate([-_POSITIVE, -np.arange(1.0, 10.0), [-32768.0, -2147483648.0]])
# Answers run from 1 to 5 or so; then 7, 8 and 9 are codes as well.
_SHORT_SCALE_ENDS = 5.0
_SINGLE_DIGITS = np.array([7.0, 8.0, 9.0])
_MOST_ANSWERS, _MOST_CODES = 20, 30
_SPACINGS = 8
# -1, 0 and 1 are a scale of their own.
_LEAST_BULK = 4


@dataclass(frozen=True)
class Edge:
    """One or several codes at an end of a column, and how they stand apart from the bulk.

    Parameters
    ----------
    codes : tuple of float
        From the bulk outwards.
    bulk : ValueCounts
        The column without them.
    nearest : float
        The bulk's value beside them.
    gap : float
        The distance from that value to the first code.
    spacings : float
        That distance in usual distances between values at this end of the bulk.
    reach : float
        That distance in widths of the middle 80% of the bulk's rows.
    beside : float
        The mean number of rows at the bulk's values beside them.
    """

    codes: tuple[float, ...]
    bulk: ValueCounts
    nearest: float
    gap: float
    spacings: float
    reach: float
    beside: float

    @property
    def only_negative(self) -> bool:
        """Whether the codes are the only values below 0, and no steps of a scale through 0."""
        steps = len(self.codes) > 1 and self.codes[0] - self.codes[1] <= 1.5 * self.gap
        long = len(self.bulk.values) >= _LEAST_BULK
        return self.codes[0] < 0 <= self.nearest and long and not steps


def is_code(values: np.ndarray) -> np.ndarray:
    """Tell which numbers people write for "not known".

    Examples
    --------
    >>> is_code(np.array([99.0, -1.0, 98.0, 50.0])).tolist()
    [True, True, True, False]
    """
    return np.isin(values, _POSITIVE) | np.isin(values, _NEGATIVE)


def low_codes(counts: ValueCounts) -> Edge | None:
    """Return negative codes at the lower end that stand apart, or None."""
    return _farthest(counts, np.isin(counts.values[:_MOST_CODES], _NEGATIVE), low=True)


def high_codes(counts: ValueCounts) -> Edge | None:
    """Return codes at the upper end that stand apart, or None.

    Examples
    --------
    >>> from dataexplain.tables import Column, Role
    >>> ages = np.append(np.arange(18.0, 80.0), 99.0)
    >>> edge = high_codes(ValueCounts(Column("age", Role.NUMERIC), ages, np.full(63, 9)))
    >>> edge.codes, edge.nearest, edge.gap
    ((99.0,), 79.0, 20.0)
    """
    outermost = counts.values[-_MOST_CODES:]
    candidates = np.isin(outermost, _POSITIVE)
    if _is_short_scale(counts):
        candidates |= np.isin(outermost, _SINGLE_DIGITS)
    return _farthest(counts, candidates, low=False)


def zero_at_edge(counts: ValueCounts) -> Edge | None:
    """Return zero where it is the smallest value, with its distance from the positive ones."""
    if len(counts.values) < 3 or counts.values[0] != 0:
        return None
    return _edge(counts, 1, low=True)


def _is_short_scale(counts: ValueCounts) -> bool:
    """Tell whether values are answers from 0 or 1 to 5 at most, and a 9 beside them."""
    if len(counts.values) > _MOST_ANSWERS:
        return False
    answers = counts.values[(counts.values >= 0) & (counts.values <= _SHORT_SCALE_ENDS)]
    others = np.setdiff1d(counts.values, answers)
    return bool(
        len(answers) >= 2
        and len(others)
        and others[-1] == _SINGLE_DIGITS[-1]
        and np.isin(others, [*_SINGLE_DIGITS, *_NEGATIVE]).all()
        and (answers == np.floor(answers)).all()
        and others[others > 0][0] - answers[-1] >= 3
    )


def _farthest(counts: ValueCounts, candidates: np.ndarray, *, low: bool) -> Edge | None:
    """Return the largest set of candidates at an end that stands apart as a whole."""
    outwards = candidates if low else candidates[::-1]
    most = int(np.argmin(np.append(outwards, False)))
    edges = [_edge(counts, number, low=low) for number in range(most, 0, -1)]
    return next((edge for edge in edges if edge and stands_apart(edge)), None)


def stands_apart(edge: Edge) -> bool:
    """Tell whether the distance is clearly more than usual, or the codes alone are negative."""
    return edge.only_negative or (edge.spacings >= 4 and edge.reach >= 0.1)


def _edge(counts: ValueCounts, number: int, *, low: bool) -> Edge | None:
    codes = counts.values[:number][::-1] if low else counts.values[-number:]
    bulk = counts.part(slice(number, None) if low else slice(None, -number))
    if len(bulk.values) < 2:
        return None
    inner = bulk.values if low else bulk.values[::-1]
    near = inner[: _SPACINGS + 1]
    spacing = abs(float(near[-1] - near[0])) / (len(near) - 1)
    gap = abs(float(codes[0] - inner[0]))
    width = bulk.quantile(0.9) - bulk.quantile(0.1) or float(bulk.values[-1] - bulk.values[0])
    beside = bulk.counts if low else bulk.counts[::-1]
    return Edge(
        codes=tuple(float(code) for code in codes),
        bulk=bulk,
        nearest=float(inner[0]),
        gap=gap,
        spacings=gap / spacing,
        reach=gap / width,
        beside=float(beside[:_SPACINGS].mean()),
    )
