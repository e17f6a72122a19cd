"""The one call: a table in, tested statements out."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeGuard

from dataexplain.errors import ParameterError
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.run import Run
from dataexplain.tables import build_table, read_frame


def explain(
    data: object,
    target: str,
    *,
    roles: Mapping[str, str] | None = None,
    ignore: Iterable[str] = (),
    positive: object = None,
    controls: Iterable[str] = (),
    weights: str | None = None,
    group: str | None = None,
    time: str | None = None,
    floor: float | None = None,
    seed: int = 0,
    examples: int = 3,
    progress: Progress | None = None,
    title: str | None = None,
    sheet: str | int | None = None,
) -> Run:
    """Explain one column of a table by the others, in statements tested on held-out rows.

    Half of the rows propose statements, through models that can be read; the other half,
    which had no part in that, tests every one of them.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        The table. A path may be CSV, TSV, Parquet, JSON Lines or Excel, also compressed.
    target : str
        The column to explain: a number, or up to 50 classes.
    roles : dict of str to str, optional
        Roles of columns, instead of those found: numeric, ordinal, categorical, boolean, date,
        text, identifier, group, time, weights or ignored.
    ignore : iterable of str, default=()
        Columns to leave out.
    positive : optional
        The class to explain when the target has two.
    controls : iterable of str, default=()
        Columns that are held fixed and that nothing is said about.
    weights : str, optional
        The column that holds row weights.
    group : str, optional
        The column that says which rows belong together: they are never split.
    time : str, optional
        The column that says when a row was made; its parts become features. The split does not
        follow it yet, and the report says so.
    floor : float, optional
        The smallest effect worth a statement, in the target's units, or as a fraction for
        classes. By default a tenth of the target's standard deviation, or one percentage
        point or a tenth of the class's rate, whichever is more.
    seed : int, default=0
        For models and shuffles. Which rows test does not depend on it.
    examples : int, default=3
        Example rows shown with each supported statement.
    progress : Progress, optional
        Hears which stage begins; by default nothing is said.
    title : str, optional
        The title of the report.
    sheet : str or int, optional
        The sheet of an Excel workbook, by name or counted from 0.

    Returns
    -------
    Run
        With ``.claims``, ``.supported``, ``.report`` and ``.save(folder)``; a notebook shows it.

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used; the message says what mends it.
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from dataexplain import explain
    >>> generator = np.random.default_rng(0)
    >>> hours = generator.uniform(0, 10, 400)
    >>> room = generator.choice(["north", "south"], 400)
    >>> score = 50 + 4 * hours + generator.normal(0, 5, 400)
    >>> run = explain(pd.DataFrame({"hours": hours, "room": room, "score": score}), "score")
    >>> run.supported[0].features, run.supported[0].direction
    (('hours',), 'up')
    >>> print(run.supported[0].text)
    Average score rises as hours goes from ...
    """
    _check(target, floor, seed, examples, title)
    for parameter, name in (("weights", weights), ("group", group), ("time", time)):
        if name is not None and not isinstance(name, str):
            raise ParameterError(parameter, "explain", "the name of a column or None", name)
    if roles is not None and not (
        isinstance(roles, Mapping)
        and all(isinstance(part, str) for part in (*roles, *roles.values()))
    ):
        raise ParameterError("roles", "explain", "a dict of column names to roles", roles)
    data, source, notes = _opened(data, sheet)
    table = build_table(
        data,
        target,
        roles=roles,
        ignore=_names("ignore", ignore),
        positive=positive,
        controls=_names("controls", controls),
        weights=weights,
        group=group,
        time=time,
        source=source,
    )
    return Run(
        explain_table(
            replace(table, notes=(*notes, *table.notes)),
            seed=int(seed),
            floor=None if floor is None else float(floor),
            title=title,
            examples=int(examples),
            progress=progress,
        )
    )


def _opened(data: object, sheet: str | int | None) -> tuple[object, str | None, tuple[str, ...]]:
    """Read a path; return the data, its name without the folders it lies in, and remarks."""
    if isinstance(data, (str, Path)):
        frame = read_frame(Path(data), sheet=sheet)
        return frame, Path(data).name, tuple(frame.attrs.get("notes", ()))
    if sheet is not None:
        raise ParameterError("sheet", "explain", "None unless the data is an Excel file", sheet)
    return data, None, ()


def _check(target: object, floor: object, seed: object, examples: object, title: object) -> None:
    if not isinstance(target, str):
        raise ParameterError("target", "explain", "the name of a column", target)
    if title is not None and not isinstance(title, str):
        raise ParameterError("title", "explain", "a text or None", title)
    if floor is not None and not (_is_number(floor) and 0 <= floor < math.inf):
        raise ParameterError("floor", "explain", "a number of 0 or more, or None", floor)
    for name, value in (("seed", seed), ("examples", examples)):
        if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 0:
            raise ParameterError(name, "explain", "a whole number of 0 or more", value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _names(parameter: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return column names; one name alone would be taken for its letters."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise ParameterError(parameter, "explain", "a list of column names", names)
    given = tuple(names)
    for name in given:
        if not isinstance(name, str):
            raise ParameterError(parameter, "explain", "a list of column names", name)
    return given
