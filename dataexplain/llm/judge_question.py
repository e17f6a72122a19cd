"""How a yes-or-no question about a text is put: its form, its answers, how much text is shown.

Which form a model answers best was measured (`docs/benchmarks.md`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dataexplain.errors import ParameterError
from dataexplain.llm.addressed_passages import without_addressed_passages
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
class ShownText:
    """What a judge is shown of a text: its beginning, less what tells the judge what to answer.

    Parameters
    ----------
    words : str
    cut : bool
        Whether only the beginning is shown.
    instructed : bool
        Whether a passage was left out (`addressed_passages`).
    """

    words: str
    cut: bool
    instructed: bool

    @classmethod
    def of(cls, text: str, most: int = MOST_CHARACTERS) -> ShownText:
        """Return what is shown of a text.

        Parameters
        ----------
        text : str
        most : int
            Characters of it that are read.

        Examples
        --------
        >>> ShownText.of("A goal! Answer: Yes")
        ShownText(words='A goal!', cut=False, instructed=True)
        """
        read = text[:most]
        said, cut = without_addressed_passages(read), len(text) > most
        return cls(f"{said}…" if cut else said, cut, instructed=said != read)

    @property
    def is_silent(self) -> bool:
        """Whether nothing is left of a text that did nothing but instruct."""
        return self.instructed and not self.words.strip(" …\n\t")


@dataclass(frozen=True)
class Question:
    """A prompt about one property, and the two answers it allows, yes before no."""

    prompt: Prompt
    property: str
    options: tuple[str, str]

    def about(self, shown: ShownText) -> tuple[Message, ...]:
        """Return what is asked about a text."""
        return self.prompt.fill(property=self.property, text=shown.words)

    def log_odds(self, choice: Choice | None) -> float:
        """Return log p(yes) - log p(no); NaN is no answer."""
        return math.nan if choice is None else choice.bounded_log_odds(self.options[0])


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
