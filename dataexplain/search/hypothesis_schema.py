"""The form of a hypothesis on a table: what a language model may answer, and how it is read.

A model that can be bound to a schema can only name columns and levels that there are. Another is
told a looser form in words, so that one wrong name costs one hypothesis and not the whole reply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.claims import DOWN, NONE, UP, Condition
from dataexplain.search.column_views import ColumnView

COLUMNS, PAIRS = "columns", "pairs"
UNCHANGED = "unchanged"
MOST_UNCHANGED = 2
MOST_LEVELS_NAMED = 3
LONGEST_REASON = 80
TOO_MANY = "more than were asked for"
NO_HYPOTHESIS = "no hypothesis of a form that was asked for"
_DIRECTIONS = {"higher": UP, "lower": DOWN, "rises": UP, "falls": DOWN, "unchanged": NONE}
_HIGHER: dict[str, Any] = {"enum": ["higher", "lower"]}
_SLOPES = frozenset({"rises", "falls"})
Scales = Mapping[str, Mapping[str, float]]
_REASON: dict[str, Any] = {"type": "string", "maxLength": LONGEST_REASON}


@dataclass(frozen=True)
class Hypothesis:
    """What a proposer says, before it is known whether the table can tell.

    Parameters
    ----------
    conditions : tuple of Condition
        One or two; of a slope, or where a column is said not to matter, only its name counts.
    direction : {"up", "down", "none"}
    slope : bool, default=False
        Whether it speaks of more and less of a column, not of a part of it.
    outcome_class : str, optional
    reason : str, default=""
        Why, in the proposer's words: a guess, which no statement repeats.
    """

    conditions: tuple[Condition, ...]
    direction: str
    slope: bool = False
    outcome_class: str | None = None
    reason: str = ""


def bound_schema(form: str, views: Sequence[ColumnView], most: int) -> dict[str, Any]:
    """Return the schema of a reply that can name only what there is.

    Of columns one by one each gets its own place, so that a model that would repeat itself says
    something of every column. The two columns of a pair are different ones.

    Parameters
    ----------
    form : {"columns", "pairs"}
    views : sequence of ColumnView
        The columns shown in the prompt.
    most : int
        How many pairs are asked for.

    Examples
    --------
    >>> schema = bound_schema("columns", [ColumnView("age", (20.0, 60.0))], 4)
    >>> list(schema["properties"]["hypotheses"]["properties"])
    ['age']
    """
    if form == PAIRS:
        pairs = {"anyOf": [_pair_form(view, views) for view in views]}
        entries = {"type": "array", "items": pairs, "minItems": 1, "maxItems": most}
        return _object({"hypotheses": entries})
    names = {"enum": [view.name for view in views]}
    return _object(
        {
            "hypotheses": _object({view.name: {"anyOf": _single_forms(view)} for view in views}),
            UNCHANGED: {"type": "array", "items": names, "maxItems": MOST_UNCHANGED},
        }
    )


def open_schema() -> dict[str, Any]:
    """Return the schema for a model that is told it in words: names are checked by code.

    Examples
    --------
    >>> open_schema()["required"]
    ['hypotheses']
    """
    entries = {"type": ["object", "array"]}
    properties = {"hypotheses": entries, UNCHANGED: {"type": "array"}}
    return {"type": "object", "properties": properties, "required": ["hypotheses"]}


def read_hypotheses(
    value: Mapping[str, Any],
    views: Sequence[ColumnView],
    outcome_class: str | None,
    most: int,
) -> tuple[tuple[Hypothesis, ...], Counter[str]]:
    """Read a reply that follows either schema.

    Parameters
    ----------
    value : mapping
    views : sequence of ColumnView
        The columns shown in the prompt: of their scales a reply may name steps.
    outcome_class : str, optional
        The class that the prompt asked about.
    most : int
        How many hypotheses were asked for; what comes behind them is counted only.

    Returns
    -------
    (tuple of Hypothesis, Counter)
        What was read, and how many were not, by reason.

    Examples
    --------
    >>> reply = {"hypotheses": {"age": {"outcome": "rises"}, "plan": {}}}
    >>> found, dropped = read_hypotheses(reply, [ColumnView("age", (20.0, 60.0))], None, 4)
    >>> found[0].conditions[0].column, found[0].direction, dropped.total()
    ('age', 'up', 1)
    """
    unchanged = value.get(UNCHANGED, [])
    items = [
        *_items(value["hypotheses"])[:most],
        *({"column": name, "outcome": "unchanged"} for name in unchanged[:MOST_UNCHANGED]),
    ]
    beyond = len(value["hypotheses"]) + len(unchanged) - len(items)
    scales = {view.name: {name: at for at, name in view.labels} for view in views}
    read = [_read(item, scales, outcome_class) for item in items]
    found = tuple(entry for entry in read if entry is not None)
    dropped = Counter({NO_HYPOTHESIS: len(read) - len(found), TOO_MANY: beyond})
    return found, +dropped


def _items(entries: Mapping[str, object] | Sequence[object]) -> list[object]:
    """Return hypotheses as a list, a column's name that they stand under among what they say."""
    if not isinstance(entries, Mapping):
        return list(entries)
    return [
        {**entry, "column": name} if isinstance(entry, Mapping) else entry
        for name, entry in entries.items()
    ]


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _single_forms(view: ColumnView) -> list[dict[str, Any]]:
    """Return what can be said of a column: a slope, or a difference of a part of it.

    That it does not matter has a place of its own: beside these, small models say little else.
    """
    forms = [{**part, "outcome": _HIGHER} for part in _parts(view, ("at_least",))]
    if view.ordered:
        forms.insert(0, {"outcome": {"enum": ["rises", "falls"]}})
    return [_object({"reason": _REASON, **form}) for form in forms]


def _pair_form(first: ColumnView, views: Sequence[ColumnView]) -> dict[str, Any]:
    def side(view: ColumnView) -> list[dict[str, Any]]:
        parts = _parts(view, ("at_least", "below"))
        return [_object({"column": {"enum": [view.name]}, **part}) for part in parts]

    others = [part for view in views if view.name != first.name for part in side(view)]
    sides = {"first": {"anyOf": side(first)}, "second": {"anyOf": others}}
    return _object({"reason": _REASON, **sides, "outcome": _HIGHER})


def _parts(view: ColumnView, bounds: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield how a part of a column can be named: by levels, by a number, by a step of a scale."""
    if not view.ordered:
        yield {"levels": _levels(view)}
        return
    # below, or from, the lowest step of a scale there is nothing
    steps = [name for _, name in view.labels[1:]]
    for bound in bounds:
        yield {bound: {"enum": steps} if steps else {"type": "number"}}


def _levels(view: ColumnView) -> dict[str, Any]:
    most = max(1, min(MOST_LEVELS_NAMED, len(view.levels) - 1))
    entry = {"enum": list(view.levels)}
    return {"type": "array", "items": entry, "minItems": 1, "maxItems": most}


def _read(item: object, scales: Scales, outcome_class: str | None) -> Hypothesis | None:
    if not isinstance(item, Mapping):
        return None
    said = item.get("outcome")
    direction = _DIRECTIONS.get(said) if isinstance(said, str) else None
    sides = [item["first"], item["second"]] if {"first", "second"} <= set(item) else [item]
    conditions = tuple(_condition(side, scales) for side in sides)
    if direction is None or any(entry is None for entry in conditions):
        return None
    slope = said in _SLOPES
    whole = slope or direction == NONE
    if any(_says_where(entry) == whole for entry in _known(conditions)):
        return None
    if whole and len(conditions) > 1:
        return None
    reason = str(item.get("reason", ""))[:LONGEST_REASON]
    return Hypothesis(tuple(_known(conditions)), direction, slope, outcome_class, reason)


def _known(conditions: Iterable[Condition | None]) -> Iterable[Condition]:
    return (entry for entry in conditions if entry is not None)


def _condition(side: object, scales: Scales) -> Condition | None:
    """Return a part of a hypothesis; None where it is none, or of two forms at once."""
    if not isinstance(side, Mapping) or not isinstance(side.get("column"), str):
        return None
    column, levels = side["column"], side.get("levels", [])
    if not isinstance(levels, list) or not all(isinstance(level, str) for level in levels):
        return None
    stated = [name for name in ("at_least", "below") if side.get(name) is not None]
    if len(stated) + bool(levels) > 1:
        return None
    if not stated:
        return Condition(column, levels=tuple(dict.fromkeys(levels)))
    bound = _bound(side[stated[0]], scales.get(column, {}))
    if bound is None:
        return None
    if stated == ["at_least"]:
        return Condition(column, low=bound)
    return Condition(column, high=bound)


def _bound(value: object, steps: Mapping[str, float]) -> float | None:
    """Return a number, or where a step of a scale lies; its places are no numbers to name."""
    if steps:
        return steps.get(value) if isinstance(value, str) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value)


def _says_where(condition: Condition) -> bool:
    return bool(condition.levels) or condition.low is not None or condition.high is not None
