"""Words of strength and frequency, each bound to the numbers that allow it (the published table).

A strength word speaks of an effect in spreads of the outcome: its standard deviation, or
sqrt(p (1 - p)) of a probability. The borders of a numeric outcome follow Cohen (1988) and overlap,
so that an effect near one is no lie in either word. A frequency word speaks of a rate, after the
quantifiers of MaNtLE (Menon et al. 2023), as ranges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dataexplain.readers.cards.outcome_units import in_spreads
from dataexplain.records import ClaimRecord, OutcomeRecord


@dataclass(frozen=True)
class WordRange:
    """Words that may be said of values in ``[low, high]``; the first is the one that code uses."""

    words: tuple[str, ...]
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether the words may be said of a value."""
        return self.low <= value <= self.high


STRENGTHS = (
    WordRange(("slightly", "a little", "a bit", "marginally", "modestly", "mildly"), 0.0, 0.35),
    WordRange(("moderately", "somewhat", "noticeably", "appreciably"), 0.15, 0.8),
    WordRange(
        (
            "strongly",
            "much",
            "considerably",
            "substantially",
            "sharply",
            "markedly",
            "steeply",
            "greatly",
            "far",
        ),
        0.4,
        math.inf,
    ),
    WordRange(
        ("very strongly", "dramatically", "hugely", "enormously", "massively", "overwhelmingly"),
        0.8,
        math.inf,
    ),
)
FREQUENCIES = (
    WordRange(("always", "invariably", "without exception"), 0.95, 1.0),
    WordRange(("almost always", "nearly always"), 0.9, 1.0),
    WordRange(("usually", "mostly", "generally", "typically", "in most cases"), 0.6, 1.0),
    WordRange(("often", "frequently", "commonly"), 0.35, 1.0),
    WordRange(("sometimes",), 0.1, 0.65),
    WordRange(("occasionally", "now and then"), 0.03, 0.35),
    WordRange(("rarely", "seldom", "hardly ever"), 0.0, 0.15),
    WordRange(("never",), 0.0, 0.02),
)


def strength(claim: ClaimRecord, outcome: OutcomeRecord) -> float | None:
    """Return the size of a claim's effect in spreads of the outcome; None where it has none.

    Parameters
    ----------
    claim : ClaimRecord
    outcome : OutcomeRecord
    """
    return in_spreads(claim.effect, outcome, claim.outcome_class)


def allowed_strengths(claim: ClaimRecord, outcome: OutcomeRecord) -> tuple[str, ...]:
    """Return the words that code uses of an effect of this size, weakest first.

    Parameters
    ----------
    claim : ClaimRecord
    outcome : OutcomeRecord
    """
    size = strength(claim, outcome)
    if size is None:
        return ()
    return tuple(entry.words[0] for entry in STRENGTHS if entry.holds(size))


def may_be_said(word: str, value: float, ranges: tuple[WordRange, ...]) -> bool | None:
    """Return whether a word may be said of a value; None when the table does not have the word.

    Parameters
    ----------
    word : str
    value : float
    ranges : tuple of WordRange
        `STRENGTHS` with an effect in spreads, or `FREQUENCIES` with a rate.

    Examples
    --------
    >>> may_be_said("slightly", 0.9, STRENGTHS), may_be_said("rarely", 0.04, FREQUENCIES)
    (False, True)
    """
    for entry in ranges:
        if word.lower() in entry.words:
            return entry.holds(value)
    return None
