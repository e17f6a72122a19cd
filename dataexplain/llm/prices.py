"""Prices as a user states them: they change too often for a table to be shipped."""

from __future__ import annotations

import math

from dataexplain.errors import ParameterError
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


def _number(text: str) -> float:
    try:
        return float(text.strip().removeprefix("$"))
    except ValueError:
        return math.nan
