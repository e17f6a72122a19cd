"""Two texts side by side, and of which of them a property holds rather.

A model may prefer the text it read first, or lean to No. So each pair is asked about in both
orders: what a place earns in one order it earns in the other too, and their difference is free
of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm.asking import Purpose
from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.choosing import Choice
from dataexplain.llm.judge_question import MOST_CHARACTERS, ShownText, phrase_of
from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message

OPTIONS = ("Yes", "No")
# Two texts share the room that one has.
MOST_OF_EACH = MOST_CHARACTERS // 2
Pair = tuple[str, str]


@dataclass(frozen=True)
class Comparisons:
    """How pairs of texts were answered in both orders.

    Parameters
    ----------
    straight, swapped : ndarray of shape (pairs,)
        p(yes) with the first text of the pair in front, and with the second; NaN is no answer.
    """

    straight: np.ndarray
    swapped: np.ndarray

    @property
    def difference(self) -> float | None:
        """The average of `straight` less `swapped`; None where no pair has both answers."""
        differences = self.straight - self.swapped
        known = differences[~np.isnan(differences)]
        return float(known.mean()) if len(known) else None


def compare_pairs(
    model: ChatModel, property: str, pairs: Sequence[Pair], *, serves: str | None = None
) -> Comparisons:
    """Ask of each pair whether a property holds of the one text rather than of the other.

    Parameters
    ----------
    model : ChatModel
    property : str
        What may hold of a text, as it follows "the text": "is about sports".
    pairs : sequence of (str, str)
    serves : str, optional
        What the calls serve, for the log.

    Returns
    -------
    Comparisons
        When the budget ends, of the pairs that were reached.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> def says(request):
    ...     first, second = str(request.messages).split("Second text:")
    ...     return {"Yes": 0.3 + 0.4 * ("goal" in first), "No": 0.3}
    >>> with ChatModel(Scripted(says)) as model:
    ...     found = compare_pairs(model, "is about sports", [("A goal!", "A war.")])
    >>> round(found.difference, 2)
    0.2
    """
    asked = prompt("judge_pair")
    answers = np.full((len(pairs), 2), np.nan)
    purpose = Purpose(serves, asked.version)
    try:
        for place, choice in enumerate(
            model.choose_each(_conversations(property, pairs), OPTIONS, purpose=purpose)
        ):
            answers.flat[place] = _yes(choice)
    except BudgetReachedError:
        pass  # pairs that were not reached have no answer
    return Comparisons(answers[:, 0], answers[:, 1])


def estimate_comparing(model: ChatModel, property: str, pairs: Sequence[Pair]) -> Estimate:
    """Return what `compare_pairs` would cost, without asking anything.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted([])) as model:
    ...     estimate_comparing(model, "is long", [("a", "b"), ("a", "c")]).expected.calls
    4
    """
    return model.estimate_choices(_conversations(property, pairs), OPTIONS)


def _conversations(property: str, pairs: Sequence[Pair]) -> Iterator[tuple[Message, ...]]:
    asked = prompt("judge_pair")
    phrase = phrase_of(property, parameter="property", owner="compare_pairs")
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise ParameterError("pairs", "compare_pairs", "pairs of texts", pair)
        first, second = (ShownText.of(text, MOST_OF_EACH).words for text in pair)
        yield asked.fill(property=phrase, first=first, second=second)
        yield asked.fill(property=phrase, first=second, second=first)


def _yes(choice: Choice | None) -> float:
    return float("nan") if choice is None else choice.probabilities[OPTIONS[0]]
