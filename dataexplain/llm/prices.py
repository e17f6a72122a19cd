"""Prices as a user states them, since they change too often for a table to be shipped."""

from __future__ import annotations

import math

from dataexplain.errors import ParameterError
from dataexplain.llm.budget import Budget
from dataexplain.llm.costs import Price


def parse_price(text: str) -> Price:
    """Return the price that a text states.

    Parameters
    ----------
    text : str
        US dollars a million tokens, of the prompt and of the reply, with a slash between.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> parse_price("0.15/0.60")
    Price(prompt=0.15, reply=0.6)
    >>> parse_price("cheap")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'price' parameter of a model must be US dollars ...
    """
    numbers = [_number(part) for part in text.split("/")]
    if len(numbers) != 2 or not all(0 <= number < math.inf for number in numbers):
        expected = "US dollars a million tokens, of the prompt and of the reply, such as 0.15/0.60"
        raise ParameterError("price", "a model", expected, text)
    return Price(*numbers)


def check_price(
    owner: str,
    model: str,
    known: Price,
    *,
    free: bool,
    price: Price | None,
    budget: Budget | None,
) -> None:
    """Refuse a limit on money where calls have no price, and a price where it means nothing.

    Parameters
    ----------
    owner : str
        The function that was called.
    model : str
    known : Price
        What its calls cost, as far as is known.
    free : bool
        Whether they cost nothing, since it runs here.
    price : Price, optional
        What the user says they cost.
    budget : Budget, optional

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> limited = Budget(money=1.0)
    >>> check_price("open_model", "m", Price(), free=False, price=None, budget=limited)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'price' parameter of open_model must be given when ...
    """
    if price is not None and known != price:
        raise ParameterError("price", owner, f"left out: {model} does not take one", price)
    if budget is not None and budget.money is not None and known == Price() and not free:
        raise ParameterError(
            "price",
            owner,
            "given when money is limited, as USD per million tokens read and written (0.15/0.60)",
            None,
        )


def _number(text: str) -> float:
    try:
        return float(text.strip().removeprefix("$"))
    except ValueError:
        return math.nan
