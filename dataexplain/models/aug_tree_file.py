"""A fitted tree of keyphrases as a JSON file: read again without any embedder or model."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from dataexplain.atomic_files import write_whole
from dataexplain.errors import LoadingError, OutputError, ParameterError
from dataexplain.models.aug_tree_nodes import NO_CHILD, KeyphraseNode

FORMAT = "dataexplain tree of keyphrases"
VERSION = 1
_LABELS = (str, int, float, bool)


@dataclass(frozen=True)
class SavedTree:
    """What a file holds.

    Parameters
    ----------
    kind : str
        The name of the estimator.
    parameters : dict
        Those that JSON can hold.
    own_tokenizer : bool
        Whether texts were read by a tokenizer that the file cannot hold.
    nodes : tuple of KeyphraseNode
    classes : ndarray or None
        The labels; None for a number.
    """

    kind: str
    parameters: dict[str, Any]
    own_tokenizer: bool
    nodes: tuple[KeyphraseNode, ...]
    classes: np.ndarray | None

    def write(self, path: str | PathLike[str]) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        ParameterError
            For labels that JSON does not know, such as dates.
        OutputError
            When the file cannot be written.
        """
        content = {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind,
            "parameters": self.parameters,
            "own_tokenizer": self.own_tokenizer,
            "classes": None if self.classes is None else _labels(self.classes, self.kind),
            "nodes": [node.to_dict() for node in self.nodes],
        }
        text = json.dumps(content, allow_nan=False, indent=1) + "\n"
        try:
            write_whole(Path(path), text)
        except OSError as error:
            raise OutputError(f"{path}: It cannot be written ({error.strerror}).") from error

    @classmethod
    def read(cls, path: str | PathLike[str], kind: str, known: Collection[str]) -> SavedTree:
        """Read a file of one kind, with no parameters beside those that are known.

        Raises
        ------
        LoadingError
            When it cannot be read, holds another kind of model, is damaged or of a newer version.
        """
        content = _content(path, kind)
        try:
            parameters = dict(content["parameters"])
            parameters["ngram_range"] = tuple(parameters["ngram_range"])
            if not set(parameters) <= set(known):
                raise ValueError(f"there is no parameter {min(set(parameters) - set(known))!r}")
            classes = content["classes"]
            saved = cls(
                kind,
                parameters,
                bool(content["own_tokenizer"]),
                tuple(KeyphraseNode.from_dict(entry) for entry in content["nodes"]),
                None if classes is None else np.array(classes["labels"], classes["type"]),
            )
            _check(saved.nodes, None if classes is None else len(classes["labels"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path, error) from error
        return saved


def _labels(classes: np.ndarray, kind: str) -> dict[str, Any]:
    labels = classes.tolist()
    if not all(isinstance(label, _LABELS) for label in labels):
        raise ParameterError(
            "classes_", f"{kind}.to_json", "texts, numbers or truth values", labels
        )
    return {"labels": labels, "type": classes.dtype.str}


def _content(path: str | PathLike[str], kind: str) -> dict[str, Any]:
    try:
        content = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        reason = f"It cannot be read ({error.strerror})."
        raise LoadingError(reason, file=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, error) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        reason = "It holds no tree of keyphrases."
        raise LoadingError(reason, file=str(path), remedy="Name a file that to_json wrote.")
    version = content.get("version")
    if not isinstance(version, int) or version < 1:
        raise _damaged(path, f"its version is {version!r}")
    if version > VERSION:
        reason = f"It was written by a newer version of dataexplain (form {version})."
        remedy = f"This one reads form {VERSION}: update dataexplain."
        raise LoadingError(reason, file=str(path), remedy=remedy)
    if content.get("kind") != kind:
        reason = f"It holds a {content.get('kind')}, not a {kind}."
        raise LoadingError(reason, file=str(path), remedy=f"Read it with {content.get('kind')}.")
    return content


def _check(nodes: Sequence[KeyphraseNode], classes: int | None) -> None:
    """Refuse nodes that are no tree, or whose values are none."""
    if not nodes:
        raise ValueError("it has no node")
    children: list[int] = []
    for place, node in enumerate(nodes):
        if len(node.value) != (classes or 1) or not all(map(math.isfinite, node.value)):
            raise ValueError(f"node {place} has the value {node.value}")
        if not all(isinstance(phrase, str) and phrase for phrase in node.phrases):
            raise ValueError(f"node {place} has a phrase that is none")
        below = (node.present, node.absent)
        if node.is_leaf != (below == (NO_CHILD, NO_CHILD)):
            raise ValueError(f"node {place} has children without phrases, or phrases without")
        if not node.is_leaf:
            if not all(place < child < len(nodes) for child in below):
                raise ValueError(f"node {place} has the children {below}")
            children += below
    if sorted(children) != list(range(1, len(nodes))):
        raise ValueError("its nodes are no tree")


def _damaged(path: str | PathLike[str], reason: object) -> LoadingError:
    return LoadingError(
        f"The file is damaged: {reason}.", file=str(path), remedy="Write it again with to_json."
    )
