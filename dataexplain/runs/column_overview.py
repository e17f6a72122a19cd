"""How each column of a table would be read, before anything is explained."""

from __future__ import annotations

from pathlib import Path

from dataexplain.records import ColumnRecord
from dataexplain.tables import Column, Role, as_frame, build_table, read_frame
from dataexplain.tables.cell_types import Kind
from dataexplain.tables.cells import read_cells
from dataexplain.tables.columns import date_parts, make_column
from dataexplain.tables.roles import infer_role


def read_columns(
    data: object, target: str | None = None, *, sheet: str | int | None = None
) -> tuple[ColumnRecord, ...]:
    """Return how each column would be read; with a target, also what explaining it would use.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    target : str, optional
        The column to explain: rows without it do not count.
    sheet : str or int, optional
        The sheet of an Excel workbook.

    Returns
    -------
    tuple of ColumnRecord
        Parts of a date follow it.

    Raises
    ------
    InputError
        When the data or the target cannot be used.

    Examples
    --------
    >>> [(column.name, column.role) for column in read_columns({"a": [1.5, 2, 4], "b": [*"xyx"]})]
    [('a', 'numeric'), ('b', 'categorical')]
    """
    source = None
    if isinstance(data, (str, Path)):
        source = str(data)
        data = read_frame(Path(data), sheet=sheet)
    columns: list[Column] = []
    if target is not None:
        columns += build_table(data, target, source=source).columns
    else:
        frame = as_frame(data)
        for name in frame.columns:
            cells = read_cells(frame[name])
            role, note = infer_role(name, cells)
            columns.append(make_column(name, cells, role, note)[0])
            if role is Role.DATE and cells.kind is Kind.DATE:
                columns += [part for part, _ in date_parts(name, cells)]
    return tuple(column_record(column) for column in columns)


def column_record(column: Column) -> ColumnRecord:
    """Return how a column was read, as the report and the overview hold it."""
    return ColumnRecord(
        column.name,
        column.role.value,
        column.missing,
        column.distinct,
        column.note,
        column.unit,
        column.levels,
        column.scores,
        column.derived_from,
        column.terms,
        column.asked,
        column.judge,
        column.yes_above,
    )
