"""How a yes-or-no question about a text is put: its form, its answers, how much text is shown.

Which form a model answers best was measured (`docs/benchmarks.md`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dataexplain.errors import ParameterError
from dataexplain.llm.choosing import Choice
from dataexplain.llm.prompt_files import Prompt
from dataexplain.llm.requests import Message

Form = Literal["property_first", "text_first", "statement", "two_examples"]

DEFAULT_FORM: Form = "text_first"
OPTIONS: dict[Form, tuple[str, str]] = {
    "property_first": ("Yes", "No"),
    "text_first": ("Yes", "No"),
    "statement": ("True", "False"),
    "two_examples": ("Yes", "No"),
}
MOST_CHARACTERS = 6000


@dataclass(frozen=True)
class Question:
    """A prompt about one property, and the two answers it allows, yes before no."""

    prompt: Prompt
    property: str
    options: tuple[str, str]

    def about(self, text: str) -> tuple[Message, ...]:
        """Return what is asked; of a long text only the beginning is shown."""
        shown = f"{text[:MOST_CHARACTERS]}…" if is_cut(text) else text
        return self.prompt.fill(property=self.property, text=shown)

    def log_odds(self, choice: Choice | None) -> float:
        """Return log p(yes) - log p(no); NaN is no answer."""
        return math.nan if choice is None else choice.bounded_log_odds(self.options[0])


def is_cut(text: str) -> bool:
    """Return whether only the beginning of a text is shown.

    Examples
    --------
    >>> is_cut("A goal!"), is_cut("goal " * 2000)
    (False, True)
    """
    return len(text) > MOST_CHARACTERS


def phrase_of(property: object, *, parameter: str, owner: str) -> str:
    """Return a property as it follows "the text" within a question.

    Parameters
    ----------
    property : object
        What a caller gave.
    parameter, owner : str
        Under which name, and to whom.

    Raises
    ------
    ParameterError
        When it is no text, or a blank one.

    Examples
    --------
    >>> phrase_of(" is about sports. ", parameter="property", owner="judge")
    'is about sports'
    """
    if not isinstance(property, str) or not property.strip():
        raise ParameterError(parameter, owner, "words such as 'is about sports'", property)
    return property.strip().rstrip(".?!")
