"""Reviews with planted truths: what they mention decides how many stars they give."""

from __future__ import annotations

import numpy as np

GOOD, BAD = ("great sound", "works well", "love it"), ("asked for a refund", "broken screen")
IDLE = (
    "the box was blue",
    "bought it in may",
    "it has two buttons",
    "colour as shown",
    "the manual is short",
    "used it on the train",
)


def reviews(rows: int, seed: int = 0) -> tuple[list[str], np.ndarray]:
    """Return reviews, and stars that rise with good and fall with bad phrases, and vary."""
    generator = np.random.default_rng(seed)
    texts, stars = [], []
    for _ in range(rows):
        good = generator.random(len(GOOD)) < 0.2
        bad = generator.random(len(BAD)) < 0.12
        idle = generator.choice(IDLE, generator.integers(1, 5), replace=False)
        parts = [*np.array(GOOD)[good], *np.array(BAD)[bad], *idle]
        texts.append(". ".join(generator.permutation(parts)))
        stars.append(3 + 0.6 * good.sum() - 1.2 * bad.sum() + generator.normal(0, 0.6))
    return texts, np.array(stars)
