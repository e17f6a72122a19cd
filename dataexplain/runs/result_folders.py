"""Where the result of a recheck or a comparison goes: refused before the work begins."""

from __future__ import annotations

import json
from pathlib import Path

from dataexplain.runs.output_folder import check_folder, default_folder

_SCHEMAS = {"recheck.json": "dataexplain.recheck/", "comparison.json": "dataexplain.comparison/"}


def recheck_folder(file: Path | str) -> Path:
    """Return the folder for the recheck on a file, in the current directory.

    Examples
    --------
    >>> recheck_folder("/data/next_month.csv").as_posix()
    'next_month-recheck'
    """
    return Path(default_folder(file).name.removesuffix("-report") + "-recheck")


def check_result_folder(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder that cannot be written to, or that holds other things than results.

    Parameters
    ----------
    folder : Path
        New, empty, or with a report, a recheck or a comparison in it.
    force : bool, default=False
        Whether to write beside whatever is in the folder.

    Raises
    ------
    OutputError
        When nothing shall or can go there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     check_result_folder(Path(folder, "new"))
    """
    check_folder(folder, force=force or _holds_result(folder))


def _holds_result(folder: Path) -> bool:
    for name, schema in _SCHEMAS.items():
        try:
            values = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(values, dict) and str(values.get("schema", "")).startswith(schema):
            return True
    return False
