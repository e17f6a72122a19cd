"""Sentences against a table: read, shown, and tested on rows that nobody has looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add

from dataexplain.errors import DeclinedError, ParameterError
from dataexplain.judged_records import SentenceRecord
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.records import ReportRecord
from dataexplain.runs.asked_texts import (
    JUDGE_ROWS,
    QuestionWish,
    ask_texts,
    estimate_answers,
    told_of_silence,
)
from dataexplain.runs.earlier_tests import EarlierTests
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.given_claims import GivenClaims
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.sentence_answers import sentence_record
from dataexplain.sentences import estimate_reading, read_sentence
from dataexplain.sentences.reading import AskedProperty, SentenceReading
from dataexplain.sentences.resting import resting
from dataexplain.tables import Table, split_rows

OWNER = "verify"
Agree = Callable[[Sequence[SentenceReading]], bool]


def sentences_of(given: object) -> tuple[str, ...]:
    """Return the sentences that were given, or refuse what is none.

    Parameters
    ----------
    given : str or iterable of str

    Raises
    ------
    ParameterError
        Without any.

    Examples
    --------
    >>> sentences_of("Older people pay more.")
    ('Older people pay more.',)
    """
    listed = (given,) if isinstance(given, str) else given
    if not isinstance(listed, Iterable) or isinstance(listed, (bytes, dict)):
        raise ParameterError("sentences", OWNER, "a sentence, or several", given)
    found = tuple(listed)
    if not found or not all(isinstance(sentence, str) for sentence in found):
        raise ParameterError("sentences", OWNER, "a sentence, or several", given)
    return tuple(dict.fromkeys(found))


def verify_table(
    table: Table,
    sentences: Sequence[str],
    *,
    model: ChatModel | None = None,
    earlier: EarlierTests | None = None,
    agree: Agree | None = None,
    judge_rows: int | None = JUDGE_ROWS,
    seed: int = 0,
    floor: float | None = None,
    title: str | None = None,
    examples: int = 3,
    progress: Progress | None = None,
) -> ReportRecord:
    """Test sentences on the verification rows of a table.

    Parameters
    ----------
    table : Table
    sentences : sequence of str
    model : ChatModel, optional
        Reads what the grammar cannot, and judges texts.
    earlier : EarlierTests, optional
        What was tested on these rows before.
    agree : callable, optional
        Is shown the readings before anything is tested; where it returns False, nothing is.
    judge_rows : int or None, default=300
        Texts judged on each side of the split.
    seed : int, default=0
    floor : float, optional
    title : str, optional
    examples : int, default=3
    progress : Progress, optional

    Returns
    -------
    ReportRecord
        With `sentences`, and the claims that they were read as.

    Raises
    ------
    DeclinedError
        When the readings were not agreed to.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> table = build_table({"dose": dose, "pain": pain}, "pain")
    >>> report = verify_table(table, ["The higher the dose, the lower the pain."])
    >>> report.sentences[0].verdict
    'supported'
    """
    progress = progress or Silence()
    progress.stage("Reading the sentences" if len(sentences) > 1 else "Reading the sentence")
    proposing = split_rows(table).discovery
    readings = [
        resting(read_sentence(sentence, table, model=model, rows=proposing))
        for sentence in sentences
    ]
    if agree is not None and not agree(readings):
        raise DeclinedError(
            "Nothing was tested, and nothing was written: word the sentence otherwise, with names "
            "of columns and levels as the table has them."
        )
    table, readings = _judged(table, readings, model, judge_rows, seed, progress)
    given = GivenClaims.read(readings)
    earlier = earlier or EarlierTests()
    report = explain_table(
        table,
        seed=seed,
        floor=floor,
        title=title or _title(sentences),
        examples=examples,
        progress=progress,
        proposer=given,
        level=earlier.level_for,
    )
    remark = earlier.remark([claim.id for claim in report.claims]) if report.claims else ""
    answers: list[SentenceRecord] = [sentence_record(one, report, remark) for one in readings]
    return told_of_silence(dataclasses.replace(report, sentences=tuple(answers)))


def estimate_verifying(
    table: Table,
    sentences: Sequence[str],
    model: ChatModel,
    *,
    judge_rows: int | None = JUDGE_ROWS,
    seed: int = 0,
) -> Estimate:
    """Return what `verify_table` would cost; nothing is asked.

    A property that only a model can read out of a sentence is not foreseen.

    Parameters
    ----------
    table : Table
    sentences : sequence of str
    model : ChatModel
    judge_rows : int or None, default=300
    seed : int, default=0
    """
    rows = split_rows(table).discovery
    parts = [estimate_reading(sentence, table, model, rows=rows) for sentence in sentences]
    readings = [read_sentence(sentence, table, rows=rows) for sentence in sentences]
    questions = _questions(entry for reading in readings for entry in reading.asked)
    if questions:
        parts.append(estimate_answers(table, QuestionWish(questions, 0, judge_rows), model, seed))
    return reduce(add, parts)


def _questions(asked: Iterable[AskedProperty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{entry.source}: {entry.property}" for entry in asked))


def _judged(
    table: Table,
    readings: Sequence[SentenceReading],
    model: ChatModel | None,
    judge_rows: int | None,
    seed: int,
    progress: Progress,
) -> tuple[Table, list[SentenceReading]]:
    """Ask the judge for the properties that sentences speak of, and say where that failed."""
    asked = {entry.name: entry for reading in readings for entry in reading.asked}
    if not asked:
        return table, list(readings)
    if model is None:
        return table, [
            _without(one, "No language model was given, which could judge the texts.", "a judge")
            if one.asked
            else one
            for one in readings
        ]
    questions = _questions(asked.values())
    table = ask_texts(
        table, QuestionWish(questions, 0, judge_rows), model, seed=seed, progress=progress
    )
    table, missing = _renamed(table, asked.values())
    return table, [
        _without(one, _unanswered(table, one, missing), "")
        if any(entry.name in missing for entry in one.asked)
        else one
        for one in readings
    ]


def _renamed(table: Table, asked: Iterable[AskedProperty]) -> tuple[Table, frozenset[str]]:
    """Give the judge's columns the names that claims know them by; return those that lack."""
    names: dict[str, str] = {}
    missing = set()
    for entry in asked:
        known = (
            column.name
            for column in table.columns
            if column.asked
            and (column.derived_from, column.asked) == (entry.source, entry.property)
        )
        name = next(known, None)
        if name is None:
            missing.add(entry.name)
        elif name != entry.name:
            names[name] = entry.name
    if names:
        columns = tuple(
            dataclasses.replace(column, name=names.get(column.name, column.name))
            for column in table.columns
        )
        table = dataclasses.replace(table, columns=columns, frame=table.frame.rename(columns=names))
    return table, frozenset(missing)


def _without(reading: SentenceReading, problem: str, needs: str) -> SentenceReading:
    return dataclasses.replace(
        reading,
        claims=(),
        words=(),
        problem=reading.problem or problem,
        needs=reading.needs or needs,
    )


def _unanswered(table: Table, reading: SentenceReading, missing: frozenset[str]) -> str:
    """Say why a judge's answers cannot be used, in the words of the table's notes."""
    lost = next(entry for entry in reading.asked if entry.name in missing)
    told = (note for note in reversed(table.notes) if lost.property in note or "budget" in note)
    return next(told, "The judge gave no answer that could be used.")


def _title(sentences: Sequence[str]) -> str:
    return "Is it true?" if len(sentences) == 1 else "Are they true?"
