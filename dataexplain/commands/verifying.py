"""The command that tests sentences of the user's own."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from dataexplain.sentences.reading import SentenceReading

commands = typer.Typer()


@commands.command(
    epilog="Example: dataexplain verify churn.csv 'customers on monthly contracts leave more, "
    "even at the same tenure' --target churn"
)
def verify(
    file: File,
    sentences: Annotated[
        list[str], typer.Argument(help="What shall be tested, in quotes.", metavar="SENTENCE...")
    ],
    target: Annotated[
        str, typer.Option(help="The column that the sentence speaks of.", metavar="COLUMN")
    ],
    out: Out = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Test without asking whether it was read right.")
    ] = False,
    text: Text = None,
    role: Role = None,
    ignore: Ignore = None,
    recode: Recode = None,
    positive: Positive = None,
    scale: Scale = None,
    controls: Controls = None,
    weights: Weights = None,
    group: Group = None,
    time: Time = None,
    judge_rows: JudgeRows = 300,
    floor: Floor = None,
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
    """Test a sentence of your own on rows that nobody has looked at.

    Shows how the sentence was read, and asks on a terminal whether that is what you mean. Writes
    report.html, report.md and report.json into a folder, called after the file
    (churn.csv gives churn-verified) unless --out names another.
    """
    with plain_errors(debug):
        from dataexplain.runs.output_folder import check_folder, default_folder

        options: dict[str, Any] = {
            "text": text or [],
            "roles": roles_of(role, "verify"),
            "ignore": tuple(ignore or ()),
            "recode": tuple(recode or ()),
            "positive": positive,
            "scale": scale,
            "controls": tuple(controls or ()),
            "weights": weights,
            "group": group,
            "time": time,
            "judge_rows": judge_rows,
            "seed": seed,
            "sheet": sheet,
            "model": model,
        }
        limits: dict[str, Any] = {
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": max_cost,
            "price": price,
        }
        if dry_run:
            _print_estimate(file, sentences, target, options, limits)
            return
        folder = out or default_folder(file, "verified")
        check_folder(folder, force=force)
        from dataexplain.terminal import sentence_summary, shown_progress

        with shown_progress() as progress:
            progress.stage("Loading")
            from dataexplain.api import verify as verify_sentences

            found = verify_sentences(
                file,
                sentences,
                target,
                floor=floor,
                examples=0 if no_rows else 3,
                title=title,
                log_text=not no_log_text,
                progress=progress,
                agree=_shown if yes else _agreed,
                **limits,
                **options,
            )
            progress.stage("Writing the report")
            paths = found.save(folder)
        print(f"{sentence_summary(found.report)}\n\nReport: {paths['html']}")
        if open_report:
            webbrowser.open(paths["html"].absolute().as_uri())


def _shown(readings: Sequence[SentenceReading]) -> bool:
    """Say how the sentences were read."""
    from dataexplain.terminal import reading_lines

    print("\n".join(reading_lines(readings)), flush=True)
    return True


def _agreed(readings: Sequence[SentenceReading]) -> bool:
    """Say how the sentences were read, and ask on a terminal whether that is meant."""
    _shown(readings)
    asks = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if not asks or not any(reading.claims for reading in readings):
        return True
    return typer.confirm("Test it so?", default=True)


def _print_estimate(
    file: Path, sentences: list[str], target: str, options: dict[str, Any], limits: dict[str, Any]
) -> None:
    """Say what the language model would cost; nothing is asked."""
    from dataexplain.terminal import shown_progress, wrapped

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.api.verifying import estimate_verify

        estimate = estimate_verify(file, sentences, target, limits=limits, **options)
    print(wrapped(estimate.sentence()))
    print("Nothing was asked, and nothing was written.")
