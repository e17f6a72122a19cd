"""The log of calls: every call, readable again, without secrets."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from dataexplain.errors import ParameterError, StoreError
from dataexplain.llm.stores.call_log import CALLS, CallLog, CallRecord
from dataexplain.llm.stores.sqlite_files import SqliteFile
from dataexplain.llm.stores.sqlite_migrations import FileKind
from tests.llm.child_programs import bound_by_rights, finished, start
from tests.llm.stores.test_kept_json import ANY_JSON

SECRET = "sk-very/secret+0123456789"
CALL = CallRecord(
    moment="2026-01-02T03:04:05.678+00:00",
    backend="embedded",
    model="small",
    verb="choose",
    key="ab" * 32,
    run="run-1",
    serves="price~rooms",
    prompt="judge.md 12ab",
    request={"messages": [{"role": "user", "content": "Is it so?"}]},
    reply={"text": "Yes", "tokens": []},
    parsed={"Yes": 0.9, "No": 0.1},
    prompt_tokens=512,
    reply_tokens=8,
    seconds=0.41,
    price=0.0001,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.sqlite"


def test_a_call_comes_back_as_it_was(path: Path) -> None:
    bare = CallRecord(CALL.moment, "openai", "large", "generate", "cd", error="No reply.")
    with CallLog(path) as log:
        assert [log.add(CALL), log.add(dataclasses.replace(bare, cached=True))] == [1, 2]
    with CallLog(path) as log:
        assert log.get(1) == dataclasses.replace(CALL, number=1)
        assert log.get(2) == dataclasses.replace(bare, number=2, cached=True)


@given(value=ANY_JSON)
def test_any_reply_comes_back_as_it_was(value: Any) -> None:
    with CallLog(None) as log:
        log.add(dataclasses.replace(CALL, parsed=value, reply={"value": value}))
        assert log.get(1).parsed == value
        assert log.get(1).reply == {"value": value}


def test_the_tail_is_the_last_calls_in_order() -> None:
    with CallLog(None) as log:
        assert log.tail() == []
        for number in range(1, 31):
            error = "cut off" if number % 10 == 0 else None
            log.add(dataclasses.replace(CALL, run=f"run-{number % 2}", error=error))
        assert [call.number for call in log.tail()] == list(range(11, 31))
        assert [call.number for call in log.tail(2, run="run-1")] == [27, 29]
        assert [call.number for call in log.tail(errors=True)] == [10, 20, 30]
        assert log.tail(run="run-1", errors=True) == []
        with pytest.raises(ParameterError, match="'count' parameter of tail"):
            log.tail(0)


def test_an_unknown_number_names_those_there_are() -> None:
    with CallLog(None) as log:
        with pytest.raises(StoreError, match="none was logged yet"):
            log.get(1)
        for _ in range(3):
            log.add(CALL)
        with pytest.raises(StoreError, match=r"no call 7 in the log\. There are calls 1 to 3"):
            log.get(7)
        with pytest.raises(StoreError, match=r"no call -1 in the log"):
            log.get(-1)


def test_without_texts_hashes_and_lengths_are_kept(path: Path) -> None:
    with CallLog(path, keep_text=False) as log:
        log.add(CALL)
        kept = log.get(1)
    reply = json.dumps(CALL.reply, separators=(",", ":"))
    digest = hashlib.sha256(reply.encode()).hexdigest()
    assert kept.reply == {"sha256": digest, "length": len(reply)}
    assert kept.request is not None
    assert set(kept.request) == set(kept.parsed) == {"sha256", "length"}
    assert (kept.prompt_tokens, kept.serves, kept.price) == (512, "price~rooms", 0.0001)
    assert b"Is it so" not in path.read_bytes()


def test_no_secret_reaches_the_files(path: Path) -> None:
    told = f"refused the key {SECRET}"
    call = dataclasses.replace(
        CALL,
        run=told, serves=told, backend=told, model=told, prompt=told, error=told,
        parsed=[told], reply={"text": told, told: 1},
        request={"headers": {"X-API-Key": "another-secret"}, "text": told},
    )  # fmt: skip
    with CallLog(path, secrets=lambda: iter([SECRET])) as log:
        log.add(call)
        files = [file for file in path.parent.iterdir() if file.is_file()]
        content = b"".join(file.read_bytes() for file in files)
        assert log.get(1).error == "refused the key [key]"
    content += path.read_bytes()
    assert len(files) == 3
    assert SECRET.encode() not in content
    assert b"another-secret" not in content


def test_what_is_no_json_is_logged_as_it_looks() -> None:
    """A reply with a number that is not finite must not stop a job at its log."""
    with CallLog(None, secrets=lambda: [SECRET]) as log:
        log.add(dataclasses.replace(CALL, reply={"p": float("nan"), "of": SECRET}))
        assert log.get(1).reply == "{'p': nan, 'of': '[key]'}"


def test_half_characters_and_huge_numbers_stop_nothing() -> None:
    """An error that quoted half a character of a reply could not be written by SQLite."""
    with CallLog(None) as log:
        log.add(dataclasses.replace(CALL, error="found \ud83d", run="\udcff"))
        assert log.get(1).error == "found \\ud83d"
        assert len(log.tail(10**30, run="\udcff")) == 1
        with pytest.raises(StoreError, match="There are calls 1 to 1"):
            log.get(10**30)
        with pytest.raises(StoreError, match="so large a number"):
            log.add(dataclasses.replace(CALL, reply_tokens=10**30))
        assert len(log.tail()) == 1


def test_a_full_disk_is_said_once_and_the_work_goes_on(path: Path) -> None:
    with CallLog(path) as log:
        assert log.add(CALL) == 1
        log._file.rows("PRAGMA max_page_count = 8")
        long = dataclasses.replace(CALL, reply={"text": "x" * 50_000})
        assert [log.add(long), log.add(long)] == [0, 0]
        assert len(log.notes) == 1
        assert "full" in log.notes[0]
        assert log.notes[0].endswith("Calls are not logged; the work itself goes on.")
        assert len(log.tail()) == 1


LOGGING = """
import sys
from pathlib import Path
from dataexplain.llm.stores.call_log import CallLog, CallRecord
with CallLog(Path(sys.argv[1])) as log:
    numbers = [log.add(CallRecord("now", "b", "m", "score", "k", run=sys.argv[2]))
               for _ in range(int(sys.argv[3]))]
    print(sum(number > 0 for number in numbers), *log.notes)
"""


def test_a_read_only_log_is_said_and_the_work_goes_on(path: Path) -> None:
    """The child gives up root's right to pass over the rights of files."""
    with CallLog(path) as log:
        log.add(CALL)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    said = finished(start(LOGGING, path, "run", 2, preexec_fn=bound_by_rights()))[0]
    path.parent.chmod(0o700)
    assert said.startswith("0 ")
    assert said.count("Calls are not logged") == 1
    with CallLog(path) as log:
        assert len(log.tail()) == 1


def test_processes_share_one_log(path: Path) -> None:
    children = [start(LOGGING, path, f"run-{number}", 200) for number in range(3)]
    assert finished(*children) == ["200\n"] * 3
    with CallLog(path) as log:
        assert [call.number for call in log.tail(1000)] == list(range(1, 601))
        assert len(log.tail(1000, run="run-2")) == 200


def test_a_log_of_the_first_form_is_brought_up_to_date(path: Path) -> None:
    kind = FileKind(CALLS.name, CALLS.mark, CALLS.migrations[:1], "")
    with SqliteFile(path, kind) as old, old.writing() as connection:
        connection.execute(
            "INSERT INTO calls (moment, backend, model, verb, key, prompt_tokens, "
            "reply_tokens, seconds, cached) VALUES ('m', 'b', 'old', 'score', 'k', 1, 2, 3, 1)"
        )
    with CallLog(path) as log:
        assert log.add(CALL) == 2
        assert log.get(1).model == "old"
        assert log.get(1).run is None
        assert log.get(1).cached is True
        assert [call.number for call in log.tail(run="run-1")] == [2]
