"""A sentence read into assertions: what it says of the outcome, of which columns, and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dataexplain.narration.grounding import phrases
from dataexplain.narration.grounding.assertions import (
    DIRECTION,
    ENDS_HELD_FIXED,
    HELD_FIXED,
    MATTERS,
    NO_EFFECT,
    NUMBER,
    ON_ITS_OWN,
    OPEN,
    TURN,
    Assertion,
    Quantity,
)
from dataexplain.narration.grounding.brackets import WORDING, bracketed
from dataexplain.narration.grounding.clauses import Clause, clauses, reference_spans
from dataexplain.narration.grounding.conditions import Spans, held_spans, without_holding
from dataexplain.narration.grounding.degrees import frequencies, strengths
from dataexplain.narration.grounding.directions import (
    THE_OUTCOME,
    Direction,
    directed_tokens,
    directions,
    proportion,
    settled,
)
from dataexplain.narration.grounding.mentions import Mention, mentions
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Naming
from dataexplain.narration.grounding.quantities import Numbers, numbers
from dataexplain.narration.grounding.stating import entangled_columns, stated_columns
from dataexplain.narration.grounding.vocabulary import HEDGE_PHRASES, HEDGES, word_set
from dataexplain.narration.grounding.words import Token, tokens

_SUPERLATIVES = word_set("highest lowest most least cheapest priciest best worst")
_TURNING = word_set("beyond then after afterwards until past again thereafter before till further")
_PLACES = word_set("below above under over up down behind ahead upper")
# How many units of a column each of these is.
_COUNTED = {"ten": 10.0, "decade": 10.0, "hundred": 100.0, "five": 5.0, "dozen": 12.0,
            "two": 2.0, "three": 3.0, "twenty": 20.0, "fifty": 50.0, "thousand": 1000.0,
            "century": 100.0}  # fmt: skip
_DENIED_AHEAD = 5
# What stands for a word of a name where phrases are looked for.
NAMED = "@"
# What is longer is a list or a table, no sentence that could be read.
MOST_TOKENS = 250


@dataclass(frozen=True)
class Read:
    """A sentence's words, names and numbers, all by the places of tokens."""

    found: tuple[Token, ...]
    named: tuple[Mention, ...]
    numbers: Numbers
    directed: frozenset[int]
    held: Spans = ()

    def text(self, start: int, end: int) -> str:
        """Return the words of a part in a row, a sign for each word of a name.

        A level "no" denies nothing, and a class "maybe" is no hedge.
        """
        return " ".join(
            NAMED if at in self.in_names else self.found[at].word for at in range(start, end)
        )

    @cached_property
    def in_names(self) -> frozenset[int]:
        """The tokens in names of columns, levels and classes."""
        return frozenset(
            at
            for mention in self.named
            if mention.kind in {COLUMN, LEVEL} or mention.level
            for at in range(mention.start, mention.end)
        )


def looked_at(text: str, naming: Naming) -> Read:
    """Return a sentence with its names and numbers found.

    Parameters
    ----------
    text : str
    naming : Naming
    """
    found = tokens(text)
    named = mentions(found, naming)
    seen = numbers(found, named, naming)
    held = held_spans(found, named)
    directed = directed_tokens(found, named, seen.taken)
    aside = (*held, *bracketed(found, WORDING))
    free = frozenset(at for at in directed if not any(start <= at < end for start, end in aside))
    return Read(found, named, seen, free, held)


def hedged(read: Read) -> bool:
    """Return whether a sentence says that something may be, not that it is."""
    text = read.text(0, len(read.found))
    return bool(HEDGES & set(text.split())) or any(phrase in text for phrase in HEDGE_PHRASES)


def assertions(read: Read, naming: Naming) -> tuple[Assertion, ...]:
    """Return what a sentence asserts, one assertion a clause.

    Parameters
    ----------
    read : Read
    naming : Naming
    """
    whole = Clause(0, len(read.found))
    if len(read.found) > MOST_TOKENS:
        return ()
    basis, aside = _basis(read)
    parts = clauses(read.found, read.named, read.directed)
    turn = _turn(read, whole, naming)
    if turn is not None:
        return (_with_rest(turn, read, whole, naming, basis),)
    seen: list[Assertion] = []
    for part in parts:
        for assertion in _of_clause(read, part, naming, seen, aside):
            seen.append(_with_rest(assertion, read, part, naming, basis))
    return tuple(seen)


def _of_clause(
    read: Read,
    clause: Clause,
    naming: Naming,
    before: Sequence[Assertion],
    aside: tuple[int, int] | None,
) -> Iterable[Assertion]:
    text = read.text(clause.start, clause.end)
    open_text = text
    if aside is not None:
        start, end = max(aside[0], clause.start), min(aside[1], clause.end)
        if start < end:
            open_text = f"{read.text(clause.start, start)} , {read.text(end, clause.end)}"
    references = reference_spans(read.found, clause, read.numbers.taken, read.named)
    spoken = _spoken(read, clause, naming, references)
    entangled = entangled_columns(read, clause)
    stated = stated_columns(read, clause, naming, references, spoken)
    if _two_ways(spoken):
        return ()
    if not stated and before and any(entry.column == THE_OUTCOME for entry in spoken):
        stated = before[-1].stated
    sign = _sign(spoken, read, clause, naming)
    if phrases.OPEN.search(open_text):
        kind = OPEN
    elif phrases.NOTHING.search(_without_bounds(read, clause)):
        kind = NO_EFFECT
    elif sign:
        kind = DIRECTION
    else:
        sign = _relation_sign(text)
        shape = _shape(text)
        if shape and stated:
            return (Assertion(TURN, stated, -shape, shape),)
        kind = DIRECTION if sign else MATTERS if phrases.MATTERS.search(text) else NUMBER
    if not stated:
        return ()
    negated = kind == DIRECTION and _negated(read, clause, spoken)
    change = any(entry.change for entry in spoken if entry.column == THE_OUTCOME)
    proportional = proportion(spoken, read.found) is not None
    return (
        Assertion(
            kind,
            stated,
            sign,
            negated=negated,
            change=change,
            entangled=entangled,
            throughout=proportional,
        ),
    )


def _without_bounds(read: Read, clause: Clause) -> str:
    """Return a clause's words, bounds such as "no more than 12" and what is held left out."""
    held = {at for start, end in read.held for at in range(start, end)}
    return without_holding(
        " ".join(
            "#" if at in read.numbers.taken or at in held else word
            for at, word in enumerate(read.text(clause.start, clause.end).split(), clause.start)
        )
    )


def _spoken(
    read: Read, clause: Clause, naming: Naming, references: Sequence[tuple[int, int]]
) -> tuple[Direction, ...]:
    """Return the directions of a clause that are not part of what it compares with."""
    every = directions(read.found, read.named, read.directed, clause, naming)
    outside = [
        entry for entry in every if not any(start < entry.at < end for start, end in references)
    ]
    return settled(outside, read.found, read.named, clause, naming)


def _two_ways(spoken: Sequence[Direction]) -> bool:
    """Return whether one column is said to go both ways: "very light and very heavy users"."""
    ways = {(entry.column, entry.sign) for entry in spoken if entry.column != THE_OUTCOME}
    return any((column, -sign) in ways for column, sign in ways if sign)


def _sign(spoken: Sequence[Direction], read: Read, clause: Clause, naming: Naming) -> int:
    """Return the outcome's way: 0 where nothing or two ways are said."""
    own = [entry for entry in spoken if entry.column == THE_OUTCOME and entry.sign]
    own = [entry for entry in own if entry.sure] or own
    if len({entry.sign for entry in own}) > 1:  # "below" and "up" rather tell a place
        own = [entry for entry in own if read.found[entry.at].word not in _PLACES] or own
    signs = [entry.sign * _class_sign(entry.at, read, clause, naming) for entry in own]
    changes = [sign for sign, entry in zip(signs, own, strict=True) if entry.change]
    for candidates in (signs, changes, signs[:1]):
        if len(set(candidates)) == 1:
            return candidates[0]
    return 0


def _class_sign(at: int, read: Read, clause: Clause, naming: Naming) -> int:
    """Return -1 where a word of direction speaks of the class that is not explained."""
    own = [
        mention for mention in read.named if mention.kind == OUTCOME and clause.holds(mention.start)
    ]
    if not own or not naming.binary:
        return 1
    after = [mention for mention in own if 0 < mention.start - at <= 6]
    nearest = after[0] if after else min(own, key=lambda mention: abs(mention.start - at))
    before = read.text(max(0, nearest.start - 3), nearest.start).split()
    verbs = {"do", "does", "did", "is", "are", "was", "were"}
    return -nearest.sign if "not" in before and not set(before) & verbs else nearest.sign


def _relation_sign(text: str) -> int:
    if phrases.POSITIVE.search(text):
        return 1
    return -1 if phrases.NEGATIVE.search(text) else 0


def _shape(text: str) -> int:
    """Return 1 of a course that falls and then rises, -1 of the opposite, 0 of neither."""
    if phrases.SAGGING.search(text):
        return 1
    return -1 if phrases.HUMPED.search(text) else 0


def _turn(read: Read, clause: Clause, naming: Naming) -> Assertion | None:
    """Return a course of one column that turns, where a sentence describes one."""
    text = read.text(clause.start, clause.end)
    if phrases.OPEN.search(text):
        return None
    shape = _shape(text)
    references = reference_spans(read.found, clause, read.numbers.taken, read.named)
    ways = [
        entry
        for entry in _spoken(read, clause, naming, references)
        if entry.column == THE_OUTCOME and entry.sign
    ]
    after = _after_turn(read, clause, naming, ways) or shape * _class_sign(
        clause.start, read, clause, naming
    )
    if not after:
        return None
    stated = stated_columns(read, clause, naming, references, ())
    numeric = [entry for entry in stated if naming.numeric(entry.column)]
    if not numeric or len({entry.column for entry in stated}) > 1:
        return None
    at = [bound.low for bound in read.numbers.bounds if bound.kind != "range"]
    one = replace(numeric[0], low=None, high=None, points=tuple(at), sign=0)
    return Assertion(TURN, (one,), -after, after)


def _after_turn(read: Read, clause: Clause, naming: Naming, ways: Sequence[Direction]) -> int:
    """Return the outcome's way beyond a turn that two ways or a superlative tell, 0 for none."""
    if not ways:
        return 0
    text = read.text(clause.start, clause.end)
    signs = [entry.sign for entry in ways]
    twice = len(set(signs)) == 2 and signs == sorted(signs, key=lambda sign: sign != signs[0])
    further = phrases.FURTHER.search(text) or any(entry.change for entry in ways)
    turns = set(text.split()) & _TURNING or "up to" in text
    if twice and turns and further:
        return -signs[0] * _class_sign(ways[0].at, read, clause, naming)
    return -_extreme(ways, read, clause) * _class_sign(ways[0].at, read, clause, naming)


def _extreme(ways: Sequence[Direction], read: Read, clause: Clause) -> int:
    """Return the way of a superlative said of a value: "highest around 1965"; 0 for none."""
    at_values = any(
        bound.kind == "point" and clause.holds(bound.at) for bound in read.numbers.bounds
    )
    superlatives = [entry.sign for entry in ways if read.found[entry.at].word in _SUPERLATIVES]
    return superlatives[0] if at_values and superlatives else 0


def _negated(read: Read, clause: Clause, spoken: Sequence[Direction]) -> bool:
    """Return whether a direction is denied: "does not rise"."""
    own = [entry.at for entry in spoken if entry.column == THE_OUTCOME and entry.sign]
    for at in own:
        before = read.text(max(clause.start, at - _DENIED_AHEAD), at).split()
        verbs = {"do", "does", "did", "is", "are", "was", "were", "will", "would", "has", "have"}
        for place, word in enumerate(before):
            helped = place > 0 and before[place - 1] in verbs
            if word in {"no", "never", "neither"} and place >= len(before) - 2:
                return True
            if word == "not" and helped and "only" not in before and "but" not in before:
                return True
    return False


def _basis(read: Read) -> tuple[str, tuple[int, int] | None]:
    """Return on which footing a sentence speaks, and the part that says how the pattern ends.

    That part ("but not after accounting for the other columns") is no assertion of its own.
    """
    words = read.text(0, len(read.found)).split()
    cuts = [0]
    for at, word in enumerate(words):
        if word in {";", ",", "but", "though", "although", "yet", "—", ":"} and at > cuts[-1]:
            cuts.append(at)
    parts = list(zip(cuts, [*cuts[1:], len(words)], strict=True))
    held, alone, ending = False, False, None
    for place, (start, end) in enumerate(parts):
        text = " ".join(words[start:end])
        after = " ".join(words[start : parts[min(place + 1, len(parts) - 1)][1]])
        alone = alone or (bool(phrases.ALONE.search(text)) and not phrases.JOINT.search(text))
        if not phrases.HELD.search(text) and "adjust" not in text and "what remains" not in text:
            continue
        speaks = any(start <= at < end for at in read.directed)
        ends = phrases.ENDS.search(after) or phrases.OPEN.search(after)
        if ends and place > 0 and not speaks and _says_before(read, start):
            ending = (start, len(words))
        elif phrases.ALONE.search(text):
            alone = True
        else:
            held = True
    if ending is not None:
        return (ENDS_HELD_FIXED, ending)
    if alone and held:
        return ("", None)  # it speaks of both, one after the other
    if alone:
        return (ON_ITS_OWN, None)
    return (HELD_FIXED if held else "", None)


def _says_before(read: Read, end: int) -> bool:
    """Return whether a direction is said before a place."""
    return any(at < end for at in read.directed)


def _with_rest(
    assertion: Assertion, read: Read, clause: Clause, naming: Naming, basis: str
) -> Assertion:
    """Add what a clause says of basis, size, frequency and numbers."""
    text, per = read.text(clause.start, clause.end), _per(read, clause)
    references = reference_spans(read.found, clause, read.numbers.taken, read.named)
    aside = frozenset(at for start, end in references for at in range(start + 1, end))
    own_text = " ".join(
        "#" if at in aside else word for at, word in enumerate(text.split(), clause.start)
    )
    return replace(
        assertion,
        basis=basis,
        jump=bool(phrases.JUMP.search(text)) and not per,
        begins=bool(phrases.BEGINS.search(text)),
        joint=bool(phrases.JOINT.search(text)),
        interplay=bool(phrases.INTERPLAY.search(text)),
        throughout=assertion.throughout or bool(phrases.THROUGHOUT.search(text)),
        over_time=bool(phrases.OVER_TIME.search(read.text(0, len(read.found)))),
        outcome_class=_class_named(read, clause),
        strengths=strengths(read.found, clause, read.named, read.numbers.taken | aside),
        frequencies=frequencies(own_text),
        quantities=_quantities(read, clause, naming),
        per=per,
    )


def _class_named(read: Read, clause: Clause) -> str:
    """Return the one class of the outcome that a clause names, else that the sentence does."""
    named = [mention for mention in read.named if mention.kind == OUTCOME and mention.level]
    inside = {mention.level for mention in named if clause.holds(mention.start)}
    classes = inside or {mention.level for mention in named}
    return classes.pop() if len(classes) == 1 else ""


def _quantities(read: Read, clause: Clause, naming: Naming) -> tuple[Quantity, ...]:
    return tuple(
        quantity
        for at, quantity in read.numbers.quantities
        if clause.holds(at) and not (quantity.kind == "factor" and not naming.report.claims)
    )


def _per(read: Read, clause: Clause) -> float:
    """Return of how many units of a column an effect is said, 0 where of the whole stretch."""
    inside = {
        at
        for mention in read.named
        if mention.kind == COLUMN
        for at in range(mention.start, mention.end)
    }
    shown = " ".join(
        "@" if at in inside else f"#{at}#" if token.value is not None else token.word
        for at, token in enumerate(read.found)
        if clause.holds(at)
    )
    match = phrases.PER.search(shown)
    columns = {
        mention.column
        for mention in read.named
        if mention.kind != OUTCOME and clause.holds(mention.start)
    }
    if match is None or not columns:
        return 0.0
    if match[1]:
        return read.found[int(match[1])].value or 1.0
    following = shown[match.end() :].split()
    return _COUNTED.get(following[0] if following else "", 1.0)
