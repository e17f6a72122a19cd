"""What works here: packages, folders, models, keys, and a timed call of each model.

Every check gives a finding and raises nothing: what fails is what the user wants to read.
"""

from __future__ import annotations

import importlib.metadata
import math
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dataexplain.errors import DataExplainError
from dataexplain.llm.added_by_packages import EMBEDDERS, MODELS, added_by_packages, loaded
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.embedding.embedding_store import FILE_NAME, EmbeddingStore
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.llm.opening import HOSTED_KEY, SERVER_KEY, find_backend
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.llm.weights.catalogue import CATALOGUE, INSTALL_LINE
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry
from dataexplain.llm.weights.folders import (
    base_folder,
    calls_file,
    embeddings_folder,
    made_folder,
    models_folder,
    replies_file,
)
from dataexplain.llm.weights.installed_files import look

State = Literal["works", "absent", "fails"]

# A package, the extra that brings it, and what for.
PACKAGES = (
    ("openai", None, "servers and the embedded model"),
    ("xllamacpp", "embedded", "models that run here"),
    ("tokenizers", "embedded", "embeddings"),
    ("torch", "local", "transformers models"),
    ("transformers", "local", "transformers models"),
)
QUESTION = "Is seven greater than three? Answer with Yes or No."
OPTIONS = ("Yes", "No")
_TEXTS = tuple(f"This is text number {number}." for number in range(32))


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    about : str
        The group it belongs to.
    name : str
    state : {"works", "absent", "fails"}
        Absent is nothing to worry about, unless it is wanted.
    text : str
        What was found, and what would mend it.
    """

    about: str
    name: str
    state: State
    text: str


def examine(
    *,
    models: tuple[str, ...] = (),
    embedders: tuple[str, ...] = (),
    calls: bool = True,
    doing: Callable[[str], None] | None = None,
) -> Iterator[Finding]:
    """Yield what works here, one finding after the other.

    Parameters
    ----------
    models : tuple of str, default=()
        Further models to call, such as "openai:NAME": a hosted one costs a few tokens.
    embedders : tuple of str, default=()
        Further embedders to call.
    calls : bool, default=True
        Whether to make a test call of each model that is installed.
    doing : callable, optional
        Hears what takes long, before it begins.

    Examples
    --------
    >>> next(examine()).name
    'Python'
    """
    told = doing or (lambda _: None)
    yield Finding("here", "Python", "works", f"{platform.python_version()}, {sys.platform}")
    yield Finding("here", "SQLite", "works", sqlite3.sqlite_version)
    for package, extra, purpose in PACKAGES:
        yield _package(package, extra, purpose)
    yield _folder()
    for name, path, opened in (
        ("replies", replies_file, _replies_kept),
        ("embeddings", _embeddings_file, _embeddings_kept),
        ("calls", calls_file, _calls_kept),
    ):
        yield _store(name, path, opened)
    for variable in (HOSTED_KEY, SERVER_KEY):
        yield _key(variable)
    found = {entry: _installed(entry) for entry in CATALOGUE}
    yield from found.values()
    for group, kind in ((MODELS, "language model"), (EMBEDDERS, "embedder")):
        for added in added_by_packages(group).values():
            yield _added(added, kind)
    for entry, finding in found.items():
        if calls and finding.state == "works":
            told(f"Calling {entry.name}")
            yield (
                _called_embedder(entry.name)
                if entry.kind == "embedder"
                else _called(entry.name, f"embedded:{entry.name}")
            )
    for name in models:
        told(f"Calling {name}")
        yield _called(name, name)
    for name in embedders:
        told(f"Calling {name}")
        yield _called_embedder(name)


def _package(package: str, extra: str | None, purpose: str) -> Finding:
    try:
        version = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        line = f"python -m pip install 'dataexplain{f'[{extra}]' if extra else ''}'"
        return Finding("packages", package, "absent", f"for {purpose}: {line}")
    return Finding("packages", package, "works", f"{version}, for {purpose}")


def _folder() -> Finding:
    try:
        folder = made_folder(base_folder())
    except DataExplainError as error:
        return Finding("folders", "cache folder", "fails", str(error))
    return Finding("folders", "cache folder", "works", str(folder))


def _store(name: str, path: Callable[[], Path], opened: Callable[[Path], str]) -> Finding:
    try:
        file = path()
        if not file.exists():
            return Finding("folders", name, "absent", f"nothing yet; will be {file}")
        return Finding("folders", name, "works", opened(file))
    except DataExplainError as error:
        return Finding("folders", name, "fails", str(error))


def _replies_kept(file: Path) -> str:
    with ReplyCache(file) as cache:
        kept = cache.statistics()
        return "; ".join([f"{kept.entries:,} kept in {file}", *cache.notes])


def _embeddings_file() -> Path:
    return embeddings_folder() / FILE_NAME


def _embeddings_kept(file: Path) -> str:
    with EmbeddingStore(file.parent) as store:
        return "; ".join([f"{store.statistics().entries:,} kept in {file}", *store.notes])


def _calls_kept(file: Path) -> str:
    with CallLog(file) as log:
        last = log.tail(1)
        text = f"last: number {last[0].number:,}" if last else "none"
        return "; ".join([f"{text}, in {file}", *log.notes])


def _key(variable: str) -> Finding:
    if os.environ.get(variable):
        return Finding("keys", variable, "works", "set (its value is not shown)")
    return Finding("keys", variable, "absent", "not set")


def _installed(entry: CatalogueEntry) -> Finding:
    try:
        found = look(entry, models_folder() / entry.name)
    except DataExplainError as error:
        return Finding("models", entry.name, "fails", str(error))
    line = INSTALL_LINE.format(entry.name)
    if found.status == "installed":
        return Finding("models", entry.name, "works", f"installed: {found.path}")
    if found.status == "damaged":
        return Finding("models", entry.name, "fails", f"damaged: {found.remark}. Again: {line}")
    return Finding("models", entry.name, "absent", f"not installed: {line}")


def _added(entry: importlib.metadata.EntryPoint, kind: str) -> Finding:
    """Tell whether a package that adds models can be loaded; none of its models is."""
    about = "added by packages"
    try:
        loaded(entry)
    except DataExplainError as error:
        return Finding(about, entry.name, "fails", str(error))
    version = "" if entry.dist is None else f" of {entry.dist.name} {entry.dist.version}"
    text = f"{kind}, written as {entry.name}:NAME ({entry.value}{version})"
    return Finding(about, entry.name, "works", text)


def _called(name: str, model: str) -> Finding:
    """Ask a simple question twice: the first call starts what must be started."""
    try:
        with ChatModel(find_backend(model)) as opened:
            started = time.perf_counter()
            opened.choose(f"{QUESTION} ", OPTIONS)
            first = time.perf_counter()
            choice = opened.choose(QUESTION, OPTIONS)
            second = time.perf_counter()
            notes = opened.notes
    except Exception as error:  # noqa: BLE001 (whatever fails is what the user wants to read)
        return Finding("calls", name, "fails", _told(error))
    if choice is None:
        return Finding("calls", name, "fails", f"no answer to: {QUESTION}")
    answer = f"{choice.best} ({max(choice.probabilities.values()):.0%}, by {choice.basis})"
    times = f"start and first call {first - started:.1f} s, next call {second - first:.2f} s"
    return Finding("calls", name, "works", "; ".join([f"{times}; {answer}", *notes]))


def _called_embedder(name: str) -> Finding:
    try:
        with open_embedder(name, store=False, log=False) as embedder:
            embedder.embed(_TEXTS[:1])
            started = time.perf_counter()
            vectors = embedder.embed(_TEXTS[1:])
            seconds = time.perf_counter() - started
    except Exception as error:  # noqa: BLE001 (the same)
        return Finding("calls", name, "fails", _told(error))
    if not math.isfinite(float(vectors.sum())):
        return Finding("calls", name, "fails", "its vectors hold no numbers")
    rate = len(vectors) / seconds
    return Finding(
        "calls",
        name,
        "works",
        f"{rate:,.0f} short texts a second, {vectors.shape[1]} numbers",
    )


def _told(error: Exception) -> str:
    own = isinstance(error, DataExplainError)
    return str(error) if own else f"{type(error).__name__}: {error}"
