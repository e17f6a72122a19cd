"""A table of texts as two groups: one level of a column against another, or against the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dataexplain.errors import InputError, did_you_mean
from dataexplain.tables import Split, Table, Task, split_rows

# With fewer different texts on a side of the split, nothing could be told of a group.
LEAST_TEXTS = 8


def two_groups(table: Table, first: object = None, second: object = None) -> Table:
    """Return a table with two groups: `first`, and `second` or everything else.

    Parameters
    ----------
    table : Table
        Its target says which group a row is of.
    first : optional
        The group that is spoken of; where there are two, the positive one by default.
    second : optional
        What it is compared with; by default every other row.

    Returns
    -------
    Table
        Of a binary task, its positive class the first group.

    Raises
    ------
    InputError
        When there is no such group, or one has to be named.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"text": [f"t {n}" for n in range(60)], "region": ["n", "s", "w"] * 20}
    >>> table = build_table(data, "region", text=["text"])
    >>> two_groups(table, "n").classes, len(two_groups(table, "n", "w"))
    (('n', 'not n'), 40)
    """
    classes = table.classes
    if table.task is Task.REGRESSION:
        raise InputError(
            "It holds numbers, not groups.",
            file=table.source,
            column=table.target,
            remedy="Give a column with a few different values, or make one of it.",
        )
    if first is None and table.task is not Task.BINARY:
        raise InputError(
            f"It has {len(classes)} groups: {_named(classes)}.",
            file=table.source,
            column=table.target,
            remedy="Say which one shall be compared with the rest, such as --positive "
            f"{classes[0]!r}; with --against, which one it shall be compared with.",
        )
    # a group of a column of numbers may be given as a number
    first = table.positive or classes[0] if first is None else _class_of(first)
    second = None if second is None else _class_of(second)
    for name in filter(None, (first, second)):
        if name not in classes:
            raise InputError(
                f"It has no group {name!r}. {did_you_mean(name, classes)}".rstrip(),
                file=table.source,
                column=table.target,
                remedy="",
            )
    if second == first:
        raise InputError(
            f"The group {first!r} cannot be compared with itself.",
            file=table.source,
            column=table.target,
            remedy="Name two groups.",
        )
    groups = table.frame[table.target].astype(str)
    kept = np.ones(len(table), dtype=bool)
    if second is not None:
        kept = np.asarray(groups.isin([first, second]))
    rest = [name for name in classes if name != first]
    others = second or (rest[0] if len(rest) == 1 else f"not {first}")
    sides = np.where(groups == first, first, others)
    return _only(table, kept, pd.Series(sides), (first, others))


def _class_of(given: object) -> str:
    """Return what a group is called that may be given as a number: 2.0 is the class "2"."""
    return str(int(given) if isinstance(given, float) and given.is_integer() else given)


def _only(table: Table, kept: np.ndarray, sides: pd.Series, names: tuple[str, str]) -> Table:
    groups = pd.Categorical(sides, categories=list(names))
    frame = table.frame.assign(**{table.target: groups})[kept].reset_index(drop=True)
    columns = tuple(
        replace(column, levels=names, distinct=2) if column.name == table.target else column
        for column in table.columns
    )
    explained = f"The explained class of {table.target!r} is "
    return replace(
        table,
        frame=frame,
        columns=columns,
        task=Task.BINARY,
        positive=names[0],
        # which class is explained may be another one now, and the title says it
        notes=tuple(note for note in table.notes if not note.startswith(explained)),
        row_keys=_part(table.row_keys, kept),
        row_times=_part(table.row_times, kept),
        file_rows=_part(table.file_rows, kept),
    )


def _part(values: np.ndarray | None, kept: np.ndarray) -> np.ndarray | None:
    return None if values is None else values[kept]


def split_of_groups(table: Table, text: str) -> Split:
    """Split the rows, or refuse groups that are too small for it.

    Parameters
    ----------
    table : Table
        Of two groups.
    text : str
        The text column.

    Raises
    ------
    InputError

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"text": [f"t {n}" for n in range(60)], "group": ["a", "b"] * 30}
    >>> len(split_of_groups(build_table(data, "group", text=["text"]), "text").verification)
    30
    """
    split = _without_seen(table, text, split_rows(table))
    texts, groups = table.frame[text], table.frame[table.target]
    for rows, side in ((split.discovery, "propose"), (split.verification, "test")):
        own = texts.iloc[rows]
        for name in table.classes:
            count = own[(groups.iloc[rows] == name).to_numpy()].dropna().nunique()
            if count < LEAST_TEXTS:
                raise InputError(
                    f"The group {name!r} has {count} different texts among the rows that {side}, "
                    f"and at least {LEAST_TEXTS} are needed.",
                    file=table.source,
                    column=table.target,
                    remedy="Give more texts, or compare larger groups.",
                )
    return split


def _without_seen(table: Table, text: str, split: Split) -> Split:
    """Return the split without later rows whose text has proposed; else copies stay together."""
    if table.row_times is None:
        return split
    texts = table.frame[text]
    seen = texts.iloc[split.discovery].dropna().unique()
    again = texts.iloc[split.verification].isin(seen).to_numpy()
    if not again.any():
        return split
    return replace(
        split,
        verification=split.verification[~again],
        method=f"{split.method}; rows whose text came before test nothing",
        left_out=split.left_out + int(again.sum()),
    )


def _named(classes: tuple[str, ...], most: int = 12) -> str:
    shown = ", ".join(repr(name) for name in classes[:most])
    return shown if len(classes) <= most else f"{shown} and {len(classes) - most} others"
