"""The command that finds in words what sets two groups of texts apart."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated, Any

import typer

from dataexplain.commands.options import (
    Debug,
    Describe,
    DryRun,
    File,
    Floor,
    Force,
    Ignore,
    MaxCalls,
    MaxCost,
    MaxTokens,
    Model,
    NoLogText,
    NoRows,
    Open,
    Out,
    Price,
    Recode,
    Role,
    Seed,
    Sheet,
    Time,
    Title,
    roles_of,
)
from dataexplain.commands.plain_errors import plain_errors

commands = typer.Typer()


@commands.command(
    epilog="Example: dataexplain differ reviews.csv --text text --group region --positive south"
)
def differ(
    file: File,
    text: Annotated[str, typer.Option(help="The column of texts.", metavar="COLUMN")],
    group: Annotated[
        str, typer.Option(help="The column that says which group a text is of.", metavar="COLUMN")
    ],
    out: Out = None,
    positive: Annotated[
        str | None,
        typer.Option(help="The group that is spoken of, where there are several.", metavar="GROUP"),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(help="The group it is compared with; all others by default.", metavar="GROUP"),
    ] = None,
    goal: Annotated[
        str, typer.Option(help="What you want to know, in your words.", metavar="TEXT")
    ] = "",
    describe: Describe = "",
    properties: Annotated[
        list[str] | None,
        typer.Option(
            "--property",
            help="A property of your own, such as 'mentions a refund'; it is tested in any case. "
            "May be repeated.",
            metavar="TEXT",
        ),
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(help="A CSV file with a column 'property': more that may be found."),
    ] = None,
    propose: Annotated[
        int, typer.Option(help="Properties that --model may propose.", metavar="N")
    ] = 20,
    screened: Annotated[int, typer.Option(help="Properties that race.", metavar="N")] = 24,
    race_calls: Annotated[
        int, typer.Option(help="Answers of --model that the race may take.", metavar="N")
    ] = 600,
    keep: Annotated[int, typer.Option(help="Properties that are tested.", metavar="N")] = 5,
    judge_rows: Annotated[
        int, typer.Option(help="Held-out texts of each group that --model judges.", metavar="N")
    ] = 100,
    early_stop: Annotated[
        bool,
        typer.Option("--early-stop", help="Stop judging as soon as an answer is clear."),
    ] = False,
    audit: Annotated[
        Path | None,
        typer.Option(
            help="A CSV file of people's labels (text, property, label): the judge's mistakes "
            "then stand in the interval.",
        ),
    ] = None,
    floor: Floor = None,
    null_runs: Annotated[
        int,
        typer.Option(
            help="Permute the groups so many times and replay the search on the answers of "
            "--model: what noise would pass.",
            metavar="N",
        ),
    ] = 0,
    role: Role = None,
    ignore: Ignore = None,
    recode: Recode = None,
    time: Time = None,
    seed: Seed = 0,
    no_rows: NoRows = False,
    sheet: Sheet = None,
    title: Title = None,
    model: Model = None,
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
    """Find what the texts of one group say more often than those of another.

    With --model, properties are proposed, raced and judged; without, words are compared. Writes
    report.html, report.md and report.json into a folder, called after the file (reviews.csv
    gives reviews-differences) unless --out names another.
    """
    with plain_errors(debug):
        from dataexplain.runs.output_folder import check_folder, default_folder
        from dataexplain.terminal import shown_progress, summary

        options: dict[str, Any] = {
            "positive": positive,
            "against": against,
            "goal": goal,
            "describe": describe,
            "properties": tuple(properties or ()),
            "bank": bank,
            "propose": propose,
            "screened": screened,
            "race_calls": race_calls,
            "keep": keep,
            "judge_rows": judge_rows,
            "early_stop": early_stop,
            "audit": audit,
            "floor": floor,
            "null_runs": null_runs,
            "roles": roles_of(role, "differ"),
            "ignore": tuple(ignore or ()),
            "recode": tuple(recode or ()),
            "time": time,
            "seed": seed,
            "sheet": sheet,
            "model": model,
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": max_cost,
            "price": price,
            "log_text": not no_log_text,
        }
        folder = out or default_folder(file, "differences")
        if dry_run:
            _print_estimate(file, text, group, options)
            return
        check_folder(folder, force=force)
        with shown_progress() as progress:
            progress.stage("Loading")
            from dataexplain.api import differ as differ_texts

            found = differ_texts(file, text, group, title=title, progress=progress, **options)
            progress.stage("Writing the report")
            paths = found.save(folder, rows=not no_rows)
        print(f"{summary(found.report)}\n\nReport: {paths['html']}")
        if open_report:
            webbrowser.open(paths["html"].absolute().as_uri())


def _print_estimate(file: Path, text: str, group: str, options: dict[str, Any]) -> None:
    """Say what the language model would cost; nothing is asked."""
    from dataexplain.terminal import shown_progress, wrapped

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.api.differing import estimate_differ

        estimate = estimate_differ(file, text, group, **options)
    print(wrapped(estimate.sentence()))
    print("Nothing was asked, and nothing was written.")
