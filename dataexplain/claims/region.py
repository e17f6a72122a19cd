"""Which rows a statement speaks of: conditions on columns, all of which must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Condition:
    """One column's part of a region.

    Exactly one form is used: an interval ``[low, high)`` (None is unbounded; `closed` takes
    `high` in too), a set of levels, or missing cells. A missing number lies in no interval.

    Examples
    --------
    >>> frame = pd.DataFrame({"age": [3.0, 18.0, float("nan")]})
    >>> Condition("age", low=18).mask(frame).tolist()
    [False, True, False]
    """

    column: str
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    missing: bool = False
    closed: bool = False

    def mask(self, frame: pd.DataFrame) -> np.ndarray:
        """Return which rows of the frame satisfy the condition."""
        values = frame[self.column]
        if self.missing:
            return np.asarray(values.isna())
        if self.levels:
            return np.asarray(values.isin(list(self.levels)))
        numbers = as_numbers(values)
        inside = ~np.isnan(numbers)
        if self.low is not None:
            inside &= numbers >= self.low
        if self.high is not None:
            inside &= numbers <= self.high if self.closed else numbers < self.high
        return np.asarray(inside)

    def to_dict(self) -> dict[str, Any]:
        """Return the form used in `report.json`, without the column's name."""
        if self.missing:
            return {"missing": True}
        if self.levels:
            return {"levels": list(self.levels)}
        bounds: dict[str, Any] = {"low": self.low, "high": self.high}
        return {**bounds, "closed": True} if self.closed else bounds


def as_numbers(values: pd.Series) -> np.ndarray:
    """Return a column's values as numbers, dates as days since 1970.

    Examples
    --------
    >>> as_numbers(pd.Series(pd.to_datetime(["1970-01-02", None]))).tolist()
    [1.0, nan]
    """
    if values.dtype.kind != "M":
        return np.asarray(values.to_numpy(dtype=np.float64))
    moments = values.to_numpy()
    days = (moments - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")
    return np.where(np.isnat(moments), np.nan, days)


@dataclass(frozen=True)
class Region:
    """A conjunction of conditions; without any, every row.

    Examples
    --------
    >>> region = Region((Condition("plan", levels=("basic",)), Condition("age", low=60.0)))
    >>> region.to_dict()
    {'plan': {'levels': ['basic']}, 'age': {'low': 60.0, 'high': None}}
    >>> Region.from_dict(region.to_dict()) == region
    True
    """

    conditions: tuple[Condition, ...] = ()

    def mask(self, frame: pd.DataFrame) -> np.ndarray:
        """Return which rows of the frame lie in the region."""
        inside = np.ones(len(frame), dtype=bool)
        for condition in self.conditions:
            inside &= condition.mask(frame)
        return inside

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the region speaks of."""
        return tuple(condition.column for condition in self.conditions)

    def to_dict(self) -> dict[str, Any]:
        """Return the form used in `report.json`: column to condition."""
        return {condition.column: condition.to_dict() for condition in self.conditions}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Region:
        """Rebuild a region from its JSON form."""
        return cls(
            tuple(
                Condition(
                    column,
                    low=entry.get("low"),
                    high=entry.get("high"),
                    levels=tuple(entry.get("levels", ())),
                    missing=bool(entry.get("missing", False)),
                    closed=bool(entry.get("closed", False)),
                )
                for column, entry in values.items()
            )
        )
