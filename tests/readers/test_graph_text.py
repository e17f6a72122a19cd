"""Graphs as TalkToEBM prints them: read, and asked, by code."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import InputError
from dataexplain.readers.fact_cards import curve_card
from dataexplain.readers.graph_text import (
    answered,
    as_curve,
    largest_jump,
    monotonicity,
    read_graph,
    value_at,
    widest_band,
)
from dataexplain.records import OutcomeRecord

VALUE = "What is the mean value of the graph at {}?"
JUMP = "What is the x-axis position of the largest jump in the graph? Think step by step."
BAND = "What is the x-axis interval that has the widest confidence bound?"
MONOTONE = "Is the graph a) monotone increasing b) monotone decreasing c) not monotone?"


def printed(means: list[float], halves: list[float] | None = None, start: float = 0.0) -> str:
    """A graph over intervals of width 1.5 in the printed form."""
    halves = halves or [0.1] * len(means)
    keys = [f"({start + 1.5 * place}, {start + 1.5 * (place + 1)})" for place in range(len(means))]
    objects = [
        dict(zip(keys, (m + s * h for m, h in zip(means, halves, strict=True)), strict=True))
        for s in (0, -1, 1)
    ]
    return (
        "Here is the graph:\n\nFeature Name: age: in years\nFeature Type: continuous\n"
        f"Means: {json.dumps(objects[0])}\n"
        f"Lower Bounds (95%-Confidence Interval): {json.dumps(objects[1])}\n"
        f"Upper Bounds (95%-Confidence Interval): {json.dumps(objects[2])}\n\n"
    )


def test_the_four_questions_are_answered() -> None:
    graph = printed([0.0, 1.0, 5.0, 4.5], [0.1, 0.9, 0.2, 0.1])
    assert answered(graph + VALUE.format(2.25)).text == "1.0"
    assert answered(graph + JUMP).text == "3.0"
    assert answered(graph + BAND).text == "(1.5, 3.0)"
    assert answered(graph + MONOTONE).text == "Not monotone"


@pytest.mark.parametrize("place", ["-0.5", "6.01", "1e9"])
def test_a_place_outside_every_interval_is_said_to_be_so(place: str) -> None:
    assert answered(printed([0.0, 1.0, 5.0, 4.5]) + VALUE.format(place)).text == "outside"


def test_a_place_on_an_end_belongs_to_the_right_and_the_last_to_its_interval() -> None:
    graph = read_graph(printed([0.0, 1.0]))
    assert value_at(graph, 1.5) == 1.0
    assert value_at(graph, 3.0) == 1.0


@pytest.mark.parametrize(
    ("means", "half", "plain", "within"),
    [
        ([1.0, 2.0, 1.9, 3.0], 0.1, "Not monotone", "Increasing"),
        ([1.0, 2.0, 1.9, 3.0], 0.01, "Not monotone", "Not monotone"),
        ([3.0, 2.0, 1.0], 0.1, "Decreasing", "Decreasing"),
        ([1.0, 1.1], 1.0, "Increasing", "Increasing or Decreasing"),
        ([1.0, 1.0], 0.1, "Constant", "Increasing or Decreasing"),
    ],
)
def test_monotonicity_is_answered_of_the_means_and_within_the_bands(
    means: list[float], half: float, plain: str, within: str
) -> None:
    found = answered(printed(means, [half] * len(means)) + MONOTONE)
    assert (found.text, found.within_bands) == (plain, within)


def test_one_interval_has_no_jump() -> None:
    graph = read_graph(printed([2.0]))
    assert largest_jump(graph) is None
    assert widest_band(graph) == (0.0, 1.5)
    assert answered(printed([2.0]) + JUMP).text == "outside"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(-1e3, 1e3))
def test_what_was_printed_is_read(means: list[float], start: float) -> None:
    graph = read_graph(printed(means, start=start))
    assert graph.feature == "age: in years"
    assert list(graph.means) == [mean + 0 for mean in means]
    assert graph.edges[0] == start
    assert monotonicity(graph).rises == (sorted(means) == means)
    for place, mean in enumerate(means):
        assert value_at(graph, (graph.edges[place] + graph.edges[place + 1]) / 2) == mean


def test_a_graph_can_be_shown_as_a_card_in_its_own_numbers() -> None:
    card = curve_card(
        as_curve(read_graph(printed([-3.0, 5.0], start=0.25))),
        OutcomeRecord("outcome", "", 0.0, 0.0),
    )
    assert "Effects against 0" in card
    assert "0.25 | -3.00" in card
    assert "rows" not in card


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Feature Name: a\nMeans: {",
        'Feature Name: a\nMeans: {"red": 1}\nLower Bounds: {"red": 0}\nUpper Bounds: {"red": 2}',
        'Means: {"(0, 1)": 1}\nLower Bounds: {"(0, 1)": 1}\nUpper Bounds: {"(0, 1)": 1}',
        printed([1.0, 2.0]).replace("Upper Bounds", "Other"),
        printed([1.0, 2.0]).replace("(1.5, 3.0)", "(1.6, 3.0)"),
        printed([1.0]).replace("1.1", '"high"'),
        printed([1.0]).replace("1.1", "NaN"),
    ],
)
def test_what_is_no_graph_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="TalkToEBM prints it"):
        read_graph(text)


def test_another_question_is_refused() -> None:
    with pytest.raises(InputError, match="asks for no value"):
        answered(printed([1.0, 2.0]) + "What is the capital of France?")
