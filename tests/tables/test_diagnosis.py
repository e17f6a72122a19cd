"""The slow reading finds the first wrong row, or reads what is right after all."""

from __future__ import annotations

import pytest

from dataexplain.errors import LoadingError
from dataexplain.tables.diagnosis import read_row_by_row


def test_right_rows_are_returned_as_columns() -> None:
    columns = read_row_by_row(b'a,b\n1,"x"\n\n2,y\n', 4, ",", 2, "a.csv")
    assert [column.to_pylist() for column in columns] == [["1", "2"], ["x", "y"]]


def test_text_after_a_closing_quote_is_named() -> None:
    with pytest.raises(LoadingError, match=r"row 2: The row cannot be read"):
        read_row_by_row(b'a,b\n"1"x,2\n', 4, ",", 2, "a.csv")


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_the_remedy_names_the_delimiter(delimiter: str, name: str) -> None:
    with pytest.raises(LoadingError, match=f"a cell that holds a {name} needs quotes"):
        read_row_by_row(f"a\n1{delimiter}2\n".encode(), 2, delimiter, 1, "a.csv")
