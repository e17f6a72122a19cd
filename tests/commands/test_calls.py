"""`dataexplain cache` and `dataexplain log`, as they are typed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from dataexplain.commands.calls import cache_commands, log_commands
from dataexplain.commands.size_texts import parse_size, size_text
from dataexplain.errors import ParameterError
from dataexplain.llm.embedding.embedding_store import FILE_NAME, EmbeddingStore
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog, CallRecord
from dataexplain.llm.weights.folders import (
    CACHE_VARIABLE,
    calls_file,
    embeddings_folder,
    replies_file,
)
from tests.command_line import refused

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(cache_commands, name="cache")
app.add_typer(log_commands, name="log")

CALL = CallRecord(
    moment="2026-01-02T03:04:05.678+00:00",
    backend="embedded",
    model="qwen2.5-coder-1.5b",
    verb="choose",
    key="ab" * 32,
    run="churn-report",
    serves="claim c3: is about a price",
    prompt="judge.md 12ab34cd",
    request={
        "verb": "choose",
        "messages": [
            {"role": "system", "content": "Answer Yes or No."},
            {"role": "user", "content": "Text:\n\u201ccheap \x1b[31mred\u201d"},
        ],
        "prefix": None,
        "schema": {"type": "string"},
        "draw": 0,
    },
    reply={
        "text": "Yes",
        "tokens": [
            {
                "text": "Yes",
                "log_probability": -0.105,
                "alternatives": [["Yes", -0.105], ["No", -2.4]],
            }
        ],
        "stopped": "stop",
    },
    parsed={"Yes": 0.9, "No": 0.1},
    prompt_tokens=512,
    reply_tokens=8,
    seconds=0.4149,
    price=0.00041,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the commands a cache folder and a current folder of their own."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def replies() -> None:
    with ReplyCache(replies_file()) as cache:
        for number in range(30):
            model = "large" if number < 10 else "small"
            cache.put(
                str(number), {"text": "x" * 2_000}, backend="b", model=model, request={"of": number}
            )
        cache.get("1")


MINILM = f"minilm:{'0123456789abcdef' * 4}:mean:unit:256"
SERVER = "http://127.0.0.1:8000/v1#bge"


@pytest.fixture
def embeddings() -> None:
    with EmbeddingStore(embeddings_folder()) as store:
        for model, count in ((MINILM, 200), (SERVER, 100)):
            texts = [f"text {number}" for number in range(count)]
            store.put_many(model, texts, np.zeros((count, 384), np.float16))


@pytest.fixture
def calls() -> None:
    with CallLog(calls_file()) as log:
        log.add(CALL)
        log.add(
            dataclasses.replace(
                CALL, serves=None, run=None, price=None, reply=None, parsed=None,
                error="No reply within 60 s.\nAllow more.",
            )
        )  # fmt: skip
        log.add(dataclasses.replace(CALL, cached=True, serves="a summary"))


def called(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(*arguments: object) -> str:
    result = called(*arguments)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


@pytest.mark.parametrize("arguments", [("cache", "stats"), ("cache", "prune", "--all"),
                                       ("log", "tail")])  # fmt: skip
def test_before_anything_was_asked_nothing_is_made(
    arguments: tuple[str, ...], folder: Path
) -> None:
    said = printed(*arguments)
    assert said.startswith("No ")
    assert str(folder / "kept") in said
    assert not (folder / "kept").exists()


def test_stats_show_what_is_kept(replies: None) -> None:
    said = printed("cache", "stats")
    assert "replies    30 (the file: " in said
    assert "saved      1 call\n" in said
    assert said.splitlines()[-3:] == [
        "model  replies   size",
        "small       20  40 KB",
        "large       10  20 KB",
    ]


def test_prune_does_not_guess_what_to_remove(replies: None) -> None:
    refused(called("cache", "prune"), "--older-than DAYS", "--all")
    refused(called("cache", "prune", "--all", "--model", "small"), "no other option")
    refused(called("cache", "prune", "--most", "much"), "such as 500MB")
    refused(called("cache", "prune", "--older-than", "-1"), "0 or more")
    refused(called("cache", "prune", "--model", "smal"), "Did you mean 'small'?")
    assert "30" in printed("cache", "stats")


def test_prune_says_what_is_left(replies: None) -> None:
    assert printed("cache", "prune", "--older-than", 3).startswith("0 replies removed; 30 left (")
    assert printed("cache", "prune", "--model", "large").startswith("10 replies removed; 20 left (")
    before = replies_file().stat().st_size
    said = printed("cache", "prune", "--most", "70KB")
    assert " left (" in said
    assert 0 < replies_file().stat().st_size <= 70_000 < before
    assert ", 0 left" not in said
    assert "; 0 left (" in printed("cache", "prune", "--all")


def test_export_writes_json_lines_and_replaces_nothing_by_itself(
    replies: None, folder: Path
) -> None:
    assert printed("cache", "export", "out.jsonl") == "30 replies: out.jsonl\n"
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["request"] == {"of": 0}
    refused(called("cache", "export", "out.jsonl"), "out.jsonl", "--force")
    assert called("cache", "export", "out.jsonl", "--force").exit_code == 0
    refused(called("cache", "export", "missing/out.jsonl"), "missing/out.jsonl", "Name another")


def test_an_export_of_nothing_is_a_mistake(folder: Path) -> None:
    refused(called("cache", "export", "out.jsonl"), "No reply is kept yet")
    assert not (folder / "out.jsonl").exists()


def test_before_anything_was_asked_both_files_are_named(folder: Path) -> None:
    said = printed("cache", "stats")
    assert str(replies_file()) in said
    assert str(embeddings_folder() / FILE_NAME) in said


@pytest.mark.usefixtures("embeddings")
def test_stats_show_the_embeddings_that_are_kept() -> None:
    said = printed("cache", "stats")
    assert said.startswith(
        f"Embeddings kept in {embeddings_folder() / FILE_NAME}\n\nvectors    300 ("
    )
    assert "oldest" in said
    assert "saved" not in said
    assert [line.split() for line in said.splitlines()[-3:]] == [
        ["model", "vectors", "size"],
        ["minilm:0123456789ab:mean:unit:256", "200", "154", "KB"],
        [SERVER, "100", "77", "KB"],
    ]


@pytest.mark.usefixtures("replies", "embeddings")
def test_stats_show_replies_before_embeddings() -> None:
    said = printed("cache", "stats")
    assert "small       20  40 KB\n" in said
    assert (
        said.index("replies    30") < said.index("\n\nEmbeddings kept in") < said.index("vectors")
    )


@pytest.mark.usefixtures("replies", "embeddings")
def test_prune_reaches_both_files() -> None:
    assert [
        line.split(" (")[0] for line in printed("cache", "prune", "--older-than", 3).splitlines()
    ] == [
        "0 replies removed; 30 left",
        "0 embeddings removed; 300 left",
    ]
    printed("cache", "prune", "--most", "70KB")
    for path in (replies_file(), embeddings_folder() / FILE_NAME):
        assert 0 < path.stat().st_size <= 70_000
    said = printed("cache", "prune", "--all")
    assert said.count("; 0 left (") == 2


@pytest.mark.usefixtures("replies", "embeddings")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("minilm", "200 embeddings removed; 100 left ("),
        ("minilm:0123456789ab:mean:unit:256", "200 embeddings removed; 100 left ("),
        (MINILM, "200 embeddings removed; 100 left ("),
        ("bge", "100 embeddings removed; 200 left ("),
        (SERVER, "100 embeddings removed; 200 left ("),
        ("large", "10 replies removed; 20 left ("),
    ],
)
def test_prune_by_model_touches_nothing_else(name: str, said: str) -> None:
    printed_lines = printed("cache", "prune", "--model", name).splitlines()
    assert len(printed_lines) == 1
    assert printed_lines[0].startswith(said)
    refused(called("cache", "prune", "--model", "minilmm"), "Nothing of a model 'minilmm' is kept")


@pytest.mark.usefixtures("embeddings")
def test_a_name_that_is_close_to_an_embedder_is_suggested() -> None:
    refused(called("cache", "prune", "--model", "minilmm"), "Did you mean 'minilm'?")


@pytest.mark.usefixtures("replies", "embeddings")
def test_an_export_says_that_it_holds_no_embeddings() -> None:
    said = printed("cache", "export", "out.jsonl")
    assert said.startswith("30 replies: out.jsonl\n")
    assert "Embeddings are not exported" in said


def test_a_store_of_embeddings_that_is_damaged_or_cannot_be_opened_is_said() -> None:
    file = embeddings_folder() / FILE_NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\x00\x01junk" * 1000)
    refused(called("cache", "stats"), str(file), "damaged", "Move the file away")
    file.unlink()
    file.mkdir()
    refused(called("cache", "stats"), "cannot be used")
    refused(called("cache", "prune", "--all"), "cannot be used")


def test_calls_of_embedders_say_how_many_texts() -> None:
    with CallLog(calls_file()) as log:
        log.add(
            dataclasses.replace(
                CALL, verb="embed", texts=1200, parsed=None, serves=None,
                request={"verb": "embed", "texts": ["sea", "tree"]},
                reply={"vectors": 1200, "numbers_each": 384},
            )
        )  # fmt: skip
    lines = printed("log", "tail").splitlines()
    assert lines[1].split()[3] == "embed"
    assert lines[2] == "    1,200 texts"
    said = printed("log", "show", 1)
    assert "asked to   embed\ntexts      1,200\n" in said
    assert '"sea"' in said


def test_tail_shows_calls_what_they_serve_and_why_there_is_no_answer(calls: None) -> None:
    lines = printed("log", "tail").splitlines()
    assert lines == [
        "no  time (UTC)           asked to  model               tokens  seconds      cost",
        " 1  2026-01-02 03:04:05  choose    qwen2.5-coder-1.5b   512+8     0.41  $0.00041",
        "    for claim c3: is about a price",
        " 2  2026-01-02 03:04:05  choose    qwen2.5-coder-1.5b   512+8     0.41         -",
        "    no answer: No reply within 60 s. Allow more.",
        " 3  2026-01-02 03:04:05  choose    qwen2.5-coder-1.5b   512+8   cached  $0.00041",
        "    for a summary",
    ]
    assert max(map(len, lines)) <= 80


def test_tail_can_be_narrowed(calls: None) -> None:
    assert [line[:3] for line in printed("log", "tail", "--errors").splitlines()[1::2]] == [" 2 "]
    assert "claim c3" not in printed("log", "tail", "-n", 1)
    assert "no answer" not in printed("log", "tail", "--run", "churn-report")
    assert printed("log", "tail", "--run", "another") == "No such call was logged.\n"
    refused(called("log", "tail", "-n", 0), "1 or more")


def test_show_prints_a_call_for_reading(calls: None) -> None:
    said = printed("log", "show", 1)
    assert said == (
        "call       1\n"
        "time       2026-01-02 03:04:05 UTC\n"
        "model      qwen2.5-coder-1.5b (embedded)\n"
        "asked to   choose\n"
        "for        claim c3: is about a price\n"
        "run        churn-report\n"
        "prompt     judge.md 12ab34cd\n"
        "tokens     512 sent, 8 received\n"
        "seconds    0.41\n"
        "cost       $0.00041\n"
        f"key        {'ab' * 32}\n"
        "\n"
        "request\n"
        "    system\n"
        "        Answer Yes or No.\n"
        "    user\n"
        "        Text:\n"
        "        \u201ccheap \ufffd[31mred\u201d\n"
        "    {\n"
        '      "verb": "choose",\n'
        '      "schema": {\n'
        '        "type": "string"\n'
        "      },\n"
        '      "draw": 0\n'
        "    }\n"
        "\n"
        "reply\n"
        "    text\n"
        "        Yes\n"
        "    tokens, with log p\n"
        '        "Yes" -0.10   likeliest: "Yes" -0.10, "No" -2.40\n'
        "    {\n"
        '      "stopped": "stop"\n'
        "    }\n"
        "\n"
        "read\n"
        "    {\n"
        '      "Yes": 0.9,\n'
        '      "No": 0.1\n'
        "    }\n"
    )


def test_show_says_why_there_is_no_answer_and_what_came_from_the_cache(calls: None) -> None:
    failed = printed("log", "show", 2)
    assert "no answer  No reply within 60 s. Allow more.\n" in failed
    assert "cost       not known\n" in failed
    assert "seconds    none: answered from the cache\n" in printed("log", "show", 3)


def test_show_of_a_call_without_texts_says_so() -> None:
    with CallLog(calls_file(), keep_text=False) as log:
        log.add(CALL)
    said = printed("log", "show", 1)
    assert said.count("not kept: ") == 3
    assert "Answer Yes or No" not in said


def test_show_of_requests_of_another_form_prints_them_all_the_same() -> None:
    odd = {"messages": [{"role": "user", "content": [{"type": "text"}]}], "tokens": [{"id": 3}]}
    with CallLog(calls_file()) as log:
        log.add(dataclasses.replace(CALL, request=odd, reply=odd, parsed="one\ntwo"))
        log.add(dataclasses.replace(CALL, request={"messages": "none"}, reply={"tokens": 3}))
    said = printed("log", "show", 1)
    assert '"type": "text"' in said
    assert '"id": 3' in said
    assert said.endswith("read\n    one\n    two\n")
    assert '"tokens": 3' in printed("log", "show", 2)


def test_show_of_an_unknown_call_names_those_there_are(calls: None) -> None:
    refused(called("log", "show", 9), "no call 9", "There are calls 1 to 3")


def test_show_before_anything_was_logged_is_a_mistake() -> None:
    refused(called("log", "show", 1), "No call was logged yet")


def test_a_damaged_file_is_said_with_what_to_do(folder: Path) -> None:
    (folder / "kept").mkdir()
    for file in (replies_file(), calls_file()):
        file.write_bytes(b"\x00\x01junk" * 1000)
    refused(called("cache", "stats"), str(replies_file()), "damaged", "Move the file away")
    refused(called("log", "tail"), str(calls_file()), "damaged", "Move the file away")


def test_a_file_that_cannot_be_opened_is_not_taken_for_an_empty_one(folder: Path) -> None:
    """A folder of that name stands for whatever cannot be opened."""
    replies_file().mkdir(parents=True)
    calls_file().mkdir()
    refused(called("cache", "stats"), "cannot be used")
    refused(called("log", "tail"), "cannot be used")


@pytest.mark.parametrize("text", ["", "5 XB", "-1MB", "1e9", "MB", "1.MB", "\u0665MB"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="a size such as 500MB"):
        parse_size(text)


def test_sizes_are_read_and_written() -> None:
    assert parse_size(" 1.5 GB ") == 1_500_000_000
    assert [size_text(size) for size in (0, 999, 1_000, 999_499, 999_500, 999_950_000)] == [
        "0 B", "999 B", "1 KB", "999 KB", "1.0 MB", "1.0 GB",
    ]  # fmt: skip
