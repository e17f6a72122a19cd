"""What the frame of a table holds for each role."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dataexplain.tables.cells import read_cells
from dataexplain.tables.columns import date_parts, make_column
from dataexplain.tables.table import Column, Role


def make(values: object, role: Role) -> tuple[Column, pd.Series]:
    return make_column("x", read_cells(pd.Series(values)), role)


def test_numbers() -> None:
    column, values = make(["$1", "", "$3"], Role.NUMERIC)
    assert (column.unit, column.missing, column.distinct, column.integer) == ("$", 1, 2, True)
    assert values.dtype == np.float64
    assert not make([0.5, 1.0], Role.NUMERIC)[0].integer


def test_ordered_words_become_steps() -> None:
    column, values = make(["high", "low", "", "medium"], Role.ORDINAL)
    assert (column.levels, column.scores) == (("low", "medium", "high"), (1.0, 2.0, 3.0))
    assert values.tolist() == pytest.approx([3, 1, np.nan, 2], nan_ok=True)


def test_ordered_numbers_stay_themselves() -> None:
    column, values = make([5, 3, 4], Role.ORDINAL)
    assert (column.levels, column.scores) == (("3", "4", "5"), (3.0, 4.0, 5.0))
    assert values.tolist() == [5, 3, 4]


def test_ordered_categories_keep_the_order_of_the_data() -> None:
    cells = pd.Categorical(["cold", "ice", "cold"], ["ice", "never", "cold"], ordered=True)
    column, values = make(cells, Role.ORDINAL)
    assert column.levels == ("ice", "cold")
    assert values.tolist() == [2, 1, 2]


def test_levels_are_sorted_and_have_no_order_in_pandas() -> None:
    column, values = make(["b", "a", "", "c"], Role.CATEGORICAL)
    assert column.levels == tuple(values.cat.categories) == ("a", "b", "c")
    assert values.tolist() == ["b", "a", np.nan, "c"]
    assert not make(pd.Categorical(["b", "a"], ["b", "a"], ordered=True), Role.CATEGORICAL)[
        1
    ].cat.ordered


def test_numbers_as_levels_are_sorted_as_numbers() -> None:
    assert make([10, 9, 1.5], Role.CATEGORICAL)[0].levels == ("1.5", "9", "10")


def test_spellings_of_yes_are_one_level() -> None:
    column, values = make(["yes", "YES", "No", ""], Role.BOOLEAN)
    assert column.levels == ("No", "YES")
    assert column.distinct == 2
    assert values.tolist() == ["YES", "YES", "No", np.nan]


def test_zero_and_one_are_levels() -> None:
    assert make([1.0, 0.0], Role.BOOLEAN)[0].levels == ("0", "1")


def test_what_is_not_used_is_text() -> None:
    for role in (Role.IDENTIFIER, Role.TEXT, Role.GROUP, Role.IGNORED, Role.CONSTANT):
        assert str(make(["007", ""], role)[1].dtype) == "str"


def test_the_parts_of_dates() -> None:
    days = ["2020-01-31", "", "2022-02-01", "2021-02-02"]
    made = date_parts("day", read_cells(pd.Series(days)))
    parts = {column.name: (column, values) for column, values in made}
    assert list(parts) == ["day.year", "day.month", "day.weekday"]
    month, months = parts["day.month"]
    assert (month.role, month.levels, month.scores) == (
        Role.ORDINAL,
        ("January", "February"),
        (1.0, 2.0),
    )
    assert months.tolist() == pytest.approx([1, np.nan, 2, 2], nan_ok=True)
    weekday, weekdays = parts["day.weekday"]
    assert weekday.role is Role.CATEGORICAL
    assert weekday.levels == tuple(weekdays.cat.categories) == ("Tuesday", "Friday")
    assert weekdays.tolist() == ["Friday", np.nan, "Tuesday", "Tuesday"]
    assert parts["day.year"][0].role is Role.ORDINAL
    assert {column.derived_from for column, _ in parts.values()} == {"day"}


def test_parts_that_do_not_vary_are_left_out() -> None:
    weekly = ["2020-01-06", "2020-01-13"]
    assert date_parts("day", read_cells(pd.Series(weekly))) == []
