"""The words and phrases that one group of texts uses more than the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.question_models import vectors_of
from dataexplain.features.term_function_words import has_function_word
from dataexplain.features.term_relations import same_form
from dataexplain.features.term_scores import Residualised, length_basis
from dataexplain.features.tokens import words
from dataexplain.llm import Embedder
from dataexplain.models.group_classifier import likeness_to_groups

MOST_TERMS = 20
# Terms that are ranked, and standard errors from no difference that one needs.
_MOST_RANKED = 20_000
_MOST_EMBEDDED = 1500
LEAST_SURE = 1.5
_LEAST_TEXTS, _LEAST_SHARE = 2, 0.004
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class KeyTerms:
    """Terms of two groups, the surest first.

    Parameters
    ----------
    first, second : tuple of str
        What the first group says more often, and what the second does.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]


def key_terms(
    texts: Sequence[str],
    in_a: np.ndarray,
    most: int = MOST_TERMS,
    least_sure: float = LEAST_SURE,
) -> KeyTerms:
    """Return the terms that go with a group most surely, at the same length of text.

    Terms with function words are left out, as are those that share a word with a surer one.

    Parameters
    ----------
    texts : sequence of str
    in_a : ndarray of bool, shape (n,)
    most : int, default=20
        Of each group.
    least_sure : float, default=1.5
        The standard errors from no difference that a term needs.

    Examples
    --------
    >>> key_terms(["a goal scored", "goal", "a cake", "the cake baked"], np.arange(4) < 2)
    KeyTerms(first=('goal',), second=('cake',))
    """
    terms, z = _scored(texts, in_a)
    return KeyTerms(
        _first(terms, z, z >= least_sure, most), _first(terms, -z, -z >= least_sure, most)
    )


def key_terms_by_meaning(
    texts: Sequence[str],
    in_a: np.ndarray,
    embedder: Embedder,
    vectors: np.ndarray,
    most: int = MOST_TERMS,
) -> KeyTerms:
    """Return the terms whose meaning is most like one group of texts and not like the other.

    A term counts for the group that uses it more often. Rare terms are found too, such as the
    hundred words for what is well made.

    Parameters
    ----------
    texts : sequence of str
    in_a : ndarray of bool, shape (n,)
    embedder : Embedder
    vectors : ndarray of shape (n, dimensions)
        The texts' embeddings.
    most : int, default=20
        Of each group.
    """
    terms, z = _scored(texts, in_a)
    worded = [place for place, term in enumerate(terms) if not _DIGIT.search(term)]
    worded = worded[:_MOST_EMBEDDED]
    if not worded:
        return KeyTerms((), ())
    terms, z = [terms[place] for place in worded], z[worded]
    like = likeness_to_groups(vectors, in_a, vectors_of(embedder, terms))
    like = np.round(like - np.median(like), 4)  # a word is no text: only the order says something
    return KeyTerms(
        _first(terms, like, (like > 0) & (z > 0), most),
        _first(terms, -like, (like < 0) & (z < 0), most),
    )


def _scored(texts: Sequence[str], in_a: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Return terms, the commonest first, and how surely each goes with the first group."""
    least = max(_LEAST_TEXTS, round(_LEAST_SHARE * len(texts)))
    vocabulary = frequent_ngrams(texts, (1, 2), least_texts=least, most=_MOST_RANKED)
    terms = [term for term in vocabulary if not has_function_word(term) and len(term) > 1]
    if not terms or np.all(in_a) or not np.any(in_a):
        return [], np.empty(0)
    presence = csc_array((NgramIndex(terms).count(texts) > 0).astype(np.float64))
    lengths = np.array([len(words(text)) for text in texts], dtype=np.float64)
    rows = Residualised.of(np.asarray(in_a, dtype=np.float64)[:, None], length_basis(lengths))
    return terms, np.round(rows.z(presence)[:, 0], 6)


def _first(
    terms: Sequence[str], strength: np.ndarray, allowed: np.ndarray, most: int
) -> tuple[str, ...]:
    """Return the strongest terms, none that shares a word with a stronger one."""
    kept: list[str] = []
    places = np.flatnonzero(allowed).tolist()
    for place in sorted(places, key=lambda at: (-strength[at], terms[at])):
        if len(kept) == most:
            break
        if not any(_repeats(terms[place], one) for one in kept):
            kept.append(terms[place])
    return tuple(kept)


def _repeats(term: str, other: str) -> bool:
    """Tell whether a term has a word, or another form of one, that another has."""
    return any(
        one == two or same_form(one, two) for one in term.split(" ") for two in other.split(" ")
    )
