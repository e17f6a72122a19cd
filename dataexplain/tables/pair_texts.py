"""A column's cells as the texts that stand in them: nothing is read as a number or a date."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dataexplain.tables.distinct_texts import object_text


def cell_texts(column: pd.Series) -> list[str]:
    """Return each cell as text: as written where it is text, else in its plainest form.

    Parameters
    ----------
    column : pandas.Series
        Of anything that a frame may hold.

    Returns
    -------
    list of str
        An absent cell is the empty text.

    Examples
    --------
    >>> cell_texts(pd.Series(["08", "1.0", None])), cell_texts(pd.Series([8.0, 0.5, None]))
    (['08', '1.0', ''], ['8', '0.5', ''])
    """
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _date_texts(column)
    if column.dtype == np.float32 or column.dtype == np.float16:  # 0.1, not 0.10000000149011612
        return [_text(float(str(value))) for value in column.to_numpy()]
    return [_text(value) for value in column]


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (float, np.floating)) and value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return _moment(value, value == value.normalize())
    return object_text(float(value) if isinstance(value, np.floating) else value)


def _date_texts(column: pd.Series) -> list[str]:
    """Leave the time of day out where it is midnight everywhere: such a column holds days."""
    present = column.dropna()
    days = bool((present == present.dt.normalize()).all())
    return ["" if pd.isna(moment) else _moment(moment, days) for moment in column]


def _moment(moment: pd.Timestamp, day: bool) -> str:
    return moment.date().isoformat() if day else moment.isoformat(sep=" ")
