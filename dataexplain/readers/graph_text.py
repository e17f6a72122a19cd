"""Reads graphs as TalkToEBM prints them, and answers questions on them by code.

A graph is printed as a feature's name and type, and three JSON objects from intervals to numbers:
means, and lower and upper bounds of 95%.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from dataexplain.errors import InputError
from dataexplain.readers.cards.monotonicity import Direction, direction_of_steps
from dataexplain.records import CurveRecord

Kind = Literal["value", "jump", "band", "monotonicity"]
OUTSIDE = "outside"
NOT_MONOTONE, INCREASING, DECREASING, CONSTANT = (
    "Not monotone",
    "Increasing",
    "Decreasing",
    "Constant",
)
_FIELD = r"^\s*{}[^:\n]*:\s*(.+?)\s*$"
_INTERVAL = re.compile(r"\(\s*(\S+)\s*,\s*(\S+)\s*\)")
_VALUE = re.compile(r"mean value of the graph at\s+(-?[\d.]+(?:e[-+]?\d+)?)", re.IGNORECASE)
_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("jump", re.compile(r"largest jump")),
    ("band", re.compile(r"widest confidence")),
    ("monotonicity", re.compile(r"monotone increasing")),
)


@dataclass(frozen=True)
class PrintedGraph:
    """A graph of one continuous feature; entry i holds between `edges[i]` and `edges[i + 1]`."""

    feature: str
    edges: tuple[float, ...]
    means: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True)
class GraphAnswer:
    """An answer as the benchmark writes it, and of monotonicity what the bands say.

    `within_bands` names every way that a curve between the bounds can go: "Increasing",
    "Decreasing", both joined by " or ", or "Not monotone".
    """

    kind: Kind
    text: str
    within_bands: str = ""


def read_graph(text: str) -> PrintedGraph:
    r"""Read the graph out of a text.

    Parameters
    ----------
    text : str
        May hold words before and after the graph.

    Returns
    -------
    PrintedGraph

    Raises
    ------
    InputError
        When there is no graph of a continuous feature, or its parts do not fit together.

    Examples
    --------
    >>> graph = read_graph('''Feature Name: age
    ... Feature Type: continuous
    ... Means: {"(0.0, 1.5)": -0.1, "(1.5, 3.0)": 0.4}
    ... Lower Bounds (95%-Confidence Interval): {"(0.0, 1.5)": -0.2, "(1.5, 3.0)": 0.1}
    ... Upper Bounds (95%-Confidence Interval): {"(0.0, 1.5)": 0.0, "(1.5, 3.0)": 0.7}''')
    >>> graph.edges, graph.means, value_at(graph, 2.0), largest_jump(graph)
    ((0.0, 1.5, 3.0), (-0.1, 0.4), 0.4, 1.5)
    """
    means = _object(text, "Means")
    lower, upper = _object(text, "Lower Bounds"), _object(text, "Upper Bounds")
    if not means or not list(means) == list(lower) == list(upper):
        raise _unreadable("The means and their bounds are not of the same intervals.")
    ends = [_ends(key) for key in means]
    if any(before[1] != after[0] for before, after in pairwise(ends)):
        raise _unreadable("The intervals do not follow one another.")
    return PrintedGraph(
        feature=_field(text, "Feature Name"),
        edges=(ends[0][0], *(end for _, end in ends)),
        means=tuple(means.values()),
        lower=tuple(lower.values()),
        upper=tuple(upper.values()),
    )


def value_at(graph: PrintedGraph, x: float) -> float | None:
    """Return the mean at a place, or None outside; a shared end belongs to the right."""
    if not graph.edges[0] <= x <= graph.edges[-1]:
        return None
    place = int(np.searchsorted(graph.edges, x, side="right")) - 1
    return graph.means[min(place, len(graph.means) - 1)]


def largest_jump(graph: PrintedGraph) -> float | None:
    """Return where neighbouring means differ most, None for one interval."""
    changes = np.abs(np.diff(graph.means))
    return graph.edges[int(changes.argmax()) + 1] if len(changes) else None


def widest_band(graph: PrintedGraph) -> tuple[float, float]:
    """Return the interval whose bounds are furthest apart."""
    place = int(np.argmax(np.subtract(graph.upper, graph.lower)))
    return graph.edges[place], graph.edges[place + 1]


def monotonicity(graph: PrintedGraph) -> Direction:
    """Return which ways the means go, and which ways a curve between the bounds can go."""
    return direction_of_steps(*map(np.array, (graph.means, graph.lower, graph.upper)))


def asked_of(question: str) -> Kind:
    """Return what a question of the benchmark asks.

    Raises
    ------
    InputError
        When it is none of the four kinds.

    Examples
    --------
    >>> asked_of("What is the x-axis position of the largest jump in the graph?")
    'jump'
    """
    if _VALUE.search(question):
        return "value"
    for kind, pattern in _ASKED:
        if pattern.search(question):
            return kind
    raise _unreadable("The question asks for no value, jump, widest band or monotonicity.")


def answered(question: str) -> GraphAnswer:
    """Answer a question of the benchmark, which holds its graph.

    Parameters
    ----------
    question : str

    Returns
    -------
    GraphAnswer

    Raises
    ------
    InputError
        When the graph or the question cannot be read.
    """
    graph, kind = read_graph(question), asked_of(question)
    if kind == "monotonicity":
        way = monotonicity(graph)
        return GraphAnswer(
            kind,
            _ways(way.rises, way.falls),
            within_bands=_ways(way.may_rise, way.may_fall, both=f"{INCREASING} or {DECREASING}"),
        )
    if kind == "band":
        low, high = widest_band(graph)
        return GraphAnswer(kind, f"({low!r}, {high!r})")
    found = value_at(graph, place_asked(question)) if kind == "value" else largest_jump(graph)
    return GraphAnswer(kind, OUTSIDE if found is None else repr(found))


def place_asked(question: str) -> float:
    """Return the place at which a question asks for the value.

    Examples
    --------
    >>> place_asked("What is the mean value of the graph at 400.75?")
    400.75
    """
    found = _VALUE.search(question)
    if found is None:
        raise _unreadable("The question asks for no value.")
    return float(found[1].rstrip("."))


def as_curve(graph: PrintedGraph) -> CurveRecord:
    """Return the graph as a record, so that it can be shown as a card; rows are not known."""
    known = np.array(graph.means)
    return CurveRecord(
        feature=graph.feature,
        role="numeric",
        outcome_class=None,
        values=graph.means,
        lower=graph.lower,
        upper=graph.upper,
        rows=(),
        importance=float(np.abs(known).mean()),
        edges=graph.edges,
    )


def _ways(rising: bool, falling: bool, both: str = CONSTANT) -> str:
    if rising and falling:
        return both
    return INCREASING if rising else DECREASING if falling else NOT_MONOTONE


def _field(text: str, name: str) -> str:
    found = re.search(_FIELD.format(re.escape(name)), text, re.MULTILINE)
    if found is None:
        raise _unreadable(f"There is no line {name!r}.")
    return found[1]


def _object(text: str, name: str) -> Mapping[str, float]:
    """Return one of the three JSON objects, with numbers only."""
    try:
        values = json.loads(_field(text, name))
    except json.JSONDecodeError as error:
        raise _unreadable(f"{name} is no JSON object.") from error
    numbers = isinstance(values, dict) and all(
        isinstance(value, (int, float)) and math.isfinite(value) for value in values.values()
    )
    if not numbers:
        raise _unreadable(f"{name} is no JSON object of numbers.")
    return {key: float(value) for key, value in values.items()}


def _ends(key: str) -> tuple[float, float]:
    found = _INTERVAL.fullmatch(key.strip())
    try:
        low, high = (float(end) for end in found.groups()) if found else (math.nan, math.nan)
    except ValueError:
        low = high = math.nan
    if not low <= high:
        raise _unreadable(f"{key!r} is no interval.")
    return low, high


def _unreadable(message: str) -> InputError:
    return InputError(
        message, remedy="Give a graph as TalkToEBM prints it, of a continuous feature."
    )
