"""Inputs and outputs -> sentences that say how outputs follow, each tested on held-out rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dataexplain.llm import ChatModel, open_model
from dataexplain.records import ReportRecord
from dataexplain.runs.describe_null_runs import description_null_runs
from dataexplain.runs.describe_reading import OpenedPairs
from dataexplain.runs.describe_report import description_report
from dataexplain.runs.describe_search import FoundSentences, find_sentences
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.runs.earlier_tests import EarlierTests, earlier_tests, remember_tests, with_remark
from dataexplain.runs.explanation import Wanted
from dataexplain.runs.importance import ranked
from dataexplain.runs.language_model import ModelWish
from dataexplain.runs.progress import Progress, Silence
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pair_splitting import split_pairs
from dataexplain.verification.prompt_measuring import FLOOR, claim_of
from dataexplain.verification.prompt_vault import PromptVault

_INPUTS_NAMED = 3


@dataclass(frozen=True)
class Description:
    """What was found, and what it takes to follow a sentence on new inputs.

    Parameters
    ----------
    report : ReportRecord
    found : FoundSentences
        All that were raced, the best first.
    form : AnsweringForm
        How a model is asked for outputs.
    """

    report: ReportRecord
    found: FoundSentences
    form: AnsweringForm


def describe_pairs(
    opened: OpenedPairs,
    wish: DescribeWish,
    model: ChatModel | None,
    *,
    second: ChatModel | None = None,
    earlier: EarlierTests | None = None,
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
) -> Description:
    """Find sentences that say how outputs follow from inputs, and test them on held-out rows.

    Parameters
    ----------
    opened : OpenedPairs
    wish : DescribeWish
    model : ChatModel or None
        Proposes sentences and follows them; without one only closed operations are tried.
    second : ChatModel, optional
        Is given the sentences too.
    earlier : EarlierTests, optional
        What was tested on these rows before.
    seed : int, default=0
    title : str, optional
    progress : Progress, optional

    Returns
    -------
    Description

    Raises
    ------
    InputError
        When a side of the split would be empty.
    """
    progress = progress or Silence()
    progress.stage("Splitting rows")
    sides = split_pairs(opened.read)
    found = find_sentences(sides.discovery, wish, model, seed=seed, progress=progress)
    form = found.searched.form
    listed = found.listed(wish)
    earlier = earlier or EarlierTests()
    level = earlier.level_for([claim_of(candidate).id for candidate in listed])
    floor = FLOOR if wish.floor is None else wish.floor
    vault = PromptVault(
        sides.verification,
        discovery=sides.discovery,
        form=form,
        # code takes no time for a row: only a model has to be spared
        rows=len(sides.verification) if model is None else wish.rows,
        seed=seed,
        floor=floor,
        level=level,
    )
    several = "1 sentence" if len(listed) == 1 else f"{len(listed)} sentences"
    progress.stage(f"Testing {several} on held-out rows")
    tested = vault.test(listed, model, second_model=second, progress=progress.step)
    null_runs, remarks = description_null_runs(
        sides.discovery,
        form,
        found,
        vault,
        wish,
        seed=seed,
        floor=floor,
        level=level,
        progress=progress,
    )
    progress.stage("Writing it down")
    report = description_report(
        opened,
        sides.split,
        ranked(tested),
        form=form,
        vault=vault,
        seed=seed,
        title=title or _title(opened),
        notes=tuple(dict.fromkeys((*found.notes, *vault.notes, *remarks))),
        settings={
            **wish.settings(),
            "floor": floor,
            "calls_of_the_search": found.searched.calls,
            "model": None if model is None else model.name,
            "second_model": None if second is None else second.name,
        },
        model=model,
    )
    report = dataclasses.replace(with_remark(report, earlier), null_runs=null_runs)
    return Description(report, found, form)


def describe_and_remember(
    opened: OpenedPairs,
    wish: DescribeWish,
    wanted: ModelWish | None,
    *,
    second: str | ChatModel | None = None,
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
) -> ReportRecord:
    """Describe pairs, and note in the user's cache folder what was tested.

    Parameters
    ----------
    opened : OpenedPairs
    wish : DescribeWish
    wanted : ModelWish or None
    second : str or ChatModel, optional
        The second model; one that is named shares the first one's limits.
    seed : int, default=0
    title : str, optional
    progress : Progress, optional

    Returns
    -------
    ReportRecord
    """
    earlier = earlier_tests(opened.read)
    with (
        Wanted(model=wanted).opened_model(opened.read.output_name) as model,
        _opened_second(second, model, wanted) as other,
    ):
        found = describe_pairs(
            opened,
            wish,
            model,
            second=other,
            earlier=earlier,
            seed=seed,
            title=title,
            progress=progress,
        )
    remember_tests(found.report, earlier)
    return found.report


@contextmanager
def _opened_second(
    second: str | ChatModel | None, first: ChatModel | None, wanted: ModelWish | None
) -> Iterator[ChatModel | None]:
    """Give the second model, whose calls count in the budget of the first."""
    if first is None or second is None or isinstance(second, ChatModel):
        yield None if first is None else second if isinstance(second, ChatModel) else None
        return
    log_text = wanted is None or wanted.log_text
    with open_model(second, budget=first.budget, log_text=log_text, run="second model") as model:
        yield model


def _title(opened: OpenedPairs) -> str:
    names = opened.read.input_names
    shown = list(names[:_INPUTS_NAMED])
    more = len(names) - _INPUTS_NAMED
    if more > 0:
        shown.append("1 other column" if more == 1 else f"{more} other columns")
    *first, last = shown
    inputs = f"{', '.join(first)} and {last}" if first else last
    return f"How {opened.read.output_name} follows from {inputs}"
