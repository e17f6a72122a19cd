"""Does one step, and writes down what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.errors import InputError
from dataexplain.recheck_records import ComparisonRecord, RecheckRecord
from dataexplain.records import ReportRecord
from dataexplain.runs.comparing import Comparison, compare
from dataexplain.runs.explanation import explain_in_units
from dataexplain.runs.opening import open_table
from dataexplain.runs.planning import PlannedStep, wanted_of
from dataexplain.runs.progress import Progress
from dataexplain.runs.rechecking import Recheck, recheck
from dataexplain.runs.run import Run
from dataexplain.runs.steps import (
    REPORTING,
    CompareStep,
    ExplainStep,
    RecheckStep,
    ReportSource,
    Step,
)
from dataexplain.runs.tested_reports import tested_report
from dataexplain.runs.tested_steps import TestedStep
from dataexplain.runs.unit_keys import file_hash
from dataexplain.runs.unit_store import UnitStore
from dataexplain.tables import Table

Found = ReportRecord | RecheckRecord | ComparisonRecord
# What a kind of step leaves in its folder; the page to begin with comes first.
FILES = {
    **dict.fromkeys(REPORTING, ("report.html", "report.md", "report.json")),
    "recheck": ("recheck.html", "recheck.md", "recheck.json"),
    "compare": ("comparison.html", "comparison.md", "comparison.json"),
}


@dataclass(frozen=True)
class StepResult:
    """What a step found."""

    step: Step
    record: Found


def do_step(
    planned: PlannedStep,
    done: Mapping[str, StepResult],
    store: UnitStore,
    jobs: int | None,
    progress: Progress,
) -> StepResult:
    """Do the pieces of a step that are not finished yet, and return what it found.

    Parameters
    ----------
    planned : PlannedStep
    done : mapping of str to StepResult
        The steps before, by name.
    store : UnitStore
    jobs : int, optional
    progress : Progress
    """
    step, unit = planned.step, planned.unit

    def source(wanted: ReportSource) -> object:
        return wanted if isinstance(wanted, Path) else done[wanted].record

    if isinstance(step, RecheckStep):
        rechecked = store.do(unit, lambda: _rechecked(planned, step, source(step.report), progress))
        return StepResult(step, RecheckRecord.from_dict(rechecked))
    if isinstance(step, CompareStep):
        compared = store.do(
            unit, lambda: _compared(planned, source(step.first), source(step.second))
        )
        return StepResult(step, ComparisonRecord.from_dict(compared))
    if not isinstance(step, ExplainStep):
        tested = store.do(unit, lambda: _tested(planned, step, jobs, progress))
        return StepResult(step, ReportRecord.from_dict(tested))
    assert planned.explanation is not None
    report = explain_in_units(
        lambda: _table(step, planned),
        wanted_of(step),
        planned.explanation,
        store,
        jobs=jobs,
        progress=progress,
    )
    return StepResult(step, report)


def write_files(result: StepResult, folder: Path) -> None:
    """Write what a step found: all of its files, or none.

    Parameters
    ----------
    result : StepResult
    folder : Path
        Made when it does not exist.
    """
    record = result.record
    if isinstance(record, ReportRecord):
        Run(record).save(folder)
    elif isinstance(record, RecheckRecord):
        Recheck(record).save(folder)
    else:
        Comparison(record).save(folder)


def _table(step: ExplainStep, planned: PlannedStep) -> Table:
    table = open_table(step.data, step.target, sheet=step.sheet, **step.wishes())
    _check_inputs(planned)
    return table


def _check_inputs(planned: PlannedStep) -> None:
    """Refuse to keep under a key what was made of something else."""
    for path, expected in planned.inputs:
        if file_hash(path) != expected:
            raise InputError(
                "The file changed while the run was at work.",
                file=str(path),
                remedy="Run the same command again.",
            )


def _tested(
    planned: PlannedStep, step: TestedStep, jobs: int | None, progress: Progress
) -> dict[str, Any]:
    found = tested_report(step, jobs, progress)
    _check_inputs(planned)
    return found.to_dict()


def _rechecked(
    planned: PlannedStep, step: RecheckStep, report: object, progress: Progress
) -> dict[str, Any]:
    progress.stage("Rechecking")
    again = recheck(
        report,
        step.data,
        seed=step.seed,
        sheet=step.sheet,
        progress=progress,
        model=step.model,
        judge_rows=step.judge_rows,
        log_text=step.log_text,
        **step.limits,
    )
    _check_inputs(planned)
    return again.record.to_dict()


def _compared(planned: PlannedStep, first: object, second: object) -> dict[str, Any]:
    compared = compare(first, second)
    _check_inputs(planned)
    return compared.record.to_dict()
