"""The clauses of a sentence: where each begins and ends, and which part is only a comparison."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from dataexplain.narration.grounding import phrases
from dataexplain.narration.grounding.factors import compares_as
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL
from dataexplain.narration.grounding.vocabulary import REFERENCES, SEPARATORS, word_set
from dataexplain.narration.grounding.words import Token

_ENDS = word_set("; : — ( ) , |")
_STRONG = frozenset({";", ":", "—", "|"})
_JOINS = frozenset({"and", "but", "while", ","})
# The phrases by their first word.
_REFERENCES = {
    first: tuple(tuple(phrase.split()) for phrase in REFERENCES if phrase.split()[0] == first)
    for first in {phrase.split()[0] for phrase in REFERENCES}
}


@dataclass(frozen=True)
class Clause:
    """The tokens ``start`` to ``end`` of a sentence."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Return whether a token lies in the clause."""
        return self.start <= at < self.end


def clauses(
    found: Sequence[Token], named: Sequence[Mention], directed: frozenset[int]
) -> tuple[Clause, ...]:
    """Return the clauses of a sentence that say something of their own.

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention
    directed : frozenset of int
        The tokens that say a direction.
    """
    cuts = [0]
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    for at, token in enumerate(found):
        strong = token.word in _STRONG or token.word in SEPARATORS
        if at == 0 or at in inside or not (strong or token.word in _JOINS):
            continue
        before, after = Clause(cuts[-1], at), Clause(at + 1, _next_cut(found, at + 1, inside))
        if _is_whole(before, named, directed) and _is_whole(after, named, directed):
            fresh = _columns(after, named) - _columns(before, named)
            if not strong and _is_pace(after, found, directed):
                continue
            if strong or token.word in {"while", "but"} or fresh:
                cuts.append(at)
        elif strong and _goes_on_alone(found, before, after, named, directed):
            cuts.append(at)
    return tuple(
        Clause(start, end) for start, end in zip(cuts, [*cuts[1:], len(found)], strict=True)
    )


def _is_pace(clause: Clause, found: Sequence[Token], directed: frozenset[int]) -> bool:
    """Return whether a part only says with what a pattern grows: "the higher the dose is"."""
    own = [at for at in directed if clause.holds(at)]
    return own == [clause.start + 1] and found[clause.start].word == "the"


def _next_cut(found: Sequence[Token], start: int, inside: Set[int]) -> int:
    for at in range(start, len(found)):
        if at not in inside and (found[at].word in _STRONG or found[at].word in SEPARATORS):
            return at
    return len(found)


def _columns(clause: Clause, named: Sequence[Mention]) -> set[str]:
    return {
        mention.column
        for mention in named
        if mention.kind in {COLUMN, LEVEL} and clause.holds(mention.start)
    }


def _is_whole(clause: Clause, named: Sequence[Mention], directed: frozenset[int]) -> bool:
    """Return whether a clause speaks of a column and of a direction."""
    return bool(_columns(clause, named)) and any(clause.holds(at) for at in directed)


def _goes_on_alone(
    found: Sequence[Token],
    before: Clause,
    after: Clause,
    named: Sequence[Mention],
    directed: frozenset[int],
) -> bool:
    """Return whether what follows a semicolon or colon says something of its own."""
    if _is_whole(after, named, directed) and _says_twice(found, before, directed):
        return True
    if (
        found[before.end].word == ";"
        and _columns(before, named)
        and _is_whole(after, named, directed)
    ):
        return True
    speaks = _is_directed(after, directed) or phrases.NOTHING.search(_text(found, after))
    semicolon = found[before.end].word == ";"
    return semicolon and _is_directed(before, directed) and bool(speaks)


def _says_twice(found: Sequence[Token], clause: Clause, directed: frozenset[int]) -> bool:
    """Return whether a clause is "the cheaper the plan, the higher the churn"."""
    own = [at for at in directed if at and clause.holds(at) and found[at - 1].word == "the"]
    return len(own) == 2


def _text(found: Sequence[Token], clause: Clause) -> str:
    return " ".join(token.word for token in found[clause.start : clause.end])


def _is_directed(clause: Clause, directed: frozenset[int]) -> bool:
    return any(clause.holds(at) for at in directed)


def reference_spans(
    found: Sequence[Token], clause: Clause, taken: frozenset[int], named: Sequence[Mention]
) -> tuple[tuple[int, int], ...]:
    """Return the parts of a clause that say only what something is compared with.

    Parameters
    ----------
    found : sequence of Token
    clause : Clause
    taken : frozenset of int
        Tokens that belong to bounds: the "than" of "more than 12" compares nothing.
    named : sequence of Mention
    """
    spans: list[tuple[int, int]] = []
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    words = [token.word for token in found]
    for at in range(clause.start, clause.end):
        if at in taken or at in inside or any(start <= at < end for start, end in spans):
            continue
        if compares_as(words, at):
            spans.append((at, _reference_end(words, at, clause, named)))
            continue
        for phrase in _REFERENCES.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                spans.append((at, _reference_end(words, at, clause, named)))
                break
    return tuple(spans)


def _goes_on(place: int, words: Sequence[str], named: Sequence[Mention], opening: bool) -> bool:
    """Return whether a comma stands within a list of names."""
    following = next((mention for mention in named if 0 < mention.start - place <= 2), None)
    if following is None:
        return False
    after = words[following.end] if following.end < len(words) else ""
    return (following.kind == LEVEL and (not opening or after in {",", "or", "and"})) or (
        after in {"or", "and"}
    )


def _reference_end(words: Sequence[str], at: int, clause: Clause, named: Sequence[Mention]) -> int:
    """Return where a comparison ends: at its comma, where it opened the clause; else at the end."""
    opening = at - clause.start <= 1
    inside = {one for mention in named for one in range(mention.start, mention.end)}
    for place in range(at + 1, clause.end):
        if place in inside:
            continue
        if words[place] in {";", ":", ")"}:
            return place
        if words[place] == "," and not _goes_on(place, words, named, opening):
            return place
    return clause.end
