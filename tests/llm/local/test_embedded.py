"""The embedded server with real weights, through the real client."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from dataexplain.errors import (
    ContextTooLongError,
    MissingDependencyError,
    ModelNotFoundError,
    ParameterError,
    ServerError,
)
from dataexplain.llm.local import embedded_server, gguf_files
from dataexplain.llm.local.embedded import Embedded
from dataexplain.llm.local.embedded_server import EmbeddedServer, ServerSettings, SharedServers
from dataexplain.llm.requests import Message, Request
from dataexplain.llm.weights.catalogue import installed

NAME = "smollm2-135m"
T = TypeVar("T")
QUESTION = (Message("user", "Is the sky blue? Answer Yes or No."),)
CHOOSE = Request("choose", QUESTION, most_tokens=1, alternatives=20)
COLOURS = {
    "type": "object",
    "properties": {"colour": {"type": "string", "maxLength": 12}},
    "required": ["colour"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def weights() -> Path:
    pytest.importorskip("xllamacpp", reason="needs xllamacpp")
    path = installed(NAME)
    if path is None:
        pytest.skip(f"needs weights: dataexplain models install {NAME}")
    return path


@pytest.fixture(scope="module")
def servers(weights: Path) -> Iterator[SharedServers]:
    """Keep one server through all tests that do not stop it."""
    running = SharedServers()
    running.acquire(settings_of(weights))
    yield running
    running.stop_all()


def settings_of(weights: Path) -> ServerSettings:
    return ServerSettings(weights, threads=1, context=1024, slots=2)


def model_of(weights: Path, servers: SharedServers) -> Embedded:
    return Embedded(weights, threads=1, context=1024, slots=2, servers=servers)


def with_model(
    weights: Path, servers: SharedServers, work: Callable[[Embedded], Awaitable[T]]
) -> T:
    async def opened_and_closed() -> T:
        model = model_of(weights, servers)
        try:
            return await work(model)
        finally:
            await model.close()

    return asyncio.run(opened_and_closed())


def test_chosen_tokens_with_alternatives(weights: Path, servers: SharedServers) -> None:
    reply = with_model(weights, servers, lambda model: model.reply(CHOOSE))
    (token,) = reply.tokens
    assert len(token.alternatives) == 20
    assert {"Yes", "No"} <= {text for text, _ in token.alternatives}
    assert token.log_probability == token.alternatives[0][1] < 0
    assert reply.prompt_tokens > 20


def test_a_schema_binds_the_reply(weights: Path, servers: SharedServers) -> None:
    request = Request("generate", QUESTION, schema=COLOURS, most_tokens=60)
    reply = with_model(weights, servers, lambda model: model.reply(request))
    assert set(json.loads(reply.text)) == {"colour"}


def test_draws_are_repeated_by_their_number(weights: Path, servers: SharedServers) -> None:
    requests = [
        Request("generate", QUESTION, temperature=1.0, draw=n % 2, most_tokens=12) for n in range(4)
    ]

    async def in_turn(model: Embedded) -> list[str]:
        return [(await model.reply(request)).text for request in requests]

    said = with_model(weights, servers, in_turn)
    assert said[:2] == said[2:]
    assert said[0] != said[1]


def test_scores_are_forced(weights: Path, servers: SharedServers) -> None:
    reply = with_model(
        weights,
        servers,
        lambda model: model.reply(Request("score", prefix="1+10=", continuation=" 11")),
    )
    assert [token.text for token in reply.tokens] == [" ", "1", "1"]
    # as transformers finds with the same weights, but for the rounding of activations
    found = [token.log_probability for token in reply.tokens]
    assert found == pytest.approx([-2.455, -0.780, -0.700], abs=0.1)


def test_scores_of_any_letters(weights: Path, servers: SharedServers) -> None:
    """A character of several tokens used to end in an error of the server's grammar."""
    reply = with_model(
        weights,
        servers,
        lambda model: model.reply(Request("score", prefix="Done", continuation=' ✓ "é"')),
    )
    assert len(reply.tokens) > 4
    assert all(-60 < token.log_probability < 0 for token in reply.tokens)


def test_scores_in_a_conversation(weights: Path, servers: SharedServers) -> None:
    async def both(model: Embedded) -> tuple[float, float]:
        score = await model.reply(Request("score", QUESTION, continuation="No"))
        (chosen,) = (await model.reply(CHOOSE)).tokens
        return score.tokens[0].log_probability, dict(chosen.alternatives)["No"]

    score, chosen = with_model(weights, servers, both)
    assert score == pytest.approx(chosen, abs=0.05)


def test_two_at_once(weights: Path, servers: SharedServers) -> None:
    async def both(model: Embedded) -> list[str]:
        replies = await asyncio.gather(*(model.reply(CHOOSE) for _ in range(2)))
        return [reply.text for reply in replies]

    assert len(set(with_model(weights, servers, both))) == 1


def test_a_prompt_that_is_too_long(weights: Path, servers: SharedServers) -> None:
    request = Request("generate", (Message("user", "word " * 2000),))
    with pytest.raises(ContextTooLongError, match=r"2,0\d\d tokens.*1,024 tokens"):
        with_model(weights, servers, lambda model: model.reply(request))


def test_nobody_talks_to_it_without_the_key(weights: Path, servers: SharedServers) -> None:
    import openai

    server = servers.acquire(settings_of(weights))
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key="guess", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            client.models.list()
        with pytest.raises(openai.AuthenticationError):
            client.post(f"{server.address}/tokenize", cast_to=object, body={"content": "a"})
    servers.release(settings_of(weights))


def test_it_starts_with_the_first_request_and_stops(weights: Path) -> None:
    own = SharedServers()

    async def life(model: Embedded) -> str:
        assert not model.is_running
        await model.reply(CHOOSE)
        assert model.secrets()[0]
        address = own.acquire(settings_of(weights)).address
        own.release(settings_of(weights))
        return address

    address = with_model(weights, own, life)
    _, _, port = address.rpartition(":")
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(asyncio.open_connection("127.0.0.1", int(port)))


def test_a_start_that_nobody_waits_for_is_stopped(weights: Path) -> None:
    """A server whose first request was cancelled while it started used to stay until the end."""
    own = SharedServers()

    async def cancelled_while_starting() -> None:
        model = model_of(weights, own)
        asking = asyncio.create_task(model.reply(CHOOSE))
        await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        while model._server is None:
            await asyncio.sleep(0.01)
        await model.close()

    asyncio.run(asyncio.wait_for(cancelled_while_starting(), 60))
    assert not own._running


def test_a_model_that_is_closed_while_it_starts_leaves_no_server(weights: Path) -> None:
    """`close` looked before the server was there, which then stayed until the end."""
    own = SharedServers()

    async def closed_while_starting() -> list[BaseException | None]:
        model = model_of(weights, own)
        askings = [asyncio.create_task(model.reply(CHOOSE)) for _ in range(2)]
        await asyncio.sleep(0.01)
        askings[0].cancel()
        await model.close()
        await asyncio.wait(askings)
        assert not own._running
        assert not model.is_running
        return [None if asking.cancelled() else asking.exception() for asking in askings]

    given_up, stopped = asyncio.run(asyncio.wait_for(closed_while_starting(), 60))
    assert given_up is None
    assert isinstance(stopped, ServerError)


@pytest.mark.parametrize("problem", [OSError("gone"), http.client.BadStatusLine("?")])
def test_a_server_that_does_not_answer_is_not_ended_half_started(
    weights: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    """To end one before its first answer waits for ever; other errors of HTTP went through."""
    left: list[object] = []

    def failing(*_: object) -> None:
        raise problem

    def leaving(server: object) -> None:
        left.append(server)
        leave(server)

    leave = embedded_server._leave_to_the_end
    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", failing)
    monkeypatch.setattr(embedded_server, "_leave_to_the_end", leaving)
    with pytest.raises(ServerError, match="does not answer"):
        EmbeddedServer(settings_of(weights))
    assert len(left) == 1


def run_program(body: str, weights: Path) -> subprocess.Popen[str]:
    program = f"""
        from dataexplain.llm.local.embedded import Embedded
        from dataexplain.llm.loop_thread import LoopThread
        from dataexplain.llm.requests import Message, Request
        model = Embedded({str(weights)!r}, threads=1, context=4096)
        hello = (Message("user", "Tell a long story of ten knights."),)
        thread = LoopThread()
        thread.run(model.reply(Request("generate", hello, most_tokens=1)))
        print("ready", flush=True)
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program) + body],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def assert_nobody_left(process: subprocess.Popen[str]) -> None:
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_program_ends_with_a_server_still_open(weights: Path) -> None:
    process = run_program("", weights)
    output, noise = process.communicate(timeout=60)
    assert (process.returncode, output, noise) == (0, "ready\n", "")
    assert_nobody_left(process)


@pytest.mark.parametrize("after", [0.0, 0.1, 0.5])
def test_ctrl_c_ends_a_call_and_leaves_nobody(weights: Path, after: float) -> None:
    """A server that is ended at work waits for itself for ever: the program hung."""
    process = run_program(
        'thread.run(model.reply(Request("generate", hello, most_tokens=3000)))', weights
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)  # so that the call is under way
    process.send_signal(signal.SIGINT)
    _, noise = process.communicate(timeout=30)
    assert process.returncode in {-signal.SIGINT, 128 + signal.SIGINT}
    # where it comes before the call was handed over, a warning of Python follows
    assert "\nKeyboardInterrupt\n" in noise
    assert_nobody_left(process)


def test_a_server_that_was_never_asked_stops(weights: Path) -> None:
    """Stopped before its first answer, a server waited for itself for ever."""
    body = """
from pathlib import Path
from dataexplain.llm.local.embedded_server import EmbeddedServer, ServerSettings
for _ in range(3):
    EmbeddedServer(ServerSettings(model.path, threads=1, context=1024, slots=1)).stop()
print("stopped", flush=True)
"""
    process = run_program(body, weights)
    said, noise = process.communicate(timeout=60)
    assert said == "ready\nstopped\n", noise


def test_a_server_at_work_is_ended_when_it_comes_to_rest(weights: Path) -> None:
    """It works on when its client goes away; ended at once, it waited for itself for ever."""
    body = """
import asyncio
async def given_up():
    for _ in range(5):
        asked = asyncio.create_task(model.reply(Request("generate", hello, most_tokens=100)))
        await asyncio.sleep(0.3)
        asked.cancel()
        await asyncio.wait([asked])
        await model.close()
thread.run(given_up())
print("closed", flush=True)
"""
    process = run_program(body, weights)
    said, noise = process.communicate(timeout=60)
    assert said == "ready\nclosed\n", noise


def test_a_model_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path))
    with pytest.raises(ModelNotFoundError, match=f"dataexplain models install {NAME}"):
        Embedded(NAME)
    with pytest.raises(ModelNotFoundError, match=r"dataexplain models install qwen2.5-coder-1.5b"):
        Embedded()
    with pytest.raises(ModelNotFoundError, match="Did you mean"):
        Embedded("qwen2.5-coder-1.5")


@pytest.fixture
def no_weights(tmp_path: Path) -> Path:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"GGUF" * 2000)
    return path


def test_a_missing_package_is_said_before_any_work(
    no_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was said at the first request, when the work on the table was done and then lost."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'dataexplain\[embedded\]'"):
        Embedded(no_weights)


def test_exact_attention_has_a_fingerprint_of_its_own(no_weights: Path) -> None:
    """Exact log-probabilities were answered from the replies kept of rounded ones."""
    pytest.importorskip("xllamacpp", reason="needs xllamacpp")
    rounded, exact = (Embedded(no_weights, exact_attention=exact) for exact in (False, True))
    assert rounded.fingerprint != exact.fingerprint


@pytest.mark.parametrize("name", ["threads", "context", "slots"])
def test_numbers_below_one(name: str) -> None:
    with pytest.raises(ParameterError, match=name):
        Embedded("a.gguf", **{name: 0})


def ask_file(path: Path) -> None:
    with_model(path, SharedServers(), lambda model: model.reply(CHOOSE))


@pytest.mark.parametrize("content", [b"", b"<html>" * 2000, b"GGUF"])
def test_files_that_are_no_weights(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelNotFoundError, match="not a GGUF file"):
        ask_file(path)


def test_a_damaged_file_is_an_error_and_no_crash(weights: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(weights.read_bytes()[:5_000_000])
    with pytest.raises(ServerError, match="cannot be loaded"):
        ask_file(path)


def test_too_little_memory(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / "meminfo"
    memory.write_text("MemTotal: 9 kB\nMemAvailable: 2048 kB\n", encoding="ascii")
    monkeypatch.setattr(gguf_files, "_MEMORY", memory)
    with pytest.raises(ServerError, match=r"need 0.1 GiB of memory; 0.0 GiB are free"):
        ask_file(weights)
