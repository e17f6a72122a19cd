"""Puts the three files of a report in a folder: all of them, or none and a clear error."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from dataexplain.prompt_records import PromptRecord
from dataexplain.records import ReportRecord
from dataexplain.report.files_together import json_text, write_forms
from dataexplain.report.html import render_html
from dataexplain.report.markdown import render_markdown

NAME = "report"


def write_report(record: ReportRecord, folder: Path | str, *, rows: bool = True) -> dict[str, Path]:
    """Write ``report.json``, ``report.html`` and ``report.md``.

    Parameters
    ----------
    record : ReportRecord
    folder : Path or str
        Made when it does not exist; reports in it are replaced.
    rows : bool
        Whether example rows of the table may be written.

    Returns
    -------
    dict of str to Path
        The paths under ``"json"``, ``"html"`` and ``"markdown"``.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.
    """
    return write_forms(
        folder,
        NAME,
        json=render_json(record, rows=rows),
        html=render_html(record, rows=rows),
        markdown=render_markdown(record, rows=rows),
    )


def render_json(record: ReportRecord, *, rows: bool = True) -> str:
    """Return ``report.json``: numbers that are not finite become null.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows of the table may be written.
    """
    return json_text((record if rows else without_rows(record)).to_dict())


def without_rows(record: ReportRecord) -> ReportRecord:
    """Return a report without anything that rows of the table said: examples and texts.

    Parameters
    ----------
    record : ReportRecord
    """
    claims = tuple(
        dataclasses.replace(
            claim, examples=(), passages=(), prompted=_without_answers(claim.prompted)
        )
        for claim in record.claims
    )
    return dataclasses.replace(record, claims=claims)


def _without_answers(prompted: PromptRecord | None) -> PromptRecord | None:
    return prompted and dataclasses.replace(prompted, failures=(), successes=())
