"""Sizes of effects in plain words, from a report's records alone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from dataexplain.claims.wording import number
from dataexplain.records import ClaimRecord, ReportRecord

# Effects of these kinds are of their weaker part, of a stretch of time, or none: their size is no
# size of the pattern.
_WITHOUT_SIZE = frozenset({"turning_point", "no_effect", "drift"})
_CURRENCIES = frozenset("$€£¥")
# Beyond this a power of e is not a number that anybody reads, and soon no float.
_LARGEST = 300.0
# A fall is never rounded up to all there was.
_NEARLY_ALL = 0.999
_MORE = "more than "
_POINTS = re.compile(r" (percentage )?points?$")


@dataclass(frozen=True)
class Amounts:
    """How large the effects of one report are said to be.

    Parameters
    ----------
    report : ReportRecord
    """

    report: ReportRecord

    def has(self, claim: ClaimRecord) -> bool:
        """Tell whether a claim's effect is the size of what its sentence says.

        Parameters
        ----------
        claim : ClaimRecord
        """
        if claim.effect is None or not math.isfinite(claim.effect):
            return False
        if claim.kind in _WITHOUT_SIZE or _of_two_numbers(claim):
            return False
        shown = (claim.effect, *(shown_interval(claim) or ()))
        # a straight line overshoots what a probability can change by
        return self.report.task == "regression" or max(map(abs, shown)) <= 1

    def stated(self, value: float, interval: tuple[float, float] | None) -> str:
        """Write a size as it stands after "by": "about 33 points", "more than 99.9%"."""
        text = self.difference(value, interval)
        return text if text.startswith(_MORE) else f"about {text}"

    def signed(self, claim: ClaimRecord, *, opposite: bool = False) -> str:
        """Write a claim's effect with its sign and interval; empty where it has no size.

        Parameters
        ----------
        claim : ClaimRecord
        opposite : bool, default=False
            Whether it is told of the side that the claim's own is compared with.
        """
        if claim.effect is None or not self.has(claim):
            return ""
        effect, interval = claim.effect, shown_interval(claim)
        if opposite:
            effect = -effect
            interval = None if interval is None else (-interval[1], -interval[0])
        text = self.difference(effect, interval)
        if text.startswith(_MORE):
            return f"beyond −{text.removeprefix(_MORE)}"
        text = f"{_sign(effect)}{text}"
        if interval is None:
            return text
        low, high = (f"{_sign(end)}{self.difference(end, interval)}" for end in interval)
        return f"{text} (from {without_points(low)} to {high})"

    def difference(self, value: float, interval: tuple[float, float] | None) -> str:
        """Write the size of a difference, rounded as its interval allows, without its sign.

        Parameters
        ----------
        value : float
            In the outcome's units, as records hold it.
        interval : tuple of float, optional
        """
        outcome = self.report.outcome
        low, high = (value, value) if interval is None else interval
        if self.report.task != "regression":
            return _points(_rounded(abs(value), abs(high - low) / 2) * 100)
        if outcome.scale == "log":
            return _percent(*(math.expm1(min(entry, _LARGEST)) for entry in (value, low, high)))
        size = _rounded(abs(value), abs(high - low) / 2)
        if outcome.unit in _CURRENCIES:
            return number(size, outcome.unit, digits=4)
        if outcome.unit == "%":
            return _points(size, "percentage ")
        unit = "" if outcome.unit == outcome.name else outcome.unit
        return f"{number(size, digits=4)} {unit}".strip()


def shown_interval(claim: ClaimRecord) -> tuple[float, float] | None:
    """Return the interval that the claim's card shows: adjusted for selection where there is one.

    Parameters
    ----------
    claim : ClaimRecord
    """
    return claim.interval_selected or claim.interval


def without_points(text: str) -> str:
    """Return an amount without its unit, where that of another follows.

    Examples
    --------
    >>> without_points("3 points"), without_points("1 percentage point"), without_points("$3")
    ('3', '1', '$3')
    """
    return _POINTS.sub("", text)


def _of_two_numbers(claim: ClaimRecord) -> bool:
    """Tell whether an effect is per stretch of a second column, which no sentence names."""
    ends = [(entry.get("low"), entry.get("high")) for entry in claim.region.values()]
    return claim.kind == "interaction" and all(None not in pair for pair in ends)


def _sign(value: float) -> str:
    return "−" if value < 0 else "+"


def _points(size: float, kind: str = "") -> str:
    text = number(size, digits=4 if kind else 3)
    return f"{text} {kind}{'point' if text == '1' else 'points'}"


def _percent(share: float, low: float, high: float) -> str:
    """Write a relative change, a fall with the digits that keep it below everything."""
    if share < -_NEARLY_ALL:
        return f"{_MORE}{100 * _NEARLY_ALL:g}%"
    size = _rounded(abs(share), abs(high - low) / 2)
    if share < 0 and size >= 1:
        size = abs(share)
    return f"{number(size * 100)}%"


def _rounded(size: float, half_width: float) -> float:
    """Round to the digits that half an interval's half width tells apart; one stays at least."""
    if not size > 0 or not math.isfinite(size):
        return size
    finest = math.floor(math.log10(size))
    if half_width > 0 and math.isfinite(half_width):
        finest = min(finest, math.floor(math.log10(half_width / 2)))
    else:
        finest -= 2
    return round(size, -finest)
