"""Keyphrases -> the texts that have them: texts are read once, phrases are looked up.

The index is inverted: it knows where each word stands. A phrase is looked for where its rarest
word stands, so that a look-up takes time with that word's occurrences, not with the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dataexplain.features.ngram_index import NewNumbers, WordRun
from dataexplain.features.tokens import Tokenizer, words


class KeyphraseIndex:
    """Where each word of texts stands.

    Parameters
    ----------
    texts : sequence of str
    tokenizer : callable, default=`words`
        A text in, its words out; phrases are read by it as well.

    Examples
    --------
    >>> index = KeyphraseIndex(["Money back, please!", "They gave no money.", "Back to money"])
    >>> index.rows("money back").tolist()
    [0]
    >>> index.rows("money").tolist()
    [0, 1, 2]
    """

    def __init__(self, texts: Sequence[str], tokenizer: Tokenizer = words) -> None:
        self.tokenizer = tokenizer
        self._numbers = NewNumbers()
        self._run = WordRun.of(texts, self._numbers, tokenizer)
        # The places of word w are _places[_ends[w]:_ends[w + 1]], in the order of the texts.
        self._places = np.argsort(self._run.numbers, kind="stable")
        counts = np.bincount(self._run.numbers, minlength=len(self._numbers))
        self._ends = np.concatenate([[0], np.cumsum(counts)])

    def __len__(self) -> int:
        """Return how many texts there are."""
        return self._run.count

    def read(self, phrase: str) -> str:
        """Return a phrase as the index writes it: its words, joined by one space.

        Examples
        --------
        >>> KeyphraseIndex([]).read("Money-back!")
        'money back'
        """
        return " ".join(self.tokenizer(phrase))

    def rows(self, phrase: str) -> np.ndarray:
        """Return the texts that have a phrase, each once, sorted.

        Parameters
        ----------
        phrase : str
            As `read` writes it. Without words, no text has it.

        Returns
        -------
        ndarray of int64, shape (texts with it,)
        """
        numbers = [self._numbers.get(word) for word in phrase.split(" ")]
        known = [number for number in numbers if number is not None]
        if not known or len(known) < len(numbers):
            return np.empty(0, np.int64)
        starts = self._starts(known)
        starts = starts[(starts >= 0) & (starts + len(known) <= len(self._run.numbers))]
        for offset, number in enumerate(known):
            starts = starts[self._run.numbers[starts + offset] == number]
        texts = self._run.texts[starts]
        return np.unique(texts[texts == self._run.texts[starts + len(known) - 1]])

    def rows_of_any(self, phrases: Iterable[str]) -> np.ndarray:
        """Return the texts that have at least one of the phrases, each once, sorted.

        Examples
        --------
        >>> KeyphraseIndex(["a cat", "a dog", "a cow"]).rows_of_any(["cow", "cat"]).tolist()
        [0, 2]
        """
        found = [self.rows(phrase) for phrase in phrases]
        return np.unique(np.concatenate([np.empty(0, np.int64), *found]))

    def _starts(self, numbers: Sequence[int]) -> np.ndarray:
        """Return where a phrase would begin, judged by its rarest word alone."""
        counts = [self._ends[number + 1] - self._ends[number] for number in numbers]
        offset = int(np.argmin(counts))
        number = numbers[offset]
        return self._places[self._ends[number] : self._ends[number + 1]] - offset
