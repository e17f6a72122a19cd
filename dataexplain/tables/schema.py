"""Builds a table: every column read, given its role, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dataexplain.errors import InputError, RoleError, TargetError
from dataexplain.tables.cell_types import Cells, Kind, same_cells
from dataexplain.tables.cells import read_cells
from dataexplain.tables.columns import date_parts, make_column
from dataexplain.tables.outcome import Outcome, read_outcome
from dataexplain.tables.outcome_scale import OutcomeScale, choose_scale
from dataexplain.tables.reading import as_frame
from dataexplain.tables.recoding import parse_recodings, recode_cells
from dataexplain.tables.roles import apply_role, infer_role
from dataexplain.tables.row_keys import RowKeys
from dataexplain.tables.table import FEATURE_ROLES, USABLE_ROLES, Column, Role, Table, Task
from dataexplain.tables.times import read_times
from dataexplain.tables.wishes import Wishes, gather_wishes

MAX_COLUMNS = 20_000


def build_table(
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
    text: Iterable[str] = (),
    recode: Iterable[str] = (),
    recode_must_occur: bool = True,
    scale: str | OutcomeScale | None = None,
    source: str | None = None,
) -> Table:
    """Read tabular data as a table with an outcome.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or mapping of sequences
    target : str
        The column to explain.
    roles : mapping of str to str, optional
        Roles of columns, instead of those that would be found.
    ignore : iterable of str
        Columns to leave out.
    positive : str, optional
        The class to explain when the target has two.
    controls : iterable of str
        Features that are held fixed and not reported on.
    weights, group, time : str, optional
        The column with row weights; of what belongs together; of when a row was made.
    text : iterable of str
        Columns of texts, whose words shall be used.
    recode : iterable of str
        Values that count as others or as missing, like "age=99,-1:missing". The rows that test
        stay the same, as these are drawn by the cells as they were read.
    recode_must_occur : bool, default=True
        Whether a recoded value that occurs nowhere is an error.
    scale : {"plain", "capped", "log"} or OutcomeScale, optional
        The scale a numeric target is averaged on; see `dataexplain.tables.outcome_scale`.
    source : str, optional
        What to call the data in errors and in the report.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used; the message says what mends it.

    Examples
    --------
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> table.task.value, [column.role.value for column in table.features]
    ('binary', ['ordinal'])
    """
    frame = as_frame(data)
    file = source or (str(data) if isinstance(data, (str, Path)) else None)
    names = [str(name) for name in frame.columns]
    single = {Role.WEIGHTS: weights, Role.GROUP: group, Role.TIME: time}
    wishes = gather_wishes(names, target, roles or {}, ignore, single, controls, file, texts=text)
    _check_width(names, wishes, file)
    recodings = parse_recodings(recode, names, file)

    def recoded(name: str, cells: Cells) -> tuple[Cells, tuple[str, ...]]:
        return recode_cells(name, cells, recodings, file, must_occur=recode_must_occur)

    target_as_read = read_cells(frame[target])
    target_cells, target_notes = recoded(target, target_as_read)
    kept = ~target_cells.missing
    clock = next((name for name, role in wishes.roles.items() if role is Role.TIME), None)
    times = None
    if clock is not None:
        times = read_times(clock, recoded(clock, read_cells(frame[clock]))[0], file)
    timeless = np.zeros_like(kept) if times is None else kept & np.isnan(times)
    kept &= ~timeless
    outcome = read_outcome(target, target_cells.rows(kept), wishes.outcome, positive, file)
    keys = RowKeys(len(frame))
    notes = [*frame.attrs.get("notes", ()), *outcome.notes, *_without_time(clock, timeless)]
    notes += target_notes
    chosen_scale = _scale(outcome, scale, file)
    columns: list[Column] = []
    values: dict[str, pd.Series] = {}
    for name in names:
        as_read = target_as_read if name == target else read_cells(frame[name])
        keys.add(name, as_read.values)  # recoding is no second draw of the rows that test
        if name == target:
            made = [(outcome.column, outcome.values)]
        else:
            cells, recoding_notes = recoded(name, as_read)
            notes += recoding_notes
            made = _make_columns(name, cells.rows(kept), wishes.roles.get(name), names, file)
            if wishes.roles.get(name) is not Role.IGNORED and same_cells(cells, target_cells):
                notes.append(f"Column {name!r} is identical to the target.")
        columns += [column for column, _ in made]
        values.update((column.name, series) for column, series in made)
    columns = [column for column in columns if not _repeats(column, columns, values)]
    _check_features(columns, wishes, file)
    notes += _about_groups(columns, int(kept.sum()))
    return Table(
        frame=pd.DataFrame({column.name: values[column.name] for column in columns}, copy=False),
        columns=tuple(columns),
        target=target,
        task=outcome.task,
        source=file or "table",
        data_hash=keys.table_hash(names),
        rows_read=len(frame),
        rows_without_target=int(target_cells.missing.sum()),
        positive=outcome.positive,
        controls=wishes.controls,
        chosen_texts=tuple(name for name, role in wishes.roles.items() if role is Role.TEXT),
        notes=tuple(notes),
        row_keys=keys.values[kept],
        row_times=None if times is None else times[kept],
        outcome_scale=chosen_scale,
        file_rows=np.flatnonzero(kept) + 1,
        recoded=tuple(recoding.wish for recoding in recodings),
    )


def _scale(outcome: Outcome, wish: str | OutcomeScale | None, file: str | None) -> OutcomeScale:
    if isinstance(wish, OutcomeScale):
        return wish
    if outcome.task is Task.REGRESSION:
        values = outcome.values.to_numpy(dtype=np.float64)
        return choose_scale(values, wish, outcome.column.name, file)
    if wish not in (None, "plain"):
        raise TargetError(
            message=f"Its scale cannot be {wish!r}: it has classes, not numbers.",
            file=file,
            column=outcome.column.name,
            remedy="Leave the scale out, or choose a numeric target.",
        )
    return OutcomeScale()


def _without_time(clock: str | None, timeless: np.ndarray) -> list[str]:
    count = int(timeless.sum())
    return [f"{count:,} rows without a value of {clock!r} were left out."] if count else []


def _about_groups(columns: list[Column], rows: int) -> list[str]:
    """Say where a group column does not group."""
    notes = []
    for column in columns:
        if column.role is not Role.GROUP:
            continue
        if column.missing + column.distinct >= rows:
            notes.append(f"No two rows share a value of {column.name!r}: it groups nothing.")
        elif column.missing:
            without = f"without a value of {column.name!r}"
            few = column.missing == 1
            alone = f"1 row {without} stands" if few else f"{column.missing:,} rows {without} stand"
            notes.append(f"{alone} alone, in no group.")
    return notes


def _check_width(names: list[str], wishes: Wishes, file: str | None) -> None:
    used = sum(wishes.roles.get(name) is not Role.IGNORED for name in names)
    if used > MAX_COLUMNS:
        raise InputError(
            message=f"There are {used:,} columns; at most {MAX_COLUMNS:,} can be explained.",
            file=file,
            remedy="Keep fewer columns, or ignore some (--ignore).",
        )


def _make_columns(
    name: str, cells: Cells, wish: Role | None, names: list[str], file: str | None
) -> list[tuple[Column, pd.Series]]:
    """Return the column, and after a date its parts."""
    if wish is None:
        role, note = infer_role(name, cells)
    else:
        role, note, cells = wish, "", apply_role(name, cells, wish, file)
    made = [make_column(name, cells, role, note)]
    if role in (Role.DATE, Role.TIME) and cells.kind is Kind.DATE:
        parts = [part for part in date_parts(name, cells) if part[0].name not in names]
        # the course of time itself is held fixed, and later years have no earlier rows
        made += [part for part in parts if role is Role.DATE or part[0].name != f"{name}.year"]
    return made


def _repeats(part: Column, columns: list[Column], values: dict[str, pd.Series]) -> bool:
    """Tell whether a part of a date is another coding of a feature that the data has itself."""
    if part.derived_from is None:
        return False
    codes = pd.factorize(values[part.name])[0]
    return any(
        bool((pd.factorize(values[other.name])[0] == codes).all())
        for other in columns
        if other.derived_from is None
        and other.role in FEATURE_ROLES
        and (other.distinct, other.missing) == (part.distinct, part.missing)
    )


def _check_features(columns: list[Column], wishes: Wishes, file: str | None) -> None:
    usable = {column.name for column in columns if column.role in USABLE_ROLES}
    by_name = {column.name: column for column in columns}
    for name in wishes.controls:
        parts = [column for column in columns if column.derived_from == name]
        if name not in usable and not parts:
            raise RoleError(
                message=f"It cannot be held fixed: its role is {by_name[name].role.value}.",
                file=file,
                column=name,
                remedy="Choose its role, or leave it out of the controls.",
            )
    if not usable:
        found = ", ".join(f"{column.name!r} is {column.role.value}" for column in columns[:8])
        raise InputError(
            message=f"No column is left that could explain the target ({found}).",
            file=file,
            remedy="Give columns that vary and repeat, or choose their roles.",
        )
