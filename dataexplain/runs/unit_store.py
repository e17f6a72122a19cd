"""Where finished pieces of work lie: one JSON file each, called after its key.

A file says what it holds and the hash of it, so that one that is cut short or was changed by hand
is taken for missing and done again. The journal notes when a piece begins and when it is finished.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import remove_unfinished, write_whole

SCHEMA = "dataexplain.unit/1"
JOURNAL = "journal.jsonl"
UNITS = "units"
STARTED, FINISHED = "started", "finished"


@dataclass(frozen=True)
class Unit:
    """A piece of work that is done once: its key, and what it is called."""

    key: str
    name: str


@dataclass(frozen=True)
class UnitStore:
    """Finished pieces of work in a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = UnitStore(Path(folder))
    ...     store.prepare()
    ...     unit = Unit("0f", "an example")
    ...     store.do(unit, lambda: {"sum": 3})
    ...     store.do(unit, lambda: {"sum": 4})
    ...     [event["event"] for event in store.journal()]
    {'sum': 3}
    {'sum': 3}
    ['started', 'finished']
    """

    folder: Path

    def prepare(self) -> None:
        """Make the folders, and remove what a killed run left half written."""
        (self.folder / UNITS).mkdir(parents=True, exist_ok=True)
        remove_unfinished(self.folder / UNITS)
        journal = self.folder / JOURNAL
        if journal.exists() and not journal.read_bytes().endswith(b"\n"):
            self._append(b"\n")  # the process was killed while it wrote the last line

    def read(self, unit: Unit) -> Any:
        """Return the result of a finished piece; None when there is none, or no whole one."""
        try:
            values = json.loads(self._path(unit.key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(values, dict) or values.get("key") != unit.key:
            return None
        result = values.get("result")
        whole = values.get("schema") == SCHEMA and values.get("sha256") == _hash(result)
        return result if whole else None

    def finished(self, unit: Unit) -> bool:
        """Tell whether a piece needs no more work."""
        return self.read(unit) is not None

    def do(self, unit: Unit, work: Callable[[], Any]) -> Any:
        """Return the result of a piece, which is worked out only where it is not there yet.

        What comes back was read from the file also when it was just written, so that a run that
        was killed and one that was not go on with the very same values.
        """
        found = self.read(unit)
        if found is not None:
            return found
        self._note(unit, STARTED)
        self.keep(unit, work())
        return self.read(unit)

    def keep(self, unit: Unit, result: Any) -> None:
        """Write a result down."""
        values = {
            "schema": SCHEMA,
            "key": unit.key,
            "name": unit.name,
            "sha256": _hash(result),
            "result": result,
        }
        write_whole(self._path(unit.key), _text(values))
        self._note(unit, FINISHED)

    def forget_all_but(self, keys: Iterable[str]) -> None:
        """Remove finished work that nothing needs any more."""
        kept = {self._path(key).name for key in keys}
        for path in (self.folder / UNITS).glob("*.json"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def journal(self) -> Iterator[dict[str, Any]]:
        """Yield what was begun and finished, in order; a torn last line is left out."""
        path = self.folder / JOURNAL
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def _note(self, unit: Unit, event: str) -> None:
        entry = {"event": event, "key": unit.key, "name": unit.name, "process": os.getpid()}
        self._append(json.dumps(entry).encode() + b"\n")

    def _append(self, line: bytes) -> None:
        # one write at the end of the file: lines of several processes do not mix
        with (self.folder / JOURNAL).open("ab", buffering=0) as file:
            file.write(line)

    def _path(self, key: str) -> Path:
        return self.folder / UNITS / f"{key}.json"


def _text(values: object) -> str:
    return json.dumps(values)


def _hash(result: object) -> str:
    return hashlib.sha256(_text(result).encode()).hexdigest()
