"""Words that no claim tells: "only", "not", "once it jumps", "suffers from", "the same"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from dataexplain.claims import Claim
from dataexplain.narration.grounding.directions import own_column
from dataexplain.narration.grounding.names import COLUMN, LEVEL, Naming
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import SEVERAL, word_set
from dataexplain.narration.grounding.words import stem
from dataexplain.sentences.leftover_words import ROW_WORDS, TEXT_WORDS
from dataexplain.sentences.quotations import QUOTED
from dataexplain.sentences.refusing import UntestableError, needed_column

_AFTER = word_set("after within since before until past beyond during from")
_TIMES = word_set("year month week day hour")
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
    rf"\b(?:\d+|{'|'.join(SEVERAL)}|several|many|few) (?:words?|letters?|characters?|sentences?|"
    r"lines?)\b|\b(?:or|and|than)$",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    rf"\b(?:twice|thrice|(?:\d+|{'|'.join(SEVERAL)}|several|many|multiple) times|repeatedly|"
    r"more than once|again and again)\b(?! as\b| (?:more|less|higher|lower|likelier)\b)",
    re.IGNORECASE,
)
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
_JUMPS = re.compile(
    r"(?=.*\b(?:once|as soon as|the moment|right after|right at)\b)(?=.*\b(?:(?:sharp|sudden|"
    r"abrupt|steep)(?:ly)?|jumps?|leaps?|spikes?|surges?|plunges?|slumps?)\b)",
    re.IGNORECASE,
)
_BOTH_ENDS = tuple(
    (re.compile(rf"\b{one}\b", re.IGNORECASE), re.compile(rf"\b{other}\b", re.IGNORECASE))
    for one, other in (
        ("highest", "lowest"),
        ("best", "worst"),
        ("the most", "the least"),
        ("peaks?", "(?:bottoms? out|troughs?)"),
    )
)
_PATH = re.compile(
    r"\b(?:goes|go|going|went|increases?|rises?|grows?|climbs?|moves?|changes?|falls?|drops?|"
    r"shrinks?|sinks?) from [$€£]?\d[\d.,]*k?(?: [a-z0-9%]+)? to [$€£]?\d",
    re.IGNORECASE,
)
_LONE_NOT = re.compile(
    r"(?<!that )(?<!who )(?<!which )(?<!or )\b(?:do|does|did|is|are|was|were|have|has) not *"
    r"(?=$|[.,;])",
    re.IGNORECASE,
)
_LINKS = word_set("with by for in on from under of the a an through to so much because")
_STRONG = frozenset({"strong", "stronger", "weak", "weaker"})
_SET_AGAINST = re.compile(
    r"\b(?<!nothing )(?:but|whereas|yet|although|though)\b(?! (?:also|even|so|equally)\b)|"
    r"\bwhile\b",
    re.IGNORECASE,
)
# "A hurts and B is good"
_TOO = re.compile(
    r"\band\b [^,;]*\b(?:is|are|was|were) (?:very |also |really )?(?:good|bad)$", re.IGNORECASE
)
_FARING = re.compile(
    r"\b(?:suffers?|suffered|suffering|benefits?|benefited|profits?|profited)\b (?:more |less |"
    r"most |least |strongly )?(?:from|under|with|by) (?P<of>@)"
)


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


def refuse_one_end(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "A has the highest and B the lowest" where only one way was read.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    both = any(one.search(sentence) and other.search(sentence) for one, other in _BOTH_ENDS)
    if both and len({claim.direction for claim in claims}) == 1:
        raise UntestableError(
            "It says of one group that it has the most and of another that it has the least; bring "
            "two sentences."
        )


def refuse_unread_denial(
    sentence: str, read: Read, claims: Sequence[Claim], *, denied: bool
) -> None:
    """Refuse "rises with A, not with B" and "..., yet others did not": half of it is denied.

    Parameters
    ----------
    sentence : str
        As it was brought, without contractions.
    read : Read
    claims : sequence of Claim
    denied : bool
        Whether the whole sentence is read as denied.
    """
    lone = _LONE_NOT.search(sentence)
    if lone is not None:
        raise UntestableError(
            f"It is not clear what “{lone[0].strip(' .,;')}” denies; bring it as a sentence of "
            f"its own."
        )
    along = {claim.features[0] for claim in claims if claim.kind == "trend"}
    for entry in read.named:
        before = [token.word for token in read.found[max(0, entry.start - 3) : entry.start]]
        told = [word for word in before if word not in _LINKS]
        if denied or entry.column not in along or not told:
            continue
        if told[-1] == "not" or before[-2:] in (["rather", "than"], ["instead", "of"]):
            raise UntestableError(
                f"It says of {entry.column!r} that it is not so, and of something else that it is; "
                "bring them as two sentences."
            )


def refuse_strong_rows(read: Read, naming: Naming) -> None:
    """Refuse "strong wines" where no column tells what is strong about them.

    Parameters
    ----------
    read : Read
    naming : Naming
    """
    words = [token.word for token in read.found]
    for at, (word, after) in enumerate(itertools.pairwise(words)):
        strong = word in _STRONG and after in ROW_WORDS and at not in read.in_names
        if strong and own_column(word, read.named, naming) is None:
            raise UntestableError(f"“{word}” names nothing in this table.", needed_column(word))


def refuse_unread_jump(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "once ..., there is a sharp rise" where no claim says that something jumps.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    told = any(claim.kind in {"threshold", "turning_point"} for claim in claims)
    if not told and _JUMPS.search(sentence) is not None:
        raise UntestableError(
            "It says that something jumps at a value, which could not be read; say “Y jumps at X "
            "30”."
        )


def refuse_unread_path(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "doubles when the area goes from 100 to 200" where no claim goes along it.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    told = any(claim.kind in {"trend", "turning_point"} or claim.factors for claim in claims)
    if not told and _PATH.search(sentence) is not None:
        raise UntestableError(
            "It says what happens as a column goes from one value to another; say “Y rises as X "
            "goes from 100 to 200”."
        )


def refuse_same_ways(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "A is bad but B is good" where both were read the same way.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    several = len({claim.features for claim in claims}) > 1
    if several and len({claim.direction for claim in claims}) == 1:
        found = _SET_AGAINST.search(sentence) or _TOO.search(sentence)
        if found is not None:
            raise UntestableError(
                "It sets one thing against another, and it is not clear which way the second goes; "
                "bring them as two sentences."
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


def refuse_times_as_levels(read: Read) -> None:
    """Refuse "after one year", where "one year" is a level of a column: it may be a time.

    Parameters
    ----------
    read : Read
    """
    for entry in read.named:
        before = read.found[entry.start - 1].word if entry.start else ""
        last = stem(read.found[entry.end - 1].word)
        if entry.kind == LEVEL and before in _AFTER and last in _TIMES:
            said = " ".join(token.text for token in read.found[entry.start - 1 : entry.end])
            raise UntestableError(
                f"“{said}” may be a time, or {entry.level!r} of {entry.column!r}; say “where "
                f"{entry.column} is {entry.level}”, or a number with its column."
            )


def refuse_repeated(sentence: str, claims: Sequence[Claim]) -> None:
    """Refuse "mentions it twice": whether a text has a word is tested, not how often.

    Parameters
    ----------
    sentence : str
        As it was brought.
    claims : sequence of Claim
    """
    found = _REPEATED.search(QUOTED.sub(" ", sentence))
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
        quoted = QUOTED.search(property)
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
