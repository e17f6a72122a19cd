"""When an answer is the output that was wanted."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from dataexplain.operations.numbers import Number, number, size

_LEAST_DECIMALS = 2
# Programs write 0.1 + 0.2 as 0.30000000000000004.
_MANY_DECIMALS = 9
_NOISE = Fraction(1, 10**9)


def same_answer(given: str | None, wanted: str, case: bool = True) -> bool:
    """Tell whether an answer is the wanted output.

    Space around both does not count, numbers are compared by value, and a number that goes on
    counts as right when it rounds to the decimals that the output has (two or more).

    Parameters
    ----------
    given : str or None
        None is no answer, which is never right.
    wanted : str
    case : bool, default=True
        Whether capitals matter.

    Examples
    --------
    >>> same_answer("8", " 8.0"), same_answer("0.3333333333", "0.33"), same_answer("3", "3 apples")
    (True, True, False)
    >>> same_answer("Paris", "paris"), same_answer("Paris", "paris", case=False)
    (False, True)
    """
    if given is None:
        return False
    if given.strip() == wanted.strip():
        return True
    if not case and given.strip().casefold() == wanted.strip().casefold():
        return True
    target = _number(wanted)
    if target is None:
        return False
    value = _number(given)
    return value is not None and _same_number(value, target, wanted)


# Outputs are the same few thousand texts for every rule that is tried.
_number = lru_cache(maxsize=8192)(number)


def _same_number(value: Number, target: Number, wanted: str) -> bool:
    if value == target:
        return True
    decimals = len(wanted.strip().partition(".")[2])
    if decimals < _LEAST_DECIMALS or "e" in wanted.lower():
        return False
    if decimals >= _MANY_DECIMALS and size(value - target) <= _NOISE * size(target):
        return True
    return size(value - target) <= Fraction(1, 2 * 10**decimals)
