"""Which texts of two groups a proposer is shown: typical ones at several depths, of many words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from dataexplain.models.group_classifier import GroupEvidence
from dataexplain.randomness import generator_for
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.lexical_diversity import diverse_sides

# The shares of the most typical texts that are drawn from.
DEPTHS = (0.05, 0.2, 1.0)
# However small a share is, so many texts are drawn from.
_LEAST_DRAWN_FROM = 12


@dataclass(frozen=True)
class RepresentativeTexts:
    """The distinct texts of two groups, the most typical of each first.

    Parameters
    ----------
    first, second : tuple of str
    seed : int

    Examples
    --------
    >>> from dataexplain.models.group_classifier import group_evidence
    >>> texts = tuple(f"a {word} day {place}" for place in range(20) for word in ("good", "bad"))
    >>> texts = DiscoveryTexts(texts, np.arange(40) % 2 == 0, ("A", "B"))
    >>> found = RepresentativeTexts.of(texts, group_evidence(texts.texts, texts.in_a))
    >>> first, second = found.drawn(0, 4)
    >>> all("good" in text for text in first), all("bad" in text for text in second)
    (True, True)
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    seed: int = 0

    @classmethod
    def of(
        cls, texts: DiscoveryTexts, evidence: GroupEvidence, seed: int = 0
    ) -> RepresentativeTexts:
        """Rank texts by what models that were fitted without them say.

        Parameters
        ----------
        texts : DiscoveryTexts
            Distinct ones, see `DiscoveryTexts.drawn`.
        evidence : GroupEvidence
        seed : int, default=0
        """
        ranked = np.argsort(-evidence.log_odds, kind="stable")
        in_a = texts.in_a[ranked]
        first = tuple(texts.texts[place] for place in ranked[in_a])
        second = tuple(texts.texts[place] for place in ranked[~in_a][::-1])
        return cls(first, second, seed)

    def drawn(self, draw: int, count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return texts of each side; every draw has others, and the next depth.

        Parameters
        ----------
        draw : int
        count : int
            How many of each side at most.
        """
        generator = generator_for(self.seed, f"representative texts {draw}")
        share = DEPTHS[draw % len(DEPTHS)]
        first = _shuffled(self.first, share, generator)
        return diverse_sides(first, _shuffled(self.second, share, generator), count)


def _shuffled(texts: Sequence[str], share: float, generator: np.random.Generator) -> list[str]:
    count = max(ceil(share * len(texts)), _LEAST_DRAWN_FROM)
    pool = texts[:count]
    return [pool[place] for place in generator.permutation(len(pool))]
