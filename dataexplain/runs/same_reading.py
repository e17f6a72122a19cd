"""Reads new rows the way an old report read its own: roles, levels, scores, class and scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dataexplain.errors import ColumnNotFoundError, InputError, RoleError, TargetError
from dataexplain.features.judged_columns import JudgedQuestion
from dataexplain.features.text_columns import TextColumn, with_text_columns
from dataexplain.records import ColumnRecord, OutcomeRecord, ReportRecord
from dataexplain.runs.groups_again import with_the_rest
from dataexplain.runs.judging_again import NOT_JUDGED, JudgeAgain, other_judge, questions_of
from dataexplain.runs.same_words import read_off
from dataexplain.tables import Column, Role, Table, Task, as_frame, build_table, read_frame
from dataexplain.tables.cell_types import Cells, as_words, number_text
from dataexplain.tables.cells import read_cells
from dataexplain.tables.outcome_scale import LOG, SCALES, OutcomeScale
from dataexplain.tables.roles import apply_role
from dataexplain.tables.table import FEATURE_ROLES

# Without these, errors or rates would be those of other rows than the report's.
_INDISPENSABLE = {
    Role.WEIGHTS: "in which the report found its row weights",
    Role.GROUP: "by which the report said which rows belong together",
    Role.TIME: "by which the report said when a row was made",
}
_PARTS = ("year", "month", "weekday")
_DATES = (Role.DATE.value, Role.TIME.value)


@dataclass(frozen=True)
class NewRows:
    """New rows, read as a report read its own.

    Parameters
    ----------
    table : Table
        Its features are those that the report's statements need and the new rows have, in the
        order of the report.
    unusable : dict of str to str
        Why a column that is needed cannot be used, as the rest of a sentence about it.
    extra : tuple of str
        Columns that the report does not know.
    notes : tuple of str
        Rows that were left out, and why.
    """

    table: Table
    unusable: dict[str, str]
    extra: tuple[str, ...]
    notes: tuple[str, ...]


def read_as_before(
    report: ReportRecord,
    data: object,
    needed: Iterable[str],
    *,
    sheet: str | int | None = None,
    judge: JudgeAgain | None = None,
) -> NewRows:
    """Read new rows as a report read its own.

    Parameters
    ----------
    report : ReportRecord
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    needed : iterable of str
        The features that the report's statements speak of or hold fixed.
    sheet : str or int, optional
        The sheet of an Excel workbook.
    judge : JudgeAgain, optional
        Answers the questions that the report had put to texts.

    Returns
    -------
    NewRows

    Raises
    ------
    InputError
        When the target, or a column of weights, groups or times, is missing or unusable.
    """
    path = Path(data) if isinstance(data, (str, Path)) else None
    frame = as_frame(data) if path is None else read_frame(path, sheet=sheet)
    source = "table" if path is None else str(path)
    names = [str(name) for name in frame.columns]
    if report.target not in names:
        raise ColumnNotFoundError.among(report.target, names, file=source)
    frame = with_the_rest(report, frame)
    frame, notes = _with_known_outcome(report, frame, source)
    kept = ~read_cells(frame[report.target]).missing
    known = {column.name: column for column in report.columns}
    asked = set(needed)
    wanted = {
        column.name: column
        for column in report.columns
        if column.name in asked and column.role in FEATURE_ROLES
    }
    unusable: dict[str, str] = {}
    again = [entry for entry in read_off(report.columns) if entry.name in wanted]
    # a column that happens to be called like one that is read off is not it
    judged = {name for name, column in wanted.items() if column.asked}
    questions = questions_of(wanted.values()) if judge is not None else ()
    taken = judged.union(entry.name for entry in again)
    frame = frame.drop(columns=[name for name in names if name in taken])
    roles = {str(name): Role.IGNORED.value for name in frame.columns if name != report.target}
    unusable |= dict.fromkeys(judged.difference(entry.name for entry in questions), NOT_JUDGED)
    off_texts: tuple[TextColumn | JudgedQuestion, ...] = (*again, *questions)
    unusable |= {one.name: _lacks(one.source) for one in off_texts if one.source not in names}
    again = [entry for entry in again if entry.source in names]
    questions = tuple(entry for entry in questions if entry.source in names)
    read = [entry.source for entry in off_texts if entry.source in names]
    roles |= dict.fromkeys(read, Role.TEXT.value)
    of_texts = {*unusable, *(entry.name for entry in off_texts)}
    for name, column in wanted.items():
        if name in of_texts:
            continue
        origin = _date_of(name, known)
        if name not in names and origin is not None and origin in names:
            role, problem = _role_in(frame[origin], known[origin], kept, source)
            roles[origin] = role
            if problem:
                unusable[name] = problem
        elif name not in names:
            unusable[name] = "is missing"
        else:
            role, problem = _role_in(frame[name], column, kept, source)
            roles[name] = role
            if problem:
                unusable[name] = problem
    roles |= _special_roles(report, names, source)
    table = build_table(
        frame,
        report.target,
        roles=roles | _role_of_target(report),
        positive=report.outcome.positive,
        recode=_recodes(report, names),
        recode_must_occur=False,
        scale=_old_scale(report.outcome),
        source=source,
    )
    _check_task(report, table)
    table = with_text_columns(table, again)
    if judge is not None:
        table, remarks = judge(table, questions)
        other = other_judge(report.columns, judge.model) if questions else ""
        notes = (*notes, *remarks, *filter(None, (other,)))
    table = _with_old_columns(table, wanted)
    _check_logarithms(table, report.outcome)
    present = {column.name for column in table.features}
    for name in wanted:
        if name not in present:
            unusable.setdefault(name, "does not vary")
    extra = tuple(name for name in names if name not in known)
    return NewRows(table, unusable, extra, notes)


def _with_known_outcome(
    report: ReportRecord, frame: pd.DataFrame, source: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Leave out rows of classes that the report did not know; score the words of a scale."""
    cells = read_cells(frame[report.target])
    column = next((entry for entry in report.columns if entry.name == report.target), None)
    if report.task == Task.REGRESSION:
        _check_varies(cells, report.target, source)
        if column is None or not is_word_scale(column):
            return frame, ()
        return frame.assign(**{report.target: _scored(as_words(cells), column)}), ()
    words = as_words(cells)
    unknown = sorted(
        {str(level) for level in words.dropna().unique()} - set(report.outcome.classes)
    )
    if not unknown:
        _check_varies(cells, report.target, source)
        return frame, ()
    outside = np.asarray(words.isin(unknown))
    if outside[~cells.missing].all():
        classes = ", ".join(repr(name) for name in report.outcome.classes)
        raise TargetError(
            f"No row is of a class that the report knows ({classes}); there is {unknown[0]!r}.",
            file=source,
            column=report.target,
            remedy="Write the classes as they were.",
        )
    count = int(outside.sum())
    named = ", ".join(repr(name) for name in unknown[:5])
    rows = "1 row" if count == 1 else f"{count:,} rows"
    note = f"{rows} of {report.target!r} with classes that the report does not know ({named})"
    kept = words[~outside & ~cells.missing]
    if len(set(kept)) == 1:
        raise TargetError(
            f"All rows of classes that the report knows are of one, {str(kept[0])!r}.",
            file=source,
            column=report.target,
            remedy="Give rows of the other classes too.",
        )
    known = frame[report.target].astype(object).mask(outside)
    return frame.assign(**{report.target: known}), (f"{note} left out.",)


def _check_varies(cells: Cells, target: str, source: str) -> None:
    if cells.distinct.size == 1:
        raise TargetError(
            f"The target has the same value in every row, {str(cells.distinct[0])[:40]!r}.",
            file=source,
            column=target,
            remedy="Give rows in which it varies.",
        )


def _role_of_target(report: ReportRecord) -> dict[str, str]:
    role = Role.NUMERIC if report.task == Task.REGRESSION else Role.CATEGORICAL
    return {report.target: role.value}


def _role_in(
    cells: pd.Series, column: ColumnRecord, kept: np.ndarray, source: str
) -> tuple[str, str]:
    """Return the role to read a column with, and why it cannot play it, if so."""
    role = Role(column.role)
    if role is Role.ORDINAL:
        # words are scored as in the report afterwards; numbers are numbers, however many
        role = Role.CATEGORICAL if is_word_scale(column) else Role.NUMERIC
    elif role is Role.BOOLEAN:
        role = Role.CATEGORICAL  # another number of levels is for the comparison to tell
    try:
        read = apply_role(column.name, read_cells(cells).rows(kept), role, source)
    except RoleError as error:
        reason = error.message.removeprefix(f"It cannot be {role.value}: ").rstrip(".")
        reason = "does not vary" if "does not vary" in reason else f"cannot be read: {reason}"
        return Role.IGNORED.value, reason
    return role.value, _unit_problem(read, column)


def _unit_problem(cells: Cells, column: ColumnRecord) -> str:
    if column.unit and cells.unit and column.unit != cells.unit:
        return f"is in {cells.unit}, not in {column.unit}"
    return ""


def _lacks(source: str) -> str:
    return f"cannot be read off {source!r}, which is missing"


def _date_of(name: str, known: dict[str, ColumnRecord]) -> str | None:
    """Return the date or time column that a feature is a part of."""
    origin, _, part = name.rpartition(".")
    if part in _PARTS and origin in known and known[origin].role in _DATES:
        return origin
    return None


def _special_roles(report: ReportRecord, names: list[str], source: str) -> dict[str, str]:
    """Return the columns with weights, groups and times, which have to be there."""
    found = {}
    for role, did in _INDISPENSABLE.items():
        for name, value in report.roles.items():
            if value != role.value:
                continue
            if name not in names:
                raise InputError(
                    f"There is no column {name!r}, {did}.",
                    file=source,
                    remedy="Give rows that have it.",
                )
            found[name] = value
    return found


def _recodes(report: ReportRecord, names: list[str]) -> list[str]:
    wishes = [str(wish) for wish in report.settings.get("recode") or ()]
    return [wish for wish in wishes if any(wish.startswith(f"{name}=") for name in names)]


def _check_task(report: ReportRecord, table: Table) -> None:
    if table.task.value != report.task:
        raise TargetError(
            f"Only {len(table.classes)} of the report's {len(report.outcome.classes)} classes "
            "have rows, so that the outcome is another one.",
            file=table.source,
            column=report.target,
            remedy="Give rows of more classes.",
        )


def _with_old_columns(table: Table, wanted: dict[str, ColumnRecord]) -> Table:
    """Give columns the levels, scores and roles of the report, and leave out other features."""
    series: dict[str, pd.Series] = {}
    columns = []
    for column in table.columns:
        old = wanted.get(column.name)
        if old is None or column.role not in FEATURE_ROLES:
            if column.role not in FEATURE_ROLES:
                columns.append(column)
            continue
        values, changed = _as_old(table.frame[column.name], column, old)
        if values.nunique() > 1:
            series[column.name] = values
            columns.append(changed)
    order = {name: place for place, name in enumerate(wanted)}
    columns.sort(key=lambda column: order.get(column.name, -1))
    frame = table.frame.assign(**series)
    names = [column.name for column in columns]
    return replace(table, frame=frame[names], columns=tuple(columns), controls=())


def _as_old(values: pd.Series, column: Column, old: ColumnRecord) -> tuple[pd.Series, Column]:
    role = Role(old.role)
    if is_word_scale(old) and column.nominal:
        values = pd.Series(_scored(pd.Categorical(values), old), index=values.index)
        return values, replace(column, role=role, levels=old.levels, scores=old.scores)
    if column.nominal and role in (Role.NUMERIC, Role.ORDINAL):
        numbers = pd.to_numeric(values.astype("str"), errors="coerce").astype(np.float64)
        return numbers, replace(column, role=role, levels=(), scores=())
    if not column.nominal and role in (Role.CATEGORICAL, Role.BOOLEAN):
        words = values.map(number_text, na_action="ignore").astype("category")
        levels = tuple(str(level) for level in words.cat.categories)
        return words, replace(column, role=role, levels=levels, scores=())
    return values, replace(column, role=role)


def is_word_scale(column: ColumnRecord) -> bool:
    """Tell whether a column's numbers stand for words in an order, and not for themselves.

    Examples
    --------
    >>> is_word_scale(ColumnRecord("size", "ordinal", 0, 2, levels=("S", "M"), scores=(1.0, 2.0)))
    True
    >>> is_word_scale(ColumnRecord("rooms", "ordinal", 0, 2, levels=("3", "4"), scores=(3.0, 4.0)))
    False
    """
    return bool(column.scores) and column.levels != tuple(f"{score:g}" for score in column.scores)


def _scored(words: pd.Categorical, column: ColumnRecord) -> np.ndarray:
    """Return the report's number for each word; NaN for a word that it does not know."""
    scores = dict(zip(column.levels, column.scores, strict=True))
    numbers = [scores.get(str(level), np.nan) for level in words.categories]
    return np.asarray(np.append(numbers, np.nan)[words.codes], dtype=np.float64)


def _old_scale(outcome: OutcomeRecord) -> OutcomeScale:
    """Return the report's scale with its own bounds, not those of the new rows."""
    if outcome.scale not in SCALES:
        raise InputError(f"The report's outcome has an unknown scale, {outcome.scale!r}.")
    low, high = outcome.bounds
    return OutcomeScale(outcome.scale, low=low, high=high, offset=outcome.offset)


def _check_logarithms(table: Table, outcome: OutcomeRecord) -> None:
    if outcome.scale != LOG:
        return
    values = table.frame[table.target].to_numpy(dtype=np.float64)
    if (values + outcome.offset <= 0).any():
        raise TargetError(
            f"The report took logarithms of the target plus {outcome.offset:g}, and "
            f"{values.min():g} is too small for that.",
            file=table.source,
            column=table.target,
            remedy="Leave such rows out.",
        )
