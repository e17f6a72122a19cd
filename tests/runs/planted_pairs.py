"""Pairs whose outputs follow from inputs by a rule that only a scripted model knows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.llm import Budget, Capabilities, ChatModel, Scripted

RULE = "Return the kind that the thing belongs to."
DECOY = "Return the longest word of the thing."
WORDS = (
    *("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "jetty"),
    *("knoll", "ledge", "marsh", "north", "ocean", "plain", "quarry", "ridge", "shore", "thorn"),
)
UNABLE = Capabilities(log_probabilities=False, scoring=False, schema=True)


def things(rows: int = 120, outputs: Sequence[str] = ("animal", "plant"), seed: int = 0) -> Any:
    """Return a frame of things and of what follows from them, which no form of theirs tells."""
    draws = np.random.default_rng(seed)
    names = [f"{' '.join(draws.choice(WORDS, 3))} {chr(97 + row % 26)}{row}" for row in range(rows)]
    return pd.DataFrame({"thing": names, "kind": draws.choice(list(outputs), rows)})


def named(rows: int = 120, seed: int = 0) -> Any:
    """Return a frame in which outputs are names, too many to be classes."""
    frame = things(rows, seed=seed)
    draws = np.random.default_rng(seed + 1)
    return frame.assign(kind=[f"{draws.choice(WORDS)} {draws.choice(WORDS)}" for _ in range(rows)])


@dataclass
class Follows:
    """Answers what a search and a test ask, with the right output where it is given the rule.

    Parameters
    ----------
    outputs : mapping of str to str
        What follows from each input.
    proposed : sequence of str
        The sentences that it proposes.
    sure, unsure : float
        The probability of the right output with the rule, and without.
    """

    outputs: Mapping[str, str]
    proposed: Sequence[str] = (DECOY, RULE)
    sure: float = 0.9
    unsure: float = 0.3
    asked: list[Any] = field(default_factory=list)

    def __call__(self, request: Any) -> Any:
        self.asked.append(request)
        if request.schema is not None:
            return json.dumps(self._filled(request.schema["properties"]))
        said = "\n".join(message.content for message in request.messages)
        right = self._right(request.messages[-1].content)
        if right is None:
            return self.proposed[len(self.asked) % len(self.proposed)]
        chance = self.sure if RULE in said else self.unsure
        if request.verb == "score":
            return {request.continuation: chance if request.continuation == right else 0.05}
        others = sorted(set(self.outputs.values()) - {right})
        if request.verb == "choose":
            spread = {other: (1 - chance) / len(others) for other in others}
            return dict(sorted(({right: chance} | spread).items(), key=lambda one: -one[1]))
        return right if RULE in said else others[0]

    def _right(self, message: str) -> str | None:
        found = [text for text in self.outputs if text in message]
        return self.outputs[found[0]] if len(found) == 1 else None

    def _filled(self, shape: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = dict.fromkeys(shape, "words")
        if "sentences" in shape:
            values["sentences"] = list(self.proposed)
        if "instruction" in shape:
            values["instruction"] = self.proposed[len(self.asked) % len(self.proposed)]
        return values


def knowing(frame: Any, *, calls: int | None = None, able: bool = True, **script: Any) -> ChatModel:
    """Return a model that knows what follows from the things of a frame."""
    outputs = dict(zip(frame["thing"], frame["kind"], strict=True))
    backend = Scripted(Follows(outputs, **script), capabilities=None if able else UNABLE)
    return ChatModel(backend, budget=Budget(calls=calls))
