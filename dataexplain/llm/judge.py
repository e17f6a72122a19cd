"""The judge: a language model that says of each text whether a property holds."""

from __future__ import annotations

from collections.abc import Iterable

from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.judge_question import DEFAULT_FORM, MOST_CHARACTERS, OPTIONS, Form, Question
from dataexplain.llm.judging import CONTENT_FREE, Judgement, Round

__all__ = [
    "CONTENT_FREE",
    "DEFAULT_FORM",
    "MOST_CHARACTERS",
    "OPTIONS",
    "Form",
    "Judgement",
    "Question",
    "judge",
]


def judge(
    model: ChatModel,
    property: str,
    texts: Iterable[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = False,
    serves: str | None = None,
) -> Judgement:
    """Ask of each text whether a property holds.

    Parameters
    ----------
    model : ChatModel
    property : str
        What may hold of a text, as it follows "the text": "is about sports".
    texts : iterable of str
    form : {"property_first", "text_first", "statement", "two_examples"}
        How the question is put; the default is the best measured.
    calibrate : bool, default=False
        Whether to take off what the model says of texts without content. For small models:
        measured over 15 properties this helps one of 0.5B and harms one of 1.5B.
    serves : str, optional
        The claim that the calls serve, for the log.

    Returns
    -------
    Judgement
        When the budget ends, of the texts that were reached.

    Raises
    ------
    ParameterError
        For an unknown form, a blank property, or a text that is none.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> says = lambda request: {"Yes": 0.2, "No": 0.8}
    >>> with ChatModel(Scripted(says)) as model:
    ...     found = judge(model, "is about sports", ["A goal!"])
    >>> found.probabilities.round(2)
    array([0.2])
    """
    (found,) = Round.of(
        [property], texts, form, calibrate=calibrate, parameter="property", owner="judge"
    ).ask(model, serves=serves)
    return found
