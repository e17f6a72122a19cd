"""What a language model may answer about a sentence: this table's columns, levels, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dataexplain.tables import Column, Table, Task

MENTIONS, HAS_PROPERTY = "the text mentions certain words", "the text has a certain property"
YES, NO = "yes", "no"
MOST_THINGS = 120
MOST_LEVELS = 25
MOST_ROWS = 3
MOST_HELD = 6
_LONGEST = 60
_LONGEST_PROPERTY = 120


@dataclass(frozen=True)
class Thing:
    """Rows that a model may choose: those of a level, or those with more or less of a column."""

    column: str
    level: str = ""
    sign: int = 0


@dataclass(frozen=True)
class Said:
    """What a model may say of the outcome: higher, lower or no different."""

    outcome_class: str | None
    sign: int


def things(table: Table) -> dict[str, Thing]:
    """Return all rows that can be chosen, by how they are called.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "age": [*range(15)] * 2, "churn": ["no", "yes"] * 15}
    >>> list(things(build_table(data, "churn")))
    ['plan is basic', 'plan is pro', 'higher age', 'lower age']
    """
    found: dict[str, Thing] = {}
    for column in table.features:
        for said, thing in _of(column):
            if len(found) < MOST_THINGS:
                found.setdefault(said, thing)
    return found


def _of(column: Column) -> Iterable[tuple[str, Thing]]:
    name = _line(column.name)
    if column.nominal:
        for level in column.levels[:MOST_LEVELS]:
            yield f"{name} is {_line(level)}", Thing(column.name, level)
    else:
        yield f"higher {name}", Thing(column.name, sign=1)
        yield f"lower {name}", Thing(column.name, sign=-1)


def outcomes(table: Table) -> dict[str, Said]:
    """Return what can be said of the outcome, by how it is put.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> list(outcomes(build_table({"age": [*range(15)] * 2, "churn": ["no", "yes"] * 15}, "churn")))
    ['more often churn = yes', 'less often churn = yes', 'no difference']
    """
    found: dict[str, Said] = {}
    for name in table.explained_classes:
        if table.task is Task.REGRESSION:
            much, little = f"higher {_line(table.target)}", f"lower {_line(table.target)}"
        else:
            said = f"{_line(table.target)} = {_line(name or '')}"
            much, little = f"more often {said}", f"less often {said}"
        found |= {much: Said(name, 1), little: Said(name, -1)}
    if table.task is not Task.MULTICLASS:
        found["no difference"] = Said(table.explained_classes[0], 0)
    return found


def schema(table: Table) -> dict[str, Any]:
    """Return the schema of a model's reading: nothing that the table lacks can be said.

    Parameters
    ----------
    table : Table
    """
    names = [column.name for column in table.features]
    said = [*things(table), *([MENTIONS, HAS_PROPERTY] if table.texts else [])]
    properties: dict[str, Any] = {
        "testable": {"enum": [YES, NO]},
        "rows": {"type": "array", "items": {"enum": said}, "maxItems": MOST_ROWS},
        "bound": {"type": ["number", "null"]},
        "held": {"type": "array", "items": {"enum": names}, "maxItems": MOST_HELD},
        "outcome": {"enum": list(outcomes(table))},
        "missing": {"type": "string", "maxLength": _LONGEST},
    }
    if table.texts:
        properties["of_text"] = {"type": "string", "maxLength": _LONGEST_PROPERTY}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def choosable(names: Iterable[str]) -> Mapping[str, str]:
    """Return names that differ by more than signs and capitals, each by how it is asked for.

    Examples
    --------
    >>> dict(choosable(["age", "Age ", "sex"]))
    {'age': 'age', 'sex': 'sex'}
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for name in names:
        plain = "".join(letter for letter in name.casefold() if letter.isalnum())
        if plain and plain not in seen:
            seen.add(plain)
            found[_line(name)] = name
    return found


def _line(name: str) -> str:
    return " ".join(name.split())[:_LONGEST] or "(blank)"
