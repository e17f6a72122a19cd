"""Puts several files in a folder: all of them, or none and a clear error."""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataexplain.errors import OutputError
from dataexplain.records import Record


def write_together(folder: Path | str, texts: Mapping[str, str]) -> dict[str, Path]:
    """Write texts as files of a folder.

    Each file is written beside its place first and moved there when all are complete, so that
    a full disk leaves neither half of them nor stray files.

    Parameters
    ----------
    folder : Path or str
        Made when it does not exist; files of the same names are replaced.
    texts : mapping of str to str
        The content of each file, by its name.

    Returns
    -------
    dict of str to Path
        The path of each file, by its name.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     paths = write_together(Path(place, "new"), {"a.md": "one", "b.md": "two"})
    ...     paths["b.md"].read_text(encoding="utf-8")
    'two'
    """
    folder = Path(folder)
    made = _make_folder(folder)
    waiting: dict[Path, Path] = {}
    try:
        for name, text in texts.items():
            place = folder / name
            if place.is_dir():
                raise IsADirectoryError(None, "There is a folder of that name", str(place))
            beside = folder / f".{name}.{secrets.token_hex(4)}.tmp"
            waiting[beside] = place
            _write(beside, text)
        for beside, place in waiting.items():
            beside.replace(place)
    except BaseException as error:
        for beside in waiting:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()  # stays where it is not empty
        if isinstance(error, OSError):
            raise _output_error(folder, error) from error
        raise
    return {name: folder / name for name in texts}


def json_text(record: Record) -> str:
    """Return a record as JSON: numbers that are not finite become null.

    Examples
    --------
    >>> from dataexplain.records import HeldOutPoint
    >>> json_text(HeldOutPoint(float("nan"), (0.0, 1.0), 3)).splitlines()[1]
    ' "mean": null,'
    """
    return (
        json.dumps(_finite(record.to_dict()), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    )


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(entry) for entry in value]
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    return str(value)


def _make_folder(folder: Path) -> list[Path]:
    """Make the folder and return what was made, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        for path in missing:
            with contextlib.suppress(OSError):
                path.rmdir()
        raise _output_error(folder, error) from error
    return missing


def _write(path: Path, text: str) -> None:
    # A lone surrogate has no UTF-8; its backslash form is what JSON reads back as the same.
    with path.open("xb") as file:
        file.write(text.encode("utf-8", errors="backslashreplace"))
        file.flush()
        os.fsync(file.fileno())


def _output_error(folder: Path, error: OSError) -> OutputError:
    remedies = {
        FileExistsError: "Give the path of a folder, not of a file.",
        NotADirectoryError: "Give the path of a folder, not of a file.",
        IsADirectoryError: "Move it away or choose another folder.",
        PermissionError: "Choose a folder you may write to.",
    }
    remedy = remedies.get(type(error), "Free some space or choose another folder.")
    reason = (error.strerror or str(error)).rstrip(".")
    return OutputError(
        f"{error.filename or folder}: The result cannot be written: {reason}. {remedy}"
    )
