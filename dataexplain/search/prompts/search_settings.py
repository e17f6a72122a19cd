"""How much a search for a sentence may do, and how it parts what it may spend."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from dataexplain.errors import ParameterError

OWNER = "search_prompts"
# Called with the number of calls so far, and the largest number.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class PromptSearchSettings:
    """How much a search may do.

    Parameters
    ----------
    budget : int, default=440
        Calls of the model in all: scored outputs and written sentences.
    generations : int, default=40
        Replies that may be asked for sentences; at most a quarter of the budget.
    proposals : int, default=24
        Sentences that are proposed before the first race.
    rounds : int, default=4
        Rounds of changes at most.
    minibatch : int, default=8
        Rows on which a changed sentence is compared with what it was made from.
    pool : int, default=8
        Sentences that changes are made of.
    keep : int, default=5
        Sentences that are followed to the end.
    patience : int, default=2
        Rounds without anything better before the search ends; after each of them sentences are
        proposed anew.
    enough : float, default=0.98
        The share of the pairs from which on a rule that code can follow makes others needless.

    Examples
    --------
    >>> settings = PromptSearchSettings(budget=10)
    >>> settings.replies, settings.scored
    (2, 8)
    """

    budget: int = 440
    generations: int = 40
    proposals: int = 24
    rounds: int = 4
    minibatch: int = 8
    pool: int = 8
    keep: int = 5
    patience: int = 2
    enough: float = 0.98

    def __post_init__(self) -> None:
        least = {
            "budget": 0,
            "generations": 0,
            "proposals": 0,
            "rounds": 0,
            "minibatch": 1,
            "pool": 1,
            "keep": 1,
            "patience": 1,
        }
        for name, smallest in least.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < smallest:
                raise ParameterError(name, OWNER, f"a whole number of {smallest} or more", value)
        if not 0 < self.enough <= 1:
            raise ParameterError("enough", OWNER, "a number above 0, of 1 at most", self.enough)

    @property
    def replies(self) -> int:
        """Replies that may be asked for sentences."""
        return min(self.generations, self.budget // 4)

    @property
    def scored(self) -> int:
        """Outputs that may be asked for."""
        return self.budget - self.replies

    @property
    def of_first_race(self) -> int:
        """Outputs that the first race may ask for."""
        return round(0.45 * self.scored)

    @property
    def of_changes(self) -> int:
        """Outputs that all rounds of changes may ask for."""
        return round(0.3 * self.scored)

    def within(self, other: PromptSearchSettings) -> PromptSearchSettings:
        """Return settings that do no more than these, and no more than others.

        Examples
        --------
        >>> small = PromptSearchSettings(budget=44, rounds=0)
        >>> within = PromptSearchSettings(budget=10).within(small)
        >>> within.budget, within.rounds
        (10, 0)
        """
        bounded = {
            name: min(getattr(self, name), getattr(other, name))
            for name in ("budget", "generations", "proposals", "rounds")
        }
        return dataclasses.replace(self, **bounded)
