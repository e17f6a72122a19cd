"""Data of any accepted form -> the pairs of which a sentence shall say how outputs follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError
from dataexplain.records import ColumnRecord
from dataexplain.tables import Role, as_frame, read_frame
from dataexplain.tables.pair_reading import ReadPairs, read_pairs
from dataexplain.tables.pair_texts import cell_texts


@dataclass(frozen=True)
class OpenedPairs:
    """Pairs as they were read, and the columns of the table they were read from.

    Parameters
    ----------
    read : ReadPairs
    columns : tuple of ColumnRecord
        Those that are neither input nor output are ignored.
    """

    read: ReadPairs
    columns: tuple[ColumnRecord, ...]


def open_pairs(
    data: object,
    inputs: Sequence[str],
    output: str,
    *,
    sheet: str | int | None = None,
) -> OpenedPairs:
    """Read inputs and the outputs that follow, and keep what was remarked on the way.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    inputs : sequence of str
        The input columns; none means all columns but the output.
    output : str
        The output column.
    sheet : str or int, optional
        The sheet of an Excel workbook.

    Returns
    -------
    OpenedPairs

    Raises
    ------
    InputError
        When the data or a column cannot be used, or there are too few pairs.

    Examples
    --------
    >>> table = {"colour": ["red", "blue"] * 6, "size": range(12), "label": ["stop", "go"] * 6}
    >>> opened = open_pairs(table, (), "label")
    >>> opened.read.pairs.inputs[0].splitlines(), opened.read.pairs.outputs[0]
    (['colour: red', 'size: 0'], 'stop')
    >>> [(column.name, column.role) for column in opened.columns]
    [('colour', 'text'), ('size', 'text'), ('label', 'target')]
    """
    if isinstance(data, (str, Path)):
        path = Path(data)
        frame = read_frame(path, sheet=sheet)
        # the folders a file lies in are nobody else's business
        source: str | None = path.name
    elif sheet is not None:
        raise ParameterError("sheet", "describe", "None unless the data is an Excel file", sheet)
    else:
        frame, source = as_frame(data), None
    notes = tuple(frame.attrs.get("notes", ()))
    names = [str(name) for name in frame.columns]
    read = read_pairs(frame, tuple(inputs) or _others(names, output, source), output, source=source)
    read = replace(read, notes=tuple(dict.fromkeys((*notes, *read.notes))))
    return OpenedPairs(read, tuple(_column(frame[name], str(name), read) for name in frame.columns))


def _column(cells: pd.Series, name: str, read: ReadPairs) -> ColumnRecord:
    known = [text for text in cell_texts(cells) if text.strip()]
    used = {**dict.fromkeys(read.input_names, Role.TEXT), read.output_name: Role.TARGET}
    return ColumnRecord(
        name=name,
        role=used.get(name, Role.IGNORED).value,
        missing=len(cells) - len(known),
        distinct=len(set(known)),
        note="" if name in used else "It is neither input nor output.",
    )


def _others(names: Sequence[str], output: str, source: str | None) -> tuple[str, ...]:
    """Return all columns but the output."""
    if output not in names:
        raise ColumnNotFoundError.among(output, names, file=source)
    others = tuple(name for name in names if name != output)
    if not others:
        raise InputError(
            "It is the only column, so there is nothing that outputs could follow from.",
            file=source,
            column=output,
            remedy="Give a table with input columns beside it.",
        )
    return others
