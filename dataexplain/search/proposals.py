"""What a proposer comes back with: candidates, and what became of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dataexplain.features.question_wording import same_wording
from dataexplain.search.candidate import Candidate


@dataclass(frozen=True)
class Proposals:
    """Candidates, and what a reader should know of how they came about.

    Parameters
    ----------
    candidates : tuple of Candidate
    notes : tuple of str, default=()
        Sentences: what was dropped and why, a budget that ended.

    Examples
    --------
    >>> found = Proposals((Candidate("is about sports", "model"),))
    >>> found.beside(Proposals((Candidate("Is about sports.", "words"),), ("One note.",)))
    Proposals(candidates=(Candidate(property='is about sports', source='model', ...),),
    notes=('One note.',))
    """

    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()

    def beside(self, other: Proposals) -> Proposals:
        """Return these and another proposer's; of two of one wording, the one here stays."""
        candidates = without_repetition((*self.candidates, *other.candidates))
        return Proposals(candidates, tuple(dict.fromkeys((*self.notes, *other.notes))))


def without_repetition(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return candidates without those that differ from an earlier one in case or signs only."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(same_wording(candidate.property), candidate)
    return tuple(found.values())


def dropped_note(dropped: Mapping[str, int]) -> str:
    """Say how many proposals were dropped, and why.

    Examples
    --------
    >>> dropped_note({"it compares": 2, "it copies a text": 1})
    '3 proposals were dropped: it compares (2), it copies a text (1).'
    """
    counted = Counter(dropped)
    total = counted.total()
    reasons = ", ".join(f"{reason} ({count})" for reason, count in counted.most_common())
    return f"{total} {'proposal was' if total == 1 else 'proposals were'} dropped: {reasons}."
