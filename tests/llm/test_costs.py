"""What calls cost, as numbers and as the user reads it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm.costs import Cost, Estimate, Price, dollars
from dataexplain.llm.prices import parse_price


def test_costs_add_up() -> None:
    assert sum([Cost(1, 10, 0.5), Cost(1, 20, 0.25)], Cost()) == Cost(2, 30, 0.75)


def test_a_price_counts_what_is_sent_and_what_comes_back() -> None:
    assert Price(2.0, 8.0).of(1_000, 500) == 0.006
    assert Price().of(10**9, 10**9) == 0.0


@pytest.mark.parametrize(
    "amounts",
    [{"calls": -1}, {"tokens": 1.5}, {"money": math.nan}, {"money": math.inf}, {"money": "1"},
     {"calls": True}],
)  # fmt: skip
def test_a_cost_that_is_none_is_refused(amounts: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match=r"parameter of Cost must be a (whole )?number of 0"):
        Cost(**amounts)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0.00"), (0.02, "$0.02"), (0.021, "$0.021"), (0.0999, "$0.10"), (1.005, "$1.00"),
        (0.00041, "$0.00041"), (0.01, "$0.01"), (0.00999, "$0.01"), (12_345.678, "$12,345.68"),
        (1e-7, "$0.0000001"),
    ],
)  # fmt: skip
def test_money_has_as_many_digits_as_it_needs(amount: float, text: str) -> None:
    assert dollars(amount) == text


def test_an_estimate_says_what_is_likely_what_is_most_and_what_is_free() -> None:
    estimate = Estimate(Cost(1, 300, 0.0), Cost(2, 1_000, 0.0), already=1)
    assert estimate.sentence() == (
        "Expected: 1 call, 300 tokens, $0.00. At most: 2 calls, 1,000 tokens, $0.00. "
        "1 further call is answered from the cache and costs nothing."
    )
    assert Estimate(Cost(), Cost(), already=9).sentence() == (
        "No call is needed. 9 further calls are answered from the cache and cost nothing."
    )
    assert Estimate(Cost(), Cost()).sentence() == "No call is needed."


@pytest.mark.parametrize(
    ("text", "price"),
    [("0.15/0.60", Price(0.15, 0.6)), (" $2 / $8 ", Price(2.0, 8.0)), ("0/0", Price())],
)
def test_prices_are_read(text: str, price: Price) -> None:
    assert parse_price(text) == price


@pytest.mark.parametrize("text", ["", "1", "1/2/3", "a/b", "-1/2", "nan/1", "inf/1", "1,5/2"])
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match=r"'price'.*such as 0\.15/0\.60\. Got"):
        parse_price(text)
