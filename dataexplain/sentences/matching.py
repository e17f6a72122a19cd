"""Words that are no name as they stand: other forms of one, everyday words, slips of the pen."""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterable, Iterator

from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Name
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import ABBREVIATIONS, ENGLISH, GENERIC, word_set
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.everyday_names import (
    EVERYDAY_COLUMNS,
    EVERYDAY_LEVELS,
    is_common_head,
)
from dataexplain.sentences.table_names import SEVERAL, TableNaming, affirmed

_LEAST_LETTERS = 4
_OF_CRIMES = word_set("charge charges crime offence offense")
# Words that tables shorten to their first letter; else only a proper name is read so.
_BY_INITIAL = word_set("felony felonies misdemeanor misdemeanour misdemeanors misdemeanours")
_LEAST_SHARED = 0.6
# So many words may stand between a column and the word for its level.
_NEAR = 3
# What British and American English write differently: "fibre", "colour", "organise".
_SPELLING = re.compile(r"(?:re|er)$|u(?=r)|(?<=i)[sz](?=e)")
_ENDINGS = word_set(
    "s es ed d e ing er ers ly al ic y ity ies ied cy cies t ts ion ions ation ness th ate ated "
    "ful ial ist ists ian ish able or ors ant ants ent ents ance ence ce ship man men n en ally "
    "red ition itions"
) | {""}


def further_names(
    unknown: Iterable[str], naming: TableNaming, counted: Container[str] = ()
) -> dict[str, tuple[Name, ...]]:
    """Return what unknown words may be meant to name, by another form of a name.

    Parameters
    ----------
    unknown : iterable of str
    naming : TableNaming
    counted : container of str
        Words of which there is more or less, as of a column and not of a level: "more schooling".

    Returns
    -------
    dict of str to tuple of Name
        Several names where a word may be meant to be either.
    """
    found = {}
    for word in unknown:
        names = tuple(dict.fromkeys(_matches(word, naming, counted=word in counted)))
        if names:
            found[word] = names
    return found


def by_initial(unknown: Iterable[str], read: Read, naming: TableNaming) -> dict[str, Name]:
    """Return the levels of one letter that words stand for beside their own column.

    "Boarded at Cherbourg" names the level "C" of "embarked", "a felony charge" the "F" of a charge.

    Parameters
    ----------
    unknown : iterable of str
    read : Read
    naming : TableNaming
    """
    found: dict[str, Name] = {}
    for word in unknown:
        places = [at for at, token in enumerate(read.found) if token.word == word]
        near = {name.column for name in found.values()}  # "at Cherbourg ... than at Southampton"
        near |= {
            entry.column
            for entry in read.named
            for at in places
            if entry.kind == COLUMN and -_NEAR <= entry.start - at <= 1
        }
        if word in _BY_INITIAL:
            near |= {name for name in naming.columns if _OF_CRIMES & set(_parts(name))}
        levels = [
            (column, level)
            for column in near
            if naming.levels[column] and all(len(level) == 1 for level in naming.levels[column])
            for level in naming.levels[column]
            if level.lower() == word[0] and len(word) >= _LEAST_LETTERS
            if word in _BY_INITIAL or any(at and read.found[at].text[0].isupper() for at in places)
        ]
        if len(levels) == 1:
            ((column, level),) = levels
            found[word] = Name((stem(word),), LEVEL, column, level)
    return found


def slips(word: str, naming: TableNaming) -> tuple[str, ...]:
    """Return the columns and levels that a word looks like: "tenrue" like "tenure".

    Parameters
    ----------
    word : str
    naming : TableNaming
    """
    known: dict[str, str] = {}
    for column in naming.columns:
        known.update(dict.fromkeys((column.lower(), *_parts(column)), column))
    for column, levels in naming.levels.items():
        if column not in naming.scores:
            known.update({part: level for level in levels for part in _parts(level)})
    usable = [part for part in known if len(part) >= _LEAST_LETTERS]
    near = difflib.get_close_matches(word, usable, n=3, cutoff=0.78)
    return tuple(dict.fromkeys(known[part] for part in near))


def _matches(word: str, naming: TableNaming, *, counted: bool) -> Iterator[Name]:
    outcome = next(iter(naming.outcome_words), "") if len(naming.outcome_words) == 1 else ""
    if len(outcome) >= _LEAST_LETTERS and related(word, outcome):
        yield Name((stem(word),), OUTCOME, sign=naming.own_way)
        return
    levels: dict[str, list[str]] = {}
    known = {} if counted else naming.levels
    for column, every in known.items():
        for level in every if column not in naming.scores else ():
            parts = affirmed(_parts(level))
            if len(parts) > 1 and is_common_head(word):
                continue
            if any(related(word, part) for part in parts):
                levels.setdefault(column, []).append(level)
    told = {column: own for column, own in levels.items() if len(own) < len(naming.levels[column])}
    for column, own in told.items():
        yield Name((stem(word),), LEVEL, column, SEVERAL.join(own))
    if told:
        return
    for column, every in naming.levels.items():
        named = EVERYDAY_LEVELS.get(stem(word))
        meant = [level for level in every if named is not None and named in _parts(level)]
        if meant:
            yield Name((stem(word),), LEVEL, column, SEVERAL.join(meant))
    columns = [
        column for column in naming.columns if any(related(word, part) for part in _parts(column))
    ]
    numeric = [column for column in columns if naming.numeric(column)]
    # "the more educated": of the columns of one thing the one along which there is more of it
    for column in numeric if len(numeric) == 1 else columns:
        yield Name((stem(word),), COLUMN, column)
    if columns:
        return
    meant_columns = [
        column
        for part in EVERYDAY_COLUMNS.get(word, EVERYDAY_COLUMNS.get(stem(word), ()))
        for column in naming.columns
        if part in _parts(column) or part == column
    ]
    numeric = [column for column in meant_columns if naming.numeric(column)]
    for column in numeric if counted and len(numeric) == 1 else meant_columns:
        yield Name((stem(word),), COLUMN, column)


def related(word: str, part: str) -> bool:
    """Return whether a word is another form of a part of a name.

    Examples
    --------
    >>> related("monthly", "month"), related("alcoholic", "alcohol"), related("month", "moth")
    (True, True, False)
    >>> related("employed", "emp"), related("rainy", "rain"), related("caring", "car")
    (True, True, False)
    """
    if word == part or _SPELLING.sub("", word) == _SPELLING.sub("", part) != "":
        return True
    if part in GENERIC or part in ENGLISH or len(word) < _LEAST_LETTERS:
        return False
    if word in ABBREVIATIONS.get(part, ()) or stem(word) in ABBREVIATIONS.get(part, ()):
        return True
    word, part = stem(word), stem(part)
    shared = next(
        (place for place, (one, two) in enumerate(zip(word, part, strict=False)) if one != two),
        min(len(word), len(part)),
    )
    if shared < max(_LEAST_LETTERS, _LEAST_SHARED * max(len(word), len(part)) - 1):
        return False
    return _ending(word, shared) in _ENDINGS and _ending(part, shared) in _ENDINGS


def _ending(word: str, shared: int) -> str:
    """Return what follows the shared letters, a doubled one left out: "er" of "drummer"."""
    ending = word[shared:]
    return ending[1:] if ending[:1] == word[shared - 1] and len(ending) > 1 else ending


def _parts(name: str) -> tuple[str, ...]:
    found = tokens(name.replace("_", " "))
    return tuple(dict.fromkeys(token.word for token in found if token.is_word))
