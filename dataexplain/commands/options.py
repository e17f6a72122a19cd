"""Arguments and options that several commands share: one wording each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataexplain.errors import ParameterError

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
Text = Annotated[
    list[str] | None,
    typer.Option(
        help="A column of texts: what they mention is used. May be repeated.", metavar="COLUMN"
    ),
]
Questions = Annotated[
    list[str] | None,
    typer.Option(
        help="A yes-or-no question that --model answers for each text, such as 'mentions a "
        "refund'. May be repeated.",
        metavar="TEXT",
    ),
]
ProposeQuestions = Annotated[
    int, typer.Option(help="Questions that --model shall propose from the texts.", metavar="N")
]
JudgeRows = Annotated[
    int,
    typer.Option(
        help="Texts that --model judges at most, on each side of the split.",
        metavar="N",
    ),
]
Sheet = Annotated[str | None, typer.Option(help="The sheet of an Excel workbook.", metavar="NAME")]
Open = Annotated[bool, typer.Option("--open", help="Open the report in the browser.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write even into a folder that holds other files.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]
Jobs = Annotated[
    int | None,
    typer.Option(help="Processes for null runs and refits; one a core by default.", metavar="N"),
]
Restart = Annotated[
    bool, typer.Option("--restart", help="Forget what an earlier run finished, and begin anew.")
]
Model = Annotated[
    str | None,
    typer.Option(
        help="A language model to ask: embedded, embedded:NAME, openai:NAME, "
        "http://127.0.0.1:8000/v1#NAME or transformers:FOLDER.",
        metavar="MODEL",
    ),
]
MaxCalls = Annotated[
    int | None, typer.Option(help="Ask the model no more often than this.", metavar="N")
]
MaxTokens = Annotated[
    int | None, typer.Option(help="Let the model read and write no more than this.", metavar="N")
]
MaxCost = Annotated[
    float | None,
    typer.Option(help="Spend no more than this, in US dollars; needs --price.", metavar="USD"),
]
Price = Annotated[
    str | None,
    typer.Option(
        help="What the model costs, in US dollars for a million tokens read and written.",
        metavar="0.15/0.60",
    ),
]
NoLogText = Annotated[
    bool,
    typer.Option("--no-log-text", help="Log hashes of prompts and replies, not their texts."),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Say what asking the model would cost; ask and write nothing."),
]
Role = Annotated[
    list[str] | None,
    typer.Option(
        help="Read a column as something else, such as zip=identifier. May be repeated.",
        metavar="COLUMN=ROLE",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(help="Leave a column out. May be repeated.", metavar="COLUMN"),
]
Recode = Annotated[
    list[str] | None,
    typer.Option(
        help="Read values as others or as missing, such as age=99:missing. May be repeated.",
        metavar="COLUMN=VALUES:VALUE",
    ),
]
Positive = Annotated[
    str | None,
    typer.Option(help="The class to explain when there are two.", metavar="CLASS"),
]
Scale = Annotated[
    str | None,
    typer.Option(
        help="How a number is measured: plain, capped (far tails cut) or log. "
        "By default plain, or capped where a few rows carry the variance.",
        metavar="SCALE",
    ),
]
Controls = Annotated[
    list[str] | None,
    typer.Option(
        help="Hold a column fixed and say nothing about it. May be repeated.",
        metavar="COLUMN",
    ),
]
Weights = Annotated[str | None, typer.Option(help="The column with row weights.", metavar="COLUMN")]
Group = Annotated[
    str | None,
    typer.Option(help="The column that says which rows belong together.", metavar="COLUMN"),
]
Time = Annotated[
    str | None,
    typer.Option(
        help="The column that says when a row was made: later rows verify, after a gap.",
        metavar="COLUMN",
    ),
]
Floor = Annotated[
    float | None,
    typer.Option(
        help="The smallest effect worth a statement, in the target's units "
        "(0.05 is 5 points of a probability).",
        metavar="NUMBER",
    ),
]
Seed = Annotated[int, typer.Option(help="For models and shuffles; not for which rows test.")]
NoRows = Annotated[bool, typer.Option("--no-rows", help="Show no example rows of the table.")]
Title = Annotated[str | None, typer.Option(help="Title of the report.", metavar="TEXT")]
Describe = Annotated[
    str,
    typer.Option(
        help="What the table is and what columns mean, such as "
        "'patients with pneumonia; died = died in hospital'.",
        metavar="TEXT",
    ),
]


def roles_of(wishes: list[str] | None, command: str) -> dict[str, str]:
    """Return the roles that were wished for, or refuse what is none.

    Parameters
    ----------
    wishes : list of str or None
        Such as "zip=identifier".
    command : str
        For the error.

    Raises
    ------
    ParameterError
    """
    roles: dict[str, str] = {}
    for wish in wishes or []:
        column, separator, role = wish.rpartition("=")
        if not (separator and column and role) or roles.get(column, role) != role:
            raise ParameterError(
                "--role", command, "COLUMN=ROLE, such as zip=identifier, one a column", wish
            )
        roles[column] = role
    return roles
