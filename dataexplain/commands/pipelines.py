"""The command that does what a pipeline file describes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataexplain.commands.options import Debug, DryRun, Force, Jobs, Open, Out, Restart
from dataexplain.commands.plain_errors import GO_ON, NOTHING_WRITTEN, plain_errors
from dataexplain.commands.reporting import print_pipeline_estimate, report_pipeline

commands = typer.Typer()


@commands.command(epilog="Example: dataexplain run pipelines/quickstart.yaml")
def run(
    pipeline: Annotated[
        Path,
        typer.Argument(
            help="A YAML file with at least data and target, or with steps.",
            metavar="PIPELINE",
            readable=False,
        ),
    ],
    out: Out = None,
    jobs: Jobs = None,
    restart: Restart = False,
    dry_run: DryRun = False,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Do what a pipeline file says; a stopped run goes on.

    In it, paths of data and reports are relative to the pipeline file; the folder of the report
    (out) is relative to the current directory. What is finished is kept in that folder: the same
    command does only what is missing, or what a change of the file made necessary.
    """
    with plain_errors(debug, interrupted=NOTHING_WRITTEN if dry_run else GO_ON):
        from dataexplain.runs.arguments import check_arguments
        from dataexplain.runs.specification import read_specification

        check_arguments({"n_jobs": jobs})
        wanted = read_specification(pipeline)
        if jobs is not None:
            wanted = wanted.model_copy(update={"jobs": jobs})
        folder = out or wanted.folder
        if dry_run:
            print_pipeline_estimate(wanted, folder, restart=restart)
            return
        report_pipeline(wanted, folder, force=force, restart=restart, open_report=open_report)
