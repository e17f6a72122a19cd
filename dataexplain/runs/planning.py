"""From a pipeline to its pieces of work: what each step reads, needs and is known by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dataexplain.runs.explanation import ExplanationUnits, Wanted, explanation_units
from dataexplain.runs.steps import ExplainStep, Pipeline, RecheckStep, Step, sources_of
from dataexplain.runs.unit_keys import file_hash, unit_key
from dataexplain.runs.unit_store import Unit

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
    return {
        "data": found[step.data],
        "source": step.data.name,
        "sheet": step.sheet,
        "seed": step.seed,
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
    )
