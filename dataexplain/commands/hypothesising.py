"""The command that has a language model propose what explains a table."""

from __future__ import annotations

import webbrowser
from typing import Annotated, Any

import typer

from dataexplain.commands.options import (
    Controls,
    Debug,
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
    Open,
    Out,
    Positive,
    Price,
    ProposeQuestions,
    Recode,
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
from dataexplain.commands.plain_errors import plain_errors

commands = typer.Typer()


@commands.command(
    epilog="Example: dataexplain hypothesise churn.csv --target churn "
    "--describe 'telecom customers; churn = left the company' --model embedded"
)
def hypothesise(
    file: File,
    target: Annotated[str, typer.Option(help="The column to explain.", metavar="COLUMN")],
    out: Out = None,
    model: Model = None,
    describe: Annotated[
        str,
        typer.Option(
            help="What the table is and what columns mean, such as "
            "'telecom customers; churn = left the company'.",
            metavar="TEXT",
        ),
    ] = "",
    rounds: Annotated[
        int,
        typer.Option(
            help="How often the model is asked; later rounds see what is still hard.", metavar="N"
        ),
    ] = 2,
    hypotheses: Annotated[
        int, typer.Option(help="Statements on columns that are tested at most.", metavar="N")
    ] = 20,
    text: Text = None,
    propose_questions: ProposeQuestions = 4,
    judge_rows: JudgeRows = 300,
    role: Role = None,
    ignore: Ignore = None,
    recode: Recode = None,
    positive: Positive = None,
    scale: Scale = None,
    controls: Controls = None,
    weights: Weights = None,
    group: Group = None,
    time: Time = None,
    floor: Floor = None,
    seed: Seed = 0,
    null_runs: Annotated[
        int,
        typer.Option(
            help="Shuffle the target so many times, and screen and test the same hypotheses "
            "again: what noise would pass.",
            metavar="N",
        ),
    ] = 0,
    jobs: Jobs = None,
    no_rows: Annotated[
        bool,
        typer.Option(
            "--no-rows", help="Show no rows of the table, neither in the report nor to the model."
        ),
    ] = False,
    sheet: Sheet = None,
    title: Title = None,
    max_calls: MaxCalls = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    price: Price = None,
    no_log_text: NoLogText = False,
    dry_run: DryRun = False,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Have a language model propose what explains a column, and test it on held-out rows.

    The model is told of the columns and shown a few rows that propose (--no-rows shows none).
    Writes report.html, report.md and report.json into a folder, called after the file
    (churn.csv gives churn-hypotheses) unless --out names another.
    """
    with plain_errors(debug):
        from dataexplain.runs.output_folder import check_folder, default_folder

        reading: dict[str, Any] = {
            "text": text or [],
            "sheet": sheet,
            "roles": roles_of(role, "hypothesise"),
            "ignore": tuple(ignore or ()),
            "recode": tuple(recode or ()),
            "positive": positive,
            "scale": scale,
            "controls": tuple(controls or ()),
            "weights": weights,
            "group": group,
            "time": time,
            "model": model,
        }
        stated: dict[str, Any] = {
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": max_cost,
            "price": price,
            "log_text": not no_log_text,
        }
        search: dict[str, Any] = {
            "describe": describe,
            "rounds": rounds,
            "hypotheses": hypotheses,
            "propose_questions": propose_questions,
            "judge_rows": judge_rows,
            "floor": floor,
            "seed": seed,
            **({"rows_shown": 0} if no_rows else {}),
        }
        from dataexplain.terminal import shown_progress, summary

        if dry_run:
            _print_estimate(file, target, reading, search, stated)
            return
        folder = out or default_folder(file, "hypotheses")
        check_folder(folder, force=force)
        with shown_progress() as progress:
            progress.stage("Loading")
            from dataexplain.api import hypothesise as hypothesise_data

            found = hypothesise_data(
                file,
                target,
                null_runs=null_runs,
                n_jobs=jobs,
                examples=0 if no_rows else 3,
                title=title,
                progress=progress,
                **search,
                **reading,
                **stated,
            )
            progress.stage("Writing the report")
            paths = found.save(folder)
        print(f"{summary(found.report)}\n\nReport: {paths['html']}")
        if open_report:
            webbrowser.open(paths["html"].absolute().as_uri())


def _print_estimate(
    file: File,
    target: str,
    reading: dict[str, Any],
    search: dict[str, Any],
    stated: dict[str, Any],
) -> None:
    """Say what the language model would cost; the first prompts are made, nothing is asked."""
    from dataexplain.terminal import shown_progress

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.runs.hypothesis_wish import HypothesisWish
        from dataexplain.runs.hypothesising import estimate_hypotheses

        wish = HypothesisWish(**search)
        estimate, remark = estimate_hypotheses(
            file, target, wish=wish, stated=stated, progress=progress, **reading
        )
    for line in (estimate.sentence(), remark, "Nothing was asked, and nothing was written."):
        if line:
            print(line)
