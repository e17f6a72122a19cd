"""The command that says in a sentence how outputs follow from inputs."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dataexplain.commands.options import (
    Debug,
    Describe,
    DryRun,
    File,
    Force,
    MaxCalls,
    MaxCost,
    MaxTokens,
    Model,
    NoLogText,
    NoRows,
    Open,
    Out,
    Price,
    Seed,
    Sheet,
    Title,
)
from dataexplain.commands.plain_errors import plain_errors

if TYPE_CHECKING:
    from dataexplain.prompt_records import PromptRecord
    from dataexplain.records import ClaimRecord, ReportRecord

commands = typer.Typer()

_STOPPED = (
    "stopped; nothing was written. What the model answered is kept: run the same command again to "
    "go on"
)


@commands.command(
    epilog="Example: dataexplain describe pairs.csv --input question --output answer "
    "--model embedded"
)
def describe(
    file: File,
    output: Annotated[
        str, typer.Option(help="The column of outputs, or of labels.", metavar="COLUMN")
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            help="The column of inputs; of several, each becomes a line. May be repeated; without "
            "it all other columns are the input.",
            metavar="COLUMN",
        ),
    ] = None,
    out: Out = None,
    hints: Annotated[
        list[str] | None,
        typer.Option(
            "--hint",
            help="A sentence of your own, such as 'Add the numbers.'; it is tested in any case. "
            "May be repeated.",
            metavar="TEXT",
        ),
    ] = None,
    describe: Describe = "",
    propose: Annotated[
        int, typer.Option(help="Sentences that --model proposes before the race.", metavar="N")
    ] = 24,
    search_calls: Annotated[
        int, typer.Option(help="How often the search may ask --model.", metavar="N")
    ] = 440,
    keep: Annotated[int, typer.Option(help="Sentences that are tested.", metavar="N")] = 3,
    rows: Annotated[
        int,
        typer.Option(
            help="Held-out rows that each is tested on; without --model all.", metavar="N"
        ),
    ] = 60,
    floor: Annotated[
        float | None,
        typer.Option(
            help="The smallest gain in the chance of the right output worth a statement; by "
            "default 0.05, which is 5 points.",
            metavar="NUMBER",
        ),
    ] = None,
    second_model: Annotated[
        str | None,
        typer.Option(
            help="Another language model, that is given the sentences too; it shares the limits "
            "of --model.",
            metavar="MODEL",
        ),
    ] = None,
    null_runs: Annotated[
        int,
        typer.Option(
            help="Permute the outputs so many times, and do again what costs no further answer: "
            "what noise would pass.",
            metavar="N",
        ),
    ] = 0,
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
    """Say in a sentence how outputs follow from inputs, and test it on held-out rows.

    With --model, sentences are proposed, changed and raced; without, operations that code can
    follow are tried. Writes report.html, report.md and report.json into a folder, called after
    the file (pairs.csv gives pairs-description) unless --out names another.
    """
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.runs.output_folder import check_folder, default_folder
        from dataexplain.terminal import shown_progress

        options: dict[str, Any] = {
            "input": tuple(inputs or ()),
            "hints": tuple(hints or ()),
            "describe": describe,
            "propose": propose,
            "search_calls": search_calls,
            "keep": keep,
            "rows": rows,
            "floor": floor,
            "second_model": second_model,
            "null_runs": null_runs,
            "seed": seed,
            "sheet": sheet,
            "model": model,
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": max_cost,
            "price": price,
            "log_text": not no_log_text,
        }
        folder = out or default_folder(file, "description")
        if dry_run:
            _print_estimate(file, output, options)
            return
        check_folder(folder, force=force)
        with shown_progress() as progress:
            progress.stage("Loading")
            from dataexplain.api import describe as describe_pairs

            found = describe_pairs(file, output, title=title, progress=progress, **options)
            progress.stage("Writing the report")
            paths = found.save(folder, rows=not no_rows)
        print(f"{_summary(found.report)}\n\nReport: {paths['html']}")
        if open_report:
            webbrowser.open(paths["html"].absolute().as_uri())


def _summary(record: ReportRecord) -> str:
    """Return the counts, and each sentence with its verdict and how often it is right."""
    from dataexplain.report.context import report_context
    from dataexplain.report.formatting import readable
    from dataexplain.report.prompt_cards import numbers_sentence
    from dataexplain.terminal import wrapped

    answer = report_context(record, rows=False)["answer"]
    lines = [wrapped(answer["sentence"])]
    if not record.claims:
        lines += ["", *map(wrapped, record.notes)]
    for place, claim in enumerate(sorted(record.claims, key=lambda one: one.rank), start=1):
        if claim.prompted is not None:
            said = readable(claim.prompted.sentence)
            lines += ["", wrapped(f"{place}. {said}", hanging=3)]
            if claim.prompted.numbers:
                lines.append(wrapped(f"   {numbers_sentence(claim.prompted.numbers)}", hanging=3))
            lines.append(wrapped(f"   {_did(claim, claim.prompted)}", hanging=3))
    return "\n".join(lines)


def _did(claim: ClaimRecord, prompted: PromptRecord) -> str:
    """Say what became of a sentence, and how often it gives the right output."""
    from dataexplain.report.claim_cards import VERDICTS
    from dataexplain.report.formatting import count, share

    verdict = VERDICTS[claim.verdict]
    if not prompted.asked:
        return f"{verdict}: {claim.reason}"
    low, high = (share(end) for end in prompted.accuracy)
    return (
        f"{verdict}: right in {count(prompted.right)} of {count(prompted.asked)} held-out rows "
        f"({share(prompted.right / prompted.asked)}, from {low} to {high})"
    )


def _print_estimate(file: Path, output: str, options: dict[str, Any]) -> None:
    """Say what the language model would cost; nothing is asked."""
    from dataexplain.terminal import shown_progress, wrapped

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.api.describing import estimate_describe

        estimate = estimate_describe(file, output, **options)
    print(wrapped(estimate.sentence()))
    print("Nothing was asked, and nothing was written.")
