"""Reads `report.json` back, and says exactly what is wrong with one that is not whole."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.errors import InputError
from dataexplain.json_records import Record
from dataexplain.records import SCHEMA, ClaimRecord, FaultRecord, ReportRecord

VERDICTS = frozenset({"supported", "not_supported", "inconclusive", "unverifiable"})
_REMEDY = "It may have been edited or cut short: write the report again."
_MOST_PROBLEMS = 5


def read_report(path: Path | str) -> ReportRecord:
    """Return the report that a ``report.json`` holds.

    Parameters
    ----------
    path : Path or str
        The file, or the folder it lies in.

    Returns
    -------
    ReportRecord

    Raises
    ------
    InputError
        When the file is missing, is no JSON, is of another schema, or lacks what a report has.

    Examples
    --------
    >>> read_report(Path("no-such-folder/report.json"))
    Traceback (most recent call last):
    ...
    dataexplain.errors.InputError: no-such-folder...report.json: There is no such file. Give a ...
    """
    path = Path(path)
    if path.is_dir():
        path = path / "report.json"
    file = str(path)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = "There is no such file."
        raise InputError(
            message, file=file, remedy="Give a report.json, or the folder it lies in."
        ) from error
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        raise InputError(message, file=file) from error
    except UnicodeDecodeError as error:
        message = "This is not a text in UTF-8."
        raise InputError(message, file=file, remedy="Give a report.json.") from error
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise InputError(message, file=file, remedy=_REMEDY) from error
    except RecursionError as error:
        message = "This JSON is nested too deeply to be a report."
        raise InputError(message, file=file, remedy=_REMEDY) from error
    if not isinstance(values, dict) or "schema" not in values:
        message = "This JSON is not a report of dataexplain: it names no schema."
        raise InputError(message, file=file, remedy="Give a report.json.")
    if values["schema"] != SCHEMA:
        message = f"The schema is {values['schema']!r}, but {SCHEMA!r} was expected."
        raise InputError(
            message, file=file, remedy="Read it with the version of dataexplain that wrote it."
        )
    problems = _problems(ReportRecord, values, "")
    if problems:
        shown = "; ".join(problems[:_MOST_PROBLEMS])
        rest = len(problems) - _MOST_PROBLEMS
        message = f"The report is not whole: {shown}{f'; and {rest} more' if rest > 0 else ''}."
        raise InputError(message, file=file, remedy=_REMEDY)
    return ReportRecord.from_dict(values)


@dataclass(frozen=True)
class _Condition(Record):
    """What a region says of one column."""

    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class _CountChart(Record):
    """What the chart of a fault draws."""

    labels: tuple[str, ...] = ()
    rows: tuple[float, ...] = ()
    marked: tuple[int, ...] = ()


# Dictionaries of the records whose entries a page reads.
_SHAPES: dict[tuple[type[Record], str], Any] = {
    (ClaimRecord, "region"): dict[str, _Condition],
    (ClaimRecord, "against"): dict[str, _Condition],
    (FaultRecord, "chart"): _CountChart,
}


def _problems(hint: Any, value: Any, path: str) -> list[str]:
    """Compare a value with the type a record declares for it, all the way down."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return []
        inner = next(entry for entry in arguments if entry is not type(None))
        return _problems(inner, value, path)
    if origin is tuple:
        return _tuple_problems(arguments, value, path)
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record_problems(hint, value, path)
    if origin is dict and isinstance(value, dict):
        return [
            problem
            for key, entry in value.items()
            for problem in _problems(arguments[1], entry, f"{path}.{key}")
        ]
    name, accepted = {
        str: ("a text", (str,)),
        int: ("a whole number", (int,)),
        # A number that was not finite stands as null.
        float: ("a number", (int, float, type(None))),
        bool: ("true or false", (bool,)),
    }.get(hint, ("an object", (dict,)) if origin is dict else ("", (object,)))
    right = isinstance(value, accepted) and not (isinstance(value, bool) and hint in (int, float))
    return [] if right else [f"{path} should be {name}"]


def _tuple_problems(arguments: tuple[Any, ...], value: Any, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path} should be a list"]
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        hints = [arguments[0]] * len(value)
    elif len(value) != len(arguments):
        return [f"{path} should hold {len(arguments)} values"]
    else:
        hints = list(arguments)
    return [
        problem
        for index, (hint, entry) in enumerate(zip(hints, value, strict=True))
        for problem in _problems(hint, entry, f"{path}[{index}]")
    ]


def _record_problems(hint: type[Record], value: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path} should be an object"]
    hints = typing.get_type_hints(hint)
    problems = []
    for entry in dataclasses.fields(typing.cast("Any", hint)):
        place = f"{path}.{entry.name}" if path else entry.name
        if entry.name in value:
            found = _problems(hints[entry.name], value[entry.name], place)
            shape = _SHAPES.get((hint, entry.name))
            problems += found or (_problems(shape, value[entry.name], place) if shape else [])
        elif entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING:
            problems.append(f"{place} is missing")
    verdict = value.get("verdict")
    if "verdict" in hints and isinstance(verdict, str) and verdict not in VERDICTS:
        problems.append(f"{path}.verdict should be one of {', '.join(sorted(VERDICTS))}")
    return problems
