"""A sentence read without any language model: known forms over the names of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import Claim, Region
from dataexplain.features.text_columns import with_text_columns
from dataexplain.narration.grounding.assertions import Assertion
from dataexplain.narration.grounding.number_patterns import EFFECT, FACTOR, INTERVAL, RATE
from dataexplain.narration.grounding.reading import Read, assertions, looked_at
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import stem
from dataexplain.sentences.asserted_claims import draft
from dataexplain.sentences.building import Building
from dataexplain.sentences.compared_groups import two_groups
from dataexplain.sentences.coordinated import each_said
from dataexplain.sentences.everyday_phrases import with_columns_named
from dataexplain.sentences.half_read import (
    refuse_ends_of_levels,
    refuse_two_faced,
    refuse_unknown,
    refuse_unnamed_outcome,
    refuse_unplaced,
    refuse_unsaid,
)
from dataexplain.sentences.holding import SAME
from dataexplain.sentences.known_forms import in_known_forms
from dataexplain.sentences.left_unread import refuse_unread_group, refuse_unread_numbers
from dataexplain.sentences.own_sentences import OwnSentences
from dataexplain.sentences.plain_forms import (
    ages_written_out,
    causal,
    plain_form,
    without_contractions,
    without_denial,
)
from dataexplain.sentences.reading import SentenceReading
from dataexplain.sentences.refusing import UntestableError, refuse_by_form, stated
from dataexplain.sentences.scoped_claims import within
from dataexplain.sentences.scopes import scope_of
from dataexplain.sentences.seen_sentences import of_one_sex, see, table_names_of
from dataexplain.sentences.superlatives import REMARK, says_the_most
from dataexplain.sentences.table_names import TableNaming
from dataexplain.sentences.telling import HELD_FIXED, ON_ITS_OWN, table_words, tell
from dataexplain.sentences.text_parts import TextParts, placed_name, text_parts
from dataexplain.sentences.unread_words import (
    refuse_counted_others,
    refuse_most_along,
    refuse_one_end,
    refuse_quotations,
    refuse_repeated,
    refuse_same_ways,
    refuse_strong_rows,
    refuse_times_as_levels,
    refuse_unheld,
    refuse_unread_denial,
    refuse_unread_jump,
    refuse_unread_only,
    refuse_unread_path,
    refuse_unsaid_way,
)
from dataexplain.tables import Table, Task

_BETWEEN_SENTENCES = re.compile(r"(?<=[\w)\"'%])[.!;]\s+(?=[A-Z])")
_MONTH_NAMES = frozenset({"month", "mnth", "mth", "mon"})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_HELD = re.compile(
    r",? (?:with (?!the other columns)(?P<columns>.+)|with the other columns|other columns) "
    r"held fixed$"
)
_SUPERLATIVES = word_set("most least highest lowest cheapest priciest best worst")
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
        parts = [
            said for part in _BETWEEN_SENTENCES.split(stated(sentence)) for said in each_said(part)
        ]
        readings = [_read_one(part, table, rows) for part in parts]
        return replace(_together(readings), sentence=sentence)
    except UntestableError as error:
        return SentenceReading(sentence, "", problem=error.problem, needs=error.needs)


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
    naming = table_names_of(table, rows, ())
    text, mended = in_known_forms(sentence, naming, table)
    text = plain_form(with_columns_named(text, naming), naming.families)
    text, of_ages = ages_written_out(text, naming.columns) if naming.age is not None else (text, "")
    text, denied = without_denial(text)
    text = _months_written_out(text, naming)
    texts = text_parts(text, table, rows.tolist())
    try:
        return _read_placed(_Brought(sentence, texts, (*mended, of_ages), denied), table, rows)
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
        written = f"{column} {place}".replace("\\", r"\\")
        text = re.sub(rf"\b{month}\b", written, text)
    return text


@dataclass(frozen=True)
class _Brought:
    """A sentence in plainer words: what it says of texts, what was taken for what, denials."""

    sentence: str
    texts: TextParts
    taken: tuple[str, ...]
    denied: bool


def _read_placed(brought: _Brought, table: Table, rows: np.ndarray) -> SentenceReading:
    """Read a sentence in which names stand for what it says of texts."""
    sentence, texts = brought.sentence, brought.texts
    seen = see(texts, table, rows)
    refuse_unknown(seen, table)
    refuse_two_faced(seen)
    refuse_ends_of_levels(seen.read, table)
    plain = _building_of(None, table, rows, texts)
    scope = scope_of(seen.holding.text, seen.read, seen.naming, plain)
    read = looked_at(scope.text, seen.naming) if scope.conditions else seen.read
    said = assertions(read, seen.naming)
    refuse_unsaid(read, said, table)
    refuse_unnamed_outcome(seen, said, table)
    groups = two_groups(read, seen.naming, plain) if len(said) == 1 else None
    drafts = [
        draft(
            entry, read, _building(entry, table, rows, texts), alone=len(said) == 1, groups=groups
        )
        for entry in said
    ]
    claims = [within(claim, scope.conditions) for drafted in drafts for claim in drafted.claims]
    claims = list({claim.id: claim for claim in claims}.values())
    refuse_unplaced(read, drafts, claims)
    _refuse_unread(brought, read, claims, seen.naming, table)
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
            remarks=[*remarks, *filter(None, brought.taken), *_remarks(sentence, seen.read)],
        ),
        tuple(claims),
        held=seen.holding.columns,
        basis=basis,
        words=texts.words,
        asked=texts.asked,
        denied=denied == {True},
        left_open=next((drafted.left_open for drafted in drafts if drafted.left_open), ""),
    )


def _refuse_unread(
    brought: _Brought, read: Read, claims: Sequence[Claim], naming: TableNaming, table: Table
) -> None:
    """Refuse a reading that leaves out something of its sentence."""
    most = says_the_most(brought.sentence) or any(
        read.found[at].word in _SUPERLATIVES for at in read.directed
    )
    texts = [term for entry in brought.texts.words for term in entry.terms]
    texts += [entry.property for entry in brought.texts.asked]
    refuse_unheld(read, SAME)
    refuse_counted_others(read)
    refuse_repeated(brought.sentence, claims)
    refuse_times_as_levels(read)
    refuse_quotations([entry.property for entry in brought.texts.asked])
    refuse_unsaid_way(read)
    plain = without_contractions(brought.sentence)
    refuse_unread_denial(plain, read, claims, denied=brought.denied)
    refuse_strong_rows(read, naming)
    refuse_unread_jump(brought.sentence, claims)
    refuse_unread_path(brought.sentence, claims)
    refuse_same_ways(brought.sentence, claims)
    refuse_most_along(claims, says_the_most=most)
    refuse_one_end(brought.sentence, claims)
    refuse_unread_group(read, claims, naming, table)
    refuse_unread_only(brought.sentence, claims)
    refuse_unread_numbers(brought.sentence, read, claims, table, texts)


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


def _remarks(sentence: str, read: Read) -> list[str]:
    """Return what a sentence says beyond what is tested."""
    remarks = []
    if any(quantity.kind in _AMOUNTS for _, quantity in read.numbers.quantities):
        remarks.append("The amount is not tested, only the way")
    if says_the_most(sentence) or any(read.found[at].word in _SUPERLATIVES for at in read.directed):
        remarks.append(REMARK)
    sex = of_one_sex(read)
    if sex:
        remarks.append(f"“{sex.capitalize()}” is taken to be all rows, as no column tells a sex")
    if causal(sentence):
        remarks.append("What brings it about is not tested, only whether they go together")
    return remarks


def _with_real_names(claim: Claim, named: dict[str, str]) -> Claim:
    """Return a claim with the names of columns in place of what stood for them."""
    if not named:
        return claim

    def real(region: Region) -> Region:
        return Region(
            tuple(
                replace(entry, column=named.get(entry.column, entry.column))
                for entry in region.conditions
            )
        )

    return replace(
        claim,
        features=tuple(named.get(name, name) for name in claim.features),
        region=real(claim.region),
        against=real(claim.against),
        within=real(claim.within),
    )


def _told_together(told: Sequence[str]) -> str:
    """Return several readings as one, remarks that all of them have said once at the end."""
    parts = [one.rstrip(".") for one in told]
    ends = [found.start() for found in re.finditer(r"\. (?=[A-Z“])", parts[0])]
    shared = next((parts[0][at:] for at in ends if _all_end(parts, parts[0][at:])), "")
    stated = "; and ".join(part.removesuffix(shared) for part in parts)
    return f"{stated}{shared}." if any(one.endswith(".") for one in told) else stated


def _all_end(parts: Sequence[str], end: str) -> bool:
    return all(part.endswith(end) for part in parts)


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
        told=_told_together([entry.told for entry in readings]),
        claims=tuple(claim for entry in readings for claim in entry.claims),
        left_open=next((entry.left_open for entry in readings if entry.left_open), ""),
    )
