"""What a proposer is told of a table's columns: read off rows that propose, and off no other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.claims.wording import number
from dataexplain.tables import Column, Role

# A level with fewer rows is not worth a hypothesis, and further ones make a prompt too long.
LEAST_ROWS = 12
MOST_LEVELS = 8
LONGEST_SHOWN = 60
MISSING = "missing"


@dataclass(frozen=True)
class ColumnView:
    """One column, as a proposer sees it.

    Parameters
    ----------
    name : str
    ends : (float, float), optional
        The stretch in which most rows lie; None for a column of levels.
    typical : float, default=0
        The median of a column with an order.
    least_high : float, optional
        The larger value of a column of two numbers.
    levels : tuple of str
        The frequent levels of a column without an order.
    shares : tuple of float
        Their shares of the rows.
    labels : tuple of (float, str)
        What the numbers of an ordinal column are called.
    missing : float, default=0
        The share of rows without a value.

    Examples
    --------
    >>> ColumnView("age", (20.0, 60.0), typical=35.0).line
    'age: a number, mostly 20 to 60, typically 35'
    >>> ColumnView("plan", levels=("basic", "gold"), shares=(0.75, 0.25)).line
    'plan: one of "basic" (75%), "gold" (25%)'
    """

    name: str
    ends: tuple[float, float] | None = None
    typical: float = 0.0
    least_high: float | None = None
    levels: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    labels: tuple[tuple[float, str], ...] = ()
    missing: float = 0.0

    @property
    def ordered(self) -> bool:
        """Whether more and less of it can be spoken of."""
        return self.ends is not None

    @property
    def measured(self) -> bool:
        """Whether its numbers are what it says, not places of labels."""
        return self.ordered and not self.labels

    @property
    def line(self) -> str:
        """The column in a line of a prompt."""
        without = f", {self.missing:.0%} missing" if self.missing >= 0.005 else ""
        if self.ends is None:
            listed = (
                f'"{_short(level)}" ({share:.0%})'
                for level, share in zip(self.levels, self.shares, strict=True)
            )
            return f"{self.name}: one of {', '.join(listed)}{without}"
        if self.labels:
            return f"{self.name}: a scale, {self._scale}{without}"
        low, high = (number(end) for end in self.ends)
        if self.least_high is not None:
            return f"{self.name}: {low} or {high}{without}"
        return (
            f"{self.name}: a number, mostly {low} to {high}, "
            f"typically {number(self.typical)}{without}"
        )

    @property
    def _scale(self) -> str:
        names = [f'"{_short(name)}"' for _, name in self.labels]
        shown = names if len(names) <= MOST_LEVELS else [*names[:3], "…", *names[-3:]]
        return " < ".join(shown)

    def shown(self, value: object) -> str:
        """Return a cell as a prompt shows it.

        Examples
        --------
        >>> ColumnView("age", (20.0, 60.0)).shown(35.0), ColumnView("age").shown(float("nan"))
        ('35', 'missing')
        """
        if value is None or value != value:  # NaN is the value that differs from itself
            return MISSING
        if not isinstance(value, (int, float)):
            return _short(str(value))
        return _short(dict(self.labels).get(float(value), number(float(value), digits=4)))


def column_view(
    column: Column, values: pd.Series, ends: tuple[float, float] | None = None
) -> ColumnView | None:
    """Read off some rows what a proposer is told of a column.

    Parameters
    ----------
    column : Column
        Its role and its labels alone are used: its counts are those of all rows.
    values : Series
        The column on rows that propose.
    ends : (float, float), optional
        The stretch in which most rows lie, of a column with an order.

    Returns
    -------
    ColumnView or None
        None where these rows hold one value only.

    Examples
    --------
    >>> plan = Column("plan", Role.CATEGORICAL, levels=("basic", "gold", "unseen"))
    >>> column_view(plan, pd.Series(["basic"] * 30 + ["gold"] * 20)).levels
    ('basic', 'gold')
    """
    missing = float(values.isna().mean())
    if column.nominal:
        counts = values.value_counts()
        frequent = counts[counts >= LEAST_ROWS].head(MOST_LEVELS)
        if (counts > 0).sum() < 2 or not len(frequent):
            return None
        shares = tuple(float(count) / len(values) for count in frequent)
        return ColumnView(
            column.name, levels=tuple(map(str, frequent.index)), shares=shares, missing=missing
        )
    known = np.unique(values.dropna().to_numpy(dtype=np.float64))
    if len(known) < 2 or ends is None:
        return None
    labels: tuple[tuple[float, str], ...] = ()
    if column.role is Role.ORDINAL:
        pairs = zip(column.scores, column.levels, strict=True)
        labels = tuple((score, name) for score, name in pairs if score in known)
        if all(name == f"{score:g}" for score, name in labels):
            labels = ()
    return ColumnView(
        column.name,
        ends,
        typical=float(values.median()),
        least_high=float(known[1]) if len(known) == 2 else None,
        labels=labels,
        missing=missing,
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"
