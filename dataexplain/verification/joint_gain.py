"""What each property of a list adds to those before it, and what all of them leave unsaid.

Both are areas under the curve: how often a text of A is told from one of B, by a rule that was
fitted without either of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.models.group_classifier import LEAST_OF_A_GROUP, group_evidence
from dataexplain.models.scoring import area_under_curve
from dataexplain.randomness import generator_for
from dataexplain.verification.judged_texts import HeldOutTexts

CHANCE = 0.5
FOLDS, REPEATS = 5, 10
# With fewer judged texts of a group a fold would hold next to none.
LEAST_JUDGED = 4 * FOLDS
# A reader of all words is fitted on no more texts than these.
MOST_READ = 5000


@dataclass(frozen=True)
class JointGain:
    """How well the properties of a list tell two groups apart together.

    Parameters
    ----------
    gains : tuple of float or None
        What each adds to those before it; None for one without answers.
    auc : float or None
        Of all of them; None where too few texts were judged.
    all_words : float or None
        Of a reader of all words, and of embeddings where there are any, on the same texts.
    """

    gains: tuple[float | None, ...]
    auc: float | None = None
    all_words: float | None = None

    @property
    def unexplained(self) -> float | None:
        """What a reader of all words tells beyond the properties, 0 at the least."""
        if self.all_words is None or self.auc is None:
            return None
        return max(self.all_words - self.auc, 0.0)


def joint_gain(held_out: HeldOutTexts, answers: np.ndarray, seed: int) -> JointGain:
    """Return what each property adds to those before it in telling A from B.

    Parameters
    ----------
    held_out : HeldOutTexts
    answers : ndarray of shape (n, properties)
        1 for yes, 0 for no, NaN for no answer.
    seed : int

    Examples
    --------
    >>> held_out = HeldOutTexts(tuple(map(str, range(200))), np.arange(200) < 100)
    >>> twice = np.repeat((np.arange(200) % 10 < 3 + 4 * held_out.in_a)[:, None], 2, axis=1)
    >>> joint = joint_gain(held_out, twice.astype(float), seed=0)
    >>> [round(gain, 1) for gain in joint.gains]
    [0.2, 0.0]
    """
    judged = ~np.isnan(answers)
    told = [place for place in range(answers.shape[1]) if judged[:, place].any()]
    rows = np.flatnonzero(judged[:, told].any(axis=1)) if told else np.empty(0, dtype=np.intp)
    in_a = held_out.in_a[rows]
    gains: list[float | None] = [None] * answers.shape[1]
    if min(in_a.sum(), (~in_a).sum()) < LEAST_JUDGED:
        return JointGain(tuple(gains))
    folds = _folds(held_out, rows, seed)
    before = CHANCE
    known = _filled(answers[rows][:, told])
    for count, place in enumerate(told, start=1):
        reached = _area(known[:, :count], in_a, folds)
        gains[place] = reached - before
        before = reached
    return JointGain(tuple(gains), before, _of_all_words(held_out, rows, seed))


def _filled(answers: np.ndarray) -> np.ndarray:
    """Put the average answer where there is none."""
    means = np.nanmean(answers, axis=0)
    return np.where(np.isnan(answers), means, answers)


def _folds(held_out: HeldOutTexts, rows: np.ndarray, seed: int) -> list[np.ndarray]:
    """Return the fold of each row, several times over; copies of a text share one."""
    generator = generator_for(seed, "joint gain")
    related = held_out.related()
    codes = rows if related is None else related[rows]
    names, places = np.unique(codes, return_inverse=True)
    return [generator.permutation(np.arange(len(names)) % FOLDS)[places] for _ in range(REPEATS)]


def _area(columns: np.ndarray, in_a: np.ndarray, repeats: list[np.ndarray]) -> float:
    """Return the average area over folds: scores of different folds are not compared."""
    areas = []
    for folds in repeats:
        for fold in range(FOLDS):
            left = folds == fold
            if in_a[left].any() and not in_a[left].all():
                scores = columns[left] @ _direction(columns[~left], in_a[~left])
                areas.append(area_under_curve(in_a[left], scores)[0])
    return float(np.mean(areas)) if areas else CHANCE


def _direction(columns: np.ndarray, in_a: np.ndarray) -> np.ndarray:
    """Return the linear discriminant (Fisher 1936), made a little rounder."""
    if in_a.all() or not in_a.any():
        return np.zeros(columns.shape[1])
    means = [columns[side].mean(axis=0) for side in (in_a, ~in_a)]
    centred = columns - np.where(in_a[:, None], *means)
    spread = centred.T @ centred / len(centred)
    rounder = spread + (0.01 * np.trace(spread) / len(spread) + 1e-9) * np.eye(len(spread))
    return np.asarray(np.linalg.solve(rounder, means[0] - means[1]))


def _of_all_words(held_out: HeldOutTexts, rows: np.ndarray, seed: int) -> float | None:
    """Return how well a reader of all words tells the judged texts apart."""
    read = rows
    if len(rows) < MOST_READ:
        others = np.setdiff1d(np.arange(len(held_out.texts)), rows)
        generator = generator_for(seed, "reader of all words")
        more = min(MOST_READ - len(rows), len(others))
        read = np.concatenate([rows, generator.choice(others, more, replace=False)])
    in_a = held_out.in_a[read]
    if min(in_a.sum(), (~in_a).sum()) < LEAST_OF_A_GROUP:
        return None
    vectors = None if held_out.vectors is None else np.nan_to_num(held_out.vectors[read])
    texts = [held_out.texts[row] for row in read]
    evidence = group_evidence(texts, in_a, vectors, random_state=seed)
    judged = slice(0, len(rows))
    return float(area_under_curve(in_a[judged], evidence.log_odds[judged])[0])
