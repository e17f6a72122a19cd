"""Judging in batches until a list is decided: bets that may be looked at after each of them.

The first text drawn of A is paired with the first drawn of B, and so on. Each pair is worth one
bet that the property is no more frequent in A; what the bets have won is an e-value at any time,
and 1 / e is a p-value, so that the correction for many tests is e-BH (Wang and Ramdas 2022). With
columns held fixed, an answer is weighed by what they leave of the group. Rows of one cluster
would bet on the same thing: the first of them stands for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from dataexplain.llm import ChatModel
from dataexplain.statistics import Estimate, residualise
from dataexplain.statistics.sequential import BettingInterval
from dataexplain.verification.evidence import LEAST_OVERLAP, Evidence
from dataexplain.verification.families import ALPHA
from dataexplain.verification.judged_answers import HeldOutAnswers, Progress, ask_rows
from dataexplain.verification.judged_decisions import decided
from dataexplain.verification.judged_evidence import (
    FORETOLD,
    evidence_of,
    no_evidence,
    problem_of_answers,
)
from dataexplain.verification.judged_measuring import MeasuredProperty, default_floor
from dataexplain.verification.judged_outcome import JudgedOutcome
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed, drawn_rows, in_turn
from dataexplain.verification.strata import Strata
from dataexplain.verification.verdicts import NOT_SUPPORTED, SUPPORTED, Verdict

# Pairs that are judged between two looks.
BATCH = 20
METHOD = "betting on pairs"
# Half the width of a 95% interval, in standard errors.
STANDARD_ERRORS = 1.959964
# Taken off each answer where columns are held fixed: the middle of what it can be.
MIDDLE = 0.5


@dataclass(frozen=True)
class Pairs:
    """Rows of both groups that are compared two by two, and how each answer is weighed.

    Parameters
    ----------
    rows : ndarray of int of shape (pairs, 2)
        A row of A and one of B.
    weights : ndarray of shape (n,)
        What an answer less one half counts with the columns held fixed.
    overlap : float
        What the columns leave of the group; near 0 nothing can be compared.
    held : ndarray of shape (n, k)
        The columns.
    thinned : bool
        Whether some columns could not be held.
    """

    rows: np.ndarray
    weights: np.ndarray
    overlap: float
    held: np.ndarray
    thinned: bool

    @classmethod
    def drawn(cls, held_out: HeldOutTexts, strata: Strata, per_group: int, seed: int) -> Self:
        """Draw pairs of texts, one of each group, no cluster twice."""
        sides = drawn_rows(held_out, len(held_out.texts), seed)
        related = held_out.related()
        order = in_turn(*sides)
        if related is not None:
            order = order[np.sort(np.unique(related[order], return_index=True)[1])]
        in_a = held_out.in_a[order]
        first, second = order[in_a][:per_group], order[~in_a][:per_group]
        count = min(len(first), len(second))
        held, thinned = strata.together(held_out.in_a, 2 * count)
        group = held_out.in_a.astype(np.float64)
        left = residualise(group, group, held)
        strength = float(left.varied @ left.varied) / max(len(group), 1)
        shares = np.where(held_out.in_a, group.mean(), 1 - group.mean())
        weights = left.varied * shares / strength if strength > 0 else np.zeros_like(group)
        rows = np.column_stack([first[:count], second[:count]])
        return cls(rows, weights, left.overlap, held, thinned)

    @property
    def testable(self) -> bool:
        """Whether anything is left to compare with the columns held fixed."""
        return self.overlap >= LEAST_OVERLAP

    @property
    def reach(self) -> float:
        """The most that a pair can count with the columns held fixed."""
        sizes = np.abs(self.weights)
        above = [float(sizes[self.weights * side > 0].max(initial=0.0)) for side in (1, -1)]
        return max(MIDDLE * sum(above), 1e-9)

    def plain(self, yes: np.ndarray, pairs: slice) -> np.ndarray:
        """Return A's answer less B's of each pair."""
        a, b = self.rows[pairs].T
        return np.asarray(yes[a] - yes[b])

    def weighed(self, yes: np.ndarray, pairs: slice) -> np.ndarray:
        """Return the same with the columns held fixed."""
        a, b = self.rows[pairs].T
        found = self.weights[a] * (yes[a] - MIDDLE) + self.weights[b] * (yes[b] - MIDDLE)
        return np.asarray(np.clip(found, -self.reach, self.reach))


def judge_until_decided(
    held_out: HeldOutTexts,
    short_list: Sequence[ShortListed],
    model: ChatModel,
    strata: Strata,
    *,
    per_group: int,
    seed: int,
    floor: float | None = None,
    level: float = ALPHA,
    progress: Progress | None = None,
) -> tuple[list[MeasuredProperty], HeldOutAnswers]:
    """Judge batch after batch, each time only for properties that are open.

    Parameters
    ----------
    held_out : HeldOutTexts
    short_list : sequence of ShortListed
    model : ChatModel
    strata : Strata
    per_group : int
        The most texts of each group.
    seed : int
    floor : float, optional
    level : float, default=0.05
    progress : callable, optional
        Called with the number of pairs that are done, and of all there could be.

    Returns
    -------
    (list of MeasuredProperty, HeldOutAnswers)
    """
    pairs = Pairs.drawn(held_out, strata, per_group, seed)
    bets = _Bets(held_out, short_list, pairs, floor)
    rows, unasked, cut, instructed = pairs.rows.reshape(-1), 0, 0, 0
    open_places = list(range(len(short_list)))
    for start in range(0, len(pairs.rows), BATCH):
        batch = slice(start, start + BATCH)
        asked = [short_list[place].property for place in open_places]
        answers = ask_rows(held_out, pairs.rows[batch].reshape(-1), asked, model)
        bets.take(batch, open_places, answers.log_odds)
        unasked, cut = answers.unasked, cut + answers.cut
        instructed += answers.instructed
        verdicts = decided(bets.measured(), level)
        open_places = [place for place in open_places if _is_open(verdicts[place][0])]
        if progress is not None:
            progress(min(start + BATCH, len(pairs.rows)), len(pairs.rows))
        if unasked or not open_places:
            break
    return bets.measured(), HeldOutAnswers(rows, bets.log_odds, unasked, cut, instructed)


class _Bets:
    """The bets on all properties of a list."""

    def __init__(
        self,
        held_out: HeldOutTexts,
        short_list: Sequence[ShortListed],
        pairs: Pairs,
        floor: float | None,
    ) -> None:
        self._held_out = held_out
        self._listed = short_list
        self._pairs = pairs
        self._floor = floor
        self.log_odds = np.full((len(held_out.texts), len(short_list)), np.nan)
        count = max(len(short_list), 1)
        self._plain = BettingInterval(count, low=-1.0, high=1.0)
        self._held = BettingInterval(count, low=-pairs.reach, high=pairs.reach)

    def take(self, batch: slice, places: Sequence[int], log_odds: np.ndarray) -> None:
        """Bet on a batch of pairs for some of the properties."""
        for column, place in enumerate(places):
            said = log_odds[:, column]
            known = ~np.isnan(said)
            self.log_odds[known, place] = said[known]
            yes, sign = self._listed[place].said(said), self._sign(place)
            at = np.array([place])
            self._plain.update(sign * self._pairs.plain(yes, batch)[:, None], at)
            self._held.update(sign * self._pairs.weighed(yes, batch)[:, None], at)

    def measured(self) -> list[MeasuredProperty]:
        """Return each property as the bets stand."""
        return [self._measured(place) for place in range(len(self._listed))]

    def _measured(self, place: int) -> MeasuredProperty:
        listed = self._listed[place]
        yes = listed.said(self.log_odds[:, place])
        outcome = JudgedOutcome(yes, self._held_out.in_a, self._held_out.related())
        floor = default_floor(listed, outcome) if self._floor is None else self._floor
        claim = listed.claim(self._held_out)
        evidence = self._evidence(place, outcome)
        return MeasuredProperty(listed, claim, outcome, evidence, floor, self._pairs.held)

    def _evidence(self, place: int, outcome: JudgedOutcome) -> Evidence:
        sign = self._sign(place)
        reason, scarce = problem_of_answers(outcome)
        if reason:
            return no_evidence(outcome, sign, reason, scarce=scarce)
        plain = _estimate(self._plain, place).signed(sign)
        held = _estimate(self._held, place, self._pairs.overlap).signed(sign)
        problem = "" if self._pairs.testable else FORETOLD
        return evidence_of(outcome, held, plain, sign, problem=problem, thinned=self._pairs.thinned)

    def _sign(self, place: int) -> int:
        return self._listed[place].claim(self._held_out).sign


def _estimate(bets: BettingInterval, place: int, overlap: float = 1.0) -> Estimate:
    """Return an estimate whose interval and p-value hold at any time."""
    low, high = (float(ends[place]) for ends in bets.interval())
    pairs = int(bets.seen[place])
    found = Estimate.from_standard_error(
        float(bets.means[place]),
        (high - low) / (2 * STANDARD_ERRORS),
        degrees_of_freedom=float("inf"),
        n=2 * pairs,
        overlap=overlap,
        method=METHOD,
    )
    p = 1 / max(float(bets.e_values[place]), 1.0)
    return replace(found, interval=(low, high), p=p)


def _is_open(verdict: Verdict) -> bool:
    if verdict.verdict == SUPPORTED:
        return verdict.basis == "unadjusted" and verdict.adjusted_open
    return verdict.verdict != NOT_SUPPORTED
