"""Test sentences of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.runs.arguments import (
    check_arguments,
    columns_of_text,
    table_wishes,
)
from dataexplain.runs.asked_texts import JUDGE_ROWS
from dataexplain.runs.explanation import Wanted
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.remembered_tests import verify_and_remember
from dataexplain.runs.run import Run
from dataexplain.runs.verifying import Agree, estimate_verifying, sentences_of


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
    report = verify_and_remember(
        table,
        wanted,
        wish,
        agree=agree,
        judge_rows=judge_rows,
        seed=int(seed),
        floor=None if floor is None else float(floor),
        title=title,
        examples=int(examples),
        progress=progress,
    )
    return Run(report)


def estimate_verify(
    data: object,
    sentences: str | Iterable[str],
    target: str,
    *,
    model: str | ChatModel | None,
    text: str | Iterable[str] | None = None,
    judge_rows: int | None = JUDGE_ROWS,
    seed: int = 0,
    sheet: str | int | None = None,
    limits: Mapping[str, Any] | None = None,
    **reading: Any,
) -> Estimate:
    """Return what `verify` would cost; nothing is asked.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    sentences : str or iterable of str
    target : str
    model : str or ChatModel
    text : str or iterable of str, optional
    judge_rows : int or None, default=300
    seed : int, default=0
    sheet : str or int, optional
    limits : mapping, optional
        `max_calls`, `max_tokens`, `max_cost` and `price`.
    **reading
        As for `verify`.

    Raises
    ------
    ParameterError
        Without a model.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> data = {"hours": [n % 10 for n in range(99)], "score": [n % 7 for n in range(99)]}
    >>> with ChatModel(Scripted([])) as model:
    ...     sentence = "The more hours, the lower the score."
    ...     print(estimate_verify(data, sentence, "score", model=model).sentence())
    No call is needed.
    """
    wish = model_wish(model, **(limits or {}))
    if wish is None:
        raise ParameterError("--dry-run", "verify", "given together with --model", True)
    wishes = table_wishes(reading, "verify")
    table = open_table(data, target, sheet=sheet, text=columns_of_text(text), **wishes)
    with Wanted(model=wish).opened_model(target) as opened:
        assert opened is not None
        return estimate_verifying(
            table, sentences_of(sentences), opened, judge_rows=judge_rows, seed=seed
        )
