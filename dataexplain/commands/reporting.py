"""What commands that explain have in common: do the work, write the report, say what was found."""

from __future__ import annotations

import functools
import operator
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataexplain.runs.steps import Pipeline

_NOTHING_DONE = "Nothing was asked, and nothing was written."


def report(
    data: Path,
    target: str,
    folder: Path,
    options: Mapping[str, Any],
    *,
    force: bool,
    open_report: bool,
) -> None:
    """Explain, write the report, and say what was found and where it lies.

    Parameters
    ----------
    data : Path
    target : str
    folder : Path
        Refused before the work begins when it may not be written into.
    options : mapping
        The optional arguments of `dataexplain.explain`.
    force : bool
        Whether a report may be put beside whatever is in the folder.
    open_report : bool
        Whether the browser shall show it.
    """
    from dataexplain.runs.output_folder import check_folder

    check_folder(folder, force=force)
    from dataexplain.terminal import shown_progress, summary

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.api import explain as explain_data

        found = explain_data(data, target, progress=progress, **options)
        progress.stage("Writing the report")
        paths = found.save(folder)
    print(f"{summary(found.report)}\n\nReport: {paths['html']}")
    if open_report:
        webbrowser.open(paths["html"].absolute().as_uri())


def print_estimate(data: Path, target: str, options: Mapping[str, Any]) -> None:
    """Say what the language model of an explanation would cost; nothing is asked.

    The statements are found and tested, since what is asked depends on them.
    """
    from dataexplain.errors import ParameterError
    from dataexplain.terminal import shown_progress

    if options.get("model") is None:
        raise ParameterError("--dry-run", "explain", "given together with --model", True)
    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.runs.planning import estimate_pipeline
        from dataexplain.runs.steps import single_pipeline

        (step,) = estimate_pipeline(single_pipeline(data, target, **options), progress=progress)
    for line in (step.estimate.sentence(), step.remark, _NOTHING_DONE):
        if line:
            print(line)


def print_pipeline_estimate(pipeline: Pipeline, folder: Path, *, restart: bool) -> None:
    """Say what the language models of a pipeline would cost, step by step; nothing is asked.

    Parameters
    ----------
    pipeline : Pipeline
    folder : Path
        What an earlier run finished there costs nothing.
    restart : bool
        Whether to leave that out of account.
    """
    from dataexplain.errors import ParameterError
    from dataexplain.report.formatting import readable
    from dataexplain.runs.output_folder import WORK
    from dataexplain.terminal import shown_progress, wrapped

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.runs.planning import estimate_pipeline
        from dataexplain.runs.unit_store import UnitStore

        store = None if restart else UnitStore(folder / WORK)
        steps = estimate_pipeline(pipeline, store, progress=progress)
    if not steps:
        expected = "given for a pipeline of which a step has a model"
        raise ParameterError("--dry-run", "run", expected, True)
    for step in steps:
        line = f"{step.name} ({step.model}): {step.estimate.sentence()} {step.remark}".rstrip()
        print(wrapped(readable(line)))
    if len(steps) > 1:
        together = functools.reduce(operator.add, (step.estimate for step in steps))
        print(wrapped(f"Together: {together.sentence()}"))
        print(wrapped("What several steps ask alike is asked once, and counted in each here."))
    print(_NOTHING_DONE)


def report_pipeline(
    pipeline: Pipeline,
    folder: Path,
    *,
    force: bool,
    restart: bool,
    open_report: bool,
) -> None:
    """Do what is not finished of a pipeline, and say what was found and where it lies.

    Parameters
    ----------
    pipeline : Pipeline
    folder : Path
    force : bool
        Whether a folder that holds other files may be written into.
    restart : bool
        Whether to forget what is finished.
    open_report : bool
        Whether the browser shall show the report, or the index of several.
    """
    from dataexplain.runs.output_folder import check_folder

    check_folder(folder, force=force)
    from dataexplain.terminal import pipeline_summary, shown_progress

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.runs.execution import run_pipeline

        done = run_pipeline(pipeline, folder, force=force, restart=restart, progress=progress)
    print(pipeline_summary(done))
    if open_report:
        webbrowser.open(done.page.absolute().as_uri())
