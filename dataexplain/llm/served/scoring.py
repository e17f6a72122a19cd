"""The log-probability of a given continuation, from servers that only ever continue texts.

Two ways, found out by asking once: a server that echoes a prompt with log-probabilities is given
the whole text; a server of llama.cpp is made to say the continuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dataexplain.errors import CapabilityError, LanguageModelError
from dataexplain.llm.continuations import refuse_empty_prefix
from dataexplain.llm.requests import RawReply, Request, Token
from dataexplain.llm.served.forced_scoring import ForcedScoring, Post
from dataexplain.llm.served.openai_replies import counted, first_choice, number

Way = Literal["echo", "forced", "none"]
_TRIAL = "One, two, three"


class Scoring:
    """Scores in the way that a server can.

    Parameters
    ----------
    post : callable
        Carries JSON to a path or address and returns the JSON answered.
    root : str
        The address of the server without the version of the interface.
    model : str
    way : {"echo", "forced", "none"}, optional
        Found out by one call when it is not given.
    """

    def __init__(self, post: Post, root: str, model: str, *, way: Way | None = None) -> None:
        self._post = post
        self._model = model
        self._way = way
        self._forced = ForcedScoring(post, root, model)

    async def score(self, request: Request) -> RawReply:
        """Return the tokens of the continuation with their log-probabilities.

        Raises
        ------
        CapabilityError
            When the server has no way.
        """
        if self._way is None:
            self._way = await self._found_way()
        if self._way == "forced":
            return await self._forced.score(request)
        if self._way == "echo" and request.prefix is not None:
            return await self._by_echo(request.prefix, request.continuation or "")
        raise no_scores(self._model)

    async def _found_way(self) -> Way:
        try:
            found = first_choice(await self._echoed(_TRIAL), self._model).get("logprobs")
        except CapabilityError:
            return "none"
        if not isinstance(found, Mapping):
            return "none"
        if found.get("content"):
            return "forced"
        return "echo" if len(found.get("text_offset") or ()) > 1 else "none"

    async def _by_echo(self, prefix: str, continuation: str) -> RawReply:
        answer = await self._echoed(prefix + continuation)
        found = first_choice(answer, self._model)["logprobs"]
        tokens = _beyond(found, prefix, prefix + continuation)
        return RawReply(continuation, tokens, counted(answer, "prompt_tokens"), len(tokens))

    async def _echoed(self, text: str) -> dict[str, Any]:
        body = {"model": self._model, "prompt": text, "echo": True, "logprobs": 1}
        # one token more than the prompt: some servers refuse to give none
        return await self._post("/completions", {**body, "max_tokens": 1, "temperature": 0.0})


def _beyond(found: Mapping[str, Any], prefix: str, whole: str) -> tuple[Token, ...]:
    """Return the tokens that reach beyond the prefix and begin within the text."""
    texts = [str(text) for text in found["tokens"]]
    shift = max("".join(texts).find(whole), 0)  # a token for the start has a text of its own
    start, end = len(prefix) + shift, len(whole) + shift
    values, offsets = found["token_logprobs"], found["text_offset"]
    places = [
        (text, value)
        for text, value, offset in zip(texts, values, offsets, strict=True)
        if offset < end and offset + len(text) > start
    ]
    if any(value is None for _, value in places):
        raise refuse_empty_prefix()
    return tuple(Token(text, number(value)) for text, value in places)


def no_scores(model: str) -> LanguageModelError:
    """Return the error for a server with neither way.

    Examples
    --------
    >>> print(no_scores("m"))
    The server of 'm' does not give ... Use the embedded model, ...
    """
    return CapabilityError(
        f"The server of {model!r} does not give the log-probability of a given text.",
        hint="Use the embedded model, a server of llama.cpp, or vLLM.",
    )
