"""What a clause says of each column: a way, a stretch, levels, or that its cells are missing."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dataexplain.narration.grounding import phrases
from dataexplain.narration.grounding.assertions import Stated
from dataexplain.narration.grounding.clauses import Clause
from dataexplain.narration.grounding.directions import THE_OUTCOME, Direction, own_column
from dataexplain.narration.grounding.mentions import Mention, denied
from dataexplain.narration.grounding.names import COLUMN, LEVEL, UNIT, Naming
from dataexplain.narration.grounding.number_patterns import HIGH, LOW, POINT, RANGE
from dataexplain.narration.grounding.quantities import Bound, column_of
from dataexplain.narration.grounding.vocabulary import HOW

if TYPE_CHECKING:
    from dataexplain.narration.grounding.reading import Read

_MISSING = frozenset({"missing", "unknown", "unrecorded", "absent", "blank"})
_OUTSIDE = frozenset({"outside", "except", "excluding", "besides", "beyond"})
Spans = Sequence[tuple[int, int]]


def stated_columns(
    read: Read, clause: Clause, naming: Naming, references: Spans, spoken: Sequence[Direction]
) -> tuple[Stated, ...]:
    """Return what a clause says of each column it speaks of, in its order.

    Parameters
    ----------
    read : Read
    clause : Clause
    naming : Naming
    references : sequence of (int, int)
        The parts that say only what something is compared with.
    spoken : sequence of Direction
    """
    aside = (*_entangled(read, clause), *read.held)
    inside = [
        mention
        for mention in read.named
        if clause.holds(mention.start)
        and mention.kind in {COLUMN, LEVEL, UNIT}
        and not any(start <= mention.start < end for start, end in aside)
    ]
    columns = dict.fromkeys(mention.column for mention in inside if mention.kind != UNIT)
    columns.update(dict.fromkeys(entry.column for entry in spoken if entry.column != THE_OUTCOME))
    hinted = [
        Mention(COLUMN, entry.at, entry.at + 1, entry.column)
        for entry in spoken
        if entry.column != THE_OUTCOME
    ]
    places = sorted([*inside, *hinted], key=lambda mention: mention.start)
    bounds = _bounds(read, clause, naming, places, aside)
    columns.update(dict.fromkeys(bounds))
    columns.update(dict.fromkeys(_asked(read, clause, inside, naming)))
    columns = {name: None for name in columns if not _within(name, aside, read)}
    columns = _said_of(columns, inside, bounds, references, naming)
    stated = [
        _stated(name, inside, bounds.get(name, []), read, references, spoken, naming)
        for name in columns
    ]
    main = [entry for entry in stated if entry is not None]
    return tuple(main)


def _said_of(
    columns: dict[str, None],
    inside: Sequence[Mention],
    bounds: dict[str, list[Bound]],
    references: Spans,
    naming: Naming,
) -> dict[str, None]:
    """Return the columns that a clause is about: not those only named for comparison's sake."""
    kept: dict[str, None] = {}
    for name in columns:
        own = [mention for mention in inside if mention.column == name and mention.kind != UNIT]
        aside = bool(own) and all(
            any(start <= mention.start < end for start, end in references) for mention in own
        )
        levels = any(mention.kind == LEVEL for mention in own)
        if not aside or levels or name in bounds or naming.yes_level(name):
            kept[name] = None
    return kept or columns


def _within(name: str, aside: Spans, read: Read) -> bool:
    """Return whether a column is named only where entangled columns are listed."""
    own = [
        mention.start
        for mention in read.named
        if mention.column == name and mention.kind in {COLUMN, LEVEL}
    ]
    return (
        bool(own)
        and bool(aside)
        and all(any(start <= at < end for start, end in aside) for at in own)
    )


def entangled_columns(read: Read, clause: Clause) -> tuple[str, ...]:
    """Return the columns that a clause says cannot be told apart from those it is about.

    Parameters
    ----------
    read : Read
    clause : Clause
    """
    parts = _entangled(read, clause)
    return tuple(
        dict.fromkeys(
            mention.column
            for mention in read.named
            if mention.kind == COLUMN and any(start <= mention.start < end for start, end in parts)
        )
    )


def _entangled(read: Read, clause: Clause) -> Spans:
    """Return the parts that list columns which cannot be told apart from the one spoken of."""
    text = read.text(clause.start, clause.end)
    match = phrases.ENTANGLED.search(text)
    if match is None:
        return ()
    at = clause.start + text[: match.start()].count(" ")
    place = at
    starts = {mention.start for mention in read.named}
    ends = {mention.end for mention in read.named}
    while place > clause.start:
        listed = place in starts and place - 1 in ends  # a comma of the list itself
        if read.found[place - 1].word in {",", ";", "(", "—"} and not listed:
            break
        place -= 1
    named = [mention.start for mention in read.named if clause.holds(mention.start)]
    spoken = any(place <= one < at for one in read.directed)
    # "temp_c and season move along with it": the columns stand before the words
    said_before = any(clause.start <= one < place for one in read.directed)
    if named and min(named) >= place and not said_before:
        return ((at, clause.end),)
    return ((at if spoken else place, clause.end),)


def _bounds(
    read: Read, clause: Clause, naming: Naming, inside: Sequence[Mention], aside: Spans
) -> dict[str, list[Bound]]:
    found: dict[str, list[Bound]] = {}
    for bound in read.numbers.bounds:
        outside = any(start <= bound.at < end for start, end in aside)
        before = {token.word for token in read.found[max(0, bound.at - 6) : bound.at]}
        if not clause.holds(bound.at) or outside or (bound.kind == RANGE and "not" in before):
            continue
        column = column_of(bound, inside, naming, clause.start, clause.end)
        column = column or _hinted(read, clause, naming)
        if column is not None:
            found.setdefault(column, []).append(bound)
    return found


def _asked(
    read: Read, clause: Clause, inside: Sequence[Mention], naming: Naming
) -> tuple[str, ...]:
    """Return the columns that a clause asks about: "how far", "how old"."""
    words = [token.word for token in read.found[clause.start : clause.end]]
    asked = [HOW[word] for how, word in itertools.pairwise(words) if how == "how" and word in HOW]
    hints = (own_column(word, inside, naming) for word in asked)
    return tuple(hint[0] for hint in hints if hint is not None and hint[0] != THE_OUTCOME)


def _hinted(read: Read, clause: Clause, naming: Naming) -> str | None:
    """Return the one column that words such as "older" or "younger" speak of anywhere."""
    hinted = {
        hint[0]
        for token in read.found[clause.start : clause.end]
        if (hint := own_column(token.word, (), naming)) is not None
    } - {THE_OUTCOME}
    return hinted.pop() if len(hinted) == 1 else None


def _stated(
    name: str,
    inside: Sequence[Mention],
    bounds: Sequence[Bound],
    read: Read,
    references: Spans,
    spoken: Sequence[Direction],
    naming: Naming,
) -> Stated | None:
    own = [mention for mention in inside if mention.column == name]
    levels = [mention for mention in own if mention.kind == LEVEL]
    main, other = _from_to(levels, read) or _parted(levels, references)
    outside = [mention for mention in main if _is_outside(mention, read)]
    main = [mention for mention in main if mention not in outside]
    result = Stated(
        name,
        _way(name, spoken),
        levels=_levels(main),
        others=_levels([*other, *outside]),
        missing=_is_missing(own, read),
    )
    if naming.numeric(name) and (bounds or not (result.levels or result.others)):
        return _with_bounds(replace(result, levels=(), others=()), bounds, references)
    if not (result.levels or result.others or result.missing):
        return _yes_or_no(result, own, read, references, naming)
    return result


def _from_to(levels: Sequence[Mention], read: Read) -> tuple[list[Mention], list[Mention]] | None:
    """Return the second level of "from 2011 to 2012", and the first as what it is compared with."""
    for first, second in itertools.pairwise(levels):
        before = {token.word for token in read.found[max(0, first.start - 2) : first.start]}
        between = [token.word for token in read.found[first.end : second.start]]
        joined = ("from" in before and between[:1] in (["to"], ["into"])) or (
            "between" in before and between[:1] == ["and"]
        )
        if joined and len(between) <= 2:
            return [second], [first]
    return None


def _parted(levels: Sequence[Mention], references: Spans) -> tuple[list[Mention], list[Mention]]:
    """Return the levels spoken of, and those that are only compared with."""
    main: list[Mention] = []
    other: list[Mention] = []
    for mention in levels:
        aside = any(start <= mention.start < end for start, end in references)
        (other if aside else main).append(mention)
    return main, other


def _levels(found: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.level for mention in found))


def _is_outside(mention: Mention, read: Read) -> bool:
    before = read.found[max(0, mention.start - 4) : mention.start]
    return denied(mention, read.found[: mention.end], read.in_names) or any(
        token.word in _OUTSIDE for token in before
    )


def _way(name: str, spoken: Sequence[Direction]) -> int:
    signs = {entry.sign for entry in spoken if entry.column == name and entry.sign}
    return signs.pop() if len(signs) == 1 else 0


def _is_missing(own: Sequence[Mention], read: Read) -> bool:
    return any(
        token.word in _MISSING
        for mention in own
        if mention.kind == COLUMN
        for token in read.found[max(0, mention.start - 2) : mention.end + 3]
    )


def _yes_or_no(
    result: Stated, own: Sequence[Mention], read: Read, references: Spans, naming: Naming
) -> Stated:
    """Return what the bare name of a column of yes and no says: "with a garden"."""
    yes, no = naming.yes_level(result.column), naming.yes_level(result.column, yes=False)
    if yes is None or no is None:
        return result
    main, other = _parted(own, references)
    if main:
        level = no if denied(main[0], read.found, read.in_names) else yes
        return replace(result, levels=(level,))
    level = no if other and denied(other[0], read.found, read.in_names) else yes
    return replace(result, others=(level,))


def _with_bounds(result: Stated, bounds: Sequence[Bound], references: Spans) -> Stated:
    main = [bound for bound in bounds if not _aside(bound, references)]
    other = [bound for bound in bounds if _aside(bound, references)]
    point = next((bound for bound in main if bound.kind == POINT), None)
    against = next((bound for bound in other if bound.kind == POINT), None)
    if against is None and point is not None:
        against = next((bound for bound in other if bound.kind in {LOW, HIGH}), None)
    pair = point or next((bound for bound in main if bound.kind in {LOW, HIGH}), None)
    if pair is not None and against is not None and pair.low != against.low:
        sign = 1 if pair.low > against.low else -1
        ends = (pair.low, against.low)
        return replace(result, sign=sign, low=min(ends), high=max(ends))
    if not main and all(bound.kind == POINT for bound in other):
        return replace(result, points=tuple(bound.low for bound in other), compared=bool(other))
    if not main and other and other[0].reach and result.sign:
        # "lighter users more than those up to 30": against the far end
        return replace(result, points=(other[0].low,), compared=True)
    if not main and other:  # "lower than below 12": the other side is spoken of
        kind = {LOW: HIGH, HIGH: LOW}.get(other[0].kind, other[0].kind)
        main = [replace(other[0], kind=kind)]
    ranges = [bound for bound in main if bound.kind == RANGE]
    if ranges:
        begin, end = ranges[0].low, ranges[0].high
        sign = (result.sign or 1) if end >= begin else -1
        return replace(result, sign=sign, low=min(begin, end), high=max(begin, end))
    lows = [bound.low for bound in main if bound.kind == LOW]
    highs = [bound.low for bound in main if bound.kind == HIGH]
    points = tuple(bound.low for bound in main if bound.kind == POINT)
    low = lows[0] if lows else None
    high = highs[0] if highs else None
    reach = any(bound.kind == HIGH and bound.reach for bound in main)
    return replace(result, low=low, high=high, points=points, reach=reach)


def _aside(bound: Bound, references: Spans) -> bool:
    return any(start <= bound.at < end for start, end in references)
