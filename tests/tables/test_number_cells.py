"""Numbers as people write them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.tables.number_cells import NumberReading, has_codes, read_numbers


def read(*texts: str) -> NumberReading:
    return read_numbers(pa.array(texts, pa.large_string()), np.ones(len(texts), dtype=np.int64))


@pytest.mark.parametrize(
    ("texts", "values", "unit"),
    [
        (["$1,200", "$5"], [1200, 5], "$"),
        (["€ 1.200,50", "€ 3,5"], [1200.5, 3.5], "€"),
        (["1 200 kr", "900 kr"], [1200, 900], "kr"),
        (["USD 5", "6 USD"], [5, 6], "$"),
        (["45%", "7.5 %"], [45, 7.5], "%"),
        (["-$5", "$-6", "($7)"], [-5, -6, -7], "$"),
        (["(1,200)", "300"], [-1200, 300], None),
        (["1,5", "2,25"], [1.5, 2.25], None),
        (["1,234", "12,345"], [1234, 12345], None),
        (["1,234", "1.5"], [1234, 1.5], None),
        (["1,234", "1,5"], [1.234, 1.5], None),
        (["0,123", "0,999"], [0.123, 0.999], None),
        (["1.234.567", "2.000"], [1234567, 2000], None),
        (["1,234,567.89"], [1234567.89], None),
        (["1.234.567,89"], [1234567.89], None),
        (["12,34,567"], [1234567], None),
        (["1'234.5", "1’000"], [1234.5, 1000], None),
        (["1\u202f234", "2\u00a0000"], [1234, 2000], None),
        (["−5", "+3"], [-5, 3], None),
        (["1e-3", "2.5E+2 ", ".5"], [0.001, 250, 0.5], None),
    ],
)
def test_ways_to_write_numbers(texts: list[str], values: list[float], unit: str | None) -> None:
    reading = read(*(text.strip() for text in texts))
    assert reading.values == pytest.approx(values)
    assert reading.matched.all()
    assert reading.unit == unit


@pytest.mark.parametrize(
    "text",
    ["1.2.3", "12-5", "1,2,3", "abc", "0x10", "1_000", "5 kg", "(5", "--5", "$", "%", ",", "1 2"],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert read(text, "x").matched.tolist() == [False, False]


def test_the_more_common_way_of_writing_wins() -> None:
    texts = pa.array(["1,5", "2.25"], pa.large_string())
    assert read_numbers(texts, np.array([9, 1])).values[0] == 1.5
    by_point = read_numbers(texts, np.array([1, 9]))
    assert by_point.values[1] == 2.25
    assert by_point.matched.tolist() == [False, True]


def test_choices_are_noted() -> None:
    assert "thousands separator" in read("1,234").note
    assert "decimal comma" in read("1,5").note
    assert read("1,234", "1.5").note == ""


def test_several_units_are_noted() -> None:
    reading = read("$5", "€6")
    assert reading.unit is None
    assert reading.note == "Cells in several units ($, €) were read as plain numbers."
    assert read("$5", "$6", "7").note == "1 cell had no '$' and was read like the rest."
    assert read("$5", "6", "7").unit is None


def test_infinity_is_a_number_for_now() -> None:
    reading = read("inf", "-Infinity", "∞", "1,000")
    assert np.isinf(reading.values).tolist() == [True, True, True, False]


def test_codes_have_leading_zeros() -> None:
    def codes(*texts: str) -> bool:
        return has_codes(pa.array(texts), np.ones(len(texts), dtype=np.int64))

    assert codes("00123", "10405")
    assert codes("007", "7")
    assert not codes("0", "10")
    assert not codes("0.5", "10")
    assert not has_codes(pa.array(["07", "123"]), np.array([1, 999]))


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_what_python_writes_is_read_back(numbers: list[float]) -> None:
    assert read(*(repr(number) for number in numbers)).values.tolist() == numbers


@settings(deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5))
def test_thousands_separators_are_read_back(numbers: list[int]) -> None:
    assert read(*(f"{number:,}" for number in numbers)).values.tolist() == numbers
    dotted = [f"{number:,}".replace(",", ".") + ",0" for number in numbers]
    assert read(*dotted).values.tolist() == numbers
