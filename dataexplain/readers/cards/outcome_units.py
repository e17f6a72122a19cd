"""How a card writes levels of the outcome and differences of it, with the digits they deserve."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dataexplain.claims.wording import number
from dataexplain.records import OutcomeRecord

UNKNOWN = "unknown"
_CURRENCIES = frozenset("$€£¥₹")
# Beyond this a power of e is no number that anybody reads.
_LARGEST_LOGARITHM = 300.0
_MOST_WRITTEN_OUT = 1e12


@dataclass(frozen=True)
class OutcomeUnits:
    """The units of one outcome.

    Parameters
    ----------
    probability : bool
        Whether levels are rates, shown in percent, and differences percentage points.
    unit : str
        Of a numeric outcome; empty where none is known.
    logarithmic : bool
        Whether values are natural logarithms: levels are typical values, differences percent.
    offset : float
        What was added before the logarithm.

    Examples
    --------
    >>> rate = OutcomeUnits(probability=True)
    >>> rate.level(0.337), rate.decimals([0.241], [0.02]), rate.difference(0.241, 1)
    ('33.7%', 1, '+24.1')
    """

    probability: bool
    unit: str = ""
    logarithmic: bool = False
    offset: float = 0.0

    @property
    def of_differences(self) -> str:
        """What differences are counted in; empty where the outcome has no unit."""
        if self.logarithmic:
            return "percent"
        return "percentage points" if self.probability else self.unit

    def level(self, value: float) -> str:
        """Return a level of the outcome with its unit."""
        if not math.isfinite(value):
            return UNKNOWN
        if self.probability:
            return f"{number(value * 100)}%"
        if self.logarithmic:
            value = math.exp(min(value, _LARGEST_LOGARITHM)) - self.offset
        if self.unit in _CURRENCIES or self.unit == "%":
            return number(value, self.unit)
        return f"{number(value)} {self.unit}".strip()

    def shown(self, difference: float) -> float:
        """Return a difference as the number that is written."""
        if self.logarithmic:
            return math.expm1(min(difference, _LARGEST_LOGARITHM)) * 100
        return difference * 100 if self.probability else difference

    def decimals(
        self, differences: Iterable[float], half_widths: Iterable[float], *, share: float = 3.0
    ) -> int:
        """Return how many decimals differences deserve that are known to within half-widths.

        Numbers are rounded to units of a third (one `share`) of the usual half-width or less,
        unless that asks for more than four digits of the largest one; without half-widths it has
        three digits. Negative: tens, hundreds.
        """
        sizes = _sizes(self.shown(value) for value in differences)
        widths = sorted(_sizes(self.shown(value) for value in half_widths))
        largest = max([*sizes, *widths], default=1.0)
        wanted = _places(largest, 3)
        if widths:
            wanted = min(_places(widths[len(widths) // 2] / share, 1), _places(largest, 4))
        return min(max(wanted, 0), 2) if self.probability or self.logarithmic else wanted

    def difference(self, value: float, decimals: int, *, sign: bool = True) -> str:
        """Return a difference without its unit, which a card names once."""
        shown = self.shown(value)
        if not math.isfinite(shown):
            return UNKNOWN
        if abs(shown) >= _MOST_WRITTEN_OUT or decimals > 6:
            return f"{shown:+.2g}" if sign else f"{shown:.2g}"
        rounded = round(shown, decimals) + 0.0
        places = max(decimals, 0)
        return f"{rounded:+,.{places}f}" if sign and rounded else f"{rounded:,.{places}f}"

    def effect(self, value: float | None, interval: tuple[float, float] | None) -> str:
        """Return a difference with its unit and its 95% interval.

        Examples
        --------
        >>> OutcomeUnits(False, "$").effect(-12431.0, (-14700.0, -10200.0))
        '-12,400 $ (95% interval -14,700 to -10,200)'
        """
        if value is None or not math.isfinite(value):
            return "not measured"
        known = interval is not None and all(map(math.isfinite, interval))
        ends = interval if interval is not None and known else (value, value)
        # an effect is quoted beside the report, which writes two digits of the half-width
        decimals = self.decimals([value, *ends], [(ends[1] - ends[0]) / 2], share=10.0)
        text = f"{self.difference(value, decimals)} {self.of_differences}".strip()
        if not known:
            return text
        low, high = (self.difference(end, decimals, sign=False) for end in ends)
        return f"{text} (95% interval {low} to {high})"


def units_of(outcome: OutcomeRecord) -> OutcomeUnits:
    """Return how an outcome is written; one with classes is explained by a rate.

    Examples
    --------
    >>> units_of(OutcomeRecord("price", "$", 314000.0, 86000.0)).level(314000.0)
    '$314,000'
    """
    if outcome.classes:
        return OutcomeUnits(probability=True)
    # a number without a unit of its own is measured in itself
    unit = "" if outcome.unit == outcome.name else outcome.unit
    offset = outcome.offset if math.isfinite(outcome.offset) else 0.0
    return OutcomeUnits(False, unit, outcome.scale == "log", offset)


def average_of(outcome: OutcomeRecord, outcome_class: str | None) -> float:
    """Return the average outcome, or the rate of a class.

    Examples
    --------
    >>> species = OutcomeRecord("s", "probability", 0.5, 0.5, ("a", "b"), (30, 10), "a")
    >>> average_of(species, "b")
    0.25
    """
    rows = dict(zip(outcome.classes, outcome.class_rows, strict=False))
    if outcome_class in rows and outcome_class != outcome.positive:
        return rows[outcome_class] / max(sum(rows.values()), 1)
    return float(outcome.mean)


def in_spreads(
    effect: float | None, outcome: OutcomeRecord, outcome_class: str | None
) -> float | None:
    """Return the size of an effect in spreads of the outcome; sqrt(p (1 - p)) is that of a rate.

    Examples
    --------
    >>> in_spreads(-43000.0, OutcomeRecord("price", "$", 314000.0, 86000.0), None)
    0.5
    """
    spread = outcome.spread
    if outcome_class in outcome.classes:
        rate = average_of(outcome, outcome_class)
        spread = math.sqrt(max(rate * (1 - rate), 0.0))
    if effect is None or not math.isfinite(effect) or not spread > 0:
        return None
    return abs(effect) / spread


def _sizes(values: Iterable[float]) -> list[float]:
    return [abs(value) for value in values if math.isfinite(value) and value != 0]


def _places(size: float, digits: int) -> int:
    return digits - 1 - math.floor(math.log10(size))
