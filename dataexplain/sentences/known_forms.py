"""A sentence brought into the forms that the grammar knows, by what its table is called."""

from __future__ import annotations

import re
from collections.abc import Callable

from dataexplain.narration.grounding.directions import THE_OUTCOME, own_column
from dataexplain.narration.grounding.names import COLUMN, LEVEL
from dataexplain.narration.grounding.reading import looked_at
from dataexplain.narration.grounding.vocabulary import ABBREVIATIONS, COMPARATIVES
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.column_adjectives import adjectives_of, with_adjectives_named
from dataexplain.sentences.compared_sets import without_compared_sets
from dataexplain.sentences.contested_levels import with_contested_levels
from dataexplain.sentences.courses_said import with_course_plain
from dataexplain.sentences.effect_forms import with_effect_compared
from dataexplain.sentences.everyday_names import EVERYDAY
from dataexplain.sentences.left_unread import GLOSS
from dataexplain.sentences.leftover_words import KNOWN, ROW_WORDS
from dataexplain.sentences.matching import further_names
from dataexplain.sentences.outcome_words import words_of
from dataexplain.sentences.plain_forms import without_contractions, without_opening
from dataexplain.sentences.quotations import QUOTED
from dataexplain.sentences.rest_of_rows import without_rest
from dataexplain.sentences.said_in_texts import with_class_named
from dataexplain.sentences.spelling import with_slips_mended
from dataexplain.sentences.table_names import TableNaming
from dataexplain.sentences.turns_told import with_turn_plain
from dataexplain.sentences.ways_said import with_faring_plain, with_ways_plain
from dataexplain.tables import Role, Table

# What stands for a quotation while the rest is written plainly.
_MASK = "zqsaid"
_ABBREVIATED = ((re.compile(r"\bi\. ?e\.,?", re.IGNORECASE), "that is"),
                (re.compile(r"\be\. ?g\.,?", re.IGNORECASE), "say"))  # fmt: skip


def in_known_forms(sentence: str, naming: TableNaming, table: Table) -> tuple[str, tuple[str, ...]]:
    """Return a sentence in forms that the grammar knows, and remarks on what was taken for what.

    Parameters
    ----------
    sentence : str
    naming : TableNaming
    table : Table
    """
    text = without_contractions(without_opening(sentence)).strip(" .!")
    text, remarks = _mended(GLOSS.sub("", text), naming, table)
    for pattern, written in _ABBREVIATED:
        text = pattern.sub(written, text)
    text = with_class_named(text, table.classes)
    said = QUOTED.findall(text)
    for place, quoted in enumerate(said):
        text = text.replace(quoted, f"{_MASK}{chr(ord('a') + place)}", 1)
    text = without_compared_sets(with_contested_levels(without_rest(text), naming), naming)
    if any(column.role is not Role.TEXT for column in table.features):
        text = with_turn_plain(_with_values_told(text, naming), _called(naming))
        text = with_faring_plain(text, _own_words(naming))
        text = with_course_plain(with_ways_plain(text, naming.families), _called(naming))
        text = with_adjectives_named(text, naming)
        text = with_effect_compared(text, naming.families, _naming_of(naming))
        text = _COMPARED.sub(lambda match: _of_column(match, naming), text)
    for place, quoted in enumerate(said):
        text = text.replace(f"{_MASK}{chr(ord('a') + place)}", quoted, 1)
    return text, remarks


# "Getting older raises ...", where a column tells how old
_COMPARED = re.compile(
    r"^(?P<start>(?:the effect of )?)(?P<how>[a-z]+er) people (?=(?:raises|lowers|is) )",
    re.IGNORECASE,
)


# "Sundays (weekday=0)": the rows are those with the value.
_VALUED = re.compile(
    r"(?P<before>^|\bthan (?:on |in )?|, )(?:the )?(?P<noun>[A-Za-z]+) \((?P<column>\w+) ?(?:=|"
    r":|is) ?(?P<value>-?[\w.]+)\)"
)


def _with_values_told(text: str, naming: TableNaming) -> str:
    """Return "those with weekday 0" for "Sundays (weekday=0)"."""

    def told(match: re.Match[str]) -> str:
        column, value = match["column"], match["value"]
        if column not in naming.columns:
            return match[0]
        if naming.numeric(column) and re.fullmatch(r"-?\d+(?:\.\d+)?", value):
            return f"{match['before']}those with {column} {value}"
        own = naming.levels.get(column, ())
        return f"{match['before']}those with {column} {value}" if value in own else match[0]

    return _VALUED.sub(told, text)


def _of_column(match: re.Match[str], naming: TableNaming) -> str:
    found = own_column(match["how"].lower(), (), naming)
    if found is None or found[0] == THE_OUTCOME:
        return match[0]
    return f"{match['start']}{match['how']} {found[0]} "


def _called(naming: TableNaming) -> str:
    return naming.report.outcome.name.replace("_", " ")


def _own_words(naming: TableNaming) -> set[str]:
    """Return what the outcome is called."""
    own = words_of(naming.families)
    return own | {_called(naming).lower()}


def _mended(text: str, naming: TableNaming, table: Table) -> tuple[str, tuple[str, ...]]:
    """Return a text without slips of the pen, as far as they are clear."""
    every = [
        *naming.columns,
        *(level for levels in naming.levels.values() for level in levels),
        table.target,
        *table.classes,
    ]
    own = {token.word for name in every for token in tokens(name.replace("_", " "))}
    called = words_of(naming.families)
    adjectives = {entry.word for entry in adjectives_of(naming)}
    known = KNOWN | EVERYDAY | COMPARATIVES.keys() | called | own | adjectives

    def is_known(word: str) -> bool:
        return word in known or stem(word) in known or bool(further_names((word,), naming))

    longer = {word for words in ABBREVIATIONS.values() for word in words if word.isalpha()}
    telling = {word for word in longer if any(part in own for part in _shortened(word))}
    names = own | called | ROW_WORDS | telling
    return with_slips_mended(text, is_known, names, KNOWN | EVERYDAY)


def _shortened(word: str) -> list[str]:
    """Return what a word is shortened to in names of columns."""
    return [short for short, words in ABBREVIATIONS.items() if word in words]


def _naming_of(naming: TableNaming) -> Callable[[str], bool]:
    """Return what tells whether a part of a sentence names a column or a level."""

    def names(part: str) -> bool:
        read = looked_at(part, naming)
        if any(entry.kind in {COLUMN, LEVEL} for entry in read.named):
            return True
        words = [token.word for token in read.found if token.is_word]
        hints = [own_column(word, (), naming) for word in words]
        if any(hint is not None and hint[0] != THE_OUTCOME for hint in hints):
            return True
        unknown = [word for word in words if word not in KNOWN or word in EVERYDAY]
        return bool(further_names(unknown, naming))

    return names
