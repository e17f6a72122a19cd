"""The numbers, words of strength and words of frequency of a sentence against one claim's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from dataexplain.claims.wording import number
from dataexplain.narration.grounding.assertions import (
    HELD_FIXED,
    ON_ITS_OWN,
    Assertion,
    Quantity,
)
from dataexplain.narration.grounding.number_patterns import (
    ANY,
    CONFIDENCE,
    EFFECT,
    FACTOR,
    INTERVAL,
    RATE,
    ROWS,
)
from dataexplain.narration.grounding.regions import ClaimBook
from dataexplain.narration.strength import FREQUENCIES, STRENGTHS, may_be_said, strength
from dataexplain.records import ClaimRecord

_NEAR_RATE, _NEAR_FACTOR, _NEAR_COUNT = 0.03, 0.15, 0.02
_BEYOND_INTERVAL = 0.05
# How far a number may be off an effect to be known as its own.
_ITS_OWN = 0.04
# A part of a stretch has hardly more than this many times its share of the effect.
_MOST_OF_SHARE, _NEARLY_ALL = 2.0, 0.85


def misfit(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str | None:
    """Return what of a sentence's numbers and degrees a claim forbids, None where nothing is.

    Parameters
    ----------
    assertion : Assertion
    claim : ClaimRecord
    book : ClaimBook
    """
    for word in assertion.strengths:
        size = strength(claim, book.report.outcome)
        if size is not None and may_be_said(word, size, STRENGTHS) is False:
            return f"says “{word}”, but the effect is {size:.2f} spreads of the outcome"
    if not assertion.negated:
        for word in assertion.frequencies:
            rates = rates_of(claim, book)
            if rates and may_be_said(word, rates[0], FREQUENCIES) is False:
                return f"says “{word}”, but the rate there is {rates[0]:.0%}"
    for quantity in assertion.quantities:
        if not _fits(quantity, assertion, claim, book):
            return f"says {quantity.text}, but {_found(claim, book)}"
    return None


def _found(claim: ClaimRecord, book: ClaimBook) -> str:
    if claim.effect is None or claim.interval is None:
        return "no effect could be measured"
    if claim.unit == "probability":
        low, high = (100 * end for end in claim.interval)
        return (
            f"the effect is {number(100 * claim.effect)} percentage points "
            f"({number(low)} to {number(high)})"
        )
    low, high = claim.interval
    text = f"the effect is {number(claim.effect)} ({number(low)} to {number(high)})"
    return f"{text} on the scale of logarithms" if _is_logarithmic(book) else text


def _fits(quantity: Quantity, assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> bool:
    kind = quantity.kind
    if kind == CONFIDENCE or not math.isfinite(quantity.value):
        return True
    if kind in {EFFECT, INTERVAL}:
        return _is_effect(quantity, assertion, claim, book)
    if kind == RATE and _is_logarithmic(book):
        return _is_effect(quantity, assertion, claim, book)
    if kind == RATE:
        return (
            _is_rate(quantity, claim, book)
            or _is_effect(quantity, assertion, claim, book)
            or _is_bound(quantity.value, claim, book)
        )
    if kind == FACTOR:
        return _is_factor(quantity.value, assertion, claim, book)
    if kind == ROWS:
        return _is_count(quantity.value, claim, book)
    return kind == ANY and _is_anything(quantity, assertion, claim, book)


def _is_anything(
    quantity: Quantity, assertion: Assertion, claim: ClaimRecord, book: ClaimBook
) -> bool:
    return (
        quantity.text.isalpha()
        or quantity.value in book.class_bounds
        or _is_bound(quantity.value, claim, book)
        or _is_effect(quantity, assertion, claim, book)
        or _is_count(quantity.value, claim, book)
        or _is_rate(quantity, claim, book)
        or _is_level(quantity, claim, book)
    )


def could_be_effect_of(
    quantity: Quantity, assertion: Assertion, claim: ClaimRecord, book: ClaimBook
) -> bool:
    """Return whether a number could be a claim's effect, within all that it leaves open.

    Parameters
    ----------
    quantity : Quantity
    assertion : Assertion
    claim : ClaimRecord
    book : ClaimBook
    """
    return is_effect_of(quantity, claim, book) or _is_effect(quantity, assertion, claim, book)


def is_effect_of(quantity: Quantity, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a number is a claim's own effect, as one would round it.

    Parameters
    ----------
    quantity : Quantity
    claim : ClaimRecord
    book : ClaimBook
    """
    if claim.effect is None or quantity.kind not in {EFFECT, RATE} or quantity.value == 0:
        return False
    if _is_logarithmic(book) and not quantity.percent:
        return False
    value, _ = _sizes(replace(quantity, over=False), 0.0, book, falling=claim.effect < 0)
    return abs(value - abs(claim.effect)) <= _ITS_OWN * abs(claim.effect)


def unjudged(assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> str | None:
    """Return the first number of a sentence that a claim's record can neither bear out nor refute.

    Parameters
    ----------
    assertion : Assertion
    claim : ClaimRecord
    book : ClaimBook
    """
    for quantity in assertion.quantities:
        factor = quantity.kind == FACTOR and not _ratio_known(claim, book)
        amount = quantity.kind == EFFECT and _is_logarithmic(book) and not quantity.percent
        if factor or amount:
            return quantity.text
    return None


def _is_logarithmic(book: ClaimBook) -> bool:
    """Return whether effects are differences of logarithms, told as percentages."""
    return book.report.outcome.scale == "log"


def _in_units(quantity: Quantity, book: ClaimBook) -> float:
    """Return a number in the outcome's units: 15 points of a probability are 0.15."""
    hundredths = quantity.percent or abs(quantity.value) >= 1
    return quantity.value / (100 if book.report.outcome.classes and hundredths else 1)


def _sizes(
    quantity: Quantity, step: float, book: ClaimBook, *, falling: bool
) -> tuple[float, float]:
    """Return the least and the greatest effect that a number with a rounding of `step` may be of.

    A percentage of a typical value is a difference of logarithms, another one where it falls.
    """
    if not _is_logarithmic(book):
        value = abs(_in_units(quantity, book))
        return value - step, math.inf if quantity.over else value + step
    low, high = (abs(quantity.value) / 100 + sign * step / 100 for sign in (-1, 1))
    if falling:
        low, high = (-math.log1p(-end) if end < 1 else math.inf for end in (low, high))
    else:
        low, high = math.log1p(max(low, 0.0)), math.log1p(high)
    return low, math.inf if quantity.over else high


def _is_effect(
    quantity: Quantity, assertion: Assertion, claim: ClaimRecord, book: ClaimBook
) -> bool:
    if _is_logarithmic(book) and not quantity.percent:
        return True  # an amount of a typical value: `unjudged`
    mean = abs(book.report.outcome.mean)
    times = 1.0
    share = 1.0 if assertion.per else _share(assertion, claim)
    if assertion.per:
        width = _width(claim)
        times = width / assertion.per if width else 1.0
    plain = not (book.report.outcome.classes or _is_logarithmic(book))
    step = _step(quantity, book)
    for interval in _intervals(quantity.kind, assertion, claim):
        low, high = _widened(interval)
        if share < 1:
            low, high = 0.0, _MOST_OF_SHARE * share * high
        least, most = _sizes(quantity, step, book, falling=sum(interval) < 0)
        if times * least <= high and low <= times * most:
            return True
        relative = quantity.percent and plain and mean > 0
        if relative and _inside(abs(quantity.value) / 100 * mean, low, high, 0.01 * mean):
            return True
    return False


def _share(assertion: Assertion, claim: ClaimRecord) -> float:
    """Return how much of a claim's stretch an assertion is about, 1 where about all of it."""
    width = _width(claim)
    if claim.kind != "trend" or not width:
        return 1.0
    for entry in assertion.stated:
        if entry.column in claim.region and entry.low is not None and entry.high is not None:
            share = (entry.high - entry.low) / width
            return share if share < _NEARLY_ALL else 1.0
    return 1.0


def _width(claim: ClaimRecord) -> float | None:
    entry = claim.region.get(claim.features[0], {}) if claim.features else {}
    low, high = entry.get("low"), entry.get("high")
    return None if low is None or high is None else float(high - low)


def _intervals(
    kind: str, assertion: Assertion, claim: ClaimRecord
) -> Iterator[tuple[float, float]]:
    """Yield the intervals that a number of an effect may lie in, as far as they are known."""
    alone = assertion.basis == ON_ITS_OWN and claim.unadjusted is not None
    found = [] if alone else [claim.interval]
    if kind == INTERVAL:  # the wider one, for having been picked among many, may be told too
        found.append(claim.interval_selected)
    if assertion.basis != HELD_FIXED and claim.unadjusted is not None:
        found.append(claim.unadjusted.interval)
    for interval in found:
        if interval is not None and all(map(math.isfinite, interval)):
            yield interval


def _widened(interval: tuple[float, float]) -> tuple[float, float]:
    """Return an interval of sizes, widened by what rounding and "about" may add."""
    low, high = interval
    ends = sorted((abs(low), abs(high)))
    wider = _BEYOND_INTERVAL * (high - low)
    return (0.0 if low <= 0 <= high else ends[0] - wider, ends[1] + wider)


def _inside(value: float, low: float, high: float, step: float) -> bool:
    return low - step <= value <= high + step


def _step(quantity: Quantity, book: ClaimBook) -> float:
    """Return half a unit of the last digit that a number is written with."""
    digits = quantity.text.strip("$€£¥-−+%~ ").replace(",", "")
    if "." in digits and not digits[-1].isalpha():
        step = 0.5 * 10.0 ** -len(digits.split(".")[1])
    else:
        zeros = len(digits) - len(digits.rstrip("0"))
        kept = 1 if quantity.kind == INTERVAL else 2
        step = 0.5 * 10.0 ** min(zeros, max(len(digits) - kept, 0))
    hundredths = quantity.percent or abs(quantity.value) >= 1
    return step / (100 if book.report.outcome.classes and hundredths else 1)


def rates_of(claim: ClaimRecord, book: ClaimBook) -> tuple[float, float] | None:
    """Return the outcome's average where a claim holds and where it does not, as far as known.

    They follow from the average over all rows, the rows of both sides, and the plain difference.
    """
    plain, sides = claim.unadjusted, claim.sides
    if plain is None or sides is None or claim.kind in {"trend", "turning_point", "threshold"}:
        return None
    outcome, rows = book.report.outcome, sides[0] + sides[1]
    if outcome.scale != "plain" or rows == 0:
        return None
    mean = outcome.mean
    if claim.outcome_class in outcome.classes and claim.outcome_class != outcome.positive:
        held = outcome.class_rows[outcome.classes.index(claim.outcome_class)]
        mean = held / max(sum(outcome.class_rows), 1)
    rest = mean - plain.effect * sides[0] / rows
    return (rest + plain.effect, rest)


def _is_rate(quantity: Quantity, claim: ClaimRecord, book: ClaimBook) -> bool:
    value = _in_units(quantity, book)
    known = [book.report.outcome.mean, *(rates_of(claim, book) or ())]
    if not book.report.outcome.classes:
        return any(abs(value - one) <= _NEAR_RATE * abs(one) for one in known)
    return any(
        abs(value - one) <= _NEAR_RATE or abs(1 - value - one) <= _NEAR_RATE for one in known
    )


def _ratio_known(claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether the averages of both sides of a claim stand in a known ratio."""
    if _is_logarithmic(book):
        return claim.effect is not None
    rates = rates_of(claim, book)
    return rates is not None and min(rates) > 0


def _is_factor(value: float, assertion: Assertion, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether the sides' averages stand in a ratio; unknown ones are not judged."""
    rates = rates_of(claim, book)
    if _is_logarithmic(book) and value > 0:
        ends = sorted(abs(math.log(value * (1 + sign * _NEAR_FACTOR))) for sign in (-1, 1))
        known = map(_widened, _intervals(EFFECT, assertion, claim))
        return any(ends[0] <= high and low <= ends[1] for low, high in known)
    if rates is None or min(rates) <= 0:
        return True
    ratio = rates[0] / rates[1]
    return any(abs(value - one) <= _NEAR_FACTOR * one for one in (ratio, 1 / ratio))


def _is_count(value: float, claim: ClaimRecord, book: ClaimBook) -> bool:
    splits = book.report.splits
    counts = [claim.n, *(claim.sides or ()), splits.rows_read, splits.discovery]
    counts += [splits.verification, *book.report.outcome.class_rows]
    levels = [
        len(entry.get("levels", ())) for entry in (*claim.region.values(), *claim.against.values())
    ]
    return any(abs(value - one) <= _NEAR_COUNT * one for one in counts) or value in levels


def _is_bound(value: float, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a number is a bound of the claim, or lies between its two bounds."""
    for column, entry in (*claim.region.items(), *claim.against.items()):
        low, high = entry.get("low"), entry.get("high")
        if any(book.near(column, value, end) for end in (low, high, claim.turn)):
            return True
        if low is not None and high is not None and low <= value <= high:
            return True
    return False


def _is_level(quantity: Quantity, claim: ClaimRecord, book: ClaimBook) -> bool:
    """Return whether a number is the outcome's average on a side of the claim."""
    if book.report.outcome.classes:
        return False
    return _is_rate(quantity, claim, book)
