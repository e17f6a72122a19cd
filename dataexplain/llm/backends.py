"""What a backend is: the part that carries one request to one model, and nothing else.

Caching, logging, budgets, several requests at once and reading replies belong to `ChatModel`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dataexplain.llm.budget import Price
from dataexplain.llm.requests import RawReply, Request


@dataclass(frozen=True)
class Capabilities:
    """What a model can do beside generating text.

    Parameters
    ----------
    log_probabilities : bool
        Whether replies carry the log-probabilities of tokens (`choose` needs them, or votes).
    scoring : bool
        Whether the log-probability of a given continuation can be had (`score`).
    schema : bool
        Whether a reply can be bound to a JSON schema while it is made.
    certain : bool, default=True
        Whether all this is known, or assumed until a server says otherwise.
    """

    log_probabilities: bool
    scoring: bool
    schema: bool
    certain: bool = True


class Backend(Protocol):
    """Carries requests to a model.

    A package adds one through the entry point group ``dataexplain.models``: a callable that
    takes what follows the colon of ``PREFIX:NAME`` and returns a backend.

    Attributes
    ----------
    name : str
        The kind of backend, such as "openai_compatible".
    model : str
        The model's name, as the user gave it.
    fingerprint : str
        What tells this model from every other: a hash of its weights, or its address and name.
    capabilities : Capabilities
        Declared; a server that turns out to lack one answers without it.
    concurrency : int
        How many requests it serves well at once.
    price : Price
        0 for what runs here.
    """

    name: str
    model: str
    fingerprint: str
    capabilities: Capabilities
    concurrency: int
    price: Price

    async def reply(self, request: Request) -> RawReply:
        """Return what the model answers.

        Raises
        ------
        LanguageModelError
            One of its subclasses, after the backend's own retries.
        """
        ...

    async def close(self) -> None:
        """Let go of connections, servers and memory."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return the keys that must reach no file."""
        ...
