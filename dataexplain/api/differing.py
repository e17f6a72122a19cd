"""Compare two groups of texts."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.runs.arguments import (
    check_arguments,
    columns_of_text,
    table_wishes,
)
from dataexplain.runs.difference_cost import estimate_differences
from dataexplain.runs.difference_wish import DifferenceWish, difference_wish
from dataexplain.runs.differing import opened_or_none
from dataexplain.runs.explanation import Wanted
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.remembered_tests import differ_and_remember
from dataexplain.runs.run import Run
from dataexplain.runs.two_groups import two_groups
from dataexplain.tables import Table


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
    early_stop: bool = False,
    audit: str | Path | None = None,
    floor: float | None = None,
    null_runs: int = 0,
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
    early_stop : bool, default=False
        Whether judging stops as soon as an answer is clear, by evidence that is valid at any time
        (e-values). By default the number of texts is fixed before any answer is seen.
    audit : path, optional
        A CSV file of people's labels, with columns "text", "property" and "label" (yes or no):
        the judge's mistakes are then taken out, and stand in the interval.
    floor : float, optional
        The smallest difference of shares worth a statement; by default one point, or a tenth of
        the property's share, whichever is more.
    null_runs : int, default=0
        How often the groups are permuted and the race and the tests are replayed on the judge's
        answers, at no further call: what noise would pass. Without a model everything is done
        again.
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
    limits: dict[str, Any] = {
        "max_calls": max_calls,
        "max_tokens": max_tokens,
        "max_cost": max_cost,
        "price": price,
        "log_text": log_text,
    }
    wish = model_wish(model, **limits)
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
            "early_stop": early_stop,
            "audit": audit,
            "floor": floor,
            "null_runs": null_runs,
        },
        with_model=wish is not None,
    )
    check_arguments({"target": group, "seed": seed, "title": title}, "differ")
    table = _groups(data, text, group, positive, against, sheet, reading)
    report = differ_and_remember(
        table,
        text,
        wanted,
        wish,
        embedder=embedder,
        seed=int(seed),
        title=title,
        progress=progress,
    )
    return Run(report)


def estimate_differ(data: object, text: str, group: str, **options: Any) -> Estimate:
    """Return what `differ` would cost; nothing is asked.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    text, group : str
    **options
        The arguments of `differ`, with a model.

    Returns
    -------
    Estimate

    Raises
    ------
    ParameterError
        Without a model, or when an argument is outside what is allowed.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> data = {"text": [f"parcel {n}" for n in range(80)], "region": ["north", "south"] * 40}
    >>> with ChatModel(Scripted([])) as model:
    ...     found = estimate_differ(data, "text", "region", model=model, propose=0, embedder=None)
    >>> found.expected.calls > 600
    True
    """
    bound = inspect.signature(differ).bind(data, text, group, **options)
    bound.apply_defaults()
    given = bound.arguments
    wish = model_wish(given["model"], **{name: given[name] for name in LIMIT_NAMES})
    if wish is None:
        raise ParameterError("--dry-run", "differ", "given together with --model", True)
    called = {"description": "describe", "proposed": "propose"}
    names = (field.name for field in dataclasses.fields(DifferenceWish))
    values = {name: called.get(name, name) for name in names}
    wanted = difference_wish(
        {name: given[value] for name, value in values.items() if value in given}, with_model=True
    )
    places = (given["positive"], given["against"], given["sheet"], given["reading"])
    table = _groups(data, text, group, *places)
    with (
        Wanted(model=wish).opened_model(group) as model,
        opened_or_none(given["embedder"]) as vectors,
    ):
        assert model is not None
        return estimate_differences(
            table, text, wanted, model, embedder=vectors, seed=given["seed"]
        )


def _groups(
    data: object,
    text: str,
    group: str,
    positive: str | None,
    against: str | None,
    sheet: str | int | None,
    reading: Mapping[str, Any],
) -> Table:
    """Return the table, its rows in two groups."""
    wishes = table_wishes(reading, "differ")
    table = open_table(data, group, sheet=sheet, text=columns_of_text(text), **wishes)
    return two_groups(table, positive, against)
