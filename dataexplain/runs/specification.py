"""A pipeline file: what to explain and how, written down in YAML.

Everything that is wrong with a file is said at once, each mistake with its path. Places in lists
are counted from 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dataexplain.errors import ParameterError, SpecificationError, did_you_mean
from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.runs.mistakes import in_order, in_words, path_of, unknown_key, worded
from dataexplain.runs.step_options import Options
from dataexplain.runs.steps import (
    KINDS,
    REPORTING,
    SOURCES,
    STEP_NAME,
    CompareStep,
    ExplainStep,
    Heading,
    Pipeline,
    SeveralJobs,
    Shared,
    SingleJob,
    Step,
    shared_by,
)
from dataexplain.runs.yaml_file import Problem, close_name, read_yaml

Model = TypeVar("Model", bound=Options)

REPORT_NAME = "report.json"
# What a part of the run itself is called, beside the folders of steps.
_TAKEN = ("work", "index", "run")
# Keys by which a step names a file that it reads, beside reports.
_FILES = ("data", "bank", "audit")


def read_specification(path: Path | str) -> Pipeline:
    r"""Read a pipeline file.

    Parameters
    ----------
    path : Path or str
        YAML; paths of data and reports are relative to the folder of this file.

    Returns
    -------
    Pipeline

    Raises
    ------
    SpecificationError
        With every mistake, and where it is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "pipeline.yaml")
    ...     _ = path.write_text("data: a.csv\ntargt: y\nseed: -1\n", encoding="utf-8")
    ...     read_specification(path)
    Traceback (most recent call last):
    ...
    dataexplain.errors.SpecificationError: ...pipeline.yaml has 4 mistakes:
      target: is missing.
      data: There is no such file: 'a.csv'.
      targt: is not known. Did you mean 'target'?
      seed: must be 0 or more. Got -1 instead.
    """
    path = Path(path)
    written = read_yaml(path)
    problems = list(written.repeated)
    read = _several if "steps" in written.values else _single
    pipeline = read(written.values, path, problems)
    if pipeline is None or problems:
        raise SpecificationError(str(path), in_order(problems, written.values))
    return pipeline


def _single(values: Mapping[str, Any], path: Path, problems: list[Problem]) -> Pipeline | None:
    """Read a file that holds one explanation."""
    job = _read(SingleJob, values, (), problems, known=("steps",))
    _check_file("data", values, path.parent, (), problems)
    if job is None:
        return None
    options = job.model_dump(include=set(Shared.model_fields))
    step = ExplainStep(name=job.name or path.stem, **options | {"data": path.parent / job.data})
    return Pipeline(steps=(step,), name=job.name, out=job.out, jobs=job.jobs)


def _several(values: Mapping[str, Any], path: Path, problems: list[Problem]) -> Pipeline | None:
    """Read a file with steps: what they have in common first, then each."""
    heading = _read(SeveralJobs, values, (), problems)
    _check_file("data", values, path.parent, (), problems)
    entries = values["steps"]
    if not isinstance(entries, list) or not entries:
        problems.append(("steps", f"must be a list of steps. Got {worded(entries)} instead."))
        return None
    own = {*Heading.model_fields, "steps"}
    shared = {key: value for key, value in values.items() if key not in own and key != "title"}
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    steps = [
        _step(entry, place, names, shared, path.parent, problems)
        for place, entry in enumerate(entries, start=1)
    ]
    _check_names(names, problems)
    _check_kinds(steps, problems)
    if heading is None or problems:
        return None
    return Pipeline(
        steps=tuple(step for step in steps if step is not None),
        single=False,
        name=heading.name or path.stem,
        title=heading.title,
        out=heading.out,
        jobs=heading.jobs,
    )


def _step(
    entry: object,
    place: int,
    names: Sequence[object],
    shared: Mapping[str, Any],
    folder: Path,
    problems: list[Problem],
) -> Step | None:
    """Read one step, with what the steps have in common where it says nothing else."""
    at = ("steps", str(place))
    if not isinstance(entry, Mapping):
        problem = f"must be keys with values, such as name and do. Got {worded(entry)} instead."
        problems.append((" -> ".join(at), problem))
        return None
    values = {str(key): value for key, value in entry.items()}
    kind = _kind(values, at, problems)
    if kind is None:
        return None
    taken = shared_by(kind)
    common = {key: value for key, value in shared.items() if key in taken}
    merged = {**common, **values}
    if merged.get("model") is None:  # the file's limits are those of its model
        merged = {key: merged[key] for key in merged if key in values or key not in LIMIT_NAMES}
    step = _read(KINDS[kind], {**merged, "do": kind}, at, problems, own=values)
    known = [key for key in _FILES if key in KINDS[kind].model_fields]
    for key in known:
        _check_file(key, values, folder, at, problems)
    resolved: dict[str, Any] = {
        key: _source(values[key], place, names, folder, (*at, key), problems)
        for key in SOURCES.get(kind, ())
        if isinstance(values.get(key), str)
    }
    resolved |= {key: folder / merged[key] for key in known if isinstance(merged.get(key), str)}
    if step is None:
        return None
    _check_together(step, at, problems)
    return step.model_copy(update=resolved)


def _check_together(step: Step, at: Sequence[str], problems: list[Problem]) -> None:
    """Refuse options of a step that do not go together."""
    if isinstance(step, (ExplainStep, CompareStep)):
        return
    try:
        step.check()
    except ParameterError as error:
        given = worded(getattr(step, error.parameter, None))
        place = " -> ".join((*at, error.parameter))
        problems.append((place, f"must be {error.expected}. Got {given} instead."))


def _kind(values: Mapping[str, Any], at: Sequence[str], problems: list[Problem]) -> str | None:
    """Return what kind of step this is, or is most likely meant to be."""
    kind = values.get("do")
    place = " -> ".join((*at, "do"))
    if isinstance(kind, str) and kind in KINDS:
        return kind
    if "do" not in values:
        problems.append((place, f"is missing. There are: {', '.join(KINDS)}."))
        return None
    if not isinstance(kind, str):
        problems.append((place, f"must be a text. Got {worded(kind)} instead."))
        return None
    problems.append((place, f"{kind!r} is no kind of step. {did_you_mean(kind, KINDS)}"))
    return next(iter(difflib.get_close_matches(kind.lower(), KINDS, n=1)), None)


def _source(
    wanted: str,
    place: int,
    names: Sequence[object],
    folder: Path,
    at: Sequence[str],
    problems: list[Problem],
) -> str | Path:
    """Return the earlier step of that name, or the path of a report."""
    earlier = [name for name in names[: place - 1] if isinstance(name, str)]
    if wanted in earlier:
        return wanted
    path = folder / wanted
    if path.is_dir() and (path / REPORT_NAME).is_file():
        path /= REPORT_NAME
    if path.is_file():
        return path
    if place <= len(names) and wanted == names[place - 1]:
        problem = "is this step itself, but a step can use only steps before it."
    elif wanted in names:
        problem = f"{wanted!r} is a later step, but a step can use only steps before it."
    else:
        hint = did_you_mean(wanted, earlier) if earlier else "There is no step before this one."
        hint = close_name(path) or hint
        problem = f"There is neither an earlier step nor a report {wanted!r}. {hint}".rstrip()
    problems.append((" -> ".join(at), problem))
    return path


def _check_names(names: Sequence[object], problems: list[Problem]) -> None:
    """Refuse names that no folder can have, and those that two steps share."""
    first: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        if not isinstance(name, str):
            continue
        at = f"steps -> {place} -> name"
        if not STEP_NAME.fullmatch(name):
            allowed = "must be up to 60 letters, digits, '-' and '_', a letter or digit first"
            problems.append((at, f"{allowed}. Got {worded(name)} instead."))
        elif name.lower() in _TAKEN:
            problems.append((at, f"{name!r} is what a part of the run itself is called."))
        if name.lower() in first:
            problems.append((at, f"{name!r} is the name of step {first[name.lower()]} already."))
        first.setdefault(name.lower(), place)


def _check_kinds(steps: Sequence[Step | None], problems: list[Problem]) -> None:
    """Refuse a step as a source that makes no report of statements."""
    kinds = {step.name: step.do for step in steps if step is not None}
    for place, step in enumerate(steps, start=1):
        for key in () if step is None else SOURCES.get(step.do, ()):
            source = getattr(step, key)
            if isinstance(source, str) and kinds.get(source, "explain") not in REPORTING:
                problem = f"{source!r} is a step of kind {kinds[source]}, which makes no report."
                problems.append((f"steps -> {place} -> {key}", problem))


def _read(
    model: type[Model],
    values: Mapping[str, Any],
    at: Sequence[str],
    problems: list[Problem],
    *,
    own: Mapping[str, Any] | None = None,
    known: Sequence[str] = (),
) -> Model | None:
    """Return the values as a model, or None with a problem for each that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        findings: dict[str, list[ErrorDetails]] = {}
        for details in error.errors(include_url=False):
            key = str(details["loc"][0])
            # what the steps have in common was looked at before
            if own is None or key in own or details["type"] == "missing":
                findings.setdefault(path_of(details, at), []).append(details)
        for found in findings.values():
            key = str(found[0]["loc"][0])
            names = [name for name in (*model.model_fields, *known) if name != key]
            problems.append(unknown_key(found[0], at, names) or in_words(found, at))
    return None


def _check_file(
    key: str, values: Mapping[str, Any], folder: Path, at: Sequence[str], problems: list[Problem]
) -> None:
    """Refuse what should be a file and is none."""
    named = values.get(key)
    if not isinstance(named, str):
        return
    place, path = folder / named, " -> ".join((*at, key))
    if not named:
        problems.append((path, "must be a text that is not empty. Got '' instead."))
    elif place.is_dir():
        problems.append((path, f"This is a folder, not a file: {named!r}."))
    elif not place.exists():
        hint = close_name(place)
        problems.append((path, f"There is no such file: {named!r}. {hint}".rstrip()))
