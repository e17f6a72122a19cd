"""Columns that say the same."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.faults.copies import copy_faults
from dataexplain.tables import build_table
from tests.faults.looking import people


def groups(**columns) -> list[tuple[str, ...]]:
    table = build_table(people().assign(**columns), "ill")
    return [fault.columns for fault in copy_faults(table)]


def test_a_clean_table_has_no_copies() -> None:
    assert groups() == []


def test_another_unit_another_coding_and_a_little_noise() -> None:
    frame = people()
    noise = np.random.default_rng(0).normal(0, 0.2, len(frame))
    assert groups(inches=frame["height"] / 2.54) == [("height", "inches")]
    assert groups(minus=-frame["height"] + noise) == [("height", "minus")]
    codes = frame["town"].map({"north": "N", "south": "S", "west": "W"})
    assert groups(code=codes) == [("town", "code")]


def test_missing_cells_do_not_hide_a_copy() -> None:
    frame = people()
    copy = (frame["height"] * 10).where(np.arange(len(frame)) % 7 != 0)
    assert groups(copy=copy) == [("height", "copy")]


def test_three_copies_are_one_group() -> None:
    frame = people()
    assert groups(one=frame["age"] * 2, two=frame["age"] + 1) == [("age", "one", "two")]


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_what_differs_now_and_then_is_no_copy(share: float) -> None:
    frame = people()
    other = frame["town"].where(np.random.default_rng(1).random(len(frame)) > share, "north")
    assert groups(other=other) == []


def test_columns_with_no_value_twice_are_not_copies_for_that() -> None:
    rng = np.random.default_rng(2)
    assert groups(a=rng.normal(size=800), b=rng.normal(size=800)) == []


def test_a_coarser_column_is_no_copy() -> None:
    assert groups(decade=people()["age"] // 10) == []
