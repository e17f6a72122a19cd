"""Models behind the interface of OpenAI: hosted, vLLM, Ollama, llama.cpp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dataexplain.errors import CapabilityError
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.budget import Price
from dataexplain.llm.requests import RawReply, Request
from dataexplain.llm.served.addresses import server_address
from dataexplain.llm.served.keys import read_key
from dataexplain.llm.served.openai_replies import read_chat, reading
from dataexplain.llm.served.scoring import Scoring, Way
from dataexplain.llm.served.server_connection import ServerConnection

FREE = Price(0.0, 0.0)


class OpenAICompatible:
    """A model on a server that speaks the interface of OpenAI.

    Parameters
    ----------
    model : str
        Its name there.
    base_url : str, optional
        The server's address, which usually ends in ``/v1``; what the variable OPENAI_BASE_URL
        says, or the hosted one, by default.
    key : str, optional
        The key; the value of the variable `key_source` by default.
    key_source : str, default="OPENAI_API_KEY"
        Where the key comes from, for messages.
    timeout : float, default=60.0
        Seconds for one attempt.
    retries : int, default=2
        Attempts after the first one, where the server is busy or fails.
    price : Price, default=free
    concurrency : int, default=16
        Requests at once.
    scoring : {"echo", "forced", "none"}, optional
        How this server can be made to score; found out by one call when it is not given.

    Attributes
    ----------
    notes : list of str
        What this server turned out not to take, for the user to read.

    Raises
    ------
    ParameterError
        When the address holds a name, a password or a query.
    AuthenticationError
        When the key holds a character that no key has.

    Examples
    --------
    >>> backend = OpenAICompatible("qwen", base_url="http://127.0.0.1:8000/v1")
    >>> backend.fingerprint
    'http://127.0.0.1:8000/v1#qwen'
    """

    name = "openai_compatible"

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key: str | None = None,
        key_source: str = "OPENAI_API_KEY",
        timeout: float = 60.0,
        retries: int = 2,
        price: Price = FREE,
        concurrency: int = 16,
        scoring: Way | None = None,
    ) -> None:
        self.model = model
        self.base_url = server_address(base_url, "OpenAICompatible", key_source)
        self.fingerprint = f"{self.base_url}#{model}"
        self.capabilities = Capabilities(
            log_probabilities=True, scoring=True, schema=True, certain=False
        )
        self.concurrency = concurrency
        self.price = price
        self._key = read_key(key, key_source)
        self._connection = ServerConnection(
            self.base_url,
            model,
            key=self._key,
            key_source=key_source,
            timeout=timeout,
            retries=retries,
        )
        self.notes = self._connection.notes
        self._scoring = Scoring(self._connection.post, self._connection.root, model, way=scoring)

    async def reply(self, request: Request) -> RawReply:
        """Return what the model answers.

        Raises
        ------
        LanguageModelError
            One of its subclasses, after the retries.
        """
        if request.verb == "score":
            return await self._score(request)
        try:
            answer = await self._connection.post("/chat/completions", _chat(self.model, request))
        finally:
            self._note_lacks()
        with reading(self.model):
            reply = read_chat(answer, model=self.model)
        if request.alternatives and not reply.tokens and reply.text:
            self._has_no_log_probabilities()
        return reply

    async def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        await self._connection.close()

    def secrets(self) -> tuple[str, ...]:
        """Return the keys that must reach no file."""
        return (self._key,) if self._key else ()

    async def _score(self, request: Request) -> RawReply:
        try:
            with reading(self.model):
                return await self._scoring.score(request)
        except CapabilityError:
            self.capabilities = replace(self.capabilities, scoring=False)
            raise

    def _note_lacks(self) -> None:
        for lacking in self._connection.lacks:
            self.capabilities = replace(self.capabilities, **{lacking: False})

    def _has_no_log_probabilities(self) -> None:
        if self.capabilities.log_probabilities:
            self.capabilities = replace(self.capabilities, log_probabilities=False)
            self.notes.append(f"{self.model} at {self.base_url} gives no log-probabilities.")


def _chat(model: str, request: Request) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "temperature": request.temperature,
        "seed": request.draw,
        "max_tokens": request.most_tokens,
    }
    if request.schema is not None:
        body["response_format"] = _bound_to(request.schema)
    if request.alternatives:
        body |= {"logprobs": True, "top_logprobs": request.alternatives}
    return body


def _bound_to(schema: Mapping[str, Any]) -> dict[str, Any]:
    named = {"name": "reply", "schema": dict(schema), "strict": True}
    return {"type": "json_schema", "json_schema": named}
