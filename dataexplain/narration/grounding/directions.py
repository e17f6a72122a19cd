"""Which words of a sentence say a direction, and whose: the outcome's or a column's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.narration.grounding.clauses import Clause
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Naming
from dataexplain.narration.grounding.vocabulary import (
    CHANGES,
    COMPARATIVES,
    DIRECTIONS,
    OPENERS,
    PLAIN_DIRECTIONS,
    SUBORDINATES,
    word_set,
)
from dataexplain.narration.grounding.words import Token, stem

THE_OUTCOME = ""
_PASSED = word_set(
    "the a an of in any average mean typical total number amount share level levels degree "
    "degrees own its their - expected overall more less very even much per probability chance "
    "chances odds likelihood risk rate rates count counts for to"
)
_OF_OUTCOME = word_set(
    "likely often expensive probable valuable frequently probability chance chances odds common "
    "likelihood risk rate share prospects worth valued dear costly money probably proportion "
    "prone"
)
# Before an adjective these carry the direction themselves; after a number it tells an age.
_COMPARING = word_set("more less most least as so - years how")
_PARTICIPLES = word_set("going moving getting advancing counting starting running")
_ORDERED = word_set("class rank grade tier priority level position place")


@dataclass(frozen=True)
class Direction:
    """A word at a token that says a way of a column, or of the outcome where none is named."""

    at: int
    sign: int
    column: str = THE_OUTCOME
    change: bool = False


def directed_tokens(
    found: Sequence[Token], named: Sequence[Mention], taken: frozenset[int]
) -> frozenset[int]:
    """Return the tokens that say a direction and belong to no name and no bound."""
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    return frozenset(
        at
        for at, token in enumerate(found)
        if (token.word in DIRECTIONS or token.word in COMPARATIVES)
        and at not in inside
        and at not in taken
        and not _is_idle(found, at)
    )


def _is_idle(found: Sequence[Token], at: int) -> bool:
    """Return whether a word of direction says none here: "more than likely", "at most"."""
    word = found[at].word
    before = found[at - 1].word if at else ""
    after = found[at + 1].word if at + 1 < len(found) else ""
    if word in {"more", "less"} and after == "to":
        return True  # "less to lose" is said of something else
    if word in COMPARATIVES and word not in DIRECTIONS and before in _COMPARING:
        return True
    if before in {"each", "every", "per"} or (word in {"additional", "extra"} and before == "an"):
        return True
    if word in {"above", "below", "under", "over", "further"} and after == ",":
        return True
    if word in {"most", "least"} and (before == "at" or after in {"of", "people", "likely"}):
        return word == "least" or before == "at"
    if word in {"cut", "lost", "gain", "add"} and before in {"the", "a", "capital"}:
        return True
    if word in {"up", "down"} and before in {
        "hold",
        "holds",
        "held",
        "end",
        "ends",
        "show",
        "shows",
    }:
        return True
    if word in {"up", "down"} and (after in {"to"} and before not in _VERBS):
        return True
    if word == "better" and after in {"than", "explained"}:
        return False
    return word in {"lower", "higher", "upper"} and after in {
        "end",
        "bound",
        "part",
        "half",
        "range",
    }


_VERBS = word_set(
    "go goes going went gone come comes coming came is are was were be move moves moving move "
    "up trend trends head heads heading edge edges edged inch inches creep creeps point points"
)


def directions(
    found: Sequence[Token],
    named: Sequence[Mention],
    directed: frozenset[int],
    clause: Clause,
    naming: Naming,
) -> tuple[Direction, ...]:
    """Return the words of direction in a clause and whose they are.

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention
    directed : frozenset of int
        As `directed_tokens` has them.
    clause : Clause
    naming : Naming
    """
    inside = [mention for mention in named if clause.holds(mention.start)]
    seen = [
        direction
        for at in sorted(directed)
        if clause.holds(at)
        and (direction := _direction(at, found, inside, clause, naming)) is not None
    ]
    seen = [_fitting(entry, naming) for entry in seen]
    known = {entry.column for entry in seen}
    plain = _plain_directions(found, inside, clause, naming, {entry.at for entry in seen})
    return (*seen, *(entry for entry in plain if entry.column not in known))


def _fitting(entry: Direction, naming: Naming) -> Direction:
    """Return a direction as its column can have it.

    A column of levels has none, so that the outcome's is meant ("the best season"); up and down
    say no way of a rank, where a higher class is the first.
    """
    if entry.column and not naming.numeric(entry.column):
        return replace(entry, column=THE_OUTCOME)
    parts = naming.name_parts(entry.column) if entry.column else ()
    ranked = bool(parts) and any(parts[-1].endswith(word) for word in _ORDERED)
    return replace(entry, sign=0) if ranked else entry


def _direction(
    at: int, found: Sequence[Token], named: Sequence[Mention], clause: Clause, naming: Naming
) -> Direction | None:
    word = found[at].word
    following = found[at + 1].word if at + 1 < clause.end else ""
    own = _own_column(word, named, naming)
    if word in DIRECTIONS and following in COMPARATIVES and following not in DIRECTIONS:
        further = _own_column(following, named, naming)  # "less noisy"
        if further is not None:
            return Direction(at, DIRECTIONS[word] * further[1], further[0])
    ahead = _ahead(at, found, named, clause)
    if own is not None and (ahead is None or word not in DIRECTIONS):
        return Direction(at, own[1], own[0])
    if word not in DIRECTIONS:
        return None
    sign, change = DIRECTIONS[word], word in CHANGES or word in {"up", "down"}
    if following in _OF_OUTCOME:
        return Direction(at, sign, THE_OUTCOME, change)
    if ahead is not None:
        return _of_mention(at, sign, ahead, change)
    return _predicate(at, sign, change, found, named, clause)


def _of_mention(at: int, sign: int, mention: Mention, change: bool) -> Direction | None:
    if mention.kind == OUTCOME:
        return Direction(at, sign, THE_OUTCOME, change)
    if mention.kind == LEVEL:
        return None
    return Direction(at, sign, mention.column, change)


def _ahead(
    at: int, found: Sequence[Token], named: Sequence[Mention], clause: Clause
) -> Mention | None:
    """Return what an adjective or a verb with an object is said of: the name that follows it."""
    steps = 0
    place = at + 1
    while place < clause.end and steps <= 4:
        mention = next((entry for entry in named if entry.start == place), None)
        if mention is not None and mention.kind in {COLUMN, OUTCOME}:
            far = steps > 0 and found[at + 1].word in {"in", "of", "for", "to"}
            verb = found[at].word in CHANGES
            own = verb and far and found[at + 1].word != "in"
            return None if own or (verb and mention.kind == COLUMN and far) else mention
        word = found[place].word
        if word not in _PASSED and not (word.endswith("ly") or _is_filler(found, place)):
            return None
        place += 1
        steps += 1
    return None


def _is_filler(found: Sequence[Token], place: int) -> bool:
    word = found[place].word
    return word.isalpha() and word not in OPENERS and word in {
        "house", "home", "daily", "mean", "raw", "plain", "survival", "monthly", "weekly", "annual",
        "median", "yearly", "local", "people",
    }  # fmt: skip


def _predicate(
    at: int,
    sign: int,
    change: bool,
    found: Sequence[Token],
    named: Sequence[Mention],
    clause: Clause,
) -> Direction:
    """Return whose a verb or adjective is that follows its subject."""
    opener = None
    for place in range(at - 1, clause.start - 1, -1):
        mention = next((entry for entry in named if entry.start <= place < entry.end), None)
        if mention is not None and mention.kind == OUTCOME:
            return Direction(at, sign, THE_OUTCOME, change)
        if mention is not None and mention.kind == COLUMN:
            opener = _opener(mention.start, found, clause)
            if opener in SUBORDINATES or opener in _PARTICIPLES:
                return Direction(at, sign, mention.column, change)
            return Direction(at, sign, THE_OUTCOME, change)
        word = found[place].word
        if word in {",", ";", "than"}:
            return Direction(at, sign, THE_OUTCOME, change)
        if word in _PARTICIPLES and place == clause.start:
            column = next((entry.column for entry in named if entry.start > at), None)
            return Direction(at, sign, column or THE_OUTCOME, change)
    return Direction(at, sign, THE_OUTCOME, change)


def _opener(place: int, found: Sequence[Token], clause: Clause) -> str:
    """Return the word that opens the part of a clause in which a name stands."""
    for at in range(place - 1, max(clause.start, place - 7) - 1, -1):
        word = found[at].word
        if (word in OPENERS and word != "of") or word in _PARTICIPLES:
            return word
        if word in {",", ";"}:
            return ""
    return ""


def _own_column(word: str, named: Sequence[Mention], naming: Naming) -> tuple[str, int] | None:
    """Return the column that a word such as "older" speaks of by itself, and which way."""
    if word not in COMPARATIVES:
        return None
    for hint, sign in COMPARATIVES[word]:
        parts = set(map(stem, hint.split()))
        if parts & naming.outcome_words and len(parts) == 1:
            return THE_OUTCOME, sign
    candidates = []
    spoken = [mention.column for mention in named if mention.kind == COLUMN]
    for hint, sign in COMPARATIVES[word]:
        for column in naming.columns:
            if naming.numeric(column) and _hinted(hint, column, naming):
                candidates.append((column, sign))
    for column, sign in candidates:
        if column in spoken:
            return column, sign
    # a word for things in general ("larger") speaks of the column only where none is named
    if word in DIRECTIONS and spoken:
        return None
    return candidates[0] if candidates else None


def _hinted(hint: str, column: str, naming: Naming) -> bool:
    parts = naming.name_parts(column)
    return all(
        any(
            part == word
            or (len(word) > 3 and part.startswith(word))
            or (len(word) > 2 and len(part) > len(word) + 2 and part.endswith(word))
            for part in parts
        )
        for word in map(stem, hint.split())
    )


def _plain_directions(
    found: Sequence[Token],
    named: Sequence[Mention],
    clause: Clause,
    naming: Naming,
    used: set[int],
) -> list[Direction]:
    """Return what words such as "high" and "low" say, where no comparison says it."""
    seen = []
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    for at in range(clause.start, clause.end):
        word = found[at].word
        if word in PLAIN_DIRECTIONS and at not in used and at not in inside:
            ahead = _ahead(at, found, named, clause)
            sign = PLAIN_DIRECTIONS[word]
            if ahead is not None and ahead.kind == OUTCOME:
                seen.append(Direction(at, sign))
            elif ahead is not None and ahead.kind == COLUMN and naming.numeric(ahead.column):
                seen.append(Direction(at, sign, ahead.column))
    return seen
