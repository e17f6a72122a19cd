"""What a server answers with, read into replies; nothing is taken for an answer that is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dataexplain.errors import ReplyError, ServerError
from dataexplain.llm.requests import RawReply, Token

# What hosted servers write for a token that is too unlikely to say how much.
UNLIKELY = -9999.0


def read_chat(answer: Mapping[str, Any], *, model: str) -> RawReply:
    """Return the reply of a chat completion.

    Raises
    ------
    ReplyError
        When there is none in it.
    ServerError
        When it is no chat completion.

    Examples
    --------
    >>> choice = {"message": {"content": "Yes"}, "finish_reason": "stop"}
    >>> read_chat({"choices": [choice]}, model="m").text
    'Yes'
    """
    choice = first_choice(answer, model)
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise ServerError(f"The reply of {model!r} is not in the form of a chat completion.")
    stopped = str(choice.get("finish_reason") or "stop")
    text = message.get("content")
    if text is None and stopped != "length":
        said = message.get("refusal")
        reason = f": {said}" if said else f" (it ended with {stopped!r})"
        raise ReplyError(f"{model!r} answered nothing{reason}.")
    return RawReply(
        text=str(text or ""),
        tokens=read_tokens(choice.get("logprobs")),
        prompt_tokens=counted(answer, "prompt_tokens"),
        reply_tokens=counted(answer, "completion_tokens"),
        stopped=stopped,
    )


def first_choice(answer: Mapping[str, Any], model: str) -> Mapping[str, Any]:
    """Return the only choice of a completion.

    Raises
    ------
    ReplyError
        When there is none.
    ServerError
        When it has another form.
    """
    choices = answer.get("choices")
    if choices is None or not isinstance(choices, list):
        raise ServerError(f"The reply of {model!r} is not in the form of a completion.")
    if not choices:
        raise ReplyError(f"{model!r} answered nothing: the list of choices is empty.")
    if not isinstance(choices[0], Mapping):
        raise ServerError(f"The reply of {model!r} is not in the form of a completion.")
    return choices[0]


def read_tokens(log_probabilities: Any) -> tuple[Token, ...]:
    """Return the tokens of a reply with their alternatives; none where they were not given.

    Examples
    --------
    >>> read_tokens(None)
    ()
    """
    content = log_probabilities.get("content") if isinstance(log_probabilities, Mapping) else None
    return tuple(
        Token(
            str(entry["token"]),
            number(entry.get("logprob")),
            tuple(
                (str(other["token"]), number(other.get("logprob")))
                for other in entry.get("top_logprobs") or ()
            ),
        )
        for entry in content or ()
    )


def number(value: Any) -> float:
    """Return a log-probability that is finite, whatever a server writes for minus infinity."""
    known = isinstance(value, (int, float)) and not math.isnan(value)
    return max(float(value), UNLIKELY) if known else UNLIKELY


def counted(answer: Mapping[str, Any], name: str) -> int:
    """Return a number of tokens as the server counts them; 0 where it does not."""
    usage = answer.get("usage")
    value = usage.get(name) if isinstance(usage, Mapping) else None
    return value if isinstance(value, int) else 0
