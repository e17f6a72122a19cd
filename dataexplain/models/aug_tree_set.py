"""A set of keyphrases that grows by what growing and held-out rows both bear out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dataexplain.models.aug_tree_corpus import Corpus
from dataexplain.models.aug_tree_sums import decrease, explained, means

# Standard errors: by chance alone held-out rows lie as far on one side in 1 of 20 phrases.
CLEAR = 1.645


class GrowingSet:
    """A set of phrases of one node.

    Parameters
    ----------
    corpus : Corpus
    grow, inner : ndarray of int64
        The node's growing rows, and those that it holds out.

    Attributes
    ----------
    phrases : list of str
        In the order in which they were taken.

    Examples
    --------
    >>> from dataexplain.features.tokens import words
    >>> from dataexplain.models.aug_tree_corpus import CorpusSettings, read_corpus
    >>> columns = np.column_stack([np.ones(8), [1, 1, 0, 0, 1, 1, 0, 0]])
    >>> texts = ["good", "fine", "bad", "good not"] * 2
    >>> corpus = read_corpus(texts, columns, CorpusSettings((1, 1), 1, 9, words))
    >>> found = GrowingSet(corpus, np.arange(4), np.arange(4, 8))
    >>> found.start("good")
    >>> found.offer("fine", 2)
    >>> found.offer("bad", 2)
    >>> found.phrases
    ['good', 'fine']
    """

    def __init__(self, corpus: Corpus, grow: np.ndarray, inner: np.ndarray) -> None:
        self.phrases: list[str] = []
        self._corpus = corpus
        self._side = np.zeros(len(corpus.columns), np.int8)  # 0: of another node, or covered
        self._side[grow], self._side[inner] = 1, 2
        self._added: list[np.ndarray] = []
        self._whole, self._inner_whole = corpus.sums(grow), corpus.sums(inner)
        self._spread = _covariance(corpus.columns[grow])
        self._present, self._inner_present = 0 * self._whole, 0 * self._whole

    @property
    def rows(self) -> np.ndarray:
        """The node's rows that have any phrase of the set."""
        return np.sort(np.concatenate(self._added))

    def start(self, seed: str) -> None:
        """Take the first phrase as it is."""
        self._take(seed, self._new_rows(seed))

    def offer(self, phrase: str, least: int) -> None:
        """Take a phrase if it adds rows enough and both kinds of rows are better for it."""
        rows = self._new_rows(phrase)
        if len(rows) < max(least, 1):
            return
        held_out = self._side[rows] == 2
        if held_out.all() or not held_out.any():
            return
        added = self._corpus.sums(rows[~held_out])
        if decrease(self._present + added, self._whole) <= decrease(self._present, self._whole):
            return
        moved = self._corpus.sums(rows[held_out])
        better = self._held_out(added, moved) > self._held_out(0 * added, 0 * moved)
        if better and self._is_clear(moved, int(held_out.sum())):
            self._take(phrase, rows)

    def _held_out(self, added: np.ndarray, moved: np.ndarray) -> float:
        """Return what the split explains of held-out rows, with these sums on its side."""
        present, inner_present = self._present + added, self._inner_present + moved
        return explained(inner_present, present) + explained(
            self._inner_whole - inner_present, self._whole - present
        )

    def _is_clear(self, moved: np.ndarray, count: int) -> bool:
        """Tell whether held-out rows lie clearly on the set's side of the rows without it."""
        absent = means(self._whole - self._present)
        towards = means(self._present) - absent
        away = float((means(moved) - absent) @ towards)
        error = math.sqrt(float(towards @ self._spread @ towards) / count)
        return away >= CLEAR * error

    def _new_rows(self, phrase: str) -> np.ndarray:
        rows = self._corpus.rows(phrase)
        return np.asarray(rows[self._side[rows] > 0])

    def _take(self, phrase: str, rows: np.ndarray) -> None:
        self.phrases.append(phrase)
        self._added.append(rows)
        grow = self._side[rows] == 1
        self._present = self._present + self._corpus.sums(rows[grow])
        self._inner_present = self._inner_present + self._corpus.sums(rows[~grow])
        self._side[rows] = 0


def _covariance(columns: np.ndarray) -> np.ndarray:
    """Return the weighted covariance of the outputs."""
    away = columns[:, 1:] / columns[:, :1] - means(columns.sum(axis=0))
    return np.asarray((away * columns[:, :1]).T @ away / columns[:, 0].sum())


def without_contained(phrases: Sequence[str]) -> tuple[str, ...]:
    """Return phrases without those that hold another of them: a text with them has it anyway.

    Examples
    --------
    >>> without_contained(["very bad", "dull", "bad"])
    ('dull', 'bad')
    """
    spaced = [f" {phrase} " for phrase in phrases]
    return tuple(
        phrase
        for phrase, mine in zip(phrases, spaced, strict=True)
        if not any(other != mine and other in mine for other in spaced)
    )
