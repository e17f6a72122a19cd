"""Names that speak of what comes after the outcome."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.faults.after_outcome import after_outcome_faults
from dataexplain.tables import build_table


def suspected(name: str, target: str = "churn") -> bool:
    rng = np.random.default_rng(0)
    data = {
        name: rng.integers(0, 90, 60),
        "size": rng.normal(size=60),
        target: rng.permutation(["yes", "no"] * 30),
    }
    return any(fault.column == name for fault in after_outcome_faults(build_table(data, target)))


@pytest.mark.parametrize(
    "name",
    [
        *("churn_reason", "days_churn", "cancellation_date", "refundAmount", "Outcome"),
        *("discharge code", "closed_at", "ClosedBy", "end_date", "exit_reason", "resolved_at"),
    ],
)
def test_names_that_may_come_after(name: str) -> None:
    assert suspected(name) == (name != "days_churn")


@pytest.mark.parametrize(
    "name",
    [
        *("age", "previous_cancellations", "cancellation_policy", "left_arm", "weekend", "closet"),
        *("num_refunds", "ending_balance", "churned_before", "last_outcome", "poutcome"),
    ],
)
def test_names_that_do_not(name: str) -> None:
    assert not suspected(name)


def test_a_short_name_of_the_outcome_is_not_looked_for() -> None:
    assert not suspected("y_position", "y")
    assert suspected("price_sold_for", "price sold")
