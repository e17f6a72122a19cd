"""A report whose statements are sentences: how outputs were asked for, and new pairs like them."""

from __future__ import annotations

from collections.abc import Iterator

from dataexplain.errors import ParameterError
from dataexplain.recheck_records import ColumnChangeRecord
from dataexplain.records import ReportRecord
from dataexplain.runs.column_changes import LEAST_MISSING, NEW, SAME
from dataexplain.runs.describe_reading import OpenedPairs, open_pairs
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables import Task
from dataexplain.verification.prompt_telling import BY_CODE

# What `describe` makes: outputs that are no classes, and statements about sentences.
TEXT_TASK, PROMPT = "text", "prompt_predicts"
_DRIFTED, _MISSING = "drifted", "missing"


def says_sentences(report: ReportRecord) -> bool:
    """Tell whether a report says in sentences how outputs follow from inputs."""
    return report.task == TEXT_TASK or any(claim.kind == PROMPT for claim in report.claims)


def followed_by_models(report: ReportRecord) -> tuple[str, ...]:
    """Return the models that followed sentences of a report; "" is for none that was there."""
    found = (claim.prompted for claim in report.claims)
    return tuple(sorted({one.model for one in found if one is not None and one.basis != BY_CODE}))


def form_again(report: ReportRecord) -> AnsweringForm:
    """Return how the report asked for outputs.

    Raises
    ------
    ParameterError
        When it says nothing that can be.
    """
    kind = report.settings.get("outputs_are")
    return AnsweringForm(kind, report.outcome.classes)  # type: ignore[arg-type]


def pairs_again(report: ReportRecord, data: object, sheet: str | int | None) -> OpenedPairs:
    """Read new rows as the report read its own.

    Parameters
    ----------
    report : ReportRecord
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    sheet : str or int, optional

    Raises
    ------
    InputError
        When a column is missing, or there are too few pairs.
    """
    return open_pairs(data, tuple(report.settings["input"]), report.target, sheet=sheet)


def description_problems(report: ReportRecord) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what cannot be in a report of sentences: the place, and what is wrong there."""
    if report.task not in (TEXT_TASK, Task.MULTICLASS.value):
        yield ("task",), f"should be {TEXT_TASK} or {Task.MULTICLASS.value}"
    names = report.settings.get("input")
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        yield ("settings", "input"), "should be a list of columns"
    elif report.target in names:
        yield ("settings", "input"), "should not hold the output"
    try:
        form_again(report)
    except (ParameterError, TypeError):
        yield ("settings", "outputs_are"), "should be free, or classes that the outcome names"
    rows = report.settings.get("rows")
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
        yield ("settings", "rows"), "should be a whole number above 0"
    for index, claim in enumerate(report.claims):
        if claim.kind != PROMPT or claim.prompted is None:
            yield ("claims", str(index), "prompted"), "should say how a sentence did"


def pair_columns(report: ReportRecord, opened: OpenedPairs) -> tuple[ColumnChangeRecord, ...]:
    """Say which columns are missing or new, and where cells are missing oftener or more seldom.

    Parameters
    ----------
    report : ReportRecord
    opened : OpenedPairs
        The new rows.
    """
    used = {*opened.read.input_names}
    now = {column.name: column for column in opened.columns}
    told = []
    for column in report.columns:
        if column.name == report.target:
            continue
        if column.name not in now:
            told.append(ColumnChangeRecord(column.name, _MISSING, "It is missing."))
            continue
        shares = (
            column.missing / max(report.splits.rows_read, 1),
            now[column.name].missing / max(opened.read.rows_read, 1),
        )
        drifted = abs(shares[1] - shares[0]) >= LEAST_MISSING
        text = f"Missing cells: {shares[0]:.0%} then, {shares[1]:.0%} now." if drifted else ""
        told.append(
            ColumnChangeRecord(
                column.name,
                _DRIFTED if drifted else SAME,
                text,
                used=column.name in used,
                missing_before=shares[0],
                missing_now=shares[1],
            )
        )
    known = {column.name for column in report.columns}
    told += [
        ColumnChangeRecord(name, NEW, "The report does not know it.")
        for name in now
        if name not in known
    ]
    return tuple(told)
