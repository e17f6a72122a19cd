"""How places along a column are written: whole numbers, labels of a scale, dates, other numbers."""

from __future__ import annotations

import math

import numpy as np

from dataexplain.claims.wording import Words
from dataexplain.readers.cards.curve_steps import LARGEST
from dataexplain.readers.cards.quoting import quoted
from dataexplain.readers.rounding import round_between
from dataexplain.records import ColumnRecord, CurveRecord

# An end is rounded within this share of the steps beside it: jumps are told by it.
_ROUNDED_WITHIN = 0.02
_WHOLE_SHARE = 0.5
# Days since 1970 up to the year 9999 or so: what a calendar can write.
_MOST_DAYS = 2.9e6


class Places:
    """Writes values and stretches of one curve's column.

    Parameters
    ----------
    curve : CurveRecord
    column : ColumnRecord, optional
        Gives the labels of an ordinal column.

    Examples
    --------
    >>> curve = CurveRecord("age", "numeric", None, (1.0, 2.0), (), (), (5, 5), 0.5,
    ...     edges=(18.0, 39.5, 90.0))
    >>> places = Places(curve)
    >>> places.stretch(18.0, 39.5), places.stretch(39.5, 90.0), places.cut(39.5)
    ('18 to 39', '40 to 90', 'between 39 and 40')
    """

    def __init__(self, curve: CurveRecord, column: ColumnRecord | None = None) -> None:
        self._edges = np.array([edge for edge in curve.edges if abs(edge) <= LARGEST])
        self._last = float(self._edges[-1]) if len(self._edges) else math.nan
        is_date = curve.role == "date" and bool((np.abs(self._edges) < _MOST_DAYS).all())
        dates = frozenset({curve.feature} if is_date else ())
        self._words = Words("", regression=True, dates=dates)
        self._name = curve.feature
        self._labels = _labels(column)
        self._whole = not dates and _is_whole(self._edges)

    @property
    def half_open(self) -> bool:
        """Whether a stretch ends before its upper end."""
        return not self._whole and not self._labels

    def value(self, value: float) -> str:
        """Return one value."""
        if not math.isfinite(value):
            return "unknown"
        if self._labels and value in self._labels:
            return quoted(self._labels[value])
        return self._words.value(self._name, value)

    def edge(self, edge: float) -> str:
        """Return an end of a stretch, with no more digits than tell it from its neighbours."""
        return self.value(self._rounded(edge))

    def stretch(self, low: float, high: float) -> str:
        """Return a stretch by its ends."""
        inside = [score for score in self._labels if self._holds(low, score, high)]
        if inside:
            ends = [self.value(min(inside)), self.value(max(inside))]
        elif self._whole and self._first(low) <= self._end(high):
            ends = [self.value(self._first(low)), self.value(self._end(high))]
        else:
            ends = [self.edge(low), self.edge(high)]
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)

    def stretch_between(self, low: float, high: float) -> str:
        """Return a stretch by the values it begins and ends with."""
        ends = [self.value(end) for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)

    def cut(self, edge: float) -> str:
        """Return where one step ends and the next begins."""
        before = [score for score in self._labels if score < edge]
        after = [score for score in self._labels if score >= edge]
        if before and after:
            return f"between {self.value(max(before))} and {self.value(min(after))}"
        if self._whole:
            above = self._first(edge)
            return f"between {self.value(above - 1)} and {self.value(above)}"
        return f"at {self.edge(edge)}"

    def _holds(self, low: float, value: float, high: float) -> bool:
        return low <= value and (value < high or value == high == self._last)

    @staticmethod
    def _first(low: float) -> float:
        return float(math.ceil(low))

    def _end(self, high: float) -> float:
        return float(math.floor(high) if high == self._last else math.ceil(high) - 1)

    def _rounded(self, edge: float) -> float:
        """Round an end, by a fiftieth of the steps beside it at most."""
        position = int(np.searchsorted(self._edges, edge))
        if position >= len(self._edges) or not 0 < position < len(self._edges) - 1:
            return edge
        before, after = self._edges[position - 1], self._edges[position + 1]
        reach = (edge - before) * _ROUNDED_WITHIN, (after - edge) * _ROUNDED_WITHIN
        return round_between(edge, float(edge - reach[0]), float(edge + reach[1]))


def _labels(column: ColumnRecord | None) -> dict[float, str]:
    """Return the label of each score of an ordinal column, where they differ."""
    if column is None or column.role != "ordinal":
        return {}
    pairs = dict(zip(column.scores, column.levels, strict=False))
    same = all(label == f"{score:g}" for score, label in pairs.items())
    return {} if same else pairs


def _is_whole(edges: np.ndarray) -> bool:
    """Return whether the edges lie between whole numbers, as those of counts do."""
    doubled = edges * 2
    inner = doubled[1:-1]
    if not len(inner) or np.abs(doubled).max() > 1e15 or (doubled != np.round(doubled)).any():
        return False
    ends_are_whole = not (doubled[[0, -1]] % 2).any()
    return bool(ends_are_whole and (inner % 2 == 1).mean() >= _WHOLE_SHARE)
