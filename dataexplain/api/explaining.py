"""Explain a table: the main call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from dataexplain.llm.chat_model import ChatModel
from dataexplain.narration.wishes import MOST_CLAIMS, narration_wish
from dataexplain.runs.arguments import (
    check_arguments,
    columns_of_text,
    names,
    recodings,
    texts,
)
from dataexplain.runs.asked_texts import JUDGE_ROWS, question_wish
from dataexplain.runs.explanation import Wanted, explain_opened
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.run import Run


def explain(
    data: object,
    target: str,
    *,
    roles: Mapping[str, str] | None = None,
    ignore: Iterable[str] = (),
    recode: Iterable[str] = (),
    positive: object = None,
    scale: Literal["plain", "capped", "log"] | None = None,
    controls: Iterable[str] = (),
    weights: str | None = None,
    group: str | None = None,
    time: str | None = None,
    text: str | Iterable[str] | None = None,
    questions: str | Iterable[str] = (),
    propose_questions: int = 0,
    judge_rows: int | None = JUDGE_ROWS,
    floor: float | None = None,
    seed: int = 0,
    null_runs: int = 0,
    stability: int = 0,
    n_jobs: int | None = None,
    examples: int = 3,
    progress: Progress | None = None,
    title: str | None = None,
    sheet: str | int | None = None,
    model: str | ChatModel | None = None,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
    describe: str = "",
    narrate: int = MOST_CLAIMS,
    expect: Iterable[str] = (),
    anonymise: bool = False,
    experiment: bool = False,
) -> Run:
    """Explain one column of a table by the others, in statements tested on held-out rows.

    Half of the rows propose statements, through models that can be read; the other half,
    which had no part in that, tests every one of them.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        The table. A path may be CSV, TSV, Parquet, JSON Lines or Excel, also compressed.
    target : str
        The column to explain: a number, or up to 50 classes.
    roles : dict of str to str, optional
        Roles of columns, instead of those found: numeric, ordinal, categorical, boolean, date,
        text, identifier, group, time, weights or ignored.
    ignore : iterable of str, default=()
        Columns to leave out.
    recode : iterable of str, default=()
        Values to read as others or as missing, such as "age=99:missing".
    positive : optional
        The class to explain when the target has two.
    scale : {"plain", "capped", "log"}, optional
        How a number is measured: as it is, with its far tails cut to their bounds, or by its
        logarithm (effects and `floor` are then differences of logarithms). By default plain, or
        capped where a few rows carry most of the variance.
    controls : iterable of str, default=()
        Columns that are held fixed and that nothing is said about.
    weights : str, optional
        The column that holds row weights.
    group : str, optional
        The column that says which rows belong together: they are never split.
    time : str, optional
        The column that says when a row was made. Later rows then verify, after a gap, and errors
        allow for what neighbouring times have in common; its month and weekday are features.
    text : str or iterable of str, optional
        The column with texts, or several: groups of their words become statements, alone and
        together with other columns. A column found to hold texts is used unnamed only where
        there is no other column.
    questions : str or iterable of str, default=()
        Yes-or-no questions to the texts, such as "mentions a refund" or "Does the guest
        complain?": the language model answers them, text by text, and the answers become
        statements. Of several text columns, "review: mentions a refund" asks one.
    propose_questions : int, default=0
        How many questions the language model shall propose of each text column, from rows that
        propose.
    judge_rows : int or None, default=300
        How many texts are judged of the rows that propose, and how many of those that test; None
        is all. Rows with other texts have no answer.
    floor : float, optional
        The smallest effect worth a statement, in the target's units, or as a fraction for
        classes. By default a tenth of the target's standard deviation, or one percentage
        point or a tenth of the class's rate, whichever is more.
    seed : int, default=0
        For models and shuffles. Which rows test does not depend on it.
    null_runs : int, default=0
        How many times to shuffle the target and do everything again, to show what noise would
        have passed. Each takes about as long as the explanation.
    stability : int, default=0
        How many times to propose again from half of the rows, to show how often each statement
        comes back.
    n_jobs : int, optional
        Processes for null runs and stability; by default one a core.
    examples : int, default=3
        Example rows shown with each supported statement.
    progress : Progress, optional
        Hears which stage begins; by default nothing is said.
    title : str, optional
        The title of the report.
    sheet : str or int, optional
        The sheet of an Excel workbook, by name or counted from 0.
    model : str or ChatModel, optional
        A language model that is asked, before any number is shown to it, what it expects of the
        leading statements, then chooses the emphasis of the words on them, and offers possible
        reasons: "embedded", "openai:NAME", "http://127.0.0.1:8000/v1#NAME" or
        "transformers:FOLDER"; see `dataexplain.llm.open_model`. It decides nothing.
    max_calls, max_tokens : int, optional
        What may be asked of the model. When it is used up, the rest stays unasked, and the
        report says so.
    max_cost : float, optional
        In US dollars; needs `price`.
    price : str, optional
        What the model costs, such as "0.15/0.60": US dollars for a million tokens read and
        written.
    log_text : bool, default=True
        Whether the log of calls keeps prompts and replies, or their hashes only.
    describe : str, default=""
        What the table is and what columns mean, in your words, parts between semicolons:
        "patients admitted with pneumonia; died = died in hospital".
    narrate : int, default=10
        How many leading statements are put into words.
    expect : iterable of str, default=()
        What you expect, such as "asthma: up" or "sex=male: down": where held-out rows speak
        against it, the report says so under surprises.
    anonymise : bool, default=False
        Whether the model chooses its emphasis with names and levels hidden from it. What it
        then says from the names alone is marked as its memory.
    experiment : bool, default=False
        Whether the columns were set by an experiment, so that causes may be spoken of.

    Returns
    -------
    Run
        With ``.claims``, ``.supported``, ``.report`` and ``.save(folder)``; a notebook shows it.

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used; the message says what mends it.
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from dataexplain import explain
    >>> generator = np.random.default_rng(0)
    >>> hours = generator.uniform(0, 10, 400)
    >>> room = generator.choice(["north", "south"], 400)
    >>> score = 50 + 4 * hours + generator.normal(0, 5, 400)
    >>> run = explain(pd.DataFrame({"hours": hours, "room": room, "score": score}), "score")
    >>> run.supported[0].features, run.supported[0].direction
    (('hours',), 'up')
    >>> print(run.supported[0].text)
    Average score rises as hours goes from ...
    """
    check_arguments(
        {
            "target": target,
            "roles": roles,
            "scale": scale,
            "weights": weights,
            "group": group,
            "time": time,
            "floor": floor,
            "seed": seed,
            "null_runs": null_runs,
            "stability": stability,
            "n_jobs": n_jobs,
            "examples": examples,
            "title": title,
        }
    )
    words = narration_wish(
        {
            "describe": describe,
            "narrate": narrate,
            "anonymise": anonymise,
            "experiment": experiment,
            "expect": texts("expect", expect),
        }
    )
    wish = model_wish(
        model,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        price=price,
        log_text=log_text,
    )
    asked = question_wish(
        {
            "questions": questions,
            "propose_questions": propose_questions,
            "judge_rows": judge_rows,
            "describe": describe,
        },
        with_model=wish is not None,
    )
    table = open_table(
        data,
        target,
        sheet=sheet,
        roles=roles,
        ignore=names("ignore", ignore),
        recode=recodings(recode),
        positive=positive,
        controls=names("controls", controls),
        weights=weights,
        group=group,
        time=time,
        text=columns_of_text(text),
        **({} if scale is None else {"scale": scale}),
    )
    wanted = Wanted(
        seed=int(seed),
        floor=None if floor is None else float(floor),
        examples=int(examples),
        title=title,
        null_runs=int(null_runs),
        stability=int(stability),
        model=wish,
        narration=words,
        questions=asked,
    )
    return Run(explain_opened(table, wanted, jobs=n_jobs, progress=progress))
