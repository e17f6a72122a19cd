"""`run.json`: what a run does, from what, and how far it is.

It describes; it decides nothing that would not be found out without it. Finished work is known by
its key and its hash, so that a manifest which was changed by hand can cost time, never a result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import write_whole
from dataexplain.errors import OutputError
from dataexplain.json_records import Record

MANIFEST_NAME = "run.json"
SCHEMA = "dataexplain.run/1"
FAMILY = "dataexplain.run/"
WAITING, RUNNING, FINISHED = "waiting", "running", "finished"


@dataclass(frozen=True)
class InputRecord(Record):
    """A file that was read, by the hash of its content."""

    path: str
    sha256: str


@dataclass(frozen=True)
class StepRecord(Record):
    """A step: its options, the keys of its work, and the files it made with their hashes.

    `folder` is where the files lie, from the folder of the run; `state` is waiting, running or
    finished.
    """

    name: str
    do: str
    state: str
    key: str
    folder: str = "."
    options: dict[str, Any] = field(default_factory=dict)
    work: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest(Record):
    """The content of `run.json`.

    `stale` are steps of an earlier state of the pipeline whose files are still to be removed.
    """

    name: str
    versions: dict[str, str]
    inputs: tuple[InputRecord, ...]
    steps: tuple[StepRecord, ...]
    index: dict[str, str] = field(default_factory=dict)
    stale: tuple[StepRecord, ...] = ()
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the manifest as JSON-ready values, the schema first."""
        values = super().to_dict()
        return {"schema": values.pop("schema"), **values}

    def step(self, name: str, key: str) -> StepRecord | None:
        """Return the step of that name when its work has that key."""
        return next((one for one in self.steps if (one.name, one.key) == (name, key)), None)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write `run.json` whole."""
    text = json.dumps(manifest.to_dict(), indent=1, ensure_ascii=False)
    write_whole(folder / MANIFEST_NAME, text + "\n")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None when there is none, or none that can be read.

    Raises
    ------
    OutputError
        When another version of dataexplain wrote it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_manifest(Manifest("churn", {}, (), ()), Path(folder))
    ...     read_manifest(Path(folder)).name
    'churn'
    """
    values = manifest_values(folder)
    if values is None:
        return None
    schema = values.get("schema")
    if schema != SCHEMA:
        raise OutputError(
            f"{folder / MANIFEST_NAME}: The schema is {schema!r}, but {SCHEMA!r} was expected. "
            "Choose another folder with --out, or begin anew with --restart."
        )
    try:
        manifest = Manifest.from_dict(values)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return manifest if _is_whole(manifest) else None


def manifest_values(folder: Path) -> dict[str, Any] | None:
    """Return what `run.json` of a folder holds when it is one of dataexplain's."""
    try:
        values = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    ours = isinstance(values, dict) and str(values.get("schema", "")).startswith(FAMILY)
    return values if ours else None


def are_as_written(folder: Path, files: dict[str, str]) -> bool:
    """Tell whether files are still what they were when they were written."""
    return bool(files) and hashes(folder, list(files)) == files


def hashes(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of files of a folder by name; empty for those that cannot be read."""
    found = {}
    for name in names:
        try:
            found[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except (OSError, ValueError):
            found[name] = ""
    return found


def _is_whole(manifest: Manifest) -> bool:
    """Tell whether values have the types that they are used as."""
    return all(
        isinstance(step.name, str)
        and isinstance(step.key, str)
        and isinstance(step.folder, str)
        and isinstance(step.files, dict)
        and all(isinstance(part, str) for part in (*step.files, *step.files.values()))
        for step in (*manifest.steps, *manifest.stale)
    ) and isinstance(manifest.index, dict)
