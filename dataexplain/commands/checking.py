"""The command that holds a text against a report: check-text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataexplain.commands.options import Debug
from dataexplain.commands.plain_errors import plain_errors

if TYPE_CHECKING:
    from dataexplain.narration.grounding import CheckedText

commands = typer.Typer()

CONTRADICTED = 1


@commands.command("check-text", epilog="Example: dataexplain check-text report.json summary.md")
def check_text(
    report: Annotated[
        Path,
        typer.Argument(
            help="A report.json, or the folder it lies in.", metavar="REPORT", readable=False
        ),
    ],
    text: Annotated[
        Path,
        typer.Argument(
            help="The text: Markdown or plain, in English.", metavar="TEXT", readable=False
        ),
    ],
    experiment: Annotated[
        bool,
        typer.Option(
            "--experiment", help="The columns were set at random: effects may be called causes."
        ),
    ] = False,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Also write the result as JSON.", metavar="FILE"),
    ] = None,
    debug: Debug = False,
) -> None:
    """Check every sentence of a text against a report: agrees, contradicts, or not covered.

    No language model is asked. The exit code is 0 when nothing contradicts, and 1 when something
    does.
    """
    with plain_errors(debug):
        from dataexplain.narration.grounding import check_text as check
        from dataexplain.runs.old_reports import open_report

        record, _ = open_report(report, "check-text")
        descriptions = record.narration.descriptions if record.narration else {}
        checked = check(record, _read(text), experiment=experiment, glossary=descriptions)
        if json_file is not None:
            _write(json_file, checked)
        print(_shown(checked))
    if checked.contradicts:
        raise typer.Exit(CONTRADICTED)


def _read(path: Path) -> str:
    from dataexplain.errors import InputError

    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            "There is no such file.", file=str(path), remedy="Give the text to check."
        ) from None
    except IsADirectoryError:
        raise InputError(
            "This is a folder.", file=str(path), remedy="Give the text to check."
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            "This is not text in UTF-8.", file=str(path), remedy="Save it as UTF-8 text."
        ) from None


def _write(path: Path, checked: CheckedText) -> None:
    from dataexplain.atomic_files import write_whole

    write_whole(path, json.dumps(checked.to_dict(), ensure_ascii=False, indent=2) + "\n")


def _shown(checked: CheckedText) -> str:
    """Return each sentence with its mark and reasons, and the counts last."""
    from dataexplain.narration.grounding import AGREES, CONTRADICTS, NOT_COVERED
    from dataexplain.terminal import wrapped

    lines = []
    for sentence in checked.sentences:
        lines.append(
            wrapped(f"line {sentence.line}: {sentence.mark.upper()}. {sentence.text}", hanging=3)
        )
        for judged in sentence.assertions:
            lines.append(wrapped(f"   {judged.mark}: {judged.reason}", hanging=6))
    counts = ", ".join(
        f"{checked.count(mark)} {mark}" for mark in (AGREES, CONTRADICTS, NOT_COVERED)
    )
    number = len(checked.sentences)
    return "\n".join(
        [*lines, "", f"{number} {'sentence' if number == 1 else 'sentences'}: {counts}."]
    )
