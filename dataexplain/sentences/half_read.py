"""Why what was seen in a sentence is not enough: a word, a bound or a column would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dataexplain.claims import Claim, Condition, Membership, Position
from dataexplain.errors import did_you_mean
from dataexplain.narration.grounding.assertions import DIRECTION, TURN, Assertion
from dataexplain.narration.grounding.directions import THE_OUTCOME, own_column
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME
from dataexplain.narration.grounding.number_patterns import POINT
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.asserted_claims import Drafted
from dataexplain.sentences.growing_effects import growing_effect
from dataexplain.sentences.matching import slips
from dataexplain.sentences.outcome_words import other_outcomes
from dataexplain.sentences.refusing import UntestableError, needed_column
from dataexplain.sentences.seen_sentences import Seen
from dataexplain.sentences.table_names import levels_named
from dataexplain.tables import Role, Table

# Of what, goes without saying.
_CHANCES = frozenset(
    {"chance", "chances", "odds", "risk", "risks", "probability", "likelihood", "prospects"}
)
# Rows that are an amount may be large or small.
_AMOUNTS = frozenset({"amount", "sum", "size", "total"})
_SIZED = word_set("larger smaller bigger higher lower greater largest smallest biggest highest")
# What helps is good for the outcome.
_HELPING = word_set(
    "help helps helped hurt hurts harm harms advantage disadvantage benefit benefits benefited"
)
_VALUING = frozenset({"better", "worse", "best", "worst"})
_RANKED = re.compile(
    r"\b(?:strongest|largest|biggest|greatest|weakest|smallest|most important|least important|"
    r"more important|stronger|weaker) (?:risk )?(?:effect|influence|impact|predictor|driver|factor|"
    r"association|relation)"
)
# What says that an effect is stronger somewhere, beyond that it is there.
_SOMEWHERE = re.compile(
    r"\b(?:especially|particularly|above all|in particular|chiefly|most of all|even more so|"
    r"all the more|more so|less so)\b"
)
_NOTHING_LIKE = re.compile(
    r"\b(?:nothing|no other [a-z]+|none of [a-z ]+|no column|no factor)\b.*\b(?:(?:as|so) (?:much|"
    r"strongly|well|far|often) as|more (?:strongly )?than|better than|like)\b"
)
_ONWARDS = frozenset({"higher", "above", "up", "lower", "below", "beyond", "upwards", "under"})
_DAYS = frozenset({"weekdays", "weekends", "weekend"})
_LITTLE = frozenset({"low", "lower", "little", "bad", "small", "poor", "few"})
_NEAR = 0.02


def refuse_unknown(seen: Seen, table: Table) -> None:
    """Refuse words that the table says nothing of, the most telling first."""
    if not seen.unknown:
        return
    word = seen.unknown[0]
    for column in table.columns:
        parts = {stem(token.word) for token in tokens(column.name.replace("_", " "))}
        said = parts & {stem(entry) for entry in seen.unknown}
        if said and column.role not in {Role.TARGET} and column not in table.features:
            raise UntestableError(
                f"{column.name!r} is read as {column.role.value}, so that nothing can be tested of "
                "it.",
                f"{column.name} in another role (--role)",
            )
    other = [entry for entry in seen.unknown if entry in other_outcomes(seen.naming.families)]
    if other:
        raise UntestableError(
            f"It speaks of “{other[0]}”, and the outcome is {table.target!r}.",
            needed_column(other[0]),
        )
    meant = slips(word, seen.naming)
    hint = f" {did_you_mean(word, meant)}" if meant else ""
    raise UntestableError(f"“{word}” names nothing in this table.{hint}", needed_column(word))


def refuse_two_faced(seen: Seen) -> None:
    """Refuse "worse" of an outcome that is no good, and "low income is more common"."""
    outcomes = [entry for entry in seen.read.named if entry.kind == OUTCOME]
    named = [entry.start for entry in outcomes]
    words = [token.word for token in seen.read.found]
    good = any(family.good for family in seen.naming.families)
    valuing = [at for at in sorted(seen.read.directed) if words[at] in _VALUING and not good]
    unsaid = [at for at in valuing if not any(0 < start - at <= 2 for start in named)]
    if unsaid:
        raise UntestableError(
            f"“{words[unsaid[0]].capitalize()}” may mean more or less of "
            f"{seen.naming.report.outcome.name!r}; say which."
        )
    text = " ".join(words)
    if any(words[entry.end : entry.end + 1] == ["per"] for entry in outcomes):
        raise UntestableError(
            f"It speaks of {seen.naming.report.outcome.name!r} per something, which is another "
            "outcome; add a column that holds it.",
            "a column of the ratio",
        )
    if (_RANKED.search(text) or _NOTHING_LIKE.search(text)) and growing_effect(
        seen.read.text(0, len(words))
    ) is None:
        raise UntestableError("It compares effects with one another, which is not tested.")
    counted = [entry for entry in seen.read.named if _is_counted_level(entry, words)]
    if counted:
        raise UntestableError(
            f"“{words[counted[0].start - 1]} {words[counted[0].start]}” may mean the level "
            f"{levels_named(counted[0].level)[0]!r} or an amount; say which."
        )
    if _DAYS & set(words) and any(entry.column == "weekday" for entry in seen.read.named):
        raise UntestableError(
            "“Weekdays” and “weekends” are several days; say which values of 'weekday' are meant."
        )
    if re.search(r"\bbut (?:not|never|no|only|just|except|up to|until)\b", text):
        raise UntestableError("It says that one thing is so and another not; bring them apart.")
    because = words.index("because") if "because" in words else len(words)
    told = [entry.start for entry in seen.read.named if entry.kind in {COLUMN, LEVEL}]
    if any(start > because for start in told) and any(start < because for start in told):
        raise UntestableError(
            "It says why there is a difference, which is not tested; bring the difference with "
            "that column held fixed."
        )
    where = _SOMEWHERE.search(text)
    if where is not None and growing_effect(seen.read.text(0, len(words))) is None:
        raise UntestableError(
            f"It says “{where[0]}”, and of what that is more so was not read; say whose effect is "
            "stronger where."
        )
    common = re.search(r"\b(?:more|less) (?:common|likely|frequent|often)", text)
    if common and any(start and words[start - 1] in _LITTLE for start in named):
        raise UntestableError("It speaks of little of the outcome; say where there is more of it.")


def _is_counted_level(entry: Mention, words: Sequence[str]) -> bool:
    """Return whether there is more of what only resembles a level: "more schooling"."""
    own = {token.word for level in levels_named(entry.level) for token in tokens(level)}
    before = words[entry.start - 1] if entry.start else ""
    return entry.kind == LEVEL and before in {"more", "less"} and words[entry.start] not in own


def refuse_ends_of_levels(read: Read, table: Table) -> None:
    """Refuse "a bachelor or higher": levels without an order have no higher ones."""
    words = [token.word for token in read.found]
    for entry in read.named:
        after = words[entry.end : entry.end + 2]
        known = entry.kind == LEVEL and entry.column in {name.name for name in table.features}
        if (
            known
            and table.column(entry.column).nominal
            and after[:1] in (["or"], ["and"])
            and set(after[1:]) & _ONWARDS
        ):
            raise UntestableError(
                f"It says “{' '.join(after)}” of {levels_named(entry.level)[0]!r}, and "
                f"{entry.column!r} has no order; name all levels that are meant."
            )


def refuse_unsaid(read: Read, said: Sequence[Assertion], table: Table) -> None:
    """Refuse a sentence that names no column, or says no more or less of the outcome."""
    if said:
        return
    if not any(entry.kind in {COLUMN, LEVEL} for entry in read.named) and not read.numbers.bounds:
        names = ", ".join(column.name for column in table.features[:6])
        raise UntestableError(
            f"It names no column that could go with {table.target!r}; there are {names}."
            if table.features
            else "It names no column.",
        )
    raise UntestableError(
        f"It does not say where {table.target!r} is higher or lower, nor that nothing matters."
    )


def refuse_unnamed_outcome(seen: Seen, said: Sequence[Assertion], table: Table) -> None:
    """Refuse more or less of something that is not told to be the outcome: "people sing more"."""
    ways = [entry for entry in said if entry.kind in {DIRECTION, TURN}]
    growing = growing_effect(seen.read.text(0, len(seen.read.found)))
    if not ways or growing is not None or any(entry.kind == OUTCOME for entry in seen.read.named):
        return
    words = {token.word for token in seen.read.found}
    good = any(family.good for family in seen.naming.families)
    hinted = (own_column(word, seen.read.named, seen.naming) for word in words)
    of_outcome = any(hint is not None and hint[0] == THE_OUTCOME for hint in hinted)
    sized = seen.naming.outcome_words & _AMOUNTS and words & _SIZED
    if of_outcome or sized or words & _CHANCES or (good and words & (_VALUING | _HELPING)):
        return
    raise UntestableError(
        f"It does not say what is more or less, and the outcome is {table.target!r}; name it.",
    )


def refuse_unplaced(read: Read, drafts: Sequence[Drafted], claims: Sequence[Claim]) -> None:
    """Refuse to test a part of a sentence for the whole."""
    used = {column for drafted in drafts for column in drafted.columns}
    named = [entry for entry in read.named if entry.kind in {COLUMN, LEVEL} and entry.column]
    for entry in named:
        if entry.column not in used and not _beside_used(entry, named, used):
            raise UntestableError(
                f"What it says of {entry.column!r} could not be read; bring it in plainer words."
            )
    if not claims:
        raise UntestableError("Nothing that could be tested was read out of it.")
    told = [value for claim in claims for value in _numbers_of(claim)]
    inside = [part for claim in claims for part in _conditions(claim)]
    for bound in read.numbers.bounds:
        if bound.kind == POINT and any(_holds(part, bound.low) for part in inside):
            continue
        for value in (bound.low, bound.high):
            near = max(1.0, _NEAR * abs(value))  # "more than 60" may be told as "61 or more"
            if not any(abs(value - other) <= near for other in told):
                raise UntestableError(
                    f"What it says of {value:g} could not be read; compare one part with the rest."
                )


def _conditions(claim: Claim) -> Iterator[Condition]:
    """Yield what a claim says of its rows, of those beside them, and among which they are."""
    for region in (claim.region, claim.against, claim.within):
        yield from region.conditions


def _holds(part: Condition, value: float) -> bool:
    """Return whether a value lies in a stretch."""
    ends = (part.low, part.high)
    return ends != (None, None) and (
        (part.low is None or part.low <= value) and (part.high is None or value < part.high)
    )


def _numbers_of(claim: Claim) -> Iterator[float]:
    """Yield the numbers that a claim is told with."""
    parts = [(part.low, part.high) for part in _conditions(claim)]
    parts += [(entry.low, entry.high) for entry in claim.factors if isinstance(entry, Position)]
    for pair in parts:
        yield from (end for end in pair if end is not None)
    for entry in claim.factors:
        if isinstance(entry, Membership):
            ends = ((part.low, part.high) for part in entry.region.conditions)
            yield from (end for pair in ends for end in pair if end is not None)
    if claim.turn is not None:
        yield claim.turn


def _beside_used(entry: Mention, named: Sequence[Mention], used: set[str]) -> bool:
    """Return whether the same words also name a column that is spoken of."""
    return any(
        other is not entry and other.column in used and other.start == entry.start
        for other in named
    )
