"""Models that say what they were told."""

from __future__ import annotations

import asyncio
import math

import pytest

from dataexplain.errors import LanguageModelError, ParameterError, ServerError
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.requests import Message, RawReply, Request
from dataexplain.llm.scripted import Scripted

FIRST, SECOND = (Request("generate", (Message("user", text),)) for text in ("one", "two"))


def ask(model: Scripted, request: Request) -> RawReply:
    return asyncio.run(model.reply(request))


def test_a_list_is_said_in_order() -> None:
    model = Scripted(["a", RawReply("b", stopped="length")])
    assert [ask(model, FIRST).text, ask(model, SECOND).stopped] == ["a", "length"]
    assert model.requests == [FIRST, SECOND]


def assert_script_has_nothing(model: Scripted, request: Request, words: str) -> None:
    with pytest.raises(LanguageModelError, match=words) as caught:
        ask(model, request)
    assert type(caught.value) is LanguageModelError


def test_a_script_that_has_run_out_is_no_missing_answer() -> None:
    """It was a `ReplyError`: a test of what is built on models passed with "no answer"."""
    model = Scripted(["a"])
    ask(model, FIRST)
    assert_script_has_nothing(model, FIRST, "1 replies; this is call 2")


def test_a_mapping_answers_texts() -> None:
    model = Scripted({"one": "a"})
    assert ask(model, FIRST).text == ask(model, FIRST).text == "a"
    assert_script_has_nothing(model, SECOND, "no reply to 'two'")


def test_a_function_may_raise_or_return_errors() -> None:
    model = Scripted(lambda request: ServerError(request.messages[0].content))
    with pytest.raises(ServerError, match="one"):
        ask(model, FIRST)


def test_probabilities_of_tokens() -> None:
    (token,) = ask(Scripted([{"Yes": 0.8, "No": 0.1}]), FIRST).tokens
    assert token.text == "Yes"
    assert dict(token.alternatives)["No"] == pytest.approx(math.log(0.1))
    silent = Scripted([{"Yes": 0.8}], capabilities=Capabilities(False, True, True))
    assert ask(silent, FIRST).tokens == ()


def test_scores() -> None:
    request = Request("score", prefix="1+1=", continuation=" 2")
    reply = ask(Scripted({" 2": {" ": 0.5, "2": 0.25}}), request)
    assert sum(t.log_probability for t in reply.tokens) == pytest.approx(math.log(0.125))
    assert reply.text == " 2"


def test_the_fingerprint_is_that_of_the_script() -> None:
    assert Scripted(["a"]).fingerprint == Scripted(["a"]).fingerprint
    assert Scripted(["a"]).fingerprint != Scripted(["b"]).fingerprint
    assert Scripted({"a": {"b": 0.5}}).fingerprint != Scripted({"a": {"b": 0.6}}).fingerprint


@pytest.mark.parametrize("replies", ["Yes", 3])
def test_what_is_no_script(replies: object) -> None:
    with pytest.raises(ParameterError, match="replies"):
        Scripted(replies)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", [{"Yes": 0.0}, {"Yes": 1.5}, {}, 3])
def test_what_is_no_reply(line: object) -> None:
    with pytest.raises(ParameterError, match="Scripted"):
        ask(Scripted([line]), FIRST)  # type: ignore[list-item]
