"""Whether a sentence claims a cause where only a pattern was found."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import OUTCOME
from dataexplain.narration.grounding.vocabulary import (
    CAUSE_PHRASES,
    CAUSES,
    COMPARATIVES,
    DIRECTIONS,
    NEEDS_OBJECT,
    word_set,
)
from dataexplain.narration.grounding.words import Token

_AFTER_VERB_ALONE = word_set(
    "as with when where while by from to in over at up down and or , . ; : ) than beyond until "
    "for on after before between again too once if but steadily both that per no sense little "
    "most"
)
_DENIALS = word_set("not no never nor neither without cannot")
_MAKES = frozenset({"makes", "make", "made", "making"})
_MADE_OF_NOTHING = word_set("no sense little it up clear a up")
_DETERMINERS = word_set("the a an its his her their one your our every any")
_BEFORE_NOUNS = word_set("the a an these those such of to this that any some no")
# Forms that are nouns too, or follow "they": a cause only with an object of their own.
_BASE_FORMS = word_set("raise reduce increase decrease cut lift push yield")
_TO_EXPECT = 2
_TO_THE_OUTCOME = frozenset({"the", "both"})


def causal_words(found: Sequence[Token], named: Sequence[Mention]) -> str | None:
    """Return the words of a sentence that claim a cause, None where none does.

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention

    Examples
    --------
    >>> from dataexplain.narration.grounding.words import tokens
    >>> causal_words(tokens("Humidity reduces ridership."), ())
    'reduces'
    >>> causal_words(tokens("This does not mean that age causes it."), ()) is None
    True
    """
    words = [token.word for token in found]
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    classes = {mention.start for mention in named if mention.kind == OUTCOME and mention.level}
    text = " ".join(words)
    for phrase in CAUSE_PHRASES:
        place = f" {text} ".find(f" {phrase} ")
        if place < 0:
            continue
        at = text[:place].count(" ")
        after = words[at + len(phrase.split()) :][:_TO_EXPECT]
        if not _denied(words, at) and "expect" not in after:  # "more than this leads to expect"
            return phrase
    for at, word in enumerate(words):
        if word not in CAUSES or at in inside or _denied(words, at):
            continue
        if word == "due" and words[at + 1 : at + 2] != ["to"]:
            continue
        if word in NEEDS_OBJECT and not _has_object(words, at, inside):
            continue
        if word in _MAKES and at + 1 in classes:  # "make over 50K" is to have it
            continue
        return word
    return None


def _denied(words: Sequence[str], at: int) -> bool:
    return any(word in _DENIALS for word in words[max(0, at - 7) : at])


def _has_object(words: Sequence[str], at: int, inside: set[int]) -> bool:
    """Return whether a verb acts on something: "reduces ridership", not "increases with age"."""
    before = words[at - 1] if at else ""
    if before in _BEFORE_NOUNS and words[at] not in _MAKES - {"making"}:
        return False
    place = at + 1
    while place < len(words) and (words[place].endswith("ly") or words[place] in {"up", "down"}):
        place += 1
    if place >= len(words):
        return False
    following = words[place]
    if words[at] in _MAKES:
        return _makes(words[place:])
    if words[at] in _BASE_FORMS and place not in inside:
        return following in _DETERMINERS and before not in {"that", "which", "they"}
    if following in _TO_THE_OUTCOME or following in _DETERMINERS:
        return True
    return following not in _AFTER_VERB_ALONE and following[:1].isalpha()


def _makes(following: Sequence[str]) -> bool:
    """Return whether something is made more or less: "makes a home cheaper", not "makes sense"."""
    end = next((at for at, word in enumerate(following) if word in {";", ":", ","}), len(following))
    part = following[:end]
    if any(word in COMPARATIVES or word in DIRECTIONS for word in part):
        return True
    return part[:1] != [] and part[0] not in _MADE_OF_NOTHING
