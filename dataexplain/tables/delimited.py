"""CSV and its relatives: every cell comes out as the text that stood there."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from dataexplain.errors import LoadingError
from dataexplain.tables.diagnosis import MAX_CELL_CHARACTERS, read_row_by_row

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 1 << 18
_SAMPLE_ROWS = 200
# A block must hold a whole row, and a row at least one cell of the largest size.
_BLOCK_BYTES = 8 << 20


def read_delimited(content: bytes, file: str) -> pd.DataFrame:
    r"""Read delimited UTF-8 text into a frame of raw strings.

    Parameters
    ----------
    content : bytes
        The file's text in UTF-8.
    file : str
        The file's name, for errors.

    Returns
    -------
    pandas.DataFrame
        All columns of dtype str; an empty cell is the empty string.

    Raises
    ------
    LoadingError
        For a missing header or rows, duplicate names, ragged rows and open quotes.

    Examples
    --------
    >>> read_delimited(b"name;size\n'a';1,5\n", "a.csv").to_dict("list")
    {'name': ["'a'"], 'size': ['1,5']}
    """
    content = content.lstrip(b"\r\n")
    if not content.strip():
        raise LoadingError(
            message="The file holds nothing.",
            file=file,
            remedy="Give a file with a header row and data rows.",
        )
    delimiter, content = _declared_delimiter(content)
    delimiter = delimiter or detect_delimiter(_sample(content))
    header, start = _header(content, delimiter, file)
    body = memoryview(content)[start:]
    if not bytes(body[:4096]).strip() and not bytes(body).strip():
        raise LoadingError(
            message="There is a header but no row below it.",
            file=file,
            remedy="Give a file with rows.",
        )
    names, notes = tidy_names(header, file)
    columns = _parse(content, start, delimiter, len(names), file)
    frame: pd.DataFrame = pa.table(columns, names=names).to_pandas()
    frame.attrs["notes"] = notes
    return frame


def detect_delimiter(sample: str) -> str:
    r"""Return the delimiter that cuts most rows into as many fields as the header.

    Parameters
    ----------
    sample : str
        The first lines of the file.

    Returns
    -------
    str
        One of `DELIMITERS`; a comma when the file has a single column.

    Examples
    --------
    >>> detect_delimiter("a;b\n1,5;2,5\n")
    ';'
    """
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = [len(row) for row in _rows(sample, delimiter) if row]
        if not counts or counts[0] < 2:
            continue
        below = counts[1:] or counts
        score = (sum(count == counts[0] for count in below) / len(below), counts[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def tidy_names(header: Sequence[object], file: str | None) -> tuple[list[str], tuple[str, ...]]:
    """Return column names without surrounding blanks, named where empty, and notes on that.

    Raises
    ------
    LoadingError
        When a name occurs twice.

    Examples
    --------
    >>> tidy_names([" a ", ""], None)
    (['a', 'column_2'], ("Column 2 has no name and is called 'column_2'.",))
    """
    given = [str(name).encode("utf-8", "replace").decode().strip() for name in header]
    taken, names, notes = set(given), [], []
    for position, name in enumerate(given, start=1):
        if not name:
            name = f"column_{position}"
            while name in taken:
                name += "_"
            taken.add(name)
            notes.append(f"Column {position} has no name and is called {name!r}.")
        names.append(name)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        positions = [str(place + 1) for place, name in enumerate(names) if name == twice[0]]
        places = ", ".join(positions[:5])
        more = f" So do {len(twice) - 1} other names." if len(twice) > 1 else ""
        raise LoadingError(
            message=f"The name occurs {len(positions)} times (columns {places}).{more}",
            file=file,
            column=twice[0],
            remedy="Give every column its own name.",
        )
    return names, tuple(notes)


def _sample(content: bytes) -> str:
    sample = content[:_SAMPLE_BYTES]
    if len(content) > len(sample):
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1] or sample
    return sample.decode("utf-8", "ignore")


def _declared_delimiter(content: bytes) -> tuple[str | None, bytes]:
    """Spreadsheets may name the delimiter in a first line such as ``sep=;``."""
    line, _, _ = content[:16].partition(b"\n")
    declared = line.strip(b'\r"').lower()
    if len(declared) == 5 and declared.startswith(b"sep=") and declared[4:].decode() in DELIMITERS:
        return declared[4:].decode(), content[len(line) + 1 :]
    return None, content


def _rows(sample: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(_SAMPLE_ROWS), reader, strict=False):
            yield row
    except csv.Error:  # a cell too large for the sample: what came before it must do
        return


def _header(content: bytes, delimiter: str, file: str) -> tuple[list[str], int]:
    """Return the first row and the byte at which the second one starts."""
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in text:
            read += len(line.encode())
            yield line

    try:
        header = next(csv.reader(lines(), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise LoadingError(
            message=f"The header cannot be read ({error}).",
            file=file,
            row=1,
            remedy="Close every quote, and name the columns briefly in the first row.",
        ) from error
    return header, read


def _parse(content: bytes, start: int, delimiter: str, width: int, file: str) -> list[pa.Array]:
    names = [str(position) for position in range(width)]
    quotes = content.count(b'"')
    if quotes % 2:  # perhaps one is not closed, which the fast reader would not notice
        return read_row_by_row(content, start, delimiter, width, file)
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(content).slice(start)),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=content.find(b'"', start) >= 0
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return read_row_by_row(content, start, delimiter, width, file)
    if any(_longest(column) > MAX_CELL_CHARACTERS for column in table.columns):
        return read_row_by_row(content, start, delimiter, width, file)
    return list(table.columns)


def _longest(column: pa.ChunkedArray) -> int:
    return int(pc.max(pc.binary_length(column)).as_py() or 0)
