"""The best set of keyphrases to split rows by: seeds, their expansion, and what is kept of it.

Seeds are ranked by all rows of a node, as in any tree. For the rest, the rows are divided once,
by seed, into growing and inner held-out rows. A phrase joins a set when enough rows get in by it,
when it makes the split better on growing rows, and when held-out rows are predicted better for it
by the means of growing rows, more clearly than chance would have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.models.aug_tree_corpus import Corpus
from dataexplain.models.aug_tree_ranking import Ranking
from dataexplain.models.aug_tree_set import GrowingSet, without_contained
from dataexplain.models.aug_tree_sums import decrease

# Below this share of a node's error, a decrease is rounding.
_ROUNDING = 1e-10


@dataclass(frozen=True)
class Split:
    """A set of phrases that divides a node's rows.

    Parameters
    ----------
    phrases : tuple of str
        The seed first.
    rows : ndarray of int64
        The node's rows that have any of them.
    decrease : float
        By how much the squared error falls.
    """

    phrases: tuple[str, ...]
    rows: np.ndarray
    decrease: float


@dataclass(frozen=True)
class SplitSearch:
    """Searches a node's best split.

    Parameters
    ----------
    corpus : Corpus
    propose : callable or None
        A seed, and the corpus' phrases by what each is worth as a split of growing rows, in; what
        may join it out. Without it a split is one phrase, and no rows are held out.
    seeds : int
        Seeds tried for each sign.
    min_samples_leaf : int
    min_phrase_rows : int
        The fewest rows that a phrase must add.
    inner_fraction : float
        The share of a node's rows that is held out.
    """

    corpus: Corpus
    propose: Callable[[str, Sequence[str]], Iterable[str]] | None
    seeds: int
    min_samples_leaf: int
    min_phrase_rows: int
    inner_fraction: float

    def best(self, rows: np.ndarray, generator: np.random.Generator) -> Split | None:
        """Return the split of rows that makes the error smallest, or None."""
        whole = self.corpus.sums(rows)
        if len(rows) < 2 * self.min_samples_leaf or not self._varies(rows):
            return None
        best: Split | None = None
        for phrases, found in self._sets(rows, generator):
            if min(len(found), len(rows) - len(found)) < self.min_samples_leaf:
                continue
            gain = float(decrease(self.corpus.sums(found), whole))
            if gain > _ROUNDING * whole[0] and (best is None or gain > best.decrease):
                best = Split(phrases, found, gain)
        return best

    def _varies(self, rows: np.ndarray) -> bool:
        columns = self.corpus.columns[rows]
        outcomes = columns[:, 1:] / columns[:, :1]
        return bool(np.ptp(outcomes, axis=0).max() > 0)

    def _sets(
        self, rows: np.ndarray, generator: np.random.Generator
    ) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
        """Yield a set of phrases for each seed, and the rows that have any of them."""
        leading = Ranking.of(self.corpus, rows, self.min_phrase_rows)
        if self.propose is None:
            for seed in leading.seeds(self.seeds, least=self.min_samples_leaf):
                found = self.corpus.rows(seed)
                yield (seed,), found[np.isin(found, rows, assume_unique=True)]
            return
        inner = np.sort(generator.permutation(rows)[: round(self.inner_fraction * len(rows))])
        grow = np.setdiff1d(rows, inner, assume_unique=True)
        ranking = Ranking.of(self.corpus, grow, self.min_phrase_rows)
        for seed in leading.seeds(self.seeds, least=self.min_phrase_rows):
            growing = GrowingSet(self.corpus, grow, inner)
            growing.start(seed)
            for phrase in self.propose(seed, ranking.of_sign(leading.sign(seed))):
                growing.offer(phrase, self.min_phrase_rows)
            yield without_contained(growing.phrases), growing.rows
