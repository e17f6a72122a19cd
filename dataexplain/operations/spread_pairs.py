"""A few pairs from everywhere among many."""

from __future__ import annotations

from dataexplain.tables.pairs import Pairs

_GOLDEN = 0.6180339887498949


def spread(pairs: Pairs, most: int) -> Pairs:
    """Take some pairs from everywhere, at no regular distance: rows may repeat themselves.

    Parameters
    ----------
    pairs : Pairs
    most : int
        Where there are no more than these, all are taken.

    Examples
    --------
    >>> texts = tuple("abcdefghij")
    >>> spread(Pairs(texts, texts, tuple(range(10))), 4).inputs
    ('a', 'c', 'g', 'i')
    """
    if len(pairs) <= most:
        return pairs
    return pairs.take(sorted({int(step * _GOLDEN % 1 * len(pairs)) for step in range(most)}))
