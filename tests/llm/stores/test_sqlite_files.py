"""Files of SQLite: made, migrated, refused, shared, written whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from dataexplain.errors import StoreError
from dataexplain.llm.stores import sqlite_files, sqlite_migrations
from dataexplain.llm.stores.sqlite_files import SqliteFile, UnwritableError
from dataexplain.llm.stores.sqlite_migrations import FileKind
from tests.llm.child_programs import bound_by_rights, finished, start

STEPS = (
    ("CREATE TABLE words (word TEXT NOT NULL) STRICT",),
    ("ALTER TABLE words ADD COLUMN length INTEGER", "UPDATE words SET length = length(word)"),
)
WORDS = FileKind("file of words", 0x1234, STEPS, "Words are not kept.")
OLD_WORDS = FileKind("file of words", 0x1234, STEPS[:1], "Words are not kept.")
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
PREAMBLE = """
import sys
from pathlib import Path
from dataexplain.llm.stores.sqlite_files import SqliteFile
from dataexplain.llm.stores.sqlite_migrations import FileKind
kind = FileKind("file of words", 0x1234, (
    ("CREATE TABLE words (word TEXT NOT NULL) STRICT",),
    ("ALTER TABLE words ADD COLUMN length INTEGER", "UPDATE words SET length = length(word)"),
), "Words are not kept.")
"""


def add(file: SqliteFile, word: str) -> None:
    with file.writing() as connection:
        connection.execute("INSERT INTO words (word) VALUES (?)", (word,))


def words(file: SqliteFile) -> list[str]:
    return [row[0] for row in file.rows("SELECT word FROM words ORDER BY rowid")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder?#%" / "words.sqlite"


def test_what_is_written_is_there_for_the_next_one(path: Path) -> None:
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
        with SqliteFile(path, WORDS) as another:
            assert words(another) == ["tree"]
        assert file.rows("PRAGMA journal_mode") == [("wal",)]
    with SqliteFile(path, WORDS) as file:
        assert words(file) == ["tree"]
    assert [entry.name for entry in path.parent.iterdir()] == ["words.sqlite"]


def test_a_transaction_that_is_stopped_leaves_nothing(path: Path) -> None:
    def half(file: SqliteFile) -> None:
        with file.writing() as connection:
            connection.execute("INSERT INTO words (word) VALUES ('half')")
            raise KeyboardInterrupt

    with SqliteFile(path, WORDS) as file:
        with pytest.raises(KeyboardInterrupt):
            half(file)
        add(file, "whole")
        assert words(file) == ["whole"]


@POSIX
def test_no_other_user_can_read_the_files(path: Path) -> None:
    old = os.umask(0)
    try:
        with SqliteFile(path, WORDS) as file:
            add(file, "tree")
            made = {entry.name: entry.stat().st_mode for entry in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert len(made) == 3, "the file, its log and its index"
    assert {stat.S_IMODE(mode) for mode in made.values()} == {0o600}


def test_an_old_file_is_migrated_and_keeps_what_it_held(path: Path) -> None:
    with SqliteFile(path, OLD_WORDS) as file:
        add(file, "tree")
        assert file.rows("PRAGMA user_version") == [(1,)]
    with SqliteFile(path, WORDS) as file:
        assert file.rows("SELECT word, length FROM words") == [("tree", 4)]
        assert file.rows("PRAGMA user_version") == [(2,)]


def test_a_migration_that_fails_leaves_the_old_form(path: Path) -> None:
    with SqliteFile(path, OLD_WORDS) as file:
        add(file, "tree")
    broken = FileKind("file of words", 0x1234, (*STEPS, ("DROP TABLE missing",)), "")
    with pytest.raises(StoreError, match="no such table: missing"):
        SqliteFile(path, broken)
    with SqliteFile(path, OLD_WORDS) as file:
        assert words(file) == ["tree"]


def test_a_file_of_a_newer_version_is_refused_with_what_to_do(path: Path) -> None:
    SqliteFile(path, WORDS).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer version.*form 2.*knows 1.*Update dataexplain"):
        SqliteFile(path, OLD_WORDS)
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE bookmarks (address TEXT)")
    foreign.close()
    with pytest.raises(StoreError, match=r"but no file of words\. Name another file\."):
        SqliteFile(path, WORDS)
    path.unlink()
    SqliteFile(path, FileKind("list of towns", 0x99, STEPS, "")).close()
    with pytest.raises(StoreError, match="but no file of words"):
        SqliteFile(path, WORDS)


@pytest.mark.parametrize("content", [b"\x13\x37" * 4096, b"word\ntree\n", b"SQLite format 3\0junk"])
def test_what_is_no_database_is_refused_and_left(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"words\.sqlite.*damaged.*Move the file away"):
        SqliteFile(path, WORDS)
    assert path.read_bytes() == content


def test_a_file_that_was_cut_short_is_refused_and_left(path: Path) -> None:
    with SqliteFile(path, WORDS) as file:
        for number in range(200):
            add(file, f"{number}" * 300)
    whole = path.read_bytes()
    cut = whole[: len(whole) // 2]
    path.write_bytes(cut)
    with (
        pytest.raises(StoreError, match=r"damaged.*Nothing was changed\. Move the file away"),
        SqliteFile(path, WORDS) as file,
    ):
        words(file)
    assert path.read_bytes() == cut


def test_a_folder_in_place_of_the_file_is_said_and_the_work_goes_on(tmp_path: Path) -> None:
    with SqliteFile(tmp_path, WORDS) as file:
        assert str(tmp_path) in file.notes[0]
        assert file.notes[0].endswith("Words are not kept.")
        add(file, "in memory")
        assert words(file) == ["in memory"]


def test_a_folder_that_cannot_be_made_is_said_and_the_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with SqliteFile(tmp_path / "file" / "words.sqlite", WORDS) as file:
        assert "File exists" in file.notes[0]
        assert words(file) == []


READING = (
    PREAMBLE
    + """
with SqliteFile(Path(sys.argv[1]), kind) as file:
    print([row[0] for row in file.rows("SELECT word FROM words")])
    try:
        with file.writing() as connection:
            connection.execute("INSERT INTO words (word) VALUES ('new')")
    except Exception as error:
        print(type(error).__name__)
    print(file.notes)
"""
)


@POSIX
@pytest.mark.parametrize("bound", ["file", "folder", "both"])
def test_a_read_only_file_is_read(path: Path, bound: str) -> None:
    """Root passes over rights, so that the child gives up that right first."""
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
    if bound in ("file", "both"):
        path.chmod(0o400)
    if bound in ("folder", "both"):
        path.parent.chmod(0o500)
    try:
        said = finished(start(READING, path, preexec_fn=bound_by_rights()))[0].splitlines()
    finally:
        path.parent.chmod(0o700)
    assert said[0] == "['tree']"
    assert said[1] == "UnwritableError"
    with SqliteFile(path, WORDS) as file:
        assert words(file) == ["tree"]


@POSIX
def test_a_read_only_file_that_another_process_writes_is_read_with_its_latest_rows(
    path: Path,
) -> None:
    """Read as a file that does not change, it lacked what was not yet moved out of the log."""
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
        path.chmod(0o400)
        path.parent.chmod(0o500)
        said = finished(start(READING, path, preexec_fn=bound_by_rights()))[0].splitlines()
        path.parent.chmod(0o700)
    assert said[:2] == ["['tree']", "UnwritableError"]


@POSIX
def test_a_file_of_another_user_is_not_read_and_the_work_goes_on(path: Path) -> None:
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
    path.chmod(0)
    said = finished(start(READING, path, preexec_fn=bound_by_rights()))[0].splitlines()
    path.chmod(0o600)
    assert said[0] == "[]"
    assert "Words are not kept." in said[-1]


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
        file.rows("PRAGMA max_page_count = 4")
        with pytest.raises(UnwritableError, match="disk is full"):
            add(file, "long" * 10_000)
        assert words(file) == ["tree"]
        file.rows("PRAGMA max_page_count = 1000")
        add(file, "long" * 10_000)
        assert len(words(file)) == 2


FULL_DISK = (
    """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
    + PREAMBLE
    + """
with SqliteFile(Path(sys.argv[1]), kind) as file:
    kept = 0
    for number in range(100):
        try:
            with file.writing() as connection:
                connection.execute("INSERT INTO words (word) VALUES (?)", ("x" * 3000,))
            kept += 1
        except Exception as error:
            name = type(error).__name__
print(kept, name)
"""
)


@POSIX
def test_a_file_that_may_grow_no_more_keeps_what_was_whole(path: Path) -> None:
    """The system refuses the write itself here, in the middle of a row."""
    kept, name = finished(start(FULL_DISK, path))[0].split()
    assert name == "UnwritableError"
    assert 0 < int(kept) < 100
    with SqliteFile(path, WORDS) as file:
        assert words(file) == ["x" * 3000] * int(kept)
        assert file.rows("PRAGMA integrity_check") == [("ok",)]


WRITING_FOR_EVER = (
    PREAMBLE
    + """
with SqliteFile(Path(sys.argv[1]), kind) as file:
    while True:
        with file.writing() as connection:
            for half in range(2):
                connection.execute("INSERT INTO words (word) VALUES (?)", ("x" * 5000,))
        print("written", flush=True)
"""
)


@POSIX
@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_a_writer_that_is_stopped_leaves_whole_transactions_and_no_lock(
    path: Path, way: signal.Signals
) -> None:
    for _ in range(3):
        writer = start(WRITING_FOR_EVER, path)
        assert writer.stdout is not None
        for _ in range(5):
            assert writer.stdout.readline() == "written\n"
        writer.send_signal(way)
        writer.communicate(timeout=60)
    with SqliteFile(path, WORDS) as file:
        found = words(file)
        assert len(found) >= 30
        assert len(found) % 2 == 0, "half a transaction"
        assert set(found) == {"x" * 5000}
        assert file.rows("PRAGMA integrity_check") == [("ok",)]
        add(file, "after")


def test_a_lock_that_is_never_given_back_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "PATIENCE", 0.01)
    with SqliteFile(path, WORDS) as file, SqliteFile(path, WORDS) as other, file.writing():
        with pytest.raises(UnwritableError, match="locked"):
            add(other, "tree")
        assert words(other) == [], "readers do not wait"


def test_a_file_that_another_process_is_just_making_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite does not wait by itself while a file changes to writing ahead."""
    path.parent.mkdir()
    maker = sqlite3.connect(path, isolation_level=None)
    maker.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if maker.in_transaction:
            maker.execute("COMMIT")

    monkeypatch.setattr(sqlite_migrations.time, "sleep", wait)
    monkeypatch.setattr(sqlite_files, "PATIENCE", 1.0)
    with SqliteFile(path, WORDS) as file:
        add(file, "tree")
        assert file.notes == []
    maker.close()
    assert waits


def test_threads_share_one_file(path: Path) -> None:
    with SqliteFile(path, WORDS) as file:
        threads = [
            threading.Thread(target=lambda: [add(file, "tree") for _ in range(50)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(words(file)) == 200


FORKING = (
    PREAMBLE
    + """
import os
from dataexplain.llm.stores import sqlite_files
with SqliteFile(Path(sys.argv[1]), kind) as file:
    def add(word):
        with file.writing() as connection:
            connection.execute("INSERT INTO words (word) VALUES (?)", (word,))
    add("before")
    child = os.fork()
    for number in range(100):
        add("child" if child == 0 else "parent")
    if child == 0:
        file.close()
        os._exit(0 if len(sqlite_files._of_the_parent) == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    add("after")
    print(file.rows("SELECT count(*) FROM words")[0][0], file.rows("PRAGMA integrity_check")[0][0])
"""
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_opens_the_file_for_itself(path: Path) -> None:
    """A connection that two processes share loses its locks, and the file is damaged."""
    assert finished(start(FORKING, path)) == ["202 ok\n"]


def test_a_closed_file_says_so(path: Path) -> None:
    file = SqliteFile(path, WORDS)
    file.close()
    file.close()
    with pytest.raises(StoreError, match="was closed before"):
        words(file)


def test_an_old_sqlite_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_migrations.sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StoreError, match=r"SQLite 3\.37 or newer"):
        SqliteFile(path, WORDS)
