"""How a server is made to tell the log-probability of a continuation."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from dataexplain.errors import CapabilityError, ParameterError, ServerError
from dataexplain.llm.requests import Message, RawReply, Request
from dataexplain.llm.served.openai_compatible import OpenAICompatible
from tests.llm.stub_server import Answer, Asked, Reply, StubServer, error_answer


def score(reply: Reply, *requests: Request) -> tuple[list[RawReply], list[Asked]]:
    async def all_in_turn(url: str) -> list[RawReply]:
        backend = OpenAICompatible("m", base_url=url)
        try:
            return [await backend.reply(request) for request in requests]
        finally:
            assert backend.capabilities.scoring == (backend._scoring._way != "none")
            await backend.close()

    with StubServer(reply=reply) as server:
        return asyncio.run(all_in_turn(server.url)), server.requests


def wanted(prefix: str, continuation: str) -> Request:
    return Request("score", prefix=prefix, continuation=continuation)


def echo(asked: Asked, start: str = "") -> Answer:
    """Answer as vLLM does: tokens of words, one more than was given."""
    texts = [*([start] if start else []), *re.findall(r" ?[^ ]+", asked.body["prompt"]), " more"]
    offsets = [sum(map(len, texts[:place])) for place in range(len(texts))]
    values = [None, *(-float(place) for place in range(1, len(texts)))]
    found = {"tokens": texts, "token_logprobs": values, "text_offset": offsets}
    usage = {"prompt_tokens": len(texts) - 1}
    return Answer({"choices": [{"text": "", "logprobs": found}], "usage": usage})


def test_an_echo_is_summed_from_the_continuation_on() -> None:
    (reply,), asked = score(echo, wanted("One two", " three four"))
    assert [(t.text, t.log_probability) for t in reply.tokens] == [
        (" three", -2.0),
        (" four", -3.0),
    ]
    assert reply.text == " three four"
    assert asked[-1].body["prompt"] == "One two three four"
    assert asked[-1].body["echo"] is True


def test_a_token_for_the_start_moves_nothing() -> None:
    (reply,), _ = score(lambda asked: echo(asked, "<s>"), wanted("One two", " three"))
    assert [t.text for t in reply.tokens] == [" three"]


def test_a_token_across_the_border_belongs_to_the_continuation() -> None:
    (reply,), _ = score(echo, wanted("One tw", "o three"))
    assert [t.text for t in reply.tokens] == [" two", " three"]


def test_a_first_token_follows_nothing() -> None:
    with pytest.raises(ParameterError, match="one token or more"):
        score(echo, wanted("", "One two"))


def test_the_way_is_found_out_once() -> None:
    _, asked = score(echo, wanted("One", " two"), wanted("One", " three"))
    assert len(asked) == 3


def llama(asked: Asked) -> Answer:
    """Answer as llama.cpp does, with a token a character; "é" is two that are none alone."""
    if asked.path == "/tokenize":
        pieces = [ord(c) for c in asked.body["content"].replace("é", "\x01\x02")]
        shown = [{"id": i, "piece": chr(i) if i > 2 else [i]} for i in pieces]
        return Answer({"tokens": shown})
    if asked.path == "/apply-template":
        return Answer({"prompt": "".join(f"<{m['content']}>" for m in asked.body["messages"])})
    numbers = [int(n) for n in re.findall(r"<\[(\d+)\]>", asked.body.get("grammar", ""))]
    listed = [{"id": i, "token": "", "logprob": -50.0 - i} for i in (1, 2)]
    read = len(asked.body["prompt"])
    content = [
        {"id": n, "token": chr(n), "logprob": -float(read + i), "top_logprobs": listed}
        for i, n in enumerate(numbers or [65])
    ]
    return Answer({"choices": [{"text": "", "logprobs": {"content": content}}]})


def test_a_grammar_forces_the_tokens() -> None:
    (reply,), asked = score(llama, wanted("ab", "cd"))
    assert [(t.text, t.log_probability) for t in reply.tokens] == [("c", -2.0), ("d", -3.0)]
    assert asked[-1].body["grammar"] == "root ::= <[99]> <[100]>"
    assert asked[-1].body["prompt"] == [97, 98]
    assert asked[-1].body["max_tokens"] == 2


def test_parts_of_characters_are_looked_up() -> None:
    """A grammar of llama.cpp lost its way after a token that is a part of a character."""
    (reply,), _ = score(llama, wanted("ab", "cé!"))
    assert [t.log_probability for t in reply.tokens] == [-2.0, -51.0, -52.0, -5.0]


def test_a_conversation_goes_through_its_template() -> None:
    request = Request("score", (Message("user", "ab"),), continuation="c")
    (reply,), asked = score(llama, request)
    assert [t.log_probability for t in reply.tokens] == [-4.0]
    assert asked[-1].body["prompt"] == [60, 97, 98, 62]


def test_an_empty_continuation_is_certain() -> None:
    (reply,), _ = score(llama, wanted("ab", ""))
    assert reply.tokens == ()


def test_raw_text_holds_no_special_tokens() -> None:
    _, asked = score(llama, wanted("ab", "c"))
    bodies = [one.body for one in asked if one.path == "/tokenize"]
    assert [body["parse_special"] for body in bodies] == [False, False]


@pytest.mark.parametrize(
    "answer",
    [
        error_answer(400, "echo is not supported"),
        Answer({"choices": [{"text": "a", "logprobs": None}]}),
        Answer({"choices": [{"text": "a"}]}),
    ],
)
def test_a_server_without_either_way(answer: Any) -> None:
    with pytest.raises(CapabilityError, match="Use the embedded model"):
        score(lambda _: answer, wanted("a", "b"))


def without(name: str, answer: Answer) -> Answer:
    found = dict(answer.body["choices"][0]["logprobs"]) | {name: None}
    return Answer({"choices": [{"text": "", "logprobs": found}]})


def test_an_echo_of_another_form() -> None:
    """It ended in an error of Python, which nobody expects."""
    with pytest.raises(ServerError, match="not in the form that this interface has"):
        score(lambda asked: without("tokens", echo(asked)), wanted("One", " two"))


@pytest.mark.parametrize("tokens", [None, [3], [{"id": None, "piece": "a"}], [{"id": 1}]])
def test_tokens_of_another_form(tokens: Any) -> None:
    """They ended in an error of Python, which nobody expects."""
    with pytest.raises(ServerError, match="not in the form that this interface has"):
        score(
            lambda asked: Answer({"tokens": tokens}) if asked.path == "/tokenize" else llama(asked),
            wanted("ab", "cd"),
        )
