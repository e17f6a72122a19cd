"""A plain sentence near to one that could not be read, which the table can answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dataexplain.narration.grounding.names import COLUMN, LEVEL
from dataexplain.narration.grounding.reading import Read, looked_at
from dataexplain.narration.grounding.vocabulary import DIRECTIONS
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.refusing import UntestableError, refuse_by_form
from dataexplain.sentences.seen_sentences import table_names_of
from dataexplain.sentences.table_names import SEVERAL, TableNaming
from dataexplain.tables import Table

# A longer one says more than a single plain sentence could.
MOST_WORDS = 60


def nearby_sentence(sentence: str, table: Table, rows: np.ndarray) -> str:
    """Return a plain sentence on a column that is named, or nothing.

    It says less than what was brought, and is no reading of it: it shows which words a table
    understands. Only names as the table has them count, since a guess at other words would lead
    away from what was meant. What is no statement of fact gets none.

    Parameters
    ----------
    sentence : str
        One that the grammar refuses.
    table : Table
    rows : ndarray of int
        Discovery rows.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "churn": ["no", "yes", "no"] * 10}
    >>> table = build_table(data, "churn")
    >>> nearby_sentence("Pro folks with a dog jump ship sooner", table, np.arange(30))
    'churn is more likely where plan is pro'
    """
    if len(sentence.split()) > MOST_WORDS:
        return ""
    try:
        refuse_by_form(sentence)
    except UntestableError as error:
        if error.sure:
            return ""
    naming = table_names_of(table, rows, ())
    read = looked_at(sentence, naming)
    readable = (
        said
        for said in _candidates(read, naming, table)
        if read_by_grammar(said, table, rows).claims
    )
    return next(readable, "")


def _candidates(read: Read, naming: TableNaming, table: Table) -> Iterator[str]:
    """Yield plain sentences on what is named, the fullest first."""
    up = not any(DIRECTIONS.get(read.found[at].word, 1) < 0 for at in read.directed)
    classes = bool(table.classes)
    more = ("more" if up else "less") + " likely" if classes else "higher" if up else "lower"
    moves = "rises" if up else "falls"
    levels = [
        (entry.column, entry.level)
        for entry in read.named
        if entry.kind == LEVEL and SEVERAL not in entry.level
    ]
    for place, (column, level) in enumerate(levels):
        others = [other for name, other in levels[place + 1 :] if name == column and other != level]
        for other in others[:1]:
            yield (f"{table.target} is {more} where {column} is {level} than where it is {other}")
        yield f"{table.target} is {more} where {column} is {level}"
    for entry in read.named:
        if entry.kind == COLUMN and naming.numeric(entry.column):
            yield f"{table.target} {moves} with {entry.column}"
    for entry in read.named:
        if entry.kind == COLUMN:
            yield f"{entry.column} makes a difference to {table.target}"
