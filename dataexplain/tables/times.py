"""When each row was made: one number a row, in one time zone, for order and distance in time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dataexplain.errors import InputError
from dataexplain.tables.cell_types import Cells, Kind
from dataexplain.tables.roles import apply_role
from dataexplain.tables.table import Role

# What follows a clock time and says its zone.
_ZONE = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*$"
_CLOCK = r"\d{1,2}:\d{2}"
_DAY = np.timedelta64(1, "D")


def read_times(name: str, cells: Cells, file: str | None = None) -> np.ndarray:
    """Return when each row was made, in days (or in the column's own numbers); NaN is missing.

    Clock times that name their zone are put into one.

    Parameters
    ----------
    name : str
    cells : Cells
        The column as read.
    file : str, optional
        For errors.

    Raises
    ------
    InputError
        When some clock times name a zone and others do not, or there is no time at all.
    RoleError
        When the column holds no times.

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> days = read_cells(pd.Series(["2020-01-31", "2020-02-03", ""]))
    >>> np.diff(read_times("day", days)).tolist()
    [3.0, nan]
    """
    timed = apply_role(name, cells, Role.TIME, file)
    if timed.kind is not Kind.DATE:
        times = np.asarray(timed.values, dtype=np.float64)
    else:
        moments = np.asarray(timed.values).astype("datetime64[us]")
        # whole minutes, so that one moment said in two zones is one number
        times = (moments - _zones(name, cells, file) - np.datetime64("1970-01-01")) / _DAY
        times[np.isnat(moments)] = np.nan
    if np.isnan(times).all():
        raise InputError(
            message="No row has a time.",
            file=file,
            column=name,
            remedy="Name the column that says when a row was made, or none.",
        )
    return times


def _zones(name: str, cells: Cells, file: str | None) -> np.ndarray:
    """Return how far each clock time is ahead of universal time."""
    raw = cells.raw
    none = np.zeros(len(raw), dtype="timedelta64[m]")
    if isinstance(raw.dtype, pd.CategoricalDtype) or raw.dtype.kind in "Mbifu":
        return none
    texts = raw.astype("str")
    zones = texts.str.extract(_ZONE, expand=False)
    named = zones.notna().to_numpy()
    if not named.any():
        return none
    bare = np.flatnonzero(texts.str.contains(_CLOCK, na=False).to_numpy() & ~named)
    if len(bare):
        raise InputError(
            message=f"Some of its times name a zone ({zones[named].iloc[0]}) and others do not.",
            file=file,
            column=name,
            row=int(bare[0]) + 1,
            remedy="Write all times in one zone.",
        )
    minutes = zones.map(_minutes_ahead, na_action="ignore").fillna(0)
    return minutes.to_numpy(np.int64).astype("timedelta64[m]")


def _minutes_ahead(zone: str) -> int:
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    return (1 if zone[0] == "+" else -1) * (60 * int(digits[:2]) + int(digits[2:]))
