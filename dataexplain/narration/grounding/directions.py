"""Which words of a sentence say a direction, and whose: the outcome's or a column's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.narration.grounding.clauses import Clause
from dataexplain.narration.grounding.factors import factor_sign
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
_PREPOSITIONS = word_set("of in for to at by with from north south above below beyond past")
_PARTICIPLES = word_set("going moving getting advancing counting starting running")
# After a verb of change these say how much of it there is.
_AMOUNTS = frozenset({"more", "less"})
_AFTER_AMOUNTS = OPENERS | word_set("as from than the over because and or but")
_STRONG = frozenset({";", ":", "—"})
_ORDERED = word_set("class rank grade tier priority level position place")


@dataclass(frozen=True)
class Direction:
    """A word at a token that says a way of a column, or of the outcome where none is named.

    It is `sure` where words say that it is the outcome's: "less likely", "lower prices".
    """

    at: int
    sign: int
    column: str = THE_OUTCOME
    change: bool = False
    sure: bool = False


def directed_tokens(
    found: Sequence[Token], named: Sequence[Mention], taken: frozenset[int]
) -> frozenset[int]:
    """Return the tokens that say a direction and belong to no name and no bound."""
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    return frozenset(
        at
        for at, token in enumerate(found)
        if (token.word in DIRECTIONS or token.word in COMPARATIVES or factor_sign(found, at))
        and at not in inside
        and at not in taken
        and not _is_idle(found, at)
    )


def _is_idle(found: Sequence[Token], at: int) -> bool:
    """Return whether a word of direction says none here: "more than likely", "at most"."""
    word = found[at].word
    before = found[at - 1].word if at else ""
    after = found[at + 1].word if at + 1 < len(found) else ""
    if word == "longer" and before == "no":
        return True
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
    if word.endswith("ing") and before == "of" and at > 1 and found[at - 2].word in _OF_OUTCOME:
        return True  # "the risk of losing" is the outcome itself
    if word in {"up", "down"} and before in {
        "put",
        "made",
        "make",
        "makes",
        "set",
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


def settled(
    spoken: Sequence[Direction],
    found: Sequence[Token],
    named: Sequence[Mention],
    clause: Clause,
    naming: Naming,
) -> tuple[Direction, ...]:
    """Return directions with those that cannot be the outcome's given to the column they describe.

    "The more ..., the less ..." is of the column first and of the outcome then; a comparison
    before one that is surely the outcome's ("heavier users are less likely to leave") is of the
    one column named.

    Parameters
    ----------
    spoken : sequence of Direction
    found : sequence of Token
    named : sequence of Mention
    clause : Clause
    naming : Naming
    """
    inside = [mention for mention in named if clause.holds(mention.start)]
    own = [entry for entry in spoken if entry.column == THE_OUTCOME and entry.sign]
    pair = proportion(spoken, found)
    if pair is not None and pair[0].column == THE_OUTCOME == pair[1].column:
        first, second = pair
        comma = next(at for at in range(first.at, second.at) if found[at].word == ",")
        turned = _speaks_of_outcome(inside, clause.start, comma) and not _speaks_of_outcome(
            inside, comma, clause.end
        )
        condition = second if turned else first
        span = (comma, clause.end) if turned else (clause.start, comma)
        column = _one_column(inside, naming, *span)
        if column is not None:
            return tuple(
                replace(entry, column=column, change=False) if entry is condition else entry
                for entry in spoken
            )
    sure = [entry for entry in own if entry.sure]
    known = {entry.column for entry in spoken}
    if not sure:
        return tuple(spoken)
    column = _one_column(inside, naming, clause.start, clause.end)
    before = [
        entry
        for entry in own
        if not entry.sure
        and not entry.change
        and entry.at < sure[0].at
        and not _parted(found, entry.at, sure[0].at)
    ]
    if column is None or column in known or len(before) != 1:
        return tuple(spoken)
    return tuple(
        _fitting(replace(entry, column=column), naming) if entry is before[0] else entry
        for entry in spoken
    )


def _parted(found: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a colon or semicolon stands between two words."""
    return any(token.word in _STRONG for token in found[start:end])


def proportion(
    spoken: Sequence[Direction], found: Sequence[Token]
) -> tuple[Direction, Direction] | None:
    """Return the two directions of "the more ..., the less ...", None where there are none.

    Parameters
    ----------
    spoken : sequence of Direction
    found : sequence of Token
    """
    after_the = [entry for entry in spoken if entry.at and found[entry.at - 1].word == "the"]
    if len(after_the) != 2:
        return None
    first, second = after_the
    between = [token.word for token in found[first.at : second.at]]
    return (first, second) if "," in between else None


def _speaks_of_outcome(named: Sequence[Mention], start: int, end: int) -> bool:
    return any(entry.kind == OUTCOME and start <= entry.start < end for entry in named)


def _one_column(named: Sequence[Mention], naming: Naming, start: int, end: int) -> str | None:
    """Return the one column of numbers named in a part, None where there are none or several."""
    columns = {
        entry.column
        for entry in named
        if entry.kind != OUTCOME
        and start <= entry.start < end
        and entry.column
        and naming.numeric(entry.column)
    }
    return columns.pop() if len(columns) == 1 else None


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
    own = own_column(word, named, naming)
    if word in DIRECTIONS and following in COMPARATIVES and following not in DIRECTIONS:
        further = own_column(following, named, naming)  # "less noisy"
        if further is not None:
            return Direction(at, DIRECTIONS[word] * further[1], further[0])
    ahead = _ahead(at, found, named, clause)
    if own is not None and (ahead is None or word not in DIRECTIONS):
        return Direction(at, own[1], own[0], sure=own[0] == THE_OUTCOME)
    if word not in DIRECTIONS:
        sign = factor_sign(found, at)
        return Direction(at, sign, THE_OUTCOME, sure=True) if sign else None
    sign, change = DIRECTIONS[word], word in CHANGES or word in {"up", "down"}
    if _how_much(found, at, named):
        return None  # "gains less": the amount says how its slope differs
    if _how_much(found, at - 1, named):
        slope = DIRECTIONS[found[at - 1].word] * sign
        return Direction(at, slope, THE_OUTCOME, change=True, sure=True)
    if following in _OF_OUTCOME:
        return Direction(at, sign, THE_OUTCOME, change, sure=True)
    if ahead is not None:
        return _of_mention(at, sign, ahead, change)
    return _predicate(at, sign, change, found, named, clause)


def _how_much(found: Sequence[Token], at: int, named: Sequence[Mention]) -> bool:
    """Return whether a verb of change and the word after it say how much: "gains less with age"."""
    if at < 0 or found[at].word not in CHANGES or _word(found, at + 1) not in _AMOUNTS:
        return False
    following = _word(found, at + 2)
    goes_on = following.isalpha() and following not in _AFTER_AMOUNTS
    return not goes_on and not any(entry.start <= at < entry.end for entry in named)


def _of_mention(at: int, sign: int, mention: Mention, change: bool) -> Direction | None:
    if mention.kind == OUTCOME:
        return Direction(at, sign, THE_OUTCOME, change, sure=True)
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
            far = far or any(token.word in _PREPOSITIONS for token in found[at + 1 : place])
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
            return Direction(at, sign, THE_OUTCOME, change, sure=True)
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


def own_column(word: str, named: Sequence[Mention], naming: Naming) -> tuple[str, int] | None:
    """Return the column that a word such as "older" speaks of by itself, and which way.

    Parameters
    ----------
    word : str
    named : sequence of Mention
    naming : Naming
    """
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
    claimed = [entry for entry in candidates if entry[0] in naming.claimed]
    hints = {hint for hint, _ in COMPARATIVES[word]}
    # "older" is of "age" rather than of "age_based_preference"
    whole = [entry for entry in candidates if entry[0].lower().replace("_", " ") in hints]
    return next(iter([*claimed, *whole, *candidates]), None)


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


def _word(found: Sequence[Token], at: int) -> str:
    return found[at].word if at < len(found) else ""


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
            elif ahead is None and at == clause.start and _word(found, at + 1) not in _OF_OUTCOME:
                column = _one_column(named, naming, clause.start, clause.end)
                if column is not None:  # "heavy use of data, up to 30 GB"
                    seen.append(_fitting(Direction(at, sign, column), naming))
    return seen
