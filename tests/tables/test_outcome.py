"""The kind of outcome, its explained class, and targets that cannot be explained."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from dataexplain.errors import RoleError, TargetError
from dataexplain.tables.cells import read_cells
from dataexplain.tables.outcome import Outcome, read_outcome
from dataexplain.tables.table import Role, Task


def outcome(values: Sequence[object], role: Role | None = None, positive: object = None) -> Outcome:
    return read_outcome("y", read_cells(pd.Series(values)), role, positive, "a.csv")


@pytest.mark.parametrize(
    ("values", "task"),
    [
        (["no", "yes"] * 20, Task.BINARY),
        ([0, 1] * 20, Task.BINARY),
        ([1.5, 2.5] * 20, Task.BINARY),
        ([1, 2, 3] * 20, Task.MULTICLASS),
        ([1, 2, 3, 4] * 20, Task.MULTICLASS),
        ([3, 4, 5, 6, 7] * 10, Task.REGRESSION),
        (range(50), Task.REGRESSION),
        (["low", "high", "medium"] * 20, Task.MULTICLASS),
        (["$1,200", "$3", "$5", "$6", "$7"] * 10, Task.REGRESSION),
    ],
)
def test_tasks(values: Sequence[object], task: Task) -> None:
    found = outcome(values)
    assert found.task is task
    assert found.column.role is Role.TARGET


def test_a_chosen_role_decides_the_task() -> None:
    rating = [3, 4, 5, 6, 7] * 10
    assert outcome(rating, Role.CATEGORICAL).task is Task.MULTICLASS
    assert outcome([1, 2, 3] * 20, Role.NUMERIC).task is Task.REGRESSION
    steps = outcome(["low", "high", "medium"] * 20, Role.ORDINAL)
    assert steps.task is Task.REGRESSION
    assert steps.values.tolist()[:3] == [1, 3, 2]


def test_a_chosen_role_must_be_possible() -> None:
    with pytest.raises(RoleError, match="column 'y': It cannot be numeric"):
        outcome(["a", "b"] * 20, Role.NUMERIC)


@pytest.mark.parametrize(
    ("values", "positive"),
    [
        (["no", "yes"] * 20, "yes"),
        (["False", "True"] * 20, "True"),
        ([0, 1] * 20, "1"),
        (["<=50K", ">50K"] * 20, ">50K"),
        (["stays", "stays", "leaves"] * 20, "leaves"),
        (["stays", "leaves", "leaves"] * 20, "stays"),
        (["a", "b"] * 20, "b"),
    ],
)
def test_the_explained_class(values: list[object], positive: str) -> None:
    found = outcome(values)
    assert found.positive == positive
    assert f"is '{positive}'" in found.notes[0]


@pytest.mark.parametrize("positive", ["0", 0, 0.0, False])
def test_a_chosen_class(positive: object) -> None:
    found = outcome([0, 1] * 50, positive=positive)
    assert found.positive == "0"
    assert found.notes == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "Every cell of the target is missing"),
        (["a"], r"There is 1 row with a target\. Give at least 20 rows"),
        (["a", "b"] * 9, "There are 18 rows"),
        (["a"] * 40, "same value in every row"),
        ([str(i) + "x" for i in range(51)] * 5, r"51 classes.*looks like an identifier or text"),
        (["a"] * 40 + ["b"] * 3, r"at least 5 rows; there is 'b' with 3 rows\. .*merge"),
        (["a", "b"] * 40 + ["c"], r"'c' with 1 row\."),
        (["2020-01-01", "2020-01-02"] * 20, "is a date"),
    ],
)
def test_targets_that_cannot_be_explained(values: list[object], message: str) -> None:
    with pytest.raises(TargetError, match=r"^a\.csv, column 'y': .*" + message):
        outcome(values)


@pytest.mark.parametrize(
    ("values", "positive", "message"),
    [
        (["no", "yes"] * 20, "yse", r"There is no class 'yse'\. Did you mean 'yes'"),
        (["a", "b", "c"] * 20, "a", "3 classes"),
        (range(50), "1", "no positive class"),
    ],
)
def test_classes_that_cannot_be_chosen(
    values: Sequence[object], positive: object, message: str
) -> None:
    with pytest.raises(TargetError, match=message):
        outcome(values, positive=positive)


def test_numbers_out_of_range_are_said_to_be_why_nothing_is_left() -> None:
    """A target in units of 1e300 was "missing in every cell", and one of 1e-300 "the same value".

    Both were untrue to anyone who looked at the file: nothing said that such numbers are not read.
    """
    cells = read_cells(pd.Series([1e300 * row for row in range(1, 41)]))
    cells = cells.rows(~cells.missing)
    with pytest.raises(TargetError, match=r"missing\. 40 too large values were read as missing"):
        read_outcome("y", cells, None, None, "a.csv")
    with pytest.raises(TargetError, match=r"same value.* 40 vanishing values were read as zero"):
        outcome([1e-300 * row for row in range(1, 41)])


@pytest.mark.parametrize("values", [["no", "yes"] * 10, ["a", "b", "c"] * 10, range(30)])
def test_few_rows_are_said_to_tell_little(values: Sequence[object]) -> None:
    assert f"only {len(values)} rows" in outcome(values).notes[-1]
    assert not any("only" in note for note in outcome([*values] * 5).notes)


def test_a_few_numbers_of_which_one_is_rare_are_amounts():
    """12, 10, 8 and once a 6 were refused as classes of which one had a single row."""
    cells = read_cells(pd.Series([12] * 40 + [10] * 20 + [8] * 10 + [6]))
    assert read_outcome("visits", cells, None, None, None).task is Task.REGRESSION
    frequent = read_cells(pd.Series([12] * 40 + [10] * 20 + [8] * 10))
    assert read_outcome("visits", frequent, None, None, None).task is Task.MULTICLASS
