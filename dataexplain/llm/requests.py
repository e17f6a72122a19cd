"""What is asked of a language model and what it answers: records that are JSON both ways."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]
Verb = Literal["generate", "choose", "score"]

# What a chat template adds to a message at most, in tokens.
_TEMPLATE_TOKENS = 64


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Request:
    """Everything that a reply depends on, apart from the model.

    Parameters
    ----------
    verb : {"generate", "choose", "score"}
    messages : tuple of Message, default=()
        The conversation; empty when `prefix` is given.
    prefix : str, optional
        A raw text to go on from, without a chat template (`score` only).
    continuation : str, optional
        The text whose log-probability is asked for (`score` only).
    schema : mapping, optional
        The JSON schema that the reply must follow.
    most_tokens : int, default=512
        The longest reply.
    temperature : float, default=0.0
        0 takes the likeliest token always.
    draw : int, default=0
        The number of an independent sample, and its seed.
    alternatives : int, default=0
        How many of the likeliest tokens are wanted at each place, with log-probabilities.

    Examples
    --------
    >>> request = Request("generate", (Message("user", "Name a colour."),))
    >>> Request.from_dict(request.to_dict()) == request
    True
    >>> request.key("embedded", "a") == request.key("embedded", "b")
    False
    """

    verb: Verb
    messages: tuple[Message, ...] = ()
    prefix: str | None = None
    continuation: str | None = None
    schema: Mapping[str, Any] | None = None
    most_tokens: int = 512
    temperature: float = 0.0
    draw: int = 0
    alternatives: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        # vars, not dataclasses.asdict: that copies deeply, and takes longer than the disk
        return vars(self) | {"messages": [vars(message) for message in self.messages]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Request:
        """Read what `to_dict` wrote."""
        messages = tuple(Message(**message) for message in values["messages"])
        return cls(**{**values, "messages": messages})

    def key(self, backend: str, fingerprint: str) -> str:
        """Return the name of this request to this model: a SHA-256 of all that matters."""
        return request_key(backend, fingerprint, self.to_dict())

    def most_prompt_tokens(self) -> int:
        """Return more tokens than the prompt can have: one a byte, and what a template adds."""
        texts = [message.content for message in self.messages]
        texts += [text for text in (self.prefix, self.continuation) if text is not None]
        if self.schema is not None:
            texts.append(json.dumps(self.schema))
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
        return size + _TEMPLATE_TOKENS * (len(texts) + 1)


def request_key(backend: str, fingerprint: str, request: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a request, as JSON, to one model.

    Examples
    --------
    >>> len(request_key("embedded", "a", {"verb": "embed", "texts": ["sea"]}))
    64
    """
    whole = {"backend": backend, "model": fingerprint, **request}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True)
class Token:
    """A token of a reply, with the likeliest tokens at its place, itself often among them."""

    text: str
    log_probability: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class RawReply:
    """What came back, before anything is read out of it.

    Parameters
    ----------
    text : str
    tokens : tuple of Token, default=()
        With log-probabilities, where they were asked for and given. For `score`: those of the
        continuation, whose sum is its log-probability.
    prompt_tokens, reply_tokens : int, default=0
        As the server counts them.
    stopped : str, default="stop"
        Why the reply ended; "length" when it was cut off.

    Examples
    --------
    >>> reply = RawReply("Yes", (Token("Yes", -0.1, (("Yes", -0.1), ("No", -2.4))),), 40, 1)
    >>> RawReply.from_dict(reply.to_dict()) == reply
    True
    """

    text: str
    tokens: tuple[Token, ...] = ()
    prompt_tokens: int = 0
    reply_tokens: int = 0
    stopped: str = "stop"

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return vars(self) | {"tokens": [vars(token) for token in self.tokens]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RawReply:
        """Read what `to_dict` wrote, also through JSON."""
        tokens = tuple(
            Token(
                token["text"],
                token["log_probability"],
                tuple((text, number) for text, number in token["alternatives"]),
            )
            for token in values["tokens"]
        )
        return cls(**{**values, "tokens": tokens})
