"""A report of sentences that say how outputs follow from inputs, held against new rows."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

from dataexplain import __version__
from dataexplain.llm import ChatModel
from dataexplain.recheck_records import RecheckedClaimRecord, RecheckRecord, RowsRecord
from dataexplain.records import ReportRecord
from dataexplain.runs.assembling import VERSIONED
from dataexplain.runs.describe_reading import OpenedPairs
from dataexplain.runs.describe_report import outcome_record
from dataexplain.runs.old_reports import OldClaim
from dataexplain.runs.progress import Progress
from dataexplain.runs.recheck_rules import ALPHA
from dataexplain.runs.rechecked_claims import status_counts
from dataexplain.runs.rechecked_sentences import model_needed, needs_model, recheck_sentences
from dataexplain.runs.same_rows import same_rows_warning, shared_rows
from dataexplain.runs.sentences_again import (
    followed_by_models,
    form_again,
    pair_columns,
    pairs_again,
)
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pair_splitting import PairSplit, split_pairs
from dataexplain.verification.verdicts import SUPPORTED

_NAMED = 3


def recheck_description(
    report: ReportRecord,
    claims: Sequence[OldClaim],
    file: str | None,
    data: object,
    *,
    seed: int,
    progress: Progress,
    sheet: str | int | None = None,
    model: ChatModel | None = None,
    most: int | None = None,
) -> RecheckRecord:
    """Follow every sentence of a report on new rows.

    Parameters
    ----------
    report : ReportRecord
        Of `describe`.
    claims : sequence of OldClaim
    file : str or None
        Of the report, for errors.
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
    seed : int
    progress : Progress
    sheet : str or int, optional
    model : ChatModel, optional
        Follows what is no closed operation.
    most : int, optional
        The most rows that the model is asked about: no more than the report's own; None is all.

    Returns
    -------
    RecheckRecord

    Raises
    ------
    InputError
        When the new rows cannot be used, or nothing can be followed without a model.
    """
    if model is None and needs_model(claims):
        raise model_needed(claims, report, file)
    progress.stage("Reading the new rows")
    opened, form = pairs_again(report, data, sheet), form_again(report)
    sides = split_pairs(opened.read)
    several = "1 sentence" if len(claims) == 1 else f"{len(claims)} sentences"
    progress.stage(f"Following {several} on the new rows")
    checked, notes = recheck_sentences(
        claims,
        sides,
        form,
        model,
        most=None if most is None else min(most, int(report.settings["rows"])),
        seed=seed,
        progress=progress,
    )
    progress.stage("Writing it down")
    notes = (*_notes(report, opened, sides, form, model), *notes)
    return _assemble(report, file, opened, sides, form, checked, notes, seed)


def _assemble(
    report: ReportRecord,
    file: str | None,
    opened: OpenedPairs,
    sides: PairSplit,
    form: AnsweringForm,
    claims: tuple[RecheckedClaimRecord, ...],
    notes: tuple[str, ...],
    seed: int,
) -> RecheckRecord:
    read = opened.read
    source = str(report.settings.get("source") or report.title)
    splits, outcome = report.splits, outcome_record(read, form)
    same = read.data_hash == splits.data_hash
    shared = shared_rows(report, read.data_hash, read.row_keys)
    return RecheckRecord(
        title=f"{report.title}: checked again",
        target=report.target,
        task=report.task,
        unit=report.outcome.unit,
        claims=claims,
        counts=status_counts([claim for claim in claims if claim.verdict == SUPPORTED]),
        other_counts=status_counts([claim for claim in claims if claim.verdict != SUPPORTED]),
        columns=pair_columns(report, opened),
        old=RowsRecord(
            source,
            splits.rows_read,
            splits.data_hash,
            report.outcome.mean,
            report.outcome.spread,
        ),
        new=RowsRecord(
            Path(read.source).name, read.rows_read, read.data_hash, outcome.mean, outcome.spread
        ),
        warning=same_rows_warning(shared, source, same=same),
        shared_rows=shared,
        notes=notes,
        seed=seed,
        versions={"dataexplain": __version__}
        | {name: importlib.metadata.version(name) for name in VERSIONED},
        settings={
            "report": None if file is None else Path(file).name,
            "false_discovery_rate": ALPHA,
            "rows_used": len(sides.verification),
            "input": list(read.input_names),
        },
    )


def _notes(
    report: ReportRecord,
    opened: OpenedPairs,
    sides: PairSplit,
    form: AnsweringForm,
    model: ChatModel | None,
) -> tuple[str, ...]:
    told = [
        f"{len(sides.verification):,} new rows decide; the other {len(sides.discovery):,} taught "
        "the simple rules that sentences are held against, and decide nothing."
    ]
    others = [name for name in followed_by_models(report) if name and model is not None]
    if model is not None and others and others != [model.name]:
        told.append(
            f"{model.name} followed the sentences, and in the report {', '.join(others)}: gains "
            "may differ for that alone."
        )
    unknown = _unknown(opened, form)
    if unknown:
        shown = ", ".join(f"“{output}”" for output in list(unknown)[:_NAMED])
        rows = sum(unknown.values())
        have = "1 new row has" if rows == 1 else f"{rows:,} new rows have"
        told.append(f"{have} an output that the report does not know, such as {shown}.")
    return (*told, *opened.read.notes)


def _unknown(opened: OpenedPairs, form: AnsweringForm) -> dict[str, int]:
    """Count the outputs that are no class of the report."""
    found: dict[str, int] = {}
    for output in opened.read.pairs.outputs if form.classes else ():
        if form.class_of(output) is None:
            found[output.strip()] = found.get(output.strip(), 0) + 1
    return found
