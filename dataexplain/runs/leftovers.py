"""What a run leaves behind: nothing when nothing was finished, and nothing stale when it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dataexplain.runs.folder_lock import LOCK_NAME
from dataexplain.runs.manifest import MANIFEST_NAME, Manifest, StepRecord
from dataexplain.runs.output_folder import WORK
from dataexplain.runs.steps import STEP_NAME
from dataexplain.runs.unit_store import JOURNAL, UNITS


@contextmanager
def tidied(work: Path, made: Iterable[Path]) -> Iterator[None]:
    """Leave nothing behind when a run ends before any piece of work is finished.

    Parameters
    ----------
    work : Path
        The folder of the finished work.
    made : iterable of Path
        Folders that were made for this run, the innermost first.
    """
    manifest = work.parent / MANIFEST_NAME
    known = manifest.exists()
    try:
        yield
    except BaseException:
        if not any((work / UNITS).glob("*.json")):
            forget(work.parent)
            if not known:  # else it still says which files in the folder are a run's
                manifest.unlink(missing_ok=True)
            (work / LOCK_NAME).unlink(missing_ok=True)
            for path in (work, *made):
                _remove_empty(path)
        raise


def forget(folder: Path) -> None:
    """Remove the finished work of a run; manifest and reports stay until they are replaced.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Path(folder, WORK, UNITS).mkdir(parents=True)
    ...     forget(Path(folder))
    ...     list(Path(folder, WORK).iterdir())
    []
    """
    (folder / WORK / JOURNAL).unlink(missing_ok=True)
    if (folder / WORK / UNITS).is_dir():
        shutil.rmtree(folder / WORK / UNITS)


def stale_steps(before: Manifest, current: Iterable[str]) -> tuple[StepRecord, ...]:
    """Return the steps of an earlier run in whose folders nothing is made any more.

    Examples
    --------
    >>> before = Manifest("m", {}, (), (StepRecord("a", "explain", "finished", "0f", "a"),))
    >>> len(stale_steps(before, ["b"])), stale_steps(before, ["a"])
    (1, ())
    """
    kept = set(current)
    return tuple(entry for entry in (*before.steps, *before.stale) if entry.folder not in kept)


def remove_stale(folder: Path, stale: Iterable[StepRecord], known: Iterable[str]) -> None:
    """Remove the files of steps that a pipeline has no more.

    Parameters
    ----------
    folder : Path
        That of the run.
    stale : iterable of StepRecord
        They may have been edited by hand: only what a run can have made is removed.
    known : iterable of str
        Names of the files that steps make.
    """
    names = set(known)
    for entry in stale:
        place = folder / entry.folder
        inside = entry.folder == "." or STEP_NAME.fullmatch(entry.folder)
        if not inside or place.is_symlink():
            continue
        for name in names & set(entry.files):
            (place / name).unlink(missing_ok=True)
        if entry.folder != ".":
            _remove_empty(place)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
