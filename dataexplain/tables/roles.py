"""What a column is for: found from its cells and its name, or taken from the user."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from dataexplain.errors import RoleError, did_you_mean
from dataexplain.tables.cell_types import Cells, Kind
from dataexplain.tables.cells import read_forced
from dataexplain.tables.scales import scale_order
from dataexplain.tables.table import Role

NEAR_UNIQUE = 0.9
_MAX_LEVELS, _MIN_LEVELS, _ROWS_A_LEVEL = 200, 20, 20
# Words that come back so often each are levels even where most of them are too rare to compare.
_ROWS_A_REPEATED_LEVEL = 5
_MAX_CHOSEN_LEVELS = 1000
_ORDINAL_STEPS = range(3, 11)
_MAX_CHOSEN_STEPS = 50
_FEW = 10
_SENTENCE_WORDS = 3.0
_LONG_TEXT = 40
_ID_NAME = re.compile(
    r"(?:^|[\W_])(?:id|ids|uuid|guid|idx|index|key|rownum|row_?number|serial)$|unnamed: 0"
)
_ID_CAMEL = re.compile(r"[a-z](?:Id|ID|Key|Index)$")
_BOOLEAN_WORDS = (("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("off", "on"))
_CHOOSABLE = tuple(role for role in Role if role not in (Role.TARGET, Role.CONSTANT))


def infer_role(name: str, cells: Cells) -> tuple[Role, str]:
    """Find the role of a column that nobody named one for.

    Parameters
    ----------
    name : str
    cells : Cells
        The cells of the rows that have a target.

    Returns
    -------
    tuple of Role and str
        The role, and a note where the reader should know why.

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> infer_role("size", read_cells(pd.Series(["S", "M", "L", "S"])))[0].value
    'ordinal'
    """
    distinct = cells.distinct
    rows = int((~cells.missing).sum())
    if distinct.size < 2:
        return Role.CONSTANT, _constant_note(cells, rows)
    if cells.kind is Kind.DATE:
        return Role.DATE, ""
    if cells.kind is Kind.NUMBER:
        return _number_role(name, rows, distinct)
    return _words_role(name, cells, rows, [str(level) for level in distinct])


def parse_role(text: str, column: str, file: str | None = None) -> Role:
    """Return the role of that name.

    Raises
    ------
    RoleError
        When there is none, or when nobody may choose it.

    Examples
    --------
    >>> parse_role("numeric", "age").value
    'numeric'
    """
    plain = text.strip().lower()
    if plain == Role.TARGET:
        raise RoleError(
            message="The target is not chosen by a role.",
            file=file,
            column=column,
            remedy="Name it as the target.",
        )
    names = [role.value for role in _CHOOSABLE]
    if plain not in names:
        hint = did_you_mean(plain, names) or f"There are: {', '.join(names)}."
        raise RoleError(
            message=f"There is no role {text!r}.", file=file, column=column, remedy=hint
        )
    return Role(plain)


def apply_role(name: str, cells: Cells, role: Role, file: str | None = None) -> Cells:
    """Return the cells read as a chosen role needs them.

    Raises
    ------
    RoleError
        When the column cannot play the role.

    Examples
    --------
    >>> from dataexplain.tables.cells import read_cells
    >>> apply_role("colour", read_cells(pd.Series(["red", "blue"])), Role.NUMERIC)
    Traceback (most recent call last):
    ...
    dataexplain.errors.RoleError: column 'colour': It cannot be numeric: 'blue' is not a number. ...
    """
    if role in (Role.NUMERIC, Role.WEIGHTS):
        cells = _as_kind(name, cells, role, Kind.NUMBER, file)
    elif role is Role.DATE or (role is Role.TIME and cells.kind is Kind.WORDS):
        cells = _as_kind(name, cells, role, Kind.DATE, file)
    problem, remedy = _objection(cells, role)
    if problem:
        raise RoleError(
            message=f"It cannot be {role.value}: {problem}.", file=file, column=name, remedy=remedy
        )
    return cells


def boolean_levels(levels: list[str]) -> tuple[str, str] | None:
    """Return the words for no and yes when the levels are such a pair.

    Examples
    --------
    >>> boolean_levels(["Yes", "No"]), boolean_levels(["red", "blue"])
    (('No', 'Yes'), None)
    """
    lowered = {level.lower() for level in levels[:10]}  # each word in a few spellings
    for pair in _BOOLEAN_WORDS:
        if lowered == set(pair):
            no, yes = (min(name for name in levels if name.lower() == word) for word in pair)
            return no, yes
    return None


def level_order(cells: Cells, levels: list[str]) -> tuple[str, ...] | None:
    """Return the levels in the order that the data or a known scale gives them, or None."""
    if cells.ordered and isinstance(cells.values, pd.Categorical):
        return tuple(str(level) for level in cells.values.categories if str(level) in set(levels))
    return scale_order(levels)


def is_whole(values: np.ndarray) -> bool:
    """Tell whether every number is whole.

    Examples
    --------
    >>> is_whole(np.array([1.0, 2.0])), is_whole(np.array([0.5]))
    (True, False)
    """
    return bool((values == np.floor(values)).all())


def _constant_note(cells: Cells, rows: int) -> str:
    if not rows:
        return "Every cell is missing."
    if rows < len(cells.values):
        return "There is one value beside empty cells; if empty means no, write a word for it."
    return "Every cell holds the same value."


def _number_role(name: str, rows: int, distinct: np.ndarray) -> tuple[Role, str]:
    count = distinct.size
    if count == 2:
        return (Role.BOOLEAN if set(distinct.tolist()) == {0.0, 1.0} else Role.CATEGORICAL), ""
    if not is_whole(distinct):
        return Role.NUMERIC, ""
    span = distinct[-1] - distinct[0] + 1
    if count == rows == span and distinct[0] in (0.0, 1.0) and count > _MIN_LEVELS:
        return Role.IDENTIFIER, "It counts the rows."
    if count > _MIN_LEVELS and _names_identifier(name):
        if count >= NEAR_UNIQUE * rows:
            return Role.IDENTIFIER, ""
        return Role.IDENTIFIER, "Its name says identifier, yet values repeat: perhaps a group."
    if count in _ORDINAL_STEPS and span <= 2 * count:
        return Role.ORDINAL, ""
    return Role.NUMERIC, ""


def _names_identifier(name: str) -> bool:
    return bool(_ID_NAME.search(name.lower()) or _ID_CAMEL.search(name))


def _words_role(name: str, cells: Cells, rows: int, levels: list[str]) -> tuple[Role, str]:
    count = len(levels)
    if boolean_levels(levels):
        return Role.BOOLEAN, ""
    if level_order(cells, levels):
        return Role.ORDINAL, ""
    if count >= NEAR_UNIQUE * rows and count > _FEW:
        return (Role.TEXT if _are_sentences(levels) else Role.IDENTIFIER), ""
    if count <= max(_MIN_LEVELS, min(_MAX_LEVELS, rows // _ROWS_A_LEVEL)):
        return Role.CATEGORICAL, ""
    if _are_sentences(levels):
        return Role.TEXT, f"Its {count:,} different values are too many to compare."
    named = f"Its {count:,} different values"
    if count * _ROWS_A_REPEATED_LEVEL > rows or count > _MAX_CHOSEN_LEVELS:
        return Role.IDENTIFIER, f"{named} are too many to compare."
    if _names_identifier(name):
        return Role.IDENTIFIER, "Its name says identifier, yet values repeat: perhaps a group."
    note = f"{named} repeat; if they say what rows belong to, such as a person, name it as group."
    return Role.CATEGORICAL, note


def _are_sentences(levels: list[str]) -> bool:
    words = "\n".join(levels).count(" ") / len(levels) + 1
    letters = sum(map(len, levels)) / len(levels)
    return words >= _SENTENCE_WORDS or (letters > _LONG_TEXT and words >= 2)


_REMEDIES = {
    Role.TIME: "Write times as dates or as numbers, or name another column.",
    Role.WEIGHTS: "Give every row a number of 0 or more, or name another column.",
}


def _as_kind(name: str, cells: Cells, role: Role, kind: Kind, file: str | None) -> Cells:
    read = read_forced(cells, kind)
    if read is not None:
        return read
    present = [str(cell) for cell in cells.raw if not pd.isna(cell) and str(cell).strip()]
    shown = f"{min(present)[:40]!r} is not a {kind.value}" if present else "every cell is missing"
    raise RoleError(
        message=f"It cannot be {role.value}: {shown}.",
        file=file,
        column=name,
        remedy=_REMEDIES.get(role, "Leave the role out, or choose categorical."),
    )


def _objection(cells: Cells, role: Role) -> tuple[str, str]:
    """Say why cells of the right kind still cannot play a role, and what would mend it."""
    if role is Role.GROUP and cells.missing.all():
        return "every cell is missing", "Name another column, or none."
    if role in (Role.TEXT, Role.IDENTIFIER, Role.GROUP, Role.IGNORED):
        return "", ""
    distinct = cells.distinct
    count = distinct.size
    if role is Role.WEIGHTS:
        if cells.missing.any():
            row = int(np.flatnonzero(cells.missing)[0]) + 1
            note = f" ({cells.note.rstrip('.')})" if cells.note else ""
            return f"data row {row:,} has no number{note}", "Give every row a weight."
        if (distinct < 0).any():
            row = int(np.flatnonzero(np.asarray(cells.values) < 0)[0]) + 1
            return f"data row {row:,} has a negative one", "Give weights of 0 or more."
        if not (distinct > 0).any():
            return "all of them are 0", "Give weights of 0 or more, some of them above 0."
        return "", ""
    if count < 2:
        return "it does not vary", "Leave it out."
    if role is Role.BOOLEAN and count != 2:
        return f"it has {count:,} different values", "Choose categorical."
    if role is Role.CATEGORICAL and count > _MAX_CHOSEN_LEVELS:
        return f"it has {count:,} different values", "Choose identifier or text."
    if role is Role.ORDINAL:
        if cells.kind is Kind.WORDS and not level_order(cells, [str(level) for level in distinct]):
            return "the order of its words is not known", "Choose categorical."
        if cells.kind is not Kind.WORDS and count > _MAX_CHOSEN_STEPS:
            return f"it has {count:,} different values", "Choose numeric."
        if cells.kind is Kind.DATE:
            return "it holds dates", "Choose date."
    return "", ""
