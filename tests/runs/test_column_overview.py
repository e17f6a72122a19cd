"""How columns would be read, with and without a target."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.errors import ColumnNotFoundError
from dataexplain.runs.column_overview import read_columns


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = ["price,day,seen"]
    lines += [
        f"${row + 0.5},2024-0{1 + row % 9}-1{row % 7},{'' if row < 3 else 'yes'}"
        for row in range(50)
    ]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_columns_are_read_without_a_target(table: Path) -> None:
    found = {column.name: column for column in read_columns(table)}
    assert found["price"].role == "numeric"
    assert found["price"].unit == "$"
    assert found["day"].role == "date"
    assert found["day.month"].role == "ordinal"
    assert found["seen"].missing == 3


def test_a_target_has_its_role(table: Path) -> None:
    found = {column.name: column.role for column in read_columns(table, "price")}
    assert found["price"] == "target"
    assert list(found) == [column.name for column in read_columns(table)]


def test_a_target_that_is_not_there_is_named(table: Path) -> None:
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'price'"):
        read_columns(table, "prise")
