"""What the documents show is what happens; what they point at exists."""

from __future__ import annotations

import dataclasses
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from dataexplain.json_records import Record
from tests.fenced_blocks import Block, blocks, matches, session
from tests.syntax_trees import ROOT, modules

README = ROOT / "README.md"
DOCUMENTS = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
COMMANDS = (
    "python -m pip install . && dataexplain demo",
    'python -m pip install ".[dev]" && python -m pytest',
)
SESSIONS = [block for block in blocks(README) if block.language == "console"]
EXAMPLES = [block for block in blocks(README) if block.language == "python"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MODULE = re.compile(r"`(dataexplain(?:\.[a-z_]+)+)`")
SOURCE = re.compile(
    r"`(?:python )?((?:dataexplain|tests|benchmarks|pipelines|data|docs)/[\w/.-]+)`"
)
# Folders of one machine, and where packages come from there.
LOCAL = re.compile(
    r"/(?:work|home|root|Users)/\w|/opt/\w|/tmp/\w|C:\\\\"
    r"|index-url|find-links|https?://[\w.:-]+/(?:[\w/-]*/)?simple\b"
)
TEXT = {
    ".cfg", ".css", ".csv", ".html", ".j2", ".js", ".json", ".md", ".py", ".toml", ".txt",
    ".yaml", ".yml", "",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def at_line(block: Block) -> str:
    return f"line {block.line}"


def environment() -> dict[str, str]:
    """Return the environment for programs that use this checkout, without colours."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_two_commands_stand_on_a_line_each(command: str) -> None:
    code = "\n".join(block.text for block in blocks(README)).splitlines()
    assert [line for line in code if line.split(" #")[0].rstrip() == command]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """Return a folder that holds a copy of the samples, as a checkout does."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@pytest.mark.parametrize("block", SESSIONS, ids=at_line)
def test_a_session_prints_what_it_says(block: Block, workplace: Path) -> None:
    for command in session(block):
        program, *arguments = shlex.split(command.line)
        assert program == "dataexplain", "a session runs the package's own command only"
        done = subprocess.run(
            [sys.executable, "-m", "dataexplain", *arguments],
            cwd=workplace,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
        )
        assert matches(command.printed, done.stdout), f"$ {command.line}\n{done.stdout}"


@pytest.mark.parametrize("block", EXAMPLES, ids=at_line)
def test_a_python_example_gives_what_it_says(
    block: Block, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    parsed = doctest.DocTestParser().get_doctest(block.text, {}, "README", str(README), block.line)
    assert parsed.examples, "a python block shows a session with >>>"
    written: list[str] = []
    result = doctest.DocTestRunner(optionflags=options).run(parsed, out=written.append)
    assert not result.failed, "".join(written)


def test_a_session_that_prints_something_else_is_seen() -> None:
    assert matches("one\n...\nfour: ...\n", "one\ntwo\nthree\nfour: 4 \n\n")
    assert not matches("one\n...\nfive", "one\ntwo\nfour")
    assert not matches("one", "one\ntwo")


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    local = [link.split("#")[0] for link in LINK.findall(text) if ":" not in link]
    assert not [link for link in local if link and not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_modules_and_files_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    known = modules()
    unknown = [
        name
        for name in MODULE.findall(text)
        if name not in known and name.rpartition(".")[0] not in known
    ]
    assert not unknown
    assert not [path for path in SOURCE.findall(text) if not (ROOT / path).exists()]


def test_every_document_is_in_the_index() -> None:
    for index in (ROOT / "docs" / "README.md", ROOT / "docs" / "design" / "README.md"):
        linked = set(LINK.findall(index.read_text(encoding="utf-8")))
        written = {path.name for path in index.parent.glob("*.md")} - {"README.md"}
        assert written <= linked


def test_every_field_of_a_report_is_described() -> None:
    text = (ROOT / "docs" / "report-format.md").read_text(encoding="utf-8")
    described = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", text))))
    missing = {
        f"{record.__name__}.{field.name}"
        for record in Record.__subclasses__()
        if record.__module__ == Record.__module__
        for field in dataclasses.fields(cast("Any", record))
        if field.name not in described
    }
    assert not missing


def repository_texts() -> list[Path]:
    """Return the text files that are, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in repository_texts()
        if path != Path(__file__)
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if LOCAL.search(line)
    ]
    assert not found, "\n".join(found[:20])
