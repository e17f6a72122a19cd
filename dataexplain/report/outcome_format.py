"""How levels of the outcome and differences of it are written, on every scale of it.

An outcome on a log scale is stored as natural logarithms. A reader sees its typical value (the
geometric mean), in its own unit, and changes of it in percent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.records import ReportRecord
from dataexplain.report.formatting import (
    CURRENCIES,
    MINUS,
    NOT_MEASURED,
    decimals_for,
    finite,
    finite_pair,
    fixed,
    number,
    share,
    shortened,
)
from dataexplain.report.scales import Tick, curved_ticks, plain_ticks

# Beyond this a power of e is not a number that anybody reads, and soon no float.
_LARGEST_LOGARITHM = 300.0


@dataclass(frozen=True)
class OutcomeFormat:
    """How levels of the outcome, and differences of it, are written.

    Parameters
    ----------
    probability : bool
        Whether the outcome is a rate: levels in percent, differences in percentage points.
    unit : str
        The unit of a numeric outcome; empty when none is known.
    unit_is_name : bool
        Whether the unit is only the outcome's own name, which levels need not repeat.
    logarithmic : bool
        Whether values are natural logarithms of the outcome.
    offset : float
        What was added to the outcome before its logarithm was taken.

    Examples
    --------
    >>> OutcomeFormat(probability=True).level(0.265)
    '26.5%'
    >>> OutcomeFormat(probability=False, unit="$").difference(-12431.0, (-14700.0, -10200.0))
    '−$12,400'
    >>> price = OutcomeFormat(probability=False, unit="$", logarithmic=True)
    >>> price.level(12.1), price.difference(-0.2231, (-0.35, -0.1))
    ('$179,872', '−20%')
    """

    probability: bool
    unit: str = ""
    unit_is_name: bool = False
    logarithmic: bool = False
    offset: float = 0.0

    @property
    def difference_unit(self) -> str:
        """The unit of a difference, in words."""
        if self.logarithmic:
            return "percent"
        return "percentage points" if self.probability else self.unit

    @property
    def average_word(self) -> str:
        """What the middle of the outcome is called."""
        return "typical value (geometric mean)" if self.logarithmic else "average"

    def level(self, value: Any) -> str:
        """Return a level of the outcome, such as an average or a rate."""
        known = finite(value)
        if known is None:
            return NOT_MEASURED
        if self.probability:
            return share(known, 3)
        known = self._level(known)
        return number(known) if self.unit_is_name else self._with_unit(number(known))

    def axis(self, ends: tuple[float, float]) -> tuple[float, float]:
        """Hold the ends of an axis of levels near what is possible: a rate lies in [0, 1].

        Examples
        --------
        >>> OutcomeFormat(probability=True).axis((-0.3, 0.8))
        (-0.02, 0.8)
        """
        return (max(ends[0], -0.02), min(ends[1], 1.02)) if self.probability else ends

    def level_ticks(self, low: float, high: float) -> list[Tick]:
        """Return round levels between two stored values, with their labels.

        Examples
        --------
        >>> [label for _, label in OutcomeFormat(probability=True).level_ticks(0.0, 0.2)]
        ['0%', '5%', '10%', '15%', '20%']
        >>> wide = OutcomeFormat(probability=False, logarithmic=True)
        >>> [label for _, label in wide.level_ticks(0.0, 7.0)]
        ['1', '10', '100', '1000']
        """
        unit = "%" if self.probability else self.unit
        if self.logarithmic:
            return curved_ticks(low, high, self._level, self._stored_level, unit=unit)
        return plain_ticks(low, high, factor=100.0 if self.probability else 1.0, unit=unit)

    def difference_ticks(self, low: float, high: float) -> list[Tick]:
        """Return round differences between two stored ones, with their labels.

        Examples
        --------
        >>> [label for _, label in OutcomeFormat(False, logarithmic=True).difference_ticks(-1, 1)]
        ['−50%', '0%', '100%']
        """
        if self.logarithmic:
            return curved_ticks(low, high, _percent, _stored_percent, unit="%")
        unit = "" if self.probability else self.unit
        return plain_ticks(low, high, factor=100.0 if self.probability else 1.0, unit=unit)

    def difference(
        self, value: Any, interval: Sequence[Any] | None = None, *, per: str = "", sign: bool = True
    ) -> str:
        """Return a difference with its sign, with the digits its interval supports."""
        known = finite(value)
        if known is None:
            return NOT_MEASURED
        text = fixed(self._shown(known), self._decimals(known, interval))
        if finite_pair(interval) is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        if sign and known > 0 and text.strip("0.,"):
            text = "+" + text
        return (
            self._with_unit(
                text,
                points="point" if text in {"+1", f"{MINUS}1", "1"} else None,
                difference=True,
            )
            + per
        )

    def interval(self, interval: Sequence[Any] | None, value: Any = None) -> str:
        """Return an interval in words, or an empty text when it was not measured."""
        ends = finite_pair(interval)
        if ends is None:
            return ""
        decimals = self._decimals(finite(value) or ends[1], ends)
        low, high = (self._bare(fixed(self._shown(end), decimals)) for end in ends)
        return f"from {low} to {high}"

    def bare_difference(self, value: Any, interval: Sequence[Any] | None = None) -> str:
        """Return a difference without its unit, unless that is a sign of currency or percent.

        Examples
        --------
        >>> OutcomeFormat(probability=True).bare_difference(0.241, (0.196, 0.286))
        '+24.1'
        """
        known = finite(value)
        if known is None:
            return NOT_MEASURED
        text = fixed(self._shown(known), self._decimals(known, interval))
        return self._bare(f"+{text}" if known > 0 and text.strip("0.,") else text)

    def bare_interval(self, interval: Sequence[Any] | None, value: Any = None) -> str:
        """Return an interval for a narrow cell.

        Examples
        --------
        >>> OutcomeFormat(probability=True).bare_interval((0.196, 0.286))
        '19.6 to 28.6'
        """
        return self.interval(interval, value).removeprefix("from ")

    def _shown(self, difference: float) -> float:
        """Return a stored difference as the number that is written."""
        if self.logarithmic:
            return _percent(difference)
        return difference * 100.0 if self.probability else difference

    def _level(self, stored: float) -> float:
        """Return a stored level as the outcome's own value."""
        return math.exp(_held(stored)) - self.offset if self.logarithmic else stored

    def _stored_level(self, level: float) -> float:
        above = level + self.offset
        return math.log(above) if above > 0 else -math.inf

    def _decimals(self, value: float, interval: Sequence[Any] | None) -> int:
        ends = finite_pair(interval)
        shown = self._shown(value)
        if ends and ends[1] > ends[0]:
            low, high = map(self._shown, ends)
            # However narrow the interval: nobody reads more than four digits.
            most = decimals_for(max(abs(shown), abs(low), abs(high)), 4)
            decimals = min(decimals_for((high - low) / 2), most)
        else:
            decimals = decimals_for(shown, 2 if self.probability or self.logarithmic else 3)
        in_percent = self.probability or self.logarithmic
        return min(max(decimals, 0), 2) if in_percent else decimals

    def _bare(self, text: str) -> str:
        """Put signs of currency and percent to a number; other units stand once, elsewhere."""
        if self.logarithmic:
            return f"{text}%"
        return self._with_unit(text) if self.unit in CURRENCIES and not self.probability else text

    def _with_unit(self, text: str, points: str | None = None, *, difference: bool = False) -> str:
        if self.probability:
            return f"{text} {points or 'points'}"
        if self.logarithmic and difference:
            return f"{text}%"
        if self.unit in CURRENCIES:
            sign = text[0] if text[:1] in {"+", MINUS} else ""
            return f"{sign}{self.unit}{text[len(sign) :]}"
        if self.unit == "%":
            return f"{text}%"
        return f"{text} {self.unit}" if self.unit else text


def _held(logarithm: float) -> float:
    return min(logarithm, _LARGEST_LOGARITHM)


def _percent(difference: float) -> float:
    """Return a difference of logarithms as a change in percent."""
    return math.expm1(_held(difference)) * 100.0


def _stored_percent(percent: float) -> float:
    return math.log1p(percent / 100.0) if percent > -100.0 else -math.inf


def outcome_format(record: ReportRecord) -> OutcomeFormat:
    """Return how the report writes its outcome.

    A class is explained by its rate, a number in its own unit.
    """
    if record.task != "regression":
        return OutcomeFormat(probability=True)
    outcome = record.outcome
    return OutcomeFormat(
        probability=False,
        unit=outcome.unit,
        unit_is_name=outcome.unit == record.target,
        logarithmic=outcome.scale == "log",
        offset=finite(outcome.offset) or 0.0,
    )


def outcome_words(record: ReportRecord, outcome_class: str | None) -> str:
    """Return what the upright axis of a curve shows."""
    target = shortened(record.target, 24)
    if record.task == "regression":
        # A number without a unit of its own is measured in itself.
        known = record.outcome.unit not in {"", record.target}
        unit = f" ({record.outcome.unit})" if known else ""
        return f"{'Typical' if record.outcome.scale == 'log' else 'Average'} {target}{unit}"
    explained = outcome_class if outcome_class is not None else record.outcome.positive
    return f"Rate of {target}" + (f" = {shortened(explained, 16)}" if explained else "")


def average_of(record: ReportRecord, outcome_class: str | None) -> float | None:
    """Return the outcome's average, or the rate of the class that a curve explains."""
    outcome = record.outcome
    if outcome_class is None or outcome_class == outcome.positive:
        return finite(outcome.mean)
    rows = dict(zip(outcome.classes, outcome.class_rows, strict=False))
    total = sum(rows.values())
    return rows[outcome_class] / total if total and outcome_class in rows else None
