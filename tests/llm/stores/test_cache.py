"""The cache of replies: what is paid for once is there for every later run."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from dataexplain.errors import OutputError, ParameterError, StoreError
from dataexplain.llm.stores.cache import REPLIES, ReplyCache
from dataexplain.llm.stores.sqlite_files import SqliteFile
from dataexplain.llm.stores.sqlite_migrations import FileKind
from tests.llm.child_programs import bound_by_rights, finished, start
from tests.llm.stores.test_kept_json import ANY_JSON

SECRET = "sk-very/secret+0123456789"
DAY = 86_400.0


class Clock:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * DAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "replies.sqlite"


def key_of(name: object) -> str:
    return hashlib.sha256(str(name).encode()).hexdigest()


def put(cache: ReplyCache, name: object, text: str = "yes", model: str = "small") -> None:
    cache.put(
        key_of(name),
        {"text": text},
        backend="embedded",
        model=model,
        request={"messages": [{"role": "user", "content": str(name)}]},
    )


def names(cache: ReplyCache, among: range) -> list[int]:
    return [number for number in among if cache.get(key_of(number)) is not None]


def test_a_reply_is_there_for_the_next_run(path: Path) -> None:
    with ReplyCache(path) as cache:
        assert cache.get(key_of(1)) is None
        put(cache, 1)
        assert cache.get(key_of(1)) == {"text": "yes"}
    with ReplyCache(path) as cache:
        assert cache.get(key_of(1)) == {"text": "yes"}
        assert cache.get(key_of(2)) is None
        assert cache.notes == []


def test_the_first_reply_stays() -> None:
    with ReplyCache(None) as cache:
        put(cache, 1, "first")
        put(cache, 1, "second")
        assert cache.get(key_of(1)) == {"text": "first"}


@given(value=ANY_JSON)
def test_any_reply_comes_back_as_it_was(value: Any) -> None:
    with ReplyCache(None) as cache:
        cache.put("a", {"value": value}, backend="b", model="m", request=None)
        assert cache.get("a") == {"value": value}


def test_a_reply_that_is_not_json_is_refused_and_leaves_nothing() -> None:
    with ReplyCache(None) as cache:
        with pytest.raises(StoreError, match="not JSON"):
            cache.put("a", {"p": float("nan")}, backend="b", model="m", request=None)
        assert cache.get("a") is None


def test_statistics_count_replies_models_and_saved_calls(path: Path) -> None:
    clock = Clock()
    with ReplyCache(path, clock=clock) as cache:
        assert cache.statistics().entries == 0
        assert cache.statistics().oldest is None
        put(cache, 1)
        put(cache, 2)
        clock.pass_days(1)
        put(cache, 3, model="large")
        cache.get(key_of(1))
        cache.get(key_of(1))
        cache.get(key_of(9))
    with ReplyCache(path, clock=clock) as cache:
        cache.get(key_of(3))
        found = cache.statistics()
    assert found.entries == 3
    assert [(entry.model, entry.entries) for entry in found.models] == [("small", 2), ("large", 1)]
    assert found.saved == 3
    assert found.oldest == "1970-01-12T13:46:40+00:00"
    assert found.newest == "1970-01-13T13:46:40+00:00"
    assert found.bytes == path.stat().st_size


def test_replies_that_were_not_used_for_long_are_removed(path: Path) -> None:
    clock = Clock()
    with ReplyCache(path, clock=clock) as cache:
        for number in range(4):
            put(cache, number, model="large" if number == 3 else "small")
        clock.pass_days(10)
        cache.get(key_of(1))
        put(cache, 9)
        assert cache.prune(older_than_days=10.5) == 0
        assert cache.prune(older_than_days=5, model="small") == 2
        assert cache.statistics().entries == 3
        assert cache.prune(older_than_days=5) == 1
        assert names(cache, range(10)) == [1, 9]
        assert cache.prune(model="missing") == 0
        assert cache.prune(model="small") == 2
        assert cache.statistics().entries == 0


def test_the_file_shrinks_to_a_size_and_keeps_what_was_used_last(path: Path) -> None:
    clock = Clock()
    with ReplyCache(path, clock=clock) as cache:
        for number in range(100):
            clock.pass_days(0.1)
            put(cache, number, text="x" * 5_000)
        clock.pass_days(1)
        assert names(cache, range(5)) == [0, 1, 2, 3, 4]
        removed = cache.prune(most_bytes=300_000)
        left = names(cache, range(100))
        assert removed == 100 - len(left)
        assert left == [0, 1, 2, 3, 4, *range(100 - len(left) + 5, 100)]
        assert 40 <= len(left) <= 60, "no more is removed than it takes"
        assert path.stat().st_size <= 300_000
        assert cache.prune(most_bytes=300_000) == 0
        assert cache.prune(most_bytes=0) == len(left)
        assert cache.statistics().entries == 0
        assert path.stat().st_size < 50_000


def test_a_model_with_half_a_character_in_its_name_is_kept_and_removed() -> None:
    with ReplyCache(None) as cache:
        put(cache, 1, model="\udcff")
        assert cache.statistics().models[0].model == "\\udcff"
        assert cache.prune(model="\udcff") == 1


def test_no_more_short_replies_are_removed_than_it_takes(path: Path) -> None:
    """The file is larger than its rows: bytes of one were taken for bytes of the other."""
    with ReplyCache(path) as cache:
        for number in range(1_000):
            put(cache, number)
        half = cache.statistics().bytes // 2
        cache.prune(most_bytes=half)
        left = cache.statistics()
        assert left.bytes <= half
        assert 350 <= left.entries <= 500


def test_only_replies_of_the_named_model_make_room(path: Path) -> None:
    with ReplyCache(path) as cache:
        for number in range(20):
            put(cache, number, text="x" * 5_000, model="large" if number % 2 else "small")
        assert cache.prune(model="small", most_bytes=0) == 10
        assert names(cache, range(20)) == list(range(1, 20, 2))


@pytest.mark.parametrize(
    "wishes",
    [{}, {"older_than_days": -1}, {"older_than_days": float("nan")}, {"most_bytes": -5}],
)
def test_pruning_needs_to_be_told_what(wishes: dict[str, Any]) -> None:
    with ReplyCache(None) as cache:
        put(cache, 1)
        with pytest.raises(ParameterError, match="parameter of prune must be"):
            cache.prune(**wishes)
        assert cache.get(key_of(1)) is not None


def test_an_export_holds_every_reply_with_its_request(path: Path, tmp_path: Path) -> None:
    with ReplyCache(path) as cache:
        put(cache, 1, "caf\u00e9 \ud800")
        cache.put(key_of(2), {"text": "no"}, backend="b", model="m", request=None)
        cache.get(key_of(1))
        assert cache.export(tmp_path / "replies.jsonl") == 2
    lines = (tmp_path / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    exported = {entry["key"]: entry for entry in map(json.loads, lines)}
    assert exported[key_of(1)]["reply"] == {"text": "caf\u00e9 \ud800"}
    assert exported[key_of(1)]["request"] == {"messages": [{"role": "user", "content": "1"}]}
    assert exported[key_of(1)]["hits"] == 1
    assert exported[key_of(2)]["request"] is None
    assert {entry.name for entry in tmp_path.iterdir()} == {"kept", "replies.jsonl"}


def test_an_export_into_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with ReplyCache(None) as cache, pytest.raises(OutputError, match="Name another file"):
        cache.export(tmp_path / "missing" / "replies.jsonl")


def test_no_secret_reaches_the_files(path: Path) -> None:
    request = {
        "headers": {"Authorization": "Bearer another-secret"},
        "messages": [{"role": "user", "content": f"my key is {SECRET}"}],
    }
    with ReplyCache(path, secrets=lambda: [SECRET]) as cache:
        cache.put("a", {"text": f"echo {SECRET}"}, backend=SECRET, model=SECRET, request=request)
        assert cache.get("a") == {"text": "echo [key]"}
        files = list(path.parent.iterdir())
        content = b"".join(file.read_bytes() for file in files)
    content += path.read_bytes()
    assert len(files) == 3
    assert b"my key is [key]" in content
    assert SECRET.encode() not in content
    assert b"another-secret" not in content


def test_a_full_disk_is_said_once_and_the_work_goes_on(path: Path) -> None:
    with ReplyCache(path) as cache:
        put(cache, 1)
        cache._file.rows("PRAGMA max_page_count = 6")
        for number in range(2, 5):
            put(cache, number, text="x" * 50_000)
        assert len(cache.notes) == 1
        assert "full" in cache.notes[0]
        assert cache.notes[0].endswith("New replies are not kept: a later run asks for them again.")
        assert names(cache, range(5)) == [1]
    with ReplyCache(path) as cache:
        assert names(cache, range(5)) == [1]


READING_ONLY = """
import sys
from pathlib import Path
from dataexplain.llm.stores.cache import ReplyCache
with ReplyCache(Path(sys.argv[1])) as cache:
    print(cache.get(sys.argv[2]))
    for key in "ab":
        cache.put(key, {"text": "new"}, backend="b", model="m", request=None)
    print(len(cache.notes), *cache.notes)
"""


def test_a_read_only_cache_answers_and_says_once_that_nothing_is_kept(path: Path) -> None:
    """The child gives up root's right to pass over the rights of files."""
    with ReplyCache(path) as cache:
        put(cache, 1)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    child = start(READING_ONLY, path, key_of(1), preexec_fn=bound_by_rights())
    said = finished(child)[0].splitlines()
    path.parent.chmod(0o700)
    assert said[0] == "{'text': 'yes'}"
    assert said[1].startswith("1 ")
    assert "New replies are not kept" in said[1]


def test_a_row_that_was_damaged_by_hand_is_said(path: Path) -> None:
    with ReplyCache(path) as cache:
        put(cache, 1)
        cache._file.rows("UPDATE replies SET reply = '[1' RETURNING key")
        with pytest.raises(StoreError, match="something else than a reply"):
            cache.get(key_of(1))


def test_a_cache_of_the_first_form_is_brought_up_to_date(path: Path) -> None:
    kind = FileKind(REPLIES.name, REPLIES.mark, REPLIES.migrations[:1], "")
    with SqliteFile(path, kind) as old, old.writing() as connection:
        connection.execute(
            "INSERT INTO replies VALUES (?, 'b', 'm', NULL, '{\"text\": \"old\"}', 5.0)",
            (key_of(1),),
        )
    with ReplyCache(path) as cache:
        assert cache.get(key_of(1)) == {"text": "old"}
        assert cache.statistics().saved == 1
        assert cache.prune(older_than_days=1) == 0, "it was used just now"


SHARING = """
import hashlib, sys
from pathlib import Path
from dataexplain.llm.stores.cache import ReplyCache
path, process = Path(sys.argv[1]), int(sys.argv[2])
with ReplyCache(path) as cache:
    for number in range(500):
        name = f"shared {number}" if number % 2 else f"own {process} {number}"
        key = hashlib.sha256(name.encode()).hexdigest()
        if cache.get(key) is None:
            cache.put(key, {"text": name}, backend="b", model="m", request={"of": name})
        assert cache.get(key) == {"text": name}
    assert cache.notes == [], cache.notes
"""


def test_four_processes_share_one_cache(path: Path) -> None:
    finished(*(start(SHARING, path, process) for process in range(4)))
    with ReplyCache(path) as cache:
        statistics = cache.statistics()
        assert statistics.entries == 4 * 250 + 250
        assert statistics.saved >= 2_000, "every second look at a key at least was answered"
        for number in range(1, 500, 2):
            assert cache.get(key_of(f"shared {number}")) == {"text": f"shared {number}"}
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
