"""A race of sentences: which of them give the known outputs the most, with few calls.

All that are still in the race are asked the same inputs in the same order, and compared by the
differences on them: some inputs are easy with any sentence. A sentence leaves the race

- when it is certain to be behind: the upper bound of its difference to the leader lies below 0. The
  bounds hold at every time at once, for any leader and all sentences at once;
- or when the budget is spent so far that fewer can be followed: then the ones with the smallest
  means leave, as in successive halving (Karnin, Koren and Somekh 2013). This only decides where
  calls are spent. From tens of rows the bounds are wide, and it decides most.

Nothing of a race is a verdict: it chooses what is tested on other rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.statistics.sequential import BettingInterval

Ending = Literal["kept", "behind", "smaller"]
# Few leave early, where little is known, and many late: the power of the share that is spent.
_LATENESS = 2
_FIRST_ROWS = 4


@dataclass(frozen=True)
class Raced:
    """How far a sentence came.

    Parameters
    ----------
    place : int
        Its place among the candidates of the scores.
    merit : float
        The mean over the rows that it was asked; NaN without answers.
    rows : int
        Rows that it was asked of in the race.
    ending : {"kept", "behind", "smaller"}
        "behind": certainly less than the leader; "smaller": less on the rows that were read, when
        fewer could be followed.
    """

    place: int
    merit: float
    rows: int
    ending: Ending


@dataclass(frozen=True)
class PairedRace:
    """What a race found.

    Parameters
    ----------
    ranking : tuple of Raced
        Those that were kept come first, the best before the others.
    calls : int
        Outputs that were asked for; those known before cost nothing.
    """

    ranking: tuple[Raced, ...]
    calls: int

    @property
    def kept(self) -> tuple[int, ...]:
        """The places of those that were kept, the best first."""
        return tuple(raced.place for raced in self.ranking if raced.ending == "kept")


def race_values(scores: OutputScores) -> np.ndarray:
    """Return what is compared, shape (pairs, candidates): the merits; NaN where none is known."""
    return scores.merits


def paired_race(
    scores: OutputScores,
    places: Sequence[int],
    rows: Sequence[int],
    *,
    keep: int,
    budget: int,
    batch: int = 4,
    alpha: float = 0.05,
) -> PairedRace:
    """Race sentences on the same rows.

    Parameters
    ----------
    scores : OutputScores
        What is known there is not asked again.
    places : sequence of int
        The candidates that race, the most promising first.
    rows : sequence of int
        Rows in the order in which they are read.
    keep : int
        How many sentences are wanted.
    budget : int
        Outputs that may be asked for. Where it cannot reach all candidates once, the first race.
    batch : int, default=4
        Rows that are read at a time; fewer where the budget is small.
    alpha : float, default=0.05
        How often anything that left as "behind" may be no worse than the leader.

    Returns
    -------
    PairedRace

    Raises
    ------
    ParameterError
        When a number is outside what is allowed.

    Examples
    --------
    >>> from dataexplain.search.prompts.answering_form import AnsweringForm
    >>> from dataexplain.search.prompts.candidate import PromptCandidate
    >>> from dataexplain.search.prompts.output_asking import asking_table
    >>> from dataexplain.tables.pairs import Pairs
    >>> inputs = tuple(f"{number} and 1" for number in range(9))
    >>> pairs = Pairs(inputs, tuple(str(number + 1) for number in range(9)), tuple(range(9)))
    >>> known = {"Add.": -0.1, "Subtract.": -3.0}
    >>> table = {(sentence, input): {output: log_p} for sentence, log_p in known.items()
    ...          for input, output in zip(pairs.inputs, pairs.outputs)}
    >>> candidates = [PromptCandidate(sentence, "hint") for sentence in ("Subtract.", "Add.")]
    >>> scores = OutputScores(pairs, AnsweringForm("free"), asking_table(table), candidates)
    >>> found = paired_race(scores, [1, 2], range(9), keep=1, budget=12)
    >>> found.kept, found.ranking[-1].ending, found.calls
    ((2,), 'smaller', 12)
    """
    for name, value, least in (("keep", keep, 1), ("budget", budget, 0), ("batch", batch, 1)):
        if value < least:
            raise ParameterError(name, "paired_race", f"{least} or more", value)
    if not 0 < alpha < 1:
        raise ParameterError("alpha", "paired_race", "a number between 0 and 1", alpha)
    running = _Running(scores, list(dict.fromkeys(places)), budget=budget, alpha=alpha)
    at_once = max(1, min(batch, budget // max(2 * len(running.live), 1)))
    ahead = list(rows)
    while running.goes_on(keep) and ahead:
        if not running.step(ahead[:at_once]):
            break
        ahead = ahead[at_once:]
        running.drop_behind(keep)
        running.drop_smaller(running.followed(keep))
    return running.result(keep)


class _Running:
    """A race that goes on: who is in it, and what was read so far."""

    def __init__(
        self, scores: OutputScores, places: list[int], *, budget: int, alpha: float
    ) -> None:
        self._scores, self._budget = scores, budget
        self._before = scores.calls
        self._rows: list[int] = []
        self._left: list[Raced] = []
        self.live = places
        # all of them are not reached: the first ones are
        paid = [place for place in places if scores.cost(range(len(scores.pairs)), [place])]
        beyond = set(paid[max(budget, 0) :])
        self.live = [place for place in places if place not in beyond]
        self._started = max(len(self.live), 1)
        # for any two of them, as the leader is not known before
        self._confidence = 1 - alpha / max(self._started * (self._started - 1), 1)

    def goes_on(self, keep: int) -> bool:
        """Return whether anything is left to decide, and the model answers."""
        decided = len(self.live) <= keep < self._started
        return len(self.live) > 0 and not decided and not self._scores.ended

    def step(self, rows: Sequence[int]) -> bool:
        """Read the next rows, as far as the budget goes; return whether any could be."""
        rows = list(rows)
        while rows and self._scores.cost(rows, self.live) > self._budget - self._calls:
            rows = rows[:-1]
        self._scores.ask(rows, self.live)
        whole = [row for row in rows if self._scores.asked[row, self.live].all()]
        self._rows += whole
        return bool(whole)

    def followed(self, keep: int) -> int:
        """Return how many can be followed further, after what is spent by now."""
        if len(self._rows) < min(_FIRST_ROWS, len(self._scores.pairs)) or keep >= self._started:
            return self._started
        spent = min(self._calls / max(self._budget, 1), 1.0)
        return max(
            keep, math.ceil(self._started * math.pow(keep / self._started, spent**_LATENESS))
        )

    def drop_behind(self, keep: int) -> None:
        """Let those leave that are certain to be behind the leader, as long as enough stay."""
        order = self._order()
        if len(order) <= keep:
            return
        values = self._values()
        differences = np.clip(values - values[:, [order[0]]], -1, 1)
        betting = BettingInterval(len(self.live), low=-1.0, confidence=self._confidence)
        betting.update(differences)
        certain = betting.interval()[1] < 0
        self._leave([at for at in order[keep:] if certain[at]], "behind")

    def drop_smaller(self, followed: int) -> None:
        """Let those leave that did least on the rows read so far."""
        self._leave(self._order()[followed:], "smaller")

    def result(self, keep: int) -> PairedRace:
        """Return those that are left, the best first, and then the others, the last first."""
        self.drop_smaller(keep)
        self._leave(self._order(), "kept")
        return PairedRace(tuple(self._left), self._calls)

    @property
    def _calls(self) -> int:
        return self._scores.calls - self._before

    def _values(self) -> np.ndarray:
        return race_values(self._scores)[np.ix_(self._rows, self.live)]

    def _order(self) -> list[int]:
        """Return places among those still in the race, the largest mean first."""
        means = _means(self._values())
        ranked = np.argsort(-np.where(np.isnan(means), -np.inf, means), kind="stable")
        return [int(at) for at in ranked]

    def _leave(self, leaving: Sequence[int], ending: Ending) -> None:
        means = _means(self._values())
        gone = [Raced(self.live[at], float(means[at]), len(self._rows), ending) for at in leaving]
        self._left = gone + self._left
        self.live = [place for at, place in enumerate(self.live) if at not in set(leaving)]


def _means(values: np.ndarray) -> np.ndarray:
    """Return means over the rows with an answer; NaN without any."""
    known = ~np.isnan(values)
    counts = known.sum(axis=0)
    sums = np.where(known, values, 0.0).sum(axis=0)
    means = np.full(values.shape[1], np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means
