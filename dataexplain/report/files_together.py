"""Puts several files in a folder: all of them, or none and a clear error."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import discard, write_beside
from dataexplain.errors import OutputError


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
            waiting[write_beside(place, text)] = place
        for beside, place in waiting.items():
            beside.replace(place)
    except BaseException as error:
        for beside in waiting:
            discard(beside)
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()  # stays where it is not empty
        if isinstance(error, OSError):
            raise _output_error(folder, error) from error
        raise
    return {name: folder / name for name in texts}


def write_forms(
    folder: Path | str, name: str, *, json: str, html: str, markdown: str
) -> dict[str, Path]:
    """Write the three forms of one result: all of them, or none.

    Parameters
    ----------
    folder : Path or str
    name : str
        Of the files, without their endings.
    json, html, markdown : str
        Their content.

    Returns
    -------
    dict of str to Path
        The paths under ``"json"``, ``"html"`` and ``"markdown"``.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.
    """
    names = {"json": f"{name}.json", "html": f"{name}.html", "markdown": f"{name}.md"}
    texts = (json, html, markdown)
    paths = write_together(folder, dict(zip(names.values(), texts, strict=True)))
    return {form: paths[file] for form, file in names.items()}


def json_text(values: Mapping[str, Any]) -> str:
    r"""Return a record's dictionary as JSON: numbers that are not finite become null.

    Examples
    --------
    >>> json_text({"mean": float("nan")})
    '{\n "mean": null\n}\n'
    """
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
