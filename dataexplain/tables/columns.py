"""From read cells and a role to the column of a table, and from a date to its parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dataexplain.tables.cell_types import Cells, Kind, as_text, as_words, number_text
from dataexplain.tables.roles import (
    boolean_levels,
    infer_role,
    is_whole,
    level_order,
)
from dataexplain.tables.table import Column, Role

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def make_column(name: str, cells: Cells, role: Role, note: str = "") -> tuple[Column, pd.Series]:
    """Return a column's description and its values as the frame of a table holds them.

    Parameters
    ----------
    name : str
    cells : Cells
        Cells that can play the role.
    role : Role
    note : str
        Why the column has this role, when that needs saying.

    Returns
    -------
    tuple of Column and pandas.Series

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> column, values = make_column("wet", read_cells(pd.Series(["no", "yes"])), Role.BOOLEAN)
    >>> column.levels, list(values)
    (('no', 'yes'), ['no', 'yes'])
    """
    distinct = cells.distinct
    column = Column(
        name=name,
        role=role,
        unit=cells.unit,
        note=" ".join(filter(None, (note, cells.note))),
        missing=int(cells.missing.sum()),
        distinct=int(distinct.size),
    )
    if role is Role.ORDINAL:
        return _ordinal(column, cells, distinct)
    if role in (Role.BOOLEAN, Role.CATEGORICAL):
        return _nominal(column, cells)
    if role in (Role.NUMERIC, Role.WEIGHTS) or (role is Role.TIME and cells.kind is Kind.NUMBER):
        integer = role is Role.NUMERIC and is_whole(distinct)
        return replace(column, integer=integer), pd.Series(cells.values)
    if role in (Role.DATE, Role.TIME):
        return column, pd.Series(cells.values)
    return column, as_text(cells)


def date_parts(name: str, cells: Cells) -> list[tuple[Column, pd.Series]]:
    """Return the year, month and weekday of dates, without the parts that do not vary.

    Parameters
    ----------
    name : str
        The date column, which starts the name of each part.
    cells : Cells
        Dates.

    Returns
    -------
    list of (Column, pandas.Series)

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> days = read_cells(pd.Series(["2020-01-31", "2020-02-03"]))
    >>> [(column.name, list(values)) for column, values in date_parts("day", days)]
    [('day.month', [1.0, 2.0]), ('day.weekday', ['Friday', 'Monday'])]
    """
    dates = pd.DatetimeIndex(cells.values)
    empty = pd.Series(dtype="str")
    parts = []
    years = Cells(Kind.NUMBER, dates.year.to_numpy(dtype=np.float64), empty)
    role, note = infer_role(f"{name}.year", years)
    if role is not Role.CONSTANT:
        parts.append(make_column(f"{name}.year", years, role, note))
    months = dates.month.to_numpy(dtype=np.float64)
    if np.unique(months[~np.isnan(months)]).size > 1:
        column, values = make_column(
            f"{name}.month", Cells(Kind.NUMBER, months, empty), Role.ORDINAL
        )
        named = tuple(_MONTHS[int(score) - 1] for score in column.scores)
        parts.append((replace(column, levels=named), values))
    codes = np.nan_to_num(dates.day_of_week.to_numpy(dtype=np.float64), nan=-1).astype(np.intp)
    weekdays = pd.Categorical.from_codes(codes, pd.Index(_WEEKDAYS, dtype="str"))
    weekdays = weekdays.remove_unused_categories()
    if len(weekdays.categories) > 1:
        column, _ = make_column(
            f"{name}.weekday", Cells(Kind.WORDS, weekdays, empty), Role.CATEGORICAL
        )
        levels = tuple(str(level) for level in weekdays.categories)
        parts.append((replace(column, levels=levels), pd.Series(weekdays)))
    return [(replace(column, derived_from=name), values) for column, values in parts]


def _ordinal(column: Column, cells: Cells, distinct: np.ndarray) -> tuple[Column, pd.Series]:
    if isinstance(cells.values, pd.Categorical):
        levels = level_order(cells, [str(level) for level in distinct]) or ()
        place = {level: float(step) for step, level in enumerate(levels, start=1)}
        steps = np.array([place.get(str(level), np.nan) for level in cells.values.categories])
        values = np.append(steps, np.nan)[cells.values.codes]
        scores = tuple(place.values())
    else:
        values = cells.values
        levels = tuple(number_text(value) for value in distinct)
        scores = tuple(float(value) for value in distinct)
    return replace(column, levels=levels, scores=scores), pd.Series(values)


def _nominal(column: Column, cells: Cells) -> tuple[Column, pd.Series]:
    words = as_words(cells).remove_unused_categories()
    names = [str(level) for level in words.categories]
    pair = boolean_levels(names) if isinstance(cells.values, pd.Categorical) else None
    if pair:
        yes = [name.lower() == pair[1].lower() for name in names]
        codes = np.append(np.asarray(yes, dtype=np.intp), -1)[words.codes]
        words = pd.Categorical.from_codes(codes, pd.Index(pair, dtype="str"))
    elif isinstance(cells.values, pd.Categorical) and not cells.ordered:
        words = words.reorder_categories(level_order(cells, names) or sorted(names))
    words = words.as_unordered()
    levels = tuple(str(level) for level in words.categories)
    return replace(column, levels=levels, distinct=len(levels)), pd.Series(words)
