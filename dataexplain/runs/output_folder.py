"""Where a report goes: refused before the work begins, not after it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from dataexplain.errors import OutputError
from dataexplain.runs.folder_lock import LOCK_NAME
from dataexplain.runs.manifest import MANIFEST_NAME, manifest_values

_TABLES = (".csv", ".tsv", ".txt", ".tab", ".parquet", ".jsonl", ".ndjson", ".json", ".xlsx")
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip")
# The folder of a run's finished work, and the file by which a killed run is known.
WORK = "work"
_REPORT_SCHEMA = "dataexplain.report/"


def default_folder(file: Path | str, ending: str = "report") -> Path:
    """Return the folder for the report about a file, in the current directory.

    Parameters
    ----------
    file : Path or str
    ending : str, default="report"
        What kind of report it is.

    Examples
    --------
    >>> default_folder("/data/churn.csv.gz").as_posix()
    'churn-report'
    """
    name = Path(file).name
    while Path(name).suffix.lower() in (*_TABLES, *_COMPRESSED):
        name = Path(name).stem
    return Path(f"{name or 'table'}-{ending}")


def check_folder(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder that cannot be written to, or that holds something else than a report.

    Parameters
    ----------
    folder : Path
    force : bool, default=False
        Whether a report may be put beside whatever is in the folder.

    Raises
    ------
    OutputError
        When the report shall not or cannot go there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     check_folder(Path(folder, "new"))
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: This is a file. Choose a folder for the report with --out.")
    nearest = next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )
    if not nearest.is_dir():
        raise OutputError(f"{folder}: {nearest} is a file. Choose another folder with --out.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(
            f"{folder}: There is no permission to write in {nearest}. "
            "Choose another folder with --out."
        )
    if not folder.is_dir() or not any(folder.iterdir()) or holds_run(folder):
        return
    if (folder / MANIFEST_NAME).exists():
        raise OutputError(
            f"{folder / MANIFEST_NAME}: This is not a run of dataexplain. "
            "Move it away, or choose another folder with --out."
        )
    if force or _holds_report(folder):
        return
    raise OutputError(
        f"{folder}: This folder holds other things than a report of dataexplain. "
        "Choose another folder with --out, or write into it with --force."
    )


def holds_run(folder: Path) -> bool:
    """Tell whether a pipeline ran in a folder, be it that the run was killed at once.

    Examples
    --------
    >>> holds_run(Path("no-such-folder"))
    False
    """
    if manifest_values(folder) is not None or (folder / WORK / LOCK_NAME).is_file():
        return True
    # the run was killed before it had a lock
    return [path.name for path in folder.glob("*")] == [WORK] and not any((folder / WORK).glob("*"))


def _holds_report(folder: Path) -> bool:
    try:
        values = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(values, dict) and str(values.get("schema", "")).startswith(_REPORT_SCHEMA)
