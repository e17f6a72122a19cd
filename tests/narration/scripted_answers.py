"""Scripted models that answer the narrator's questions, told apart by their words and schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dataexplain.llm import Request
from dataexplain.narration.expectation_questions import everyday_questions

REASON = "It may be that unsolved problems make people unhappy."
CONJECTURE = {
    "reason": REASON,
    "rival": "It might instead be that busy people do both.",
    "check": "One might compare people with equal use.",
}
_KNOWN = {
    (situation, question.outcome): question.upwards == (situation == question.situation)
    for question in everyday_questions()
    for situation in (question.situation, question.opposite)
}


def asked(request: Request) -> str:
    """Return the last message of a request."""
    return str(request.messages[-1].content)


def is_everyday(text: str) -> bool | None:
    """Return what everybody knows of the pair that is asked about; None for another question."""
    for (situation, outcome), higher in _KNOWN.items():
        if situation in text and outcome in text:
            return higher
    return None


def as_json(value: Any) -> str:
    """Return a reply that follows a schema."""
    return json.dumps(value)


def knowing(
    of_claims: Callable[[str], float] = lambda _: 0.5, first_bonus: float = 0.0
) -> Callable[[Request], Mapping[str, float] | str]:
    """Return a model that knows everyday pairs, and says "higher" of claims with this share.

    What stands first among the answers gains a bonus.
    """
    return Narrator(of_claims=of_claims, first_bonus=first_bonus)


@dataclass(frozen=True)
class Narrator:
    """A model that answers every question of the narrator.

    Parameters
    ----------
    conjecture : mapping of str to str
    of_claims : callable
        The share of "higher" by the text of a question about a claim, of its situation; of the
        opposite it says "lower" with it.
    emphasis : mapping of str to str
    first_bonus : float
        What stands first among "higher" and "lower" gains.
    """

    conjecture: Mapping[str, str] | None = None
    of_claims: Callable[[str], float] = lambda _: 0.5
    emphasis: Mapping[str, str] | None = None
    first_bonus: float = 0.0

    def __call__(self, request: Request) -> Mapping[str, float] | str:
        return self.answer(asked(request), request.schema)

    def answer(self, text: str, schema: Mapping[str, Any] | None) -> Mapping[str, float] | str:
        """Return probabilities of words, or a text that follows the schema."""
        if schema is not None:
            return as_json(self._value(schema))
        if "Which of these patterns" in text:
            return {"A": 0.5, "B": 0.5}
        if "steadily" in text:
            return {"steadily": 0.6, "suddenly": 0.3, "back": 0.1}
        if "slightly" in text and "strongly" in text:
            return {"slightly": 0.2, "moderately": 0.3, "strongly": 0.5}
        return self._direction(text)

    def _direction(self, text: str) -> Mapping[str, float]:
        known = is_everyday(text)
        # what is known wavers a little, as that of real models does
        wavering = 0.01 * (len(text) % 5 - 2)
        if known is None:
            share = self.of_claims(text.replace("is smaller", "is larger"))
            share = 1 - share if "is smaller" in text else share
        else:
            share = (0.8 if known else 0.2) + wavering
        share += self.first_bonus if "higher or lower" in text else -self.first_bonus
        share = min(max(share, 0.001), 0.999)
        return {"higher": share, "lower": 1 - share}

    def _value(self, schema: Mapping[str, Any]) -> Any:
        if schema["type"] == "array":
            return ["B", "A"]
        if "reason" in schema["properties"]:
            return self.conjecture or CONJECTURE
        emphasis = self.emphasis or {"focus": "pattern", "strength": "none"}
        return dict.fromkeys(schema["properties"], emphasis)
