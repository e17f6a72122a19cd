"""What a sentence wants held fixed: "even at the same tenure", "regardless of age"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN
from dataexplain.narration.grounding.words import Token
from dataexplain.sentences.refusing import UntestableError, needed_column
from dataexplain.sentences.telling import HELD_FIXED, ON_ITS_OWN

SAME = frozenset({"equal", "same", "identical", "comparable", "similar"})
_AND = (
    r"(?:(?:the|a|an|same|their|its|both|level|levels|number|of|value|values|in|any|given|equal|"
    r"identical|similar|comparable|like|matching|constant|fixed|exactly|roughly|about) )*"
)
_COLUMN = rf"{_AND}@\d+(?: @\d+)*"
_COLUMNS = rf"(?P<columns>{_COLUMN}(?:(?: , {_COLUMN})* (?:, )?(?:and|or) {_COLUMN})?)"
_EVEN = r"(?:, )?(?:even )?"
_FIXED = (
    r"(?:(?:is|are|was|were|being|stays?|remains?|held|kept|hold|keep|the) )*"
    r"(?:fixed|constant|same|equal|unchanged|identical|controlled|accounted for|considered)\b"
)
_TAIL = rf"(?: (?:(?:is|are|being) )?(?:{_FIXED}))?(?: ,)?"
_OPENED = (
    r"(?:(?:when|while|after|if|once|by) )?(?:we )?"
    r"(?:controlling for|control for|controlled for|adjusting for|adjusted for|accounting for|"
    r"(?:they|both|people|he|she|customers) [^ ]+ (?:in |at |of |with |on )?(?:the |a |an )?"
    r"(?:same|equal|similar|identical)|correcting for|allowing for|net of|conditional on|given|"
    r"fixing|comparing|considering|knowing|"
    r"(?:you|they|one|we) (?:know|knows|fix|(?:control|adjust|account|correct|allow)s? for)|"
    r"(?:adjust|account|correct|allow) for|"
    r"(?:at|for|with|within|in|of|among|amongst|across|between|having|have|who have|that have|"
    r"with a|on) (?:(?:people|those|customers|rows|houses|cases|all|of|with) )*"
    r"(?:the |a |an |any |one )?(?:same|given|equal|fixed|similar|comparable|identical|"
    r"particular|every))"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_EVEN}(?:holding|keeping|hold|keep|with|when|where|if|while|once|after) {_COLUMNS} "
        rf"{_FIXED}(?: ,)?",
        rf"{_EVEN}(?:after |when |once |if )?(?:taking|(?:we |you |one |they )?takes?) {_COLUMNS} "
        rf"into (?:account|consideration)(?: ,)?",
        rf"{_EVEN}(?:once|when|after|if) {_COLUMNS} (?:is|are|has been|have been) "
        rf"(?:taken into (?:account|consideration)|accounted for|controlled for|factored in|"
        rf"adjusted for)(?: ,)?",
        rf"{_EVEN}{_OPENED} {_COLUMNS}{_TAIL}",
        rf"^(?=(?:the )?(?:same|equal|identical|similar) )(?P<columns>{_COLUMN}(?:(?: ,| and|"
        rf" , and) {_COLUMN})*) [:;,-]",
        rf"(?:, |^){_COLUMNS} being (?:held |kept |the )*(?:equal|same|constant|fixed|identical|"
        rf"comparable|similar)\b(?: ,)?",
    )
)
# These say that nothing matters, where no way is said.
_REGARDLESS = re.compile(
    rf"{_EVEN}(?:regardless of|irrespective of|independent of|independently of|no matter|"
    rf"no matter what|whatever|whichever|at every|at any|at each|at all|for every|for each|"
    rf"for all|for any|in every|in each|in all|across all|across|within each|within every) "
    rf"(?:their |the )?{_COLUMNS}{_TAIL}"
)
_OTHERS = (
    r"(?:(?:all|everything|anything) else|(?:all |the |any )*(?:other (?:things|factors|columns|"
    r"variables|features|characteristics|conditions)|others|remaining columns|the rest))"
)
_ALL = re.compile(
    rf"(?:, )?\b(?:even )?(?:(?:with|when|while|if|once|after|holding|keeping) )?{_OTHERS} "
    rf"(?:(?:being|is|are|were|stays?|remains?|held|kept|the|taken) )*"
    rf"(?:fixed|constant|equal|same|unchanged|identical|into account)(?: ,)?"
    rf"|(?:, )?\b(?:even )?(?:(?:when|while|after|once) )?(?:controlling for|adjusting for|"
    rf"adjusted for|accounting for|controlled for|taking) {_OTHERS}(?: into account)?(?: ,)?"
    rf"|(?:, )?\b(?:ceteris paribus|like for like|like - for - like)(?: ,)?"
)
_ALONE = re.compile(
    r"(?:, )?\b(?:on (?:its|their) own|by (?:itself|themselves)|on average|on the whole|overall|"
    r"in general|generally|in isolation|taken alone|unadjusted|without adjust\w*|"
    r"without (?:controlling|accounting)(?: for (?:anything|other \w+))?|"
    r"before (?:adjusting|controlling)|in total|all in all)(?: ,)?"
)
# What is left aside is not held: "if you leave class out of account".
_LEFT_ASIDE = re.compile(
    rf"(?:, )?\b(?:(?:if|when|while) )?(?:(?:you|we|one|they) )?(?:ignores?|ignoring|disregards?|"
    rf"disregarding|leaves?|leaving|sets?|setting|not counting|without (?:considering|controlling "
    rf"for|accounting for|adjusting for|regard to|regard for)) {_COLUMNS}"
    rf"(?: (?:out of (?:account|it|consideration|the picture)|aside|out))?(?: ,)?"
)
# What follows when a phrase of holding names no column.
_UNKNOWN = re.compile(
    r"\b(?:controlling for|controlled for|adjusting for|accounting for|regardless of|"
    r"irrespective of|at the same|of the same|with the same|within the same|for the same|"
    r"in the same|holding)(?: (?P<word>[a-z]+(?: [a-z]+)?))"
)


@dataclass(frozen=True)
class Holding:
    """A sentence without what it holds fixed, the columns held, and its basis."""

    text: str
    columns: tuple[str, ...] = ()
    basis: str = ""


def without_held(
    text: str, found: Sequence[Token], named: Sequence[Mention], *, says_a_way: bool
) -> Holding:
    """Return a sentence without the parts that only hold columns fixed.

    Parameters
    ----------
    text : str
        Without contractions, so that tokens stand where they say.
    found : sequence of Token
    named : sequence of Mention
    says_a_way : bool
        Whether it says that something is higher or lower: else "regardless of" denies an effect.

    Raises
    ------
    UntestableError
        Where what shall be held fixed is no column.
    """
    shape, starts = _shape(found, named)
    spans: list[tuple[int, int]] = []
    held: dict[str, None] = {}
    patterns = (*_PATTERNS, _REGARDLESS) if says_a_way else _PATTERNS
    for pattern in patterns:
        for match in pattern.finditer(shape):
            if any(start < match.end() and match.start() < end for start, end in spans):
                continue
            _refuse_denied(shape[: match.start()])
            spans.append(match.span())
            places = [int(place) for place in re.findall(r"@(\d+)", match["columns"])]
            held.update(dict.fromkeys(named[place].column for place in places))
    everything = _spans(_ALL, shape, spans)
    alone = _spans(_LEFT_ASIDE, shape, [*spans, *everything])
    alone += _spans(_ALONE, shape, [*spans, *everything, *alone])
    rest = _cut(shape, [*spans, *everything, *alone])
    unknown = _UNKNOWN.search(rest)
    if unknown is not None and says_a_way:
        word = unknown["word"]
        raise UntestableError(
            f"It holds “{word}” fixed, which is no column of this table.", needed_column(word)
        )
    basis = HELD_FIXED if held or everything else ON_ITS_OWN if alone else ""
    if (held and alone) or (everything and alone):
        basis = HELD_FIXED
    kept = _kept(text, found, starts, [*spans, *everything, *alone])
    return Holding(kept, tuple(held), basis)


def _refuse_denied(before: str) -> None:
    """Refuse "but not at the same age": it says one thing of the rows, and another with it held."""
    if re.search(r"(?:\bnot|\bno longer|\bonly|\bvanishes|\bdisappears)(?: any more)? ?$", before):
        raise UntestableError(
            "It says one thing of the plain difference and another with a column held fixed; bring "
            "them as two sentences."
        )


def _shape(found: Sequence[Token], named: Sequence[Mention]) -> tuple[str, list[int]]:
    """Return the words in a row, each column as a sign, and where each token begins."""
    columns = {
        at: place
        for place, mention in enumerate(named)
        if mention.kind == COLUMN
        for at in range(mention.start, mention.end)
    }
    parts, starts, length = [], [], 0
    for at, token in enumerate(found):
        part = f"@{columns[at]}" if at in columns else token.word
        starts.append(length)
        parts.append(part)
        length += len(part) + 1
    return " ".join(parts), starts


def _spans(
    pattern: re.Pattern[str], shape: str, taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    return [
        match.span()
        for match in pattern.finditer(shape)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


def _cut(shape: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        shape = f"{shape[:start]} . {shape[end:]}"
    return shape


def _kept(
    text: str,
    found: Sequence[Token],
    starts: Sequence[int],
    spans: Sequence[tuple[int, int]],
) -> str:
    """Return the text without the tokens that lie in spans of the shape."""
    parts, at = [], 0
    for token, start in zip(found, starts, strict=True):
        if any(begin <= start < end for begin, end in spans):
            parts.append(text[at : token.start])
            at = token.end
    parts.append(text[at:])
    return " ".join("".join(parts).split()).strip(" ,;")
