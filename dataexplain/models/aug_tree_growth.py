"""Grows a tree of keyphrases: of all leaves the one whose split helps most is divided next."""

from __future__ import annotations

import dataclasses
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dataexplain.models.aug_tree_nodes import KeyphraseNode
from dataexplain.models.aug_tree_search import Split
from dataexplain.models.aug_tree_sums import means
from dataexplain.randomness import generator_for

# The rows of a node and what its random draws are for, in; its best split, if there is any, out.
Search = Callable[[np.ndarray, np.random.Generator], Split | None]


@dataclass(frozen=True)
class _Leaf:
    """A leaf that can be divided."""

    place: int
    path: str
    rows: np.ndarray
    split: Split


@dataclass(frozen=True)
class Growth:
    """How far a tree grows.

    Parameters
    ----------
    search : callable
    columns : ndarray of shape (rows, 1 + outputs)
        As `weighed_columns` gives them.
    max_depth : int or None
    max_leaf_nodes : int or None
    seed : int
    """

    search: Search
    columns: np.ndarray
    max_depth: int | None
    max_leaf_nodes: int | None
    seed: int

    def grow(self) -> tuple[KeyphraseNode, ...]:
        """Return the nodes, the root first."""
        rows = np.arange(len(self.columns))
        nodes = [self._node(rows)]
        waiting: list[tuple[float, int, _Leaf]] = []
        numbers = itertools.count()

        def wait(place: int, path: str, rows: np.ndarray) -> None:
            split = self._split(path, rows)
            if split is not None:
                leaf = _Leaf(place, path, rows, split)
                heapq.heappush(waiting, (-split.decrease, next(numbers), leaf))

        wait(0, "", rows)
        whole = self._error(rows)
        while waiting and not self._is_full(len(nodes)):
            leaf = heapq.heappop(waiting)[-1]
            present = leaf.split.rows
            absent = np.setdiff1d(leaf.rows, present, assume_unique=True)
            nodes[leaf.place] = dataclasses.replace(
                nodes[leaf.place],
                phrases=leaf.split.phrases,
                present=len(nodes),
                absent=len(nodes) + 1,
                decrease=leaf.split.decrease / whole,
            )
            nodes += [self._node(present), self._node(absent)]
            wait(len(nodes) - 2, f"{leaf.path}y", present)
            wait(len(nodes) - 1, f"{leaf.path}n", absent)
        return tuple(nodes)

    def _split(self, path: str, rows: np.ndarray) -> Split | None:
        if self.max_depth is not None and len(path) >= self.max_depth:
            return None
        # By the way to the node, so that no other node changes what is held out in it.
        return self.search(rows, generator_for(self.seed, f"inner rows of keyphrases {path}"))

    def _is_full(self, nodes: int) -> bool:
        leaves = (nodes + 1) // 2
        return self.max_leaf_nodes is not None and leaves >= self.max_leaf_nodes

    def _node(self, rows: np.ndarray) -> KeyphraseNode:
        sums = self.columns[rows].sum(axis=0)
        return KeyphraseNode(
            value=tuple(means(sums).tolist()), rows=len(rows), weight=float(sums[0])
        )

    def _error(self, rows: np.ndarray) -> float:
        """Return the squared error around the mean."""
        columns = self.columns[rows]
        outcomes = columns[:, 1:] / columns[:, :1]
        away = outcomes - means(columns.sum(axis=0))
        return float((columns[:, :1] * away**2).sum())
