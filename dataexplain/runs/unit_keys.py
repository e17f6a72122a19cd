"""What determines a piece of work, as one short key: equal keys, equal results."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dataexplain
from dataexplain.errors import InputError
from dataexplain.runs.assembling import VERSIONED

_KEY_LENGTH = 32


def unit_key(kind: str, **determinants: Any) -> str:
    """Return the key of a piece of work: a hash of all that its result depends on.

    Parameters
    ----------
    kind : str
        What is done.
    **determinants
        JSON-ready values: options, hashes of data, the seed, keys of the work that is needed.

    Examples
    --------
    >>> unit_key("null run", seed=0, number=1) == unit_key("null run", number=1, seed=0)
    True
    >>> unit_key("null run", seed=0, number=1) == unit_key("null run", seed=0, number=2)
    False
    """
    parts = {"kind": kind, "versions": versions(), "code": _code(), **determinants}
    text = json.dumps(parts, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"It cannot be read: {reason}.", file=str(path)) from error


@functools.cache
def versions() -> Mapping[str, str]:
    """Return the versions of all that results depend on."""
    ours = {"dataexplain": dataexplain.__version__, "python": platform.python_version()}
    return ours | {name: importlib.metadata.version(name) for name in VERSIONED}


@functools.cache
def _code() -> str:
    """Return a hash of the package's own source: a version number may cover several states."""
    digest = hashlib.sha256()
    root = Path(dataexplain.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".j2", ".md"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Return paths as text, and tuples of other containers as lists."""
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{value!r} has no place in a key")
