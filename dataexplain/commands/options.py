"""Arguments and options that several commands share: one wording each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
