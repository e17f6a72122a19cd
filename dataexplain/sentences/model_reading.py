"""A sentence read by a language model, within what the table has; checked by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dataexplain.claims import Claim, Condition
from dataexplain.features.text_columns import TextColumn, free_name
from dataexplain.llm import ChatModel, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.sentences.building import MENTIONED, Building
from dataexplain.sentences.grammar import Certain, certain
from dataexplain.sentences.model_choices import (
    HAS_PROPERTY,
    MENTIONS,
    YES,
    Thing,
    choosable,
    outcomes,
    schema,
    things,
)
from dataexplain.sentences.reading import AskedProperty, SentenceReading
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.telling import HELD_FIXED, table_words, tell
from dataexplain.sentences.text_parts import words_meant
from dataexplain.tables import Table

PROMPT = "sentence_reading"
WORD = "sentence_word"
MOST_TOKENS = 160
# Words of which a model is asked what they speak of; a sentence with more is not read.
MOST_UNKNOWN = 3
_NONE = "none of these"
_OUTCOME = "the outcome"
_MOST_OPTIONS = 20


def read_by_model(
    sentence: str, table: Table, rows: np.ndarray, model: ChatModel
) -> SentenceReading | None:
    """Return a model's reading of a sentence, None where it has none that stands.

    It does not stand where it leaves out a column that the sentence names, turns round the way
    that is said, or leaves a word unread.

    Parameters
    ----------
    sentence : str
    table : Table
    rows : ndarray of int
        Discovery rows, by which the reach of columns is known.
    model : ChatModel
    """
    sure = certain(sentence, table, rows)
    if len(sure.unknown) > MOST_UNKNOWN or not table.features:
        return None
    reply = model.generate(
        _question(sentence, table),
        schema(table),
        most_tokens=MOST_TOKENS,
        purpose=Purpose("sentence", prompt(PROMPT).version),
    )
    if not reply.answered:
        return None
    if reply.value["testable"] != YES:
        missing = " ".join(str(reply.value["missing"]).split())
        return SentenceReading(sentence, "", read_by=model.name, needs=missing)
    try:
        reading = _Answer(table, rows, reply.value).reading(sentence, model.name)
    except UntestableError:
        return None
    if _contradicts(reading, sure) or not _read_whole(reading, sure, sentence, table, model):
        return None
    return reading


def estimate_model_reading(
    sentence: str, table: Table, rows: np.ndarray, model: ChatModel
) -> Estimate:
    """Return what a model's reading would cost.

    Parameters
    ----------
    sentence : str
    table : Table
    rows : ndarray of int
    model : ChatModel
    """
    sure = certain(sentence, table, rows)
    if len(sure.unknown) > MOST_UNKNOWN or not table.features:
        return Estimate.nothing()
    asked = [_question(sentence, table)]
    total = model.estimate_replies(asked, schema(table), most_tokens=MOST_TOKENS)
    for word in sure.unknown:
        options = _options(table, ())
        total += model.estimate_choices([_of_word(word, sentence, table)], list(options))
    return total


class _Answer:
    """A model's answer as claims."""

    def __init__(self, table: Table, rows: np.ndarray, value: dict[str, Any]) -> None:
        self._table = table
        self._rows = rows
        self._value = value
        self._said = outcomes(table)[value["outcome"]]
        known = things(table)
        self._things = [known[said] for said in value["rows"] if said in known]
        self._words: tuple[TextColumn, ...] = ()
        self._asked: tuple[AskedProperty, ...] = ()

    def reading(self, sentence: str, name: str) -> SentenceReading:
        """Return the reading; code renders it, the model's words are not shown."""
        conditions = self._conditions()
        claims = self._claims(conditions)
        named = {column for claim in claims for column in claim.features}
        held = tuple(column for column in dict.fromkeys(self._value["held"]) if column not in named)
        basis = HELD_FIXED if held else ""
        words = table_words(self._table, self._words, self._asked)
        return SentenceReading(
            sentence,
            tell(claims, words, held=held, basis=basis),
            tuple(claims),
            read_by=name,
            held=held,
            basis=basis,
            words=self._words,
            asked=self._asked,
        )

    def _building(self) -> Building:
        kinds = {entry.name: "term_effect" for entry in self._words}
        kinds |= {entry.name: "question_effect" for entry in self._asked}
        return Building(self._table, self._rows, self._said.outcome_class, kinds)

    def _conditions(self) -> list[Condition]:
        """Return the conditions on rows; things without a bound are none."""
        levels: dict[str, list[str]] = {}
        for thing in self._things:
            if thing.level:
                levels.setdefault(thing.column, []).append(thing.level)
        found = [Condition(name, levels=tuple(own)) for name, own in levels.items()]
        bound = self._value["bound"]
        if bound is not None:
            found += [_bounded(thing, bound) for thing in self._things if thing.sign]
        column = self._of_text()
        return found if column is None else [*found, Condition(column, levels=(MENTIONED,))]

    def _of_text(self) -> str | None:
        """Return the column for what is said of the text, where something is."""
        chosen = set(self._value["rows"]) & {MENTIONS, HAS_PROPERTY}
        said = " ".join(str(self._value.get("of_text", "")).split()).strip(" .\"'")
        if not chosen or not self._table.texts:
            return None
        source = self._table.texts[0].name
        if not said or len(self._table.texts) > 1:
            raise UntestableError("It is not clear what is said of which text.")
        taken = {column.name for column in self._table.columns}
        if MENTIONS in chosen:
            entry = words_meant(said, self._table, source, self._rows.tolist())
            self._words = (replace(entry, name=free_name(entry.name, taken)),)
            return self._words[0].name
        self._asked = (AskedProperty(free_name(f"{source}: {said}", taken), source, said),)
        return self._asked[0].name

    def _claims(self, conditions: Sequence[Condition]) -> list[Claim]:
        building, sign = self._building(), self._said.sign
        if sign == 0:
            return self._without_effect(building)
        courses = (
            []
            if self._value["bound"] is not None
            else [thing for thing in self._things if thing.sign]
        )
        if (courses and conditions) or not (courses or conditions):
            raise UntestableError("It is not clear which rows are compared.")
        if courses:
            ways = {thing.column: thing.sign for thing in courses}
            if len(ways) < len(courses):
                raise UntestableError("It goes both ways.")
            trends = [building.trend(name, sign * way, None, None) for name, way in ways.items()]
            return _all(trends)
        if len(conditions) == 1:
            return _all([building.contrast(conditions[0], sign)])
        if len({condition.column for condition in conditions}) < len(conditions):
            raise UntestableError("It names one column twice.")
        return _all([building.rule(conditions, sign)])

    def _without_effect(self, building: Building) -> list[Claim]:
        columns = dict.fromkeys(thing.column for thing in self._things)
        if self._value["bound"] is not None or not columns:
            raise UntestableError("It is not clear what makes no difference.")
        return _all([building.no_effect(name) for name in columns])


def _all(claims: Sequence[Claim | None]) -> list[Claim]:
    found = [claim for claim in claims if claim is not None]
    if len(found) < len(claims):
        raise UntestableError("A column does not vary enough.")
    return found


def _bounded(thing: Thing, bound: float) -> Condition:
    if thing.sign > 0:
        return Condition(thing.column, low=float(bound))
    return Condition(thing.column, high=float(bound))


def _contradicts(reading: SentenceReading, sure: Certain) -> bool:
    """Return whether a reading leaves out a named column, or turns round what is said."""
    about = {column for claim in reading.claims for column in claim.features}
    about |= set(reading.held) | {entry.source for entry in reading.words}
    about |= {entry.source for entry in reading.asked}
    if not sure.columns <= about:
        return True
    if len(reading.claims) != 1 or not sure.sign or sure.stated != set(reading.claims[0].features):
        return False
    claim = reading.claims[0]
    return claim.kind == "level_contrast" and claim.sign != sure.sign


def _read_whole(
    reading: SentenceReading, sure: Certain, sentence: str, table: Table, model: ChatModel
) -> bool:
    """Return whether each word that names nothing speaks of a column of the reading."""
    about = [name for claim in reading.claims for name in claim.features]
    if reading.words or reading.asked:
        return True  # what is said of a text is told in its own words
    options = _options(table, about)
    for word in sure.unknown:
        choice = model.choose(
            _of_word(word, sentence, table),
            list(options),
            purpose=Purpose("sentence", prompt(WORD).version),
        )
        if choice is None or options[choice.best] not in {*about, _OUTCOME}:
            return False
    return True


def _options(table: Table, first: Sequence[str]) -> dict[str, str]:
    names = [*first, *(column.name for column in table.features)]
    found = dict(list(choosable(names).items())[:_MOST_OPTIONS])
    reserved = choosable([_NONE, _OUTCOME, *found.values()])
    return dict(reserved)


def _question(sentence: str, table: Table) -> tuple[Message, ...]:
    said = [*things(table), *([MENTIONS, HAS_PROPERTY] if table.texts else [])]
    return prompt(PROMPT).fill(things=said, outcomes="; ".join(outcomes(table)), sentence=sentence)


def _of_word(word: str, sentence: str, table: Table) -> tuple[Message, ...]:
    return prompt(WORD).fill(word=word, sentence=sentence, target=table.target)
