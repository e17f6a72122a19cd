"""Whatever comes in: a table, or an error that says what is wrong. Nothing else, nothing left."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataexplain.errors import DataExplainError
from dataexplain.tables import Table, build_table, split_rows

ODD = st.sampled_from(
    [
        *("", "NA", "?", "1", "-1.5", "$2", "3%", "1,5", "inf", "yes", "no", "2020-01-02"),
        *("1/2/03", "007", "<script>", "=1+1", "low", "high", "5+", "😀", '"', "a,b", "x;y"),
        *("é", "\t", "None"),
    ]
)
CELL = st.one_of(ODD, st.text(max_size=4), st.floats().map(str))
TYPED = st.one_of(
    ODD, st.none(), st.integers(), st.floats(), st.booleans(), st.dates(), st.binary(max_size=2)
)


def check(data: object, target: str) -> None:
    with contextlib.suppress(DataExplainError):
        table = build_table(data, target)
        assert isinstance(table, Table)
        for column in table.features:
            values = table.frame[column.name]
            assert column.distinct > 1
            assert not np.isinf(values).any() if values.dtype == np.float64 else column.levels
        split = split_rows(table)
        assert len(split.discovery) + len(split.verification) == len(table)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


unhurried = settings(deadline=None)
shared_path = settings(unhurried, suppress_health_check=[HealthCheck.function_scoped_fixture])


@shared_path
@given(st.binary(max_size=200))
def test_any_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    check(path, "a")
    assert list(path.parent.iterdir()) == [path]


@shared_path
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
    st.sampled_from([1, 20]),
)
def test_any_rows(
    path: Path, rows: list[list[str]], delimiter: str, encoding: str, copies: int
) -> None:
    lines = ["y", "a", "b"], *(rows * copies)
    text = "\n".join(delimiter.join(row) for row in lines)
    path.write_bytes(text.encode(encoding, "replace"))
    check(path, "y")


@unhurried
@given(
    st.lists(TYPED, min_size=2, max_size=6),
    st.lists(TYPED, min_size=2, max_size=6),
    st.sampled_from(["y", "a"]),
)
def test_any_objects_in_a_frame(first: list[object], second: list[object], target: str) -> None:
    length = 60
    columns = {
        "y": (first * length)[:length],
        "a": (second * length)[:length],
        "b": list(range(length)),
    }
    check(pd.DataFrame({name: pd.Series(c, dtype=object) for name, c in columns.items()}), target)


@unhurried
@given(st.lists(st.text(max_size=5), min_size=2, max_size=3))
def test_any_names(names: list[str]) -> None:
    frame = pd.DataFrame([[i % 2, i % 7, i % 3] for i in range(60)]).iloc[:, : len(names)]
    frame.columns = pd.Index(names, dtype=object)
    check(frame, names[0])
