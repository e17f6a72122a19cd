"""The nodes of a tree of keyphrases as a part of a file: checked that they are a tree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dataexplain.features.fitted_file import FileForm
from dataexplain.models.aug_tree_nodes import NO_CHILD, KeyphraseNode

FORM = FileForm("tree of keyphrases", 1)


def nodes_from_list(entries: Sequence[Any], outputs: int) -> tuple[KeyphraseNode, ...]:
    """Return the nodes of a file.

    Parameters
    ----------
    entries : sequence of dict
        As `KeyphraseNode.to_dict` gives them.
    outputs : int
        How many numbers the value of a node has.

    Raises
    ------
    TypeError, ValueError
        When they are no nodes, or no tree.

    Examples
    --------
    >>> nodes_from_list([{"value": [0.5], "rows": 2, "weight": 2.0}], 1)[0].value
    (0.5,)
    """
    nodes = tuple(KeyphraseNode.from_dict(entry) for entry in entries)
    if not nodes:
        raise ValueError("it has no node")
    children: list[int] = []
    for place, node in enumerate(nodes):
        _check_node(place, node, outputs)
        below = (node.present, node.absent)
        if node.is_leaf != (below == (NO_CHILD, NO_CHILD)):
            raise ValueError(f"node {place} has children without phrases, or phrases without")
        if not node.is_leaf:
            if not all(place < child < len(nodes) for child in below):
                raise ValueError(f"node {place} has the children {below}")
            children += below
    if sorted(children) != list(range(1, len(nodes))):
        raise ValueError("its nodes are no tree")
    return nodes


def _check_node(place: int, node: KeyphraseNode, outputs: int) -> None:
    if len(node.value) != outputs or not all(map(math.isfinite, node.value)):
        raise ValueError(f"node {place} has the value {node.value}")
    if not all(isinstance(phrase, str) and phrase for phrase in node.phrases):
        raise ValueError(f"node {place} has a phrase that is none")
