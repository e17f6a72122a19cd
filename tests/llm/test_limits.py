"""Limits as a user states them: plain numbers, clear refusals, one budget each time."""

import json

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm import Cost, Estimate, Price
from dataexplain.llm.limits import LIMIT_NAMES, Limits


def test_without_limits_there_are_none():
    limits = Limits()
    assert limits.given == {}
    assert limits.parsed_price is None
    assert (limits.budget().calls, limits.budget().tokens, limits.budget().money) == (None,) * 3


def test_every_limit_reaches_the_budget():
    limits = Limits(max_calls=1, max_tokens=2, max_cost=0.5, price="1/2")
    budget = limits.budget()
    assert (budget.calls, budget.tokens, budget.money) == (1, 2, 0.5)
    assert limits.parsed_price == Price(1.0, 2.0)
    assert tuple(limits.given) == LIMIT_NAMES


def test_each_budget_begins_anew():
    limits = Limits(max_calls=1)
    first = limits.budget()
    first.settle(first.reserve(Cost(calls=1)), Cost(calls=1))
    assert limits.budget().spent == Cost()


def test_numbers_of_numpy_are_plain_ones():
    """They had passed the first check and were refused by the budget."""
    limits = Limits(max_calls=np.int64(3), max_cost=np.float64(0.5))
    assert json.loads(json.dumps(limits.to_dict()))["max_calls"] == 3
    assert limits.budget().calls == 3
    assert limits == Limits(max_calls=3, max_cost=0.5)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"max_calls": -1}, "max_calls"),
        ({"max_calls": 1.5}, "max_calls"),
        ({"max_calls": True}, "max_calls"),
        ({"max_tokens": "9"}, "max_tokens"),
        ({"max_cost": float("nan")}, "max_cost"),
        ({"max_cost": float("inf")}, "max_cost"),
        ({"max_cost": -0.1}, "max_cost"),
        ({"price": "cheap"}, "price"),
        ({"price": 0.5}, "price"),
    ],
)
def test_what_is_no_limit_is_refused_by_name(wrong, name):
    with pytest.raises(ParameterError, match=f"'{name}' parameter of a model"):
        Limits(**wrong)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(), ""),
        (Limits(max_calls=9, max_tokens=900, max_cost=0.5, price="1/1"), ""),
        (Limits(max_calls=8), "max_calls allows (8)"),
        (Limits(max_tokens=899), "max_tokens allows (899)"),
        (Limits(max_cost=0.05, price="1/1"), "max_cost allows ($0.05)"),
        (Limits(max_calls=0), "max_calls allows (0)"),
    ],
)
def test_a_job_beyond_the_limits_is_said(limits, said):
    estimate = Estimate(expected=Cost(9, 900, 0.5), largest=Cost(99, 9900, 5.0))
    remark = limits.remark(estimate)
    assert said in remark
    assert bool(remark) == bool(said)
