"""Many properties judged of each text, and what that would cost."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.llm.budget import Estimate
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.judge_question import DEFAULT_FORM, Form
from dataexplain.llm.judging import Judgement, Progress, Round


def judge_many(
    model: ChatModel,
    properties: Sequence[str],
    texts: Sequence[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = False,
    serves: str | None = None,
    progress: Progress | None = None,
) -> tuple[Judgement, ...]:
    """Ask of each text whether each of several properties holds.

    Parameters
    ----------
    model : ChatModel
    properties : sequence of str
        As for `judge`.
    texts : sequence of str
    form : {"property_first", "text_first", "statement", "two_examples"}
        In all but the first the text stands before the property, and is read once.
    calibrate : bool, default=False
        Whether to take off what the model says of texts without content: for small models.
    serves : str, optional
        What the calls serve, for the log.
    progress : callable, optional
        Called with the number of texts that are done, and of all of them.

    Returns
    -------
    tuple of Judgement
        One a property, in order. When the budget ends, of the texts that were reached: those at
        the beginning.

    Raises
    ------
    ParameterError
        For an unknown form, a blank property, or a text that is none.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> says = lambda request: {"Yes": 0.9 if "goal" in str(request.messages) else 0.5, "No": 0.1}
    >>> with ChatModel(Scripted(says)) as model:
    ...     sport, war = judge_many(model, ["is about sports", "is about war"], ["A goal!"])
    >>> sport.log_odds.shape, sport.unasked
    ((1,), 0)
    """
    judging = Round.of(properties, texts, form, calibrate=calibrate)
    return judging.ask(model, serves=serves, progress=progress)


def estimate_judging(
    model: ChatModel,
    properties: Sequence[str],
    texts: Sequence[str],
    *,
    form: Form = DEFAULT_FORM,
    calibrate: bool = False,
) -> Estimate:
    """Return what `judge_many` would cost, without asking anything.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> with ChatModel(Scripted([])) as model:
    ...     estimate_judging(model, ["is long"], ["A", "B"]).expected.calls
    2
    """
    return Round.of(properties, texts, form, calibrate=calibrate).estimate(model)
