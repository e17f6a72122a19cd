"""Questions that a language model proposes from texts of the fitted rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.errors import BudgetReachedError
from dataexplain.features.question_refusals import usable
from dataexplain.features.question_rows import drawn_texts
from dataexplain.features.question_wording import same_wording
from dataexplain.llm import ChatModel, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt

PROMPT, OPEN_PROMPT = "question_proposal", "question_proposal_open"
NO_DESCRIPTION = "not described"
MOST_TOKENS = 400
# Prompts, each with other texts; and texts of each side of one.
_DRAWS = 5
_MOST_DRAWS = 10
_SIDE = 8
_A_PROMPT = 6
_MOST_CHARACTERS = 300
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "properties": {"type": "array", "items": {"type": "string"}, "maxItems": 2 * _A_PROMPT}
    },
    "required": ["properties"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Proposals:
    """What was proposed: properties that can be asked for, and why others cannot."""

    properties: tuple[str, ...]
    refused: dict[str, str]


@dataclass(frozen=True)
class Proposing:
    """The prompts that ask for properties.

    Parameters
    ----------
    texts : sequence of str
    groups : ndarray of int of shape (n,), or None
        What the texts are contrasted by; None where they are not.
    description : str or None
        What the texts are, in the user's words.
    seed : int
    """

    texts: Sequence[str]
    groups: np.ndarray | None
    description: str | None
    seed: int

    def propose(self, model: ChatModel) -> Proposals:
        """Ask, and read what comes; what the budget does not reach is left out."""
        found: dict[str, str] = {}
        refused: dict[str, str] = {}
        sides, conversations = zip(*self._prompts(), strict=True)
        purpose = Purpose("question features", prompt(self._name).version)
        replies = model.generate_each(
            conversations, _SCHEMA, most_tokens=MOST_TOKENS, purpose=purpose
        )
        try:
            for shown, reply in zip(sides, replies, strict=True):
                for proposed in reply.value["properties"] if reply.answered else ():
                    property, reason = usable(proposed, shown)
                    if property is None:
                        refused[proposed] = reason
                    else:
                        found.setdefault(same_wording(property), property)
        except BudgetReachedError:
            pass  # judging what was proposed will say so
        return Proposals(tuple(found.values()), refused)

    def estimate(self, model: ChatModel) -> Estimate:
        """Return what `propose` would cost."""
        conversations = [messages for _, messages in self._prompts()]
        return model.estimate_replies(conversations, _SCHEMA, most_tokens=MOST_TOKENS)

    @property
    def _name(self) -> str:
        return OPEN_PROMPT if self.groups is None else PROMPT

    def _prompts(self) -> Iterator[tuple[list[str], tuple[Message, ...]]]:
        """Yield the texts shown, and the conversation."""
        told = {"description": self.description or NO_DESCRIPTION, "most": _A_PROMPT}
        for sides in self._sides():
            blocks = [_listed(side) for side in sides]
            names = ("texts",) if len(sides) == 1 else ("first", "second")
            filled = prompt(self._name).fill(**told, **dict(zip(names, blocks, strict=True)))
            yield [text for side in sides for text in side], filled

    def _sides(self) -> Iterator[list[list[str]]]:
        """Yield the texts of each prompt: one group against the others, in turn."""
        if self.groups is None:
            every = drawn_texts(self.texts, None, self.seed)
            for draw in range(_DRAWS):
                yield [_slice(every, draw, 2 * _SIDE)]
            return
        members = [
            drawn_texts(_of(self.texts, self.groups == group), None, self.seed)
            for group in np.unique(self.groups)
        ]
        others = [
            drawn_texts(_of(self.texts, self.groups != group), None, self.seed)
            for group in np.unique(self.groups)
        ]
        two = len(members) == 2
        draws = min(max(_DRAWS, len(members)), _MOST_DRAWS)
        for draw in range(draws):
            at = 0 if two else draw % len(members)
            turn = draw if two else draw // len(members)
            yield [_slice(members[at], turn, _SIDE), _slice(others[at], turn, _SIDE)]


def _of(texts: Sequence[str], chosen: np.ndarray) -> list[str]:
    return [texts[int(place)] for place in np.flatnonzero(chosen)]


def _slice(texts: Sequence[str], draw: int, length: int) -> list[str]:
    """Return the next texts; at the end it begins anew."""
    count = min(length, len(texts))
    return [texts[(draw * count + place) % len(texts)] for place in range(count)]


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(text.split())[:_MOST_CHARACTERS]}" for text in texts)
