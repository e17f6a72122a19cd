"""A table of n-grams as a JSON file: all of a fitted model that is needed to predict."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dataexplain.atomic_files import write_whole
from dataexplain.errors import InputError
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.models.ngram_table import NgramTable, short

VERSION = 1
# Enough to give every number of 32 bits back as it was.
_DIGITS = 9


@dataclass(frozen=True)
class SavedModel:
    """What a file holds of a fitted model.

    Parameters
    ----------
    kind : str
        The name of the estimator.
    parameters : dict
        Those of its parameters that say how it was fitted.
    table : NgramTable
    directions : ndarray of shape (dimensions, outputs)
    fingerprint : str
        Of the embedder.
    texts : int
    share, penalty : float
    classes : list
        Labels; empty for a number.
    """

    kind: str
    parameters: dict[str, Any]
    table: NgramTable
    directions: np.ndarray
    fingerprint: str
    texts: int
    share: float
    penalty: float
    classes: list[Any]


def write_model(path: Path, model: SavedModel) -> None:
    """Write a model beside the place, then put it there.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    table = model.table
    values = {
        "kind": model.kind,
        "version": VERSION,
        "parameters": model.parameters,
        "classes": model.classes,
        "texts": model.texts,
        "share": model.share,
        "penalty": model.penalty,
        "embedder": model.fingerprint,
        "intercepts": table.intercepts.tolist(),
        "directions": _numbers(model.directions),
        "ngrams": list(table.index.ngrams),
        "documents": table.documents.tolist(),
        "rarity": _numbers(table.rarity),
        "weights": _numbers(table.weights),
        "errors": None if table.errors is None else _numbers(table.errors),
    }
    write_whole(path, json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def read_model(path: Path, kind: str) -> SavedModel:
    """Read a model of one kind.

    Raises
    ------
    InputError
        When the file cannot be read, holds another kind, is damaged or of a newer version.
    """
    values = _read(path)
    if values.get("kind") != kind:
        raise InputError(
            f"It holds no {kind}, but {values.get('kind', 'something else')!r}.", file=str(path)
        )
    if values.get("version") != VERSION:
        raise InputError(
            f"It is of version {values.get('version')!r}, and this program reads {VERSION}.",
            file=str(path),
            remedy="Use a newer dataexplain, or fit the model again.",
        )
    try:
        return _model(values)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"The model in it is damaged: {error}.", file=str(path), remedy="Save it again."
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"It cannot be read: {error}.", file=str(path)) from error
    return values if isinstance(values, dict) else {}


def _model(values: dict[str, Any]) -> SavedModel:
    intercepts = np.array(values["intercepts"], dtype=np.float64)
    count, outputs = len(values["ngrams"]), len(intercepts)
    parameters = dict(values["parameters"])
    parameters["ngram_range"] = tuple(parameters["ngram_range"])
    table = NgramTable(
        index=NgramIndex(values["ngrams"]),
        rarity=_array(values["rarity"], count, 0),
        weights=_array(values["weights"], count, outputs),
        intercepts=intercepts,
        documents=np.array(values["documents"], dtype=np.int64).reshape(count),
        errors=None if values["errors"] is None else _array(values["errors"], count, outputs),
    )
    return SavedModel(
        kind=values["kind"],
        parameters=parameters,
        table=table,
        directions=_array(values["directions"], len(values["directions"]), outputs),
        fingerprint=values["embedder"],
        texts=int(values["texts"]),
        share=float(values["share"]),
        penalty=float(values["penalty"]),
        classes=list(values["classes"]),
    )


def _array(values: Any, rows: int, columns: int) -> np.ndarray:
    """Return numbers of a shape; null is no number."""
    shape = (rows, columns) if columns else (rows,)
    return short(np.array(values, dtype=np.float64).reshape(shape))


def _numbers(values: np.ndarray) -> Any:
    """Return nested lists of numbers that are short and read back alike; NaN is null."""
    if values.ndim > 1:
        return [_numbers(row) for row in values]
    return [None if np.isnan(value) else float(f"{value:.{_DIGITS}g}") for value in values]
