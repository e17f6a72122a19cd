"""Control texts: is a judge surer of texts that have a property than of texts that lack it.

A judge is tested by the order of its answers, not by their sign, since small models lean to No.
Whatever the spread of its answers, a judge that guesses puts 2 and 2 texts in order in 1 of 6
cases; with 3 or more of each kind it passes in at most 1 of 20.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dataexplain.llm import ChatModel, judge
from dataexplain.llm.judge_question import DEFAULT_FORM, Form
from dataexplain.search.candidate import Candidate
from dataexplain.search.invented_texts import NO_DESCRIPTION, InventedTexts

LEVEL = 0.05
# Texts of each kind: fewer say nothing, and more are not asked about.
FEWEST, MOST = 2, 8
# A judge whose mean answers are no further apart says the same of all texts: odds of 1.6 to 1.
LEAST_GAP = 0.5
NOT_TOLD = "the judge could not tell texts that have it from texts that have not"
NO_ANSWERS = "the judge gave no answer about texts that are known to have it or not"
NO_TEXTS = "fewer than two texts of each kind are known, by which the judge could be tested"
NOT_REACHED = "the budget ended before the judge was tested"


@dataclass(frozen=True)
class ControlOutcome:
    """What a judge said of a property's control texts.

    Parameters
    ----------
    asked : str
        The property.
    having, lacking : tuple of float
        The log-odds of texts that have it and that have not; no answers are left out.
    invented : bool
        Whether the judge's own model wrote some of the texts.
    no_answers : int
        Texts asked about without an answer.
    unasked : int
        Texts that the budget did not reach.

    Examples
    --------
    >>> outcome = ControlOutcome("is about music", (-0.5, 1.0), (-4.0, -2.0))
    >>> outcome.passed, outcome.right, outcome.ordered
    (True, (3, 4), 1.0)
    >>> ControlOutcome("is long", (2.1, 2.0), (2.1, 2.0)).problem
    'the judge could not tell texts that have it from texts that have not'
    """

    asked: str
    having: tuple[float, ...]
    lacking: tuple[float, ...]
    invented: bool = False
    no_answers: int = 0
    unasked: int = 0

    @property
    def passed(self) -> bool | None:
        """Whether the judge told them apart; None where it could not be tested."""
        if self.unasked:
            return None
        if self._fewer < FEWEST:
            return False if self.no_answers else None
        beyond_chance = self.chance <= LEVEL
        all_in_order = self._fewer == FEWEST and self.ordered == 1
        return self.gap >= LEAST_GAP and (beyond_chance or all_in_order)

    @property
    def problem(self) -> str:
        """Why nothing can be said with this judge; empty where it passed."""
        if self.passed:
            return ""
        if self.unasked:
            return NOT_REACHED
        if self._fewer < FEWEST:
            return NO_ANSWERS if self.no_answers else NO_TEXTS
        return NOT_TOLD

    @property
    def right(self) -> tuple[int, int]:
        """Texts on the right side of even odds, and all that were asked about."""
        right = sum(value > 0 for value in self.having) + sum(value < 0 for value in self.lacking)
        return right, len(self.having) + len(self.lacking) + self.no_answers

    @property
    def ordered(self) -> float:
        """The share of pairs in which the text that has it gets the higher odds; NaN is none.

        A tie counts half: this is the AUC.
        """
        pairs = len(self.having) * len(self.lacking)
        if not pairs:
            return math.nan
        return 0.5 + 0.5 * float(self._scores[: len(self.having)].sum()) / pairs

    @property
    def gap(self) -> float:
        """How far the mean log-odds of the two kinds are apart; NaN is none."""
        if not (self.having and self.lacking):
            return math.nan
        return float(np.mean(self.having) - np.mean(self.lacking))

    @property
    def chance(self) -> float:
        """How often a judge that guesses would order them as well: over all divisions in two."""
        count = len(self.having)
        divisions = np.array(list(combinations(range(len(self._scores)), count)), dtype=np.intp)
        sums = self._scores[divisions].sum(axis=1)
        return float(np.mean(sums >= self._scores[:count].sum()))

    @property
    def _scores(self) -> np.ndarray:
        """For each text how many it is above, less how many it is below, those that have it first.

        Within one kind these cancel out, so that a kind's sum counts pairs of the two kinds.
        """
        values = np.array([*self.having, *self.lacking])
        return np.asarray(np.sign(values[:, np.newaxis] - values).sum(axis=1), dtype=np.intp)

    @property
    def _fewer(self) -> int:
        return min(len(self.having), len(self.lacking))


def check_judge(
    model: ChatModel,
    candidates: Sequence[Candidate],
    *,
    invented: bool,
    each: int = FEWEST,
    description: str = NO_DESCRIPTION,
    examples: Sequence[str] = (),
    form: Form = DEFAULT_FORM,
    serves: str | None = None,
) -> tuple[ControlOutcome, ...]:
    """Ask a judge about texts that are known to have a property, or not to have it.

    Parameters
    ----------
    model : ChatModel
    candidates : sequence of Candidate
        Their own control texts are asked about, at most eight of each kind.
    invented : bool
        Whether the model may write texts for a candidate that has fewer than `each` of a kind. A
        judge that is wrong of a property may write such texts too, so that this is the weaker test.
    each : int, default=2
        Texts of each kind that are wanted; from 3 on, a judge that guesses passes in 1 of 20.
    description : str, optional
        What the texts are, in the user's words.
    examples : sequence of str
        Texts of discovery rows: what is written shall be like them.
    form : {"text_first", "property_first", "statement", "two_examples"}
        How the judge is asked, as for the texts that it will judge.
    serves : str, optional
        What the calls serve, for the log.

    Returns
    -------
    tuple of ControlOutcome
        One a candidate, in order. When the budget ends, `passed` is None for the rest.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> says = lambda request: {"Yes": 0.9 if "song" in str(request.messages) else 0.2, "No": 0.1}
    >>> texts = (("A song!", "Sing a song."), ("A goal!", "Kick a ball."))
    >>> with ChatModel(Scripted(says)) as model:
    ...     (outcome,) = check_judge(
    ...         model, [Candidate("is about music", "user", *texts)], invented=False
    ...     )
    >>> outcome.passed, outcome.right
    (True, (2, 4))
    """
    inventing = InventedTexts(model, each, description, tuple(examples), serves)
    outcomes = []
    for candidate in candidates:
        known = inventing.complete(candidate) if invented else candidate
        wrote = (known.having, known.lacking) != (candidate.having, candidate.lacking)
        found = _outcome(model, known, form, serves)
        ended = invented and inventing.ended and not (known.having and known.lacking)
        outcomes.append(
            dataclasses.replace(found, invented=wrote, unasked=found.unasked + 2 * each * ended)
        )
    return tuple(outcomes)


def _outcome(
    model: ChatModel, candidate: Candidate, form: Form, serves: str | None
) -> ControlOutcome:
    having, lacking = candidate.having[:MOST], candidate.lacking[:MOST]
    if not (having and lacking):
        return ControlOutcome(candidate.property, (), ())
    said = judge(model, candidate.property, (*having, *lacking), form=form, serves=serves)
    of_having, of_lacking = np.split(said.log_odds, [len(having)])
    return ControlOutcome(
        candidate.property,
        _answers(of_having),
        _answers(of_lacking),
        no_answers=said.no_answers,
        unasked=said.unasked,
    )


def _answers(log_odds: np.ndarray) -> tuple[float, ...]:
    return tuple(float(value) for value in log_odds if not np.isnan(value))
