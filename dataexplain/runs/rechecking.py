"""An old report against new rows: which of its statements held, which changed."""

from __future__ import annotations

import importlib.metadata
import numbers
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from dataexplain import __version__
from dataexplain.errors import InputError, ParameterError
from dataexplain.llm import ChatModel
from dataexplain.recheck_records import (
    STATUSES,
    RecheckedClaimRecord,
    RecheckRecord,
    RowsRecord,
)
from dataexplain.records import ReportRecord
from dataexplain.report.recheck_page import write_recheck
from dataexplain.runs.arguments import check_arguments
from dataexplain.runs.asked_texts import JUDGE_ROWS
from dataexplain.runs.assembling import VERSIONED
from dataexplain.runs.column_changes import column_changes
from dataexplain.runs.cross_fitting import FOLDS, cross_fitted_rows
from dataexplain.runs.groups_again import compares_groups
from dataexplain.runs.judging_again import JudgeAgain
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.old_reports import OldClaim, old_claims, open_report
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.recheck_rules import ALPHA
from dataexplain.runs.rechecked_claims import recheck_claims, status_counts
from dataexplain.runs.rechecked_descriptions import recheck_description
from dataexplain.runs.rechecked_differences import (
    asked_columns,
    judged_again_needed,
    needs_judge,
    recheck_differences,
)
from dataexplain.runs.remeasuring import own_columns
from dataexplain.runs.same_reading import NewRows, read_as_before
from dataexplain.runs.same_rows import same_rows_warning, shared_rows
from dataexplain.runs.sentences_again import followed_by_models, says_sentences
from dataexplain.tables import Table, Task
from dataexplain.verification.verdicts import SUPPORTED


@dataclass(frozen=True, repr=False)
class Recheck:
    """What new rows say of an old report.

    Parameters
    ----------
    record : RecheckRecord
        Everything that was found, as ``recheck.json`` holds it.

    Examples
    --------
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = np.tile([1, 2, 3, 4, 5], 40)
    >>> pain = 9.0 - dose + np.tile([0, 1, 2], 67)[:200]
    >>> report = explain_table(build_table({"dose": dose, "pain": pain}, "pain"))
    >>> again = recheck(report, {"dose": dose, "pain": pain + np.tile([0.1, 0.0], 100)})
    >>> again
    Recheck(target='pain', held=..., changed=0, too_few_rows=..., not_possible=0)
    >>> again.claims[0].status
    'held'
    """

    record: RecheckRecord

    @property
    def claims(self) -> tuple[RecheckedClaimRecord, ...]:
        """Every statement of the old report, in its order."""
        return self.record.claims

    def save(self, folder: Path | str) -> dict[str, Path]:
        """Write ``recheck.html``, ``recheck.md`` and ``recheck.json``: all of them, or none.

        Parameters
        ----------
        folder : Path or str
            Made when it does not exist; a recheck in it is replaced.

        Returns
        -------
        dict of str to Path
            The paths under ``"html"``, ``"markdown"`` and ``"json"``.

        Raises
        ------
        OutputError
            When the folder or a file cannot be written.
        """
        return write_recheck(self.record, folder)

    def __repr__(self) -> str:
        counts = self.record.counts
        numbered = ", ".join(f"{status}={getattr(counts, status)}" for status in STATUSES)
        return f"Recheck(target={self.record.target!r}, {numbered})"


def recheck(
    report: object,
    data: object,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    sheet: str | int | None = None,
    model: str | ChatModel | None = None,
    judge_rows: int | None = JUDGE_ROWS,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    log_text: bool = True,
) -> Recheck:
    """Hold an old report against new rows: what held, what changed, where rows are too few.

    The report's statements are rebuilt from its JSON alone, the new rows read as it read its
    own, and the difference of both estimates is tested.

    Parameters
    ----------
    report : path, Run or ReportRecord
        A ``report.json``, or the folder it lies in.
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        The new rows, with the columns of the old ones.
    seed : int, default=0
        For models.
    progress : Progress, optional
        Hears which stage begins; by default nothing is said.
    sheet : str or int, optional
        The sheet of an Excel workbook, by name or counted from 0.
    model : str or ChatModel, optional
        A language model that answers the questions which the report had put to texts, or follows
        its sentences, as for `explain`; without one, statements on them are not possible.
    judge_rows : int or None, default=300
        How many of the new texts it judges, of each group where the report compared two; None is
        all. Sentences it follows on no more rows than in the report.
    max_calls, max_tokens, max_cost, price, log_text
        As for `explain`.

    Returns
    -------
    Recheck
        With ``.claims``, ``.record`` and ``.save(folder)``.

    Raises
    ------
    InputError
        When the report is not whole, or the new rows cannot be used.
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> import dataexplain
    >>> generator = np.random.default_rng(0)
    >>> def month():
    ...     hours = generator.uniform(0, 10, 400)
    ...     return {"hours": hours, "score": 50 + 4 * hours + generator.normal(0, 5, 400)}
    >>> run = dataexplain.explain(month(), "score")
    >>> again = recheck(run, month())
    >>> again.claims[0].status
    'held'
    """
    if isinstance(seed, bool) or not isinstance(seed, numbers.Integral) or seed < 0:
        raise ParameterError("seed", "recheck", "a whole number of 0 or more", seed)
    if sheet is not None and not isinstance(data, (str, Path)):
        raise ParameterError("sheet", "recheck", "None unless the data is an Excel file", sheet)
    check_arguments({"judge_rows": judge_rows}, "recheck")
    wish = model_wish(
        model,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        price=price,
        log_text=log_text,
        owner="recheck",
    )
    old, file = open_report(report, "recheck")
    heard = progress or Silence()
    with threadpool_limits(limits=1), ExitStack() as opened:
        if says_sentences(old):
            heard.stage("Reading the report")
            asked = None
            if wish is not None and followed_by_models(old):
                asked = opened.enter_context(wish.opened(f"recheck {old.target}"))
            return Recheck(
                recheck_description(
                    old,
                    _claims(old, file),
                    file,
                    data,
                    seed=int(seed),
                    progress=heard,
                    sheet=sheet,
                    model=asked,
                    most=judge_rows,
                )
            )
        judge = None
        if wish is not None and any(column.asked for column in old.columns):
            asked = opened.enter_context(wish.opened(f"recheck {old.target}"))
            by = old.target if compares_groups(old) else None
            judge = JudgeAgain(asked, judge_rows, int(seed), heard, by)
        record = _recheck(old, file, data, int(seed), heard, sheet, judge)
    return Recheck(record)


def _recheck(
    report: ReportRecord,
    file: str | None,
    data: object,
    seed: int,
    progress: Progress,
    sheet: str | int | None,
    judge: JudgeAgain | None,
) -> RecheckRecord:
    progress.stage("Reading the report")
    claims = _claims(report, file)
    groups = compares_groups(report)
    if groups and judge is None and needs_judge(claims, report):
        raise judged_again_needed(report, file)
    progress.stage("Reading the new rows")
    needed = (*needed_columns(claims), *(asked_columns(claims) if groups else ()))
    new = read_as_before(report, data, needed, sheet=sheet, judge=judge)
    if not new.table.features:
        reasons = "; ".join(f"{name!r} {why}" for name, why in list(new.unusable.items())[:5])
        raise InputError(
            f"None of the report's columns can be used ({reasons}).",
            file=new.table.source,
            remedy="Give rows with the columns of the report.",
        )
    checked = _checked(report, claims, new, seed, progress)
    progress.stage("Writing it down")
    return _assemble(report, file, new, checked, needed, seed)


def _claims(report: ReportRecord, file: str | None) -> tuple[OldClaim, ...]:
    claims = old_claims(report, file)
    if not claims:
        raise InputError(
            "The report has no statements to check.", file=file, remedy="Give another report."
        )
    return claims


def _checked(
    report: ReportRecord,
    claims: Sequence[OldClaim],
    new: NewRows,
    seed: int,
    progress: Progress,
) -> tuple[RecheckedClaimRecord, ...]:
    several = "1 statement" if len(claims) == 1 else f"{len(claims)} statements"
    if compares_groups(report):
        progress.stage(f"Measuring {several} again")
        return recheck_differences(claims, new, progress, old=report, seed=seed)
    progress.stage("Fitting the additive model across folds")
    rows = cross_fitted_rows(new.table, seed=seed)
    progress.stage(f"Measuring {several} again")
    return recheck_claims(claims, rows, new, progress, old=report)


def needed_columns(claims: Sequence[OldClaim]) -> tuple[str, ...]:
    """Return every column that statements speak of or hold fixed, in order of appearance."""
    names = (
        name
        for claim in claims
        for contrast in claim.contrasts
        for name in (*own_columns(contrast), *contrast.held.columns)
    )
    return tuple(dict.fromkeys(names))


def _assemble(
    report: ReportRecord,
    file: str | None,
    new: NewRows,
    claims: tuple[RecheckedClaimRecord, ...],
    needed: Sequence[str],
    seed: int,
) -> RecheckRecord:
    table = new.table
    source = str(report.settings.get("source") or report.title)
    shared = shared_rows(report, table.data_hash, table.row_keys)
    mean, spread = table.outcome_moments(_explained(report, table), np.arange(len(table)))
    return RecheckRecord(
        title=f"{report.title}: checked again",
        target=report.target,
        task=report.task,
        unit=report.outcome.unit,
        claims=claims,
        counts=status_counts([claim for claim in claims if claim.verdict == SUPPORTED]),
        other_counts=status_counts([claim for claim in claims if claim.verdict != SUPPORTED]),
        columns=column_changes(report, new, needed),
        old=RowsRecord(
            source,
            report.splits.rows_read,
            report.splits.data_hash,
            report.outcome.mean,
            report.outcome.spread,
        ),
        new=RowsRecord(Path(table.source).name, table.rows_read, table.data_hash, mean, spread),
        warning=same_rows_warning(shared, source, same=table.data_hash == report.splits.data_hash),
        shared_rows=shared,
        notes=(*new.notes, *_left_out(table), *table.notes),
        seed=seed,
        versions={"dataexplain": __version__}
        | {name: importlib.metadata.version(name) for name in VERSIONED},
        settings={
            "report": None if file is None else Path(file).name,
            "folds": FOLDS,
            "false_discovery_rate": ALPHA,
            "rows_used": len(table),
        },
        scale=report.outcome.scale,
        offset=report.outcome.offset,
    )


def _left_out(table: Table) -> tuple[str, ...]:
    if not table.rows_without_target:
        return ()
    rows = "1 row" if table.rows_without_target == 1 else f"{table.rows_without_target:,} rows"
    return (f"{rows} without a value of {table.target!r} left out.",)


def _explained(report: ReportRecord, table: Table) -> str | None:
    """Return the class whose rate the report shows: the first one of several."""
    first = report.outcome.classes[0] if report.task == Task.MULTICLASS else None
    return first if first in table.classes else table.explained_classes[0]
