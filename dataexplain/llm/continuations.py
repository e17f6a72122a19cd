"""A text and what follows it, as tokens: where one ends and the other begins."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.errors import ParameterError


def first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many tokens two texts have in common at their start.

    Examples
    --------
    >>> first_difference([5, 6, 7], [5, 6, 8, 9])
    2
    """
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def refuse_empty_prefix() -> ParameterError:
    """Return the error for a first token, which follows nothing.

    Examples
    --------
    >>> print(refuse_empty_prefix())
    The 'prefix' parameter of score must be a text of one token or more. Got '' instead.
    """
    return ParameterError("prefix", "score", "a text of one token or more", "")
