"""What the arguments of `explain` may be, in one wording for Python and the command line."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from dataexplain.errors import ParameterError
from dataexplain.llm.chat_model import ChatModel

OWNER = "explain"
SCALES = ("plain", "capped", "log")
_READING = (
    "roles",
    "ignore",
    "recode",
    "positive",
    "scale",
    "controls",
    "weights",
    "group",
    "time",
)
_COUNTS = ("seed", "examples", "null_runs", "stability", "propose_questions")


def check_arguments(values: Mapping[str, object], owner: str = OWNER) -> None:
    """Refuse an argument that is outside what is allowed.

    Parameters
    ----------
    values : mapping of str to object
        Arguments of `explain` by name, or of another function that has the same.
    owner : str, default="explain"
        That function, for errors.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> check_arguments({"target": "churn", "seed": -1})
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'seed' parameter of explain must be a whole number ...
    """
    for name, value in values.items():
        expected = _expected(name, value)
        if expected:
            raise ParameterError(name, owner, expected, value)


def names(parameter: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return column names; one name alone would be taken for its letters.

    Examples
    --------
    >>> names("ignore", ["a", "b"])
    ('a', 'b')
    """
    return texts(parameter, given, "a list of column names")


def columns_of_text(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns of texts: here one name alone will do.

    Examples
    --------
    >>> columns_of_text("review"), columns_of_text(["title", "body"]), columns_of_text(None)
    (('review',), ('title', 'body'), ())
    """
    if given is None or isinstance(given, str):
        return () if given is None else (given,)
    return texts("text", given, "the name of a column or a list of names")


def recodings(given: Iterable[str]) -> tuple[str, ...]:
    """Return wishes to read values as others."""
    return texts("recode", given, "a list of texts such as 'age=99:missing'")


def table_wishes(reading: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """Return how a table shall be read, or refuse what is no such wish.

    Parameters
    ----------
    reading : mapping
        Arguments of `explain` that say how the table is read.
    owner : str
        The function they were given to, for errors.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> table_wishes({"ignore": ["id"], "scale": None}, "verify")
    {'ignore': ('id',)}
    >>> table_wishes({"ignored": ["id"]}, "verify")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'ignored' parameter of verify must be one of roles,
    ignore, recode, positive, scale, controls, weights, group, time. Got ['id'] instead.
    """
    for name, value in reading.items():
        if name not in _READING:
            raise ParameterError(name, owner, f"one of {', '.join(_READING)}", value)
    check_arguments(reading, owner)
    wishes = {name: value for name, value in reading.items() if value is not None}
    for name in ("ignore", "controls"):
        if name in wishes:
            wishes[name] = names(name, wishes[name])
    if "recode" in wishes:
        wishes["recode"] = recodings(wishes["recode"])
    return wishes


def texts(
    parameter: str, given: Iterable[str], expected: str = "a list of texts"
) -> tuple[str, ...]:
    """Return texts; one alone would be taken for its letters."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ParameterError(parameter, OWNER, expected, given)
    found = tuple(given)
    for text in found:
        if not isinstance(text, str):
            raise ParameterError(parameter, OWNER, expected, text)
    return found


def _expected(name: str, value: object) -> str:
    """Return what an argument should have been, or an empty text."""
    if name == "target":
        return "" if isinstance(value, str) else "the name of a column"
    if name in _COUNTS:
        return "" if is_count(value, 0) else "a whole number of 0 or more"
    if value is None:
        return ""
    if name in ("n_jobs", "judge_rows"):
        return "" if is_count(value, 1) else "a whole number of 1 or more, or None"
    if name == "scale":
        return "" if value in SCALES else "'plain', 'capped', 'log' or None"
    if name == "roles":
        return "" if _are_roles(value) else "a dict of column names to roles"
    if name in ("weights", "group", "time"):
        return "" if isinstance(value, str) else "the name of a column or None"
    if name in ("max_calls", "max_tokens"):
        return "" if is_count(value, 0) else "a whole number of 0 or more, or None"
    if name in ("floor", "max_cost"):
        right = _is_number(value) and 0 <= value < math.inf
        return "" if right else "a number of 0 or more, or None"
    if name == "price":
        return "" if isinstance(value, str) else "a text such as '0.15/0.60', or None"
    if name == "model":
        right = isinstance(value, (str, ChatModel))
        return "" if right else "the name of a language model, a ChatModel or None"
    if name == "title":
        return "" if isinstance(value, str) else "a text or None"
    return ""


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_count(value: object, least: int) -> bool:
    """Tell whether a value is a whole number of that size or more; True is none."""
    return (
        isinstance(value, numbers.Integral) and not isinstance(value, bool) and int(value) >= least
    )


def _are_roles(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(part, str) for part in (*value, *value.values())
    )
