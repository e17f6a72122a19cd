"""A sentence with all names of a table found in it, and without what it holds fixed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.narration.grounding.names import COLUMN, LEVEL, Name
from dataexplain.narration.grounding.reading import Read, looked_at
from dataexplain.narration.grounding.vocabulary import SEXES
from dataexplain.narration.grounding.words import tokens
from dataexplain.sentences.everyday_names import EVERYDAY
from dataexplain.sentences.holding import SAME, Holding, without_held
from dataexplain.sentences.leftover_words import TEXT_WORDS, leftover_words
from dataexplain.sentences.matching import by_initial, further_names
from dataexplain.sentences.outcome_words import words_of
from dataexplain.sentences.plain_english import PLAIN_ENGLISH
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.row_nouns import row_nouns
from dataexplain.sentences.table_names import TableNaming, table_naming
from dataexplain.sentences.text_parts import TextParts, placed_name
from dataexplain.tables import Column, Table

# "More schooling" and "equal schooling" are said of a column, not of a level.
_MORE = frozenset({"more", "less", "higher", "lower", "longer", "shorter"}) | SAME
_MUCH_OF = frozenset({"year", "years", "amount", "level", "lot", "lots", "deal", "plenty", "lack"})

_YEARS = frozenset({"year", "years"})


@dataclass(frozen=True)
class Seen:
    """A sentence with all its names found, and without what it holds fixed."""

    read: Read
    naming: TableNaming
    holding: Holding
    unknown: tuple[str, ...]


def table_names_of(
    table: Table, rows: np.ndarray, further: tuple[Name, ...], columns: tuple[Column, ...] = ()
) -> TableNaming:
    """Return the names of a table, with how far its columns of numbers reach.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
    further : tuple of Name
        Names found for words of one sentence.
    columns : tuple of Column
        Columns that stand for what is said of texts.
    """
    spans = {}
    for column in table.features:
        if not column.nominal:
            values = table.frame[column.name].iloc[rows]
            low, high = values.min(), values.max()
            if low == low and high == high:  # NaN is no end
                spans[column.name] = (float(low), float(high))
    return table_naming(table, further=further, columns=columns, spans=spans)


def see(texts: TextParts, table: Table, rows: np.ndarray) -> Seen:
    """Look at a sentence twice: again with names for words that were not known at first."""
    places = tuple(
        replace(column, name=placed_name(place)) for place, column in enumerate(texts.columns)
    )
    further: tuple[Name, ...] = ()
    for _ in range(2):
        naming = table_names_of(table, rows, further, places)
        whole = looked_at(texts.text, naming)
        holding = without_held(
            texts.text, whole.found, whole.named, says_a_way=bool(whole.directed)
        )
        read = looked_at(holding.text, naming)
        nouns = row_nouns(read.found, read.named, _own_words(table))
        unknown = leftover_words(read, naming, _plain_words(naming, table) | nouns)
        tried = (*unknown, *_everyday_words(read))
        found = further_names(tried, naming, _counted(read))
        found |= {word: (name,) for word, name in by_initial(unknown, read, naming).items()}
        if further or not found:
            break
        further = tuple(_one_of(word, names, read) for word, names in found.items())
    return Seen(read, naming, holding, unknown)


def _everyday_words(read: Read) -> tuple[str, ...]:
    """Return the words that carry nothing by themselves, and may still mean a column: "pay"."""
    inside = {at for entry in read.named for at in range(entry.start, entry.end)}
    words = (token.word for at, token in enumerate(read.found) if at not in inside)
    return tuple(dict.fromkeys(word for word in words if word in PLAIN_ENGLISH & EVERYDAY))


def _counted(read: Read) -> frozenset[str]:
    """Return the words of which there is more or less."""
    words = [token.word for token in read.found]
    more = {word for before, word in itertools.pairwise(words) if before in _MORE}
    of = zip(words, words[1:], words[2:], strict=False)
    return frozenset(
        more
        | {
            word
            for much, link, word in of
            if (link == "of" and much in _MUCH_OF) or (link == "in" and much in _YEARS)
        }
    )


def _one_of(word: str, names: Sequence[Name], read: Read) -> Name:
    """Return the name that a word has here: that of a column one of whose levels stands beside it.

    Raises
    ------
    UntestableError
        Where it may be either.
    """
    if len({(name.column, name.level) for name in names}) == 1:
        return names[0]
    places = [at for at, token in enumerate(read.found) if token.word == word]
    beside = {
        entry.column
        for entry in read.named
        for at in places
        if entry.kind == LEVEL and (entry.end == at or entry.start == at + 1)
    }
    own = [name for name in names if name.column in beside and name.kind == COLUMN]
    if len(own) == 1:
        return own[0]
    either = " or ".join(dict.fromkeys(name.level or name.column for name in names))
    raise UntestableError(f"“{word}” may mean {either}; say which.")


def _own_words(table: Table) -> tuple[str, ...]:
    """Return the words of the columns' names and of the file's."""
    names = " ".join(column.name for column in table.columns).replace("_", " ")
    return (*(token.word for token in tokens(names) if token.is_word), *_file_words(table))


def _plain_words(naming: TableNaming, table: Table) -> set[str]:
    """Return the words that the outcome is called by, and those of the file's name."""
    own = words_of(naming.families)
    sexes = {word for words in SEXES.values() for word in words}
    known = {level.lower() for levels in naming.levels.values() for level in levels}
    told = bool(known & set(SEXES))
    texts = TEXT_WORDS if table.texts else frozenset()
    return own | texts | set(_file_words(table)) | (set() if told else sexes)


def of_one_sex(read: Read) -> str:
    """Return the word for a sex that names no level, empty where there is none."""
    inside = {at for entry in read.named for at in range(entry.start, entry.end)}
    sexes = {word for words in SEXES.values() for word in words}
    words = (token.word for at, token in enumerate(read.found) if at not in inside)
    return next((word for word in words if word in sexes), "")


def _file_words(table: Table) -> tuple[str, ...]:
    name = table.source.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return tuple(token.word for token in tokens(name.replace("_", " ")))
