"""All groups of a column, as what one of them is compared with: "of all occupations, ..."."""

from __future__ import annotations

import re

from dataexplain.narration.grounding.names import COLUMN, LEVEL
from dataexplain.narration.grounding.reading import looked_at
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.leftover_words import KNOWN, ROW_WORDS
from dataexplain.sentences.matching import further_names
from dataexplain.sentences.table_names import TableNaming

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+)"
_WHAT = r"(?P<what>[a-z_]+(?:[ -][a-z_]+)?)"
_ALL = (
    rf"(?:all|any|the|these|those|every one of the|all of the)(?: the| these)?(?: {_NUMBER})?"
    r"(?: different| possible| available| other)?"
)
_OPENED = re.compile(rf"^(?:out )?of {_ALL} {_WHAT}, ", re.IGNORECASE)
_CLOSED = re.compile(rf",? (?:out )?of {_ALL} {_WHAT}(?=$|[.;])", re.IGNORECASE)
_OTHER = re.compile(
    r" than (?:(?:those|that|the ones|it is|they are) )?(?:(?:of|in|from|at|for|with|on) )?"
    rf"(?:any|all|every|all the|the) other {_WHAT}(?=$|[.;])",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|highest|lowest|best|worst|fewest|[a-z]{3,}est)\b", re.IGNORECASE
)
_SORTS = word_set(
    "group groups category categories class classes type types kind kinds sort sorts level levels "
    "bracket brackets band bands"
)


def without_compared_sets(text: str, naming: TableNaming) -> str:
    """Return a text without the groups among which one has the most, where it is one of these.

    Parameters
    ----------
    text : str
    naming : TableNaming
    """
    for pattern in (_OPENED, _CLOSED, _OTHER):
        found = pattern.search(text)
        if found is None or not (pattern is _OTHER or _SUPERLATIVE.search(text)):
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
        if _is_one_of(rest, found["what"], naming):
            text = rest
    return text


def _is_one_of(rest: str, what: str, naming: TableNaming) -> bool:
    """Return whether a text names a level of the column that groups are called by."""
    words = [token.word for token in tokens(what) if token.is_word]
    levels = {entry.column for entry in looked_at(rest, naming).named if entry.kind == LEVEL}
    plain = [token.word for token in tokens(rest) if token.is_word and token.word not in KNOWN]
    for names in further_names(plain, naming).values():
        levels |= {name.column for name in names if name.kind == LEVEL}
    left = [word for word in words if word not in _SORTS]
    if not levels or (not left and len(levels) > 1):
        return False
    if not left or set(left) <= ROW_WORDS:
        return True
    columns = {entry.column for entry in looked_at(" ".join(left), naming).named
               if entry.kind == COLUMN}  # fmt: skip
    for names in further_names(left, naming).values():
        columns |= {name.column for name in names if name.kind == COLUMN}
    # "age categories" are those of "age_cat"
    return any(
        column == level or stem(level.lower()).startswith(column.lower())
        for column in columns
        for level in levels
    )
