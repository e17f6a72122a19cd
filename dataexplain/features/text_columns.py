"""A table with texts -> the same table with columns that are read off them.

For each group of terms a column of yes and no, and one with the number of words. All that follows
treats them like any other column. An empty text mentions nothing; where a text is missing, so are
all columns read off it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.term_display import shown_term
from dataexplain.features.term_groups import Meaning, find_term_groups, strongest_term
from dataexplain.features.term_scores import columns_basis
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.tables import Column, Role, Table, Task

LEVELS = NO, YES = "no", "yes"
# Terms that stand in the name of a column.
MOST_NAMED = 6


@dataclass(frozen=True)
class TextColumn:
    """One column that is read off a text: by its terms, or without any the number of words.

    Parameters
    ----------
    name : str
    source : str
        The text column.
    terms : tuple of str
    """

    name: str
    source: str
    terms: tuple[str, ...] = ()


def read_off_texts(
    table: Table, rows: np.ndarray, *, meaning: Meaning | None = None, tokenizer: Tokenizer = words
) -> Table:
    """Find groups of terms on discovery rows, and add the columns read off all texts.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows, in an order that says nothing: no other row's outcome or text is looked at
        in choosing terms.
    meaning : callable, optional
        Terms in, vectors of length 1 out; without it terms are merged by co-occurrence alone.
    tokenizer : callable, default=`words`

    Returns
    -------
    Table
        The table itself, where it has no texts.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> texts = [("refund it", "kept it", "it came")[n % 3] for n in range(90)]
    >>> data = {"review": texts, "stars": [1 + n % 2 + 3 * (n % 3 > 0) for n in range(90)]}
    >>> wide = read_off_texts(build_table(data, "stars", text=["review"]), np.arange(90))
    >>> [column.name for column in wide.features]
    ['review: "refund"']
    """
    wanted: list[TextColumn] = []
    notes: list[str] = []
    for column in table.texts:
        taken = {entry.name for entry in table.columns} | {entry.name for entry in wanted}
        own = _columns_of(table, column.name, rows, meaning, tokenizer)
        wanted += [replace(entry, name=free_name(entry.name, taken)) for entry in own]
        notes.append(_note(column.name, sum(bool(entry.terms) for entry in own)))
    wide = with_text_columns(table, wanted, tokenizer)
    return replace(wide, notes=(*wide.notes, *notes)) if wanted else wide


def with_text_columns(
    table: Table, wanted: Iterable[TextColumn], tokenizer: Tokenizer = words
) -> Table:
    """Add columns read off texts, behind all others.

    Parameters
    ----------
    table : Table
    wanted : iterable of TextColumn
    tokenizer : callable, default=`words`

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> texts = ["Refund, please", "fine", None, ""] * 5
    >>> table = build_table({"review": texts, "stars": range(20)}, "stars", text=["review"])
    >>> refund = TextColumn("refund", "review", ("refund",))
    >>> list(with_text_columns(table, [refund]).frame["refund"][:3])
    ['yes', 'no', nan]
    """
    made: dict[str, pd.Series] = {}
    columns: list[Column] = []
    by_source: dict[str, list[TextColumn]] = {}
    for entry in wanted:
        by_source.setdefault(entry.source, []).append(entry)
    for source, entries in by_source.items():
        texts = table.frame[source]
        known = texts.notna().to_numpy()
        cells = texts[known].astype(str).tolist()
        for entry, values in zip(entries, _values(cells, entries, tokenizer), strict=True):
            column, series = _made(entry, values, known)
            columns.append(column)
            made[entry.name] = series
    if not made:
        return table
    frame = pd.concat([table.frame, pd.DataFrame(made, index=table.frame.index)], axis=1)
    return replace(table, frame=frame, columns=(*table.columns, *columns))


def _columns_of(
    table: Table, name: str, rows: np.ndarray, meaning: Meaning | None, tokenizer: Tokenizer
) -> list[TextColumn]:
    """Return what is read off one text column: its length, and its groups of terms."""
    texts = table.frame[name].iloc[rows]
    weights = table.weights()
    used = texts.notna().to_numpy()
    if weights is not None:
        used = used & (weights[rows] > 0)
    cells = texts[used].astype(str).tolist()
    places = rows[used]
    outcomes = _outcomes(table, places)
    groups = find_term_groups(
        cells,
        outcomes,
        weights=None if weights is None else weights[places],
        held=columns_basis(table, places),
        meaning=meaning,
        tokenizer=tokenizer,
    )
    lengths = {len(tokenizer(cell)) for cell in cells}
    found = [length_column(name)] if len(lengths) > 1 else []
    if not (groups or found or table.features) and cells:
        term = strongest_term(cells, outcomes, tokenizer)
        groups = ((term,),) if term is not None else ()
    return [*found, *(TextColumn(column_name(name, group), name, group) for group in groups)]


def _outcomes(table: Table, rows: np.ndarray) -> np.ndarray:
    """Return one column a class, or the ranks of a number: a few extremes choose no terms."""
    if table.task is Task.REGRESSION:
        return np.asarray(rankdata(table.outcome()[rows])[:, None])
    return np.column_stack([table.outcome(name)[rows] for name in table.explained_classes])


def length_column(source: str) -> TextColumn:
    """Return the column with the number of words of a text."""
    return TextColumn(f"words in {source}", source)


def column_name(source: str, terms: Sequence[str]) -> str:
    """Return what a column is called that says whether a text mentions any of some terms.

    Examples
    --------
    >>> column_name("review", ["refund", "money back"])
    'review: "refund", "money back"'
    >>> column_name("review", "abcdefgh")
    'review: "a", "b", "c", "d", "e", "f", ...'
    """
    named = [f'"{shown_term(term)}"' for term in terms[:MOST_NAMED]]
    more = ["..."] if len(terms) > MOST_NAMED else []
    return f"{source}: {', '.join([*named, *more])}"


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where the table has it already.

    Examples
    --------
    >>> free_name("age", {"age", "age (2)"})
    'age (3)'
    """
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _note(name: str, groups: int) -> str:
    if not groups:
        return f"No words of {name!r} stood out on the rows that propose."
    are = "1 group of words was" if groups == 1 else f"{groups} groups of words were"
    return f"{are} read off {name!r}, chosen on the rows that propose."


def _values(
    cells: Sequence[str], entries: Sequence[TextColumn], tokenizer: Tokenizer
) -> list[np.ndarray]:
    """Return for each column what every known text holds."""
    terms = list(dict.fromkeys(term for entry in entries for term in entry.terms))
    index = NgramIndex(terms, tokenizer)
    counts = index.count(cells).tocsc() if cells else None
    values = []
    for entry in entries:
        if not entry.terms:
            values.append(np.array([len(tokenizer(cell)) for cell in cells], dtype=np.float64))
        elif counts is None:
            values.append(np.empty(0))
        else:
            places = [index.columns[term] for term in entry.terms]
            values.append(np.asarray(counts[:, places].sum(axis=1) > 0, dtype=np.float64).ravel())
    return values


def _made(entry: TextColumn, values: np.ndarray, known: np.ndarray) -> tuple[Column, pd.Series]:
    missing = int((~known).sum())
    if not entry.terms:
        numbers = np.full(len(known), np.nan)
        numbers[known] = values
        column = Column(
            entry.name,
            Role.NUMERIC,
            missing=missing,
            distinct=len(np.unique(values)),
            integer=True,
            derived_from=entry.source,
        )
        return column, pd.Series(numbers)
    codes = np.full(len(known), -1)
    codes[known] = values.astype(np.int64)
    column = Column(
        entry.name,
        Role.BOOLEAN,
        missing=missing,
        distinct=len(np.unique(values)),
        levels=LEVELS,
        derived_from=entry.source,
        terms=entry.terms,
    )
    levels = pd.Index(LEVELS, dtype="str")
    return column, pd.Series(pd.Categorical.from_codes(codes, levels))
