"""Texts shown side by side, so that no single word sets the two sides apart.

A model that is shown ten texts of which eight say "film" answers "film". A text is passed over
that would make one word lead on its side by more than a quarter of the texts there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from dataexplain.features.term_function_words import ENGLISH
from dataexplain.features.term_relations import LEAST_STEM, same_form
from dataexplain.features.tokens import words

_SHARE = 4


def diverse_sides(
    first: Sequence[str], second: Sequence[str], count: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose texts of two sides in turn, none that would make a word lead by too much.

    Parameters
    ----------
    first, second : sequence of str
        In the order of preference.
    count : int
        How many of each side at most.

    Returns
    -------
    (tuple of str, tuple of str)
        Fewer where too few texts pass.

    Examples
    --------
    >>> films = [f"film {number}" for number in ("one", "two", "three")]
    >>> diverse_sides([*films, "a play"], ["dance"], 4)
    (('film one', 'film two', 'a play'), ('dance',))
    """
    lead: Counter[str] = Counter()
    most = count // _SHARE + 1
    sides = _passing(first, lead, 1, most), _passing(second, lead, -1, most)
    chosen: tuple[list[str], list[str]] = [], []
    for _ in range(count):
        for passing, side in zip(sides, chosen, strict=True):
            side += islice(passing, 1)
    return tuple(chosen[0]), tuple(chosen[1])


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the beginning that forms of one word share.

    Examples
    --------
    >>> stem("prizes") == stem("prize"), stem("film")
    (True, 'film')
    """
    beginnings = (word[:length] for length in range(LEAST_STEM, len(word)))
    return next((start for start in beginnings if same_form(start, word)), word)


def _passing(texts: Sequence[str], lead: Counter[str], sign: int, most: int) -> Iterator[str]:
    """Yield each text that no word forbids at the moment it is asked for."""
    for text in texts:
        stems = {stem(word) for word in words(text) if word not in ENGLISH}
        if all(sign * lead[entry] < most for entry in stems):
            for entry in stems:
                lead[entry] += sign
            yield text
