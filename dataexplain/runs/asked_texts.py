"""Questions that a user or the language model puts to the texts of a table, answered as columns."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from dataexplain.claims.text_readings import as_predicate
from dataexplain.errors import (
    BudgetReachedError,
    InputError,
    ModelNotFoundError,
    ParameterError,
)
from dataexplain.features.judged_columns import TextsToJudge, with_judged_columns
from dataexplain.features.question_answers import IncompleteAnswersWarning
from dataexplain.features.question_settings import read_questions
from dataexplain.features.question_wording import same_wording
from dataexplain.features.questions import QuestionFeatures
from dataexplain.llm import ChatModel, Embedder, Estimate
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.llm.judge_many import estimate_judging
from dataexplain.llm.judge_question import MOST_CHARACTERS
from dataexplain.records import ReportRecord
from dataexplain.runs.arguments import OWNER, check_arguments, texts
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.word_meaning import EMBEDDER
from dataexplain.tables import Role, Split, Table, split_rows

JUDGE_ROWS = 300
# Signs of a question: it becomes the name of a column, and part of a sentence.
LONGEST_QUESTION = 300


@dataclass(frozen=True)
class QuestionWish:
    """What a judge shall be asked of texts.

    Parameters
    ----------
    questions : tuple of str
        Those of the user; behind the name of a text column and a colon, of that column only.
    proposed : int, default=0
        How many the language model shall propose of each text column at most.
    judge_rows : int or None, default=300
        How many texts are judged on each side of the split; None is all.
    description : str, default=""
        What the texts are, for proposals.
    """

    questions: tuple[str, ...] = ()
    proposed: int = 0
    judge_rows: int | None = JUDGE_ROWS
    description: str = ""

    def __bool__(self) -> bool:
        return bool(self.questions or self.proposed)

    def determinants(self) -> dict[str, Any]:
        """Return what the answers depend on, as JSON; nothing where nothing is asked."""
        if not self:
            return {}
        asked = dataclasses.asdict(self)
        return asked if self.proposed else {**asked, "description": ""}


def question_wish(values: Mapping[str, Any], *, with_model: bool) -> QuestionWish:
    """Return what shall be asked of texts, or refuse what cannot be.

    Parameters
    ----------
    values : mapping
        `questions`, `propose_questions`, `judge_rows` and `describe`; others are passed over.
    with_model : bool
        Whether there is a model to ask.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> question_wish({"questions": ["mentions a refund"]}, with_model=True).judge_rows
    300
    >>> question_wish({"questions": ["mentions a refund"]}, with_model=False)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'questions' parameter of explain must be given only
    together with a model. Got ('mentions a refund',) instead.
    """
    given = values.get("questions", ())
    questions = texts("questions", (given,) if isinstance(given, str) else given)
    proposed, rows = values.get("propose_questions", 0), values.get("judge_rows", JUDGE_ROWS)
    check_arguments({"propose_questions": proposed, "judge_rows": rows})
    for name, value in (("questions", questions), ("propose_questions", proposed)):
        if value and not with_model:
            raise ParameterError(name, OWNER, "given only together with a model", value)
    for question in questions:
        if not same_wording(question) or len(question) > LONGEST_QUESTION:
            expected = f"texts of {LONGEST_QUESTION} signs at most, such as 'mentions a refund'"
            raise ParameterError("questions", OWNER, expected, question)
    return QuestionWish(questions, int(proposed), rows, str(values.get("describe", "")))


def ask_texts(
    table: Table,
    wish: QuestionWish,
    model: ChatModel,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Table:
    """Put questions to the texts of a table, and add the answers as columns of yes and no.

    The user's questions know no outcome; questions are proposed from discovery rows only.

    Parameters
    ----------
    table : Table
    wish : QuestionWish
    model : ChatModel
    seed : int, default=0
        For which texts are judged.
    progress : Progress, optional

    Returns
    -------
    Table
        With notes on who judged how much.

    Raises
    ------
    InputError
        Without a text to ask about.
    LanguageModelError
        When the model fails.
    """
    progress = progress or Silence()
    asked = _by_source(table, wish)
    split = split_rows(table)
    for source, given in asked.items():
        chosen = TextsToJudge.drawn(table, source, split, wish.judge_rows, seed)
        notes: list[str] = []
        if wish.proposed:
            progress.stage(f"Proposing questions on {source}")
            try:
                proposed = _proposed(table, chosen, split, wish, model, seed)
                known = {property for _, property in given}
                given = read_questions([question for question, _ in (*given, *proposed)])
                new = [property for _, property in given if property not in known]
                notes += _told_of_proposals(source, new, model.name)
            except BudgetReachedError:
                notes.append(f"The budget ended before questions to {source!r} were proposed.")
        properties = [property for _, property in given]
        if properties:
            progress.stage(f"Judging {len(chosen.all):,} texts of {source}")
            found = with_judged_columns(table, chosen, properties, model, progress=progress.step)
            notes += _notes(chosen, properties, found.unjudged, found.unasked, model.name)
            if found.cut:
                beginning = f"only the first {MOST_CHARACTERS:,} signs"
                notes.append(f"Of {_counted(found.cut, 'long text')} {beginning} were judged.")
            if found.instructed:
                notes.append(
                    f"In {_counted(found.instructed, 'text')}, a passage that tells a reader what "
                    "to answer was not shown to the judge."
                )
            table = found.table
        table = dataclasses.replace(table, notes=(*table.notes, *notes))
    return table


def estimate_answers(table: Table, wish: QuestionWish, model: ChatModel, seed: int) -> Estimate:
    """Return what `ask_texts` would cost; nothing is asked.

    Parameters
    ----------
    table : Table
    wish : QuestionWish
        With at least one question, or a number of them.
    model : ChatModel
    seed : int
    """
    return reduce(add, _estimates(table, wish, model, seed))


def _estimates(table: Table, wish: QuestionWish, model: ChatModel, seed: int) -> Iterator[Estimate]:
    split = split_rows(table)
    for source, given in _by_source(table, wish).items():
        chosen = TextsToJudge.drawn(table, source, split, wish.judge_rows, seed)
        if given:
            yield estimate_judging(model, [property for _, property in given], chosen.all)
        if wish.proposed:
            texts, outcome = _proposing_rows(table, chosen, split)
            features = _proposer(wish, model, None, seed)
            yield features.estimate_cost(texts, outcome)
            usual = [
                f"speaks of something that the writer wants, {n}" for n in range(wish.proposed)
            ]
            yield estimate_judging(model, usual, chosen.verification)


def _by_source(table: Table, wish: QuestionWish) -> dict[str, list[tuple[str, str]]]:
    """Return the questions of each text column, with their properties."""
    names = [column.name for column in table.texts]
    if not names:
        others = [column.name for column in table.columns if column.role is Role.TEXT]
        hint = f"Name the text with --text, such as --text {others[0]}." if others else ""
        raise InputError(
            "There are questions to texts, but no text column is named.",
            file=table.source,
            remedy=hint or "Name the column that holds the texts with --text.",
        )
    asked: dict[str, list[str]] = {name: [] for name in names}
    for question in wish.questions:
        own, found, rest = question.partition(":")
        if found and own.strip() in asked:
            if not same_wording(rest):
                raise ParameterError("questions", OWNER, "with words behind the colon", question)
            asked[own.strip()].append(rest.strip())
            continue
        for entries in asked.values():
            entries.append(question)
    return {
        name: read_questions(entries) if entries else []
        for name, entries in asked.items()
        if entries or wish.proposed
    }


def _proposed(
    table: Table,
    chosen: TextsToJudge,
    split: Split,
    wish: QuestionWish,
    model: ChatModel,
    seed: int,
) -> list[tuple[str, str]]:
    """Return what the model proposes from discovery rows, with its properties."""
    texts, outcome = _proposing_rows(table, chosen, split)
    try:
        with open_embedder(EMBEDDER) as embedder:
            features = _fitted(wish, model, embedder, seed, texts, outcome)
    except ModelNotFoundError:
        features = _fitted(wish, model, None, seed, texts, outcome)
    return [(column.question, column.property) for column in features.columns_]


def _fitted(
    wish: QuestionWish,
    model: ChatModel,
    embedder: Embedder | None,
    seed: int,
    texts: list[str],
    outcome: list[Any],
) -> QuestionFeatures:
    with warnings.catch_warnings():
        # the notes tell of it
        warnings.simplefilter("ignore", IncompleteAnswersWarning)
        return _proposer(wish, model, embedder, seed).fit(texts, outcome)


def _proposer(
    wish: QuestionWish, model: ChatModel, embedder: Embedder | None, seed: int
) -> QuestionFeatures:
    return QuestionFeatures(
        model=model,
        embedder=embedder,
        new_texts="judge",
        n_questions=wish.proposed,
        judge_rows=wish.judge_rows,
        description=wish.description or None,
        random_state=seed,
    )


def _proposing_rows(
    table: Table, chosen: TextsToJudge, split: Split
) -> tuple[list[str], list[Any]]:
    """Return the judged texts of discovery rows, with their outcomes."""
    rows = table.frame.iloc[split.discovery]
    rows = rows[rows[chosen.source].isin(frozenset(chosen.discovery))]
    return rows[chosen.source].astype(str).tolist(), rows[table.target].tolist()


def _notes(
    chosen: TextsToJudge,
    properties: Sequence[str],
    unjudged: Mapping[str, str],
    unasked: int,
    judge: str,
) -> Iterator[str]:
    reached = frozenset(chosen.all[: len(chosen.all) - unasked])
    proposing, testing = (
        len(reached.intersection(side)) for side in (chosen.discovery, chosen.verification)
    )
    if reached:
        parted = " An answer counts as yes above the point that parts the answers most clearly."
        yes = parted if len(unjudged) < len(properties) else ""
        yield (
            f"{_counted(proposing, 'text')} of {chosen.source!r} on the rows that propose and "
            f"{testing:,} on those that test were judged by {judge} on "
            f"{_counted(len(properties), 'question')}; nobody checked its answers.{yes}"
            " Rows with other texts have no answer."
        )
    for property, why in unjudged.items():
        yield f"Nothing is said of whether {chosen.source!r} {as_predicate(property)}, since {why}."
    if unasked:
        yield budget_ended(unasked)


def budget_ended(unasked: int) -> str:
    """Say how many texts a budget did not reach.

    Examples
    --------
    >>> budget_ended(1)
    'The budget ended before 1 text was judged.'
    """
    was = "was" if unasked == 1 else "were"
    return f"The budget ended before {_counted(unasked, 'text')} {was} judged."


def _told_of_proposals(source: str, properties: Sequence[str], model: str) -> Iterator[str]:
    if properties:
        named = "; ".join(as_predicate(property) for property in properties)
        yield f"Of {source!r}, {model} proposed to ask whether it {named}."


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def told_of_silence(report: ReportRecord) -> ReportRecord:
    """Return a report that says so where a question to texts led to no statement.

    Parameters
    ----------
    report : ReportRecord
    """
    spoken_of = {name for claim in report.claims for name in claim.features}
    silent = (
        f"No statement could be made of whether {column.derived_from!r} "
        f"{as_predicate(column.asked)}: too little could be compared on the rows that propose."
        for column in report.columns
        if column.asked and column.name not in spoken_of
    )
    return dataclasses.replace(report, notes=(*report.notes, *silent))
