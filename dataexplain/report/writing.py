"""Puts the three files of a report in a folder: all of them, or none and a clear error."""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
from pathlib import Path
from typing import Any

from dataexplain.errors import OutputError
from dataexplain.records import ReportRecord
from dataexplain.report.html import render_html
from dataexplain.report.markdown import render_markdown

JSON_NAME, HTML_NAME, MARKDOWN_NAME = "report.json", "report.html", "report.md"


def write_report(record: ReportRecord, folder: Path | str, *, rows: bool = True) -> dict[str, Path]:
    """Write ``report.json``, ``report.html`` and ``report.md``.

    Each file is written beside its place first and moved there when all are complete, so that
    a full disk leaves neither half a report nor stray files.

    Parameters
    ----------
    record : ReportRecord
    folder : Path or str
        Made when it does not exist; reports in it are replaced.
    rows : bool
        Whether example rows of the table may be written.

    Returns
    -------
    dict of str to Path
        The paths under ``"json"``, ``"html"`` and ``"markdown"``.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.
    """
    folder = Path(folder)
    texts = {
        JSON_NAME: render_json(record, rows=rows),
        HTML_NAME: render_html(record, rows=rows),
        MARKDOWN_NAME: render_markdown(record, rows=rows),
    }
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
    return {
        "json": folder / JSON_NAME,
        "html": folder / HTML_NAME,
        "markdown": folder / MARKDOWN_NAME,
    }


def render_json(record: ReportRecord, *, rows: bool = True) -> str:
    """Return ``report.json``: numbers that are not finite become null.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows of the table may be written.
    """
    values = record.to_dict()
    if not rows:
        for claim in values["claims"]:
            claim["examples"] = []
    return json.dumps(_finite(values), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(entry) for entry in value]
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    if hasattr(value, "item"):
        return _finite(value.item())
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
        f"{error.filename or folder}: The report cannot be written: {reason}. {remedy}"
    )
