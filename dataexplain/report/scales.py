"""From values to places on the page, and the round numbers along an axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from dataexplain.report.formatting import CURRENCIES, MINUS

Tick = tuple[float, str]
# Where what is shown grows this much faster at one end of an axis, even steps would crowd there.
_CURVED = 2.5


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
    apart = min((abs(b - a) for a, b in pairwise(scaled) if a != b), default=largest / divisor)
    decimals = next(
        (
            places
            for places in range(10)
            if all(abs(value - round(value, places)) <= apart * 1e-6 for value in scaled)
        ),
        None,
    )
    # Where decimals would be too many, digits enough to tell neighbours apart.
    most = max(map(abs, scaled), default=0.0)
    significant = min(max(2, math.ceil(math.log10(most / apart) + 1)), 8) if most and apart else 2
    labels = []
    for value in scaled:
        places = f".{significant}g" if decimals is None else f".{decimals}f"
        digits = f"{abs(value):{places}}"
        sign = MINUS if value < 0 else ""
        suffix = letter if value else ""
        if unit in CURRENCIES:
            digits = f"{float(digits):,.{decimals or 0}f}" if decimals is not None else digits
            labels.append(f"{sign}{unit}{digits}{suffix}")
        else:
            labels.append(f"{sign}{digits}{suffix}{'%' if unit == '%' else ''}")
    return labels


def plain_ticks(
    low: float, high: float, *, factor: float = 1.0, unit: str = "", wanted: int = 4
) -> list[Tick]:
    """Return round numbers along an axis with their labels.

    Examples
    --------
    >>> plain_ticks(0, 1, unit="%", factor=100, wanted=2)
    [(0.0, '0%'), (0.5, '50%'), (1.0, '100%')]
    """
    values = ticks(low, high, wanted)
    return list(zip(values, tick_labels(values, factor=factor, unit=unit), strict=True))


def curved_ticks(
    low: float,
    high: float,
    shown: Callable[[float], float],
    stored: Callable[[float], float],
    *,
    unit: str = "",
    wanted: int = 4,
) -> list[Tick]:
    """Return round numbers along an axis that shows something else than it stores.

    Parameters
    ----------
    low, high : float
        The ends of the axis, as stored.
    shown, stored : callable
        From a stored value to the one that is written, and back; both rise.
    unit : str
    wanted : int

    Examples
    --------
    >>> import math
    >>> [label for _, label in curved_ticks(0.0, 4.7, math.exp, math.log)]
    ['1', '3', '10', '30', '100']
    """
    first, last = shown(low), shown(high)
    margin = (high - low) / 50 or 1e-9
    steep = shown(high) - shown(high - margin)
    gentle = shown(low + margin) - shown(low)
    if gentle > 0 and steep / gentle < _CURVED:
        values = ticks(first, last, wanted)
        labels = tick_labels(values, unit=unit)
        return [(stored(value), label) for value, label in zip(values, labels, strict=True)]
    chosen: list[float] = []
    apart = (high - low) / (wanted + 1)
    for value in _round_numbers(first, last):
        place = stored(value)
        if low <= place <= high and all(abs(place - stored(other)) >= apart for other in chosen):
            chosen.append(value)
    return [(stored(value), tick_labels([value], unit=unit)[0]) for value in sorted(chosen)]


def _round_numbers(low: float, high: float) -> list[float]:
    """Return 0, then powers of ten, then less and less round numbers, of both signs."""
    largest = max(abs(low), abs(high), 1e-9)
    top = math.floor(math.log10(largest))
    powers = [10.0**power for power in range(top - 9, top + 1)]
    values = [0.0]
    for factor in (1.0, 5.0, 2.0, 3.0, 1.5, 7.0, 2.5):
        for sign in (1.0, -1.0):
            values += [sign * factor * power for power in reversed(powers)]
    return [value for value in values if low <= value <= high]
