"""What servers write when they refuse, in their several ways."""

from __future__ import annotations

from typing import Any

import httpx2
import openai
import pytest

from dataexplain.errors import (
    CapabilityError,
    ContextTooLongError,
    LanguageModelError,
    ModelNotFoundError,
    RateLimitError,
    ReplyError,
    ServerError,
)
from dataexplain.llm.served.openai_errors import translate

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")


def translated(status: int, body: Any, models: tuple[str, ...] = ()) -> LanguageModelError:
    client = openai.OpenAI(base_url="http://127.0.0.1/v1", api_key="k")
    answer = {"json": body} if not isinstance(body, str) else {"text": body}
    response = httpx2.Response(status, request=REQUEST, **answer)
    error = client._make_status_error_from_response(response)
    client.close()
    return translate(
        error, base_url="http://127.0.0.1/v1", model="m", key_source="KEY", models=models
    )


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (404, {"error": {"message": "model 'm' not found"}}, ModelNotFoundError, "no model 'm'"),
        (404, {"error": "model 'm' not found"}, ModelNotFoundError, "no model 'm'"),
        (404, {"message": "The model `m` does not exist."}, ModelNotFoundError, "no model 'm'"),
        (
            400,
            {"error": {"code": "model_not_found", "message": "model"}},
            ModelNotFoundError,
            "'m'",
        ),
        (404, {"detail": "Not Found"}, ServerError, "This address answered"),
        (404, "<html>No such model page</html>", ServerError, "This address answered"),
        (400, {"detail": "messages: field required"}, CapabilityError, "field required"),
        (422, {"detail": [{"msg": "x"}]}, CapabilityError, "status 422"),
        (503, "<html>busy</html>", ServerError, "status 503"),
        (503, "warming up", ServerError, "warming up"),
        (429, {"error": {"code": "insufficient_quota", "message": "x"}}, RateLimitError, "credit"),
        (400, {"error": {"code": "content_filter", "message": "no"}}, ReplyError, "refuses to"),
        (400, {"error": {"code": "context_length_exceeded"}}, ContextTooLongError, "longer than"),
    ],
)
def test_what_servers_write(
    status: int, body: Any, kind: type[LanguageModelError], words: str
) -> None:
    error = translated(status, body)
    assert type(error) is kind
    assert words in str(error)
    assert "<html>" not in str(error)


def test_models_of_the_server_are_named() -> None:
    error = translated(404, {"error": {"message": "no such model"}}, ("n", "mm"))
    assert "Did you mean 'mm'?" in str(error)


def test_long_pages_are_cut() -> None:
    assert len(str(translated(500, {"error": {"message": "x" * 10_000}}))) < 500
