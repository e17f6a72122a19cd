"""The command line: ``dataexplain explain table.csv --target price``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from dataexplain.commands import (
    calls,
    cards,
    checking,
    describing,
    differing,
    doctor,
    explaining,
    hypothesising,
    looking,
    models,
    pipelines,
    rechecking,
    verifying,
)

app = typer.Typer(
    name="dataexplain",
    help="Explains a table in plain statements, each tested on rows that had no part in it.",
    epilog="Example: dataexplain explain churn.csv --target churn",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        looking.version()
        raise typer.Exit


@app.callback()
def _before(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


for _family in (
    explaining,
    verifying,
    differing,
    describing,
    hypothesising,
    pipelines,
    rechecking,
    cards,
    checking,
    looking,
    doctor,
):
    app.add_typer(_family.commands)
app.add_typer(models.commands, name="models")
app.add_typer(calls.cache_commands, name="cache")
app.add_typer(calls.log_commands, name="log")


def main() -> None:
    """Run the command line."""
    # a closed stream is none at all: what is said there is lost, and nothing else
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without these letters gets "?"
    app()


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
