"""Where a sentence speaks of columns, of their levels, and of the outcome."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from dataexplain.narration.grounding import phrases
from dataexplain.narration.grounding.names import (
    COLUMN,
    LEVEL,
    OUTCOME,
    UNIT,
    Name,
    Naming,
    same_word,
)
from dataexplain.narration.grounding.vocabulary import (
    CHANGES,
    DIRECTIONS,
    PLAIN_DIRECTIONS,
    ROW_NOUNS,
    word_set,
)
from dataexplain.narration.grounding.words import Token, stem

_BETWEEN = frozenset({"(", "-", "/", "&", "'", '"', "’", "“", "”", "‘", "."})
_JOINING = frozenset({"or", "and", ",", "the"}) | _BETWEEN
_NO = word_set("no without lacking lack non not lacks never isnt")
_ORDER = {UNIT: 0, COLUMN: 1, OUTCOME: 2, LEVEL: 3}
_REACH = 4
# So many words of a long name are enough where it is cut: "A very long level na…".
_LEAST_OF_CUT = 3
_BEFORE_LETTERS = word_set("from at in port class type group grade rated category")
# Verbs that are an outcome of some tables, and what follows them where they are not.
_PLAIN_VERBS = word_set("stay stays stayed remain remains leave leaves left")
_AFTER_VERBS = word_set(
    "open flat the a an unclear constant level undecided unsettled uncertain inconclusive to "
    "this it that more behind unchanged"
) - {"more"}
_EACH = frozenset({"each", "every", "per", "one", "an"})
# "per month" is rather how often something is counted.
_TIMES = word_set("month months day days week weeks hour hours year years minute minutes")
_FURTHER = word_set("extra additional further more added another")
_COMPASS = frozenset({"north", "south", "east", "west"})
_AFTER_LEVELS = word_set(
    "than or and where with but compared versus vs as in for on goes is was have has"
)
_ADVERBS = word_set("hardly moderately strongly slightly considerably hugely very")
_BE = word_set("is are was were be = :")
_SAID_OF = word_set("is are was were be as")
# What "other" is said of where it is no level.
_OTHER = word_set("column thing factor feature variable level measure")


@dataclass(frozen=True)
class Mention:
    """A name found at ``tokens[start:end]``."""

    kind: str
    start: int
    end: int
    column: str = ""
    level: str = ""
    sign: int = 1


def mentions(found: Sequence[Token], naming: Naming) -> tuple[Mention, ...]:
    """Return what a sentence names, in its order; a longer name goes before a shorter one.

    Parameters
    ----------
    found : sequence of Token
    naming : Naming
    """
    words = [stem(token.word) for token in found]
    seen: list[Mention] = []
    place = 0
    while place < len(found):
        options = _options(found, words, place, naming)
        chosen = _chosen(options, place, found, words, seen, naming)
        if chosen is None:
            part = naming.column_in_part(found[place].word) or naming.column_in_part(words[place])
            if part is not None:
                seen.append(Mention(COLUMN, place, place + 1, part))
            place += 1
        else:
            seen.append(chosen)
            place = chosen.end
    spoken = _ends_of_phrases(found)
    return tuple(
        replace(mention, kind=COLUMN, level="")
        if _tells_its_column(mention, before, following, found)
        else mention
        for before, mention, following in zip([None, *seen], seen, [*seen[1:], None], strict=False)
        if not _is_modifier(mention, following)
        and not (mention.start in spoken and _is_part(mention, words, naming))
    )


def _ends_of_phrases(found: Sequence[Token]) -> frozenset[int]:
    """Return where phrases such as "no support" and "no relation" end."""
    text = " ".join(token.word for token in found)
    return frozenset(
        text.count(" ", 0, match.end())
        for pattern in (phrases.OPEN, phrases.NOTHING)
        for match in pattern.finditer(text)
    )


def _is_part(mention: Mention, words: Sequence[str], naming: Naming) -> bool:
    """Return whether a mention is one word of a column's longer name."""
    whole = (words[mention.start],) == naming.name_parts(mention.column)
    return mention.kind == COLUMN and mention.end - mention.start == 1 and not whole


def _is_modifier(mention: Mention, following: Mention | None) -> bool:
    """Return whether a name only tells which kind the next is: the floor of "floor area"."""
    return (
        following is not None
        and mention.kind == following.kind == COLUMN
        and mention.end == following.start
        and mention.column != following.column
    )


def _tells_its_column(
    mention: Mention, before: Mention | None, following: Mention | None, found: Sequence[Token]
) -> bool:
    """Return whether a word only like a level names its column: "heated by gas", "gas heated"."""
    if mention.kind != LEVEL or found[mention.start].word in mention.level.lower().split():
        return False
    if following is not None and _are_levels(mention, following):
        return [token.word for token in found[mention.end : following.start]] == ["by"]
    return before is not None and _are_levels(mention, before) and before.end == mention.start


def _are_levels(mention: Mention, other: Mention) -> bool:
    return mention.kind == other.kind == LEVEL and mention.column == other.column


def _options(
    found: Sequence[Token], words: Sequence[str], place: int, naming: Naming
) -> list[tuple[Name, int]]:
    """Return the names that begin at a place, each with where it ends."""
    options = []
    for name in naming.beginning_with(words[place], found[place].word):
        end = _end(name, found, words, place)
        if end is not None:
            options.append((name, end))
    return sorted(options, key=lambda option: (-option[1], _ORDER[option[0].kind]))


def _end(name: Name, found: Sequence[Token], words: Sequence[str], place: int) -> int | None:
    """Return where a name that begins at a place ends, None when it is not there."""
    at = place
    for own in range(len(name.words)):
        if own:
            at = _past(_JOINING if name.kind == LEVEL else _BETWEEN, found, at, name.words[own])
        cut = _is_cut(name.words[own], found, at) if own >= _LEAST_OF_CUT else 0
        if cut:
            return at + cut
        # the word as it stands first: "class" is its own stem, and "this" no plural
        if at >= len(words) or not (
            same_word(name, own, words[at]) or same_word(name, own, found[at].word)
        ):
            return None
        at += 1
    opened = any(token.word == "(" for token in found[place:at])
    return at + (opened and at < len(found) and found[at].word == ")")


def _is_cut(word: str, found: Sequence[Token], at: int) -> int:
    """Return how many tokens the end of a name takes that is cut within or before a word."""
    rest = [token.text for token in found[at : at + 2]]
    if rest[:1] == ["…"]:
        return 1
    return 2 if rest[1:] == ["…"] and word.startswith(found[at].word) else 0


def _past(between: frozenset[str], found: Sequence[Token], at: int, own: str) -> int:
    """Return the place after signs that may stand between two words of a name."""
    for _ in range(2):
        if at < len(found) and found[at].word in between and found[at].word != own:
            at += 1
    return at


def _chosen(
    options: Sequence[tuple[Name, int]],
    start: int,
    found: Sequence[Token],
    words: Sequence[str],
    seen: Sequence[Mention],
    naming: Naming,
) -> Mention | None:
    for name, end in _level_first(options, found):
        if name.kind == OUTCOME and _is_plain_verb(found, start):
            continue
        kind = name.kind
        if kind == UNIT and not _after_number(found, start):
            if not _is_counted(found, start) or len(naming.sharing_unit(name.column)) > 1:
                continue
            kind = COLUMN  # "each extra square metre" is more of the column in square metres
        mention = Mention(kind, start, end, name.column, name.level, name.sign)
        if kind == OUTCOME and _is_denial(name, found, end):
            continue
        if kind == OUTCOME and name.loose and not _beside_outcome(mention, found, seen):
            continue
        if (
            kind != OUTCOME
            and name.loose
            and not _beside_its_column(mention, found, words, seen, naming)
        ):
            continue
        return mention
    return None


def _level_first(
    options: Sequence[tuple[Name, int]], found: Sequence[Token]
) -> Sequence[tuple[Name, int]]:
    """Return names with a level before its column where both are one word: "treated patients"."""
    levels = {(name.column, end) for name, end in options if name.kind == LEVEL and not name.loose}
    return [
        (name, end)
        for name, end in options
        if name.kind != COLUMN or (name.column, end) not in levels or _is_told(found, end)
    ]


def _is_told(found: Sequence[Token], end: int) -> bool:
    """Return whether what a column is follows its name: "treated is yes"."""
    return end < len(found) and found[end].word in _BE


def _is_plain_verb(found: Sequence[Token], start: int) -> bool:
    """Return whether "stays" or "leaves" is no outcome here: "stays open", "leaves the rest"."""
    after = found[start + 1].word if start + 1 < len(found) else ""
    return found[start].word in _PLAIN_VERBS and (after in DIRECTIONS or after in _AFTER_VERBS)


def _is_counted(found: Sequence[Token], start: int) -> bool:
    """Return whether a unit is one more of its column: "each extra kilometre"."""
    before = [token.word for token in found[max(0, start - 2) : start]]
    if before[-1:] and before[-1] in {"each", "every", "per"}:
        return found[start].word not in _TIMES
    return before[-1:] == ["another"] or (
        len(before) == 2 and before[0] in _EACH and before[1] in _FURTHER
    )


def _after_number(found: Sequence[Token], start: int) -> bool:
    before = [token for token in found[max(0, start - 2) : start] if token.word != "-"]
    return bool(before) and before[-1].value is not None


def _beside_its_column(
    mention: Mention,
    found: Sequence[Token],
    words: Sequence[str],
    seen: Sequence[Mention],
    naming: Naming,
) -> bool:
    """Return whether a word that means many things stands by its column, or in a list."""
    token = found[mention.start]
    if token.word in {"no", "yes"} and not _ends_part(found, mention.end):
        return False
    if token.word in _COMPASS and mention.start and found[mention.start - 1].word == "the":
        return True
    if words[mention.end : mention.end + 1] and words[mention.end] in _OTHER:
        return False
    if _is_of_rows(mention, found, naming) or _is_capital(mention, found, naming):
        return True
    if seen and seen[-1].column == mention.column and mention.column:
        between = found[seen[-1].end : mention.start]
        listed = seen[-1].kind == LEVEL and all(entry.word in _JOINING for entry in between)
        near = len(between) <= _REACH and not any(entry.word in DIRECTIONS for entry in between)
        stops = any(entry.word in {".", ";", ":"} for entry in between)
        article = token.text == "a" and not _ends_part(found, mention.end)
        if (listed or (near and not stops and seen[-1].kind in {COLUMN, LEVEL})) and not article:
            return True
    following = (
        option
        for skip in (0, 1)
        if mention.end + skip < len(found)
        for option in _options(found, words, mention.end + skip, naming)
    )
    after = any(name.kind == COLUMN and name.column == mention.column for name, _ in following)
    after = after or naming.column_in_part(" ".join(words[mention.end : mention.end + 1])) == (
        mention.column
    )
    after = after or _is_listed(mention, found, words, naming)
    if after and token.value is None and len(token.word) > 1:
        return token.word not in _NO | {"other", "others"} and token.word not in DIRECTIONS
    if token.word in DIRECTIONS and mention.start:  # "in fall" is the season, "rentals fall" not
        before = found[mention.start - 1].word
        if before == "the" and mention.start > 1:
            before = found[mention.start - 2].word
        return before in {"in", "during", "this", "every", "each"} and token.word not in {"more"}
    letter = len(token.text) == 1 and token.text == mention.level and token.text not in {"A", "I"}
    if letter and token.text.isupper() and mention.start:
        return found[mention.start - 1].word in _BEFORE_LETTERS
    written = token.text == mention.level and token.text[:1].isupper() and len(token.text) > 2
    capitals = token.text == mention.level and token.text.isupper() and len(token.text) > 1
    return (written and mention.start > 0) or capitals  # "IT assets" are of a department


def _is_denial(name: Name, found: Sequence[Token], end: int) -> bool:
    """Return whether a class "no" is only a word before another: "churn is no lower"."""
    if name.words[-1] != "no" or not name.level or {"=", ":"} & set(name.words):
        return False
    return not (_ends_part(found, end) or found[end].word in CHANGES | _ADVERBS)


def _beside_outcome(mention: Mention, found: Sequence[Token], seen: Sequence[Mention]) -> bool:
    """Return whether a class such as "no" is said of the outcome: "the answer is more often no"."""
    if not seen or seen[-1].kind != OUTCOME or seen[-1].level:
        return False
    between = [token.word for token in found[seen[-1].end : mention.start]]
    near = len(between) <= _REACH and bool(_SAID_OF & set(between))
    return near and _ends_part(found, mention.end)


def _is_of_rows(mention: Mention, found: Sequence[Token], naming: Naming) -> bool:
    """Return whether a level tells which rows are meant: "clear days"; or "fall is the season"."""
    token = found[mention.start]
    after = [entry.word for entry in found[mention.end : mention.end + 3]]
    if token.word in _NO or token.word in {"other", "others", "all", "some", "any"}:
        return False
    if after[:1] in (["is"], ["was"]) and after[1:2] in (["the"], ["a"]):
        return any(stem(word) in naming.name_parts(mention.column) for word in after[2:])
    plain = (
        len(token.word) > 1 and token.word not in DIRECTIONS and token.word not in PLAIN_DIRECTIONS
    )
    return plain and after[:1] != [] and after[0] in ROW_NOUNS


def _is_capital(mention: Mention, found: Sequence[Token], naming: Naming) -> bool:
    """Return whether capital letters that are levels of one column stand in a sentence twice."""
    levels = {level for level in naming.levels.get(mention.column, ()) if len(level) == 1}
    text = found[mention.start].text
    if text not in levels or not text.isupper() or mention.end - mention.start != 1:
        return False
    seen = {entry.text for entry in found if entry.text in levels}
    return len(seen) > 1


def _ends_part(found: Sequence[Token], at: int) -> bool:
    """Return whether a level such as "no" ends what is said of its column."""
    return at >= len(found) or not found[at].is_word or found[at].word in _AFTER_LEVELS


def _is_listed(
    mention: Mention, found: Sequence[Token], words: Sequence[str], naming: Naming
) -> bool:
    """Return whether a level of the same column follows after "and" or "or"."""
    if mention.end >= len(found) or found[mention.end].word not in {"and", "or"}:
        return False
    following = (
        _options(found, words, mention.end + 1, naming) if mention.end + 1 < len(found) else []
    )
    return any(
        name.kind == LEVEL and name.column == mention.column and not name.loose
        for name, _ in following
    )


def denied(mention: Mention, found: Sequence[Token], names: Container[int] = frozenset()) -> bool:
    """Return whether a word just before a mention says that there is none of it.

    A word of another name denies nothing: "never-married men" are men.
    """
    before = range(max(0, mention.start - 3), mention.start)
    return any(found[at].word in _NO and at not in names for at in before)
