"""Texts and outcomes -> the few groups of terms that are worth speaking of.

Terms (one or two words) are ranked by how surely they go with an outcome at the same length of
text. One that a stronger overlapping term explains is left out. Terms of the same direction that
occur together, are forms of one word, or mean alike are one group; groups are then taken one by
one, each by what it adds to those before it (`docs/design/text.md`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csc_array

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.term_function_words import has_function_word
from dataexplain.features.term_relations import overlap, same_form
from dataexplain.features.term_scores import Residualised, ScoredTerms, length_basis
from dataexplain.features.tokens import Tokenizer, words

Meaning = Callable[[Sequence[str]], np.ndarray]

# A group needs so many texts with it and without it: about as many test it, and with fewer than
# 20 on a side a test has next to no power.
LEAST_TEXTS, LEAST_SHARE = 20, 0.005
# So many texts of the rarer outcome are to be expected on a side: with fewer than 3 none is tested.
LEAST_EVENTS = 4
# A rarer term may still join a group.
LEAST_TEXTS_OF_MEMBER = 10
MOST_TERMS_A_GROUP = 6
MOST_GROUPS = 30
# Every group is held fixed when another is tested: one for so many rows at most.
ROWS_PER_GROUP = 20
FEWEST_GROUPS = 5
MOST_FUNCTION_GROUPS = 3
# Terms are looked for in at most so many texts, and so many terms are ranked and compared.
MOST_TEXTS, MOST_RANKED, MOST_COMPARED = 50_000, 20_000, 400
# In standard errors: what joins a group, what is told beside an overlapping term, what a group
# must add to those before it.
LEAST_OF_MEMBER, LEAST_BESIDE, LEAST_ADDED, LEAST_OF_GROUP = 2.0, 3.0, 2.5, 2.5
# So often may chance reach, among all terms, what makes a term a group; each group is tested later.
# Less often what makes several one: they were picked, which is worth four times as many trials.
BY_CHANCE_ALONE, BY_CHANCE_TOGETHER = 5.0, 1.25
# A term that falls short by so much may begin a group that is sure as a whole.
SHORT_OF_SURE = 1.0
# So closely do terms of one group occur together, or mean alike (cosine).
TOGETHER, ALIKE = 0.3, 0.6
SAME_PLACES = 0.9
LEAST_GAIN = 1e-6
SAME_DIRECTION = 0.5
# Of terms that stand in the same texts, those without function words are named.
FUNCTION_DISCOUNT = 0.7
# Two words that say together what each says alone are one phrase.
PHRASE_BONUS = 1.05


def find_term_groups(
    texts: Sequence[str],
    outcomes: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    held: np.ndarray | None = None,
    meaning: Meaning | None = None,
    most: int = MOST_GROUPS,
    tokenizer: Tokenizer = words,
) -> tuple[tuple[str, ...], ...]:
    """Find groups of terms that go with an outcome.

    Parameters
    ----------
    texts : sequence of str
        Of rows that propose, in an order that says nothing.
    outcomes : ndarray of shape (n, k)
        A number or its rank, or for each class 1 where a row is of it.
    weights : ndarray of shape (n,), optional
    held : ndarray of shape (n, c), optional
        What is held fixed beside the length.
    meaning : callable, optional
        Terms in, one vector of length 1 each out; without it, meaning is not looked at.
    most : int, default=30
        How many groups.
    tokenizer : callable, default=`words`

    Returns
    -------
    tuple of tuple of str
        The surest group first, and in each the surest term.

    Examples
    --------
    >>> texts = [("refund it", "kept it", "it came")[n % 3] for n in range(90)]
    >>> stars = np.array([[1.0 + 3 * (n % 3 > 0) + n % 2] for n in range(90)])
    >>> find_term_groups(texts, stars)
    (('refund',),)
    """
    if len(texts) < 2 * LEAST_TEXTS:
        return ()
    texts, outcomes = texts[:MOST_TEXTS], outcomes[:MOST_TEXTS]
    weights = None if weights is None else weights[:MOST_TEXTS]
    lengths = np.array([len(tokenizer(text)) for text in texts], dtype=np.float64)
    fixed = length_basis(lengths)
    if held is not None:
        fixed = np.column_stack([fixed, held[:MOST_TEXTS]])
    rows = Residualised.of(outcomes, fixed, weights)
    scored = _scored(texts, rows, tokenizer)
    if not scored.terms:
        return ()
    grouping = _Grouping(scored, rows, _likeness(scored.terms, meaning))
    groups = _testable(grouping.groups(most), outcomes)
    chosen = _chosen(groups, scored, rows, _allowed(most, len(texts)))
    return tuple(tuple(scored.terms[place] for place in group.places) for group in chosen)


def strongest_term(
    texts: Sequence[str], outcomes: np.ndarray, tokenizer: Tokenizer = words
) -> str | None:
    """Return the word that goes with the outcome most surely, however rare or weak it is.

    For a table that has nothing else to explain by.

    Examples
    --------
    >>> strongest_term(["yes", "yes", "no", "no"], np.array([[1.0], [1.0], [0.0], [0.2]]))
    'no'
    """
    if not texts:
        return None
    vocabulary = sorted(frequent_ngrams(texts, (1, 1), most=MOST_RANKED, tokenizer=tokenizer))
    presence = _presence(texts, vocabulary, tokenizer)
    rows = Residualised.of(outcomes, np.empty((len(texts), 0)))
    strengths = np.abs(rows.z(presence)).max(axis=1, initial=0.0)
    varies = rows.spreads(presence) > 0
    if not varies.any():
        return None
    return vocabulary[int(np.argmax(np.where(varies, np.round(strengths, 6), -1.0)))]


def _allowed(most: int, rows: int) -> int:
    return min(most, max(FEWEST_GROUPS, rows // ROWS_PER_GROUP))


def _presence(texts: Sequence[str], terms: Sequence[str], tokenizer: Tokenizer) -> csc_array:
    counts = NgramIndex(terms, tokenizer).count(texts)
    return csc_array((counts > 0).astype(np.float64))


def _least(rows: int) -> int:
    return max(LEAST_TEXTS, math.ceil(LEAST_SHARE * rows))


def _scored(texts: Sequence[str], rows: Residualised, tokenizer: Tokenizer) -> ScoredTerms:
    """Return the terms that lean far enough to be in a group, the surest first."""
    vocabulary = frequent_ngrams(
        texts,
        (1, 2),
        least_texts=max(LEAST_TEXTS_OF_MEMBER, _least(len(texts)) // 2),
        most=MOST_RANKED,
        tokenizer=tokenizer,
    )
    terms = [term for term, count in vocabulary.items() if count <= len(texts) - LEAST_TEXTS]
    presence = _presence(texts, terms, tokenizer)
    z = rows.z(presence)
    strengths = np.round(np.abs(z).max(axis=1, initial=0.0), 6)
    discounted = [
        strength * _preference(term) for term, strength in zip(terms, strengths, strict=True)
    ]
    order = sorted(
        (place for place in range(len(terms)) if strengths[place] >= LEAST_OF_MEMBER),
        key=lambda place: (-discounted[place], terms[place].count(" "), terms[place]),
    )[:MOST_COMPARED]
    kept = presence[:, order]
    correlations = rows.correlations(kept)
    names = tuple(terms[place] for place in order)
    return _without_overlaps(ScoredTerms(names, kept, z[order], correlations, z.size))


def _preference(term: str) -> float:
    """Return what a term's strength counts where terms are put in order."""
    if has_function_word(term):
        return FUNCTION_DISCOUNT
    return PHRASE_BONUS if " " in term else 1.0


def _without_overlaps(scored: ScoredTerms) -> ScoredTerms:
    """Leave out terms that a stronger overlapping one explains; all where none begins a group."""
    kept: list[int] = []
    for place in range(len(scored.terms)):
        if not any(_explains(scored, other, place) for other in kept):
            kept.append(place)
    if not any(scored.strength(place) >= _least_to_begin(scored) for place in kept):
        kept = []
    return ScoredTerms(
        tuple(scored.terms[place] for place in kept),
        scored.presence[:, kept],
        scored.z[kept],
        scored.correlations[np.ix_(kept, kept)],
        scored.trials,
    )


def _least_alone(scored: ScoredTerms) -> float:
    return max(scored.reached_by_chance(BY_CHANCE_ALONE), LEAST_OF_GROUP)


def _least_together(scored: ScoredTerms) -> float:
    return max(scored.reached_by_chance(BY_CHANCE_TOGETHER), LEAST_OF_GROUP)


def _least_to_begin(scored: ScoredTerms) -> float:
    return max(_least_alone(scored) - SHORT_OF_SURE, LEAST_OF_MEMBER)


def _explains(scored: ScoredTerms, other: int, place: int) -> bool:
    if not overlap(scored.terms[other], scored.terms[place]):
        return False
    if abs(scored.correlations[other, place]) > SAME_PLACES:
        return True
    own = np.sign(scored.z[place, scored.strongest[place]])
    return bool(own * scored.z_beside(place, other) < LEAST_BESIDE)


def _likeness(terms: Sequence[str], meaning: Meaning | None) -> np.ndarray:
    """Return how much alike terms mean, none at all where nothing says so."""
    if meaning is None:
        return np.zeros((len(terms), len(terms)))
    vectors = np.asarray(meaning(terms), dtype=np.float64)
    return np.asarray(vectors @ vectors.T)


@dataclass(frozen=True)
class _Group:
    """Terms by their places, where any is mentioned, and for which outcomes that can be tested."""

    places: tuple[int, ...]
    mentioned: np.ndarray = field(repr=False)
    possible: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False)


@dataclass(frozen=True)
class _Grouping:
    """Merges terms into groups."""

    scored: ScoredTerms
    rows: Residualised
    likeness: np.ndarray

    def groups(self, most: int) -> list[_Group]:
        """Return sure groups, each begun by the surest term that is in none yet."""
        scored, least = self.scored, _least_to_begin(self.scored)
        found: list[_Group] = []
        free = list(range(len(scored.terms)))
        while free and len(found) < 3 * most:
            start, *free = free
            if scored.strength(start) < least:
                continue
            group = self._around(start, free)
            if self._sure(group):
                found.append(group)
                free = [place for place in free if place not in group.places]
        return found

    def _sure(self, group: _Group) -> bool:
        """Tell whether the first term, or else the group, is surer than chance makes one."""
        start = group.places[0]
        if self.scored.strength(start) >= _least_alone(self.scored):
            return True
        z = self._z(group.mentioned, int(self.scored.strongest[start]))
        return len(group.places) > 1 and abs(z) >= _least_together(self.scored)

    def _around(self, start: int, free: Sequence[int]) -> _Group:
        group = _Group((start,), self._mentioned(start))
        outcome = int(self.scored.strongest[start])
        sign = np.sign(self.scored.z[start, outcome])
        surest = self._z(group.mentioned, outcome) * sign
        for place in free:
            if len(group.places) == MOST_TERMS_A_GROUP:
                break
            if not self._belongs(start, place):
                continue
            mentioned = np.maximum(group.mentioned, self._mentioned(place))
            z = self._z(mentioned, outcome) * sign
            # words that always come together are both named, but none is named twice
            shares = self._shares_words(place, group)
            if z > surest + LEAST_GAIN or (z > surest - LEAST_GAIN and not shares):
                group, surest = _Group((*group.places, place), mentioned), z
        return group

    def _belongs(self, start: int, place: int) -> bool:
        """Tell whether a term points the same way as another and has to do with it."""
        scored = self.scored
        one, two = scored.z[start], scored.z[place]
        outcome = scored.strongest[start]
        if np.sign(one[outcome]) * two[outcome] < LEAST_OF_MEMBER:
            return False
        if one @ two < SAME_DIRECTION * np.linalg.norm(one) * np.linalg.norm(two):
            return False
        names = scored.terms[start], scored.terms[place]
        if " " in names[1] and has_function_word(names[1]):
            return False
        if scored.function[start] != scored.function[place]:
            return False
        return bool(
            scored.correlations[start, place] >= TOGETHER
            or same_form(*names)
            or self.likeness[start, place] >= ALIKE
        )

    def _shares_words(self, place: int, group: _Group) -> bool:
        own = set(self.scored.terms[place].split(" "))
        named = " ".join(self.scored.terms[entry] for entry in group.places)
        return not own.isdisjoint(named.split(" "))

    def _mentioned(self, place: int) -> np.ndarray:
        return np.asarray(self.scored.presence[:, [place]].toarray().ravel())

    def _z(self, mentioned: np.ndarray, outcome: int) -> float:
        return float(self.rows.z(csc_array(mentioned[:, None]))[0, outcome])


def _testable(groups: Sequence[_Group], outcomes: np.ndarray) -> list[_Group]:
    """Return groups with enough texts on both sides; of a class, with enough of it to expect."""
    least = _least(len(outcomes))
    classes = bool(np.isin(outcomes, (0.0, 1.0)).all())
    means = outcomes.mean(axis=0)
    rarer = np.minimum(means, 1.0 - means) if classes else np.ones(outcomes.shape[1])
    found = []
    for group in groups:
        smaller = min(group.mentioned.sum(), len(outcomes) - group.mentioned.sum())
        possible = rarer * smaller >= (LEAST_EVENTS if classes else 0)
        if smaller >= least and possible.any():
            found.append(replace(group, possible=possible))
    return found


def _chosen(
    groups: Sequence[_Group], scored: ScoredTerms, rows: Residualised, most: int
) -> list[_Group]:
    """Take groups one by one, each time the one that adds most to those before it."""
    left = list(groups)
    chosen: list[_Group] = []
    function_groups = 0
    while left and len(chosen) < most:
        presence = csc_array(np.column_stack([group.mentioned for group in left]))
        z = np.abs(rows.z(presence)) * np.array([group.possible for group in left])
        added = np.round(z.max(axis=1), 6)
        best = int(np.argmax(added))
        if added[best] < LEAST_ADDED:
            break
        group = left.pop(best)
        function = bool(scored.function[list(group.places)].all())
        function_groups += function
        if function and function_groups > MOST_FUNCTION_GROUPS:
            continue
        chosen.append(group)
        rows = rows.beside(group.mentioned)
    return chosen
