"""Which rows a sentence speaks of at all: "among men, ...", "... in third class"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dataexplain.claims import Condition
from dataexplain.narration.grounding.clauses import Clause
from dataexplain.narration.grounding.directions import THE_OUTCOME, own_column
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Naming
from dataexplain.narration.grounding.reading import Read, looked_at
from dataexplain.narration.grounding.stating import stated_columns
from dataexplain.narration.grounding.vocabulary import SUBORDINATES, word_set
from dataexplain.sentences.building import Building
from dataexplain.sentences.growing_effects import growing_effect
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.stated_conditions import stated_column

# These always say of which rows is spoken; the others also where the outcome is higher.
_AMONG = word_set("among amongst within")
_OPENERS = _AMONG | word_set("in for on at during of inside when where if with")
_CLOSERS = _AMONG | word_set("in for on at during")


@dataclass(frozen=True)
class Scope:
    """A sentence without the part that says of which rows it speaks, and that part."""

    text: str
    conditions: tuple[Condition, ...] = ()


def scope_of(text: str, read: Read, naming: Naming, building: Building) -> Scope:
    """Return the rows that a sentence speaks of, where it says so apart from the rest.

    Parameters
    ----------
    text : str
    read : Read
        The same text with its names found.
    naming : Naming
    building : Building
    """
    if growing_effect(read.text(0, len(read.found))) is not None:
        return Scope(text)  # these are the rows in which an effect is stronger
    for start, end in (_opening(read), _closing(read)):
        conditions = conditions_within(read, start, end, naming, building) if end > start else None
        if not conditions:
            continue
        cut = _without(text, read, start, end)
        rest = looked_at(cut, naming)
        if _is_whole(rest, conditions, naming):
            return Scope(cut, conditions)
    return Scope(text)


def conditions_within(
    read: Read, start: int, end: int, naming: Naming, building: Building
) -> tuple[Condition, ...] | None:
    """Return the conditions that a part of a sentence states, None where it says more than that.

    Parameters
    ----------
    read : Read
    start, end : int
        Places of tokens.
    naming : Naming
    building : Building
    """
    clause = Clause(start, end)
    part = replace(
        read,
        named=tuple(entry for entry in read.named if clause.holds(entry.start)),
        held=(),
    )
    found = []
    for entry in stated_columns(part, clause, naming, (), ()):
        condition = stated_column(entry, part, building, course=False).condition
        if condition is None:
            return None
        found.append(condition)
    return tuple(found)


def _opening(read: Read) -> tuple[int, int]:
    """Return the part before the first comma, or the first words after "among"."""
    words = [token.word for token in read.found]
    comma = next(
        (at for at, word in enumerate(words) if word == "," and at not in read.in_names), 0
    )
    first = next(iter(read.named), None)
    if not words or first is None:
        return 0, 0
    bare = first.start == 0 and first.kind == LEVEL and first.end == comma
    if comma and (words[0] in _OPENERS or bare):
        free = not any(at < comma for at in read.directed)
        return (0, comma + 1) if free else (0, 0)
    if words[0] in _AMONG and not comma and first.kind == LEVEL:
        end = first.end
        while end < len(words) and words[end] in ROW_WORDS:
            end += 1
        return 0, end
    return 0, 0


def _closing(read: Read) -> tuple[int, int]:
    """Return the part from the last preposition on, where only names follow it."""
    words = [token.word for token in read.found]
    inside = {at for entry in read.named for at in range(entry.start, entry.end)}
    places = [at for at, word in enumerate(words) if word in _CLOSERS and at not in inside]
    if not places or any(word in {"than", ","} for word in words[places[-1] :]):
        return 0, 0
    start = places[-1]
    before = words[:start]
    along = bool(set(before) & (SUBORDINATES | {"with"})) and bool(read.directed)
    free = not any(at > start for at in read.directed)
    named = [entry for entry in read.named if entry.start > start]
    only_rows = all(_is_row(entry) for entry in named)
    takes = words[start] in _AMONG or along
    return (start, len(words)) if takes and free and named and only_rows else (0, 0)


def _is_row(entry: Mention) -> bool:
    return entry.kind in {LEVEL, COLUMN}


def _without(text: str, read: Read, start: int, end: int) -> str:
    """Return a text without some tokens."""
    begin = read.found[start].start
    stop = read.found[end].start if end < len(read.found) else len(text)
    return f"{text[:begin]} {text[stop:]}".strip(" ,")


def _is_whole(read: Read, scope: tuple[Condition, ...], naming: Naming) -> bool:
    """Return whether what is left speaks of a way, and of another column than the scope."""
    taken = {entry.column for entry in scope}
    named = {entry.column for entry in read.named if entry.kind in {COLUMN, LEVEL}}
    bounds = {bound.column for bound in read.numbers.bounds}
    hinted = {
        hint[0]
        for token in read.found
        if (hint := own_column(token.word, read.named, naming)) is not None
    }
    said = bool(read.directed) or any(entry.kind == OUTCOME for entry in read.named)
    return said and bool((named | bounds | hinted) - taken - {None, THE_OUTCOME})
