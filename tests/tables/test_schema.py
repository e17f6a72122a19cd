"""Tables built from data: roles, overrides, counts, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dataexplain.errors import ColumnNotFoundError, InputError, RoleError, TargetError
from dataexplain.tables import Role, Table, Task, build_table, schema

ROWS = 60


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "left": rng.choice(["no", "yes"], ROWS, p=[0.7, 0.3]),
            "age": rng.integers(18, 80, ROWS),
            "income": [f"${value:,}" for value in rng.integers(1000, 9999, ROWS)],
            "size": rng.choice(["S", "M", "L"], ROWS),
            "colour": rng.choice(["red", "blue", "green"], ROWS),
            "member": rng.choice(["true", "false"], ROWS),
            "joined": pd.date_range("2020-01-01", periods=ROWS, freq="17D").strftime("%d.%m.%Y"),
            "row_id": range(1, ROWS + 1),
            "comment": [f"this is comment number {i} of mine" for i in range(ROWS)],
            "country": "NL",
            "weight": rng.random(ROWS).round(3),
        }
    )


def roles(table: Table) -> dict[str, str]:
    return {column.name: column.role.value for column in table.columns}


def test_a_table_from_a_file(tmp_path: Path, frame: pd.DataFrame) -> None:
    path = tmp_path / "churn.csv"
    frame.to_csv(path, index=False)
    table = build_table(path, "left")
    assert roles(table) == {
        "left": "target",
        "age": "numeric",
        "income": "numeric",
        "size": "ordinal",
        "colour": "categorical",
        "member": "boolean",
        "joined": "date",
        "joined.year": "ordinal",
        "joined.month": "ordinal",
        "joined.weekday": "categorical",
        "row_id": "identifier",
        "comment": "text",
        "country": "constant",
        "weight": "numeric",
    }
    assert list(table.frame.columns) == list(roles(table))
    assert (table.task, table.positive, table.source) == (Task.BINARY, "yes", str(path))
    assert table.column("income").unit == "$"
    assert table.column("joined.year").derived_from == "joined"
    assert (table.rows_read, table.rows_without_target, len(table)) == (ROWS, 0, ROWS)


def test_one_table_from_every_source_has_one_hash(tmp_path: Path, frame: pd.DataFrame) -> None:
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.csv", index=False, sep=";", encoding="utf-16", quoting=csv.QUOTE_ALL)
    frame.to_parquet(tmp_path / "c.parquet")
    frame.to_json(tmp_path / "d.jsonl", orient="records", lines=True)
    frame.to_excel(tmp_path / "e.xlsx", index=False)
    sources = [*sorted(tmp_path.iterdir()), frame, pl.DataFrame(frame.to_dict("list"))]
    tables = [build_table(source, "left") for source in sources]
    assert len({table.data_hash for table in tables}) == 1
    for table in tables[1:]:
        assert roles(table) == roles(tables[0])
        assert np.array_equal(table.row_keys, tables[0].row_keys)


def test_rows_without_a_target_are_counted_and_left_out(frame: pd.DataFrame) -> None:
    frame.loc[[2, 5], "left"] = ["", "NA"]
    frame.loc[7, "age"] = None
    table = build_table(frame, "left")
    assert (table.rows_read, table.rows_without_target, len(table)) == (ROWS, 2, ROWS - 2)
    assert list(table.frame.index) == list(range(ROWS - 2))
    assert table.frame["age"].tolist()[2] == frame["age"][3]
    assert table.column("age").missing == 1
    assert len(table.row_keys) == ROWS - 2


def test_roles_can_be_chosen(frame: pd.DataFrame) -> None:
    table = build_table(
        frame,
        "left",
        roles={"size": "categorical", "row_id": "numeric"},
        ignore=["comment"],
        positive="no",
        controls=["age", "joined"],
        weights="weight",
        group="colour",
        time="joined",
        source="churn",
    )
    found = roles(table)
    assert found["size"] == "categorical"
    assert found["row_id"] == "numeric"
    assert found["comment"] == "ignored"
    assert (found["weight"], found["colour"], found["joined"]) == ("weights", "group", "time")
    assert (table.positive, table.controls, table.source) == ("no", ("age", "joined"), "churn")
    weights = table.weights()
    assert weights is not None
    assert weights.tolist() == frame["weight"].tolist()
    assert table.frame["joined"].dtype.kind == "M"


def test_the_hash_does_not_depend_on_choices(frame: pd.DataFrame) -> None:
    plain = build_table(frame, "left")
    chosen = build_table(frame, "left", ignore=["age"], roles={"row_id": "categorical"})
    assert plain.data_hash == chosen.data_hash
    assert np.array_equal(plain.row_keys, chosen.row_keys)
    assert plain.data_hash != build_table(frame.iloc[1:], "left").data_hash


def test_a_rating_can_be_classes_or_a_number(frame: pd.DataFrame) -> None:
    frame["stars"] = np.arange(ROWS) % 5 + 1
    assert build_table(frame, "stars").task is Task.REGRESSION
    assert build_table(frame, "stars", roles={"stars": "categorical"}).task is Task.MULTICLASS


def test_a_copy_of_the_target_is_noted(frame: pd.DataFrame) -> None:
    frame["copy"] = frame["left"]
    assert "Column 'copy' is identical to the target." in build_table(frame, "left").notes


def test_a_part_of_a_date_that_the_data_has_itself_is_left_out(frame: pd.DataFrame) -> None:
    days = pd.date_range("2020-01-01", periods=ROWS, freq="17D")
    frame["month"], frame["day_of_week"] = days.month, days.day_of_week
    found = roles(build_table(frame, "left"))
    assert "joined.year" in found
    assert not {"joined.month", "joined.weekday"} & set(found)


def test_a_part_of_a_date_never_replaces_a_column(frame: pd.DataFrame) -> None:
    frame["joined.year"] = frame["age"]
    table = build_table(frame, "left")
    assert table.column("joined.year").derived_from is None


def test_a_missing_target_names_the_closest(frame: pd.DataFrame) -> None:
    with pytest.raises(ColumnNotFoundError, match=r"'lfet'\. Did you mean 'left'\?"):
        build_table(frame, "lfet")


@pytest.mark.parametrize("values", [None, "", "a"])
def test_a_target_that_says_nothing(frame: pd.DataFrame, values: object) -> None:
    frame["left"] = values
    with pytest.raises(TargetError, match=r"column 'left': (Every cell|The target has the same)"):
        build_table(frame, "left")


@pytest.mark.parametrize("rows", [0, 1, 19])
def test_too_few_rows(frame: pd.DataFrame, rows: int) -> None:
    with pytest.raises(TargetError, match=r"row|missing"):
        build_table(frame.head(rows), "left")


def test_no_feature_is_left(frame: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"No column is left .*'row_id' is identifier"):
        build_table(frame[["left", "row_id", "country"]], "left")
    with pytest.raises(InputError, match="No column is left"):
        build_table(frame[["left"]], "left")


def test_controls_must_be_features(frame: pd.DataFrame) -> None:
    with pytest.raises(RoleError, match=r"'row_id': It cannot be held fixed: its role is ident"):
        build_table(frame, "left", controls=["row_id"])


def test_more_columns_than_can_be_read_are_refused_unless_ignored(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "MAX_COLUMNS", 500)
    wide = pd.DataFrame(np.zeros((ROWS, 600))).add_prefix("c")
    wide["left"], wide["age"] = frame["left"], frame["age"]
    with pytest.raises(InputError, match=r"602 columns; at most 500.*--ignore"):
        build_table(wide, "left")
    table = build_table(wide, "left", ignore=[f"c{place}" for place in range(200)])
    assert [column.name for column in table.features] == ["age"]


def test_five_thousand_columns_are_read(frame: pd.DataFrame) -> None:
    wide = pd.DataFrame(np.zeros((ROWS, 5000))).add_prefix("c")
    wide["left"], wide["age"] = frame["left"], frame["age"]
    assert len(build_table(wide, "left").columns) == 5002


def test_strange_names_work(frame: pd.DataFrame) -> None:
    names = {
        "age": 'the "age"',
        "size": "two\nlines",
        "colour": "😀",
        "member": "<b>",
        "left": "=y",
    }
    table = build_table(frame.rename(columns=names), "=y")
    assert set(names.values()) <= set(roles(table))


def test_notes_on_reading_reach_the_table(tmp_path: Path, frame: pd.DataFrame) -> None:
    path = tmp_path / "a.csv"
    frame.rename(columns={"age": ""}).to_csv(path, index=False)
    assert "Column 2 has no name and is called 'column_2'." in build_table(path, "left").notes


def test_features_hold_no_target(frame: pd.DataFrame) -> None:
    assert Role.TARGET not in {column.role for column in build_table(frame, "left").features}


@pytest.mark.parametrize(
    ("groups", "note"),
    [
        ([f"g{row}" for row in range(40)], "No two rows share a value of 'g'"),
        (["", *["a", "b", "c"] * 13], "1 row without a value of 'g' stands alone"),
        (["", "", *["a", "b"] * 19], "2 rows without a value of 'g' stand alone, in no group."),
        (["a", "b"] * 20, ""),
    ],
)
def test_a_group_column_that_does_not_group_is_noted(groups: list[str], note: str) -> None:
    """Errors were those of independent rows, and the report did not say so."""
    data = {"g": groups, "x": np.arange(40) % 7, "y": np.arange(40) * 7 % 11}
    notes = build_table(data, "y", group="g").notes
    assert any(entry.startswith(note) for entry in notes if "'g'" in entry) is bool(note)
