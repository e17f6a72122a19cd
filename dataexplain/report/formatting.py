"""Numbers as a reader wants them: no more digits than the interval supports."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

MINUS = "\N{MINUS SIGN}"
NOT_MEASURED = "not measured"
_LONGEST_WRITTEN_OUT = 1e15
# Units that are written before the number, without a space.
CURRENCIES = frozenset("$€£¥₹")
# Characters that turn the reading direction: a cell could rewrite the sentence around it.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def finite(value: Any) -> float | None:
    """Return the value as a float, or None when it is missing, infinite or no number.

    Examples
    --------
    >>> finite(2), finite(float("nan")), finite(None), finite(["2"])
    (2.0, None, None, None)
    """
    if value is None or not hasattr(value, "__float__"):
        return None
    known = float(value)
    return known if math.isfinite(known) else None


def finite_pair(values: Sequence[Any] | None) -> tuple[float, float] | None:
    """Return both ends of an interval, or None unless both are finite.

    Examples
    --------
    >>> finite_pair((1, 2)), finite_pair((1, float("inf"))), finite_pair(None)
    ((1.0, 2.0), None, None)
    """
    if values is None:
        return None
    low, high = finite(values[0]), finite(values[1])
    return None if low is None or high is None else (low, high)


def readable(text: str) -> str:
    r"""Return a text without control characters, direction marks and lone surrogates.

    Examples
    --------
    >>> readable("a\x00b\u202ec")
    'a\ufffdb\ufffdc'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if character in _DIRECTION_MARKS
        or (character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"})
        else character
        for character in text
    )


def shortened(text: str, length: int) -> str:
    """Return a text of at most that many characters, on one line.

    Examples
    --------
    >>> shortened("Fiber optic, with a very long name", 12)
    'Fiber optic…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip(" ,.;:") + "…"


def count(value: int) -> str:
    """Return a whole number with thousands separators.

    Examples
    --------
    >>> count(3522)
    '3,522'
    """
    return f"{value:,}"


def roughly(value: int) -> str:
    """Return a whole number to two digits, for what is only an estimate.

    Examples
    --------
    >>> roughly(5516), roughly(42)
    ('5,500', '42')
    """
    return fixed(value, min(decimals_for(value), 0))


def counted(value: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "row"), counted(3522, "row")
    ('1 row', '3,522 rows')
    """
    return f"{count(value)} {singular if value == 1 else plural or singular + 's'}"


def listed(words: Sequence[str]) -> str:
    """Join words into an enumeration.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def fixed(value: float, decimals: int) -> str:
    """Return a number rounded to so many decimals; negative ones round to tens, hundreds.

    Examples
    --------
    >>> fixed(12431.0, -2), fixed(-0.04, 1), fixed(-3.14, 1), fixed(-8.9512e29, -27)
    ('12,400', '0.0', '−3.1', '−8.95e+29')
    """
    if abs(value) >= _LONGEST_WRITTEN_OUT:
        # further digits would be those of the binary number, and too long for any card
        digits = math.floor(math.log10(abs(value))) + 1 + decimals
        return f"{value:.{min(max(digits, 2), 4)}g}".replace("-", MINUS)
    if decimals > 8:
        return f"{value:.2g}".replace("-", MINUS)
    rounded = round(value, decimals) + 0.0
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def decimals_for(size: float, digits: int = 2) -> int:
    """Return how many decimals show a size with so many significant digits.

    Examples
    --------
    >>> decimals_for(0.042), decimals_for(3.1), decimals_for(2250.0), decimals_for(0.0)
    (3, 1, -2, 0)
    """
    if not size or not math.isfinite(size):
        return 0
    return digits - 1 - math.floor(math.log10(abs(size)))


def number(value: Any, digits: int = 3) -> str:
    """Return a number with so many significant digits, whole numbers whole.

    Examples
    --------
    >>> number(0.12345), number(0.05), number(1984.0), number(123456.7), number(None)
    ('0.123', '0.05', '1,984', '123,457', 'not measured')
    """
    known = finite(value)
    if known is None:
        return NOT_MEASURED
    if known == round(known) and abs(known) < 1e12:
        return fixed(known, 0)
    if abs(known) >= 1e12 or abs(known) < 1e-6:
        return f"{known:.{digits}g}".replace("-", MINUS)
    text = fixed(known, max(decimals_for(known, digits), 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def p_value(value: Any) -> str:
    """Return a p or q value.

    Examples
    --------
    >>> p_value(0.0031), p_value(0.00002), p_value(0.21), p_value(0.9999), p_value(None)
    ('0.003', '< 0.001', '0.21', '> 0.99', 'not measured')
    """
    known = finite(value)
    if known is None:
        return NOT_MEASURED
    if known < 0.001:
        return "< 0.001"
    if known > 0.99:
        return "> 0.99"
    return f"{known:.3f}" if known < 0.1 else f"{known:.2f}"


def share(value: Any, digits: int = 2) -> str:
    """Return a fraction as a percentage.

    Examples
    --------
    >>> share(0.2654), share(0.004), share(1.0), share(0.99999)
    ('27%', '0.40%', '100%', '> 99.9%')
    """
    known = finite(value)
    if known is None:
        return NOT_MEASURED
    percent = known * 100
    if 99.9 < percent < 100:
        return "> 99.9%"
    if percent == round(percent):
        return f"{fixed(percent, 0)}%"
    tail = min(abs(percent), abs(100 - percent)) or abs(percent)
    return f"{fixed(percent, min(max(decimals_for(tail, digits), 0), 2))}%"
