"""What each phrase is worth alone: which ones a split may begin with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.models.aug_tree_corpus import Corpus
from dataexplain.models.aug_tree_sums import decrease, means


@dataclass(frozen=True)
class Ranking:
    """What each phrase of the corpus is worth alone, and its sign: which outcome it raises most.

    Parameters
    ----------
    corpus : Corpus
    gains : ndarray of shape (phrases,)
        By how much the squared error falls when rows are split by the phrase.
    rows, rest : ndarray of int, shape (phrases,)
        Rows with the phrase, and without.
    signs : ndarray of int, shape (phrases,)
        The class; for a number 0 is lower and 1 is higher.

    Examples
    --------
    >>> from dataexplain.features.tokens import words
    >>> from dataexplain.models.aug_tree_corpus import CorpusSettings, read_corpus
    >>> columns = np.array([[1.0, 9.0], [1.0, 8.0], [1.0, 1.0]])
    >>> settings = CorpusSettings((1, 1), 1, 9, words)
    >>> corpus = read_corpus(["good day", "good", "bad day"], columns, settings)
    >>> ranking = Ranking.of(corpus, np.arange(3), 1)
    >>> ranking.seeds(1, least=1)
    ['good', 'bad']
    """

    corpus: Corpus
    gains: np.ndarray
    rows: np.ndarray
    rest: np.ndarray
    signs: np.ndarray

    @classmethod
    def of(cls, corpus: Corpus, rows: np.ndarray, least: int) -> Ranking:
        """Rank phrases by rows; those that fewer than `least` of them have are worth nothing."""
        presence = corpus.presence[rows]
        columns = corpus.columns[rows]
        sums, whole = presence.T @ columns, columns.sum(axis=0)
        counts = np.bincount(presence.indices, minlength=presence.shape[1])
        gains = np.where(counts >= least, decrease(sums, whole), 0.0)
        higher = means(sums) - means(whole)
        # One output has two signs; of classes it is the one that the phrase raises most.
        signs = higher.argmax(axis=1) if higher.shape[1] > 1 else (higher[:, 0] > 0).astype(int)
        return cls(corpus, gains, counts, len(rows) - counts, signs)

    def seeds(self, most: int, *, least: int) -> list[str]:
        """Return the best phrases: so many of two signs, or as many in all of more signs."""
        able = (self.gains > 0) & (self.rows >= least) & (self.rest >= least)
        places = np.flatnonzero(able)
        places = places[np.argsort(-self.gains[places], kind="stable")]
        ranks = _ranks_within(self.signs[places])
        order = np.argsort(ranks, kind="stable")
        chosen = places[order][ranks[order] < most][: 2 * most]
        return [self.corpus.phrases[place] for place in chosen]

    def sign(self, phrase: str) -> int:
        """Return the sign of a phrase."""
        return int(self.signs[self.corpus.phrases.index(phrase)])

    def of_sign(self, sign: int) -> list[str]:
        """Return the phrases of a sign, the best first."""
        places = np.flatnonzero((self.gains > 0) & (self.signs == sign))
        places = places[np.argsort(-self.gains[places], kind="stable")]
        return [self.corpus.phrases[place] for place in places]


def _ranks_within(groups: np.ndarray) -> np.ndarray:
    """Return for each entry how many of its group come before it."""
    ranks = np.zeros(len(groups), np.int64)
    for group in np.unique(groups):
        members = groups == group
        ranks[members] = np.arange(members.sum())
    return ranks
