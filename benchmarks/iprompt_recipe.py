"""iPrompt's own search (Singh, Morris et al. 2023) with its constants, on a model that runs here.

Data text is input and output; prompts of six tokens are sampled after five examples (temperature
1, no line breaks, repetition penalty), eight of the best twelve are taken each step with four new
ones, each is cut at one shared place and grown again four times, and all sixty are scored on the
step's batch by the mean log-probability of the outputs; the pool keeps the running mean and the
best prompt of each first word. What differs from the original: its batch of 64 rows makes 3,840
rows a step, which no budget here allows, so a step takes as many rows as are asked for; a row's
loss is summed over the output's tokens, not averaged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from openai import OpenAI

from dataexplain.llm.local.embedded_server import SERVERS, ServerSettings

POOL, DRAWN_FROM, FRESH, MUTATIONS = 8, 12, 4, 4
TOKENS, SHOTS = 6, 5
SCORED = (POOL + FRESH) * (1 + MUTATIONS)
GENERATED = FRESH + (POOL + FRESH) * MUTATIONS
_NO_LINE_BREAKS = r"root ::= [^\n\r]+"


class Writer(Protocol):
    """Goes on from a raw text."""

    def __call__(self, prefix: str, tokens: int, seed: int) -> str:
        """Return what follows."""


class Scorer(Protocol):
    """Says how likely outputs are after prompts."""

    def __call__(self, prompt: str, rows: Sequence[int]) -> Sequence[float]:
        """Return log p of the output of each row."""


@dataclass
class Running:
    """The mean loss of a prompt so far."""

    losses: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """Over all batches."""
        return float(np.mean(self.losses)) if self.losses else float("inf")


@contextlib.contextmanager
def raw_writer(settings: ServerSettings, penalty: float) -> Iterator[Writer]:
    """Give what goes on from a raw text with the embedded model.

    Parameters
    ----------
    settings : ServerSettings
    penalty : float
        Of repetition: 2.0 for sums, 1.5 for all else.
    """
    server = SERVERS.acquire(settings)
    client = OpenAI(base_url=f"{server.address}/v1", api_key=server.key)

    def write(prefix: str, tokens: int, seed: int) -> str:
        reply = client.completions.create(
            model="embedded",
            prompt=prefix,
            max_tokens=tokens,
            temperature=1.0,
            top_p=1.0,
            seed=seed,
            extra_body={
                "top_k": 0,
                "min_p": 0.0,
                "repeat_penalty": penalty,
                "cache_prompt": True,
                "grammar": _NO_LINE_BREAKS,
            },
        )
        return str(reply.choices[0].text)

    try:
        yield write
    finally:
        client.close()
        SERVERS.release(settings)


class Recipe:
    """The search on some pairs.

    Parameters
    ----------
    inputs, outputs : sequence of str
    write : Writer
    score : Scorer
    batch : int
        Rows a step.
    seed : int

    Attributes
    ----------
    scored, generated : int
        Rows scored and prompts sampled so far.
    best_losses : list of (int, float)
        After each step, rows scored until then and the smallest mean loss of the pool.
    """

    def __init__(
        self,
        inputs: Sequence[str],
        outputs: Sequence[str],
        write: Writer,
        score: Scorer,
        *,
        batch: int,
        seed: int,
    ) -> None:
        self._inputs, self._outputs = inputs, outputs
        self._write, self._score, self._batch = write, score, batch
        self._draws = np.random.default_rng(seed)
        self.pool: dict[str, Running] = {}
        self.scored = self.generated = 0
        self.best_losses: list[tuple[int, float]] = []

    def run(self, calls: int) -> list[str]:
        """Return prompts, the best first, after as many steps as the calls allow.

        Parameters
        ----------
        calls : int
            Rows scored and prompts sampled together.
        """
        prompts = [self._sampled() for _ in range(POOL)]
        while self.scored + self.generated + GENERATED + SCORED * self._batch <= calls:
            prompts = self._step(prompts)
        return sorted(self.pool, key=lambda prompt: self.pool[prompt].mean)

    def _step(self, prompts: list[str]) -> list[str]:
        known = [*self._drawn(prompts), *(self._sampled() for _ in range(FRESH))]
        cut = int(self._draws.integers(1, TOKENS))
        grown = [self._grown(prompt, cut) for prompt in known for _ in range(MUTATIONS)]
        rows = self._draws.choice(len(self._inputs), self._batch, replace=False).tolist()
        for prompt in (*known, *grown):
            losses = [-value for value in self._score(prompt, rows)]
            self.scored += len(rows)
            self.pool.setdefault(prompt, Running()).losses.append(float(np.mean(losses)))
        best = min(running.mean for running in self.pool.values())
        self.best_losses.append((self.scored, best))
        return self._of_different_starts(DRAWN_FROM)

    def _drawn(self, prompts: Sequence[str]) -> list[str]:
        """Return eight prompts; of fewer some are there more than once."""
        again = len(prompts) < POOL
        return [prompts[place] for place in self._draws.choice(len(prompts), POOL, replace=again)]

    def _of_different_starts(self, most: int) -> list[str]:
        """Return the best prompt of each first word, the best first."""
        found: dict[str, str] = {}
        for prompt in sorted(self.pool, key=lambda prompt: self.pool[prompt].mean):
            found.setdefault(prompt.split()[0] if prompt.split() else "", prompt)
        return list(found.values())[:most]

    def _examples(self, some: int) -> str:
        rows = self._draws.choice(len(self._inputs), min(some, len(self._inputs)), replace=False)
        told = "\n\n".join(f"{self._inputs[row]} {self._outputs[row]}." for row in rows)
        return f"Data:\n\n{told}\n\nPrompt:"

    def _sampled(self) -> str:
        return self._written(self._examples(SHOTS), "", TOKENS)

    def _grown(self, prompt: str, cut: int) -> str:
        """Cut a prompt and let it grow again after one example; words stand for tokens."""
        kept = " ".join(prompt.split()[:cut])
        return self._written(self._examples(1), kept, max(TOKENS - cut, 1))

    def _written(self, examples: str, start: str, tokens: int) -> str:
        self.generated += 1
        begun = f"{examples} {start}" if start else examples
        said = self._write(begun, tokens, int(self._draws.integers(2**31)))
        return " ".join(f"{start} {said}".split()) if start else " ".join(said.split())
