"""What a judge answers, on the scale of the features, and how far it got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataexplain.llm import ChatModel
from dataexplain.llm.judge_many import judge_many
from dataexplain.llm.judging import Progress

Scale = Literal["probability", "log_odds"]
SCALES: tuple[Scale, ...] = ("probability", "log_odds")
SERVES = "question features"


class IncompleteAnswersWarning(UserWarning):
    """Fewer texts were judged than asked for: the budget ended. What was judged is used."""


@dataclass(frozen=True)
class Answers:
    """Answers to several questions about the texts that were reached.

    Parameters
    ----------
    texts : tuple of str
    values : ndarray of shape (texts, questions)
        On the feature's scale; NaN is no answer.
    offsets : ndarray of shape (questions,)
    calibrated : tuple of bool
    no_answers : int
        How often a question that was asked had none.
    unasked : int
        Texts that the budget did not reach with every question.
    """

    texts: tuple[str, ...]
    values: np.ndarray
    offsets: np.ndarray
    calibrated: tuple[bool, ...]
    no_answers: int
    unasked: int


def ask(
    model: ChatModel,
    properties: Sequence[str],
    texts: Sequence[str],
    *,
    scale: Scale,
    calibrate: bool = False,
    offsets: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Answers:
    """Judge texts.

    Parameters
    ----------
    model : ChatModel
    properties, texts : sequence of str
    scale : {"probability", "log_odds"}
    calibrate : bool, default=False
        Whether to take off the log-odds of texts without content: for small models.
    offsets : ndarray of shape (questions,), optional
        What to take off instead, as an earlier call found it.
    progress : callable, optional

    Returns
    -------
    Answers

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted(lambda _: {"Yes": 0.8, "No": 0.2})) as model:
    ...     answers = ask(model, ["is long"], ["A", "B"], scale="probability")
    >>> answers.values.round(2).tolist(), answers.unasked
    ([[0.8], [0.8]], 0)
    """
    judged = judge_many(
        model, properties, texts, calibrate=calibrate, serves=SERVES, progress=progress
    )
    log_odds = np.column_stack([found.log_odds for found in judged])
    taken_off = np.array([found.offset for found in judged])
    if offsets is not None:
        log_odds, taken_off = log_odds - offsets, offsets
    unasked = max(found.unasked for found in judged)
    reached = len(texts) - min(found.unasked for found in judged)
    return Answers(
        texts=tuple(texts[:reached]),
        values=_scaled(log_odds[:reached], scale),
        offsets=taken_off,
        calibrated=tuple(found.calibrated for found in judged),
        no_answers=sum(found.no_answers for found in judged),
        unasked=unasked,
    )


def _scaled(log_odds: np.ndarray, scale: Scale) -> np.ndarray:
    return log_odds if scale == "log_odds" else 0.5 * (1 + np.tanh(log_odds / 2))
