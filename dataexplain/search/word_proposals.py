"""Groups of words that one group of texts uses more than the other, as properties of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

import numpy as np

from dataexplain.features.question_models import vectors_of
from dataexplain.features.term_display import shown_term
from dataexplain.features.term_groups import find_term_groups
from dataexplain.llm import Embedder
from dataexplain.search.candidate import Candidate
from dataexplain.search.counted_words import mentioned
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.key_terms import LEAST_SURE, key_terms
from dataexplain.search.proposals import Proposals

SOURCE = "words"
# Words need more texts than a prompt does, and cost next to nothing.
MOST_OF_A_GROUP = 10_000
# Standard errors that a word needs which adds little to the groups of words.
_SURE = 3.5
# Texts that are known to have a property, and as many that are known to lack it.
_CONTROLS = 3
_LONGEST_CONTROL = 300


def propose_by_words(
    texts: DiscoveryTexts, embedder: Embedder | None = None, *, wanted: int = 20, seed: int = 0
) -> Proposals:
    """Propose that a text mentions one of a few words.

    Parameters
    ----------
    texts : DiscoveryTexts
    embedder : Embedder, optional
        With one, words that mean alike may be one group.
    wanted : int, default=20
    seed : int, default=0

    Returns
    -------
    Proposals
        The surest first: groups of words, each by what it adds to those before it, then further
        words. Each candidate has its terms, and texts that are known to have and to lack it.

    Examples
    --------
    >>> said = tuple(("refund it", "kept it", "it came")[n % 3] + f" {n}" for n in range(90))
    >>> texts = DiscoveryTexts(said, np.arange(90) % 3 == 0, ("north", "south"))
    >>> [candidate.property for candidate in propose_by_words(texts).candidates]
    ['mentions "refund"', 'mentions "came"', 'mentions "kept"']
    """
    drawn = texts.drawn(seed, MOST_OF_A_GROUP)
    if not drawn.both_sides:
        return Proposals((), ("A group has no text of its own: no words were compared.",))
    outcome = drawn.in_a[:, None].astype(np.float64)
    meaning = None if embedder is None else (lambda terms: vectors_of(embedder, terms))
    groups = find_term_groups(drawn.texts, outcome, meaning=meaning, most=wanted)
    groups = (*groups, *_single_words(drawn, groups))
    candidates = tuple(_candidate(terms, drawn.texts) for terms in groups[:wanted])
    notes = () if candidates else ("No word tells the two groups of texts apart.",)
    return Proposals(candidates, notes)


def _single_words(
    texts: DiscoveryTexts, groups: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Yield sure words of both groups in turn that no group of terms has, or any where none is."""
    least = _SURE if groups else LEAST_SURE
    terms = key_terms(texts.texts, texts.in_a, least_sure=least)
    taken = {word for group in groups for term in group for word in term.split(" ")}
    for term in chain.from_iterable(zip_longest(terms.first, terms.second)):
        if term is not None and taken.isdisjoint(term.split(" ")):
            yield (term,)


def mentions(terms: Sequence[str]) -> str:
    """Return the property of mentioning one of some terms.

    Examples
    --------
    >>> mentions(["refund", "money back", "return"])
    'mentions "refund", "money back" or "return"'
    """
    *before, last = (f'"{shown_term(term)}"' for term in terms)
    return f"mentions {', '.join(before)}{' or ' * bool(before)}{last}"


def _candidate(terms: tuple[str, ...], texts: Sequence[str]) -> Candidate:
    found = mentioned(terms, texts)
    short = np.array([len(text) <= _LONGEST_CONTROL for text in texts])
    having, lacking = (
        tuple(texts[place] for place in np.flatnonzero(side & short)[:_CONTROLS])
        for side in (found, ~found)
    )
    return Candidate(mentions(terms), SOURCE, having, lacking, terms)
