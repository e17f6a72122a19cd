"""Columns are read as numbers, dates or words, from text and from typed frames alike."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.tables.cell_types import Cells, Kind, as_text, as_words, same_cells
from dataexplain.tables.cells import read_cells, read_forced


def read(*cells: object) -> Cells:
    return read_cells(pd.Series(cells))


def test_numbers_among_missing_codes() -> None:
    cells = read("1", "", "NA", "2.5", "?", "None")
    assert cells.kind is Kind.NUMBER
    assert cells.values.tolist() == pytest.approx(
        [1, np.nan, np.nan, 2.5, np.nan, np.nan], nan_ok=True
    )
    assert "'?' was read as missing (1 cell)." in cells.note
    assert "1 cell among numbers ('None') was read as missing." in cells.note


def test_none_is_a_level_among_words() -> None:
    cells = read("None", "Full", "NA", "None")
    assert as_words(cells).tolist() == ["None", "Full", np.nan, "None"]


def test_a_few_words_among_numbers_are_missing_and_noted() -> None:
    cells = read(*(str(i) for i in range(97)), "high", "high", "low")
    assert cells.kind is Kind.NUMBER
    assert np.isnan(cells.values[-3:]).all()
    assert cells.note == "3 cells among numbers ('high', 'low') were read as missing."


def test_many_words_among_numbers_make_words() -> None:
    cells = read(*(str(i) for i in range(90)), *(["high"] * 10))
    assert cells.kind is Kind.WORDS
    assert cells.note == "90% of the cells are numbers, too few to read them as such."


def test_infinite_numbers_are_missing_and_noted() -> None:
    for cells in (read("inf", "1", "-inf"), read(np.inf, 1.0, -np.inf)):
        assert np.isnan(cells.values).tolist() == [True, False, True]
        assert cells.note == "2 infinite values were read as missing."


def test_numbers_that_cannot_be_computed_with_are_noted() -> None:
    cells = read(1e308, 1.0, -1e61, 1e-300)
    assert np.isnan(cells.values).tolist() == [True, False, True, False]
    assert cells.values[3] == 0.0
    assert (
        cells.note == "2 too large values were read as missing. 1 vanishing value was read as zero."
    )


def test_codes_are_words() -> None:
    assert read("00123", "00456").kind is Kind.WORDS


def test_steps_of_a_scale_are_words_even_when_most_are_numbers() -> None:
    assert read(*(["1", "2"] * 50), "3+").kind is Kind.WORDS


def test_years_are_numbers() -> None:
    assert read("2011", "2012").kind is Kind.NUMBER


def test_days_in_one_number_are_dates_from_text_and_from_numbers() -> None:
    days = list(range(20210101, 20210131))
    for cells in (read(*days), read(*map(str, days))):
        assert cells.kind is Kind.DATE
        assert cells.values[1] == np.datetime64("2021-01-02")


def test_dates_with_a_few_words() -> None:
    cells = read(*(["2021-01-02"] * 39), "never")
    assert cells.kind is Kind.DATE
    assert "1 cell among dates ('never') was read as missing." in cells.note


@pytest.mark.parametrize(
    ("column", "kind", "values"),
    [
        (pd.Series([1, 2], dtype="Int64"), Kind.NUMBER, [1.0, 2.0]),
        (pd.Series([1, None], dtype="float32"), Kind.NUMBER, [1.0, np.nan]),
        (pd.Series([Decimal("1.5"), Decimal(2)]), Kind.NUMBER, [1.5, 2.0]),
        (pd.Series(pd.to_timedelta([1, 2], unit="D")), Kind.NUMBER, [1.0, 2.0]),
        (pd.Series([True, None], dtype="boolean"), Kind.WORDS, ["True", np.nan]),
        (pd.Series([True, False]), Kind.WORDS, ["True", "False"]),
        (pd.Series([1, 2], dtype="category"), Kind.WORDS, ["1", "2"]),
        (pd.Series([1 + 2j, 3j]), Kind.WORDS, ["(1+2j)", "3j"]),
        (pd.Series(pd.arrays.SparseArray([0.0, 1.0])), Kind.NUMBER, [0.0, 1.0]),
        (pd.Series(pd.period_range("2020-01", periods=2, freq="M")), Kind.DATE, None),
        (pd.Series([datetime.date(2020, 1, 1)], dtype=object), Kind.DATE, None),
        (pd.Series(pd.to_datetime(["2020-01-01"]).tz_localize("Asia/Tokyo")), Kind.DATE, None),
    ],
)
def test_typed_columns(column: pd.Series, kind: Kind, values: list[object] | None) -> None:
    cells = read_cells(column)
    assert cells.kind is kind
    if values is None:
        assert cells.values[0] == np.datetime64("2020-01-01")
    else:
        assert repr(cells.values.tolist()) == repr(values)


def test_ordered_categories_keep_their_order() -> None:
    cells = read_cells(pd.Series(pd.Categorical(["b", "a"], ["b", "a", "c"], ordered=True)))
    assert cells.ordered
    assert list(cells.values.categories) == ["b", "a"]


def test_categories_with_one_text_are_one_level() -> None:
    column = pd.Series(pd.Categorical([1, "1"], [1, "1"]))
    assert read_cells(column).distinct.tolist() == [1.0]


def test_reading_again_as_chosen() -> None:
    codes = read("00123", "00456")
    numbers = read_forced(codes, Kind.NUMBER)
    assert numbers is not None
    assert numbers.values.tolist() == [123.0, 456.0]
    assert read_forced(read("a", "b"), Kind.NUMBER) is None
    assert read_forced(read("a", "b"), Kind.DATE) is None
    assert read_forced(codes, Kind.WORDS if codes.kind is Kind.NUMBER else codes.kind) is codes


def test_days_in_one_number_can_be_chosen_to_be_numbers() -> None:
    cells = read_forced(read(*range(20210101, 20210131)), Kind.NUMBER)
    assert cells is not None
    assert cells.values[0] == 20210101.0


def test_text_is_kept_as_written() -> None:
    assert as_text(read("007", "x ")).tolist() == ["007", "x"]
    assert as_text(read("1.50", "", "2")).tolist() == ["1.50", np.nan, "2"]
    assert as_text(read(1.0, 2.5)).tolist() == ["1", "2.5"]
    assert as_text(read("", "")).isna().all()


def test_the_same_cells_from_text_and_numbers() -> None:
    assert same_cells(read("1", "2"), read(1, 2))
    assert same_cells(read("b", "a", ""), read("b", "a", None))
    assert not same_cells(read("a", "b"), read("b", "a"))
    assert not same_cells(read("1", "2"), read("a", "b"))
    assert not same_cells(read("a", "b"), read("a", "c"))


def test_numbers_without_a_fast_way_are_read_alike() -> None:
    plain = ["1", "", "2.5", "1e3", "-0", "+7"]
    fast, slow = read(*plain), read(*plain, "$1")
    assert np.array_equal(fast.values, slow.values[:-1], equal_nan=True)


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=6),
            st.floats(),
            st.integers(-(10**20), 10**20),
            st.booleans(),
            st.datetimes(),
            st.binary(max_size=3),
        ),
        max_size=8,
    )
)
def test_any_objects_are_read(values: list[object]) -> None:
    cells = read_cells(pd.Series(values, dtype=object))
    assert len(cells.values) == len(values)
    assert len(as_text(cells)) == len(values)
    assert pd.isna(as_text(cells)).tolist() == cells.missing.tolist()
