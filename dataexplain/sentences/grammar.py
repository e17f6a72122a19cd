"""A sentence read without any language model: known forms over the names of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import Claim
from dataexplain.errors import did_you_mean
from dataexplain.features.text_columns import with_text_columns
from dataexplain.narration.grounding.assertions import DIRECTION, Assertion
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, OUTCOME, Name
from dataexplain.narration.grounding.number_patterns import EFFECT, FACTOR, INTERVAL, RATE
from dataexplain.narration.grounding.reading import Read, assertions, looked_at
from dataexplain.narration.grounding.vocabulary import SEXES
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.asserted_claims import Drafted, draft
from dataexplain.sentences.building import Building
from dataexplain.sentences.holding import Holding, without_held
from dataexplain.sentences.leftover_words import leftover_words
from dataexplain.sentences.matching import further_names, slips
from dataexplain.sentences.outcome_words import other_outcomes
from dataexplain.sentences.own_sentences import OwnSentences
from dataexplain.sentences.plain_forms import (
    ages_written_out,
    causal,
    plain_form,
    without_denial,
)
from dataexplain.sentences.reading import SentenceReading
from dataexplain.sentences.refusing import UntestableError, refuse_by_form
from dataexplain.sentences.table_names import TableNaming, table_naming
from dataexplain.sentences.telling import HELD_FIXED, ON_ITS_OWN, table_words, tell
from dataexplain.sentences.text_parts import TextParts, placed_name, text_parts
from dataexplain.tables import Column, Role, Table, Task

_BETWEEN_SENTENCES = re.compile(r"(?<=[\w)\"'%])[.!;]\s+(?=[A-Z])")
_MONTH_NAMES = frozenset({"month", "mnth", "mth", "mon"})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_VALUING = frozenset({"better", "worse", "best", "worst"})
_LITTLE = frozenset({"low", "lower", "little", "bad", "small", "poor", "few"})
_HELD = re.compile(
    r",? (?:with (?!the other columns)(?P<columns>.+)|with the other columns|other columns) "
    r"held fixed$"
)
_AMOUNTS = frozenset({EFFECT, FACTOR, INTERVAL, RATE})


def read_by_grammar(sentence: str, table: Table, rows: np.ndarray) -> SentenceReading:
    """Read a sentence by its forms; where that fails, the reading says why.

    Parameters
    ----------
    sentence : str
    table : Table
    rows : ndarray of int
        The rows whose columns say how far they reach.
    """
    try:
        refuse_by_form(sentence)
        own = _read_own(sentence, table, rows)
        if own is not None:
            return own
        parts = _BETWEEN_SENTENCES.split(sentence.strip())
        readings = [_read_one(part, table, rows) for part in parts]
        return replace(_together(readings), sentence=sentence)
    except UntestableError as error:
        return SentenceReading(sentence, "", problem=error.problem, needs=error.needs)


@dataclass(frozen=True)
class Certain:
    """What the grammar is sure of, even where it cannot read the whole sentence.

    `columns` are named in it, `unknown` are words that name nothing, `sign` is the way of the
    outcome and `stated` the columns that it is said of; 0 and empty where that is not clear.
    """

    columns: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    sign: int = 0
    stated: frozenset[str] = frozenset()


def certain(sentence: str, table: Table, rows: np.ndarray) -> Certain:
    """Return what the grammar is sure of.

    Parameters
    ----------
    sentence : str
    table : Table
    rows : ndarray of int
    """
    naming = _naming(table, rows, ())
    text = plain_form(sentence, naming.families)
    try:
        seen = _seen(TextParts(text), table, rows)
    except UntestableError:
        return Certain()
    named = {entry.column for entry in seen.read.named if entry.kind in {COLUMN, LEVEL}}
    said = assertions(seen.read, seen.naming)
    plain = [entry for entry in said if entry.kind == DIRECTION and not entry.negated]
    one = plain[0] if len(plain) == len(said) == 1 else None
    return Certain(
        frozenset(named | set(seen.holding.columns)),
        seen.unknown,
        one.sign if one is not None else 0,
        one.columns if one is not None else frozenset(),
    )


@dataclass(frozen=True)
class _Seen:
    """A sentence with all its names found, and without what it holds fixed."""

    read: Read
    naming: TableNaming
    holding: Holding
    unknown: tuple[str, ...]


def _read_own(sentence: str, table: Table, rows: np.ndarray) -> SentenceReading | None:
    """Read a sentence in which claims are told."""
    plain = sentence.strip().rstrip(".")
    held: tuple[str, ...] = ()
    basis = ""
    fixed = _HELD.search(plain)
    if fixed is not None:
        names = re.split(r", | and ", fixed["columns"] or "")
        known = {column.name for column in table.features}
        held = tuple(name for name in names if name in known)
        if fixed["columns"] and len(held) < len(names):
            return None
        plain, basis = plain[: fixed.start()], HELD_FIXED
    elif plain.lower().startswith("on its own, "):
        plain, basis = plain[len("on its own, ") :], ON_ITS_OWN
    words = table_words(table)
    claim = OwnSentences(_building_of(None, table, rows, TextParts("")), words).claim(plain)
    if claim is None:
        return None
    told = tell([claim], words, held=held, basis=basis)
    return SentenceReading(sentence, told, (claim,), held=held, basis=basis)


def _read_one(sentence: str, table: Table, rows: np.ndarray) -> SentenceReading:
    naming = _naming(table, rows, ())
    text = plain_form(sentence, naming.families)
    text, of_ages = ages_written_out(text) if naming.age is not None else (text, "")
    text, denied = without_denial(text)
    text = _months_written_out(text, naming)
    texts = text_parts(text, table, rows.tolist())
    try:
        return _read_placed(_Brought(sentence, texts, of_ages, denied), table, rows)
    except UntestableError as error:
        problem = error.problem
        for place, column in enumerate(texts.columns):
            problem = problem.replace(placed_name(place), column.name)
        raise UntestableError(problem, error.needs, sure=error.sure) from error


def _months_written_out(text: str, naming: TableNaming) -> str:
    """Return a text with "month 7" for "July", where a column of numbers has the months."""
    column = next(
        (
            name
            for name, (low, high) in naming.ranges.items()
            if stem(name.lower()) in _MONTH_NAMES and low >= 1 and high <= len(_MONTHS)
        ),
        None,
    )
    if column is None:
        return text
    for place, month in enumerate(_MONTHS, start=1):
        text = re.sub(rf"\b{month}\b", f"{column} {place}", text)
    return text


@dataclass(frozen=True)
class _Brought:
    """A sentence in plainer words: what it says of texts, of ages, and whether it denies it."""

    sentence: str
    texts: TextParts
    of_ages: str
    denied: bool


def _read_placed(brought: _Brought, table: Table, rows: np.ndarray) -> SentenceReading:
    """Read a sentence in which names stand for what it says of texts."""
    sentence, texts = brought.sentence, brought.texts
    seen = _seen(texts, table, rows)
    _refuse_unknown(seen, table)
    _refuse_two_faced(seen)
    said = assertions(seen.read, seen.naming)
    _refuse_unsaid(seen.read, said, table)
    drafts = [
        draft(entry, seen.read, _building(entry, table, rows, texts), alone=len(said) == 1)
        for entry in said
    ]
    claims = [claim for drafted in drafts for claim in drafted.claims]
    _refuse_unplaced(seen.read, drafts, claims)
    denied = {drafted.denied != brought.denied for drafted in drafts}
    if len(denied) > 1 or (brought.denied and len(drafts) > 1):
        raise UntestableError("It says that one thing is so and another not; bring them apart.")
    basis = seen.holding.basis or next((entry.basis for entry in said if entry.basis), "")
    remarks = [remark for drafted in drafts for remark in drafted.remarks]
    named = {placed_name(place): column.name for place, column in enumerate(texts.columns)}
    claims = [_with_real_names(claim, named) for claim in claims]
    return SentenceReading(
        sentence,
        tell(
            claims,
            table_words(table, texts.words, texts.asked),
            held=seen.holding.columns,
            basis=basis,
            denied=denied == {True},
            remarks=[*remarks, *filter(None, [brought.of_ages]), *_remarks(sentence, seen.read)],
        ),
        tuple(claims),
        held=seen.holding.columns,
        basis=basis,
        words=texts.words,
        asked=texts.asked,
        denied=denied == {True},
        left_open=next((drafted.left_open for drafted in drafts if drafted.left_open), ""),
    )


def _naming(
    table: Table, rows: np.ndarray, further: tuple[Name, ...], columns: tuple[Column, ...] = ()
) -> TableNaming:
    spans = {}
    for column in table.features:
        if not column.nominal:
            values = table.frame[column.name].iloc[rows]
            low, high = values.min(), values.max()
            if low == low and high == high:  # NaN is no end
                spans[column.name] = (float(low), float(high))
    return table_naming(table, further=further, columns=columns, spans=spans)


def _seen(texts: TextParts, table: Table, rows: np.ndarray) -> _Seen:
    """Look at a sentence twice: again with names for words that were not known at first."""
    places = tuple(
        replace(column, name=placed_name(place)) for place, column in enumerate(texts.columns)
    )
    further: tuple[Name, ...] = ()
    for _ in range(2):
        naming = _naming(table, rows, further, places)
        whole = looked_at(texts.text, naming)
        holding = without_held(
            texts.text, whole.found, whole.named, says_a_way=bool(whole.directed)
        )
        read = looked_at(holding.text, naming)
        unknown = leftover_words(read, naming, _plain_words(naming, table))
        found = further_names(unknown, naming)
        for word, names in found.items():
            if len({(name.column, name.level) for name in names}) > 1:
                either = " or ".join(dict.fromkeys(name.level or name.column for name in names))
                raise UntestableError(f"“{word}” may mean {either}; say which.")
        if further or not found:
            break
        further = tuple(name for names in found.values() for name in names)
    return _Seen(read, naming, holding, unknown)


def _plain_words(naming: TableNaming, table: Table) -> set[str]:
    """Return the words that the outcome is called by, and those of the file's name."""
    own = {word for family in naming.families for word in family.much | family.little}
    sexes = {word for words in SEXES.values() for word in words}
    known = {level.lower() for levels in naming.levels.values() for level in levels}
    told = bool(known & set(SEXES))
    return own | set(_file_words(table)) | (set() if told else sexes)


def _file_words(table: Table) -> tuple[str, ...]:
    name = table.source.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return tuple(token.word for token in tokens(name.replace("_", " ")))


def _building(assertion: Assertion, table: Table, rows: np.ndarray, texts: TextParts) -> Building:
    return _building_of(_class_of(assertion, table), table, rows, texts)


def _building_of(
    outcome_class: str | None, table: Table, rows: np.ndarray, texts: TextParts
) -> Building:
    kinds = dict(texts.kinds())
    placed = {
        placed_name(place): kinds[column.name]
        for place, column in enumerate(texts.columns)
        if column.name in kinds
    }
    lengths = [
        replace(entry, name=placed_name(place))
        for place, entry in enumerate(texts.words)
        if not entry.terms
    ]
    table = with_text_columns(table, lengths)
    read_off = {
        column.name: "question_effect" if column.asked else "term_effect"
        for column in table.features
        if column.says_of_text
    }
    return Building(table, rows, outcome_class, placed | read_off)


def _class_of(assertion: Assertion, table: Table) -> str | None:
    if table.task is Task.REGRESSION:
        return None
    if table.task is Task.BINARY:
        return table.positive
    if not assertion.outcome_class:
        classes = ", ".join(table.classes[:5])
        raise UntestableError(
            f"It does not say which class of {table.target} it means ({classes})."
        )
    return assertion.outcome_class


def _refuse_unknown(seen: _Seen, table: Table) -> None:
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
            f"It speaks of “{other[0]}”, and the outcome is {table.target!r}.", other[0]
        )
    meant = slips(word, seen.naming)
    hint = f" {did_you_mean(word, meant)}" if meant else ""
    raise UntestableError(f"“{word}” names nothing in this table.{hint}", word)


def _refuse_two_faced(seen: _Seen) -> None:
    """Refuse "worse" of an outcome that is no good, and "low income is more common"."""
    named = [entry.start for entry in seen.read.named if entry.kind == OUTCOME]
    words = [token.word for token in seen.read.found]
    good = any(family.good for family in seen.naming.families)
    valuing = [at for at in sorted(seen.read.directed) if words[at] in _VALUING and not good]
    unsaid = [at for at in valuing if not any(0 < start - at <= 2 for start in named)]
    if unsaid:
        raise UntestableError(
            f"“{words[unsaid[0]].capitalize()}” may mean more or less of "
            f"{seen.naming.report.outcome.name!r}; say which."
        )
    common = re.search(r"\b(?:more|less) (?:common|likely|frequent|often)", " ".join(words))
    if common and any(start and words[start - 1] in _LITTLE for start in named):
        raise UntestableError("It speaks of little of the outcome; say where there is more of it.")


def _refuse_unsaid(read: Read, said: Sequence[Assertion], table: Table) -> None:
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


def _refuse_unplaced(read: Read, drafts: Sequence[Drafted], claims: Sequence[Claim]) -> None:
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
    bounds = [bound for bound in read.numbers.bounds if bound.column not in (*used, None)]
    if bounds:
        raise UntestableError(f"What it says of {bounds[0].column!r} could not be read.")


def _beside_used(entry: Mention, named: Sequence[Mention], used: set[str]) -> bool:
    """Return whether the same words also name a column that is spoken of."""
    return any(
        other is not entry and other.column in used and other.start == entry.start
        for other in named
    )


def _remarks(sentence: str, read: Read) -> list[str]:
    """Return what a sentence says beyond what is tested."""
    remarks = []
    if any(quantity.kind in _AMOUNTS for _, quantity in read.numbers.quantities):
        remarks.append("The amount is not tested, only the way")
    if causal(sentence):
        remarks.append("What brings it about is not tested, only whether they go together")
    return remarks


def _with_real_names(claim: Claim, named: dict[str, str]) -> Claim:
    """Return a claim with the names of columns in place of what stood for them."""
    if not named:
        return claim
    region = replace(
        claim.region,
        conditions=tuple(
            replace(entry, column=named.get(entry.column, entry.column))
            for entry in claim.region.conditions
        ),
    )
    features = tuple(named.get(name, name) for name in claim.features)
    return replace(claim, features=features, region=region)


def _together(readings: Sequence[SentenceReading]) -> SentenceReading:
    """Return several sentences as one, all of which must hold."""
    first, *others = readings
    if not others:
        return first
    same = {(entry.held, entry.basis, entry.denied) for entry in readings}
    if len(same) > 1 or any(entry.words or entry.asked for entry in readings):
        raise UntestableError("It is several sentences that go about it differently; bring one.")
    return replace(
        first,
        told="; and ".join(entry.told for entry in readings),
        claims=tuple(claim for entry in readings for claim in entry.claims),
        left_open=next((entry.left_open for entry in readings if entry.left_open), ""),
    )
