"""What a server answers with, read into replies; nothing is taken for an answer that is none."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping
from typing import Any

from dataexplain.errors import DataExplainError, ReplyError, ServerError
from dataexplain.llm.requests import RawReply, Token

# What hosted servers write for a token that is too unlikely to say how much.
UNLIKELY = -9999.0
# What reading a reply of another form ends in.
_MISREAD = (KeyError, TypeError, IndexError, ValueError, AttributeError, OverflowError)


@contextlib.contextmanager
def reading(model: str) -> Iterator[None]:
    """Turn what goes wrong while a reply is read into the error that says so.

    Raises
    ------
    ServerError
        When the reply has another form.

    Examples
    --------
    >>> with reading("m"):
    ...     {}["token"]
    Traceback (most recent call last):
    ...
    dataexplain.errors.ServerError: The reply of 'm' is not in the form ... (KeyError: 'token'). ...
    """
    try:
        yield
    except DataExplainError:  # among them some that are a ValueError
        raise
    except _MISREAD as error:
        raise ServerError(
            f"The reply of {model!r} is not in the form that this interface has "
            f"({type(error).__name__}: {error}).",
            hint="Does the server speak the interface of OpenAI?",
        ) from error


def read_chat(answer: Mapping[str, Any], *, model: str) -> RawReply:
    """Return the reply of a chat completion, which may be empty.

    Raises
    ------
    ReplyError
        When it holds none, not even an empty one.
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
    text = message.get("content")
    if not isinstance(text, str | None):
        raise ServerError(f"The reply of {model!r} holds something else than a text.")
    return RawReply(
        text=text or "",  # what the tokens of an empty reply cost counts as well
        tokens=read_tokens(choice.get("logprobs")),
        prompt_tokens=counted(answer, "prompt_tokens"),
        reply_tokens=counted(answer, "completion_tokens"),
        stopped=str(choice.get("finish_reason") or "stop"),
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
            _text(entry["token"]),
            number(entry.get("logprob")),
            tuple(
                (_text(other["token"]), number(other.get("logprob")))
                for other in entry.get("top_logprobs") or ()
            ),
        )
        for entry in content or ()
    )


def number(value: Any) -> float:
    """Return a log-probability that is finite, whatever a server writes for minus infinity.

    Examples
    --------
    >>> number(-0.5), number(None), number(float("inf"))
    (-0.5, -9999.0, -9999.0)
    """
    known = isinstance(value, (int, float)) and math.isfinite(value)
    return max(float(value), UNLIKELY) if known else UNLIKELY


def counted(answer: Mapping[str, Any], name: str) -> int:
    """Return a number of tokens as the server counts them; 0 where it does not.

    Examples
    --------
    >>> [counted({"usage": {"prompt_tokens": count}}, "prompt_tokens") for count in (7, -7, True)]
    [7, 0, 0]
    """
    usage = answer.get("usage")
    value = usage.get(name) if isinstance(usage, Mapping) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return max(value, 0)


def _text(token: object) -> str:
    if not isinstance(token, str):
        raise TypeError(f"a token that is no text: {token!r}")
    return token
