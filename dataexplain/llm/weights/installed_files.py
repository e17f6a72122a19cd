"""The folder of an installed model: its files, and the note that is written when all is checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dataexplain.atomic_files import write_whole
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry

NOTE = "installed.json"


@dataclass(frozen=True)
class Found:
    """What was found in the folder of a model.

    Parameters
    ----------
    status : {"absent", "installed", "damaged"}
        Whether it can be used.
    path : Path or None
        What a runtime opens, when it can be used.
    remark : str
        What is wrong with a damaged one.
    """

    status: Literal["absent", "installed", "damaged"]
    path: Path | None = None
    remark: str = ""


def look(entry: CatalogueEntry, folder: Path) -> Found:
    """Say whether a folder holds a model, from its note and the sizes of its files alone.

    Parameters
    ----------
    entry : CatalogueEntry
        The model.
    folder : Path
        The folder of this model.

    Examples
    --------
    >>> from dataexplain.llm.weights.catalogue import entry
    >>> look(entry("minilm"), Path("no-such-folder")).status
    'absent'
    """
    try:
        note = (folder / NOTE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Found("absent")
    except (OSError, ValueError) as error:
        return Found("damaged", remark=f"{NOTE} cannot be read ({type(error).__name__})")
    remark = _wrong_note(entry, note) or _wrong_size(entry, folder)
    if remark:
        return Found("damaged", remark=remark)
    return Found("installed", path=entry.path_in(folder))


def write_note(entry: CatalogueEntry, folder: Path) -> None:
    """Write the note that makes a folder an installed model; its files have been checked.

    Examples
    --------
    >>> import tempfile
    >>> from dataexplain.llm.weights.catalogue import entry
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_note(entry("minilm"), Path(folder))
    ...     look(entry("minilm"), Path(folder)).remark
    'model.safetensors is missing'
    """
    note = {"name": entry.name, "licence": entry.licence, "sha256": _hashes(entry)}
    write_whole(folder / NOTE, json.dumps(note, indent=2) + "\n")


def holds_other_files(entry: CatalogueEntry, folder: Path) -> bool:
    """Tell whether a folder holds anything that no installation of the model put there.

    Examples
    --------
    >>> import tempfile
    >>> from dataexplain.llm.weights.catalogue import entry
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     before = holds_other_files(entry("minilm"), Path(folder))
    ...     Path(folder, "thesis.txt").touch()
    ...     before, holds_other_files(entry("minilm"), Path(folder))
    (False, True)
    """
    own = {NOTE, *(file.name for file in entry.files)}
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return True
    return not names <= own


def _hashes(entry: CatalogueEntry) -> dict[str, str]:
    return {file.name: file.sha256 for file in entry.files}


def _wrong_note(entry: CatalogueEntry, text: str) -> str:
    try:
        note: Any = json.loads(text)
    except ValueError:
        return f"{NOTE} is not whole"
    if not isinstance(note, dict) or note.get("sha256") != _hashes(entry):
        return "its files are those of another version"
    return ""


def _wrong_size(entry: CatalogueEntry, folder: Path) -> str:
    for file in entry.files:
        try:
            size = (folder / file.name).stat().st_size
        except OSError:
            return f"{file.name} is missing"
        if size != file.size:
            return f"{file.name} has {size:,} bytes instead of {file.size:,}"
    return ""
