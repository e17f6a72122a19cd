"""Tests of `dataexplain.operations.numbered_columns`."""

from __future__ import annotations

from dataexplain.operations.numbered_columns import numbered_columns

SENTENCE = "Return the first number minus the second number."


def test_numbers_in_the_names_of_columns_are_not_counted() -> None:
    inputs = [f"line 1: {a}\nline 2: {b}" for a, b in ((3, 4), (5, 9), (8, 2), (7, 7))]
    assert numbered_columns(SENTENCE, inputs, ["line 1", "line 2"]) == ("line 1", "line 2")


def test_a_column_may_hold_two_numbers() -> None:
    inputs = ["span: 3 to 4\nn: 2", "span: 5 to 9\nn: 1", "span: 6 to 8\nn: 3"]
    assert numbered_columns(SENTENCE, inputs, ["span", "n"]) == ("span", "span", "n")


def test_where_a_cell_is_empty_the_count_is_not_of_the_same_columns() -> None:
    inputs = ["a: 3\nb: 4", "b: 9\nc: 1", "a: 3\nb: 2"]
    assert numbered_columns(SENTENCE, inputs, ["a", "b", "c"]) == ()


def test_one_column_needs_no_names() -> None:
    assert numbered_columns(SENTENCE, ["3 and 4", "5 and 6"], ["pair"]) == ()
