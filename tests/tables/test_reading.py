"""Files of every format, and frames of every library, become one kind of frame."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dataexplain.errors import InputError, LoadingError, MissingDependencyError, ParameterError
from dataexplain.tables.reading import as_frame, read_frame

FRAME = pd.DataFrame({"size": [1.5, 2.0, np.nan], "name": ["a", "b", None]})


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "table"
    FRAME.to_parquet(path)
    pd.testing.assert_frame_equal(read_frame(path), FRAME)


def test_broken_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(LoadingError, match=r"a\.parquet: The Parquet file is broken"):
        read_frame(path)


def test_parquet_with_nested_cells_holds_them_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"a": [[1, 2], [3]], "b": [1, 2]}).to_parquet(path)
    assert read_frame(path)["a"].tolist() == ["[1, 2]", "[3]"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson.gz", "a.txt"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    text = b'{"size": 1, "name": "a"}\n{"size": null, "name": "b"}\n'
    path = tmp_path / name
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    frame = read_frame(path)
    assert list(frame.columns) == ["size", "name"]
    assert frame["name"].tolist() == ["a", "b"]
    assert frame["size"].isna().tolist() == [False, True]


def test_json_lines_of_mixed_types(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n{"a": "x"}\n{"b": {"c": 1}}\n', encoding="utf-8")
    frame = read_frame(path)
    assert frame["a"].tolist() == [1, "x", None]
    assert frame["b"].tolist() == [None, None, '{"c": 1}']


def test_a_json_list_of_objects(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"a": 1}, {"a": 2}]), encoding="utf-8")
    assert read_frame(path)["a"].tolist() == [1, 2]


@pytest.mark.parametrize("text", ['{"a": 1}\n{"a": \n', '{"a": 1}\n[1, 2]\n'])
def test_broken_json_names_the_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadingError, match=r"a\.jsonl, row 2: "):
        read_frame(path)


def test_excel(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"a": [1, 2], "": ["NA", "x"]}).to_excel(book, sheet_name="One", index=False)
        FRAME.to_excel(book, sheet_name="Two", index=False)
    first = read_frame(path)
    assert first["a"].tolist() == [1, 2]
    assert first["column_2"].tolist() == ["NA", "x"]
    assert read_frame(path, sheet="Two")["name"].tolist()[:2] == ["a", "b"]
    assert list(read_frame(path, sheet=1).columns) == ["size", "name"]
    with pytest.raises(LoadingError, match=r"no sheet 'Tow'.*Did you mean 'Two'"):
        read_frame(path, sheet="Tow")


def test_excel_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    FRAME.to_excel(path, index=False)
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(MissingDependencyError, match=r"dataexplain\[excel\]"):
        read_frame(path)


def test_a_sheet_of_something_that_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="sheet"):
        read_frame(path, sheet="One")


def test_another_encoding_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("größe,b\n1,2\n".encode("cp1252"))
    frame = read_frame(path)
    assert list(frame.columns) == ["größe", "b"]
    assert frame.attrs["notes"] == ("The file was read as cp1252.",)


@pytest.mark.parametrize(
    "data",
    [
        {"size": [1.5, 2.0], "name": ["a", "b"]},
        pd.DataFrame({"size": [1.5, 2.0], "name": ["a", "b"]}, index=[7, 7]),
        pl.DataFrame({"size": [1.5, 2.0], "name": ["a", "b"]}),
        pa.table({"size": [1.5, 2.0], "name": ["a", "b"]}),
    ],
    ids=["dict", "pandas", "polars", "arrow"],
)
def test_every_library(data: object) -> None:
    frame = as_frame(data)
    assert frame.to_dict("list") == {"size": [1.5, 2.0], "name": ["a", "b"]}
    assert list(frame.index) == [0, 1]


def test_polars_dates_and_categories_survive() -> None:
    days = [datetime.date(2020, 1, 1), None]
    frame = as_frame(pl.DataFrame({"day": days, "c": pl.Series(["x", "y"], dtype=pl.Categorical)}))
    assert frame["day"].dtype.kind == "M"
    assert frame["c"].astype(str).tolist() == ["x", "y"]


def test_the_given_frame_is_not_changed() -> None:
    given = pd.DataFrame({" a ": [1]})
    as_frame(given)
    assert list(given.columns) == [" a "]
    assert given.attrs == {}


def test_a_path_may_be_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    assert as_frame(str(path)).shape == (1, 1)


@pytest.mark.parametrize("data", [None, 5, [1, 2], pl.LazyFrame({"a": [1]}), pd.Series([1])])
def test_anything_else_is_refused(data: object) -> None:
    with pytest.raises(ParameterError, match="'data' parameter of as_frame"):
        as_frame(data)


def test_columns_of_several_lengths_are_no_table() -> None:
    with pytest.raises(InputError, match="do not make a table"):
        as_frame({"a": [1], "b": [1, 2]})


def test_duplicate_names_of_a_frame() -> None:
    with pytest.raises(InputError, match="column 'a': The name occurs 2 times"):
        as_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))
