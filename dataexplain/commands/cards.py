"""The command that prints the fact cards of a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataexplain.commands.options import Debug
from dataexplain.commands.plain_errors import plain_errors
from dataexplain.commands.rechecking import ReportFile

commands = typer.Typer()


@commands.command(epilog="Example: dataexplain cards churn-report/report.json --column age")
def cards(
    report: ReportFile,
    column: Annotated[
        str | None, typer.Option(help="Only the cards of this column.", metavar="COLUMN")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write them to this new file.", metavar="FILE", readable=False),
    ] = None,
    debug: Debug = False,
) -> None:
    """Print a report as fact cards: short Markdown texts to paste into an e-mail or a chat.

    Each card has at most 350 tokens: a statement, the curve of a column, or the rules of a model.
    """
    with plain_errors(debug):
        from dataexplain.errors import OutputError
        from dataexplain.readers.fact_cards import report_cards
        from dataexplain.report import read_report

        found = report_cards(read_report(report), column)
        text = "\n\n".join(found) if found else "There are no cards: nothing was said of it."
        if out is None:
            print(text)
            return
        if out.exists():
            raise OutputError(f"{out} exists already. Name a new file with --out.")
        from dataexplain.atomic_files import write_whole

        write_whole(out, f"{text}\n")
        print(f"Cards: {out}")
