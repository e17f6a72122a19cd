"""A race of properties: which of them tell two groups of texts apart best, with few answers.

Batches of texts are drawn, half from each group, and the same texts are judged for every property
that is still in the race. A property leaves it

- when it is certain to be behind: the upper bound of its difference lies below the lower bounds of
  as many others as are kept. The bounds hold at every time at once, and for all properties at once;
- or when the budget is spent so far that fewer can be followed: then those with the smallest
  differences leave, as in successive halving (Karnin, Koren and Somekh 2013). This rule only
  decides where answers are spent. From tens of texts the bounds are wide, and it decides most.

A candidate may come with an expectation, such as what embeddings say of it. It counts as some
texts would where candidates are put in order, and never in the bounds.

Nothing of a race is a verdict: it chooses what is tested on other rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.randomness import generator_for
from dataexplain.search.candidate import Candidate
from dataexplain.search.group_gaps import foreseen_leaning, leaning
from dataexplain.search.judged_scores import JudgedScores
from dataexplain.statistics.sequential import BettingInterval

Ending = Literal["kept", "behind", "smaller", "unasked"]
# Texts that a property is asked of before it can leave with a small difference.
_FIRST_TEXTS = 6
# For how many texts an expectation counts that a candidate comes with.
_EXPECTED_COUNTS = 16
# Few leave early, where little is known, and many late: the power of the share that is spent.
_LATENESS = 2


@dataclass(frozen=True)
class Raced:
    """How far a property came.

    Parameters
    ----------
    candidate : Candidate
    place : int
        Where it stands among the candidates of the scores.
    leaning : float
        How much oftener the judge leans to yes at a text of A than at one of B: 1 always, -1
        never; NaN without answers.
    interval : (float, float)
        Of the leaning over all texts, at every time and for all candidates at once.
    texts : int
        Texts that it was asked of in the race.
    ending : {"kept", "behind", "smaller", "unasked"}
        "behind": certainly less than those that were kept; "smaller": less on the texts that were
        judged, when fewer could be followed; "unasked": the budget did not reach it.
    """

    candidate: Candidate
    place: int
    leaning: float
    interval: tuple[float, float]
    texts: int
    ending: Ending

    @property
    def more_in_a(self) -> bool:
        """Whether it is a property of A's texts rather than of B's."""
        return self.leaning > 0


@dataclass(frozen=True)
class Race:
    """What a race found, and what it took.

    Parameters
    ----------
    ranking : tuple of Raced
        Those that were kept come first, the largest difference before the others.
    texts : tuple of int
        The texts that were judged for whoever was in the race, in their order.
    calls : int
        Answers that were asked for; those known before cost nothing.
    exhaustive : int
        Answers that all candidates on all texts would take.
    sure : bool
        Whether the bounds alone part those that were kept from all others.
    ended : bool
        Whether the judge's own budget ended.
    """

    ranking: tuple[Raced, ...]
    texts: tuple[int, ...]
    calls: int
    exhaustive: int
    sure: bool
    ended: bool

    @property
    def kept(self) -> tuple[Raced, ...]:
        """Those that go on to be tested."""
        return tuple(raced for raced in self.ranking if raced.ending == "kept")


def race(
    in_a: np.ndarray,
    scores: JudgedScores,
    *,
    keep: int,
    budget: int,
    batch: int = 2,
    alpha: float = 0.05,
    one_sided: bool = False,
    seed: int = 0,
    candidates: Sequence[int] | None = None,
    expected: Sequence[float] | None = None,
) -> Race:
    """Race properties for the largest difference between two groups of texts.

    Parameters
    ----------
    in_a : ndarray of bool of shape (texts,)
        Which texts are of group A; the others are of B. Discovery rows only.
    scores : JudgedScores
        Of those texts. What is known there is not asked again.
    keep : int
        How many properties are wanted.
    budget : int
        Answers that may be asked for. Where it cannot reach all candidates, the first are raced.
    batch : int, default=2
        Texts that are judged at a time, half of each group.
    alpha : float, default=0.05
        How often any of the intervals may miss.
    one_sided : bool, default=False
        Whether only properties of A's texts count, rather than those of either group.
    seed : int, default=0
    candidates : sequence of int, optional
        The places of those that race, the most promising first; by default all.
    expected : sequence of float, optional
        The leaning that is expected of each candidate of the scores before anything is asked; NaN
        where nothing is.

    Returns
    -------
    Race

    Raises
    ------
    ParameterError
        When a group is empty, or a number is outside what is allowed.

    Examples
    --------
    >>> from dataexplain.search.judged_scores import asking_table
    >>> texts, in_a = [f"text {n}" for n in range(40)], np.arange(40) < 20
    >>> said = np.random.default_rng(0).normal(size=(40, 2)) + np.outer(in_a, [3, 0])
    >>> candidates = [Candidate("is about money", "bank"), Candidate("is long", "bank")]
    >>> asking = asking_table(texts, ["is about money", "is long"], said)
    >>> found = race(in_a, JudgedScores(texts, asking, candidates), keep=1, budget=40)
    >>> found.kept[0].candidate.property, found.kept[0].more_in_a, found.exhaustive
    ('is about money', True, 80)
    """
    sides = np.asarray(in_a, dtype=bool)
    _check(sides, scores, keep=keep, budget=budget, batch=batch, alpha=alpha)
    places = list(
        dict.fromkeys(range(len(scores.candidates)) if candidates is None else candidates)
    )
    before = np.full(len(scores.candidates), np.nan) if expected is None else np.asarray(expected)
    if before.shape != (len(scores.candidates),):
        told = f"{len(scores.candidates)} numbers"
        raise ParameterError("expected", "race", told, before.shape)
    running = _Running(sides, scores, places, before, one_sided=one_sided, alpha=alpha)
    running.start(budget)
    pairs = _drawn_pairs(sides, seed)
    while running.goes_on(keep):
        judged = running.step(pairs[: batch // 2], budget)
        if not judged:
            break
        pairs = pairs[judged:]
        running.drop_behind(keep)
        running.drop_smaller(running.followed(keep, budget))
    return running.result(keep)


def _check(
    in_a: np.ndarray, scores: JudgedScores, *, keep: int, budget: int, batch: int, alpha: float
) -> None:
    if in_a.shape != (len(scores.texts),):
        raise ParameterError("in_a", "race", f"{len(scores.texts)} of yes or no", in_a.shape)
    if in_a.all() or not in_a.any():
        raise ParameterError("in_a", "race", "texts of both groups", "texts of one group")
    if keep < 1:
        raise ParameterError("keep", "race", "a number of 1 or more", keep)
    if budget < 0:
        raise ParameterError("budget", "race", "0 or more calls", budget)
    if batch < 2 or batch % 2:
        raise ParameterError("batch", "race", "an even number of texts, 2 or more", batch)
    if not 0 < alpha < 1:
        raise ParameterError("alpha", "race", "a number between 0 and 1", alpha)


def _drawn_pairs(in_a: np.ndarray, seed: int) -> np.ndarray:
    """Return (text of A, text of B) in random order, as many as the smaller group has texts."""
    draws = generator_for(seed, "race")
    sides = [draws.permutation(np.flatnonzero(side)) for side in (in_a, ~in_a)]
    pairs = min(map(len, sides))
    return np.column_stack([side[:pairs] for side in sides])


class _Running:
    """A race that goes on: who is in it, and what was judged so far."""

    def __init__(
        self,
        in_a: np.ndarray,
        scores: JudgedScores,
        places: list[int],
        expected: np.ndarray,
        *,
        one_sided: bool,
        alpha: float,
    ) -> None:
        self._in_a, self._scores, self._one_sided = in_a, scores, one_sided
        self._expected = expected
        self._entered = self._started = len(places)
        self._live = np.array(places, dtype=np.int64)
        self._betting = BettingInterval(
            max(len(scores.candidates), 1), low=-1.0, confidence=1 - alpha / max(len(places), 1)
        )
        self._pairs = np.empty((0, 2), dtype=np.int64)
        self._calls_before = scores.calls
        self._left: list[Raced] = []

    def start(self, budget: int) -> None:
        """Leave out those that the budget does not reach: the last ones."""
        within = max(budget // _FIRST_TEXTS, min(budget // 2, 1))
        self._leave(np.arange(len(self._live)) >= within, "unasked")
        self._started = len(self._live)

    def goes_on(self, keep: int) -> bool:
        """Return whether anything is left to decide, and the judge answers."""
        decided = len(self._live) <= keep < self._started
        return len(self._live) > 0 and not decided and not self._scores.ended

    def step(self, pairs: np.ndarray, budget: int) -> int:
        """Judge the next pairs, as far as the budget goes, and return how many."""
        live, left = self._live.tolist(), budget - self._calls
        while len(pairs) and self._scores.cost(pairs.ravel().tolist(), live) > left:
            pairs = pairs[:-1]
        self._scores.ask(pairs.ravel().tolist(), live)
        reached = self._scores.asked[np.ix_(pairs.ravel(), self._live)].all(axis=1)
        whole = pairs[reached.reshape(-1, 2).all(axis=1)]
        self._pairs = np.concatenate([self._pairs, whole])
        self._bet(whole)
        return len(whole)

    def followed(self, keep: int, budget: int) -> int:
        """Return how many can be followed further, after what is spent by now."""
        if self._pairs.size < _FIRST_TEXTS or keep >= self._started:
            return self._started
        spent = self._calls / budget
        return max(
            keep, math.ceil(self._started * math.pow(keep / self._started, spent**_LATENESS))
        )

    def drop_behind(self, keep: int) -> None:
        """Let those leave that are certain to be behind as many others as are kept."""
        if len(self._live) > keep:
            low, high = self._counting(*self._bounds())
            self._leave(high < np.sort(low)[-keep], "behind")

    def drop_smaller(self, followed: int) -> None:
        """Let those leave that differ least on the texts judged so far."""
        if len(self._live) > followed:
            smaller = np.ones(len(self._live), dtype=bool)
            smaller[self._order()[:followed]] = False
            self._leave(smaller, "smaller")

    def result(self, keep: int) -> Race:
        """Return those that are left, the best first, and then the others, the last first."""
        self.drop_smaller(keep)
        endings = {raced.ending for raced in self._left}
        judged = self._pairs.size > 0
        self._leave(np.ones(len(self._live), dtype=bool), "kept" if judged else "unasked")
        return Race(
            ranking=tuple(self._left),
            texts=tuple(self._pairs.ravel().tolist()),
            calls=self._calls,
            exhaustive=self._entered * len(self._scores.texts),
            sure=judged and endings <= {"behind"},
            ended=self._scores.ended,
        )

    @property
    def _calls(self) -> int:
        return self._scores.calls - self._calls_before

    def _log_odds(self) -> np.ndarray:
        return self._scores.log_odds[np.ix_(self._pairs.ravel(), self._live)]

    def _bet(self, pairs: np.ndarray) -> None:
        """Narrow the bounds of each leaning: a pair says which of its texts the judge prefers."""
        of_a, of_b = (self._scores.log_odds[np.ix_(side, self._live)] for side in pairs.T)
        self._betting.update(np.sign(of_a - of_b), self._live)

    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        low, high = self._betting.interval()
        return low[self._live], high[self._live]

    def _counting(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return bounds of what counts: the leaning, or its distance from 0."""
        if self._one_sided:
            return low, high
        return np.maximum(np.maximum(low, -high), 0), np.maximum(-low, high)

    def _order(self) -> np.ndarray:
        """Return the places among those still in the race, the largest difference first."""
        foreseen = foreseen_leaning(self._log_odds(), self._in_a[self._pairs.ravel()])
        foreseen = _with_expected(foreseen, self._expected[self._live], self._pairs.size)
        counting = foreseen if self._one_sided else np.abs(foreseen)
        return np.argsort(-np.where(np.isnan(counting), -np.inf, counting), kind="stable")

    def _leave(self, leaving: np.ndarray, ending: Ending) -> None:
        if not leaving.any():
            return
        low, high = self._bounds()
        leanings = leaning(self._log_odds(), self._in_a[self._pairs.ravel()])
        gone = [
            Raced(
                candidate=self._scores.candidates[self._live[at]],
                place=int(self._live[at]),
                leaning=float(leanings[at]),
                interval=(float(low[at]), float(high[at])),
                texts=self._pairs.size,
                ending=ending,
            )
            for at in self._order()
            if leaving[at]
        ]
        self._left = gone + self._left
        self._live = self._live[~leaving]


def _with_expected(foreseen: np.ndarray, expected: np.ndarray, texts: int) -> np.ndarray:
    """Return leanings from some texts drawn to what was expected, less the more there are."""
    weight = texts / (texts + _EXPECTED_COUNTS)
    mixed = weight * foreseen + (1 - weight) * expected
    return np.where(np.isnan(expected), foreseen, np.where(np.isnan(foreseen), expected, mixed))
