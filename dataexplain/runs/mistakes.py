"""The mistakes of a pipeline file in words, each with its path, in the order of the file."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from dataexplain.errors import did_you_mean
from dataexplain.runs.yaml_file import Problem

_MUST_BE = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of columns to roles",
    "bool_type": "true or false",
    "float_type": "a number",
    "int_type": "a whole number",
    "finite_number": "a finite number",
    "string_too_short": "a text that is not empty",
    "too_short": "a list that is not empty",
    "path_type": "a path",
    "is_instance_of": "a path",
}
_SHOWN = 60
# Names of types that pydantic puts into the path where one of several would do.
_TYPES = {"str", "int", "float", "bool", "constrained-str", "path", "lax-or-strict"}


def in_words(findings: Sequence[ErrorDetails], at: Sequence[str]) -> Problem:
    """Word what pydantic finds at one place: several findings where one of several types would do.

    Examples
    --------
    >>> from dataexplain.runs.steps import Heading
    >>> from pydantic import ValidationError
    >>> try:
    ...     Heading.model_validate({"jobs": 0})
    ... except ValidationError as error:
    ...     in_words(error.errors(), ())
    ('jobs', 'must be 1 or more. Got 0 instead.')
    """
    path = path_of(findings[0], at)
    if findings[0]["type"] == "missing":
        return path, "is missing."
    wanted = " or ".join(dict.fromkeys(_wanted(details) for details in findings))
    return path, f"must be {wanted}. Got {worded(findings[0]['input'])} instead."


def _wanted(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "greater_than_equal":
        return f"{context['ge']:g} or more"
    if kind == "literal_error":
        return f"one of {context['expected'].replace(chr(39), '')}"
    return _MUST_BE.get(kind, details["msg"].lower())


def unknown_key(details: ErrorDetails, at: Sequence[str], known: Sequence[str]) -> Problem | None:
    """Word the finding that a key does not exist; None where the finding is another."""
    if details["type"] != "extra_forbidden":
        return None
    hint = did_you_mean(str(details["loc"][-1]), known) or f"There are: {', '.join(known)}."
    return path_of(details, at), f"is not known. {hint}"


def path_of(details: ErrorDetails, at: Sequence[str]) -> str:
    """Return where in the file a finding is; places in lists are counted from 1."""
    parts = [part for part in details["loc"] if str(part).split("[")[0] not in _TYPES]
    if parts[-1] == "[key]":
        return " -> ".join((*at, *map(str, parts[:-1])))
    inner = [str(part + 1 if isinstance(part, int) else part) for part in parts]
    return " -> ".join((*at, *inner))


def worded(value: object) -> str:
    """Return a value as a file would hold it, cut where it is long or deep.

    Examples
    --------
    >>> worded({"a": [1, "b"]}), worded(None)
    ("{'a': [1, 'b']}", 'nothing')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    short = reprlib.Repr()
    short.maxlevel, short.maxstring, short.maxother = 3, _SHOWN, _SHOWN
    shown = short.repr(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def in_order(problems: Sequence[Problem], values: Mapping[str, Any]) -> list[Problem]:
    """Return each problem once, in the order of the file; what is missing comes first."""
    return sorted(dict.fromkeys(problems), key=lambda problem: _place(problem[0], values))


def _place(path: str, values: Any) -> list[int]:
    """Return the place of each part of a path in its mapping or list."""
    places = []
    for part in path.split(" -> "):
        if isinstance(values, Mapping):
            names = [str(key) for key in values]
            places.append(names.index(part) if part in names else -1)
            values = values.get(part)
        elif isinstance(values, list) and part.isdigit() and 0 < int(part) <= len(values):
            places.append(int(part))
            values = values[int(part) - 1]
        else:
            places.append(-1)
            values = None
    return places
