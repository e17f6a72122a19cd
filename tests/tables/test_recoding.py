"""Values that count as others, or as missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError
from dataexplain.tables import Role, Table, build_table, split_rows
from dataexplain.tables.cells import read_cells
from dataexplain.tables.recoding import parse_recodings, recode_cells

ROWS = 80


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "age": rng.integers(18, 80, ROWS),
            "plan": rng.choice(["basic", "pro"], ROWS),
            "a=b": rng.integers(0, 9, ROWS),
            "day": pd.date_range("2020-01-01", periods=ROWS).astype(str),
            "pool": np.where(np.arange(ROWS) % 3 == 0, "yes", None),
            "y": rng.normal(size=ROWS).round(3),
        }
    )
    frame.loc[:4, "age"] = 99
    frame.loc[5, "age"] = -1
    frame.loc[2:3, "plan"] = "Bsic"
    frame.loc[6:7, "y"] = -999
    return frame


def recoded(frame: pd.DataFrame, *wishes: str, **options) -> Table:
    return build_table(frame, "y", recode=wishes, **options)


def test_numbers_count_as_missing(frame: pd.DataFrame) -> None:
    table = recoded(frame, "age=99,-1:missing")
    assert table.column("age").missing == 6
    assert table.frame["age"].max() < 80
    assert table.recoded == ("age=99,-1:missing",)
    assert table.notes[-2:] == (
        "5 cells of 'age' that were 99 count as missing.",
        "1 cell of 'age' that was -1 counts as missing.",
    )


def test_words_count_as_other_words(frame: pd.DataFrame) -> None:
    table = recoded(frame, "plan=Bsic:basic")
    assert table.column("plan").levels == ("basic", "pro")
    assert "2 cells of 'plan' that were 'Bsic' count as 'basic'." in table.notes


def test_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    cells = ["99", "99.0", "$99", "9.9e1", "990", "9"]
    lines = [f'"{cell}";{place}' for place, cell in enumerate(cells * 8)]
    path.write_text("\n".join(["x;y", *lines]), encoding="utf-8")
    table = build_table(path, "y", recode=["x=99:missing"], roles={"x": "numeric"})
    assert table.column("x").missing == 32


def test_the_split_and_the_hash_stay_the_same(frame: pd.DataFrame) -> None:
    wishes = ["age=99:missing", "plan=Bsic:basic", "a=b=3:missing"]
    plain, changed = recoded(frame), recoded(frame, *wishes)
    assert plain.data_hash == changed.data_hash
    assert (plain.row_keys == changed.row_keys).all()
    assert split_rows(plain).split_hash == split_rows(changed).split_hash


def test_the_outcome_may_be_recoded_and_rows_keep_their_places(frame: pd.DataFrame) -> None:
    table = recoded(frame, "y=-999:missing")
    assert (len(table), table.rows_without_target) == (ROWS - 2, 2)
    assert table.file_rows is not None
    assert table.file_rows[5:8].tolist() == [6, 9, 10]


def test_missing_cells_may_get_a_word(frame: pd.DataFrame) -> None:
    assert recoded(frame).column("pool").role is Role.CONSTANT
    table = recoded(frame, "pool=missing:no")
    assert table.column("pool").role is Role.BOOLEAN
    assert table.column("pool").missing == 0
    assert "53 missing cells of 'pool' count as 'no'." in table.notes


def test_roles_are_found_after_recoding(frame: pd.DataFrame) -> None:
    frame["dose"] = ["low?" if place < 20 else str(place % 30) for place in range(ROWS)]
    assert recoded(frame).column("dose").role is not Role.NUMERIC
    assert recoded(frame, "dose=low?:missing").column("dose").role is Role.NUMERIC


def test_two_values_change_places(frame: pd.DataFrame) -> None:
    frame["flag"] = [0, 1] * (ROWS // 2)
    table = recoded(frame, "flag=0:1", "flag=1:0")
    assert table.frame["flag"].astype(str).tolist() == ["1", "0"] * (ROWS // 2)


def test_dates_and_declared_categories(frame: pd.DataFrame) -> None:
    frame["size"] = pd.Categorical(["lo", "mid", "hi", "??"] * 20, ["lo", "mid", "hi", "??"], True)
    table = recoded(frame, "day=2020-01-01:missing", "size=??:missing")
    assert table.frame["day"].isna().tolist()[:2] == [True, False]
    assert table.column("size").levels == ("lo", "mid", "hi")


def test_a_value_with_a_comma_is_found_whole() -> None:
    cells = read_cells(pd.Series(["Paris, France", "Rome", "Rome"]))
    wishes = parse_recodings(["city=Paris, France:Paris"], ["city"])
    changed, _ = recode_cells("city", cells, wishes)
    assert list(changed.values) == ["Paris", "Rome", "Rome"]


@pytest.mark.parametrize(
    ("wish", "error", "said"),
    [
        ("agee=99:missing", ColumnNotFoundError, "Did you mean 'age'?"),
        ("plan=bsic:basic", InputError, "Did you mean 'Bsic'"),
        ("age=98:missing", InputError, "the nearest value is 99"),
        ("age=old:missing", InputError, "It holds numbers, from -1 to 99"),
        ("age=missing:3", InputError, "None of its cells is missing"),
        ("age=99:old", InputError, "Recode to one of the numbers or to missing"),
        ("age:99", ParameterError, "must be like 'age=99:missing'"),
        ("age=99", ParameterError, "must be like"),
        ("age=:missing", ParameterError, "must be like"),
        ("age=99:", ParameterError, "must be like"),
        ("", ParameterError, "must be like"),
    ],
)
def test_what_is_refused_and_the_remedy(
    frame: pd.DataFrame, wish: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said.replace("?", r"\?")):
        recoded(frame, wish)


def test_contradictions_and_bare_texts_are_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="both as 'missing' and as '1'"):
        recoded(frame, "age=99:missing", "age=99:1")
    with pytest.raises(ParameterError, match="a list of texts"):
        build_table(frame, "y", recode="age=99:missing")


def test_new_data_need_not_hold_the_value(frame: pd.DataFrame) -> None:
    table = recoded(frame, "age=55555:missing", recode_must_occur=False)
    assert "No cell of 'age' is 55555, which was to count as missing." in table.notes
    assert table.column("age").missing == 0


@given(st.lists(st.sampled_from(["1", "2", "99", "", "x"]), min_size=1), st.sampled_from("129"))
def test_no_cell_of_another_value_changes(cells: list[str], value: str) -> None:
    read = read_cells(pd.Series(cells))
    (wish,) = parse_recodings([f"c={value}:missing"], ["c"])
    changed, notes = recode_cells("c", read, [wish], must_occur=False)
    hit = np.array([cell == value for cell in cells])
    assert changed.missing[hit].all()
    assert len(notes) == 1
    if changed.kind is read.kind:
        assert (changed.missing[~hit] == read.missing[~hit]).all()
