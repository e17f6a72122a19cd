"""The budget: no limit is ever passed, and nothing that fits is refused."""

from __future__ import annotations

import threading
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.budget import Budget, Cost, Reservation

MONEY = st.floats(0, 3, allow_subnormal=False) | st.sampled_from([0.1, 0.01, 0.3, 1e-9, 1 / 3])
COSTS = st.builds(Cost, calls=st.integers(0, 3), tokens=st.integers(0, 500), money=MONEY)


def held(budget: Budget, largest: Cost) -> Reservation:
    reservation = budget.reserve(largest)
    assert reservation is not None
    return reservation


def test_what_is_left_over_can_be_used_by_the_next_call() -> None:
    budget = Budget(tokens=1_000)
    first = held(budget, Cost(1, 800))
    assert budget.reserve(Cost(1, 300)) is None
    budget.settle(first, Cost(1, 100))
    second = held(budget, Cost(1, 900))
    assert budget.reserve(Cost(1, 1)) is None
    budget.release(second)
    held(budget, Cost(1, 900))
    assert budget.spent == Cost(1, 100)


def test_what_can_never_fit_is_refused_with_what_to_do() -> None:
    budget = Budget(calls=100, tokens=1_000, money=1.0)
    budget.settle(held(budget, Cost(1, 900, 0.02)), Cost(1, 850, 0.02))
    with pytest.raises(BudgetReachedError) as caught:
        budget.reserve(Cost(1, 200, 0.01))
    assert str(caught.value) == (
        "The budget is used up: 1 of 100 calls, 850 of 1,000 tokens, $0.02 of $1.00, and the next "
        "call may need 200 tokens. Allow more tokens. What was answered is kept and not asked "
        "again."
    )
    assert not caught.value.retryable
    assert budget.reached == "tokens"


def test_calls_in_flight_do_not_hide_that_a_limit_is_reached() -> None:
    budget = Budget(calls=2)
    budget.settle(held(budget, Cost(1)), Cost(1))
    held(budget, Cost(1))
    assert budget.reserve(Cost(1)) is None
    with pytest.raises(BudgetReachedError, match="1 of 2 calls"):
        budget.reserve(Cost(2))


@pytest.mark.parametrize(
    ("budget", "reached"),
    [
        (Budget(), None),
        (Budget(calls=2), None),
        (Budget(calls=1), "calls"),
        (Budget(tokens=10), "tokens"),
        (Budget(money=0.1), "money"),
        (Budget(money=0.0), None),
    ],
)
def test_a_limit_is_reached_when_it_is_used_up(budget: Budget, reached: str | None) -> None:
    money = 0.0 if budget.money == 0 else 0.1
    budget.settle(held(budget, Cost(1, 10, money)), Cost(1, 10, money))
    assert budget.reached == reached


def test_no_calls_at_all_is_a_budget() -> None:
    budget = Budget(calls=0)
    assert budget.reached == "calls"
    with pytest.raises(BudgetReachedError, match="0 of 0 calls"):
        budget.reserve(Cost(1))


def test_three_times_ten_cents_fit_into_thirty() -> None:
    """Added as binary fractions, three times 0.1 is more than 0.3."""
    budget = Budget(money=0.3)
    for _ in range(3):
        budget.settle(held(budget, Cost(1, 0, 0.1)), Cost(1, 0, 0.1))
    assert budget.spent.money == 0.3
    assert budget.sentence() == "3 calls, 0 tokens, $0.30 of $0.30"


def test_a_limit_without_end_is_not_rounded_up() -> None:
    """A third of a dollar was kept as 0.333333333334, which is more."""
    with pytest.raises(BudgetReachedError):
        Budget(money=1 / 3).reserve(Cost(1, 0, 0.333333333334))
    held(Budget(money=1 / 3), Cost(1, 0, 0.333333333333))


def test_more_than_was_reserved_is_counted_in_full() -> None:
    budget = Budget(tokens=100)
    budget.settle(held(budget, Cost(1, 100)), Cost(1, 130))
    assert budget.spent.tokens == 130
    assert budget.reached == "tokens"
    with pytest.raises(BudgetReachedError):
        budget.reserve(Cost(1, 0))


def test_a_reservation_is_settled_once() -> None:
    budget = Budget()
    reservation = held(budget, Cost(1))
    budget.settle(reservation, Cost(1))
    for again in (lambda: budget.settle(reservation, Cost(1)), lambda: budget.release(reservation)):
        with pytest.raises(ParameterError, match="neither settled nor released before"):
            again()
    with pytest.raises(ParameterError, match=r"Budget\.settle"):
        Budget().settle(held(budget, Cost(1)), Cost(1))
    assert budget.spent == Cost(1)


@pytest.mark.parametrize(
    "limits", [{"calls": -1}, {"calls": 1.5}, {"tokens": "5"}, {"money": float("nan")}]
)
def test_limits_that_are_none_are_refused(limits: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match=r"parameter of Budget must be a (whole )?number of 0"):
        Budget(**limits)


class Spending(RuleBasedStateMachine):
    """Reserves, settles and releases in any order, and keeps its own account."""

    def __init__(self) -> None:
        super().__init__()
        self.limits: dict[str, Any] = {}
        self.budget = Budget()
        self.in_flight: list[Reservation] = []

    @rule(
        calls=st.none() | st.integers(0, 20),
        tokens=st.none() | st.integers(0, 3_000),
        money=st.none() | MONEY,
    )
    def begin(self, **limits: Any) -> None:
        self.limits = {name: limit for name, limit in limits.items() if limit is not None}
        self.budget = Budget(**limits)
        self.in_flight = []

    @rule(largest=COSTS)
    def reserve(self, largest: Cost) -> None:
        try:
            reservation = self.budget.reserve(largest)
        except BudgetReachedError:
            assert self.budget.reached in self.limits
            return
        if reservation is None:
            assert self.in_flight, "nothing can become free"
        else:
            self.in_flight.append(reservation)

    @rule(data=st.data(), share=st.floats(0, 1))
    def settle(self, data: st.DataObject, share: float) -> None:
        if self.in_flight:
            reservation = data.draw(st.sampled_from(self.in_flight))
            self.in_flight.remove(reservation)
            largest = reservation.largest
            tokens = int(largest.tokens * share)
            self.budget.settle(reservation, Cost(largest.calls, tokens, largest.money * share))

    @rule()
    def release(self) -> None:
        if self.in_flight:
            self.budget.release(self.in_flight.pop())

    @invariant()
    def no_limit_is_passed(self) -> None:
        for name, limit in self.limits.items():
            assert getattr(self.budget.spent, name) <= limit

    def teardown(self) -> None:
        for reservation in self.in_flight:
            self.budget.settle(reservation, reservation.largest)
        self.no_limit_is_passed()


TestSpending = Spending.TestCase
TestSpending.settings = hypothesis.settings(max_examples=60, stateful_step_count=40)


def test_threads_together_pass_no_limit_and_use_it_up() -> None:
    budget = Budget(calls=500, tokens=100_000)
    made: list[int] = []

    def work() -> None:
        while True:
            try:
                reservation = budget.reserve(Cost(1, 50))
            except BudgetReachedError:
                return
            if reservation is not None:
                made.append(1)
                budget.settle(reservation, Cost(1, 7))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert budget.spent == Cost(500, 3_500)
    assert len(made) == 500
