"""Control texts that a model writes for a property nobody gave any for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from dataexplain.errors import BudgetReachedError
from dataexplain.features.question_wording import same_wording
from dataexplain.llm import ChatModel, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.search.candidate import Candidate

PROMPT = "control_texts"
NO_DESCRIPTION = "not described"
_NO_EXAMPLES = "none are shown"
_MOST_EXAMPLES = 4
_MOST_CHARACTERS = 300
_TOKENS_A_TEXT = 60
# Fewer words are a label rather than a text.
_FEWEST_WORDS = 3


class InventedTexts:
    """Fills up the control texts of candidates with texts that a model writes.

    Parameters
    ----------
    model : ChatModel
    each : int
        Texts of each kind that a candidate shall have.
    description : str
        What the texts are, in the user's words.
    examples : sequence of str
        Texts that show the length and the manner; the first few are shown.
    serves : str, optional
        What the calls serve, for the log.

    Attributes
    ----------
    ended : bool
        Whether the budget ended: nothing is asked any more.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> reply = '{"having": ["A song of rain."], "lacking": ["A bag of rice."]}'
    >>> with ChatModel(Scripted([reply])) as model:
    ...     InventedTexts(model, 1).complete(Candidate("is about music", "model")).lacking
    ('A bag of rice.',)
    """

    def __init__(
        self,
        model: ChatModel,
        each: int,
        description: str = NO_DESCRIPTION,
        examples: Sequence[str] = (),
        serves: str | None = None,
    ) -> None:
        self._model = model
        self._each = each
        self._description = description.strip() or NO_DESCRIPTION
        self._examples = tuple(examples[:_MOST_EXAMPLES])
        self._purpose = Purpose(serves, prompt(PROMPT).version)
        self.ended = False

    def complete(self, candidate: Candidate) -> Candidate:
        """Return the candidate with as many texts of each kind as could be had.

        What is no text, names the property, copies an example or stands on both sides is left
        out. Where one side would stay empty, nothing is added.
        """
        if self.ended or min(len(candidate.having), len(candidate.lacking)) >= self._each:
            return candidate
        written = self._written(candidate)
        having = self._filled(candidate.having, written["having"], candidate)
        lacking = self._filled(candidate.lacking, written["lacking"], candidate)
        both = {same_wording(text) for text in having} & {same_wording(text) for text in lacking}
        if both or not (having and lacking):
            return candidate
        return dataclasses.replace(candidate, having=having, lacking=lacking)

    def _written(self, candidate: Candidate) -> dict[str, list[str]]:
        shown = "\n".join(f"- {text}" for text in map(_short, self._examples))
        asked = prompt(PROMPT).fill(
            description=self._description,
            texts=shown or _NO_EXAMPLES,
            property=candidate.property,
            most=self._each,
        )
        nothing: dict[str, list[str]] = {"having": [], "lacking": []}
        try:
            reply = self._model.generate(
                asked,
                self._schema(candidate),
                most_tokens=2 * self._each * _TOKENS_A_TEXT,
                purpose=self._purpose,
            )
        except BudgetReachedError:
            self.ended = True
            return nothing
        return reply.value if reply.answered else nothing

    def _schema(self, candidate: Candidate) -> dict[str, Any]:
        known = {"having": candidate.having, "lacking": candidate.lacking}
        lists = {
            name: {
                "type": "array",
                "items": {"type": "string", "maxLength": _MOST_CHARACTERS},
                "minItems": max(0, self._each - len(texts)),
                "maxItems": self._each,
            }
            for name, texts in known.items()
        }
        return {
            "type": "object",
            "properties": lists,
            "required": list(lists),
            "additionalProperties": False,
        }

    def _filled(
        self, known: tuple[str, ...], written: Sequence[str], candidate: Candidate
    ) -> tuple[str, ...]:
        wordings = {same_wording(text) for text in (*known, *self._examples)}
        kept = list(known)
        for text in self._texts(written, candidate.property):
            if len(kept) < self._each and same_wording(text) not in wordings:
                wordings.add(same_wording(text))
                kept.append(text)
        return tuple(kept)

    def _texts(self, written: Sequence[str], property: str) -> Iterator[str]:
        """Yield what is a text; one that says the property itself tests nothing."""
        said = same_wording(property)
        for text in map(_short, written):
            wording = same_wording(text)
            if len(wording.split()) >= _FEWEST_WORDS and said not in wording:
                yield text


def _short(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    return " ".join(text.split())[:_MOST_CHARACTERS]
