"""All checks together: clean tables, odd tables, and what every record holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataexplain.errors import InputError
from dataexplain.faults import find_faults
from dataexplain.records import FaultRecord
from dataexplain.tables import build_table
from tests.faults.looking import faults_in, looked_at, people, some
from tests.planted_tables import customers, flowers, houses


@pytest.mark.parametrize(
    ("frame", "target"),
    [(people(), "ill"), (customers(), "left"), (flowers(), "kind"), (people(60), "ill")],
)
def test_clean_tables_are_left_alone(frame: pd.DataFrame, target: str) -> None:
    assert not faults_in(frame, target)


def test_cells_that_are_missing_where_houses_are_cheap_are_the_only_fault_of_houses() -> None:
    assert list(faults_in(houses(), "price")) == ["missing_with_outcome-garden"]


def spoilt() -> pd.DataFrame:
    frame = people(900)
    frame.loc[some(900, 0.05), "age"] = 999
    frame["inches"] = frame["height"] / 2.54
    frame["weight"] = np.random.default_rng(3).normal(70, 12, 900).round(2)
    frame["cured_later"] = np.where(frame["ill"] == "yes", "u", "v")
    frame["one"] = 1
    return pd.concat([frame, frame.iloc[:30]], ignore_index=True)


def test_records_are_complete_and_travel() -> None:
    table, rows = looked_at(spoilt(), "ill")
    faults = find_faults(table, rows)
    assert {fault.kind for fault in faults} == {
        *("sentinel", "near_copy", "leak", "duplicates", "constant")
    }
    assert len({fault.id for fault in faults}) == len(faults)
    assert [fault.severity for fault in faults] == sorted(
        (fault.severity for fault in faults), reverse=True
    )
    for fault in faults:
        assert fault.text.endswith(".")
        assert fault.remedy
        assert fault.claims == ()
        assert FaultRecord.from_dict(fault.to_dict()) == fault
        if fault.recode:
            assert build_table(spoilt(), "ill", recode=[fault.recode]).recoded == (fault.recode,)


def test_nothing_is_changed() -> None:
    table, rows = looked_at(spoilt(), "ill")
    before = table.frame.copy()
    find_faults(table, rows)
    pd.testing.assert_frame_equal(table.frame, before)


def test_the_order_of_rows_changes_places_only() -> None:
    frame = spoilt()
    shuffled = frame.sample(frac=1, random_state=0).reset_index(drop=True)
    kinds = set(faults_in(frame, "ill"))
    assert kinds == set(faults_in(shuffled, "ill"))


CELLS = st.sampled_from([0, 1, 2, 5, 9, 99, -1, 999, 0.5, 1e9, None, float("nan")])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(CELLS, min_size=30, max_size=30), min_size=1, max_size=3),
    st.sampled_from(["two", "three", "number"]),
)
def test_odd_tables_are_no_trouble(columns: list[list[float]], outcome: str) -> None:
    rng = np.random.default_rng(0)
    y = {
        "two": rng.choice(["a", "b"], 30),
        "three": np.repeat(["a", "b", "c"], 10),
        "number": np.append(rng.normal(size=28), [99, 99]),
    }[outcome]
    data = {f"x{place}": column for place, column in enumerate(columns)}
    try:
        found = faults_in({**data, "y": y})
    except InputError:  # no column is left that could explain anything
        return
    assert all(fault.text for fault in found.values())
