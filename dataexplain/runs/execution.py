"""Does what a pipeline asks for in a folder, and goes on where a killed run stopped.

Every piece of work is kept under a key of all that determines it as soon as it is done. So a run
needs no memory of how the run before it ended: it looks for each piece, and does what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dataexplain.atomic_files import remove_unfinished
from dataexplain.errors import OutputError
from dataexplain.runs.folder_lock import folder_lock
from dataexplain.runs.index_files import INDEX_NAMES, write_index
from dataexplain.runs.leftovers import forget, remove_stale, stale_steps, tidied
from dataexplain.runs.manifest import (
    FINISHED,
    MANIFEST_NAME,
    RUNNING,
    WAITING,
    InputRecord,
    Manifest,
    StepRecord,
    are_as_written,
    hashes,
    read_manifest,
    write_manifest,
)
from dataexplain.runs.output_folder import WORK, check_folder
from dataexplain.runs.planning import PlannedStep, in_step, plan
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.step_results import FILES, StepResult, do_step, write_files
from dataexplain.runs.steps import Pipeline
from dataexplain.runs.unit_keys import versions
from dataexplain.runs.unit_store import UnitStore


@dataclass(frozen=True)
class PipelineRun:
    """A finished run of a pipeline.

    Parameters
    ----------
    folder : Path
    results : tuple of StepResult
        What each step found, in order.
    page : Path
        Where to begin reading: the report, or the index of all reports.
    again : bool
        Whether everything had been finished before.
    """

    folder: Path
    results: tuple[StepResult, ...]
    page: Path
    again: bool


def run_pipeline(
    pipeline: Pipeline,
    folder: Path | None = None,
    *,
    jobs: int | None = None,
    force: bool = False,
    restart: bool = False,
    progress: Progress | None = None,
) -> PipelineRun:
    r"""Do what a pipeline asks for; what is finished already is not done again.

    Parameters
    ----------
    pipeline : Pipeline
    folder : Path, optional
        Where reports, the manifest and the work go; by default what the pipeline says.
    jobs : int, optional
        Processes for null runs and refits; None is what the pipeline says, or one a core.
    force : bool, default=False
        Whether a folder that holds other files may be written into.
    restart : bool, default=False
        Whether to forget what is finished, and begin anew.
    progress : Progress, optional

    Returns
    -------
    PipelineRun

    Raises
    ------
    DataExplainError
        When the folder is taken, or a step cannot be done; what is finished is kept.

    Examples
    --------
    >>> import tempfile
    >>> from dataexplain.runs.steps import ExplainStep
    >>> rows = "".join(f"{n % 5},{9 - n % 5 + n % 3}\n" for n in range(200))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = Path(folder, "pain.csv")
    ...     _ = data.write_text("dose,pain\n" + rows, encoding="utf-8")
    ...     step = ExplainStep(name="pain", data=data, target="pain")
    ...     first = run_pipeline(Pipeline(steps=(step,)), Path(folder, "report"))
    ...     second = run_pipeline(Pipeline(steps=(step,)), Path(folder, "report"))
    ...     first.page.name, first.again, second.again
    ('report.html', False, True)
    """
    folder = folder or pipeline.folder
    check_folder(folder, force=force)
    planned = plan(pipeline)
    work = folder / WORK
    made = [path for path in (work, folder, *folder.parents) if not path.exists()]
    work.mkdir(parents=True, exist_ok=True)
    with folder_lock(work), tidied(work, made):
        if restart:
            forget(folder)
        task = _Task(pipeline, folder, planned, UnitStore(work), progress or Silence(), restart)
        return task.run(jobs or pipeline.jobs)


@dataclass(frozen=True)
class _Task:
    """One run of one pipeline in one folder that it holds alone."""

    pipeline: Pipeline
    folder: Path
    planned: tuple[PlannedStep, ...]
    store: UnitStore
    progress: Progress
    restart: bool = False

    def _before(self) -> Manifest | None:
        """Return what an earlier run noted; begun anew, one that cannot be read is nothing."""
        try:
            return read_manifest(self.folder)
        except OutputError:
            if not self.restart:
                raise
            (self.folder / MANIFEST_NAME).unlink(missing_ok=True)
            return None

    def run(self, jobs: int | None) -> PipelineRun:
        """Do every step in order; each has its state in the manifest."""
        before = self._before()
        self.store.prepare()
        remove_unfinished(self.folder, (MANIFEST_NAME, *INDEX_NAMES))
        kept = [None if self.restart else self._kept(one, before) for one in self.planned]
        entries = [entry or self._entry(one) for entry, one in zip(kept, self.planned, strict=True)]
        stale = stale_steps(before, [entry.folder for entry in entries]) if before else ()
        results: list[StepResult] = []
        for place, one in enumerate(self.planned):
            if kept[place] is None:
                entries[place] = replace(entries[place], state=RUNNING)
                self._note(entries, stale)
            done = {result.step.name: result for result in results}
            with in_step(one, len(self.planned), "What is finished is kept."):
                result = do_step(one, done, self.store, jobs, self.progress)
                if kept[place] is None:
                    files = self._written(one, result)
                    entries[place] = replace(entries[place], state=FINISHED, files=files)
            results.append(result)
        page = self._closed(entries, results, stale)
        return PipelineRun(self.folder, tuple(results), page, again=None not in kept)

    def _kept(self, one: PlannedStep, before: Manifest | None) -> StepRecord | None:
        """Return the entry of a step that was finished before, its files untouched."""
        entry = None if before is None else before.step(one.step.name, one.key)
        if entry is None or entry.state != FINISHED or set(entry.files) != set(FILES[one.step.do]):
            return None
        fresh = self._entry(one)
        whole = are_as_written(self.folder / fresh.folder, entry.files)
        return replace(fresh, state=FINISHED, files=entry.files) if whole else None

    def _closed(
        self, entries: list[StepRecord], results: list[StepResult], stale: Sequence[StepRecord]
    ) -> Path:
        """Write the index, remove what is stale, and note that everything is finished."""
        page, index = self.folder / FILES["explain"][0], {}
        if self.pipeline.single:
            for name in INDEX_NAMES if stale else ():
                (self.folder / name).unlink(missing_ok=True)
        else:
            page = write_index(self.pipeline, results, self.folder)
            index = hashes(self.folder, INDEX_NAMES)
        remove_stale(self.folder, stale, [name for files in FILES.values() for name in files])
        self._note(entries, (), index)
        self.store.forget_all_but(unit.key for one in self.planned for unit in one.units)
        return page

    def _written(self, one: PlannedStep, result: StepResult) -> dict[str, str]:
        """Write a step's files, and return the hash of each."""
        place = self.folder / self._folder(one)
        self.progress.stage("Writing the report")
        names = FILES[one.step.do]
        remove_unfinished(place, names)
        write_files(result, place)
        return hashes(place, names)

    def _folder(self, one: PlannedStep) -> str:
        return self.pipeline.folder_of(one.step).as_posix()

    def _entry(self, one: PlannedStep) -> StepRecord:
        return StepRecord(
            name=one.step.name,
            do=one.step.do,
            state=WAITING,
            key=one.key,
            folder=self._folder(one),
            options=one.step.model_dump(mode="json", exclude={"name", "do"}),
            work={unit.name: unit.key for unit in one.units},
        )

    def _note(
        self,
        entries: Sequence[StepRecord],
        stale: Sequence[StepRecord],
        index: dict[str, str] | None = None,
    ) -> None:
        inputs = {path.as_posix(): found for one in self.planned for path, found in one.inputs}
        manifest = Manifest(
            name=self.pipeline.name or entries[0].name,
            versions=dict(versions()),
            inputs=tuple(InputRecord(path, found) for path, found in inputs.items()),
            steps=tuple(entries),
            index=index or {},
            stale=tuple(stale),
        )
        write_manifest(manifest, self.folder)
