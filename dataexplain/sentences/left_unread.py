"""What a sentence says that its reading does not: a number, a second group, "only"."""

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
from dataexplain.sentences.leftover_words import ROW_WORDS, TEXT_WORDS
from dataexplain.sentences.refusing import UntestableError, needed_column
from dataexplain.sentences.table_names import levels_named
from dataexplain.tables import Table

# A number may be told as the next one: "more than 60" as "61 or more".
_NEAR = 0.02
_UNREAD = frozenset({ANY, CONFIDENCE, ROWS})
_SEXES = frozenset(word for words in SEXES.values() for word in words)
_COUNTS = word_set("the these those all both of other its their in")
_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'[^'\n]{1,60}'(?!\w)")
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
_NONE = frozenset({"none", "no", "never"})
_AMOUNTS = frozenset({"more", "fewer", "less", "most", "fewest"})
_MUCH = frozenset({"far", "much", "many", "even", "slightly", "considerably", "the"})
_GETTING = word_set(
    "get gets got getting receive receives received have has had attract attracts attracted draw "
    "draws drew win wins won collect collects collected gather gathers gathered earn earns earned "
    "see sees saw generate generates generated"
)
# Where a word stands in a text is more than that it is there.
_PLACED = re.compile(
    r"(?:is )?(?:begin|start|open|end|clos|finish|repeat|lead|rhym|spell|misspell)", re.IGNORECASE
)
_COUNTED_WORDS = re.compile(
    rf"\b(?:\d+|{'|'.join(SEVERAL)}|several|many|few) (?:words?|letters?|characters?|"
    rf"sentences?|lines?)"
    r"\b|\b(?:or|and|than)$",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    rf"\b(?:twice|thrice|(?:\d+|{'|'.join(SEVERAL)}|several|many|multiple) times|repeatedly|"
    rf"more than "
    r"once|again and again)\b(?! as\b| (?:more|less|higher|lower|likelier)\b)",
    re.IGNORECASE,
)
_ENDS = frozenset({",", ";", "even", "regardless", "but", "(", "if", "when"})
_ONLY = re.compile(
    r"\b(?<!not )(?<!n't )(?:only|solely|exclusively)\b(?! (?:\d|a |an |slightly|one|two|three|"
    r"half|just|little|few|partly|on (?:its|their) own))",
    re.IGNORECASE,
)
# "Looking only at women, ...", "among men only, ...": which rows are spoken of at all.
_ONLY_AMONG = re.compile(
    r"^(?:looking|considering|counting|taking|focus+ing|among|amongst|within|for|in) [^,:;]*[,:]",
    re.IGNORECASE,
)
_FARING = re.compile(
    r"\b(?:suffers?|suffered|suffering|benefits?|benefited|profits?|profited)\b (?:more |less |"
    r"most |least |strongly )?(?:from|under|with|by) (?P<of>@)"
)


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
    plain = _TIMES.sub(" ", _STEP.sub(" ", GLOSS.sub(" ", _QUOTED.sub(" ", sentence))))
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
        for part in _conditions(claim):
            texts += part.levels
            yield from (end for end in (part.low, part.high) if end is not None)
        for factor in claim.factors:
            if isinstance(factor, Position):
                yield from (factor.low, factor.high)
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


def refuse_unread_only(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse where "only" says of the other rows what no claim says.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    scope = _ONLY_AMONG.match(sentence)
    rest = sentence[scope.end() :] if scope is not None else sentence
    if any(claim.kind == "interaction" for claim in claims):
        return
    found = _ONLY.search(rest)
    if found is not None:
        raise UntestableError(
            f"“{found[0].capitalize()}” says something of the other rows too, which could not be "
            "read; say where the effect is stronger."
        )


def refuse_most_along(claims: Sequence[Claim], *, says_the_most: bool) -> None:
    """Refuse a course within a group that is said to have the most of all groups.

    Parameters
    ----------
    claims : sequence of Claim
    says_the_most : bool
    """
    for claim in claims:
        if says_the_most and claim.kind == "trend" and claim.within.conditions:
            raise UntestableError(
                f"It says that a group has the most or the least, and it is not clear what "
                f"{claim.features[0]!r} has to do with it; leave that out."
            )


def refuse_unsaid_way(read: Read) -> None:
    """Refuse "suffers from" and "benefits from" where nothing tells of whom.

    Parameters
    ----------
    read : Read
    """
    if _FARING.search(read.text(0, len(read.found))) is not None:
        raise UntestableError(
            "It says that something suffers or benefits, and it is not clear which way the outcome "
            "goes; say that it rises or falls."
        )


def refuse_counted_others(read: Read) -> None:
    """Refuse "get fewer comments": more or less of something that the outcome is not.

    Parameters
    ----------
    read : Read
    """
    words = [token.word for token in read.found]
    named = {at for entry in read.named for at in range(entry.start, entry.end)}
    for at, word in enumerate(words[:-1]):
        verb = words[at - 1] if at and words[at - 1] not in _MUCH else words[max(0, at - 2)]
        free = at + 1 not in named | read.numbers.taken
        counted = words[at + 1] in ROW_WORDS | TEXT_WORDS
        if word in _AMOUNTS and verb in _GETTING and free and counted:
            raise UntestableError(
                f"It says how many {words[at + 1]} there are, which is not the outcome.",
                needed_column(words[at + 1]),
            )


def refuse_repeated(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "mentions it twice": whether a text has a word is tested, not how often.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    found = _REPEATED.search(_QUOTED.sub(" ", sentence))
    if found is not None and any(claim.kind == "term_effect" for claim in claims):
        raise UntestableError(
            f"It says how often a text has a word (“{found[0]}”), and only whether it has it is "
            "tested."
        )


def refuse_quotations(properties: Collection[str]) -> None:
    """Refuse a property that quotes a word: texts with it can be counted without a judge.

    Parameters
    ----------
    properties : collection of str
    """
    for property in properties:
        if _COUNTED_WORDS.search(property) is not None:
            raise UntestableError(
                f"It counts within texts (“{property}”), which is not tested; say “longer texts”.",
            )
        quoted = _QUOTED.search(property)
        if quoted is not None and _PLACED.match(property) is None:
            raise UntestableError(
                f"It is not clear what it says of {quoted[0]}; say “texts with the word "
                f"{quoted[0]}”."
            )


def refuse_unheld(read: Read, same: Collection[str]) -> None:
    """Refuse "the same schooling" where it is left over: it is to be held, and no group.

    Parameters
    ----------
    read : Read
        A sentence without what it holds fixed.
    same : collection of str
        Words for what is equal.
    """
    for entry in read.named:
        before = read.found[entry.start - 1].word if entry.start else ""
        if entry.kind in {COLUMN, LEVEL} and before in same:
            word = read.found[entry.start].word
            raise UntestableError(
                f"It is not clear what “{before} {word}” shall hold fixed; say “with "
                f"{entry.column} held fixed”."
            )
