"""The target column: which kind of outcome it is, and which class is explained."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dataexplain.errors import TargetError, did_you_mean
from dataexplain.tables.cell_types import Cells, Kind, number_text
from dataexplain.tables.columns import make_column
from dataexplain.tables.roles import apply_role
from dataexplain.tables.table import Column, Role, Task

MIN_ROWS = 20
# With fewer rows the report says that little can be told.
FEW_ROWS = 100
MIN_CLASS_ROWS = 5
MAX_CLASSES = 50
# Numbers with so few values are classes; a rating from 3 to 9 is a number.
_FEW_VALUES = 4
_POSITIVE_WORDS = frozenset(["yes", "y", "true", "t", "1", "positive", "pos", "+", "on"])


@dataclass(frozen=True)
class Outcome:
    """The target as a table holds it."""

    column: Column
    values: pd.Series
    task: Task
    positive: str | None
    notes: tuple[str, ...]


def read_outcome(
    name: str, cells: Cells, role: Role | None, positive: object, file: str | None
) -> Outcome:
    """Read the target.

    Parameters
    ----------
    name : str
        The target column.
    cells : Cells
        Its cells in the rows that have a target.
    role : Role, optional
        Numeric or ordinal asks for regression, categorical or boolean for classification.
    positive : str, optional
        The class to explain when there are two.
    file : str, optional
        For errors.

    Returns
    -------
    Outcome

    Raises
    ------
    TargetError
        When the column cannot be explained.

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> outcome = read_outcome("left", read_cells(pd.Series(["no", "yes"] * 20)), None, None, None)
    >>> outcome.task.value, outcome.positive
    ('binary', 'yes')
    """
    problem = _Problem(name, file)
    rows = len(cells.values)
    if rows == 0:
        raise problem(
            message=_with_note("Every cell of the target is missing.", cells),
            remedy="Choose another target.",
        )
    if rows < MIN_ROWS:
        have = "There is 1 row" if rows == 1 else f"There are {rows} rows"
        raise problem(message=f"{have} with a target.", remedy=f"Give at least {MIN_ROWS} rows.")
    if role is not None:
        cells = apply_role(name, cells, role, file)
    distinct = cells.distinct
    if distinct.size < 2:
        raise problem(
            message=_with_note("The target has the same value in every row.", cells),
            remedy="Choose another target.",
        )
    if cells.kind is Kind.DATE:
        raise problem(
            message="The target is a date.",
            remedy="Choose another target, or turn it into a number.",
        )
    if _is_number(cells, distinct, role):
        if positive is not None:
            raise problem(
                message="The target is a number: it has no positive class.",
                remedy="Leave that out.",
            )
        column, values = make_column(name, cells, role or Role.NUMERIC)
        column = replace(column, role=Role.TARGET)
        return Outcome(column, values, Task.REGRESSION, None, _few(rows))
    outcome = _classes(problem, cells, distinct, positive)
    return replace(outcome, notes=(*outcome.notes, *_few(rows)))


def _few(rows: int) -> tuple[str, ...]:
    if rows >= FEW_ROWS:
        return ()
    return (f"There are only {rows} rows: only large effects can be told from so few.",)


class _Problem:
    """Builds the errors about one target."""

    def __init__(self, name: str, file: str | None) -> None:
        self.name, self.file = name, file

    def __call__(self, *, message: str, remedy: str | None) -> TargetError:
        return TargetError(message, file=self.file, column=self.name, remedy=remedy)


def _with_note(message: str, cells: Cells) -> str:
    """Add how the cells were read, which may be why the message is true."""
    return f"{message} {cells.note}".rstrip()


def _is_number(cells: Cells, distinct: np.ndarray, role: Role | None) -> bool:
    if role is not None:
        return role in (Role.NUMERIC, Role.ORDINAL)
    if cells.kind is not Kind.NUMBER:
        return False
    if distinct.size > _FEW_VALUES:
        return True
    # of three or more numbers, one in too few rows to be a class, all are amounts
    known = cells.values[~np.isnan(cells.values)]
    return distinct.size > 2 and int(np.unique(known, return_counts=True)[1].min()) < MIN_CLASS_ROWS


def _classes(problem: _Problem, cells: Cells, distinct: np.ndarray, positive: object) -> Outcome:
    if distinct.size > MAX_CLASSES:
        raise problem(
            message=f"The target has {distinct.size:,} classes; {MAX_CLASSES} is the most.",
            remedy="It looks like an identifier or text: choose another, or merge classes.",
        )
    column, values = make_column(problem.name, cells, Role.CATEGORICAL)
    counts = values.value_counts(sort=False)
    rare = [(str(level), int(count)) for level, count in counts.items() if count < MIN_CLASS_ROWS]
    if rare:
        named = ", ".join(f"{level!r} with {_rows(count)}" for level, count in rare[:5])
        raise problem(
            message=f"A class needs at least {MIN_CLASS_ROWS} rows; there is {named}.",
            remedy="Leave out these rows, or merge the class with another.",
        )
    column = replace(column, role=Role.TARGET)
    if len(counts) > 2:
        if positive is not None:
            raise problem(
                message=f"The target has {len(counts)} classes: none of them is the positive one.",
                remedy="Leave that out: every class is explained.",
            )
        return Outcome(column, values, Task.MULTICLASS, None, ())
    classes = [str(level) for level in counts.index]
    chosen = _positive_class(problem, classes, counts.to_numpy(), positive)
    other = next(level for level in classes if level != chosen)
    note = f"The explained class of {problem.name!r} is {chosen!r}; the other is {other!r}."
    return Outcome(column, values, Task.BINARY, chosen, () if positive is not None else (note,))


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _positive_class(
    problem: _Problem, classes: list[str], counts: np.ndarray, wanted: object
) -> str:
    if wanted is not None:
        texts = [str(wanted).strip()]
        if isinstance(wanted, (int, float)):
            texts += [number_text(float(wanted))]
        for text in texts:
            if text in classes:
                return text
        hint = did_you_mean(texts[0], classes) or f"The classes are {classes[0]!r}, {classes[1]!r}."
        raise problem(message=f"There is no class {texts[0]!r}.", remedy=hint)
    for level in classes:
        if level.lower() in _POSITIVE_WORDS:
            return level
    above = [level for level in classes if level.lstrip().startswith((">", "≥"))]
    if len(above) == 1:
        return above[0]
    return classes[0] if counts[0] < counts[1] else classes[1]
