from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pandas as pd
import pytest

from dataexplain.recheck_records import ColumnChangeRecord
from dataexplain.runs.column_changes import column_changes
from dataexplain.runs.same_reading import read_as_before
from tests.planted_tables import houses, houses_report

NEEDED = ("size", "age", "place", "garden", "twin", "noise")


def changes(frame: pd.DataFrame) -> dict[str, ColumnChangeRecord]:
    rows = read_as_before(houses_report(), frame, NEEDED)
    return {entry.name: entry for entry in column_changes(houses_report(), rows, NEEDED)}


@cache
def fresh() -> dict[str, ColumnChangeRecord]:
    return changes(houses(700, seed=9))


def test_a_fresh_sample_is_the_same() -> None:
    assert {entry.status for entry in fresh().values()} == {"same"}
    assert "price" not in fresh()


def test_missing_cells_are_counted_on_both_sides() -> None:
    found = fresh()["garden"]
    assert found.missing_before == pytest.approx(0.2, abs=0.05)
    assert found.missing_now == pytest.approx(0.2, abs=0.05)
    frame = houses(700, seed=9)
    frame["garden"] = frame["garden"].where(np.arange(700) % 2 == 0)
    assert "Missing cells: " in changes(frame)["garden"].text


def test_a_shift_moves_as_many_rows_as_it_moves() -> None:
    found = changes(houses(700, seed=9).assign(noise=lambda f: f["noise"] + 99))["noise"]
    assert found.moved == pytest.approx(0.9, abs=0.05)  # the last tenth holds what lies beyond
    assert found.outside == 1.0


def test_shares_of_levels_that_shift_are_a_drift() -> None:
    frame = houses(700, seed=9)
    frame.loc[frame["place"] == "west", "place"] = "north"
    found = changes(frame)["place"]
    assert found.levels_gone == ("west",)
    assert found.moved == pytest.approx(0.25, abs=0.06)


def test_a_unit_that_differs_cannot_be_used() -> None:
    """A unit of the report that is written otherwise in the new rows is another measure."""
    report = houses_report()
    columns = tuple(
        dataclasses.replace(entry, unit="$") if entry.name == "size" else entry
        for entry in report.columns
    )
    report = dataclasses.replace(report, columns=columns)
    frame = houses(200, seed=9)
    euros = frame.assign(size=[f"€{value}" for value in frame["size"].abs()])
    rows = read_as_before(report, euros, NEEDED)
    assert rows.unusable["size"] == "is in €, not in $"
    bare = read_as_before(report, frame, NEEDED)
    assert "size" not in bare.unusable
    told = {entry.name: entry.text for entry in column_changes(report, bare, NEEDED)}
    assert "were in $ and are now without a unit" in told["size"]
