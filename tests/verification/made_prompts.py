"""Sums of two numbers, and models that follow some sentences and not others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dataexplain.llm import Scripted
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.requests import Request
from dataexplain.operations import Rule
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_asking import Given
from dataexplain.verification.prompt_measuring import (
    NO_SENTENCE,
    SHUFFLED,
    SIMPLE_RULE,
    Comparison,
    PromptChances,
)
from dataexplain.verification.prompt_pairs import Targets

FREE = AnsweringForm("free")
ADD = PromptCandidate("Add the two numbers and return what comes out.", "proposed")
MULTIPLY = PromptCandidate("Multiply both of the given numbers together.", "rephrased")
NO_LOG_PROBABILITIES = Capabilities(log_probabilities=False, scoring=False, schema=True)


def sums(first: int, last: int) -> Pairs:
    """Pairs such as "3 and 4" -> "7", numbered from 0."""
    inputs = [f"{a} and {b}" for a in range(first, last) for b in range(2, 12)]
    outputs = [str(int(a) + int(b)) for a, b in (input.split(" and ") for input in inputs)]
    return Pairs(tuple(inputs), tuple(outputs), tuple(range(len(inputs))))


def total(input: str) -> str:
    return str(sum(map(int, input.split(" and "))))


SUM = PromptCandidate(
    "Return the sum of the two numbers.",
    "operations",
    rule=Rule("sum of two numbers", "Return the sum of the two numbers.", total),
)


def adding(request: Request) -> Any:
    """Add where the sentence says so in its own order, and guess elsewhere."""
    asked = " ".join(message.content for message in request.messages)
    found = re.findall(r"(\d+) and (\d+)", request.messages[-1].content)
    a, b = map(int, found[-1])
    follows = ADD.sentence in asked or SUM.sentence in asked
    # a model is not equally sure of every sum
    chance = (0.85 if follows else 0.1) * (0.4 if a * b % 7 == 0 else 1.0)
    if request.verb == "score":
        right = request.continuation == str(a + b)
        return {str(request.continuation): chance if right else 0.01}
    return f" {a + b}." if chance > 0.5 else str(a * b)


def scripted(says: Callable[[Request], Any] = adding, **more: Any) -> Scripted:
    return Scripted(says, name="adder", **more)


def soft(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def unrelated_prompts(
    seed: int,
    *,
    rows: int,
    classes: int,
    count: int,
    sharp: float = 3.0,
    copies: int = 1,
    lean: float = 2.0,
) -> tuple[list[PromptChances], Targets]:
    """Sentences that lean to the commoner classes, up to `lean`, and else to any at random."""
    generator = np.random.default_rng(seed)
    rates = generator.dirichlet(np.full(classes, 2.0))
    inputs = rows // copies
    codes = np.repeat(generator.choice(classes, inputs, p=rates), copies)
    asked = np.ones(rows, dtype=bool)

    def way(bias: np.ndarray) -> Given:
        scores = bias + sharp * generator.normal(size=(inputs, classes))
        return Given(np.repeat(soft(scores), copies, axis=0), asked)

    unaided = way(np.zeros(classes))
    constants = [
        Given(np.tile(np.eye(classes)[place], (rows, 1)), asked) for place in range(classes)
    ]
    found = [
        PromptChances(
            PromptCandidate(f"Sentence {place}.", "proposed"),
            way(generator.uniform(0, lean) * np.log(rates + 0.01)),
            (
                Comparison(NO_SENTENCE, unaided),
                Comparison(SHUFFLED, way(np.zeros(classes))),
                *(Comparison(SIMPLE_RULE, given) for given in constants),
            ),
        )
        for place in range(count)
    ]
    return found, Targets(codes, np.repeat(np.arange(inputs), copies))


def even(rows: int, labels: int = 2) -> Given:
    """Every output is as likely as any other."""
    return Given(np.full((rows, labels), 1 / labels), np.ones(rows, dtype=bool))


def giving(chances: Sequence[float], labels: int = 2) -> Given:
    """The first output has the chances given; what is left is shared by the others."""
    first = np.asarray(chances, dtype=float)
    rest = np.tile(((1 - first) / (labels - 1))[:, np.newaxis], (1, labels - 1))
    return Given(np.column_stack([first, rest]), ~np.isnan(first))
