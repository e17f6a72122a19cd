"""One keyphrase -> phrases that may mean the same: asked of a model, or near to it as vectors.

What comes out are proposals only. Whoever uses them keeps those that the texts bear out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from dataexplain.llm import ChatModel, Embedder, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt

PROMPT = "keyphrase_expansion"
MOST_WORDS = 4
_MOST_TOKENS = 512
_MOST_SIGNS = 80
_SERVES = "keyphrases"
_ANY_GOAL = "not said"


class Expansion(Protocol):
    """Proposes phrases for a seed."""

    def similar(self, seed: str) -> Sequence[str]:
        """Return phrases that may mean the same as the seed, the likeliest first."""
        ...


class NearestPhrases:
    """The phrases of a corpus whose vectors are nearest to the seed's.

    Parameters
    ----------
    embedder : Embedder
    phrases : sequence of str
        What may be proposed; each is embedded once.
    most : int, default=300
        How many are proposed.

    Examples
    --------
    >>> from dataexplain.llm import ScriptedEmbedder
    >>> vectors = {"sea": [1, 0], "ocean": [0.9, 0.1], "tree": [0, 1]}
    >>> with Embedder(ScriptedEmbedder(vectors)) as embedder:
    ...     NearestPhrases(embedder, list(vectors), most=1).similar("sea")
    ('ocean',)
    """

    def __init__(self, embedder: Embedder, phrases: Sequence[str], *, most: int = 300) -> None:
        self._embedder = embedder
        self._phrases = tuple(phrases)
        self._places = {phrase: place for place, phrase in enumerate(self._phrases)}
        self._vectors = _unit_length(embedder.embed(self._phrases))
        self._most = most

    def similar(self, seed: str) -> tuple[str, ...]:
        """Return the phrases nearest to the seed, without the seed."""
        place = self._places.get(seed)
        if place is None:
            vector = _unit_length(self._embedder.embed([seed]))[0]
        else:
            vector = self._vectors[place]
        nearest = np.argsort(-(self._vectors @ vector), kind="stable")[: self._most + 1]
        found = [self._phrases[at] for at in nearest if at != place]
        return tuple(found[: self._most])


class AskedPhrases:
    """The phrases that a language model lists for a seed.

    Parameters
    ----------
    model : ChatModel
    goal : str, default=""
        What the texts are about, in the user's words.
    most : int, default=30
        How many are asked for.
    read : callable, optional
        How a phrase is written, such as `KeyphraseIndex.read`.

    Attributes
    ----------
    asked : int
        Seeds that the model was asked about.
    unanswered : int
        Those of them without a reply that follows the schema: nothing is proposed.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted(['{"phrases": ["Money back", "reimbursed"]}'])) as model:
    ...     AskedPhrases(model, "hotel reviews").similar("refund")
    ('money back', 'reimbursed')
    """

    def __init__(
        self,
        model: ChatModel,
        goal: str = "",
        *,
        most: int = 30,
        read: Callable[[str], str] = str.lower,
    ) -> None:
        self._model = model
        self._goal = goal.strip() or _ANY_GOAL
        self._most = most
        self._read = read
        self._schema: dict[str, Any] = {
            "type": "object",
            "properties": {
                "phrases": {
                    "type": "array",
                    "items": {"type": "string", "maxLength": _MOST_SIGNS},
                    "maxItems": most,
                }
            },
            "required": ["phrases"],
            "additionalProperties": False,
        }
        self.asked = 0
        self.unanswered = 0

    def similar(self, seed: str) -> tuple[str, ...]:
        """Return what the model lists, without the seed and what has more than four words."""
        self.asked += 1
        purpose = Purpose(_SERVES, prompt(PROMPT).version)
        reply = self._model.generate(
            self._question(seed), self._schema, most_tokens=_MOST_TOKENS, purpose=purpose
        )
        if not reply.answered:
            self.unanswered += 1
            return ()
        listed = dict.fromkeys(self._read(phrase) for phrase in reply.value["phrases"])
        return tuple(
            phrase for phrase in listed if phrase != seed and 1 <= len(phrase.split()) <= MOST_WORDS
        )

    def estimate(self, seeds: Sequence[str]) -> Estimate:
        """Return what asking about the seeds would cost."""
        questions = [self._question(seed) for seed in seeds]
        return self._model.estimate_replies(questions, self._schema, most_tokens=_MOST_TOKENS)

    def _question(self, seed: str) -> tuple[Message, ...]:
        return prompt(PROMPT).fill(goal=self._goal, seed=seed, most=self._most)


def _unit_length(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1.0)
