"""Rounds of changes: the best sentences are changed, and a change stays only where it is better.

All sentences are asked the rows of one order from its beginning, so that any two of them can be
compared on what both were asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.mutating import RIGHT_SHOWN, WRONG_SHOWN, Mutating, accepted
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.search.prompts.pool import diverse_pool
from dataexplain.search.prompts.proposing import Proposing
from dataexplain.search.prompts.search_settings import PromptSearchSettings

# A mean share from which on there is nothing to mend.
GOOD_ENOUGH = 0.97
# So far behind after half a minibatch, the other half is not asked.
_FAR_BEHIND = -0.15
_NEW_PROPOSALS, _NEW_REPLIES = 6, 3
_RIGHT = 0.5
# A sentence that changes another, and whom it has to beat.
Change = tuple[PromptCandidate | None, int]


class Changing:
    """Changes sentences of a pool, round after round.

    Parameters
    ----------
    scores : OutputScores
    order : sequence of int
        The rows in the order in which they are read.
    proposing : Proposing
        For new sentences, where changes lead nowhere.
    mutating : Mutating
    settings : PromptSearchSettings
    tell : callable
        Called after each change.

    Attributes
    ----------
    accepted : int
        Changes that did better than what they were made from.
    """

    def __init__(
        self,
        scores: OutputScores,
        order: Sequence[int],
        proposing: Proposing,
        mutating: Mutating,
        settings: PromptSearchSettings,
        *,
        tell: Callable[[], None],
    ) -> None:
        self._scores, self._order, self._settings = scores, list(order), settings
        self._proposing, self._mutating, self._tell = proposing, mutating, tell
        self._until = 0
        self.accepted = 0

    def change(self, pool: Sequence[int]) -> list[int]:
        """Return the pool after the last round, the best first.

        Parameters
        ----------
        pool : sequence of int
            Places of candidates, the best first.
        """
        members = list(pool)
        self._until = self._scores.calls + self._settings.of_changes
        stale = 0
        for _ in range(self._settings.rounds if members else 0):
            if self._is_good(members[0]) or stale >= self._settings.patience or not self._goes_on:
                break
            before = self.accepted
            for change in self._changes(members):
                members = self._tried(members, change)
            stale = 0 if self.accepted > before else stale + 1
            if stale:
                members = self._anew(members)
        return members

    @property
    def _goes_on(self) -> bool:
        return self._scores.calls < self._until and not self._scores.ended

    def _changes(self, members: list[int]) -> Iterator[Change]:
        """Yield changes of the best, and of the next best that says something else."""
        two = diverse_pool(members, self._sentences, self._scores.merits, size=2)
        best = two[0]
        for place in two:
            wrong, right = self._mistakes(place)
            if wrong:
                yield self._mutating.reflect(self._candidate(place), wrong, right), place
        if len(two) > 1:
            yield self._mutating.combine(self._candidate(best), self._candidate(two[1])), best
        for place in two:
            yield self._mutating.regrow(self._candidate(place)), place
        yield self._mutating.rephrase(self._candidate(best)), best

    def _anew(self, members: list[int]) -> list[int]:
        """Propose new sentences; those stay that do better than the last of the pool."""
        if not self._goes_on:
            return members
        new = self._proposing.propose(_NEW_PROPOSALS, most_replies=_NEW_REPLIES, tell=self._tell)
        rival = members[-1]
        for candidate in new:
            members = self._tried(members, (candidate, rival))
        return members

    def _tried(self, members: list[int], change: Change) -> list[int]:
        """Return the pool with a change in it, if it does better than whom it has to beat."""
        candidate, rival = change
        if candidate is None or not self._goes_on:
            return members
        known = len(self._scores.candidates)
        (place,) = self._scores.add([candidate])
        if place < known or not self._beats(place, rival):
            return members
        self.accepted += 1
        self._tell()
        return self._placed(members, place)

    def _beats(self, place: int, rival: int) -> bool:
        """Compare two sentences on a minibatch, in two halves."""
        rows = self._order[: self._settings.minibatch]
        half = max(len(rows) // 2, 1)
        for part in (rows[:half], rows[half:]):
            self._scores.ask(part, [rival, place])
            if self._lead(place, rival, rows) < _FAR_BEHIND:
                return False
        values = self._scores.merits[rows]
        return accepted(values[:, place], values[:, rival])

    def _placed(self, members: list[int], place: int) -> list[int]:
        """Put a sentence into the pool, where it belongs by what it did on the same rows.

        The first place takes more: all rows that the leader was asked.
        """
        at = next(
            (at for at, other in enumerate(members) if self._lead(place, other) > 0), len(members)
        )
        if at == 0:
            leader_rows = [row for row in self._order if self._scores.asked[row, members[0]]]
            within = leader_rows[: 3 * self._settings.minibatch]
            self._scores.ask(within, [place])
            at = 0 if self._lead(place, members[0]) > 0 else 1
        ordered = [*members[:at], place, *members[at:]]
        values = self._scores.merits
        return list(diverse_pool(ordered, self._sentences, values, self._settings.pool))

    def _lead(self, place: int, other: int, rows: Sequence[int] | None = None) -> float:
        """Return by how much a sentence is ahead of another, on the rows that both were asked."""
        values = self._scores.merits[list(self._order if rows is None else rows)]
        differences = values[:, place] - values[:, other]
        known = ~np.isnan(differences)
        return float(differences[known].mean()) if known.any() else 0.0

    def _mistakes(self, place: int) -> tuple[list[int], list[int]]:
        """Return the rows that a sentence gets wrong, the worst first, and those it gets right."""
        values = self._scores.shares[:, place]
        asked = [row for row in self._order if not np.isnan(values[row])]
        wrong = sorted((row for row in asked if values[row] < _RIGHT), key=lambda row: values[row])
        right = [row for row in asked if values[row] >= _RIGHT]
        return wrong[:WRONG_SHOWN], right[:RIGHT_SHOWN]

    def _is_good(self, place: int) -> bool:
        values = self._scores.shares[:, place]
        known = values[~np.isnan(values)]
        enough = min(self._settings.minibatch, len(self._order))
        return len(known) >= enough and float(known.mean()) >= GOOD_ENOUGH

    def _candidate(self, place: int) -> PromptCandidate:
        return self._scores.candidates[place]

    @property
    def _sentences(self) -> list[str]:
        return [candidate.sentence for candidate in self._scores.candidates]
