"""Hypotheses on a table: a language model proposes, discovery rows screen, the vault tests."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from dataexplain.errors import ParameterError
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.costs import Estimate
from dataexplain.narration.narrator import check_wish, narrate
from dataexplain.records import NullRunsRecord, ReportRecord
from dataexplain.runs.arguments import check_arguments, columns_of_text, table_wishes
from dataexplain.runs.asked_texts import (
    JUDGE_ROWS,
    ask_texts,
    estimate_answers,
    told_of_silence,
)
from dataexplain.runs.earlier_tests import (
    EarlierTests,
    earlier_tests,
    remember_tests,
    with_remark,
)
from dataexplain.runs.explaining import discover, explain_table
from dataexplain.runs.hypothesis_notes import hypothesis_settings, model_record, told_of
from dataexplain.runs.hypothesis_rounds import HypothesisRounds, Remembered
from dataexplain.runs.hypothesis_wish import (
    HYPOTHESES,
    OWNER,
    QUESTIONS,
    ROUNDS,
    ROWS_SHOWN,
    HypothesisWish,
)
from dataexplain.runs.language_model import ModelWish, model_wish
from dataexplain.runs.null_runs import combine, null_run, with_null_runs
from dataexplain.runs.opening import open_table
from dataexplain.runs.parallel import do_all
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.run import Run
from dataexplain.runs.unit_keys import unit_key
from dataexplain.runs.unit_store import Unit, UnitStore
from dataexplain.tables import Table

SCREENED_AGAIN = (
    "The hypotheses that the language model had proposed were screened and tested again, beside "
    "templates searched anew; the model was not asked again."
)


def hypothesise(
    data: object,
    target: str,
    *,
    model: str | ChatModel | None = None,
    describe: str = "",
    rounds: int = ROUNDS,
    hypotheses: int = HYPOTHESES,
    rows_shown: int = ROWS_SHOWN,
    text: str | Iterable[str] | None = None,
    propose_questions: int = QUESTIONS,
    judge_rows: int | None = JUDGE_ROWS,
    floor: float | None = None,
    seed: int = 0,
    null_runs: int = 0,
    n_jobs: int | None = None,
    examples: int = 3,
    title: str | None = None,
    sheet: str | int | None = None,
    progress: Progress | None = None,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
    **reading: Any,
) -> Run:
    """Have a language model propose hypotheses on a table, and test them on held-out rows.

    The model is told what the columns hold on one half of the rows and is shown a few of these
    rows; it names columns, levels, values and a direction, and code writes the statements. Those
    that the same half contradicts are dropped and counted. What is left, beside templates of two
    conditions, is tested in one batch on the other half, which had no part in any of this.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        The table.
    target : str
        The column to explain.
    model : str or ChatModel
        The language model that proposes: "embedded", "openai:NAME",
        "http://127.0.0.1:8000/v1#NAME" or "transformers:FOLDER"; see `dataexplain.llm.open_model`.
    describe : str, default=""
        What the table is and what columns mean: "telecom customers; churn = left the company".
        A model knows the world by words: without them it can only guess.
    rounds : int, default=2
        How often the model is asked. From the second round on it is told what was found, and
        shown rows that this explains badly.
    hypotheses : int, default=20
        How many statements on columns are tested at most, those that discovery rows lean to most.
    rows_shown : int, default=6
        How many discovery rows each prompt shows; 0 shows none to the model.
    text : str or iterable of str, optional
        The column with texts, or several: the model proposes questions to them and answers them.
    propose_questions : int, default=4
        How many questions to each text column.
    judge_rows : int or None, default=300
        How many texts are judged on each side of the split; None is all.
    floor : float, optional
        The smallest effect worth a statement, as for `explain`.
    seed : int, default=0
    null_runs : int, default=0
        How many times to shuffle the target, and to screen and test the same hypotheses again.
        The model is not asked again, which the report says.
    n_jobs : int, optional
        Processes for null runs; by default one a core.
    examples : int, default=3
        Example rows shown with each supported statement.
    title : str, optional
    sheet : str or int, optional
    progress : Progress, optional
        Hears of each round, and what of the budget is spent.
    max_calls, max_tokens : int, optional
        What may be asked of the model. When it is used up, what was proposed is tested.
    max_cost : float, optional
    price : str, optional
    log_text : bool, default=True
        As for `explain`.
    **reading
        How the table is read: roles, ignore, recode, positive, scale, controls, weights, group,
        time, as for `explain`.

    Returns
    -------
    Run
        Its ``.report.notes`` count everything that was proposed, dropped and tested.

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used.
    ParameterError
        When an argument is outside what is allowed, or there is no model.
    LanguageModelError
        When there is no such model, or it fails before it has said anything.

    Examples
    --------
    >>> from dataexplain import hypothesise
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> said = '{"hypotheses": {"dose": {"reason": "", "outcome": "falls"}}, "unchanged": []}'
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> with ChatModel(Scripted([said])) as model:
    ...     run = hypothesise({"dose": dose, "pain": pain}, "pain", model=model, rounds=1)
    >>> run.supported[0].text, run.supported[0].sources
    ('Average pain falls as dose goes from 1 to 5.', ('language model',))
    """
    wish = HypothesisWish(
        describe=describe,
        rounds=rounds,
        hypotheses=hypotheses,
        rows_shown=rows_shown,
        propose_questions=propose_questions,
        judge_rows=judge_rows,
        floor=floor,
        seed=seed,
        null_runs=null_runs,
        n_jobs=n_jobs,
        examples=examples,
        title=title,
    )
    asked = _wanted_model(
        model,
        log_text=log_text,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        price=price,
    )
    table = _opened(data, target, sheet, text, reading, wish)
    earlier = earlier_tests(table)
    with asked.opened(table.target) as opened:
        report = hypothesise_table(table, wish, opened, progress, earlier=earlier)
    remember_tests(report, earlier)
    return Run(report)


def estimate_hypotheses(
    data: object,
    target: str,
    *,
    model: str | ChatModel | None = None,
    text: str | Iterable[str] | None = None,
    sheet: str | int | None = None,
    progress: Progress | None = None,
    wish: HypothesisWish | None = None,
    stated: Mapping[str, Any] | None = None,
    **reading: Any,
) -> tuple[Estimate, str]:
    """Return what `hypothesise` would cost, and what its limits mean for that; nothing is asked.

    Later rounds are taken to be as long as they would be if the first one found nothing.

    Parameters
    ----------
    data, target, model, text, sheet, progress, **reading
        As for `hypothesise`.
    wish : HypothesisWish, optional
        How hypotheses shall be found.
    stated : mapping, optional
        What may be spent on the model, and whether its log keeps texts.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> with ChatModel(Scripted([])) as model:
    ...     estimate, _ = estimate_hypotheses({"dose": dose, "pain": pain}, "pain", model=model)
    >>> estimate.expected.calls
    2
    """
    wish = wish or HypothesisWish()
    asked = _wanted_model(model, **(stated or {}))
    table = _opened(data, target, sheet, text, reading, wish)
    with asked.opened("estimate", asks=False) as opened:
        proposer = wish.asking(opened, progress or Silence(), asks=False)
        with threadpool_limits(limits=1):
            discover(table, seed=int(wish.seed), floor=wish.floor, proposer=proposer)
        estimate = proposer.estimate
        assert estimate is not None
        questions = wish.questions(table)
        if questions:
            estimate += estimate_answers(table, questions, opened, int(wish.seed))
    return estimate, asked.limits.remark(estimate)


def hypothesise_table(
    table: Table,
    wish: HypothesisWish,
    model: ChatModel,
    progress: Progress | None = None,
    *,
    earlier: EarlierTests | None = None,
) -> ReportRecord:
    """Propose, screen and test hypotheses on a table that is read.

    Parameters
    ----------
    table : Table
    wish : HypothesisWish
    model : ChatModel
    progress : Progress, optional
    earlier : EarlierTests, optional
        What was tested on these rows before.

    Returns
    -------
    ReportRecord
    """
    progress, earlier = progress or Silence(), earlier or EarlierTests()
    questions = wish.questions(table)
    if questions:
        table = ask_texts(table, questions, model, seed=int(wish.seed), progress=progress)
    proposer = wish.asking(model, progress, asks=True)
    report = explain_table(
        table,
        seed=int(wish.seed),
        floor=wish.floor,
        title=wish.title or f"Hypotheses on {table.target}",
        examples=int(wish.examples),
        progress=progress,
        proposer=proposer,
        level=earlier.level_for,
    )
    report = with_remark(told_of_silence(report), earlier)
    if wish.null_runs:
        report = with_null_runs(report, _null_runs(table, wish, proposer, progress))
    report = dataclasses.replace(
        report,
        notes=(*report.notes, *told_of(proposer)),
        settings=report.settings | {"hypotheses": hypothesis_settings(proposer)},
        language_model=model_record(proposer),
    )
    return narrate(report, wish.words)[0]


def _null_runs(
    table: Table, wish: HypothesisWish, proposer: HypothesisRounds, progress: Progress
) -> NullRunsRecord:
    """Shuffle the outcome, and screen and test the same hypotheses again."""
    again = Remembered(proposer.answers.hypotheses, int(wish.hypotheses))
    seed = int(wish.seed)
    works = {
        Unit(unit_key("null run of hypotheses", number=number), f"null run {number + 1}"): partial(
            null_run, table, number, seed=seed, floor=wish.floor, proposer=again
        )
        for number in range(int(wish.null_runs))
    }
    progress.stage("Null runs")
    with tempfile.TemporaryDirectory(prefix="dataexplain-") as folder:
        store = UnitStore(Path(folder))
        store.prepare()
        counts = do_all(store, works, jobs=wish.n_jobs, progress=progress)
    record = combine(counts, table)
    return dataclasses.replace(record, method=f"{record.method} {SCREENED_AGAIN}")


def _wanted_model(model: str | ChatModel | None, **stated: Any) -> ModelWish:
    if model is None:
        expected = "given: hypotheses come from a language model, such as 'embedded'"
        raise ParameterError("model", OWNER, expected, model)
    wish = model_wish(model, owner=OWNER, **stated)
    assert wish is not None
    return wish


def _opened(
    data: object,
    target: str,
    sheet: str | int | None,
    text: str | Iterable[str] | None,
    reading: dict[str, Any],
    wish: HypothesisWish,
) -> Table:
    """Read the table, and refuse words on columns that it does not have."""
    check_arguments({"target": target}, OWNER)
    wishes = table_wishes(reading, OWNER)
    table = open_table(data, target, sheet=sheet, text=columns_of_text(text), **wishes)
    names = [column.name for column in table.columns]
    check_wish(wish.words, names, {column.name: column.levels for column in table.columns})
    return table
