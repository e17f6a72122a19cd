"""A scripted proposer of hypotheses on tables of which the truth is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dataexplain.llm.requests import Request

Item = Mapping[str, Any]


def rises(column: str, outcome: str = "rises") -> dict[str, Any]:
    """Return that the outcome rises with a column, or falls, or does not depend on it."""
    return {"reason": "a guess", "column": column, "outcome": outcome}


def at_levels(column: str, *levels: str, outcome: str = "higher") -> dict[str, Any]:
    """Return that the outcome is higher at some levels."""
    return {"reason": "a guess", "column": column, "levels": list(levels), "outcome": outcome}


def proposing(*items: Item, pairs: Sequence[Item] = ()) -> Callable[[Request], str]:
    """Return a script that names these hypotheses wherever their columns are asked about.

    Without any pairs it names one of which the table has no rows.
    """

    def reply(request: Request) -> str:
        told = request.messages[-1].content
        if '"first"' in told:
            chosen = list(pairs) or [_of_no_rows(request)]
        else:
            chosen = [item for item in items if f"\n{item['column']}:" in told]
        return json.dumps({"hypotheses": chosen})

    return reply


def _of_no_rows(request: Request) -> dict[str, Any]:
    assert request.schema is not None
    form = request.schema["properties"]["hypotheses"]["items"]["anyOf"][0]["properties"]
    one, two, *_ = form["first"]["anyOf"][-1]["properties"]["column"]["enum"]
    low, high = {"column": one, "below": -1e9}, {"column": two, "at_least": 1e9}
    return {"reason": "a guess", "first": low, "second": high, "outcome": "higher"}
