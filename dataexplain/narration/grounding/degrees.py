"""Words of strength and of frequency in a clause, as the published table has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dataexplain.narration.grounding.clauses import Clause
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.vocabulary import (
    COMPARATIVES,
    DIRECTIONS,
    FREQUENCY_WORDS,
    STRENGTH_FORMS,
    STRENGTH_WORDS,
    word_set,
)
from dataexplain.narration.grounding.words import Token

# The words of strength by their first, the longest first.
_PHRASES = {
    first: sorted(
        (word.split() for word in STRENGTH_WORDS if word.split()[0] == first), key=len, reverse=True
    )
    for first in {word.split()[0] for word in STRENGTH_WORDS}
}
_BEFORE_COMPARISON = frozenset({"much", "far", "greatly"})
# Of a number ("a slight $8,000") or of a thing ("a large house") these say nothing of an effect.
_OF_THINGS = word_set("small large big great strong minor weak heavily")
_ADJECTIVES = frozenset(
    word for word in STRENGTH_FORMS if not word.endswith("ly") and word not in DIRECTIONS
)
_OF_EFFECTS = word_set(
    "increase decrease rise fall drop decline gain loss jump step effect difference gap change "
    "premium contrast relation relationship association link penalty reduction boost advantage "
    "dip upturn downturn uptick slope trend dependence pattern margin shift"
)
_FREQUENCIES = re.compile(
    r"(?<!more )(?<!less )(?<!as )(?<!how )\b("
    + "|".join(sorted(map(re.escape, FREQUENCY_WORDS), key=len, reverse=True))
    + r")\b(?! -)"
)


def strengths(
    found: Sequence[Token], clause: Clause, named: Sequence[Mention], taken: frozenset[int]
) -> tuple[str, ...]:
    """Return the words of strength in a clause, in the form that the table has.

    Parameters
    ----------
    found : sequence of Token
    clause : Clause
    named : sequence of Mention
    taken : frozenset of int
        Tokens of bounds and numbers.
    """
    inside = {at for mention in named for at in range(mention.start, mention.end)} | taken
    seen: list[str] = []
    at = clause.start
    while at < clause.end:
        phrase = next(
            (
                phrase
                for phrase in _PHRASES.get(found[at].word, ())
                if [token.word for token in found[at : at + len(phrase)]] == phrase
            ),
            None,
        )
        word = found[at].word
        if at in inside:
            at += 1
        elif phrase is not None and _speaks(" ".join(phrase), found, at + len(phrase) - 1):
            seen.append(" ".join(phrase))
            at += len(phrase)
        else:
            if word in STRENGTH_FORMS and _speaks(word, found, at):
                seen.append(STRENGTH_FORMS[word])
            at += 1
    return tuple(seen)


def _speaks(word: str, found: Sequence[Token], last: int) -> bool:
    """Return whether a word of strength speaks of an effect here."""
    following = [token.word for token in found[last + 1 : last + 4]]
    before = [token.word for token in found[max(0, last - 2) : last]]
    first = following[0] if following else ""
    if word in _BEFORE_COMPARISON:
        compared = any(other in DIRECTIONS or other in COMPARATIVES for other in following[:2])
        return compared and "how" not in before and "as" not in before
    if word in _OF_THINGS:
        return any(other in _OF_EFFECTS for other in following[:2])
    if word in _ADJECTIVES:  # "a mild increase", not "a mild day"
        nearby = [token.word for token in found[max(0, last - 5) : last + 4]]
        return any(other in _OF_EFFECTS or other in DIRECTIONS for other in nearby)
    if word in {"a little", "a bit"} and first in {"of"}:
        return False
    return word != "fairly" or first in DIRECTIONS


def frequencies(text: str) -> tuple[str, ...]:
    """Return the words of frequency in a clause.

    Examples
    --------
    >>> frequencies("women usually survived , and men survived less often")
    ('usually',)
    """
    return tuple(match[1] for match in _FREQUENCIES.finditer(text))
