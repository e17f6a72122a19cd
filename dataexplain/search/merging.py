"""Candidates that denote the same are one: by their words, then by what a judge answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dataexplain.features.judged_columns import parting
from dataexplain.features.question_wording import same_wording
from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import JudgedScores
from dataexplain.search.racing import Race, Raced

# Answers that go together at least so much are answers to one question.
SAME = 0.7
# Of fewer texts that both were asked of, nothing is said: too many go together by chance.
LEAST_TEXTS = 24
_ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True)
class Under:
    """A candidate that is listed under a better one.

    Parameters
    ----------
    raced : Raced
    agreement : float
        The phi coefficient of its answers with those of the better one; below 0 it is the
        opposite, which says the same of the other group.
    """

    raced: Raced
    agreement: float


@dataclass(frozen=True)
class Merged:
    """A candidate and those that say the same.

    Parameters
    ----------
    raced : Raced
        The one that differs most.
    others : tuple of Under
    """

    raced: Raced
    others: tuple[Under, ...]


def merged(found: Race, scores: JudgedScores, *, most: int | None = None) -> tuple[Merged, ...]:
    """Merge the candidates that a race did not find behind, where the judge answers them alike.

    Each one is compared with the better ones that stand, and listed under that with which it
    agrees most, so that a chain of neighbours does not become one.

    Parameters
    ----------
    found : Race
    scores : JudgedScores
        Those it was run on; all answers that are known count.
    most : int, optional
        How many are returned; None is all.

    Returns
    -------
    tuple of Merged
        The best first.

    Examples
    --------
    >>> from dataexplain.search.judged_scores import asking_table
    >>> from dataexplain.search.racing import race
    >>> properties, in_a = ["is about money", "names a price", "is long"], np.arange(40) < 20
    >>> money = 4.0 * in_a + np.tile([0.0, 0.3], 20)
    >>> said = np.column_stack([money, money - 2, np.tile([1.0, 0.0, 0.0, 1.0], 10)])
    >>> texts = [f"text {n}" for n in range(40)]
    >>> candidates = [Candidate(property, "bank") for property in properties]
    >>> scores = JudgedScores(texts, asking_table(texts, properties, said), candidates)
    >>> for one in merged(race(in_a, scores, keep=3, budget=120), scores):
    ...     one.raced.candidate.property, [under.raced.candidate.property for under in one.others]
    ('names a price', ['is about money'])
    ('is long', [])
    """
    kept = [one for one in found.ranking if one.texts and one.ending in ("kept", "smaller")]
    agreements = agreement(scores.log_odds[:, [raced.place for raced in kept]])
    standing: dict[int, list[Under]] = {}
    for place, raced in enumerate(kept):
        known = list(standing)
        alike = agreements[place, known]
        nearest = int(np.argmax(np.abs(alike))) if known else 0
        if known and abs(alike[nearest]) >= SAME:
            standing[known[nearest]].append(Under(raced, float(alike[nearest])))
        else:
            standing[place] = []
    return tuple(Merged(kept[place], tuple(others)) for place, others in standing.items())[:most]


def agreement(log_odds: np.ndarray) -> np.ndarray:
    """Return the phi coefficients of the yes and no that answers part into.

    Parameters
    ----------
    log_odds : ndarray of shape (texts, candidates)
        NaN is no answer.

    Returns
    -------
    ndarray of shape (candidates, candidates)
        0 where fewer than 24 texts have both answers, or one answer is always the same.

    Examples
    --------
    >>> agreement(np.column_stack([np.tile([1.0, -1.0], 12), np.tile([-3.0, -2.0], 12)]))
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    known = ~np.isnan(log_odds)
    bounds = [parting(column[told]) for column, told in zip(log_odds.T, known.T, strict=True)]
    yes = np.where(known, log_odds > np.array(bounds), False).astype(np.float64)
    both = known.T.astype(np.float64) @ known
    # counts among the texts with both answers: of the row's yes, the column's yes, and of both
    rows, columns, together = yes.T @ known, known.T @ yes, yes.T @ yes
    spread = np.sqrt(rows * (both - rows) * columns * (both - columns))
    told = (both >= LEAST_TEXTS) & (spread > 0)
    return np.where(told, (both * together - rows * columns) / np.where(told, spread, 1.0), 0.0)


def without_copies(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates without those of the same words as an earlier one, articles aside.

    Of two, the one with texts that are known to have it stays, in the place of the first: it can
    be checked whether a judge knows it.

    Parameters
    ----------
    candidates : iterable of Candidate

    Examples
    --------
    >>> known = Candidate("Mentions the refund.", "bank", having=("I got my money back",))
    >>> without_copies([Candidate("mentions a refund", "model"), known]) == (known,)
    True
    """
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        key = _folded(candidate.property)
        first = found.setdefault(key, candidate)
        if candidate.having and not first.having:
            found[key] = candidate
    return tuple(found.values())


def _folded(property: str) -> str:
    words = same_wording(property).split()
    return " ".join(word for word in words if word not in _ARTICLES)
