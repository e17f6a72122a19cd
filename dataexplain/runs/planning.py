"""From a pipeline to its pieces of work: what each step reads, needs, is known by, and may cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.errors import DataExplainError
from dataexplain.llm import Cost, Estimate
from dataexplain.narration.narrator import estimate_narration
from dataexplain.records import ReportRecord
from dataexplain.runs.asked_texts import estimate_answers
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.explanation import ExplanationUnits, Wanted, explanation_units
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.steps import CompareStep, ExplainStep, Pipeline, RecheckStep, Step, sources_of
from dataexplain.runs.tested_reports import estimated_test
from dataexplain.runs.tested_steps import TestedStep
from dataexplain.runs.unit_keys import file_hash, unit_key
from dataexplain.runs.unit_store import Unit, UnitStore
from dataexplain.tables import Table

Inputs = tuple[tuple[Path, str], ...]


@dataclass(frozen=True)
class PlannedStep:
    """A step with its pieces of work.

    Parameters
    ----------
    step : Step
    place : int
        Counted from 1.
    units : tuple of Unit
        In the order they are done; the last one is what the step was for.
    inputs : tuple of (Path, str)
        The files it reads, and the hash of each.
    explanation : ExplanationUnits, optional
        The same pieces by what they are for, where the step explains.
    """

    step: Step
    place: int
    units: tuple[Unit, ...]
    inputs: Inputs
    explanation: ExplanationUnits | None = None

    @property
    def unit(self) -> Unit:
        """What the step was for."""
        return self.units[-1]

    @property
    def key(self) -> str:
        """What the step's result is known by."""
        return self.unit.key


def plan(pipeline: Pipeline) -> tuple[PlannedStep, ...]:
    """Return the steps of a pipeline with their pieces of work.

    Parameters
    ----------
    pipeline : Pipeline
        Its steps name only earlier ones.

    Returns
    -------
    tuple of PlannedStep

    Raises
    ------
    InputError
        When a file cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = Path(folder, "a.csv")
    ...     _ = data.write_text("a,b", encoding="utf-8")
    ...     step = ExplainStep(name="one", data=data, target="b", null_runs=1)
    ...     [unit.name for unit in plan(Pipeline(steps=(step,)))[0].units]
    ['one: explanation', 'one: null run 1', 'one: report']
    """
    planned: dict[str, PlannedStep] = {}
    for place, step in enumerate(pipeline.steps, start=1):
        planned[step.name] = _planned(step, place, planned)
    return tuple(planned.values())


def _planned(step: Step, place: int, before: Mapping[str, PlannedStep]) -> PlannedStep:
    if isinstance(step, ExplainStep):
        data = file_hash(step.data)
        reading = {
            "target": step.target,
            "data": data,
            "source": step.data.name,
            "sheet": step.sheet,
            **step.wishes(),
        }
        units = explanation_units(wanted_of(step), name=step.name, reading=reading)
        return PlannedStep(step, place, units.all, ((step.data, data),), units)
    if not isinstance(step, (RecheckStep, CompareStep)):
        inputs = tuple((path, file_hash(path)) for path in step.files)
        read = {"source": step.data.name, "sheet": step.sheet, "files": [one for _, one in inputs]}
        key = unit_key(step.do, **read, **step.determinants())
        return PlannedStep(step, place, (Unit(key, f"{step.name}: {step.do}"),), inputs)
    files = [source for source in sources_of(step) if isinstance(source, Path)]
    if isinstance(step, RecheckStep):
        files.append(step.data)
    inputs = tuple((path, file_hash(path)) for path in files)
    found = dict(inputs)
    needs = [
        found[source] if isinstance(source, Path) else before[source].key
        for source in sources_of(step)
    ]
    unit = Unit(unit_key(step.do, needs=needs, **_reading(step, found)), f"{step.name}: {step.do}")
    return PlannedStep(step, place, (unit,), inputs)


def _reading(step: Step, found: Mapping[Path, str]) -> dict[str, object]:
    if not isinstance(step, RecheckStep):
        return {}
    wish = step.model_wish
    return {
        "data": found[step.data],
        "source": step.data.name,
        "sheet": step.sheet,
        "seed": step.seed,
        "judged": None if wish is None else [step.judge_rows, wish.determinants()],
    }


def wanted_of(step: ExplainStep) -> Wanted:
    """Return how a step's table shall be explained."""
    return Wanted(
        seed=step.seed,
        floor=step.floor,
        examples=step.examples,
        title=step.title,
        null_runs=step.null_runs,
        stability=step.stability,
        model=step.model_wish,
        narration=step.narration,
        questions=step.asked,
    )


@dataclass(frozen=True)
class StepEstimate:
    """What asking the language model of one step would cost, and what its limits mean for that."""

    name: str
    model: str
    estimate: Estimate
    remark: str


def estimate_pipeline(
    pipeline: Pipeline, store: UnitStore | None = None, *, progress: Progress | None = None
) -> tuple[StepEstimate, ...]:
    """Return what the language models of a pipeline would cost; nothing is asked or written.

    What is asked depends on the statements, so that they are found and tested.

    Parameters
    ----------
    pipeline : Pipeline
    store : UnitStore, optional
        Where a run before kept what it finished; it is only read.
    progress : Progress, optional

    Returns
    -------
    tuple of StepEstimate
        One for each step with a model. What is finished costs nothing; what two steps ask alike
        counts in both, though it is asked once.

    Raises
    ------
    InputError
        When a file cannot be read.
    LanguageModelError
        When there is no such model.
    """
    planned, estimates = plan(pipeline), []
    heard = progress or Silence()
    for one in planned:
        if isinstance(one.step, (RecheckStep, CompareStep)) or one.step.model is None:
            continue
        with in_step(one, len(planned)):
            if isinstance(one.step, ExplainStep):
                assert one.explanation is not None
                estimates.append(_estimated(one.step, one.explanation, store, heard))
            else:
                estimates.append(_estimated_test(one.step, one.unit, store, heard))
    return tuple(estimates)


@contextmanager
def in_step(one: PlannedStep, many: int, remark: str = "") -> Iterator[None]:
    """Add to an error in which step it arose, where there are several, and a remark.

    Parameters
    ----------
    one : PlannedStep
    many : int
        How many steps there are.
    remark : str, default=""
    """
    try:
        yield
    except DataExplainError as error:
        if many > 1:
            error.add_note(f"This was in step {one.place}, {one.step.name!r}. {remark}".rstrip())
        raise


def _estimated(
    step: ExplainStep, units: ExplanationUnits, store: UnitStore | None, progress: Progress
) -> StepEstimate:
    wanted = wanted_of(step)
    assert wanted.model is not None
    assert units.asked is not None
    with wanted.model.opened("estimate", asks=False) as model:  # a wrong name is said first
        if store is not None and store.finished(units.asked):
            estimate = Estimate(Cost(), Cost())
        else:
            finished = store and store.read(units.base)
            table = None if finished is not None else _table(step)
            report = _explained(table, wanted, finished, progress)
            estimate = estimate_narration(report, wanted.narration, model)
            if wanted.questions and table is not None:
                estimate += estimate_answers(table, wanted.questions, model, wanted.seed)
        return StepEstimate(step.name, model.name, estimate, wanted.model.limits.remark(estimate))


def _estimated_test(
    step: TestedStep, unit: Unit, store: UnitStore | None, progress: Progress
) -> StepEstimate:
    wish = step.model_wish
    assert wish is not None
    with wish.opened("estimate", asks=False) as model:
        finished = store is not None and store.finished(unit)
        estimate = Estimate(Cost(), Cost()) if finished else estimated_test(step, progress)
        return StepEstimate(step.name, model.name, estimate, wish.limits.remark(estimate))


def _table(step: ExplainStep) -> Table:
    return open_table(step.data, step.target, sheet=step.sheet, **step.wishes())


def _explained(
    table: Table | None, wanted: Wanted, finished: Any, progress: Progress
) -> ReportRecord:
    """Return the statements of a step: those of a run before, or found anew."""
    if table is None:
        return ReportRecord.from_dict(finished)
    return explain_table(
        table,
        seed=wanted.seed,
        floor=wanted.floor,
        examples=wanted.examples,
        progress=progress,
    )
