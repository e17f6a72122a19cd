from __future__ import annotations

import numpy as np
import pytest

from dataexplain.claims import Condition, Contrast, Held, Membership, Position, Region
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.runs.remeasuring import own_columns, remeasure
from tests.planted_tables import customers, houses, rows_of

PLACE = Condition("place", levels=("north",))
SIZE = Contrast(Position("size", -1.0, 1.0), Region(), Held(("age", "twin")), sign=1)


def prepared(rows: int = 400) -> AdjustedRows:
    return rows_of(houses(rows), "price", signals={"size": lambda x: 8 * x})


def place(*levels: str, rows: Region | None = None) -> Contrast:
    inside = Membership(Region((Condition("place", levels=levels),)))
    return Contrast(inside, rows or Region(), Held(("size",)), sign=1)


def test_it_measures_what_the_rows_measure() -> None:
    rows = prepared()
    assert remeasure(SIZE, "adjusted", rows, {}).estimate == rows.adjusted(SIZE)
    assert remeasure(SIZE, "unadjusted", rows, {}).estimate == rows.unadjusted(SIZE)


def test_a_held_column_that_is_missing_is_told_and_a_constant_one_is_not() -> None:
    rows = rows_of(houses(400).drop(columns=["age", "twin"]), "price")
    unusable = {"age": "is missing", "twin": "does not vary"}
    found = remeasure(SIZE, "adjusted", rows, unusable)
    assert found.estimate is not None
    assert found.lacking == ("age",)
    assert remeasure(SIZE, "unadjusted", rows, unusable).lacking == ()


@pytest.mark.parametrize("reason", ["is missing", "does not vary", "is in €, not in $"])
def test_an_own_column_that_cannot_be_used_is_a_problem(reason: str) -> None:
    found = remeasure(SIZE, "adjusted", prepared(), {"size": reason})
    assert found.problem == f"'size' {reason} in the new rows."
    assert found.estimate is None


def test_levels_that_never_occur() -> None:
    rows = prepared()
    assert "never 'up'" in remeasure(place("up"), "adjusted", rows, {}).problem
    some = remeasure(place("up", "north"), "adjusted", rows, {})
    assert some.problem == ""
    assert some.cautions == ("'place' is never 'up' in the new rows.",)
    other_side = Region((Condition("place", levels=("north", "down")),))
    assert (
        "never 'down'" in remeasure(place("north", rows=other_side), "adjusted", rows, {}).problem
    )


def test_cells_that_are_no_longer_missing() -> None:
    lacking = Membership(Region((Condition("garden", missing=True),)))
    contrast = Contrast(lacking, Region(), Held(("size",)), sign=-1)
    assert remeasure(contrast, "adjusted", prepared(), {}).problem == ""
    full = rows_of(houses(400).assign(garden=1.0 * np.arange(400)), "price")
    assert "No cell of 'garden'" in remeasure(contrast, "adjusted", full, {}).problem


def test_a_class_without_rows_is_a_problem() -> None:
    rows = rows_of(customers(300), "left")
    contrast = Contrast(Position("waiting", 0, 1), Region(), Held(), 1, outcome_class="gone")
    assert "No new row is of class 'gone'" in remeasure(contrast, "adjusted", rows, {}).problem


def test_few_rows_and_few_events_are_scarce() -> None:
    far = Contrast(Position("size", 3.0, 9.0), Region((Condition("size", 2.2, 9.0),)), Held(), 1)
    found = remeasure(far, "adjusted", prepared(), {})
    assert "Fewer than 20 new rows" in found.scarce
    assert found.estimate is None
    frame = customers(300)
    frame["left"] = np.where(np.arange(300) < 24, "yes", "no")
    rare = rows_of(frame, "left")
    contrast = Contrast(Position("waiting", 0, 1), Region(), Held(), 1, outcome_class="yes")
    assert "rows or events" in remeasure(contrast, "adjusted", rare, {}).scarce


def test_few_groups_are_scarce() -> None:
    rows = rows_of(houses(400), "price", clusters=np.arange(400) % 5)
    assert "Fewer than 8 groups" in remeasure(SIZE, "adjusted", rows, {}).scarce


def test_nothing_left_to_compare_is_a_problem() -> None:
    frame = houses(400).assign(twin=lambda f: 2 * f["size"])
    found = remeasure(SIZE, "adjusted", rows_of(frame, "price"), {})
    assert "foretell" in found.problem


def test_own_columns_are_found_wherever_they_stand() -> None:
    contrast = Contrast(
        Membership(Region((PLACE,))),
        Region((Condition("age", 0.0, 1.0),)),
        Held(("noise",), smooth_around=("size", 0.0), parts=Region((Condition("twin", 0.0),))),
        1,
    )
    assert set(own_columns(contrast)) == {"place", "age", "size", "twin"}
