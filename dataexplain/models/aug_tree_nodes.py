"""The nodes of a tree of keyphrases: plain records, all that a fitted tree consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.json_records import Record

# What stands for a child where there is none.
NO_CHILD = -1


@dataclass(frozen=True)
class KeyphraseNode(Record):
    """A group of texts, and the phrases that divide it.

    Parameters
    ----------
    value : tuple of float
        The mean of the number, or the share of each class.
    rows : int
        Fitted texts.
    weight : float
        The sum of their weights.
    phrases : tuple of str
        A text with any of them goes to `present`, another to `absent`. Empty for a leaf.
    present, absent : int
        The places of the children among the nodes; -1 for a leaf.
    decrease : float
        The share of the whole tree's squared error (Gini impurity) that the division takes away.
    """

    value: tuple[float, ...]
    rows: int
    weight: float
    phrases: tuple[str, ...] = ()
    present: int = NO_CHILD
    absent: int = NO_CHILD
    decrease: float = 0.0

    @property
    def is_leaf(self) -> bool:
        """Whether nothing divides it."""
        return not self.phrases


class TreeReader:
    """Leads texts to the leaves of a tree.

    Parameters
    ----------
    nodes : sequence of KeyphraseNode
        The root first; children come behind their parent.
    tokenizer : callable, default=`words`

    Examples
    --------
    >>> root = KeyphraseNode((0.5,), 4, 4.0, ("sea", "blue lake"), 1, 2)
    >>> leaves = KeyphraseNode((1.0,), 2, 2.0), KeyphraseNode((0.0,), 2, 2.0)
    >>> TreeReader([root, *leaves]).leaves(["a blue lake", "a blue sky"]).tolist()
    [1, 2]
    """

    def __init__(self, nodes: Sequence[KeyphraseNode], tokenizer: Tokenizer = words) -> None:
        self._nodes = tuple(nodes)
        self.phrases = tuple(dict.fromkeys(phrase for node in nodes for phrase in node.phrases))
        self._index = NgramIndex(self.phrases, tokenizer)

    def leaves(self, texts: Sequence[str]) -> np.ndarray:
        """Return the place of the leaf that each text comes to."""
        counts = self._index.count(texts).tocsc()
        places = np.zeros(len(texts), np.int64)
        for place, node in enumerate(self._nodes):
            if node.is_leaf:
                continue
            columns = [self._index.columns[phrase] for phrase in node.phrases]
            has = np.zeros(len(texts), dtype=bool)
            has[counts[:, columns].indices] = True
            here = places == place
            places[here & has], places[here & ~has] = node.present, node.absent
        return places
