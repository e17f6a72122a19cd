"""The backend for servers, against a server on loopback that does what was planned."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dataexplain.errors import (
    AuthenticationError,
    CapabilityError,
    ContextTooLongError,
    LanguageModelError,
    ModelNotFoundError,
    ParameterError,
    RateLimitError,
    ReplyError,
    ReplyTimeoutError,
    ServerError,
)
from dataexplain.llm.requests import Message, RawReply, Request
from dataexplain.llm.served.openai_compatible import OpenAICompatible
from dataexplain.llm.served.server_connection import ServerConnection
from tests.llm.stub_server import Answer, Asked, StubServer, chat_answer, error_answer

QUESTION = (Message("user", "Is it blue?"),)
GENERATE = Request("generate", QUESTION)
CHOOSE = Request("choose", QUESTION, alternatives=20, most_tokens=1)
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
PLACES = ({"Yes": -0.1, "No": -2.4},)
SOON = {"retry-after-ms": "5"}


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as running:
        yield running


def backend_of(server: StubServer, **settings: Any) -> OpenAICompatible:
    return OpenAICompatible("m", **{"base_url": server.url, "key": "sk-secret", **settings})


def ask(backend: OpenAICompatible, *requests: Request) -> list[RawReply]:
    async def all_in_turn() -> list[RawReply]:
        try:
            return [await backend.reply(request) for request in requests]
        finally:
            await backend.close()

    return asyncio.run(all_in_turn())


def ask_one(server: StubServer, request: Request = GENERATE, **settings: Any) -> RawReply:
    return ask(backend_of(server, **settings), request)[0]


def test_what_is_sent_and_what_is_read(server: StubServer) -> None:
    server.reply = lambda _: chat_answer("Yes", tokens=PLACES)
    request = Request(
        "choose", QUESTION, schema=SCHEMA, most_tokens=9, temperature=0.5, draw=3, alternatives=4
    )
    reply = ask_one(server, request)
    assert reply.text == "Yes"
    assert reply.tokens[0].alternatives == (("Yes", -0.1), ("No", -2.4))
    assert (reply.prompt_tokens, reply.reply_tokens, reply.stopped) == (7, 1, "stop")
    (asked,) = server.requests
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer sk-secret"
    assert asked.body["response_format"]["json_schema"]["schema"] == SCHEMA
    wanted = {"model": "m", "seed": 3, "max_tokens": 9, "temperature": 0.5, "top_logprobs": 4}
    assert wanted.items() <= asked.body.items()
    assert asked.body["messages"] == [{"role": "user", "content": "Is it blue?"}]


@pytest.mark.parametrize("headers", [SOON, {"retry-after": "0.01"}, {}])
def test_too_many_requests_is_tried_again(server: StubServer, headers: Any) -> None:
    server.plan = [error_answer(429, "slow down", headers=headers)]
    assert ask_one(server).text == "Yes"
    assert len(server.requests) == 2


def test_too_many_requests_for_ever(server: StubServer) -> None:
    server.reply = lambda _: error_answer(429, "slow down", headers=SOON)
    with pytest.raises(RateLimitError, match="later: slow down") as caught:
        ask_one(server)
    assert len(server.requests) == 3
    assert caught.value.retryable


def test_two_failures_then_success(server: StubServer) -> None:
    server.plan = [error_answer(500, "oh", headers=SOON)] * 2
    assert ask_one(server).text == "Yes"


def test_failures_for_ever(server: StubServer) -> None:
    server.reply = lambda _: error_answer(500, "oh", headers=SOON)
    with pytest.raises(ServerError, match=r"failed \(status 500\): oh"):
        ask_one(server)
    assert len(server.requests) == 3


def test_a_server_that_hangs(server: StubServer) -> None:
    server.reply = lambda _: Answer({}, delay=30)
    with pytest.raises(ReplyTimeoutError, match="within the time allowed"):
        ask_one(server, timeout=0.1, retries=0)


def test_a_connection_dropped_in_the_middle(server: StubServer) -> None:
    whole = chat_answer()
    server.plan = [Answer(whole.body, drop_after=20)]
    with pytest.raises(ServerError, match="broke off"):
        ask_one(server, retries=0)
    server.plan = [Answer(whole.body, drop_after=20)]
    assert ask_one(server, retries=1).text == "Yes"


def test_nobody_listens() -> None:
    with StubServer() as gone:
        url = gone.url
    backend = OpenAICompatible("m", base_url=url, retries=0)
    with pytest.raises(ServerError, match="cannot be reached"):
        ask(backend, GENERATE)


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b'{"choices": [{"mess', ServerError, "not whole JSON"),
        (b"", ServerError, "JSON"),
        (b"[1]", ServerError, "address answered"),
        ({"choices": []}, ReplyError, "choices is empty"),
        ({"choices": None}, ServerError, "form of a completion"),
        ({"choices": [3]}, ServerError, "form of a completion"),
        ({"choices": [{"text": "a"}]}, ServerError, "form of a chat"),
        ({"choices": [{"message": {"content": 3}}]}, ServerError, "else than a text"),
        ({"choices": [{"message": {"content": ["a"]}}]}, ServerError, "else than a text"),
        (b'{"a":' * 100_000, ServerError, "not whole JSON"),
        ("<html>Welcome</html>", ServerError, "a web page.*usually ends in /v1"),
    ],
)
def test_replies_that_are_none(
    server: StubServer, body: Any, error: type[LanguageModelError], words: str
) -> None:
    server.reply = lambda _: Answer(body)
    with pytest.raises(error, match=words):
        ask_one(server, base_url=server.root)


@pytest.mark.parametrize("text", [None, ""])
@pytest.mark.parametrize("finish", ["stop", "content_filter", "tool_calls"])
def test_an_empty_reply_is_one_that_was_paid(
    server: StubServer, text: str | None, finish: str
) -> None:
    """It was an error of the backend, so that it was neither kept nor counted as paid."""
    server.reply = lambda _: chat_answer(text, finish=finish, refusal="No!")
    assert ask_one(server) == RawReply("", (), 7, 1, finish)


MALFORMED = [
    {"content": [{"logprob": -0.1}]},
    {"content": [{"token": None, "logprob": -0.1}]},
    {"content": [{"token": "a", "top_logprobs": 3}]},
    {"content": [{"token": "a", "top_logprobs": {"a": -0.1}}]},
    {"content": [{"token": "a", "logprob": 10**400}]},
    {"content": [3]},
    {"content": 3},
]


@pytest.mark.parametrize("found", MALFORMED)
def test_log_probabilities_of_another_form(server: StubServer, found: Any) -> None:
    """They ended in errors of Python, such as "KeyError: 'token'", which nobody expects."""
    choice = {"message": {"content": "a"}, "logprobs": found}
    server.reply = lambda _: Answer({"choices": [choice]})
    with pytest.raises(ServerError, match="not in the form that this interface has"):
        ask_one(server, CHOOSE)


@pytest.mark.parametrize("count", [-7, True, 7.5, "7", None])
def test_what_is_no_number_of_tokens_counts_nothing(server: StubServer, count: Any) -> None:
    """A server that counted below zero gave back what had been spent of a budget."""
    usage = {"prompt_tokens": count, "completion_tokens": count}
    choice = {"message": {"content": "a"}}
    server.reply = lambda _: Answer({"choices": [choice], "usage": usage})
    reply = ask_one(server)
    assert (reply.prompt_tokens, reply.reply_tokens) == (0, 0)
    assert type(reply.prompt_tokens) is int


def test_half_of_a_pair_of_surrogates_is_no_fault_of_the_server(server: StubServer) -> None:
    """It was reported as a reply that is not whole JSON, with the advice to try again."""
    with pytest.raises(ParameterError, match=r"'messages'.*'\\ud800'"):
        ask_one(server, Request("generate", (Message("user", "a\ud800b"),)))
    assert not server.requests


def test_a_reply_cut_off_before_its_first_word(server: StubServer) -> None:
    server.reply = lambda _: chat_answer(None, finish="length")
    reply = ask_one(server)
    assert (reply.text, reply.stopped) == ("", "length")


def test_a_missing_page_is_no_missing_model(server: StubServer) -> None:
    server.reply = lambda _: Answer("<html>Not found</html>", status=404)
    with pytest.raises(ServerError, match="address answered"):
        ask_one(server, base_url=server.root)


def test_a_wrong_model_names_those_that_exist(server: StubServer) -> None:
    def reply(asked: Asked) -> Answer:
        if asked.method == "GET":
            return Answer({"data": [{"id": "qwen-large"}, {"id": "other"}]})
        return error_answer(404, "The model 'qwen-larg' does not exist", code="model_not_found")

    server.reply = reply
    with pytest.raises(ModelNotFoundError, match="Did you mean 'qwen-large'"):
        ask(OpenAICompatible("qwen-larg", base_url=server.url), GENERATE)


@pytest.mark.parametrize("data", [3, [3], ["id"], [{"name": "m"}], {"id": "m"}])
def test_a_list_of_models_of_another_form_names_none(server: StubServer, data: Any) -> None:
    """It ended in an error of Python in place of the one that was to be told."""
    missing = error_answer(404, "The model 'm' does not exist", code="model_not_found")
    server.reply = lambda asked: Answer({"data": data}) if asked.method == "GET" else missing
    with pytest.raises(ModelNotFoundError, match="has no model 'm'"):
        ask_one(server)


def test_a_wrong_key_is_named_by_its_variable(server: StubServer) -> None:
    server.reply = lambda _: error_answer(401, "Incorrect API key provided: sk-secret")
    with pytest.raises(AuthenticationError, match="MY_KEY") as caught:
        ask_one(server, key_source="MY_KEY")
    assert "sk-secret" not in str(caught.value)


def test_a_key_that_a_server_quotes_is_left_out(server: StubServer) -> None:
    server.reply = lambda _: error_answer(400, "Bad header: Bearer sk-secret")
    with pytest.raises(CapabilityError, match="Bad header") as caught:
        ask_one(server)
    assert "sk-secret" not in str(caught.value)


def test_no_key_for_a_hosted_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(AuthenticationError, match="OPENAI_API_KEY is not set"):
        ask(OpenAICompatible("m"), GENERATE)


def test_a_server_of_an_own_network_may_need_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address with https was refused without a key, before it was asked."""

    async def answered(*_: Any) -> Any:
        return chat_answer().body

    monkeypatch.setattr(ServerConnection, "post", answered)
    backend = OpenAICompatible("m", base_url="https://models.invalid/v1", key="")
    assert ask(backend, GENERATE)[0].text == "Yes"


def test_a_server_that_asks_for_a_key_names_the_variable(server: StubServer) -> None:
    """Without a key, "refuses the key" would send the user to look for a mistake in it."""
    server.reply = lambda _: error_answer(401, "Who are you?")
    with pytest.raises(AuthenticationError, match="needs a key, and MY_KEY is not set"):
        ask_one(server, key="", key_source="MY_KEY")


def test_a_key_is_sent_without_what_stands_around_it(server: StubServer) -> None:
    """A line break behind a key that was given ended as a fault of the server."""
    ask_one(server, key="sk-mine\n")
    assert server.requests[0].headers["authorization"] == "Bearer sk-mine"


def test_the_key_of_the_variable(server: StubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", " sk-mine ")
    backend = backend_of(server, key=None, key_source="MY_KEY")
    assert backend.secrets() == ("sk-mine",)
    ask(backend, GENERATE)
    assert server.requests[0].headers["authorization"] == "Bearer sk-mine"


def test_a_proxy_is_not_asked_for_this_machine(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert ask_one(server).text == "Yes"


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        (
            "This model's maximum context length is 4,096 tokens. However, you requested 5000 "
            "tokens (4488 in the messages, 512 in the completion).",
            "has 5,000 tokens and is longer than 'm' can read at once: 4,096 tokens",
        ),
        (
            "request (6031 tokens) exceeds the available context size (2048 tokens), try",
            "has 6,031 tokens and is longer than 'm' can read at once: 2,048 tokens",
        ),
        (
            "'max_tokens' is too large: 512. This model's maximum context length is 4096 tokens "
            "and your request has 4000 input tokens",
            "has 4,000 tokens and is longer than 'm' can read at once: 4,096 tokens",
        ),
        ("Your input exceeds the context window of this model.", "longer than 'm' can read"),
    ],
)
def test_a_prompt_that_is_too_long(server: StubServer, complaint: str, words: str) -> None:
    server.reply = lambda _: error_answer(400, complaint)
    with pytest.raises(ContextTooLongError, match=words):
        ask_one(server)
    assert len(server.requests) == 1  # nothing was left out in vain


def test_a_server_without_log_probabilities(server: StubServer) -> None:
    backend = backend_of(server)
    (reply,) = ask(backend, CHOOSE)
    assert reply.tokens == ()
    assert not backend.capabilities.log_probabilities
    assert len(backend.notes) == 1


def refusing(*names: str) -> Any:
    def reply(asked: Asked) -> Answer:
        for name in names:
            if name in asked.body:
                return error_answer(400, f"Unsupported parameter: '{name}'.", param=name)
        return chat_answer("Yes", tokens=PLACES if "logprobs" in asked.body else ())

    return reply


@pytest.mark.parametrize("name", ["seed", "temperature", "max_tokens"])
def test_a_refused_parameter_is_left_out_from_then_on(server: StubServer, name: str) -> None:
    server.reply = refusing(name)
    backend = backend_of(server)
    ask(backend, CHOOSE, CHOOSE)
    assert len(server.requests) == 3
    assert name not in server.requests[-1].body
    assert backend.capabilities.log_probabilities
    assert len(backend.notes) == 1


def test_the_other_name_of_the_longest_reply(server: StubServer) -> None:
    server.reply = refusing("max_tokens")
    ask_one(server, CHOOSE)
    assert server.requests[-1].body["max_completion_tokens"] == 1


def test_refused_log_probabilities(server: StubServer) -> None:
    server.reply = refusing("top_logprobs")
    backend = backend_of(server)
    (reply,) = ask(backend, CHOOSE)
    assert reply.text == "Yes"
    assert reply.tokens == ()
    assert not backend.capabilities.log_probabilities
    # all that were wanted, then five, then none
    assert [asked.body.get("top_logprobs") for asked in server.requests] == [20, 5, None]


def test_a_refused_schema(server: StubServer) -> None:
    server.reply = refusing("response_format")
    backend = backend_of(server)
    ask(backend, Request("generate", QUESTION, schema=SCHEMA))
    assert not backend.capabilities.schema


def test_many_at_once_give_way_together(server: StubServer) -> None:
    """Each of several requests under way used to take one more step back than was needed."""
    server.delay = 0.02
    server.reply = lambda asked: (
        error_answer(400, "top_logprobs must be <= 5")
        if asked.body.get("top_logprobs", 0) > 5
        else chat_answer("Yes", tokens=PLACES)
    )
    backend = backend_of(server)

    async def several() -> list[RawReply]:
        replies = await asyncio.gather(*(backend.reply(CHOOSE) for _ in range(5)))
        await backend.close()
        return replies

    assert all(reply.tokens for reply in asyncio.run(several()))
    assert backend.capabilities.log_probabilities
    assert server.most_at_once == 5


def test_a_request_refused_for_another_reason(server: StubServer) -> None:
    server.reply = lambda _: error_answer(400, "Messages must alternate.")
    with pytest.raises(CapabilityError, match="Messages must alternate"):
        ask_one(server)


def test_log_probabilities_that_are_no_numbers(server: StubServer) -> None:
    others = '[{"token": "a", "logprob": null}, {"token": "b", "logprob": Infinity}]'
    entry = f'{{"token": "a", "logprob": -Infinity, "top_logprobs": {others}}}'
    body = (
        f'{{"choices": [{{"message": {{"content": "a"}}, "logprobs": {{"content": [{entry}]}}}}]}}'
    )
    server.reply = lambda _: Answer(body.encode())
    (token,) = ask_one(server, CHOOSE).tokens
    assert token.log_probability == -9999.0
    assert token.alternatives == (("a", -9999.0), ("b", -9999.0))


def test_a_second_loop_after_close(server: StubServer) -> None:
    backend = backend_of(server)
    assert ask(backend, GENERATE) == ask(backend, GENERATE)
