"""The command line: ``dataexplain explain table.csv --target price``."""

from __future__ import annotations

import errno
import os
import sys
import traceback
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from dataexplain import __version__
from dataexplain.errors import DataExplainError, ParameterError

# Everything else is imported inside the commands: help has to feel instant.

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

# Paths are not checked for being readable here: the program's own errors also say what to do.
File = Annotated[
    Path,
    typer.Argument(
        help="CSV, TSV, Parquet, JSON Lines or Excel; may be compressed.",
        metavar="FILE",
        readable=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the report.", metavar="FOLDER", readable=False),
]
Sheet = Annotated[str | None, typer.Option(help="The sheet of an Excel workbook.", metavar="NAME")]
Open = Annotated[bool, typer.Option("--open", help="Open the report in the browser.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write even into a folder that holds other files.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]


@app.command(epilog="Example: dataexplain explain churn.csv --target churn --ignore customer_id")
def explain(
    file: File,
    target: Annotated[str, typer.Option(help="The column to explain.", metavar="COLUMN")],
    out: Out = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            help="Read a column as something else, such as zip=identifier. May be repeated.",
            metavar="COLUMN=ROLE",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(help="Leave a column out. May be repeated.", metavar="COLUMN"),
    ] = None,
    positive: Annotated[
        str | None,
        typer.Option(help="The class to explain when there are two.", metavar="CLASS"),
    ] = None,
    controls: Annotated[
        list[str] | None,
        typer.Option(
            help="Hold a column fixed and say nothing about it. May be repeated.",
            metavar="COLUMN",
        ),
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="The column with row weights.", metavar="COLUMN")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(help="The column that says which rows belong together.", metavar="COLUMN"),
    ] = None,
    time: Annotated[
        str | None,
        typer.Option(
            help="The column that says when a row was made; its parts become features.",
            metavar="COLUMN",
        ),
    ] = None,
    floor: Annotated[
        float | None,
        typer.Option(
            help="The smallest effect worth a statement, in the target's units "
            "(0.05 is 5 points of a probability).",
            metavar="NUMBER",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="For models and shuffles; not for which rows test.")
    ] = 0,
    no_rows: Annotated[
        bool, typer.Option("--no-rows", help="Show no example rows of the table.")
    ] = False,
    sheet: Sheet = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.", metavar="TEXT")] = None,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Explain one column of a table by the others.

    Writes report.html, report.md and report.json into a folder, called after the file
    (churn.csv gives churn-report) unless --out names another.
    """
    with _plain_errors(debug):
        from dataexplain.runs.output_folder import default_folder

        options = {
            "roles": _roles(role or []),
            "ignore": ignore or [],
            "positive": positive,
            "controls": controls or [],
            "weights": weights,
            "group": group,
            "time": time,
            "floor": floor,
            "seed": seed,
            "sheet": sheet,
            "title": title,
            "examples": 0 if no_rows else 3,
        }
        _report(
            file,
            target,
            out or default_folder(file),
            options,
            force=force,
            open_report=open_report,
        )


@app.command(epilog="Example: dataexplain run pipelines/quickstart.yaml")
def run(
    pipeline: Annotated[
        Path,
        typer.Argument(
            help="A YAML file with at least data and target.", metavar="PIPELINE", readable=False
        ),
    ],
    out: Out = None,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Explain what a pipeline file describes.

    In it, the path of the data is relative to the pipeline file; the folder of the report
    (out) is relative to the current directory.
    """
    with _plain_errors(debug):
        from dataexplain.runs.specification import read_specification

        wanted = read_specification(pipeline)
        _report(
            wanted.data,
            wanted.target,
            out or wanted.folder,
            wanted.options(),
            force=force,
            open_report=open_report,
        )


@app.command(epilog="Example: dataexplain demo --open")
def demo(
    out: Out = None,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Explain a sample that comes along: who leaves a telephone company.

    Writes into dataexplain-demo-report unless --out names another folder.
    """
    with _plain_errors(debug):
        from dataexplain.tables.samples import sample_path

        _report(
            sample_path("telecom_churn"),
            "churn",
            out or Path("dataexplain-demo-report"),
            {},
            force=force,
            open_report=open_report,
        )


@app.command(epilog="Example: dataexplain columns churn.csv")
def columns(
    file: File,
    target: Annotated[
        str | None, typer.Option(help="The column that would be explained.", metavar="COLUMN")
    ] = None,
    sheet: Sheet = None,
    debug: Debug = False,
) -> None:
    """Show how each column of a table would be read."""
    with _plain_errors(debug):
        from dataexplain.runs.column_overview import read_columns
        from dataexplain.terminal import print_columns

        print_columns(read_columns(file, target, sheet=sheet))


@app.command()
def version() -> None:
    """Print the version."""
    print(f"dataexplain {__version__}")


def _print_version(wanted: bool) -> None:
    if wanted:
        version()
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


def _report(
    data: Path,
    target: str,
    folder: Path,
    options: Mapping[str, Any],
    *,
    force: bool,
    open_report: bool,
) -> None:
    """Explain, write the report, and say what was found and where it lies."""
    from dataexplain.runs.output_folder import check_folder

    check_folder(folder, force=force)
    from dataexplain.terminal import shown_progress, summary

    with shown_progress() as progress:
        progress.stage("Loading")
        from dataexplain.api import explain as explain_data

        found = explain_data(data, target, progress=progress, **options)
        progress.stage("Writing the report")
        paths = found.save(folder)
    print(f"{summary(found.report)}\n\nReport: {paths['html']}")
    if open_report:
        webbrowser.open(paths["html"].absolute().as_uri())


@contextmanager
def _plain_errors(debug: bool) -> Iterator[None]:
    """Turn errors into one clear message and an exit code."""
    try:
        yield
    except DataExplainError as error:
        if debug:
            traceback.print_exc()
        _complain(f"Error: {error}")
        raise typer.Exit(2) from None
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has read enough
        if debug:
            traceback.print_exc()
        place = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or str(error)).rstrip(".")
        _complain(f"Error: {place}{reason}. Choose another place, or mend this one.")
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        _complain("stopped; nothing was written")
        raise typer.Exit(130) from None


def _complain(text: str) -> None:
    """Print to stderr, without characters that would steer the terminal."""
    safe = "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)
    print(safe, file=sys.stderr)


def _roles(wishes: list[str]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for wish in wishes:
        column, separator, role = wish.rpartition("=")
        if not (separator and column and role) or roles.get(column, role) != role:
            raise ParameterError(
                "--role", "explain", "COLUMN=ROLE, such as zip=identifier, one a column", wish
            )
        roles[column] = role
    return roles
