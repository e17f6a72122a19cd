"""A pool of sentences that say different things, not one sentence in many wordings.

Changes of one sentence are much alike, and would fill a pool as soon as one of them does well. So
a sentence comes in only where none before it has most of the same words, or does the same on the
same rows; what is left over fills places that nobody else takes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataexplain.features.term_function_words import ENGLISH
from dataexplain.features.tokens import words
from dataexplain.search.lexical_diversity import stem

SAME_WORDS = 0.5
# Two that differ by less than this on each row, on average, do the same.
_SAME_VALUES, _FEWEST_ROWS = 0.02, 6
# Words of every instruction.
_USUAL = frozenset(
    ("answer", "find", "following", "given", "input", "output", "provide", "return", "write")
)


def diverse_pool(
    places: Sequence[int], sentences: Sequence[str], values: np.ndarray, size: int
) -> tuple[int, ...]:
    """Choose sentences that differ, the best before the others.

    Parameters
    ----------
    places : sequence of int
        Candidates, the best first.
    sentences : sequence of str
        Of all candidates, by place.
    values : ndarray of shape (pairs, candidates)
        NaN where nothing is known.
    size : int

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> said = ["", "Add the two numbers.", "Add the numbers together.", "Name a capital."]
    >>> diverse_pool([1, 2, 3], said, np.full((2, 4), np.nan), size=2)
    (1, 3)
    """
    chosen: list[int] = []
    for place in places:
        if len(chosen) < size and not any(
            alike(sentences[place], sentences[other]) >= SAME_WORDS
            or _does_the_same(values[:, place], values[:, other])
            for other in chosen
        ):
            chosen.append(place)
    left_over = [place for place in places if place not in chosen]
    chosen += left_over[: max(size - len(chosen), 0)]
    return tuple(sorted(chosen, key=list(places).index))


def alike(one: str, other: str) -> float:
    """Return the share of the words of two sentences that stand in both, by their stems.

    Examples
    --------
    >>> alike("Add the numbers.", "Add both numbers!"), alike("Add the numbers.", "Name a place.")
    (1.0, 0.0)
    """
    first, second = _stems(one), _stems(other)
    union = first | second
    return len(first & second) / len(union) if union else 1.0


def _stems(sentence: str) -> frozenset[str]:
    return frozenset(
        stem(word) for word in words(sentence) if word not in ENGLISH and word not in _USUAL
    )


def _does_the_same(one: np.ndarray, other: np.ndarray) -> bool:
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < _FEWEST_ROWS:
        return False
    return bool(np.abs(one[both] - other[both]).mean() < _SAME_VALUES)
