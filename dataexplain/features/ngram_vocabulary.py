"""Which n-grams of texts become columns: those that most texts have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.ngram_index import NewNumbers, WordRun
from dataexplain.features.tokens import Tokenizer, words


def frequent_ngrams(
    texts: Sequence[str],
    ngram_range: tuple[int, int] = (1, 2),
    *,
    least_texts: int = 1,
    rare_words: bool = False,
    most: int | None = None,
    tokenizer: Tokenizer = words,
) -> dict[str, int]:
    """Return the n-grams that occur in the most texts, and in how many.

    Parameters
    ----------
    texts : sequence of str
    ngram_range : (int, int), default=(1, 2)
        The least and the most words of an n-gram.
    least_texts : int, default=1
        An n-gram of fewer texts is left out.
    rare_words : bool, default=False
        Whether single words stay, however few texts have them.
    most : int, optional
        How many n-grams are kept. Among those of as many texts the shorter ones are, then the
        alphabet decides, so that the order of the texts does not.
    tokenizer : callable, default=`words`

    Returns
    -------
    dict of str to int
        The commonest first.

    Examples
    --------
    >>> frequent_ngrams(["a good film", "a good day", "a day"], least_texts=2)
    {'a': 3, 'day': 2, 'good': 2, 'a good': 2}
    """
    numbers = NewNumbers()
    run = WordRun.of(texts, numbers, tokenizer)
    vocabulary = list(numbers)
    counted = [
        order
        for order in _orders(run, len(vocabulary), ngram_range[1], least_texts, rare_words)
        if order.length >= ngram_range[0]
    ]
    in_texts = [order.texts for order in counted]
    least = _least_count(np.concatenate([np.empty(0, np.int64), *in_texts]), most)
    found = [
        (
            " ".join(vocabulary[number] for number in order.words(int(place))),
            int(order.texts[place]),
        )
        for order in counted
        for place in np.flatnonzero(order.texts >= least)
    ]
    found.sort(key=lambda entry: (-entry[1], entry[0].count(" "), entry[0]))
    return dict(found[:most])


@dataclass(frozen=True)
class _Order:
    """The n-grams of one length: each is one of the order before, and a word behind it."""

    length: int
    beginnings: np.ndarray
    last_words: np.ndarray
    texts: np.ndarray
    words_before: Callable[[int], tuple[int, ...]]

    def words(self, place: int) -> tuple[int, ...]:
        """Return the numbers of the words of one n-gram."""
        before = self.words_before(int(self.beginnings[place]))
        return (*before, int(self.last_words[place]))


def _orders(
    run: WordRun, vocabulary: int, longest: int, least_texts: int, rare_words: bool
) -> Iterator[_Order]:
    """Yield the n-grams of each length; only what is frequent enough is made longer."""
    starts = np.arange(len(run.numbers))
    nodes = np.zeros(len(starts), np.int64)
    words_before: Callable[[int], tuple[int, ...]] = _no_words
    for length in range(1, longest + 1):
        ends = starts + length - 1
        inside = ends < len(run.numbers)
        starts, nodes, ends = starts[inside], nodes[inside], ends[inside]
        same_text = run.texts[starts] == run.texts[ends]
        starts, nodes, ends = starts[same_text], nodes[same_text], ends[same_text]
        codes, nodes = np.unique(nodes * vocabulary + run.numbers[ends], return_inverse=True)
        in_texts = _texts_of(nodes, run.texts[starts], len(codes), run.count)
        kept = in_texts >= (1 if rare_words and length == 1 else least_texts)
        place = np.where(kept, np.cumsum(kept) - 1, -1)
        starts, nodes = starts[kept[nodes]], place[nodes[kept[nodes]]]
        beginnings, last_words = np.divmod(codes[kept], max(vocabulary, 1))
        order = _Order(length, beginnings, last_words, in_texts[kept], words_before)
        words_before = order.words
        yield order


def _no_words(_: int) -> tuple[int, ...]:
    return ()


def _texts_of(nodes: np.ndarray, texts: np.ndarray, count: int, rows: int) -> np.ndarray:
    """Return in how many texts each n-gram occurs; an n-gram counts once a text."""
    pairs = nodes * max(rows, 1) + texts
    pairs.sort()  # np.unique hashes each pair, which takes many times as long
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[first] // max(rows, 1), minlength=count)


def _least_count(texts: np.ndarray, most: int | None) -> float:
    """Return the fewest texts of an n-gram that may be among the `most` commonest."""
    if most is None or len(texts) <= most:
        return 0.0
    return float(np.partition(texts, len(texts) - most)[len(texts) - most]) if most else np.inf
