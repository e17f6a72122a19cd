"""A scripted proposer of hypotheses on tables of which the truth is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dataexplain.llm.requests import Request

Item = Mapping[str, Any]


def rises(column: str, outcome: str = "rises") -> dict[str, Any]:
    """Return that the outcome rises with a column, or falls, or does not depend on it."""
    return {"column": column, "outcome": outcome}


def at_levels(column: str, *levels: str, outcome: str = "higher") -> dict[str, Any]:
    """Return that the outcome is higher at some levels."""
    return {"column": column, "levels": list(levels), "outcome": outcome}


def proposing(
    *items: Item, later: Sequence[Item] = (), pairs: Sequence[Item] = ()
) -> Callable[[Request], str]:
    """Return a script that names these hypotheses where their columns are asked about.

    Of other columns it names a level, or a value that no row has, and without any pairs one of
    which the table has no rows. From the second round on it says what is said `later`.
    """

    def reply(request: Request) -> str:
        assert request.schema is not None
        form = request.schema["properties"]["hypotheses"]
        if form["type"] == "array":
            return json.dumps({"hypotheses": list(pairs) or [_of_no_rows(form)]})
        chosen = later if request.draw and later else items
        said = {item["column"]: item for item in chosen}
        columns = form["properties"]
        return json.dumps(
            {
                "hypotheses": {name: _of(columns[name], said.get(name)) for name in columns},
                "unchanged": [name for name in said if said[name]["outcome"] == "unchanged"],
            }
        )

    return reply


def _of(form: Mapping[str, Any], said: Item | None) -> dict[str, Any]:
    if said is None or said["outcome"] == "unchanged":
        part = form["anyOf"][-1]["properties"]
        levels = part.get("levels", {}).get("items", {}).get("enum", [])[:1]
        steps = part.get("at_least", {}).get("enum", [1e9])
        said = {"levels": levels} if levels else {"at_least": steps[-1]}
        return {"reason": "a guess", **said, "outcome": "higher"}
    return {"reason": "a guess", **{name: said[name] for name in said if name != "column"}}


def _of_no_rows(form: Mapping[str, Any]) -> dict[str, Any]:
    numbers = [
        entry["properties"]["first"]["anyOf"][0]["properties"]["column"]["enum"][0]
        for entry in form["items"]["anyOf"]
        if "at_least" in entry["properties"]["first"]["anyOf"][0]["properties"]
    ]
    low, high = {"column": numbers[0], "below": -1e9}, {"column": numbers[1], "at_least": 1e9}
    return {"reason": "a guess", "first": low, "second": high, "outcome": "higher"}
