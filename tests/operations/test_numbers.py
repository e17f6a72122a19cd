"""Numbers in texts: where they stand, what is none, and how they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.operations.numbers import number, number_text, numbers_in, simplest


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2 and 6", (2, 6)),
        ("-3, 4.5 and x=-2", (-3, Fraction(9, 2), -2)),
        ("5-3", (5, 3)),
        ("5 - 3", (5, 3)),
        ("2024-05-17", (2024, 5, 17)),
        ("1,234 of 5,6", (1234, 5, 6)),
        ("x1 and v2", ()),
        ("5km at 3rd", (5, 3)),
        ("$7.50", (Fraction(15, 2),)),
        ("twenty-one of six hundred and two", (21, 602)),
        ("two and six", (2, 6)),
        ("seven, 8, nine", (7, 8, 9)),
        ("someone alone often", ()),
        ("9" * 400, ()),
        ("", ()),
    ],
)
def test_numbers_in(text: str, numbers: tuple[object, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize("text", ["", "e1", "-", ".", "1.2.3", "0x1F", "1e999", "١٢", "nan", "inf"])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    numbers_in(text)
    number(text)


@given(st.from_regex(r"[-+]?[0-9]*\.?[0-9]*([eE][-+]?[0-9]{1,4})?", fullmatch=True))
def test_reading_what_looks_like_a_number_never_raises(text: str) -> None:
    """ "e1" passed for a number and was not one."""
    number(text)


@given(st.integers(-(10**200), 10**200))
def test_whole_numbers_come_back(value: int) -> None:
    assert number(number_text(value)) == value
    assert numbers_in(f"It is {value} now") == (value,)


@given(st.fractions())
def test_writing_never_raises(value: Fraction) -> None:
    kept = simplest(value)
    if kept is not None:
        assert number(number_text(kept)) == pytest.approx(float(value), rel=1e-8)
