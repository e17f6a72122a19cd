"""Rules: rows described by a few conditions, and what is predicted of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Condition:
    """What a rule asks of one feature.

    A number meets it in ``[low, high)``, a level where it is among `levels`. With neither ends
    nor levels it asks for the value to be missing, or to be there.

    Parameters
    ----------
    feature : str
    low, high : float or None
        The lower end, included, and the upper end, excluded; None for no end.
    levels : tuple of str
        Levels that meet it; empty for a number.
    missing : bool or None
        Whether a missing value meets it; None where no fitted row was missing.

    Examples
    --------
    >>> Condition("age", 18.0, 65.0).text
    '18 <= age < 65'
    >>> Condition("plan", levels=("basic", "trial"), missing=True).text
    'plan is basic or trial or missing'
    """

    feature: str
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    missing: bool | None = None

    @property
    def about_missing(self) -> bool:
        """Whether it only asks if there is a value."""
        return self.low is None and self.high is None and not self.levels

    @property
    def text(self) -> str:
        """The condition as a short formula."""
        if self.about_missing:
            return f"{self.feature} is {'missing' if self.missing else 'present'}"
        also = " or missing" if self.missing else ""
        if self.levels:
            return f"{self.feature} is {' or '.join(self.levels)}{also}"
        low = "" if self.low is None else f"{self.low:.12g} <= "
        high = "" if self.high is None else f" < {self.high:.12g}"
        if self.high is None:
            return f"{self.feature} >= {self.low:.12g}{also}"
        return f"{low}{self.feature}{high}{also}"

    def holds(self, values: np.ndarray, levels: tuple[str, ...] | None) -> np.ndarray:
        """Return which values meet it.

        Parameters
        ----------
        values : ndarray of float
            Numbers, or positions in `levels` for a nominal feature; NaN for missing.
        levels : tuple of str or None
            All levels of a nominal feature.
        """
        missing = np.isnan(values)
        if self.about_missing:
            met = ~missing & (not self.missing)
        elif levels is None:
            met = ~missing
            met &= True if self.low is None else values >= self.low
            met &= True if self.high is None else values < self.high
        else:
            met = np.isin(values, [levels.index(level) for level in self.levels])
        return np.asarray(met | (missing & bool(self.missing)))


@dataclass(frozen=True)
class Rule:
    """A group of rows and what it adds to the prediction.

    Parameters
    ----------
    conditions : tuple of Condition
        At most one a feature; all must hold. Empty for every row.
    value : float
        What is added where it holds: the prediction is the sum over rules.
    rows : int
        Fitted rows where it holds.
    tree : int
        The rules of one tree cover every row exactly once.

    Examples
    --------
    >>> Rule((Condition("age", 65.0, None), Condition("plan", levels=("basic",))), 0.4, 12).text
    'age >= 65 and plan is basic: 0.4 (12 rows)'
    """

    conditions: tuple[Condition, ...]
    value: float
    rows: int
    tree: int = 0

    @property
    def text(self) -> str:
        """The rule as a line."""
        conditions = " and ".join(condition.text for condition in self.conditions)
        return f"{conditions or 'always'}: {self.value:.4g} ({self.rows} rows)"
