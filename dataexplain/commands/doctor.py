"""The command that says what works here."""

from __future__ import annotations

from typing import Annotated

import typer

from dataexplain.commands.options import Debug
from dataexplain.commands.plain_errors import plain_errors

commands = typer.Typer()

_MARKS = {"works": "✓", "absent": "–", "fails": "✗"}


@commands.command(epilog="Example: dataexplain doctor --model http://127.0.0.1:8000/v1#NAME")
def doctor(
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="Call this model too, such as openai:NAME (costs a few tokens). May be repeated.",
            metavar="MODEL",
        ),
    ] = None,
    embedder: Annotated[
        list[str] | None,
        typer.Option(
            help="Call this embedder too (costs a few tokens). May be repeated.",
            metavar="EMBEDDER",
        ),
    ] = None,
    no_calls: Annotated[
        bool, typer.Option("--no-calls", help="Do not call the models that are installed.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Say what works here: packages, folders, models, keys, and a timed call of each model."""
    with plain_errors(debug, interrupted="stopped"):
        from dataexplain.llm.doctor import examine
        from dataexplain.report.formatting import readable
        from dataexplain.terminal import shown_progress, wrapped

        about, failed = "", False
        with shown_progress() as progress:
            findings = examine(
                models=tuple(model or ()),
                embedders=tuple(embedder or ()),
                calls=not no_calls,
                doing=progress.stage,
            )
            for finding in findings:
                if finding.about != about:
                    print(f"{'' if not about else chr(10)}{finding.about.capitalize()}")
                    about = finding.about
                failed = failed or finding.state == "fails"
                line = f"  {_MARKS[finding.state]} {finding.name}: {finding.text}"
                print(wrapped(readable(line), hanging=6))
    if failed:
        raise typer.Exit(1)
