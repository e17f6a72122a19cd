"""A limit on calls, tokens and money that no call can pass."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.costs import Cost, Estimate, Price, check_amount, dollars

__all__ = ["Budget", "Cost", "Estimate", "Price", "Reservation"]

# Money is counted in whole billionths of a millidollar, so that three times $0.10 is $0.30.
_UNITS_A_DOLLAR = 10**12
LIMITS = ("calls", "tokens", "money")


class _Amounts(NamedTuple):
    """Calls, tokens and units of money, all whole numbers."""

    calls: int = 0
    tokens: int = 0
    money: int = 0

    def plus(self, other: _Amounts) -> _Amounts:
        return _Amounts(*(mine + its for mine, its in zip(self, other, strict=True)))

    def minus(self, other: _Amounts) -> _Amounts:
        return _Amounts(*(mine - its for mine, its in zip(self, other, strict=True)))


@dataclass(frozen=True, eq=False)
class Reservation:
    """Room that is held for a call until it is known what it cost."""

    largest: Cost


class Budget:
    """What may be spent; used by any number of threads.

    A call reserves the most it can cost before it is made, and settles what it did cost after.
    What is spent and what is reserved never pass a limit together, so that what is spent never
    passes one, as long as no call costs more than it reserved.

    Parameters
    ----------
    calls, tokens : int, optional
    money : float, optional
        In US dollars. What is not named has no limit.

    Raises
    ------
    ParameterError
        When a limit is no number of 0 or more.

    Examples
    --------
    >>> budget = Budget(calls=2, money=1.0)
    >>> reservation = budget.reserve(Cost(calls=1, tokens=500, money=0.1))
    >>> budget.settle(reservation, Cost(calls=1, tokens=340, money=0.02))
    >>> budget.sentence()
    '1 of 2 calls, 340 tokens, $0.02 of $1.00'
    """

    def __init__(
        self,
        calls: int | None = None,
        tokens: int | None = None,
        money: float | None = None,
    ) -> None:
        self.calls = calls
        self.tokens = tokens
        self.money = money
        self._limits = {
            name: _limit(name, limit)
            for name, limit in zip(LIMITS, (calls, tokens, money), strict=True)
            if limit is not None
        }
        self._lock = threading.Lock()
        self._spent = _Amounts()
        self._held = _Amounts()
        self._in_flight: dict[Reservation, _Amounts] = {}
        self._refused_by: str | None = None

    def reserve(self, largest: Cost) -> Reservation | None:
        """Hold room for a call.

        Parameters
        ----------
        largest : Cost
            The most that the call can cost.

        Returns
        -------
        Reservation or None
            None when there is no room now, but may be once calls in flight are settled.

        Raises
        ------
        BudgetReachedError
            When there is no room, whatever becomes of the calls in flight.
        """
        amounts = _amounts(largest)
        with self._lock:
            never = self._passed(self._spent.plus(amounts))
            if never is not None:
                self._refused_by = never
                raise BudgetReachedError(
                    f"The budget is used up: {self._sentence()}, and the next call may need "
                    f"{_told(never, getattr(largest, never))}.",
                    hint=f"Allow more {never}. What was answered is kept and not asked again.",
                )
            if self._passed(self._spent.plus(self._held).plus(amounts)) is not None:
                return None
            reservation = Reservation(largest)
            self._in_flight[reservation] = amounts
            self._held = self._held.plus(amounts)
            return reservation

    def settle(self, reservation: Reservation, spent: Cost) -> None:
        """Count what a call cost, in full, and give the rest of its room back.

        Raises
        ------
        ParameterError
            When the reservation is not in flight.
        """
        amounts = _amounts(spent)
        with self._lock:
            self._give_back(reservation, "Budget.settle")
            self._spent = self._spent.plus(amounts)

    def release(self, reservation: Reservation) -> None:
        """Give the room of a call back that was not made.

        Raises
        ------
        ParameterError
            When the reservation is not in flight.
        """
        with self._lock:
            self._give_back(reservation, "Budget.release")

    @property
    def spent(self) -> Cost:
        """What was settled so far."""
        with self._lock:
            return self._cost()

    @property
    def reached(self) -> str | None:
        """The limit that is used up or turned a call away ("calls", "tokens", "money"), or None."""
        with self._lock:
            if self._refused_by is not None:
                return self._refused_by
            used_up = (
                name
                for name, limit in self._limits.items()
                if getattr(self._spent, name) >= limit and (limit or name == "calls")
            )
            return next(used_up, None)

    def sentence(self) -> str:
        """Return what was spent of what, for the user."""
        with self._lock:
            return self._sentence()

    def _sentence(self) -> str:
        cost = self._cost()
        return ", ".join(_told(name, getattr(cost, name), getattr(self, name)) for name in LIMITS)

    def _cost(self) -> Cost:
        calls, tokens, money = self._spent
        return Cost(calls, tokens, money / _UNITS_A_DOLLAR)

    def _passed(self, amounts: _Amounts) -> str | None:
        """Return the first limit that these amounts would pass."""
        passed = (name for name, limit in self._limits.items() if getattr(amounts, name) > limit)
        return next(passed, None)

    def _give_back(self, reservation: Reservation, owner: str) -> None:
        if reservation not in self._in_flight:
            expected = "one that is in flight: neither settled nor released before"
            raise ParameterError("reservation", owner, expected, reservation)
        self._held = self._held.minus(self._in_flight.pop(reservation))


def _limit(name: str, limit: float) -> int:
    check_amount(name, "Budget", limit)
    return int(limit) if name != "money" else _units(limit, ROUND_FLOOR)


def _amounts(cost: Cost) -> _Amounts:
    return _Amounts(cost.calls, cost.tokens, _units(cost.money, ROUND_HALF_EVEN))


def _units(money: float, rounding: str) -> int:
    """Return units of the decimal number that is meant by a float."""
    return int((Decimal(repr(float(money))) * _UNITS_A_DOLLAR).to_integral_value(rounding))


def _told(name: str, amount: float, limit: float | None = None) -> str:
    """Return an amount in words, with its limit."""
    if name == "money":
        return dollars(amount) if limit is None else f"{dollars(amount)} of {dollars(limit)}"
    counted = f"{amount:,}" if limit is None else f"{amount:,} of {limit:,}"
    noun = name.removesuffix("s") if (limit if limit is not None else amount) == 1 else name
    return f"{counted} {noun}"
