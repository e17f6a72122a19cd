"""Data of any accepted form -> the table that is explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.tables import Table, build_table, read_frame


def open_table(
    data: object, target: str, *, sheet: str | int | None = None, **wishes: Any
) -> Table:
    """Read data as a table with an outcome, and keep what was remarked on the way.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    target : str
    sheet : str or int, optional
        The sheet of an Excel workbook.
    **wishes
        The options of `build_table`.

    Returns
    -------
    Table

    Examples
    --------
    >>> table = open_table({"dose": [1, 2, 3, 4] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> len(table), table.target
    (40, 'cured')
    """
    source, notes = None, ()
    if isinstance(data, (str, Path)):
        path = Path(data)
        data = read_frame(path, sheet=sheet)
        # the folders a file lies in are nobody else's business
        source, notes = path.name, tuple(data.attrs.get("notes", ()))
    elif sheet is not None:
        raise ParameterError("sheet", "explain", "None unless the data is an Excel file", sheet)
    table = build_table(data, target, source=source, **wishes)
    return replace(table, notes=(*notes, *table.notes))
