"""What a program calls: explain a table, test rules or a report on other rows, compare reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from dataexplain.llm.chat_model import ChatModel
from dataexplain.narration.narrator import narrate as put_into_words
from dataexplain.narration.wishes import MOST_CLAIMS, NarrationWish, narration_wish
from dataexplain.runs.arguments import (
    check_arguments,
    columns_of_text,
    names,
    recodings,
    table_wishes,
    texts,
)
from dataexplain.runs.asked_texts import JUDGE_ROWS, question_wish
from dataexplain.runs.comparing import compare
from dataexplain.runs.difference_search import difference_wish
from dataexplain.runs.differing import differ_by_words, differ_table, opened_or_none
from dataexplain.runs.earlier_tests import earlier_tests, remember_tests
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.explanation import Wanted, explain_opened
from dataexplain.runs.hypothesising import hypothesise
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.rechecking import recheck
from dataexplain.runs.run import Run
from dataexplain.runs.tree_rules import Tree, TreeRules
from dataexplain.runs.two_groups import two_groups
from dataexplain.runs.verifying import Agree, sentences_of, verify_table

__all__ = ["compare", "differ", "explain", "hypothesise", "recheck", "verify", "verify_rules"]


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


def differ(
    data: object,
    text: str,
    group: str,
    *,
    positive: str | None = None,
    against: str | None = None,
    goal: str = "",
    describe: str = "",
    properties: str | Iterable[str] = (),
    bank: str | Path | None = None,
    propose: int = 20,
    screened: int = 24,
    race_calls: int = 600,
    keep: int = 5,
    judge_rows: int = 100,
    floor: float | None = None,
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
    model: str | ChatModel | None = None,
    embedder: str | None = "minilm",
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
    sheet: str | int | None = None,
    **reading: Any,
) -> Run:
    """Find in words what the texts of one group say more often than those of another.

    Properties are proposed by a language model, by groups of words and clusters, and from a bank
    of general ones; embeddings screen them, and a race with the judge picks a few, all on one half
    of the rows. The other half tests them: the share of texts that have the property, as judged,
    in one group less that in the other. Without a model, words alone are compared.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    text : str
        The column with the texts.
    group : str
        The column that says which group a text is of.
    positive : str, optional
        The group that is spoken of; has to be named where there are more than two.
    against : str, optional
        The group that it is compared with; by default all others.
    goal : str, default=""
        What you want to know: "what do guests of the south complain about?"
    describe : str, default=""
        What the texts are.
    properties : str or iterable of str, default=()
        Your own, such as "mentions a refund": they are tested in any case.
    bank : path, optional
        A CSV file with a column "property": further ones that race.
    propose : int, default=20
        How many properties the language model may propose.
    screened : int, default=24
        How many properties race.
    race_calls : int, default=600
        Answers of the judge that the race may take.
    keep : int, default=5
        How many of those that raced are tested.
    judge_rows : int, default=100
        Held-out texts of each group that are judged on each property.
    floor : float, optional
        The smallest difference of shares worth a statement; by default one point, or a tenth of
        the property's share, whichever is more.
    seed : int, default=0
    title : str, optional
    progress : Progress, optional
    model : str or ChatModel, optional
        Proposes and judges; see `explain`.
    embedder : str or None, default="minilm"
        Screens properties, and foretells the answers for texts that are not judged.
    max_calls, max_tokens : int, optional
    max_cost : float, optional
    price : str, optional
    log_text : bool, default=True
        As for `explain`.
    sheet : str or int, optional
    **reading
        How the table is read: roles, ignore, recode, weights, time, as for `explain`.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        When the data, a column or a group cannot be used.
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> from dataexplain import differ
    >>> texts = [f"{'late' if n % 3 else 'swift'} parcel {n % 7} {n}" for n in range(400)]
    >>> region = ["north" if n % 3 and n % 5 else "south" for n in range(400)]
    >>> run = differ({"text": texts, "region": region}, "text", "region", positive="north")
    >>> print(run.supported[0].text)
    The probability of region = north is ... where text mentions ...
    """
    wish = model_wish(
        model,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        price=price,
        log_text=log_text,
    )
    wanted = difference_wish(
        {
            "goal": goal,
            "description": describe,
            "properties": properties,
            "bank": bank,
            "proposed": propose,
            "screened": screened,
            "race_calls": race_calls,
            "keep": keep,
            "judge_rows": judge_rows,
            "floor": floor,
        },
        with_model=wish is not None,
    )
    check_arguments({"target": group, "seed": seed, "title": title}, "differ")
    wishes = table_wishes(reading, "differ")
    table = open_table(data, group, sheet=sheet, text=columns_of_text(text), **wishes)
    table = two_groups(table, positive, against)
    earlier = earlier_tests(table)
    if wish is None:
        report = differ_by_words(
            table, text, floor=floor, seed=seed, title=title, earlier=earlier, progress=progress
        )
    else:
        with Wanted(model=wish).opened_model(group) as opened, opened_or_none(embedder) as vectors:
            assert opened is not None
            report = differ_table(
                table,
                text,
                wanted,
                opened,
                embedder=vectors,
                earlier=earlier,
                seed=int(seed),
                title=title,
                progress=progress,
            )
    remember_tests(report, earlier)
    return Run(report)


def verify(
    data: object,
    sentences: str | Iterable[str],
    target: str,
    *,
    text: str | Iterable[str] | None = None,
    judge_rows: int | None = JUDGE_ROWS,
    floor: float | None = None,
    seed: int = 0,
    examples: int = 3,
    title: str | None = None,
    progress: Progress | None = None,
    agree: Agree | None = None,
    model: str | ChatModel | None = None,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
    sheet: str | int | None = None,
    **reading: Any,
) -> Run:
    """Test sentences of your own on rows that nobody has looked at.

    Each sentence is read as claims that can be tested, by a grammar of plain forms or, where that
    does not suffice, by a language model. One half of the rows shows what else explains the
    target; the other half tests. What was tested on these rows before is known by their content:
    a later sentence is an afterthought, and is held to a stricter level.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    sentences : str or iterable of str
        Such as "customers on monthly contracts leave more, even at the same tenure".
    target : str
        The column that the sentences speak of.
    text : str or iterable of str, optional
        The column with texts, or several.
    judge_rows : int or None, default=300
        How many texts are judged on each side of the split, where a sentence speaks of a property
        of texts that words do not tell; None is all.
    floor : float, optional
        The smallest effect worth a statement, as for `explain`.
    seed : int, default=0
    examples : int, default=3
        Example rows shown with each supported statement.
    title : str, optional
    progress : Progress, optional
    agree : callable, optional
        Is shown how the sentences were read before anything is tested, as a list of
        `SentenceReading`; where it returns False, nothing is tested.
    model : str or ChatModel, optional
        Reads what the grammar cannot, and judges texts; see `explain`.
    max_calls, max_tokens : int, optional
    max_cost : float, optional
    price : str, optional
    log_text : bool, default=True
        As for `explain`.
    sheet : str or int, optional
    **reading
        How the table is read: roles, ignore, recode, positive, scale, controls, weights, group,
        time, as for `explain`.

    Returns
    -------
    Run
        With ``.report.sentences``: each with its reading, its verdict and the answer in words.

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used.
    ParameterError
        When an argument is outside what is allowed.
    DeclinedError
        When `agree` says no.

    Examples
    --------
    >>> from dataexplain import verify
    >>> hours = [n % 10 for n in range(300)]
    >>> score = [50 + 4 * hour + n % 7 for n, hour in enumerate(hours)]
    >>> data = {"hours": hours, "score": score}
    >>> run = verify(data, "The more hours, the lower the score.", "score")
    >>> run.report.sentences[0].verdict
    'not_supported'
    """
    check_arguments(
        {
            "target": target,
            "floor": floor,
            "seed": seed,
            "examples": examples,
            "title": title,
            "judge_rows": judge_rows,
        },
        "verify",
    )
    wish = model_wish(
        model,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        price=price,
        log_text=log_text,
    )
    wanted = sentences_of(sentences)
    wishes = table_wishes(reading, "verify")
    table = open_table(data, target, sheet=sheet, text=columns_of_text(text), **wishes)
    earlier = earlier_tests(table)
    with Wanted(model=wish).opened_model(target) as opened:
        report = verify_table(
            table,
            wanted,
            model=opened,
            earlier=earlier,
            agree=agree,
            judge_rows=judge_rows,
            seed=int(seed),
            floor=None if floor is None else float(floor),
            title=title,
            examples=int(examples),
            progress=progress,
        )
    remember_tests(report, earlier)
    return Run(put_into_words(report, NarrationWish())[0])


def verify_rules(
    tree: Tree,
    data: object,
    target: str,
    *,
    text: str,
    floor: float | None = None,
    seed: int = 0,
    examples: int = 3,
    title: str | None = None,
    progress: Progress | None = None,
    **reading: Any,
) -> Run:
    """Test what each leaf of a tree of keyphrases says, on rows that the tree was not fitted to.

    One half of the rows shows what the other columns and the length of the text explain, which
    is then held fixed; the other half tests the rules.

    Parameters
    ----------
    tree : AugTreeClassifier or AugTreeRegressor
        Fitted, on other rows than these: nothing here could tell.
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        New rows.
    target : str
        The column that the tree predicts.
    text : str
        The column with the texts.
    floor : float, optional
        The smallest effect worth a statement, as for `explain`.
    seed : int, default=0
    examples : int, default=3
        Example rows shown with each supported statement.
    title : str, optional
    progress : Progress, optional
    **reading
        How the table is read: roles, ignore, recode, positive, scale, controls, weights, group,
        time, as for `explain`.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used.
    ParameterError
        For a tree that predicts something else.

    Examples
    --------
    >>> from dataexplain import verify_rules
    >>> from dataexplain.models import AugTreeRegressor
    >>> texts = [f"{'late' if n % 3 else 'swift'} parcel {n % 7}" for n in range(400)]
    >>> stars = [2 + 2 * (n % 3 == 0) + (n % 5) / 5 for n in range(400)]
    >>> tree = AugTreeRegressor(max_leaf_nodes=2).fit(texts[:200], stars[:200])
    >>> new = {"review": texts[200:], "stars": stars[200:]}
    >>> run = verify_rules(tree, new, "stars", text="review")
    >>> run.supported[0].kind, run.supported[0].features
    ('term_effect', ('review: "late"',))
    """
    check_arguments(
        {"target": target, "floor": floor, "seed": seed, "examples": examples, "title": title},
        "verify_rules",
    )
    wishes = table_wishes(reading, "verify_rules")
    table = open_table(data, target, text=columns_of_text(text), **wishes)
    report = explain_table(
        table,
        seed=seed,
        floor=floor,
        title=title or f"What a tree says of {target}",
        examples=examples,
        progress=progress,
        proposer=TreeRules.of(tree, table, text),
    )
    return Run(put_into_words(report, NarrationWish())[0])
