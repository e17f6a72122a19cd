"""The commands that explain a table: a file of the user's, or the sample that comes along."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from dataexplain.commands.options import (
    Controls,
    Debug,
    Describe,
    DryRun,
    File,
    Floor,
    Force,
    Group,
    Ignore,
    Jobs,
    JudgeRows,
    MaxCalls,
    MaxCost,
    MaxTokens,
    Model,
    NoLogText,
    NoRows,
    Open,
    Out,
    Positive,
    Price,
    ProposeQuestions,
    Questions,
    Recode,
    Restart,
    Role,
    Scale,
    Seed,
    Sheet,
    Text,
    Time,
    Title,
    Weights,
    roles_of,
)
from dataexplain.commands.plain_errors import GO_ON, NOTHING_WRITTEN, plain_errors
from dataexplain.commands.reporting import print_estimate, report, report_pipeline

DEMO_CLAIMS = 4
DEMO_TABLE = "customers of a telephone company; churn = left the company"

commands = typer.Typer()


@commands.command(
    epilog="Example: dataexplain explain churn.csv --target churn --ignore customer_id"
)
def explain(
    file: File,
    target: Annotated[str, typer.Option(help="The column to explain.", metavar="COLUMN")],
    out: Out = None,
    role: Role = None,
    ignore: Ignore = None,
    recode: Recode = None,
    positive: Positive = None,
    scale: Scale = None,
    controls: Controls = None,
    weights: Weights = None,
    group: Group = None,
    time: Time = None,
    text: Text = None,
    question: Questions = None,
    propose_questions: ProposeQuestions = 0,
    judge_rows: JudgeRows = 300,
    floor: Floor = None,
    seed: Seed = 0,
    null_runs: Annotated[
        int,
        typer.Option(
            help="Shuffle the target so many times and do everything again: what noise would pass.",
            metavar="N",
        ),
    ] = 0,
    stability: Annotated[
        int,
        typer.Option(
            help="Propose so many times from half of the rows: how often a statement comes back.",
            metavar="N",
        ),
    ] = 0,
    jobs: Jobs = None,
    restart: Restart = False,
    no_rows: NoRows = False,
    sheet: Sheet = None,
    title: Title = None,
    model: Model = None,
    max_calls: MaxCalls = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    price: Price = None,
    no_log_text: NoLogText = False,
    describe: Describe = "",
    narrate: Annotated[
        int, typer.Option(help="How many leading statements are put into words.", metavar="N")
    ] = 10,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            help="What you expect, such as 'asthma: up'; the report says where held-out rows "
            "speak against it. May be repeated.",
            metavar="COLUMN: up|down|none",
        ),
    ] = None,
    anonymise: Annotated[
        bool,
        typer.Option(
            "--anonymise", help="Hide names from the model where it chooses what to stress."
        ),
    ] = False,
    experiment: Annotated[
        bool,
        typer.Option(
            "--experiment", help="The columns were set by an experiment: causes may be spoken of."
        ),
    ] = False,
    dry_run: DryRun = False,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Explain one column of a table by the others.

    Writes report.html, report.md and report.json into a folder, called after the file
    (churn.csv gives churn-report) unless --out names another. With --null-runs or --stability
    what is finished is kept there too, so that the same command goes on where it was stopped.
    """
    keeps = bool(null_runs or stability)
    with plain_errors(debug, interrupted=GO_ON if keeps else NOTHING_WRITTEN):
        from dataexplain.runs.output_folder import default_folder

        options: dict[str, Any] = {
            "roles": roles_of(role, "explain"),
            "ignore": ignore or [],
            "recode": recode or [],
            "positive": positive,
            "scale": scale,
            "controls": controls or [],
            "weights": weights,
            "group": group,
            "time": time,
            "text": text or [],
            "questions": question or [],
            "propose_questions": propose_questions,
            "judge_rows": judge_rows,
            "floor": floor,
            "seed": seed,
            "sheet": sheet,
            "title": title,
            "describe": describe,
            "narrate": narrate,
            "expect": expect or [],
            "anonymise": anonymise,
            "experiment": experiment,
            "model": model,
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": max_cost,
            "price": price,
            "log_text": not no_log_text,
        }
        if dry_run:
            print_estimate(file, target, options)
            return
        folder = out or default_folder(file)
        if not keeps:
            options |= {"examples": 0 if no_rows else 3, "n_jobs": jobs}
            report(file, target, folder, options, force=force, open_report=open_report)
            return
        options |= {"null_runs": null_runs, "stability": stability, "rows": not no_rows}
        from dataexplain.runs.steps import single_pipeline

        report_pipeline(
            single_pipeline(file, target, jobs=jobs, **options),
            folder,
            force=force,
            restart=restart,
            open_report=open_report,
        )


@commands.command(epilog="Example: dataexplain demo --open")
def demo(
    out: Out = None,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Explain a sample that comes along: who leaves a telephone company.

    Writes into dataexplain-demo-report unless --out names another folder, with a tested sentence
    and a comparison of texts in folders beside the report. Where a language model is installed,
    it says what it expects before any number is shown to it, puts the leading statements into
    words, and proposes statements of its own.
    """
    with plain_errors(debug):
        from dataexplain.commands.demo_examples import demo_examples
        from dataexplain.commands.demo_model import demo_model
        from dataexplain.tables.samples import sample_path

        name, folder = demo_model(), out or Path("dataexplain-demo-report")
        with ExitStack() as opened:
            model = None
            if name is not None:
                from dataexplain.llm import open_model

                # one server for all of it
                model = opened.enter_context(open_model(name))
            # a model that runs on this machine takes its time
            words = {"narrate": DEMO_CLAIMS, "describe": DEMO_TABLE} if model else {}
            report(
                sample_path("telecom_churn"),
                "churn",
                folder,
                {"model": model, **words},
                force=force,
                open_report=open_report,
            )
            for told in demo_examples(folder, model, DEMO_TABLE):
                print(told, flush=True)
