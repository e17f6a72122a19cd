"""From values to places on the page, and the round numbers along an axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dataexplain.report.formatting import CURRENCIES, MINUS


@dataclass(frozen=True)
class Scale:
    """A straight line from values to coordinates.

    Examples
    --------
    >>> Scale(0, 10, 100, 200)(5)
    150.0
    >>> Scale(0, 10, 100, 200).held(12)
    200.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        width = self.high - self.low
        part = 0.5 if width <= 0 else (value - self.low) / width
        return self.start + part * (self.end - self.start)

    def held(self, value: float) -> float:
        """Return the place of a value, held inside the axis."""
        return self(min(max(value, self.low), self.high))

    def holds(self, value: float) -> bool:
        """Tell whether the value lies on the axis."""
        return self.low <= value <= self.high


def extent(values: Iterable[float], margin: float = 0.06) -> tuple[float, float]:
    """Return the range of the values with a margin; never an empty one.

    Examples
    --------
    >>> extent([0.0, 1.0], margin=0.1)
    (-0.1, 1.1)
    >>> extent([3.0])
    (2.5, 3.5)
    >>> extent([])
    (0.0, 1.0)
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-12):
        half = abs(low) / 6 or 0.5
        return low - half, high + half
    space = (high - low) * margin
    return low - space, high + space


def ticks(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Return round numbers between two ends, about as many as wanted.

    Examples
    --------
    >>> ticks(0, 72), ticks(-0.013, 0.21)
    ((0.0, 20.0, 40.0, 60.0), (0.0, 0.05, 0.1, 0.15, 0.2))
    """
    width = high - low
    if not math.isfinite(width) or width <= 0:
        return ()
    rough = width / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((factor * power for factor in (1, 2, 5) if factor * power >= rough), 10 * power)
    if width / step < wanted - 1.5:
        step /= 2
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return tuple(round(index * step, digits) + 0.0 for index in range(first, last + 1))


def tick_labels(values: Iterable[float], *, factor: float = 1.0, unit: str = "") -> list[str]:
    """Return the ticks as texts with the same number of decimals, in thousands where long.

    Examples
    --------
    >>> tick_labels([0.0, 0.05, 0.1], factor=100, unit="%")
    ['0%', '5%', '10%']
    >>> tick_labels([0.0, 20000.0], unit="$"), tick_labels([1990.0, 2000.0])
    (['$0', '$20k'], ['1990', '2000'])
    """
    shown = [value * factor for value in values]
    largest = max((abs(value) for value in shown), default=0.0)
    divisor, letter = 1.0, ""
    for size, name in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if largest >= (size if size > 1e3 else 1e4):
            divisor, letter = size, name
            break
    scaled = [value / divisor for value in shown]
    decimals = next(
        (
            places
            for places in range(7)
            if all(abs(value - round(value, places)) < 1e-9 for value in scaled)
        ),
        None,
    )
    labels = []
    for value in scaled:
        digits = f"{abs(value):.2g}" if decimals is None else f"{abs(value):.{decimals}f}"
        sign = MINUS if value < 0 else ""
        suffix = letter if value else ""
        if unit in CURRENCIES:
            digits = f"{float(digits):,.{decimals or 0}f}" if decimals is not None else digits
            labels.append(f"{sign}{unit}{digits}{suffix}")
        else:
            labels.append(f"{sign}{digits}{suffix}{'%' if unit == '%' else ''}")
    return labels
