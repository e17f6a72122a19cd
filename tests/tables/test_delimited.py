"""Delimited text: the delimiter, the header, and every way in which rows can be wrong."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import LoadingError
from dataexplain.tables.delimited import DELIMITERS, detect_delimiter, read_delimited, tidy_names


def lists(text: str) -> dict[str, list[str]]:
    return read_delimited(text.encode(), "a.csv").to_dict("list")


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    rows = [["a", "b", "c"], ["1,5", "x;y", "p|q\tr"], ["", 'say "hi"', "two\nlines"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        rows
    )
    assert lists(stream.getvalue()) == {
        "a": ["1,5", ""],
        "b": ["x;y", 'say "hi"'],
        "c": ["p|q\tr", "two\nlines"],
    }


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a,b\n1;2,3\n", ","),
        ("text\nhello, world\n", ","),
        ('a\tb\n"x,y"\tz\n', "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("a,b\n", ","),
    ],
)
def test_the_delimiter_that_fits_the_header_wins(sample: str, expected: str) -> None:
    assert detect_delimiter(sample) == expected


def test_a_declared_delimiter_is_obeyed() -> None:
    assert lists("sep=;\r\na;b\r\n1;2\r\n") == {"a": ["1"], "b": ["2"]}


def test_cells_stay_as_they_are_written() -> None:
    table = read_delimited(b"a,b\n007, NA \n1e5,true\n", "a.csv")
    assert table.to_dict("list") == {"a": ["007", "1e5"], "b": [" NA ", "true"]}
    assert [str(dtype) for dtype in table.dtypes] == ["str", "str"]


def test_strange_names_are_kept() -> None:
    names = ['say "hi"', "two\nlines", "😀", "<b>x</b>", "=1+1"]
    stream = io.StringIO()
    csv.writer(stream).writerows([names, ["1", "2", "3", "4", "5"]])
    assert list(read_delimited(stream.getvalue().encode(), "a.csv").columns) == names


def test_a_name_that_is_missing_is_made_and_noted() -> None:
    frame = read_delimited(b"a,,column_2\n1,2,3\n", "a.csv")
    assert list(frame.columns) == ["a", "column_2_", "column_2"]
    assert frame.attrs["notes"] == ("Column 2 has no name and is called 'column_2_'.",)


def test_duplicate_names_say_which_and_where() -> None:
    with pytest.raises(LoadingError, match=r"a\.csv, column 'x': .* 2 times \(columns 1, 3\)"):
        lists("x,y, x \n1,2,3\n")


@pytest.mark.parametrize("text", ["a,b\n", "a,b", "a,b\n\n  \n"])
def test_a_header_alone(text: str) -> None:
    with pytest.raises(LoadingError, match=r"a\.csv: There is a header but no row"):
        lists(text)


def test_ragged_rows_say_line_and_counts() -> None:
    with pytest.raises(LoadingError, match=r"row 4: The row has 3 fields; the header has 2"):
        lists('a,b\n"1\n",2\n1,2,3\n')
    with pytest.raises(LoadingError, match=r"row 3: The row has 1 field; the header has 2"):
        lists("a,b\n1,2\n3\n")


def test_a_quote_that_is_not_closed_says_where_it_opens() -> None:
    with pytest.raises(LoadingError, match=r"row 3: A quote that opens in this row is never"):
        lists('a,b\n1,2\n3,"4\n5,6\n')


def test_a_quote_in_the_header_that_is_not_closed() -> None:
    with pytest.raises(LoadingError, match=r"row 1: The header cannot be read"):
        lists('a,"b\n1,2\n')


def test_a_lone_quote_inside_a_cell_is_only_a_letter() -> None:
    assert lists('a,b\n5" pipe,1\n') == {"a": ['5" pipe'], "b": ["1"]}


def test_a_cell_of_ten_megabytes() -> None:
    with pytest.raises(LoadingError, match=r"row 3: A cell is longer than 1,000,000 characters"):
        lists("a,b\n1,2\n3," + "x" * 10_000_000 + "\n")


def test_a_cell_of_two_megabytes_in_a_quiet_place() -> None:
    with pytest.raises(LoadingError, match=r"row 2: A cell is longer"):
        lists("a,b\n" + "x" * 2_000_000 + ",1\n")


def test_the_limit_of_the_csv_module_is_left_as_it_was() -> None:
    limit = csv.field_size_limit()
    with pytest.raises(LoadingError):
        lists("a,b\n1\n")
    assert csv.field_size_limit() == limit


def test_five_thousand_columns_are_text() -> None:
    names = ",".join(f"c{i}" for i in range(5000))
    row = ",".join("1" for _ in range(5000))
    assert read_delimited(f"{names}\n{row}\n".encode(), "a.csv").shape == (1, 5000)


def test_names_of_any_type_become_text() -> None:
    assert tidy_names([1, 2.5, ("a", "b")], None)[0] == ["1", "2.5", "('a', 'b')"]


cells = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from(DELIMITERS))
def test_what_a_writer_quotes_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("first", "second"), *rows])
    frame = read_delimited(stream.getvalue().encode(), "a.csv")
    assert list(frame.itertuples(index=False, name=None)) == rows


def test_a_file_of_nothing_but_blanks_says_so() -> None:
    """Of a file that held a byte-order mark only, "The header cannot be read ()" was said."""
    with pytest.raises(LoadingError, match="The file holds nothing"):
        read_delimited(b"", "a.csv")
