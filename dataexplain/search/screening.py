"""Candidates screened before any answer is paid for: how far embeddings set the groups apart.

A property is a direction among embeddings: from the texts that are known to lack it to those that
are known to have it, mixed with that of its words. What stands further along it in one group than
in the other may well be judged so. It is a weak judge, and only says which candidates race.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dataexplain.errors import ParameterError
from dataexplain.features.question_models import vectors_of
from dataexplain.llm import Embedder
from dataexplain.search.candidate import Candidate
from dataexplain.search.discovery_texts import MOST_OF_A_GROUP, DiscoveryTexts

USER = "user"
# Wordings nearer than this mean the same: "talks about sports" and "is about sports" are 0.92,
# "is a news headline" and "is a news report" 0.7.
_SAME_WORDS = 0.9
# Where both have texts of their own, these must point the same way too.
_SAME_DIRECTION = 0.85
# From so many wordings on, what all of them share is taken off; of fewer, none is called a copy.
_WORDINGS = 8
# One part in so many of the places is promised to the sources in equal shares.
_PROMISED_PART = 2


@dataclass(frozen=True)
class Screened:
    """A candidate and how far it seems to set the groups apart.

    Parameters
    ----------
    candidate : Candidate
    gap : float
        How much further along its direction A's texts lie than B's, in standard deviations; NaN
        where the groups have no texts of their own.
    """

    candidate: Candidate
    gap: float

    @property
    def leaning(self) -> float:
        """How much oftener a text of A lies further along than one of B, as such a gap gives."""
        return float(2 * ndtr(self.gap / math.sqrt(2)) - 1)


@dataclass(frozen=True)
class Screening:
    """Which candidates go on, and what became of the others.

    Parameters
    ----------
    chosen : tuple of Screened
        The user's own first, then the largest gap first.
    sources : dict of str to (int, int)
        How many of each source were chosen, and how many there were.
    copies : dict of str to str
        Properties that were left out since they mean nearly the same as a chosen one, and which.
    texts : int
        Texts that were embedded.
    """

    chosen: tuple[Screened, ...]
    sources: dict[str, tuple[int, int]]
    copies: dict[str, str]
    texts: int

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those that were chosen, as a race takes them."""
        return tuple(screened.candidate for screened in self.chosen)


def screened(
    candidates: Sequence[Candidate],
    texts: DiscoveryTexts,
    embedder: Embedder,
    *,
    most: int,
    most_texts: int = MOST_OF_A_GROUP,
    one_sided: bool = False,
    seed: int = 0,
) -> Screening:
    """Choose the candidates that are worth a judge's answers.

    What a user named is never left out. Half of the other places are promised to the sources in
    equal shares, as far as they have candidates; the rest goes to the largest gaps.

    Parameters
    ----------
    candidates : sequence of Candidate
    texts : DiscoveryTexts
    embedder : Embedder
    most : int
        How many are chosen at most, those of the user not counted.
    most_texts : int, optional
        Distinct texts of each group that are embedded; by default as many as proposers read.
    one_sided : bool, default=False
        Whether only properties of A's texts are wanted.
    seed : int, default=0

    Returns
    -------
    Screening

    Raises
    ------
    ParameterError
        When `most` is below 1.

    Examples
    --------
    >>> from dataexplain.llm.embedding.scripted_embedder import ScriptedEmbedder
    >>> known = {"A goal": [1, 0], "A match": [1, 0.2], "Bread": [0, 1], "Soup": [0.2, 1]}
    >>> known |= {"The text is about sports.": [1, -1], "The text is about rain.": [0.1, 0.1]}
    >>> texts = DiscoveryTexts(tuple(known)[:4], np.arange(4) < 2, ("sport", "food"))
    >>> offered = [Candidate("is about rain", "bank"), Candidate("is about sports", "model")]
    >>> with Embedder(ScriptedEmbedder(known)) as embedder:
    ...     found = screened(offered, texts, embedder, most=1)
    >>> found.candidates[0].property, found.sources
    ('is about sports', {'bank': (0, 1), 'model': (1, 1)})
    """
    if most < 1:
        raise ParameterError("most", "screened", "a number of 1 or more", most)
    drawn = texts.drawn(seed, most_texts)
    pointing = Pointing.of(candidates, embedder)
    gaps = _gaps(pointing.directions, drawn, embedder)
    counting = np.nan_to_num(gaps if one_sided else np.abs(gaps))
    order = np.argsort(-counting, kind="stable").tolist()
    choosing = _Choosing(candidates, pointing)
    choosing.take_users(order)
    choosing.take_promised(order, most)
    choosing.take(order, most)
    chosen = sorted(choosing.chosen, key=order.index)
    chosen.sort(key=lambda place: candidates[place].source != USER)
    return Screening(
        chosen=tuple(Screened(candidates[place], float(gaps[place])) for place in chosen),
        sources=_counted(candidates, chosen),
        copies=choosing.copies,
        texts=len(drawn),
    )


@dataclass(frozen=True)
class Pointing:
    """Where candidates point among embeddings.

    Half of a direction is that of the words, half leads from the texts that lack the property to
    those that have it, where both are known. Over 450 properties and 11 pairs of groups whose
    difference is known, the right property came among the first four in 7 pairs, with words alone
    in 6, with texts alone in 5 (`docs/benchmarks.md`).

    Parameters
    ----------
    words, directions : ndarray of shape (candidates, dimensions)
        Of length 1.
    shown : ndarray of bool of shape (candidates,)
        Whether texts that have and that lack the property are known.
    """

    words: np.ndarray
    directions: np.ndarray
    shown: np.ndarray

    @classmethod
    def of(cls, candidates: Sequence[Candidate], embedder: Embedder) -> Pointing:
        """Embed the candidates.

        Examples
        --------
        >>> from dataexplain.llm.embedding.scripted_embedder import ScriptedEmbedder
        >>> known = {"The text is long.": [0, 2], "So long a text": [3, 1], "Short": [0, 1]}
        >>> candidate = Candidate("is long", "user", having=("So long a text",), lacking=("Short",))
        >>> with Embedder(ScriptedEmbedder(known)) as embedder:
        ...     Pointing.of([candidate], embedder).directions.round(2)
        array([[0.71, 0.71]])
        """
        if not candidates:
            nowhere = np.empty((0, embedder.dimensions))
            return cls(nowhere, nowhere, np.empty(0, dtype=bool))
        said = vectors_of(embedder, [f"The text {candidate.property}." for candidate in candidates])
        words = _unit(said - said.mean(axis=0) if len(said) >= _WORDINGS else said)
        leading = _unit(_from_examples(candidates, embedder))
        return cls(words, _unit(words + leading), np.asarray(leading.any(axis=1)))

    def copied(self, place: int, chosen: Sequence[int]) -> int | None:
        """Return which of the chosen ones a candidate is a near copy of."""
        others = list(chosen)
        if not others or len(self.words) < _WORDINGS:
            return None
        likeness = self.words[others] @ self.words[place]
        apart = self.directions[others] @ self.directions[place] < _SAME_DIRECTION
        likeness[apart & self.shown[others] & self.shown[place]] = 0.0
        nearest = int(np.argmax(likeness))
        return others[nearest] if likeness[nearest] >= _SAME_WORDS else None


def _from_examples(candidates: Sequence[Candidate], embedder: Embedder) -> np.ndarray:
    """Return how the mean of the texts that have a property differs from those that lack it."""
    both = [bool(candidate.having and candidate.lacking) for candidate in candidates]
    examples = dict.fromkeys(
        text
        for candidate, known in zip(candidates, both, strict=True)
        if known
        for text in (*candidate.having, *candidate.lacking)
    )
    vectors = dict(zip(examples, vectors_of(embedder, list(examples)), strict=True))
    leading = np.zeros((len(candidates), embedder.dimensions))
    for place in np.flatnonzero(both).tolist():
        having, lacking = (
            np.mean([vectors[text] for text in side], axis=0)
            for side in (candidates[place].having, candidates[place].lacking)
        )
        # a blank example has no vector: then the words alone must do
        leading[place] = np.nan_to_num(having - lacking)
    return leading


def _gaps(pointing: np.ndarray, texts: DiscoveryTexts, embedder: Embedder) -> np.ndarray:
    """Return the difference of the groups along each direction, in standard deviations."""
    if not texts.both_sides or not len(pointing):
        return np.full(len(pointing), np.nan)
    along = vectors_of(embedder, texts.texts) @ pointing.T
    of_a, of_b = along[texts.in_a], along[~texts.in_a]
    spread = np.sqrt((of_a.var(axis=0) + of_b.var(axis=0)) / 2)
    return np.asarray((of_a.mean(axis=0) - of_b.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0))


def _counted(candidates: Sequence[Candidate], chosen: Sequence[int]) -> dict[str, tuple[int, int]]:
    offered = Counter(candidate.source for candidate in candidates)
    taken = Counter(candidates[place].source for place in chosen)
    return {source: (taken[source], count) for source, count in offered.items()}


class _Choosing:
    """Takes candidates one by one, but no near copy of one that was taken."""

    def __init__(self, candidates: Sequence[Candidate], pointing: Pointing) -> None:
        self._candidates, self._pointing = candidates, pointing
        self._users = 0
        self.chosen: list[int] = []
        self.copies: dict[str, str] = {}

    def take_users(self, order: Sequence[int]) -> None:
        """Take what the user named, whatever it points at."""
        own = sorted(place for place in order if self._candidates[place].source == USER)
        self.chosen += own
        self._users = len(own)

    def take_promised(self, order: Sequence[int], most: int) -> None:
        """Take the first of each source, as many of each."""
        by_source: dict[str, list[int]] = {}
        for place in order:
            if self._candidates[place].source != USER:
                by_source.setdefault(self._candidates[place].source, []).append(place)
        share = most // (_PROMISED_PART * max(len(by_source), 1))
        for places in by_source.values():
            self.take(places, len(self.chosen) - self._users + share)

    def take(self, order: Sequence[int], most: int) -> None:
        """Take the first ones until there are so many beside the user's."""
        for place in order:
            if len(self.chosen) - self._users >= most:
                return
            if place not in self.chosen and not self._is_copy(place):
                self.chosen.append(place)

    def _is_copy(self, place: int) -> bool:
        original = self._pointing.copied(place, self.chosen)
        if original is None:
            return False
        copy = self._candidates[place].property
        self.copies.setdefault(copy, self._candidates[original].property)
        return True
