"""The slow reading of a delimited file, which knows the line of whatever is wrong."""

from __future__ import annotations

import csv
import io

import pyarrow as pa

from dataexplain.errors import LoadingError

MAX_CELL_CHARACTERS = 1_000_000


def read_row_by_row(
    content: bytes, start: int, delimiter: str, width: int, file: str
) -> list[pa.Array]:
    r"""Read the rows below the header one by one; stop at the first that is wrong.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8.
    start : int
        Where the rows start.
    delimiter : str
    width : int
        The number of columns in the header.
    file : str
        The file's name, for errors.

    Returns
    -------
    list of pyarrow.Array
        The columns, should nothing be wrong after all.

    Raises
    ------
    LoadingError
        With the line of the file at which the wrong row begins.

    Examples
    --------
    >>> read_row_by_row(b"a,b\n1,2\n3\n", 4, ",", 2, "a.csv")
    Traceback (most recent call last):
    ...
    dataexplain.errors.LoadingError: a.csv, row 3: The row has 1 field; the header has 2. ...
    """
    first_line = len(content[:start].splitlines()) + 1
    rows: list[list[str]] = []
    text = io.TextIOWrapper(io.BytesIO(content[start:]), "utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = first_line
    usual_limit = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        for row in reader:
            if row:
                _check_width(row, width, line, delimiter, file)
                rows.append(row)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise _malformed(error, line, file) from error
    finally:
        csv.field_size_limit(usual_limit)
    return [
        pa.array((row[position] for row in rows), pa.large_string()) for position in range(width)
    ]


def _check_width(row: list[str], width: int, line: int, delimiter: str, file: str) -> None:
    if len(row) == width:
        return
    fields = "1 field" if len(row) == 1 else f"{len(row)} fields"
    name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[delimiter]
    raise LoadingError(
        message=f"The row has {fields}; the header has {width}.",
        file=file,
        row=line,
        remedy=f"Mend the row; a cell that holds a {name} needs quotes around it.",
    )


def _malformed(error: csv.Error, line: int, file: str) -> LoadingError:
    reason = str(error)
    if "field limit" in reason:
        return LoadingError(
            f"A cell is longer than {MAX_CELL_CHARACTERS:,} characters.",
            file=file,
            row=line,
            remedy="Shorten it or leave its column out; a quote that is not closed does this too.",
        )
    if "unexpected end" in reason:
        return LoadingError(
            "A quote that opens in this row is never closed.",
            file=file,
            row=line,
            remedy='Close it; a quote inside a quoted cell is written twice ("").',
        )
    return LoadingError(
        f"The row cannot be read: {reason}.",
        file=file,
        row=line,
        remedy='A quote inside a quoted cell is written twice ("").',
    )
