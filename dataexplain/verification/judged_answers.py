"""What the judge says of held-out texts: n of each group, fixed before any answer is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.llm import ChatModel
from dataexplain.llm.budget import Estimate
from dataexplain.llm.judge_many import estimate_judging, judge_many
from dataexplain.verification.judged_texts import HeldOutTexts, drawn_rows, in_turn

SERVES = "properties in held-out texts"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class HeldOutAnswers:
    """The answers of the judge, a column for each property.

    Parameters
    ----------
    rows : ndarray of int
        The rows that were drawn, both groups in turn.
    log_odds : ndarray of shape (n, properties)
        NaN where a text was not drawn, not reached, or got no answer.
    unasked : int
        Texts that the budget did not reach.
    cut : int
        Texts of which only the beginning was shown.
    instructed : int, default=0
        Texts of which a passage that tells a reader what to answer was not shown.
    """

    rows: np.ndarray
    log_odds: np.ndarray
    unasked: int
    cut: int
    instructed: int = 0


def ask_held_out(
    held_out: HeldOutTexts,
    properties: Sequence[str],
    model: ChatModel,
    *,
    per_group: int,
    seed: int,
    progress: Progress | None = None,
) -> HeldOutAnswers:
    """Ask of texts of both groups whether they have each property.

    Which texts follows from their content alone. Where a budget ends, those reached are as good
    as drawn at random too.

    Parameters
    ----------
    held_out : HeldOutTexts
    properties : sequence of str
    model : ChatModel
    per_group : int
    seed : int
    progress : callable, optional
        Called with the number of texts that are done, and of all of them.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> texts = tuple(f"{'bad' if n % 2 else 'good'} room {n}" for n in range(20))
    >>> held_out = HeldOutTexts(texts, np.arange(20) < 10)
    >>> says = lambda request: {"Yes": 0.8 if "bad" in str(request.messages) else 0.3, "No": 0.2}
    >>> with ChatModel(Scripted(says)) as model:
    ...     found = ask_held_out(held_out, ["complains"], model, per_group=5, seed=0)
    >>> found.log_odds.shape, int((~np.isnan(found.log_odds)).sum())
    ((20, 1), 10)
    """
    rows = in_turn(*drawn_rows(held_out, per_group, seed))
    return ask_rows(held_out, rows, properties, model, progress)


def ask_rows(
    held_out: HeldOutTexts,
    rows: np.ndarray,
    properties: Sequence[str],
    model: ChatModel,
    progress: Progress | None = None,
) -> HeldOutAnswers:
    """Ask of the texts of some rows whether they have each property; see `ask_held_out`."""
    log_odds = np.full((len(held_out.texts), len(properties)), np.nan)
    asked = tuple(dict.fromkeys(held_out.texts[row] for row in rows))
    if not (asked and properties):
        return HeldOutAnswers(rows, log_odds, 0, 0)
    judged = judge_many(model, properties, asked, serves=SERVES, progress=progress)
    places = {text: place for place, text in enumerate(asked)}
    at = [places[held_out.texts[row]] for row in rows]
    for place, judgement in enumerate(judged):
        log_odds[rows, place] = judgement.log_odds[at]
    unasked = max(judgement.unasked for judgement in judged)
    return HeldOutAnswers(rows, log_odds, unasked, judged[0].cut, judged[0].instructed)


def estimate_asking(
    held_out: HeldOutTexts,
    properties: Sequence[str],
    model: ChatModel,
    *,
    per_group: int,
    seed: int,
) -> Estimate:
    """Return what `ask_held_out` would cost, without asking anything."""
    rows = in_turn(*drawn_rows(held_out, per_group, seed))
    asked = tuple(dict.fromkeys(held_out.texts[row] for row in rows))
    return estimate_judging(model, properties, asked)
