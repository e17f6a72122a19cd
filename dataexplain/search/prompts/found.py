"""What a search for a sentence found: sentences in their order, and what it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.output_scores import UNAIDED, OutputScores

# Few rows are as good as so many more on which a sentence was this much behind the leader.
_ROWS_BEFORE, _BEHIND = 4, 0.1


@dataclass(frozen=True)
class FoundPrompt:
    """A sentence of a search, and how it did on the discovery rows that it was asked.

    Parameters
    ----------
    candidate : PromptCandidate
        With its source and the sentences it was made from.
    place : int
        Where it stands among the candidates of the scores.
    log_p : float
        The mean log-probability of the right output.
    chance : float
        The mean probability of it.
    share : float
        The same as a mean over the tokens of long outputs.
    merit : float
        The mean that sentences were compared by.
    rows : int
        Rows with an answer.
    """

    candidate: PromptCandidate
    place: int
    log_p: float
    chance: float
    share: float
    merit: float
    rows: int

    @property
    def sentence(self) -> str:
        """The sentence itself."""
        return self.candidate.sentence


@dataclass(frozen=True)
class PromptSearchResult:
    """What a search found, and what it took.

    Parameters
    ----------
    ranking : tuple of FoundPrompt
        All sentences that were asked of any row, the best first.
    form : AnsweringForm
        How outputs were asked for.
    scores : OutputScores
        All that was asked.
    order : tuple of int
        The rows in the order in which they were read.
    spent : mapping of str to int
        Calls, by what they were for: "scored", "proposed", "regrown", ...
    tried : int
        Sentences that were thought of, with those that were never asked.
    accepted : int
        Changes of sentences that did better than what they were made from.
    notes : tuple of str
        What a reader should know.
    """

    ranking: tuple[FoundPrompt, ...]
    form: AnsweringForm
    scores: OutputScores
    order: tuple[int, ...]
    spent: Mapping[str, int]
    tried: int
    accepted: int
    notes: tuple[str, ...] = ()

    @property
    def best(self) -> FoundPrompt | None:
        """The first of the ranking; None where nothing was asked."""
        return self.ranking[0] if self.ranking else None

    @property
    def calls(self) -> int:
        """All calls together."""
        return sum(self.spent.values())


def ranked(scores: OutputScores, leader: int | None) -> tuple[FoundPrompt, ...]:
    """Return the sentences that were asked of any row, the best first.

    They are compared with the leader on the rows that both were asked. A difference on few rows
    counts less, and a sentence that left early ranks behind one that stayed.

    Parameters
    ----------
    scores : OutputScores
    leader : int or None
        The place of the one that won the last race.

    Examples
    --------
    >>> from dataexplain.search.prompts.output_asking import asking_table
    >>> from dataexplain.tables.pairs import Pairs
    >>> pairs = Pairs(("2 and 6",), ("8",), (0,))
    >>> asking = asking_table({("Add.", "2 and 6"): {"8": -0.1}})
    >>> add = PromptCandidate("Add.", "hint")
    >>> scores = OutputScores(pairs, AnsweringForm("free"), asking, [add])
    >>> scores.ask([0], [1]), [found.sentence for found in ranked(scores, 1)]
    (True, ['Add.'])
    """
    values = scores.merits
    known = ~np.isnan(values)
    places = [place for place in range(UNAIDED + 1, values.shape[1]) if known[:, place].any()]
    if not places:
        return ()
    first = leader if leader in places else _leading(values, places)
    places.sort(key=lambda place: _rank_key(scores, values, place, first))
    return tuple(_found(scores, place) for place in places)


def _leading(values: np.ndarray, places: Sequence[int]) -> int:
    return max(places, key=lambda place: float(np.nanmean(values[:, place])))


def _rank_key(
    scores: OutputScores, values: np.ndarray, place: int, leader: int
) -> tuple[bool, float, bool, int]:
    candidate = scores.candidates[place]
    differences = values[:, place] - values[:, leader]
    both = ~np.isnan(differences)
    behind = _ROWS_BEFORE * _BEHIND - differences[both].sum()
    return (
        place != leader,
        round(float(behind / (_ROWS_BEFORE + both.sum())), 4),
        candidate.rule is None,
        len(candidate.sentence),
    )


def _found(scores: OutputScores, place: int) -> FoundPrompt:
    known = ~np.isnan(scores.log_p[:, place])
    return FoundPrompt(
        candidate=scores.candidates[place],
        place=place,
        log_p=float(scores.log_p[known, place].mean()),
        chance=float(scores.chances[known, place].mean()),
        share=float(scores.shares[known, place].mean()),
        merit=float(scores.merits[known, place].mean()),
        rows=int(known.sum()),
    )
