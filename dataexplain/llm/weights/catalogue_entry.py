"""What is known of a model that can be installed: its files and the packages that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class WeightFile:
    """A file of a model, known by its size and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Payload:
    """A file inside a package that holds a stretch of a file of the model.

    Parameters
    ----------
    member : str
        Its path inside the package, as a pattern of one file.
    file : str
        The file of the model.
    offset : int
        Where in that file the stretch begins.
    size : int
        Its length in bytes.
    """

    member: str
    file: str
    offset: int
    size: int


@dataclass(frozen=True)
class Package:
    """A package of exactly one version that carries weights."""

    name: str
    version: str
    payloads: tuple[Payload, ...]

    @property
    def size(self) -> int:
        """How many bytes of the model it carries."""
        return sum(payload.size for payload in self.payloads)


@dataclass(frozen=True)
class CatalogueEntry:
    """A model that can be installed.

    Parameters
    ----------
    name : str
        What the user calls it.
    kind : {"chat", "embedder"}
        Whether it answers or embeds.
    licence : str
        The licence of its authors.
    good_for : str
        One phrase a user reads.
    context : int
        How many tokens it can read at once.
    files : tuple of WeightFile
        What it consists of, the weights first.
    packages : tuple of Package
        Where the files can be read from, in order.
    repository : str
        The repository of the same files on the model hub.

    Examples
    --------
    >>> from dataexplain.llm.weights.catalogue import entry
    >>> entry("smollm2-135m").size
    98362432
    """

    name: str
    kind: Literal["chat", "embedder"]
    licence: str
    good_for: str
    context: int
    files: tuple[WeightFile, ...]
    packages: tuple[Package, ...]
    repository: str

    @property
    def size(self) -> int:
        """How many bytes its files have together."""
        return sum(file.size for file in self.files)

    @property
    def hash(self) -> str:
        """The SHA-256 of its weights: what the model is, whatever it is called."""
        return self.files[0].sha256

    def path_in(self, folder: Path) -> Path:
        """Return what a runtime opens: the file of a chat model, the folder of an embedder."""
        return folder / self.files[0].name if self.kind == "chat" else folder


def in_megabytes(size: int) -> str:
    """Return a number of bytes as a user reads it.

    Examples
    --------
    >>> in_megabytes(1_117_320_768)
    '1,117 MB'
    """
    return f"{size / 1e6:,.0f} MB"
