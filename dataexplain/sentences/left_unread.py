"""Numbers and second groups of a sentence that its reading does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from dataexplain.claims import Claim, Condition, Membership, Position
from dataexplain.narration.grounding.directions import own_column
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Naming
from dataexplain.narration.grounding.number_patterns import ANY, CONFIDENCE, ROWS
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import FUNCTION_WORDS, SEVERAL, SEXES, word_set
from dataexplain.narration.grounding.words import tokens
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.quotations import QUOTED
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.table_names import levels_named
from dataexplain.tables import Table

# A number may be told as the next one: "more than 60" as "61 or more".
_NEAR = 0.02
_UNREAD = frozenset({ANY, CONFIDENCE, ROWS})
_SEXES = frozenset(word for words in SEXES.values() for word in words)
_COUNTS = word_set("the these those all both of other its their in")
# A step of so much is no value: "every 10 years", "a 10 km longer way".
_STEP = re.compile(
    r"\b(?:every|each|per|an?|another|by|extra|additional) [$€£]?\d[\d.,]*", re.IGNORECASE
)
_TIMES = re.compile(
    r"\d[\d.,]*(?:x\b| ?(?:%|percent|per cent|times|fold|x|points|pp)\b)", re.IGNORECASE
)
# The same number told in another way: "over 8 (that's $80,000)".
GLOSS = re.compile(r"(?<=\d) ?\((?:that'?s|that is|i\. ?e\.|or|so|=)[^()]*\)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?P<thousand>k)?(?!\w)", re.IGNORECASE)
_THE_REST = word_set(
    "rest remainder remaining other others else elsewhere otherwise anywhere everywhere average "
    "mean usual normal ordinary typical population public general everyone everybody anyone "
    "anybody anything everything nobody same did do does are is were was have has had would will "
    "used it so much with time day days year level rate at on a of - ' s fewer less more off "
    "without not non non-"
)
_COURSES = frozenset({"trend", "turning_point"})
_NONE = frozenset({"none", "no", "never"})
_REMAINING = word_set("other others rest remaining else outside")
_ENDS = frozenset({",", ";", "even", "regardless", "but", "(", "if", "when"})


def refuse_unread_numbers(
    sentence: str, read: Read, claims: Sequence[Claim], table: Table, said: Collection[str]
) -> None:
    """Refuse where a number of the sentence is not in what was read.

    Parameters
    ----------
    sentence : str
        As it was brought.
    read : Read
        What is left of it in plainer words.
    claims : sequence of Claim
    table : Table
    said : collection of str
        What else the reading is told with: words of texts, properties.
    """
    known = list(_told(claims, table, said))
    for at, quantity in read.numbers.quantities:
        if quantity.kind in _UNREAD and not _is_told(quantity.value, known):
            _refuse_number(read.found[at].text)
    seen = {at for at, _ in read.numbers.quantities} | {entry.at for entry in read.numbers.bounds}
    for at, token in enumerate(read.found):
        free = at not in seen | read.numbers.taken | read.in_names
        counts = at == 0 or read.found[at - 1].word in _COUNTS
        if token.word in SEVERAL and free and not counts:
            value = float(SEVERAL[token.word])
            if not _is_told(value, known):
                _refuse_number(token.text)
    kept = {token.value for token in read.found if token.value is not None}
    plain = _TIMES.sub(" ", _STEP.sub(" ", GLOSS.sub(" ", QUOTED.sub(" ", sentence))))
    for match in _NUMBER.finditer(plain):
        value = float(match[0].rstrip("kK").replace(",", "").rstrip("."))
        values = (value, value * 1000) if match["thousand"] else (value,)
        if not any(entry in kept or _is_told(entry, known) for entry in values):
            _refuse_number(match[0])


def _refuse_number(number: str) -> None:
    raise UntestableError(
        f"What it says of {number} could not be read; name the column beside it, as in “tenure "
        "above 12”."
    )


def _is_told(value: float, known: Collection[float]) -> bool:
    near = max(1.0, _NEAR * abs(value)) if float(value).is_integer() else _NEAR * abs(value)
    return any(abs(value - other) <= near for other in known)


def _told(claims: Sequence[Claim], table: Table, said: Collection[str]) -> Iterator[float]:
    """Yield the numbers that claims are told with, those in names among them."""
    texts = [table.target, *table.classes, *said]
    for claim in claims:
        texts += claim.features
        if claim.turn is not None:
            yield claim.turn
        along = {factor.column for factor in claim.factors if isinstance(factor, Position)}
        if claim.kind in _COURSES:
            along.add(claim.features[0])
        for part in _conditions(claim):
            texts += part.levels
            if part.column not in along:  # how far a column usually goes, nobody said
                yield from (end for end in (part.low, part.high) if end is not None)
    for text in texts:
        yield from (token.value for token in tokens(text) if token.value is not None)


def _conditions(claim: Claim) -> Iterator[Condition]:
    for region in (claim.region, claim.against, claim.within):
        yield from region.conditions
    for factor in claim.factors:
        if isinstance(factor, Membership):
            yield from factor.region.conditions


def refuse_unread_group(read: Read, claims: Sequence[Claim], naming: Naming, table: Table) -> None:
    """Refuse where what follows "than" is neither a group that was read nor the rest.

    Parameters
    ----------
    read : Read
    claims : sequence of Claim
    naming : Naming
    table : Table
    """
    words = [token.word for token in read.found]
    for than, word in enumerate(words):
        if word != "than" or than in read.numbers.taken or than in read.in_names:
            continue
        end = next((at for at in range(than + 1, len(words)) if words[at] in _ENDS), len(words))
        named = [entry for entry in read.named if than < entry.start < end]
        _refuse_other_side(read, than, end, claims, naming)
        bounded = any(than < entry.at < end for entry in read.numbers.bounds)
        hints = (own_column(words[at], read.named, naming) for at in range(than + 1, end))
        used = {name for claim in claims for name in (*claim.features, *claim.within.columns)}
        compared = any(hint is not None and hint[0] in used for hint in hints)
        rows = [entry for entry in named if entry.kind in {COLUMN, LEVEL}]
        said = words[than + 1 : end]
        none = bool(_NONE & set(said)) and any(claim.against.conditions for claim in claims)
        if not (rows or bounded or compared or none) and not _is_rest(
            [word for word in said if word not in _SEXES or word not in words[:than]], named
        ):
            raise UntestableError(
                f"It is not clear which rows “{' '.join(words[than:end])}” means; name them as the "
                "table has them."
            )
        for entry in rows:
            if entry.kind == LEVEL and not _is_against(entry, claims, table):
                raise UntestableError(
                    f"It compares with {levels_named(entry.level)[0]!r} of {entry.column!r}, which "
                    "could not be read beside the rest of it; compare one group with one other."
                )


def _refuse_other_side(
    read: Read, than: int, end: int, claims: Sequence[Claim], naming: Naming
) -> None:
    """Refuse "between 40 and 60 ... than lower ones": the rest lies on both sides."""
    words = [token.word for token in read.found[than + 1 : end]]
    if any(than < entry.at < end for entry in read.numbers.bounds) or set(words) & _REMAINING:
        return
    named = {entry.column for entry in read.named if than < entry.start < end}
    hints = (own_column(word, read.named, naming) for word in words)
    named |= {hint[0] for hint in hints if hint is not None}
    for claim in claims:
        for part in claim.region.conditions if not claim.against.conditions else ():
            if part.column in named and part.low is not None and part.high is not None:
                if claim.kind == "trend":
                    continue
                raise UntestableError(
                    f"It is not clear which rows “{' '.join(['than', *words])}” means; give both "
                    f"groups a bound of {part.column!r}."
                )


def _is_rest(words: Sequence[str], named: Sequence[Mention]) -> bool:
    """Return whether words only say that all other rows are meant."""
    if any(entry.kind == OUTCOME for entry in named) and not set(words) & _THE_REST:
        return False
    return all(word in _THE_REST | ROW_WORDS | FUNCTION_WORDS for word in words) or not words


def _is_against(entry: Mention, claims: Sequence[Claim], table: Table) -> bool:
    """Return whether a level is one that claims hold something against, or all that is left."""
    features = {column.name: column for column in table.features}
    if entry.column not in features or not features[entry.column].nominal:
        return True
    said = set(levels_named(entry.level))
    for claim in claims:
        parts = [part for part in _conditions(claim) if part.column == entry.column]
        against = {
            level
            for part in claim.against.conditions
            if part.column == entry.column
            for level in part.levels
        }
        own = {level for part in parts for level in part.levels} - against
        every = set(features[entry.column].levels)
        if said <= against or (own and said == every - own) or not parts or own <= said:
            return True
    return False
