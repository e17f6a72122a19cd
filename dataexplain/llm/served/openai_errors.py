"""What the `openai` package raises, in the words and the error tree of this package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from dataexplain.errors import (
    AuthenticationError,
    CapabilityError,
    ContextTooLongError,
    LanguageModelError,
    ModelNotFoundError,
    RateLimitError,
    ReplyError,
    ReplyTimeoutError,
    ServerError,
    did_you_mean,
)

if TYPE_CHECKING:
    import openai

_MOST_SHOWN = 300
_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached"}
_CONTENT_REFUSED = {"content_filter", "content_policy_violation"}
_CONTEXT = re.compile(
    r"context.{0,12}(length|size|window)|maximum.{0,20}context|too many tokens", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?:maximum context length (?:is|of)|context (?:size|window|length) \(?|limit (?:of|to))"
    r" ?"
    r"(\d[\d,]*)",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"request \((\d[\d,]*) tokens|requested (?:about )?(\d[\d,]*)|resulted in (\d[\d,]*)"
    r"|contains at least (\d[\d,]*)|request has (\d[\d,]*)|(\d[\d,]*) input tokens",
    re.IGNORECASE,
)
_NO_SUCH_MODEL = re.compile(r"\bmodel\b", re.IGNORECASE)


def translate(
    error: openai.OpenAIError,
    *,
    base_url: str,
    model: str,
    key_source: str,
    models: Sequence[str] = (),
) -> LanguageModelError:
    """Return the error to raise instead.

    Parameters
    ----------
    error : openai.OpenAIError
        What the package raised, after its own retries.
    base_url : str
        The address of the server.
    model : str
        The model that was asked for.
    key_source : str
        Where the key came from, such as the name of a variable.
    models : sequence of str, default=()
        The models that the server has, where they are known.

    Examples
    --------
    >>> import httpx2, openai
    >>> timeout = openai.APITimeoutError(httpx2.Request("POST", "http://127.0.0.1/v1"))
    >>> translate(timeout, base_url="http://127.0.0.1/v1", model="m", key_source="KEY").retryable
    True
    """
    import openai

    if isinstance(error, openai.APITimeoutError):
        return ReplyTimeoutError(
            f"{base_url}: No reply from {model!r} within the time allowed.",
            hint="Allow more time, or ask less at once.",
        )
    if isinstance(error, openai.APIConnectionError):
        return _connection(error, base_url)
    if isinstance(error, openai.APIStatusError):
        return _status(error, base_url, model, key_source, models)
    return ServerError(f"{base_url}: {_short(str(error))}")


def complaint(error: openai.APIError) -> str:
    """Return what a server wrote, with the parameter that it names."""
    return f"{error.message} {error.param or ''}".strip()


def is_context_too_long(text: str, code: str | None = None) -> bool:
    """Tell whether a complaint is about the length of the prompt.

    Examples
    --------
    >>> is_context_too_long("This model's maximum context length is 4096 tokens.")
    True
    """
    return code == "context_length_exceeded" or bool(_CONTEXT.search(text))


def no_such_server(base_url: str, found: str) -> ServerError:
    """Return the error for an address that answers with something else than JSON.

    Examples
    --------
    >>> str(no_such_server("http://127.0.0.1", "a web page"))[:57]
    'http://127.0.0.1: This address answered with a web page, '
    """
    hint = "Check the address" if base_url.endswith("/v1") else "The address usually ends in /v1"
    return ServerError(
        f"{base_url}: This address answered with {found}, not as a server of language models does.",
        hint=f"{hint}.",
    )


def _connection(error: openai.APIConnectionError, base_url: str) -> ServerError:
    cause = error.__cause__
    if cause is None or "connect" in type(cause).__name__.lower():
        return ServerError(
            f"{base_url}: The server cannot be reached.",
            hint="Is it running, and is this its address?",
        )
    return ServerError(f"{base_url}: The server broke off the connection.", hint="Try again.")


def _status(
    error: openai.APIStatusError,
    base_url: str,
    model: str,
    key_source: str,
    models: Sequence[str],
) -> LanguageModelError:
    status, said = error.status_code, _said(error)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        # what it said may quote the key
        return AuthenticationError(
            f"{base_url}: The server refuses the key of {key_source} (status {status}).",
            hint=f"Check the value of {key_source}.",
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _rate(error, base_url, said)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServerError(f"{base_url}: The server failed (status {status}): {said}")
    if is_context_too_long(error.message, error.code):
        return _too_long(error.message, model)
    if error.code in _CONTENT_REFUSED:
        return ReplyError(f"{base_url}: The server refuses to answer: {said}")
    if status == HTTPStatus.NOT_FOUND or error.code == "model_not_found":
        return _not_found(said, base_url, model, models)
    return CapabilityError(f"{base_url}: The server refuses the request (status {status}): {said}")


def _rate(error: openai.APIStatusError, base_url: str, said: str) -> RateLimitError:
    if error.code in _NO_CREDIT:
        return RateLimitError(f"{base_url}: The account has no credit left: {said}")
    return RateLimitError(
        f"{base_url}: The server asks to come back later: {said}",
        hint="Ask less at once, or try again later.",
    )


def _not_found(said: str, base_url: str, model: str, models: Sequence[str]) -> LanguageModelError:
    if not models and not _NO_SUCH_MODEL.search(said):
        return no_such_server(base_url, '"not found"')
    return ModelNotFoundError(
        f"{base_url}: The server has no model {model!r}.", hint=did_you_mean(model, models)
    )


def _too_long(message: str, model: str) -> ContextTooLongError:
    limit, length = _LIMIT.search(message), _LENGTH.search(message)
    has = f" has {_number(length)} tokens and" if length else ""
    most = f": {_number(limit)} tokens" if limit else ""
    return ContextTooLongError(
        f"The prompt{has} is longer than {model!r} can read at once{most}.",
        hint="Shorten it, or use a model with a longer context.",
    )


def _number(match: re.Match[str]) -> str:
    digits = next(group for group in match.groups() if group)
    return f"{int(digits.replace(',', '')):,}"


def _said(error: openai.APIStatusError) -> str:
    """Return what the server wrote, in whichever of the usual places; a web page says nothing."""
    body = error.body if isinstance(error.body, dict) else {"error": error.body}
    texts = [body.get(name) for name in ("message", "detail", "error")]
    found = next((text for text in texts if isinstance(text, str) and "<" not in text), None)
    return _short(found or error.message)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else line[:_MOST_SHOWN] + "…"
