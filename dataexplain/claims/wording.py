"""Words for numbers, regions and outcomes, shared by every kind of claim."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dataexplain.claims.contrast import Factor, Membership
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.text_readings import TextReading

LISTED_LEVELS = 4
# The level at which a column says yes of a text.
MENTIONED = "yes"
# Numbers beyond this are written with an exponent.
LONGEST = 1e15
# A bound is part of what is claimed: fewer digits would state another region than was tested.
DIGITS_OF_BOUNDS = 6
SMALLEST_WRITTEN_OUT = 1e-6


def number(value: float, unit: str | None = None, *, digits: int = 3) -> str:
    """Write a number with the digits that its size deserves.

    Parameters
    ----------
    value : float
    unit : str, optional
        "%" follows the number, a currency sign stands before it.
    digits : int, default=3
        Digits that count; those before the decimal point are written in any case.

    Examples
    --------
    >>> number(0.034567), number(12.0), number(48211.26), number(1999.0)
    ('0.0346', '12', '48,211', '1999')
    >>> number(1200.0, "$"), number(45.0, "%")
    ('$1,200', '45%')
    """
    if value == 0:
        text = "0"
    elif abs(value) >= LONGEST:
        text = f"{value:.3g}"
    elif abs(value) < SMALLEST_WRITTEN_OUT:
        text = f"{value:.{digits}g}"
    else:
        comma = "," if abs(value) >= 10_000 or (unit == "$" and abs(value) >= 1000) else ""
        places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        text = f"{value:{comma}.{places}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    if unit == "%":
        return f"{text}%"
    if unit in {"$", "€", "£", "¥"}:
        return f"-{unit}{text[1:]}" if text.startswith("-") else f"{unit}{text}"
    return text


def listed(levels: tuple[str, ...], conjunction: str = "or") -> str:
    """Write levels as a list in words, long ones cut short.

    Examples
    --------
    >>> listed(("a", "b", "c"))
    'a, b or c'
    """
    shown = [level if level.strip() else repr(level) for level in levels]
    if len(shown) > LISTED_LEVELS + 1:
        rest = len(shown) - LISTED_LEVELS
        return ", ".join(shown[:LISTED_LEVELS]) + f" {conjunction} {rest} other levels"
    if len(shown) == 1:
        return shown[0]
    return ", ".join(shown[:-1]) + f" {conjunction} {shown[-1]}"


@dataclass(frozen=True)
class Words:
    """How the outcome and the columns of one table are called.

    Parameters
    ----------
    target : str
    regression : bool
    units : mapping of str to str
        The unit of a column's values, where it has one.
    scales : mapping of str to mapping
        For an ordinal column of words, the label of each score.
    dates : frozenset of str
        The columns whose values are dates, in days since 1970.
    average : str, default="average"
        What is spoken of for a numeric outcome: "average", "typical".
    capped : str
        What follows its name, such as " (capped at 500)".
    readings : mapping of str to TextReading
        For a column that says yes or no of a text, what it says.
    """

    target: str
    regression: bool
    units: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, Mapping[float, str]] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    average: str = "average"
    capped: str = ""
    readings: Mapping[str, TextReading] = field(default_factory=dict)

    def outcome(self, outcome_class: str | None) -> str:
        """Name the outcome as the subject of a sentence."""
        if self.regression:
            return f"{self.average} {self.target}{self.capped}"
        return f"the probability of {self.target} = {outcome_class}"

    def value(self, column: str, value: float) -> str:
        """Write one value of a column, by its label where it has one."""
        if column in self.dates:
            return str(np.datetime64("1970-01-01") + np.timedelta64(round(value), "D"))
        labels = self.scales.get(column)
        if labels:
            return labels[min(labels, key=lambda score: abs(score - value))]
        return number(value, self.units.get(column), digits=DIGITS_OF_BOUNDS)

    def change(self, factor: Factor) -> str:
        """Write what a factor's effect is the effect of, such as "as age goes from 20 to 60"."""
        if isinstance(factor, Membership):
            return f"where {self.region(factor.region)}"
        low, high = (self.value(factor.column, end) for end in (factor.low, factor.high))
        return f"as {factor.column} goes from {low} to {high}"

    def condition(self, condition: Condition) -> str:
        """Write a condition as "age is 60 or more"."""
        name, low, high = condition.column, condition.low, condition.high
        reading = self.readings.get(name)
        if reading is not None:
            return self._read_off(reading, condition)
        if condition.missing:
            return f"{name} is missing"
        if condition.levels:
            return f"{name} is {listed(condition.levels)}"
        labels = self.scales.get(name)
        if labels and (low is None or high is None):
            inside = [
                label
                for score, label in sorted(labels.items())
                if (low is None or score >= low) and (high is None or score < high)
            ]
            return f"{name} is {listed(tuple(inside))}"
        if low is not None and low == high:
            return f"{name} is {self.value(name, low)}"
        if low is not None and high is not None:
            return f"{name} is between {self.value(name, low)} and {self.value(name, high)}"
        if low is not None:
            return f"{name} is {self.value(name, low)} or more"
        if high is not None:
            return f"{name} is below {self.value(name, high)}"
        return f"{name} is known"

    def _read_off(self, reading: TextReading, condition: Condition) -> str:
        if condition.missing:
            return reading.unknown
        if len(condition.levels) != 1:
            return reading.known
        return reading.said if condition.levels == (MENTIONED,) else reading.denied

    def region(self, region: Region) -> str:
        """Write a region as conditions joined by "and"."""
        return " and ".join(self.condition(condition) for condition in region.conditions)

    def opposite(self, region: Region) -> str:
        """Write what one condition is compared with when nothing else is named."""
        condition = region.conditions[0]
        if condition.missing:
            return "it is known"
        reading = self.readings.get(condition.column)
        if reading is not None and condition.levels:
            return reading.otherwise if condition.levels == (MENTIONED,) else reading.as_said
        if condition.levels:
            return "it is not"
        if condition.high is None and condition.low is not None:
            return f"it is below {self.value(condition.column, condition.low)}"
        if condition.low is None and condition.high is not None:
            return f"it is {self.value(condition.column, condition.high)} or more"
        return "it is outside"
