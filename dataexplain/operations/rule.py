"""A rule that gives the output of an input by code, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """An operation of the closed set, and how a person would say it.

    Parameters
    ----------
    name : str
        What a report keeps of it: "sum of two numbers".
    sentence : str
        "Return the sum of the two numbers."
    apply : callable
        Gives the output of an input as text, or None where the rule says nothing of it.

    Examples
    --------
    >>> shout = Rule("upper case", "Write the input in capitals.", str.upper)
    >>> shout.apply("hello")
    'HELLO'
    """

    name: str
    sentence: str
    apply: Callable[[str], str | None] = field(compare=False, repr=False)


@dataclass(frozen=True)
class FittedRule:
    """A rule, and how it does on pairs.

    Parameters
    ----------
    rule : Rule
    right : int
        Pairs whose output it gives.
    applied : int
        Pairs of which it says anything.
    pairs : int
        All pairs it was tried on.
    also : tuple of str, default=()
        Names of a few less simple rules that give the same output for each of the pairs.
    case_matters : bool, default=True
        Whether an output in other capitals was counted as wrong.
    """

    rule: Rule
    right: int
    applied: int
    pairs: int
    also: tuple[str, ...] = ()
    case_matters: bool = True

    @property
    def agreement(self) -> float:
        """The share of all pairs whose output it gives."""
        return self.right / self.pairs

    @property
    def fits_all(self) -> bool:
        """Whether it gives the output of every pair."""
        return self.right == self.pairs
