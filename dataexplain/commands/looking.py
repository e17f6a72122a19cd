"""Commands that only look: how columns would be read, and which version this is."""

from __future__ import annotations

from typing import Annotated

import typer

from dataexplain import __version__
from dataexplain.commands.options import Debug, File, Sheet
from dataexplain.commands.plain_errors import plain_errors

commands = typer.Typer()


@commands.command(epilog="Example: dataexplain columns churn.csv")
def columns(
    file: File,
    target: Annotated[
        str | None, typer.Option(help="The column that would be explained.", metavar="COLUMN")
    ] = None,
    sheet: Sheet = None,
    debug: Debug = False,
) -> None:
    """Show how each column of a table would be read."""
    with plain_errors(debug):
        from dataexplain.runs.column_overview import read_columns
        from dataexplain.terminal import print_columns

        print_columns(read_columns(file, target, sheet=sheet))


@commands.command()
def version() -> None:
    """Print the version."""
    print(f"dataexplain {__version__}")
