"""From a file, or from what Python programs hold tables in, to a pandas frame."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.json as pa_json
import pyarrow.parquet as pa_parquet

from dataexplain.errors import InputError, LoadingError, ParameterError, did_you_mean
from dataexplain.optional import import_optional
from dataexplain.tables.delimited import read_delimited, tidy_names
from dataexplain.tables.encodings import to_utf8
from dataexplain.tables.files import is_workbook, read_content

_PARQUET = b"PAR1"
_JSON_NAMES = (".jsonl", ".ndjson", ".json")


def read_frame(path: Path, *, sheet: str | int | None = None) -> pd.DataFrame:
    r"""Read a table from a file; its content, not its name, says what it is.

    Parameters
    ----------
    path : Path
        CSV or TSV (any of ``, ; tab |``), Parquet, JSON Lines or Excel, also compressed.
    sheet : str or int, optional
        The sheet of an Excel workbook, by name or counted from 0; the first one by default.

    Returns
    -------
    pandas.DataFrame
        Cells of text files as raw strings; ``attrs["notes"]`` holds remarks on the reading.

    Raises
    ------
    LoadingError
        When the file cannot be read as a table.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.csv")
    ...     _ = path.write_text("a;b\n1;x\n", encoding="utf-8")
    ...     read_frame(path).to_dict("list")
    {'a': ['1'], 'b': ['x']}
    """
    path = Path(path)
    file = str(path)
    content = read_content(path)
    if is_workbook(content):
        return _read_excel(content, file, sheet)
    if sheet is not None:
        raise ParameterError(
            parameter="sheet",
            owner="read_frame",
            expected="None unless the file is .xlsx",
            got=sheet,
        )
    if content.startswith(_PARQUET):
        return _read_parquet(content, file)
    text, encoding = to_utf8(content, file)
    if any(suffix.lower() in _JSON_NAMES for suffix in path.suffixes[-2:]) or _starts_json(text):
        return _read_json(text, file)
    frame = read_delimited(text, file)
    if encoding not in ("utf-8", "utf-8-sig"):
        frame.attrs["notes"] += (f"The file was read as {encoding}.",)
    return frame


def as_frame(data: object) -> pd.DataFrame:
    """Return tabular data as a pandas frame with text column names.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or mapping of sequences
        A path is read with `read_frame`.

    Returns
    -------
    pandas.DataFrame
        Never the object that was given, though it may share its memory.

    Raises
    ------
    ParameterError
        When it is none of these.
    InputError
        When the columns do not make a table.

    Examples
    --------
    >>> as_frame({"a": [1, 2]}).shape
    (2, 1)
    """
    if isinstance(data, (str, Path)):
        return read_frame(Path(data))
    if isinstance(data, pd.DataFrame):
        frame = data.reset_index(drop=True)
    elif hasattr(data, "__arrow_c_stream__") and hasattr(data, "columns"):
        frame = _from_arrow(pa.table(data))
    elif isinstance(data, Mapping):
        try:
            frame = pd.DataFrame(dict(data))
        except (ValueError, TypeError) as error:
            raise InputError(
                message=f"The columns do not make a table ({error}).",
                remedy="Give sequences of one length.",
            ) from error
    else:
        raise ParameterError(
            parameter="data",
            owner="as_frame",
            expected="a path, a pandas, polars or Arrow table, or a dict of columns",
            got=type(data).__name__,
        )
    names, notes = tidy_names(list(frame.columns), None)
    frame.columns = pd.Index(names, dtype="str")
    frame.attrs = {"notes": notes}
    return frame


def _from_arrow(table: pa.Table) -> pd.DataFrame:
    names, notes = tidy_names(table.column_names, None)
    columns = [
        pa.array([_scalar(cell) for cell in column.to_pylist()], pa.large_string())
        if pa.types.is_nested(column.type)
        else column
        for column in table.columns
    ]
    frame: pd.DataFrame = pa.table(columns, names=names).to_pandas(date_as_object=False)
    frame.attrs["notes"] = notes
    return frame


def _read_parquet(content: bytes, file: str) -> pd.DataFrame:
    try:
        table = pa_parquet.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise LoadingError(
            message=f"The Parquet file is broken ({error}).", file=file, remedy="Write it again."
        ) from error
    tidy_names(table.column_names, file)
    return _filled(_from_arrow(table), file)


def _starts_json(text: bytes) -> bool:
    start = text[:256].lstrip()
    return start.startswith((b'{"', b"{ ", b'[{"', b"[ {"))


def _read_json(text: bytes, file: str) -> pd.DataFrame:
    if text.lstrip().startswith(b"["):
        return _filled(_from_records(_json_records(text.decode(), 1, file), file), file)
    try:
        return _filled(_from_arrow(pa_json.read_json(pa.BufferReader(text))), file)
    except pa.ArrowException:  # find the line, or read what Arrow is too strict for
        rows = [
            _json_records(line, number, file)
            for number, line in enumerate(text.decode().splitlines(), start=1)
            if line.strip()
        ]
        return _filled(_from_records(rows, file), file)


def _json_records(line: str, number: int, file: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LoadingError(
            message=f"This is not JSON ({error}).",
            file=file,
            row=number,
            remedy="One object a line.",
        ) from error


def _from_records(rows: Any, file: str) -> pd.DataFrame:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise LoadingError(
                message=f"An object was expected, found {type(row).__name__}.",
                file=file,
                row=number,
                remedy='Each row must look like {"column": value}.',
            )
    names = list(dict.fromkeys(name for row in rows for name in row))
    tidy, notes = tidy_names(names, file)
    frame = pd.DataFrame(
        {
            new: pd.Series([_scalar(row.get(name)) for row in rows], dtype=object)
            for name, new in zip(names, tidy, strict=True)
        }
    )
    frame.attrs["notes"] = notes
    return frame


def _scalar(value: object) -> object:
    return json.dumps(value, default=str) if isinstance(value, (dict, list)) else value


def _read_excel(content: bytes, file: str, sheet: str | int | None) -> pd.DataFrame:
    import_optional("openpyxl", feature="Reading Excel files", extra="excel")
    try:
        with warnings.catch_warnings(), pd.ExcelFile(io.BytesIO(content)) as book:
            warnings.simplefilter("ignore")  # about styles and extensions, not about cells
            known = [str(name) for name in book.sheet_names]
            wanted = known[sheet] if isinstance(sheet, int) and 0 <= sheet < len(known) else sheet
            if wanted is not None and wanted not in known:
                raise LoadingError(
                    message=f"There is no sheet {sheet!r}.",
                    file=file,
                    remedy=did_you_mean(str(sheet), known) or None,
                )
            cells = book.parse(wanted or known[0], header=None, dtype=object, keep_default_na=False)
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise LoadingError(
            message=f"The workbook cannot be read ({error}).",
            file=file,
            remedy="Save it again, or as CSV.",
        ) from error
    if not len(cells):
        raise LoadingError(
            message="The sheet is empty.", file=file, remedy="Name a sheet with rows."
        )
    names, notes = tidy_names(cells.iloc[0].tolist(), file)
    frame = cells.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index(names, dtype="str")
    frame.attrs["notes"] = notes
    return _filled(frame, file)


def _filled(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    if not len(frame) or not len(frame.columns):
        raise LoadingError(
            message="The file holds no rows.", file=file, remedy="Give a file with rows."
        )
    return frame
