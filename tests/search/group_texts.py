"""Texts of two groups whose difference is known, and embedders that go by words."""

from __future__ import annotations

import numpy as np

from dataexplain.llm import Embedder
from dataexplain.search.discovery_texts import DiscoveryTexts
from tests.features.planted_questions import FILLERS, FOOD, SPORT, WEATHER, word_embedder


def two_groups(count: int = 40, **told: str) -> DiscoveryTexts:
    """Return texts of A that mostly speak of goals, and texts of B that mostly speak of cakes."""
    generator = np.random.default_rng(0)
    texts, in_a = [], []
    for place in range(2 * count):
        own, other = (SPORT, FOOD) if place < count else (FOOD, SPORT)
        subject = generator.choice([own] * 8 + [other, WEATHER])
        texts.append(f"{subject} {' '.join(generator.choice(FILLERS, 4))} {place}")
        in_a.append(place < count)
    return DiscoveryTexts(tuple(texts), np.array(in_a), ("north", "south"), **told)


def embedder() -> Embedder:
    """Return an embedder that goes by words."""
    return word_embedder()
