"""Say in a sentence how outputs follow from inputs."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.runs.arguments import check_arguments, texts
from dataexplain.runs.describe_cost import estimate_description
from dataexplain.runs.describe_reading import OpenedPairs, open_pairs
from dataexplain.runs.describe_wish import DescribeWish, describe_wish
from dataexplain.runs.describing import describe_and_remember
from dataexplain.runs.explanation import Wanted
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.progress import Progress
from dataexplain.runs.run import Run

# The fields of the wish that the arguments have under another name.
_CALLED = {"description": "describe", "proposed": "propose"}


def describe(
    data: object,
    output: str,
    input: str | Iterable[str] | None = None,
    *,
    hints: str | Iterable[str] = (),
    describe: str = "",
    propose: int = DescribeWish.proposed,
    search_calls: int = DescribeWish.search_calls,
    keep: int = DescribeWish.keep,
    rows: int = DescribeWish.rows,
    floor: float | None = None,
    second_model: str | ChatModel | None = None,
    null_runs: int = 0,
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
    model: str | ChatModel | None = None,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
    sheet: str | int | None = None,
) -> Run:
    """Find a sentence that says how outputs follow from inputs, and test it on held-out rows.

    On one half of the rows a language model proposes sentences, closed operations that fit
    propose more, and a race drops what cannot win. The other half tests the few that lead: how
    much oftener the right output is given with the sentence than without one, than with its words
    shuffled, than by simple rules, than after examples. Without a model only operations that code
    can follow are tried.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    output : str
        The column of outputs, or of labels.
    input : str or iterable of str, optional
        The input column. Of several, each row's cells become lines such as "colour: red". By
        default all columns but the output.
    hints : str or iterable of str, default=()
        Sentences of your own: they race with the others, and are tested in any case.
    describe : str, default=""
        What inputs and outputs are.
    propose : int, default=24
        How many sentences the model proposes before the first race.
    search_calls : int, default=440
        How often the search may ask the model, for sentences and for outputs.
    keep : int, default=3
        How many of the sentences found are tested.
    rows : int, default=60
        Held-out rows that each is tested on; without a model all of them.
    floor : float, optional
        The smallest gain in the chance of the right output worth a statement; by default 0.05.
    second_model : str or ChatModel, optional
        Another language model that is given the sentences too: does a sentence alone let somebody
        else predict? One that is named shares the limits of `model`.
    null_runs : int, default=0
        How often outputs are permuted and all done again that costs no further answer: what noise
        would pass. Sentences that a model follows take part where outputs are a few classes.
    seed : int, default=0
    title : str, optional
    progress : Progress, optional
    model : str or ChatModel, optional
        Proposes sentences, and follows them; see `explain`.
    max_calls, max_tokens : int, optional
    max_cost : float, optional
    price : str, optional
    log_text : bool, default=True
        As for `explain`.
    sheet : str or int, optional

    Returns
    -------
    Run

    Raises
    ------
    InputError
        When the data or a column cannot be used, or there are too few pairs.
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> from dataexplain import describe
    >>> asked = [f"{n % 9 + 1} and {n * 7 % 13}" for n in range(80)]
    >>> answers = [str(n % 9 + 1 + n * 7 % 13) for n in range(80)]
    >>> run = describe({"question": asked, "answer": answers}, output="answer", input="question")
    >>> run.supported[0].prompted.sentence
    '...sum...'
    """
    limits: dict[str, Any] = {
        "max_calls": max_calls,
        "max_tokens": max_tokens,
        "max_cost": max_cost,
        "price": price,
    }
    wish = model_wish(model, log_text=log_text, owner="describe", **limits)
    if second_model is not None and wish is None:
        raise ParameterError(
            "second_model", "describe", "given only together with a model", second_model
        )
    wanted = describe_wish(
        {
            "hints": hints,
            "description": describe,
            "proposed": propose,
            "search_calls": search_calls,
            "keep": keep,
            "rows": rows,
            "floor": floor,
            "null_runs": null_runs,
        },
        with_model=wish is not None,
    )
    check_arguments({"target": output, "seed": seed, "title": title}, "describe")
    report = describe_and_remember(
        _pairs(data, input, output, sheet),
        wanted,
        wish,
        second=second_model,
        seed=int(seed),
        title=title,
        progress=progress,
    )
    return Run(report)


def estimate_describe(data: object, output: str, **options: Any) -> Estimate:
    """Return what `describe` would cost; nothing is asked.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    output : str
    **options
        The arguments of `describe`, with a model.

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
    >>> data = {"word": [f"word {n}" for n in range(40)], "long": ["yes", "no"] * 20}
    >>> with ChatModel(Scripted([])) as model:
    ...     found = estimate_describe(data, "long", model=model, search_calls=100, rows=10)
    >>> found.expected.calls > 100
    True
    """
    bound = inspect.signature(describe).bind(data, output, **options)
    bound.apply_defaults()
    given: Mapping[str, Any] = bound.arguments
    wish = model_wish(
        given["model"], owner="describe", **{name: given[name] for name in LIMIT_NAMES}
    )
    if wish is None:
        raise ParameterError("--dry-run", "describe", "given together with --model", True)
    names = DescribeWish.__dataclass_fields__
    wanted = describe_wish(
        {name: given[_CALLED.get(name, name)] for name in names}, with_model=True
    )
    opened = _pairs(data, given["input"], output, given["sheet"])
    with Wanted(model=wish).opened_model(output) as model:
        assert model is not None
        return estimate_description(opened, wanted, model, seed=given["seed"])


def _pairs(
    data: object,
    input: str | Iterable[str] | None,
    output: str,
    sheet: str | int | None,
) -> OpenedPairs:
    """Return the pairs of a table."""
    if input is None or isinstance(input, str):
        names: tuple[str, ...] = () if input is None else (input,)
    else:
        names = texts("input", input, "the name of a column or a list of names")
    return open_pairs(data, names, output, sheet=sheet)
