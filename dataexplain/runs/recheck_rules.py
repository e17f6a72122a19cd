"""Held, changed, too few rows: what an old and a new estimate together allow to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.recheck_records import CHANGED, HELD, TOO_FEW_ROWS
from dataexplain.statistics import Estimate, joint_equivalence_p
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    MOST_ROWS_NAMED,
    NOT_SUPPORTED,
    POWER_DISTANCE,
    SUPPORTED,
)

ALPHA = 0.05
EQUIVALENCE = "equivalence"
_HOW = {
    "reversed": "The new rows show the opposite of what was said.",
    "vanished": "The new rows do not show the effect any more, or none that would matter.",
    "appeared": "The new rows show an effect that was not there before.",
    "weaker": "The effect is weaker than it was.",
    "stronger": "The effect is stronger than it was.",
}
_CHANGED = " The difference is more than chance explains."


@dataclass(frozen=True)
class Pair:
    """One contrast of a statement, measured twice.

    Parameters
    ----------
    sign : int
        The stated sign of the effect.
    null : {"sign", "equivalence"}
    old : Estimate or None
    new : Estimate
    change : Estimate or None
        New less old; None where the old rows do not tell enough.
    """

    sign: int
    null: str
    old: Estimate | None
    new: Estimate
    change: Estimate | None


@dataclass(frozen=True)
class Decision:
    """The status of a statement, with the reason in words."""

    status: str
    how: str
    new_verdict: str
    reason: str
    rows_needed: int | None = None


def change_p(pairs: Sequence[Pair]) -> float:
    """Return the p-value of "no contrast of the statement changed" (Bonferroni over them).

    Examples
    --------
    >>> one = Estimate.from_standard_error(3.0, 1.0, degrees_of_freedom=math.inf, n=50)
    >>> pair = Pair(1, "sign", one, one, one)
    >>> change_p([pair, pair]) == 2 * one.p
    True
    """
    known = [pair.change.p for pair in pairs if pair.change is not None and pair.change.testable]
    return min(1.0, len(known) * min(known)) if known else math.nan


def new_p(pairs: Sequence[Pair], floor: float) -> float:
    """Return the p-value of the whole statement on the new rows alone.

    1 where a contrast has the other sign; for a statement of no effect that of equivalence.
    """
    if any(pair.null == EQUIVALENCE for pair in pairs):
        return joint_equivalence_p([pair.new for pair in pairs], floor) if floor > 0 else 1.0
    return max(pair.new.p if pair.sign * pair.new.effect > 0 else 1.0 for pair in pairs)


def leading(pairs: Sequence[Pair]) -> int:
    """Return which contrast tells most of a change; without one to tell, the first known."""
    known = [
        (pair.change.p, place)
        for place, pair in enumerate(pairs)
        if pair.change is not None and pair.change.testable
    ]
    return min(known)[1] if known else 0


def decide(
    pairs: Sequence[Pair], *, floor: float, change_q: float, new_q: float, old_verdict: str
) -> Decision:
    """Decide about one statement.

    changed: the difference is significant, and large enough to matter or taking the effect across
    the floor. held: no such difference, and the new rows by themselves support the statement. Of
    a statement that the old report does not support, held means that the new rows decide about
    it. Else the rows are too few.

    Parameters
    ----------
    pairs : sequence of Pair
        Every contrast of the statement.
    floor : float
    change_q, new_q : float
        Of `change_p` and `new_p`, corrected for all statements.
    old_verdict : str

    Examples
    --------
    >>> old = Estimate.from_standard_error(3.0, 0.5, degrees_of_freedom=99, n=101)
    >>> new = Estimate.from_standard_error(2.8, 0.5, degrees_of_freedom=99, n=101)
    >>> pair = Pair(1, "sign", old, new, None)
    >>> decide([pair], floor=1.0, change_q=0.9, new_q=0.001, old_verdict="supported").status
    'held'
    """
    verdict, why = _new_verdict(pairs, floor, new_q)
    pair = pairs[leading(pairs)]
    differs = change_q <= ALPHA
    if differs and _matters(pair, floor):
        how = _how(pair, floor)
        return Decision(CHANGED, how, verdict, _HOW[how] + _CHANGED)
    if verdict == SUPPORTED:
        return Decision(HELD, "", verdict, _held(old_verdict, differs=differs))
    if old_verdict != SUPPORTED and verdict == NOT_SUPPORTED:
        return Decision(HELD, "", verdict, why)
    if verdict == NOT_SUPPORTED:
        reason = (
            f"{why} The old estimate was too imprecise to call this a change: the rows of the old "
            "report were too few."
        )
        return Decision(TOO_FEW_ROWS, "", verdict, reason)
    return Decision(TOO_FEW_ROWS, "", verdict, why, _rows_needed(pairs, floor))


def _held(old_verdict: str, *, differs: bool) -> str:
    if old_verdict != SUPPORTED:
        return "It was open; the new rows support it."
    if differs:
        return "The new rows show it again; the effect differs by less than what would matter."
    return "The new rows show it again, and the difference is within chance."


def _matters(pair: Pair, floor: float) -> bool:
    assert pair.old is not None
    assert pair.change is not None
    if pair.null == EQUIVALENCE:
        return abs(pair.new.effect) >= floor
    before, now = pair.sign * pair.old.effect, pair.sign * pair.new.effect
    return abs(now - before) >= floor or (before >= floor) != (now >= floor)


def _how(pair: Pair, floor: float) -> str:
    assert pair.old is not None
    before, now = pair.sign * pair.old.effect, pair.sign * pair.new.effect
    if pair.null == EQUIVALENCE:
        return "appeared"
    low, high = pair.new.signed(pair.sign).interval
    if high < 0 < before:
        return "reversed"
    if before >= floor and (now < floor or low <= 0) and now < before:
        return "vanished"
    if before < floor <= now:
        return "appeared"
    return "stronger" if now > before else "weaker"


def _new_verdict(pairs: Sequence[Pair], floor: float, q: float) -> tuple[str, str]:
    """Return what the new rows say by themselves, and why not more."""
    if pairs[0].null == EQUIVALENCE:
        return _new_equivalence(pairs, floor, q)
    signed = [pair.new.signed(pair.sign) for pair in pairs]
    weakest = min(signed, key=lambda estimate: estimate.effect)
    if q <= ALPHA and weakest.effect >= floor:
        return SUPPORTED, ""
    refused = [estimate for estimate in signed if estimate.interval[1] < floor]
    if any(estimate.interval[1] < 0 for estimate in refused):
        return NOT_SUPPORTED, "The new rows show the opposite of what is said."
    if refused:
        return NOT_SUPPORTED, "The new rows show less than what would matter."
    if weakest.effect >= floor:
        return INCONCLUSIVE, "The effect points as stated, but in the new rows it could be chance."
    if q <= ALPHA:
        why = "The new rows show an effect, but whether it is large enough to matter is open."
        return INCONCLUSIVE, why
    return INCONCLUSIVE, "The new rows allow both an effect that matters and none."


def _new_equivalence(pairs: Sequence[Pair], floor: float, q: float) -> tuple[str, str]:
    if q <= ALPHA:
        return SUPPORTED, ""
    if any(pair.new.interval[0] > floor or pair.new.interval[1] < -floor for pair in pairs):
        return NOT_SUPPORTED, "The new rows show an effect that matters."
    return INCONCLUSIVE, "The new rows do not rule out an effect that matters."


def _rows_needed(pairs: Sequence[Pair], floor: float) -> int | None:
    """Return the rows at which the weakest contrast would probably be shown, if it is as now.

    Old and new together say how strong it is: the old estimate alone, having been picked for
    being large, would promise too much.
    """
    if any(pair.null == EQUIVALENCE or pair.old is None for pair in pairs):
        return None
    needed = 0
    for pair in pairs:
        assert pair.old is not None
        precisions = [1 / max(e.standard_error, 1e-300) ** 2 for e in (pair.old, pair.new)]
        both = (pair.old.effect * precisions[0] + pair.new.effect * precisions[1]) / sum(precisions)
        distance = pair.sign * both
        if distance < floor or distance <= 0:
            return None
        ratio = POWER_DISTANCE * pair.new.standard_error / distance
        needed = max(needed, math.ceil(pair.new.n * ratio**2))
    most = max(pair.new.n for pair in pairs)
    return needed if most < needed < MOST_ROWS_NAMED else None
