"""A curve's steps as arrays, without what is no number, and what can be computed of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.readers.merging import MOST_PIECES, merge_steps
from dataexplain.records import CurveRecord

# Larger ones are no values of a table; their squares would not be numbers.
LARGEST = 1e100
# Merging takes the square of this in memory.
_MOST_STEPS = 1500
MOST_JUMPS = 3
# A further jump is worth saying from this share of the curve's range on.
_LEAST_JUMP = 0.1
# A change of direction counts from this share of the range on, or from the refits' spread on.
_LEAST_TURN = 0.05


@dataclass(frozen=True)
class Steps:
    """The steps of a curve over numbers; `halves` are half the spread of refits, NaN if unknown."""

    lows: np.ndarray
    highs: np.ndarray
    values: np.ndarray
    halves: np.ndarray
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    @property
    def centre(self) -> float:
        """The average over rows."""
        return weighted_mean(self.values, self.rows)

    @property
    def span(self) -> float:
        """From the lowest step to the highest."""
        return float(np.ptp(self.values)) if len(self) else 0.0


def weighted_mean(values: np.ndarray, rows: np.ndarray) -> float:
    """Return the average over rows; over values where no rows are known.

    Examples
    --------
    >>> weighted_mean(np.array([1.0, 4.0]), np.array([2, 1]))
    2.0
    """
    if not len(values):
        return float("nan")
    return float(np.average(values, weights=rows if rows.sum() > 0 else None))


def steps_of(curve: CurveRecord) -> Steps:
    """Return the steps of a curve over numbers, or over levels as stretches of no width.

    Examples
    --------
    >>> curve = CurveRecord(
    ...     "age", "numeric", None, (1.0, float("nan"), 3.0), (0.5, 0.5, 2.5), (1.5, 1.5, 3.5),
    ...     (10, 10, 30), 0.9, edges=(0.0, 1.0, 2.0, 3.0),
    ... )
    >>> steps_of(curve).values.tolist(), steps_of(curve).lows.tolist(), steps_of(curve).centre
    ([1.0, 3.0], [0.0, 2.0], 2.5)
    """
    count = len(curve.values)
    values = _padded(curve.values, count)
    if curve.levels:
        lows = highs = np.arange(count, dtype=np.float64)
    else:
        lows, highs = _padded(curve.edges, count), _padded(curve.edges[1:], count)
    halves = (_padded(curve.upper, count) - _padded(curve.lower, count)) / 2
    rows = np.maximum(np.nan_to_num(_padded(curve.rows, count)), 0.0)
    known = np.isfinite(values) & np.isfinite(lows) & np.isfinite(highs)
    return Steps(lows[known], highs[known], values[known], halves[known], rows[known])


def _padded(entries: Sequence[float | None], count: int) -> np.ndarray:
    """Return so many numbers, NaN where there is none."""
    padded = np.full(count, np.nan)
    for place, entry in enumerate(entries[:count]):
        if entry is not None and abs(entry) <= LARGEST:
            padded[place] = entry
    return padded


def merged(steps: Steps, most: int = MOST_PIECES) -> tuple[Steps, float]:
    """Return a curve of at most so many pieces, and the largest distance of a step from its piece.

    The spread of a piece is the average of its steps' spreads, which is no less than its own.

    Examples
    --------
    >>> values = np.array([1.0, 1.0, 4.0, 4.2])
    >>> ends = np.arange(5.0)
    >>> pieces, error = merged(Steps(ends[:-1], ends[1:], values, np.full(4, 0.1), np.ones(4)), 2)
    >>> pieces.values.tolist(), pieces.lows.tolist(), round(error, 3)
    ([1.0, 4.1], [0.0, 2.0], 0.1)
    """
    if not len(steps):
        return steps, 0.0
    weights = steps.rows if steps.rows.sum() > 0 else np.ones(len(steps))
    groups = _groups(len(steps))
    coarse = np.array([weighted_mean(steps.values[group], steps.rows[group]) for group in groups])
    total = np.array([weights[group].sum() for group in groups])
    partition = merge_steps(coarse - steps.centre, total, most=most)
    starts = [groups[start].start for start in partition.starts]
    spans = [slice(*ends) for ends in zip(starts, [*starts[1:], len(steps)], strict=True)]
    values = np.array([weighted_mean(steps.values[span], steps.rows[span]) for span in spans])
    error = max(
        float(np.abs(steps.values[span] - value).max())
        for span, value in zip(spans, values, strict=True)
    )
    return (
        Steps(
            np.array([steps.lows[span][0] for span in spans]),
            np.array([steps.highs[span][-1] for span in spans]),
            values,
            np.array([weighted_mean(steps.halves[span], steps.rows[span]) for span in spans]),
            np.array([steps.rows[span].sum() for span in spans]),
        ),
        error,
    )


def _groups(count: int) -> list[slice]:
    """Return every step alone, or neighbours together where there are too many."""
    size = -(-count // _MOST_STEPS)
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def jumps(steps: Steps) -> list[tuple[float, float]]:
    """Return where neighbouring steps differ most and by how much, the largest first.

    The largest always; two more where they are a tenth of the curve's range or more.

    Examples
    --------
    >>> ends = np.arange(5.0)
    >>> jumps(Steps(ends[:-1], ends[1:], np.array([0.0, 0.0, 3.0, 3.1]), ends[1:], ends[1:]))
    [(2.0, 3.0)]
    """
    changes = np.diff(steps.values)
    order = np.argsort(-np.abs(changes), kind="stable")[:MOST_JUMPS]
    return [
        (float(steps.lows[place + 1]), float(changes[place]))
        for rank, place in enumerate(order)
        if changes[place] != 0 and (not rank or abs(changes[place]) >= _LEAST_JUMP * steps.span)
    ]


def turning_points(steps: Steps) -> list[tuple[int, bool]]:
    """Return the places where a curve turns, from left to right, and whether each is a peak.

    A turn counts where the curve goes back by a twentieth of its range and by more than the
    usual spread of refits.

    Examples
    --------
    >>> ends = np.arange(6.0)
    >>> values, nothing = np.array([0.0, 3.0, 2.9, 3.1, 1.0]), np.zeros(5)
    >>> turning_points(Steps(ends[:-1], ends[1:], values, nothing, nothing))
    [(3, True)]
    """
    known = steps.halves[np.isfinite(steps.halves)]
    least = max(_LEAST_TURN * steps.span, float(np.median(known)) if len(known) else 0.0)
    found: list[tuple[int, bool]] = []
    highest = lowest = going = 0
    values = steps.values
    for place in range(len(values)):
        highest = place if values[place] > values[highest] else highest
        lowest = place if values[place] < values[lowest] else lowest
        if going >= 0 and values[highest] - values[place] > least:
            found += [(highest, True)] if going else []
            going, lowest = -1, place
        elif going <= 0 and values[place] - values[lowest] > least:
            found += [(lowest, False)] if going else []
            going, highest = 1, place
    return found
