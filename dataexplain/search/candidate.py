"""A property that texts may have, before anything is known of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A property in words, and where the thought of it came from.

    Parameters
    ----------
    property : str
        As it follows "the text": "mentions a refund".
    source : str
        Who thought of it: "user", "bank", "model", "key terms", "clusters" or "words".
    having : tuple of str
        Texts that are known to have it: a judge that denies them is none.
    lacking : tuple of str
        Texts that are known not to have it.
    terms : tuple of str
        The words it was read off, where it was.

    Examples
    --------
    >>> Candidate("mentions a refund", "user").property
    'mentions a refund'
    """

    property: str
    source: str
    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
