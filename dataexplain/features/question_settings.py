"""The parameters of `QuestionFeatures`, checked in one place."""

from __future__ import annotations

from numbers import Real
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.features.question_answers import SCALES
from dataexplain.features.question_wording import as_property, same_wording
from dataexplain.features.whole_numbers import check_whole_number

OWNER = "QuestionFeatures"
NEW_TEXTS = ("probe", "judge")
JUDGED_TEXTS = ("answer", "probe")
# The least of each whole number, and whether None will do.
_WHOLE = (
    ("n_questions", 1, False),
    ("random_state", 0, False),
    ("judge_rows", 1, True),
    ("max_calls", 0, True),
)


def check_settings(settings: dict[str, Any]) -> None:
    """Refuse parameters outside what is allowed.

    Raises
    ------
    ParameterError
    """
    for name, least, or_none in _WHOLE:
        check_whole_number(name, OWNER, settings[name], least=least, or_none=or_none)
    _among("scale", settings["scale"], SCALES)
    _among("new_texts", settings["new_texts"], NEW_TEXTS)
    _among("judged_texts", settings["judged_texts"], JUDGED_TEXTS)
    if settings["judged_texts"] == "probe" and settings["new_texts"] == "judge":
        expected = "'answer' where new_texts is 'judge', so that both are of one kind"
        raise ParameterError("judged_texts", OWNER, expected, "probe")
    least_agreement = settings["min_agreement"]
    if isinstance(least_agreement, bool) or not isinstance(least_agreement, Real):
        raise ParameterError("min_agreement", OWNER, "a number of 1 or less", least_agreement)
    if not least_agreement <= 1:
        raise ParameterError("min_agreement", OWNER, "a number of 1 or less", least_agreement)
    if settings["embedder"] is None and settings["new_texts"] == "probe":
        expected = "an embedder where new_texts is 'probe'"
        raise ParameterError("embedder", OWNER, expected, None)


def read_questions(questions: Any) -> list[tuple[str, str]]:
    """Return the user's questions with their properties; what asks the same is asked once.

    Raises
    ------
    ParameterError
        For no questions, or one that is no text.

    Examples
    --------
    >>> read_questions(["Is it about war?", "is about war", "is long"])
    [('Is it about war?', 'is about war'), ('is long', 'is long')]
    """
    if isinstance(questions, (str, bytes, set, frozenset)):  # a set has no order
        raise ParameterError("questions", OWNER, "a list of questions", questions)
    found: dict[str, tuple[str, str]] = {}
    for place, question in enumerate(_listed(questions)):
        if not isinstance(question, str) or not same_wording(question):
            expected = f"questions or properties in words (entry {place + 1} is none)"
            raise ParameterError("questions", OWNER, expected, question)
        property = as_property(question)
        found.setdefault(same_wording(property), (question, property))
    if not found:
        raise ParameterError("questions", OWNER, "at least one question, or None", questions)
    return list(found.values())


def _listed(questions: Any) -> list[Any]:
    try:
        return list(questions)
    except TypeError as error:
        raise ParameterError(
            "questions", OWNER, "a list of questions, or None", questions
        ) from error


def _among(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ParameterError(name, OWNER, " or ".join(map(repr, allowed)), value)
