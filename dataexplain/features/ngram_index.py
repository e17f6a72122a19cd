"""Texts -> counts of n-grams: each word is looked up once, n-grams are found by arithmetic.

A word has a number, and an n-gram is a pair: the n-gram without its last word, and that word. So
n-grams form a tree, one sorted array of pairs an order, and the n-grams of all texts are found by
one binary search an order, without a text being joined or hashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

import numpy as np
from scipy.sparse import csr_array

from dataexplain.features.tokens import Tokenizer, words

# Texts that are counted at a time; it bounds memory.
_BLOCK = 50_000
_UNKNOWN = -1


class _Numbers(dict[str, int]):
    """Numbers of known words; a word that is not known has the number -1."""

    def __missing__(self, word: str) -> int:
        return _UNKNOWN


class NewNumbers(dict[str, int]):
    """Numbers of words; a word that is met first gets the next."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


@dataclass(frozen=True)
class WordRun:
    """The words of texts, one text after the other.

    Parameters
    ----------
    numbers : ndarray of int64, shape (words,)
        The number of each word; -1 is not known.
    texts : ndarray of int64, shape (words,)
        The text that each belongs to.
    count : int
        How many texts there are.
    """

    numbers: np.ndarray
    texts: np.ndarray
    count: int

    @classmethod
    def of(cls, texts: Sequence[str], known: dict[str, int], tokenizer: Tokenizer) -> WordRun:
        """Read texts; `known` says what becomes of words that it lacks."""
        lists = [tokenizer(text) for text in texts]
        lengths = np.fromiter(map(len, lists), np.int64, len(lists))
        number = known.__getitem__
        numbers = np.fromiter(map(number, chain.from_iterable(lists)), np.int64, lengths.sum())
        return cls(numbers, np.repeat(np.arange(len(lists)), lengths), len(lists))


class NgramIndex:
    """Known n-grams, each a column; counts them in texts.

    Parameters
    ----------
    ngrams : iterable of str
        Words joined by one space, each n-gram once; their order is that of the columns.
    tokenizer : callable, default=`words`
        A text in, its words out.

    Examples
    --------
    >>> index = NgramIndex(["not", "good", "not good"])
    >>> index.count(["Not good, not bad.", "Good!"]).toarray().tolist()
    [[2, 1, 1], [0, 1, 0]]
    """

    def __init__(self, ngrams: Iterable[str], tokenizer: Tokenizer = words) -> None:
        self.ngrams: tuple[str, ...] = tuple(ngrams)
        self.tokenizer = tokenizer
        split = [tuple(ngram.split(" ")) for ngram in self.ngrams]
        self._numbers = _Numbers()
        for word in chain.from_iterable(split):
            self._numbers.setdefault(word, len(self._numbers))
        self.orders: frozenset[int] = frozenset(map(len, split))
        self._levels = _levels(split, self._numbers)

    def __len__(self) -> int:
        return len(self.ngrams)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each n-gram."""
        return {ngram: column for column, ngram in enumerate(self.ngrams)}

    @cached_property
    def lengths(self) -> np.ndarray:
        """How many words each n-gram has, shape (n-grams,)."""
        return np.array([ngram.count(" ") + 1 for ngram in self.ngrams], dtype=np.int64)

    def count(self, texts: Iterable[str]) -> csr_array:
        """Return how often each n-gram occurs in each text.

        Returns
        -------
        csr_array of int32, shape (texts, n-grams)
        """
        blocks = [self._count(block) for block in _blocks(texts)]
        if not blocks:
            return csr_array((0, len(self)), dtype=np.int32)
        # Parts are joined by hand: stacking would copy each of them once more.
        ends = np.cumsum([0, *(block.nnz for block in blocks)])
        pointers = [block.indptr[1:] + end for block, end in zip(blocks, ends[:-1], strict=True)]
        joined = (
            np.concatenate([block.data for block in blocks]),
            np.concatenate([block.indices for block in blocks]),
            np.concatenate([[0], *pointers]),
        )
        return csr_array(joined, shape=(len(joined[2]) - 1, len(self)))

    def _count(self, texts: Sequence[str]) -> csr_array:
        run = WordRun.of(texts, self._numbers, self.tokenizer)
        found = [(run.texts[at], columns) for at, columns in self._found(run)]
        rows = np.concatenate([np.empty(0, np.int64), *(rows for rows, _ in found)])
        columns = np.concatenate([np.empty(0, np.int64), *(columns for _, columns in found)])
        ones = np.ones(len(rows), np.int32)
        counts = csr_array((ones, (rows, columns)), shape=(run.count, len(self)))
        counts.sum_duplicates()
        return counts

    def _found(self, run: WordRun) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield for each order where its n-grams begin, and the columns they have."""
        nodes = np.zeros(len(run.numbers), np.int64)  # the empty n-gram
        starts = np.arange(len(run.numbers))
        for order, level in enumerate(self._levels):
            ends = starts + order
            inside = ends < len(run.numbers)
            starts, nodes, ends = starts[inside], nodes[inside], ends[inside]
            same_text = run.texts[starts] == run.texts[ends]
            last = run.numbers[ends]
            kept = same_text & (last != _UNKNOWN)
            starts = starts[kept]
            nodes = level.find(nodes[kept] * len(self._numbers) + last[kept])
            known = nodes != _UNKNOWN
            starts, nodes = starts[known], nodes[known]
            columns = level.columns[nodes]
            shown = columns != _UNKNOWN
            yield starts[shown], columns[shown]


@dataclass(frozen=True)
class _Level:
    """The n-grams of one order, sorted: codes of (beginning, last word), and their columns."""

    codes: np.ndarray
    columns: np.ndarray

    def find(self, codes: np.ndarray) -> np.ndarray:
        """Return the place of each code; -1 where it is not here."""
        if not len(self.codes):
            return np.full(len(codes), _UNKNOWN)
        places = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[places] == codes, places, _UNKNOWN)


def _levels(split: Sequence[tuple[str, ...]], numbers: dict[str, int]) -> tuple[_Level, ...]:
    """Return one level an order, with the beginnings of n-grams that are no column themselves."""
    column_of = {ngram: column for column, ngram in enumerate(split)}
    levels = []
    places: dict[tuple[str, ...], int] = {(): 0}
    for order in range(1, max(map(len, split), default=0) + 1):
        members = list(dict.fromkeys(ngram[:order] for ngram in split if len(ngram) >= order))
        codes = np.array(
            [places[ngram[:-1]] * len(numbers) + numbers[ngram[-1]] for ngram in members], np.int64
        )
        order_of = np.argsort(codes)
        members = [members[place] for place in order_of]
        columns = np.array([column_of.get(ngram, _UNKNOWN) for ngram in members], np.int64)
        levels.append(_Level(codes[order_of], columns))
        places = {ngram: place for place, ngram in enumerate(members)}
    return tuple(levels)


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while block := list(islice(remaining, _BLOCK)):
        yield block
