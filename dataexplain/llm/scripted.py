"""A model that says what it was told to say: for tests of what is built on models."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence

from dataexplain.errors import LanguageModelError, ParameterError
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.budget import Price
from dataexplain.llm.requests import RawReply, Request, Token

Line = str | RawReply | Exception | Mapping[str, float]
Script = Sequence[Line] | Mapping[str, Line] | Callable[[Request], Line]


class Scripted:
    """A model whose replies are given in advance.

    Parameters
    ----------
    replies : sequence, mapping or callable
        Replies in the order of the calls; or by the text of the last message (of the
        continuation, for `score`); or what a function makes of the request. A reply is a text,
        a `RawReply`, an exception to raise, or a mapping of tokens to probabilities, the
        first being the one said: ``{"Yes": 0.8, "No": 0.1}``. For `score`, the mapping gives
        the probabilities of the tokens of the continuation.
    name : str, default="scripted"
        The model's name.
    capabilities : Capabilities, optional
        All by default. Without log-probabilities, replies come without tokens.
    concurrency : int, default=1
        Requests at once; 1 keeps the order of a sequence.
    price : Price, optional

    Attributes
    ----------
    requests : list of Request
        What was asked so far.

    Examples
    --------
    >>> import asyncio
    >>> model = Scripted({"Is it blue?": {"Yes": 0.8, "No": 0.2}})
    >>> from dataexplain.llm.requests import Message
    >>> reply = asyncio.run(model.reply(Request("choose", (Message("user", "Is it blue?"),))))
    >>> reply.text, len(reply.tokens[0].alternatives), len(model.requests)
    ('Yes', 2, 1)
    """

    name = "scripted"

    def __init__(
        self,
        replies: Script,
        *,
        name: str = "scripted",
        capabilities: Capabilities | None = None,
        concurrency: int = 1,
        price: Price | None = None,
    ) -> None:
        self.model = name
        self.capabilities = capabilities or Capabilities(True, True, True)
        self.concurrency = concurrency
        self.price = price or Price(0.0, 0.0)
        self.requests: list[Request] = []
        if isinstance(replies, str) or not (
            callable(replies) or isinstance(replies, (Sequence, Mapping))
        ):
            raise ParameterError("replies", "Scripted", "a list, a mapping or a function", replies)
        self._replies = replies
        self.fingerprint = f"scripted:{name}:{_digest(replies)}"

    async def reply(self, request: Request) -> RawReply:
        """Return what the script says.

        Raises
        ------
        LanguageModelError
            When the script holds nothing for this request: a mistake of the script, which is no
            missing answer.
        """
        self.requests.append(request)
        line = self._line(request)
        if isinstance(line, Exception):
            raise line
        return _reply(line, request, with_tokens=self.capabilities.log_probabilities)

    async def close(self) -> None:
        """Nothing is held."""

    def secrets(self) -> tuple[str, ...]:
        """There are none."""
        return ()

    def _line(self, request: Request) -> Line:
        if callable(self._replies):
            return self._replies(request)
        if isinstance(self._replies, Mapping):
            asked = _asked(request)
            if asked not in self._replies:
                raise LanguageModelError(
                    f"The script has no reply to {asked!r}.",
                    hint="Give Scripted a reply to every text that is asked.",
                )
            return self._replies[asked]
        if len(self.requests) > len(self._replies):
            raise LanguageModelError(
                f"The script has {len(self._replies)} replies; this is call {len(self.requests)}.",
                hint="Give Scripted as many replies as there are calls.",
            )
        return self._replies[len(self.requests) - 1]


def _asked(request: Request) -> str:
    if request.continuation is not None:
        return request.continuation
    return request.messages[-1].content if request.messages else ""


def _reply(line: Line, request: Request, *, with_tokens: bool) -> RawReply:
    if isinstance(line, RawReply):
        return line
    prompt_tokens = sum(len(message.content.split()) for message in request.messages)
    if isinstance(line, str):
        return RawReply(line, (), prompt_tokens, len(line.split()))
    if not isinstance(line, Mapping) or not line:
        raise ParameterError(
            "replies", "Scripted", "texts, RawReply, exceptions or probabilities of tokens", line
        )
    found = [(text, _logarithm(probability)) for text, probability in line.items()]
    if request.verb == "score":
        tokens = tuple(Token(text, value) for text, value in found)
        return RawReply(request.continuation or "", tokens, prompt_tokens, len(tokens))
    said, value = found[0]
    tokens = (Token(said, value, tuple(found)),) if with_tokens else ()
    return RawReply(said, tokens, prompt_tokens, 1)


def _logarithm(probability: float) -> float:
    if not 0 < probability <= 1:
        raise ParameterError("replies", "Scripted", "probabilities in (0, 1]", probability)
    return math.log(probability)


def _digest(replies: Script) -> str:
    """Return what tells one script from another; of a function, its name."""
    if callable(replies):
        return str(getattr(replies, "__qualname__", type(replies).__qualname__))
    plain: object
    if isinstance(replies, Mapping):
        plain = [[text, _plain(line)] for text, line in replies.items()]
    else:
        plain = [_plain(line) for line in replies]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode("ascii")).hexdigest()


def _plain(line: Line) -> object:
    if isinstance(line, RawReply):
        return line.to_dict()
    if isinstance(line, Exception):
        return [type(line).__qualname__, str(line)]
    return dict(line) if isinstance(line, Mapping) else str(line)
