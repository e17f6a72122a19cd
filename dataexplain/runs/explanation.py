"""One explanation in pieces that are each done once: itself, null runs, refits, the report."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from dataexplain.llm import ChatModel
from dataexplain.narration.narrator import check_wish, narrate
from dataexplain.narration.wishes import NarrationWish
from dataexplain.records import ReportRecord
from dataexplain.runs import null_runs, stability
from dataexplain.runs.asked_texts import QuestionWish, ask_texts, told_of_silence
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.language_model import ModelWish
from dataexplain.runs.parallel import do_all
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.unit_keys import unit_key
from dataexplain.runs.unit_store import Unit, UnitStore
from dataexplain.tables import Table


@dataclass(frozen=True)
class Wanted:
    """How a table shall be explained, once it is read; the arguments of `explain`."""

    seed: int = 0
    floor: float | None = None
    examples: int = 3
    title: str | None = None
    null_runs: int = 0
    stability: int = 0
    model: ModelWish | None = None
    narration: NarrationWish = field(default_factory=NarrationWish)
    questions: QuestionWish = field(default_factory=QuestionWish)

    @contextmanager
    def opened_model(self, run: str) -> Iterator[ChatModel | None]:
        """Give the model, where one is wanted; a wrong name is said before any work."""
        if self.model is None:
            yield None
            return
        with self.model.opened(run) as model:
            yield model

    def read_by(self, reading: object) -> object:
        """Return what determines the columns: how the table is read, and what a judge is asked."""
        if self.model is None or not self.questions:
            return reading
        return [reading, self.questions.determinants(), self.model.determinants()]


@dataclass(frozen=True)
class ExplanationUnits:
    """The pieces of one explanation, in the order they are done."""

    base: Unit
    null_runs: tuple[Unit, ...]
    refits: tuple[Unit, ...]
    report: Unit
    asked: Unit | None = None

    @property
    def all(self) -> tuple[Unit, ...]:
        """Every piece, the finished report last."""
        asked = () if self.asked is None else (self.asked,)
        return (self.base, *self.null_runs, *self.refits, *asked, self.report)


def explanation_units(wanted: Wanted, *, name: str, reading: object) -> ExplanationUnits:
    """Return the pieces of an explanation, each with a key of what its result depends on.

    Parameters
    ----------
    wanted : Wanted
    name : str
        What the explanation is called in the journal.
    reading : object
        Everything that determines the table: the hash of the data, and how it is read.

    Examples
    --------
    >>> units = explanation_units(Wanted(null_runs=2), name="churn", reading="a hash")
    >>> [unit.name for unit in units.all]
    ['churn: explanation', 'churn: null run 1', 'churn: null run 2', 'churn: report']
    >>> more = explanation_units(Wanted(null_runs=3, title="T"), name="churn", reading="a hash")
    >>> more.base == units.base, more.null_runs[:2] == units.null_runs, more.report == units.report
    (True, True, False)
    """
    seed, floor = wanted.seed, wanted.floor
    reading = wanted.read_by(reading)
    asked = {"reading": reading, "seed": seed, "floor": floor}
    base = Unit(unit_key("explanation", **asked, examples=wanted.examples), f"{name}: explanation")
    nulls = tuple(
        Unit(unit_key("null run", **asked, number=number), f"{name}: null run {number + 1}")
        for number in range(wanted.null_runs)
    )
    refits = tuple(
        Unit(
            unit_key("refit", reading=reading, seed=seed, floor=floor, number=number),
            f"{name}: refit {number + 1}",
        )
        for number in range(wanted.stability)
    )
    asked_of = None
    if wanted.model is not None:
        key = unit_key(
            "language model",
            needs=[base.key],
            **wanted.model.determinants(),
            **wanted.narration.determinants(),
        )
        asked_of = Unit(key, f"{name}: language model")
    before = ExplanationUnits(base, nulls, refits, base, asked_of).all[:-1]
    needs = [unit.key for unit in before]
    words = wanted.narration.determinants()
    report = Unit(unit_key("report", needs=needs, title=wanted.title, **words), f"{name}: report")
    return ExplanationUnits(base, nulls, refits, report, asked_of)


def explain_in_units(
    read_table: Callable[[], Table],
    wanted: Wanted,
    units: ExplanationUnits,
    store: UnitStore,
    *,
    jobs: int | None,
    progress: Progress,
    keeps: bool = True,
) -> ReportRecord:
    """Explain a table, doing only the pieces that are not finished yet.

    Parameters
    ----------
    read_table : callable
        Gives the table; not called when nothing is left to do.
    wanted : Wanted
    units : ExplanationUnits
    store : UnitStore
    jobs : int, optional
        Processes for null runs and refits; None is one a core.
    progress : Progress
    keeps : bool, default=True
        Whether the store outlives the run: then a language model that fails ends it, and the
        next run asks again.

    Returns
    -------
    ReportRecord

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from dataexplain.runs.progress import Silence
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> table = build_table({"dose": dose, "pain": pain}, "pain")
    >>> wanted = Wanted(null_runs=1, stability=1)
    >>> units = explanation_units(wanted, name="pain", reading="an example")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = UnitStore(Path(folder))
    ...     store.prepare()
    ...     report = explain_in_units(
    ...         lambda: table, wanted, units, store, jobs=1, progress=Silence()
    ...     )
    >>> report.claims[0].stability, report.null_runs.supported
    (1.0, (0,))
    """
    finished = store.read(units.report)
    if finished is None:
        finished = _worked_out(read_table(), wanted, units, store, jobs, progress, keeps)
    return ReportRecord.from_dict(finished)


def explain_opened(
    table: Table, wanted: Wanted, *, jobs: int | None = None, progress: Progress | None = None
) -> ReportRecord:
    """Explain a table and keep nothing on disk.

    Parameters
    ----------
    table : Table
    wanted : Wanted
    jobs : int, optional
    progress : Progress, optional

    Returns
    -------
    ReportRecord

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> table = build_table({"dose": dose, "pain": pain}, "pain")
    >>> explain_opened(table, Wanted(title="Pain")).title
    'Pain'
    """
    progress = progress or Silence()
    _check(wanted, table)
    if not (wanted.null_runs or wanted.stability):
        return _at_once(table, wanted, progress)
    units = explanation_units(wanted, name=table.target, reading=table.data_hash)
    with tempfile.TemporaryDirectory(prefix="dataexplain-") as folder:
        store = UnitStore(Path(folder))
        store.prepare()
        return explain_in_units(
            lambda: table, wanted, units, store, jobs=jobs, progress=progress, keeps=False
        )


def _at_once(table: Table, wanted: Wanted, progress: Progress) -> ReportRecord:
    with wanted.opened_model(table.target) as model:
        table = _with_questions(table, wanted, model, progress)
        report = explain_table(
            table,
            seed=wanted.seed,
            floor=wanted.floor,
            title=wanted.title,
            examples=wanted.examples,
            progress=progress,
        )
        report = told_of_silence(report)
        if model is None:
            return narrate(report, wanted.narration)[0]
        progress.stage("Asking the language model")
        # a model that fails costs no report
        return narrate(report, wanted.narration, model, progress.step)[0]


def _with_questions(
    table: Table, wanted: Wanted, model: ChatModel | None, progress: Progress
) -> Table:
    """Add what a judge says of the texts, where questions are put to them."""
    if model is None or not wanted.questions:
        return table
    return ask_texts(table, wanted.questions, model, seed=wanted.seed, progress=progress)


def _worked_out(
    table: Table,
    wanted: Wanted,
    units: ExplanationUnits,
    store: UnitStore,
    jobs: int | None,
    progress: Progress,
    keeps: bool,
) -> Any:
    _check(wanted, table)
    seed, floor = wanted.seed, wanted.floor
    with wanted.opened_model(units.base.name) as model:
        # what was judged in an earlier run, the cache answers
        table = _with_questions(table, wanted, model, progress)

        def base() -> dict[str, Any]:
            found = explain_table(
                table, seed=seed, floor=floor, examples=wanted.examples, progress=progress
            )
            return told_of_silence(found).to_dict()

        report = ReportRecord.from_dict(store.do(units.base, base))
        explained = _with_answers(report, wanted, units, store, model, progress, keeps)
    nulls = {
        unit: partial(null_runs.null_run, table, number, seed=seed, floor=floor)
        for number, unit in enumerate(units.null_runs)
    }
    refits = {
        unit: partial(stability.refit, table, number, seed=seed, floor=floor)
        for number, unit in enumerate(units.refits)
    }
    counts = _all(store, nulls, "Null runs", jobs, progress)
    proposed = _all(store, refits, "Refits", jobs, progress)
    progress.stage("Putting the report together")
    return store.do(units.report, lambda: _joined(explained, counts, proposed, table, wanted))


def _with_answers(
    report: ReportRecord,
    wanted: Wanted,
    units: ExplanationUnits,
    store: UnitStore,
    model: ChatModel | None,
    progress: Progress,
    keeps: bool,
) -> ReportRecord:
    """Return the explanation, with what the language model was asked where one is wanted."""
    if model is None or units.asked is None:
        return narrate(report, wanted.narration)[0]
    progress.stage("Asking the language model")
    asked = store.read(units.asked)
    if asked is not None:
        return ReportRecord.from_dict(asked)
    report, failure = narrate(report, wanted.narration, model, progress.step)
    if failure is None:
        store.do(units.asked, report.to_dict)
    elif keeps:
        raise failure  # what is finished is kept, and the next run asks again
    return report


def _check(wanted: Wanted, table: Table) -> None:
    """Refuse words on columns that the table does not have."""
    names = [column.name for column in table.columns]
    levels = {column.name: column.levels for column in table.columns}
    scores = {column.name: column.scores for column in table.columns}
    check_wish(wanted.narration, names, levels, scores)


def _all(
    store: UnitStore,
    works: Mapping[Unit, Callable[[], Any]],
    stage: str,
    jobs: int | None,
    progress: Progress,
) -> list[Any]:
    if not works:
        return []
    progress.stage(stage)
    return do_all(store, works, jobs=jobs, progress=progress)


def _joined(
    report: ReportRecord,
    counts: list[Any],
    proposed: list[Any],
    table: Table,
    wanted: Wanted,
) -> dict[str, Any]:
    """Return the report with its null runs, its stabilities and its own title."""
    if counts:
        report = null_runs.with_null_runs(report, null_runs.combine(counts, table))
    if proposed:
        shares = stability.stabilities(report, proposed, table)
        report = stability.with_stability(report, shares, len(proposed))
    if wanted.title:
        report = dataclasses.replace(report, title=wanted.title)
    return report.to_dict()
