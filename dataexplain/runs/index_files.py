"""The index of a run with several steps: what each found, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataexplain.atomic_files import write_whole
from dataexplain.recheck_records import ComparisonRecord, RecheckRecord
from dataexplain.records import ReportRecord
from dataexplain.report.claim_cards import VERDICTS
from dataexplain.report.context import report_context
from dataexplain.report.index import IndexEntry, render_index, render_index_markdown
from dataexplain.runs.step_results import FILES, StepResult
from dataexplain.runs.steps import Pipeline

INDEX_NAMES = ("index.html", "index.md")
_KINDS = {
    "explain": "explanation",
    "verify": "test of sentences",
    "differ": "difference of two groups of texts",
    "hypothesise": "test of a language model's hypotheses",
    "describe": "search for a sentence that says how outputs follow",
    "recheck": "recheck on other rows",
    "compare": "comparison",
}


def write_index(pipeline: Pipeline, results: Sequence[StepResult], folder: Path) -> Path:
    """Write ``index.html`` and ``index.md`` into the folder of a run.

    Parameters
    ----------
    pipeline : Pipeline
    results : sequence of StepResult
    folder : Path

    Returns
    -------
    Path
        That of the page.
    """
    title = pipeline.title or pipeline.name or "Reports"
    entries = [index_entry(pipeline, result) for result in results]
    write_whole(folder / INDEX_NAMES[0], render_index(title, entries))
    write_whole(folder / INDEX_NAMES[1], render_index_markdown(title, entries))
    return folder / INDEX_NAMES[0]


def index_entry(pipeline: Pipeline, result: StepResult) -> IndexEntry:
    """Return what the index says of a step."""
    step = result.step
    place = pipeline.folder_of(step)
    page, markdown, _ = FILES[step.do]
    sentence, more = said_of(result)
    return IndexEntry(
        name=step.name,
        kind=_KINDS[step.do],
        title=_title(result),
        sentence=sentence,
        more=more,
        page=(place / page).as_posix(),
        markdown=(place / markdown).as_posix(),
    )


def said_of(result: StepResult) -> tuple[str, tuple[str, ...]]:
    """Return what a step found in a sentence, and the sentences that stand out."""
    record = result.record
    if isinstance(record, ReportRecord) and record.sentences:
        return _sentences_said(record)
    if isinstance(record, ReportRecord):
        answer = report_context(record, rows=False)["answer"]
        return str(answer["sentence"]), tuple(entry["text"] for entry in answer["strongest"])
    if isinstance(record, RecheckRecord):
        counts = record.counts
        return (
            f"Of {counts.total} supported statements {counts.held} held, {counts.changed} changed, "
            f"{counts.too_few_rows} have too few rows and {counts.not_possible} cannot be tested.",
            (record.warning,) if record.warning else (),
        )
    return _compared(record), ()


def _sentences_said(record: ReportRecord) -> tuple[str, tuple[str, ...]]:
    """Say what became of the sentences that were brought, together and one by one."""
    verdicts = [one.verdict for one in record.sentences]
    counted = ", ".join(
        f"{verdicts.count(verdict)} {label.lower()}"
        for verdict, label in VERDICTS.items()
        if verdict in verdicts
    )
    opening = "1 sentence" if len(verdicts) == 1 else f"{len(verdicts):,} sentences"
    return (
        f"{opening} brought: {counted}.",
        tuple(f"“{one.text}” {one.answer}" for one in record.sentences),
    )


def _compared(record: ComparisonRecord) -> str:
    statuses = [claim.status for claim in record.claims]
    return (
        f"{statuses.count('persisted')} statements persisted, {statuses.count('vanished')} "
        f"vanished, {statuses.count('flipped')} flipped and {statuses.count('new')} are new."
    )


def _title(result: StepResult) -> str:
    record = result.record
    if isinstance(record, (ReportRecord, RecheckRecord)):
        return record.title or result.step.name
    return result.step.name
