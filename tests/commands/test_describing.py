"""`describe` as it is typed, against a server that speaks the interface of OpenAI."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer, chat_answer
from tests.runs.planted_pairs import RULE, Follows, things

SMALL = ("--search-calls", 60, "--rows", 30, "--propose", 4, "--keep", 2)
FOLDER = "things-description"


def answering(script: Follows) -> Any:
    """Return what answers as a scripted model does."""

    def answer(asked: Any) -> Any:
        body = asked.body
        schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema")
        messages = [SimpleNamespace(**message) for message in body["messages"]]
        verb = "choose" if body.get("logprobs") else "generate"
        said = script(SimpleNamespace(messages=messages, schema=schema, verb=verb))
        if isinstance(said, str):
            return chat_answer(said)
        likely = {word: float(np.log(chance)) for word, chance in said.items()}
        return chat_answer(next(iter(likely)), tokens=[likely])

    return answer


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with things and their kinds, an own cache folder and a key."""
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", "sk-secret-of-the-server-0123456789")
    monkeypatch.chdir(tmp_path)
    things().to_csv(tmp_path / "things.csv", index=False)
    return tmp_path


@pytest.fixture
def server() -> Any:
    frame = things()
    script = Follows(dict(zip(frame["thing"], frame["kind"], strict=True)))
    with StubServer(reply=answering(script)) as running:
        yield running


def described(server: StubServer | None, *options: object) -> Any:
    model = () if server is None else ("--model", f"{server.url}#m", *SMALL)
    columns = ("--input", "thing", "--output", "kind")
    return called("describe", "things.csv", *columns, *model, *options)


def report_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / FOLDER / "report.json").read_text())
    return found


def test_a_report_is_written_and_summed_up(here: Path, server: StubServer) -> None:
    done = described(server, "--null-runs", 2)
    assert done.exit_code == 0, done.output
    assert left(here / FOLDER) >= {"report.html", "report.json", "report.md"}
    assert f"1. {RULE}" in done.stdout
    assert "Supported: right in 30 of 30 held-out rows (100%" in done.stdout
    report = report_in(here)
    assert report["null_runs"]["runs"] == 2
    assert report["language_model"]["name"] == "m"


def test_the_same_command_again_asks_nothing_and_finds_the_same(
    here: Path, server: StubServer
) -> None:
    assert described(server).exit_code == 0
    first, asked = report_in(here), len(server.requests)
    done = described(server)
    assert done.exit_code == 0, done.output
    assert len(server.requests) == asked
    assert report_in(here)["claims"] == first["claims"]


def test_the_key_reaches_no_file(here: Path, server: StubServer) -> None:
    assert described(server).exit_code == 0
    files = [path for path in here.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"sk-secret" in path.read_bytes()]


@pytest.mark.parametrize("calls", [0, 1, 10])
def test_a_budget_ends_in_a_report_that_says_so(here: Path, server: StubServer, calls: int) -> None:
    done = described(server, "--max-calls", calls)
    assert done.exit_code == 0, done.output
    assert len([one for one in server.requests if one.path.endswith("completions")]) <= calls
    report = report_in(here)
    assert "budget" in " ".join(report["notes"]) or not report["claims"]


def test_a_dry_run_asks_and_writes_nothing(here: Path, server: StubServer) -> None:
    done = described(server, "--dry-run")
    assert not [one for one in server.requests if one.path.endswith("completions")]
    assert done.exit_code == 0, done.output
    assert "Expected:" in done.stdout
    assert "Nothing was asked, and nothing was written." in done.stdout
    assert not (here / FOLDER).exists()


def test_a_dry_run_needs_a_model(here: Path) -> None:
    refused(described(None, "--dry-run"), "given together with --model")


def test_no_rows_of_the_table_are_written_where_none_shall_be(
    here: Path, server: StubServer
) -> None:
    assert described(server, "--no-rows").exit_code == 0
    texts = things()["thing"]
    for name in ("report.json", "report.html", "report.md"):
        written = (here / FOLDER / name).read_text()
        assert not [text for text in texts if text in written], name


def test_without_a_model_code_does_it_and_says_so(here: Path) -> None:
    frame = pd.DataFrame({"in": [f"word{n}" for n in range(60)]})
    frame.assign(out=frame["in"].str.upper()).to_csv("words.csv", index=False)
    done = called("describe", "words.csv", "--output", "out", "--out", "found")
    assert done.exit_code == 0, done.output
    assert "Supported: right in 30 of 30" in done.stdout
    report = json.loads((here / "found" / "report.json").read_text())
    assert "No language model was given" in " ".join(report["notes"])


def test_where_nothing_is_found_nothing_is_claimed(here: Path) -> None:
    done = described(None)
    assert done.exit_code == 0, done.output
    assert "nothing was tested" in done.stdout
    said = " ".join(done.stdout.split())
    assert "No operation fits the rows that propose. A language model (--model) can" in said


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--output", "knid"), ("'knid'", "Did you mean 'kind'")),
        (("--output", "kind", "--input", "thign"), ("'thign'", "Did you mean 'thing'")),
        (("--output", "kind", "--input", "kind"), ("both an input and the output",)),
        (("--output", "kind", "--hint", "Say it."), ("only together with a model",)),
        (("--output", "kind", "--second-model", "embedded"), ("only together with a model",)),
        (("--output", "kind", "--keep", "0"), ("'keep'", "a whole number of 1 or more")),
        (("--output", "kind", "--floor", "-1"), ("'floor'",)),
        (("--output", "kind", "--model", "no-such-model"), ("There is no model 'no-such-model'",)),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_out(
    here: Path, options: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    refused(called("describe", "things.csv", *options), *parts)
    assert FOLDER not in left(here)


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (things(1), "There is only 1 pair"),
        (things(40).assign(kind="same"), "All outputs are the same"),
        (things(40).assign(thing=""), "There is no pair"),
    ],
)
def test_pairs_that_can_tell_nothing_are_refused_by_file_and_column(
    here: Path, frame: pd.DataFrame, says: str
) -> None:
    frame.to_csv("things.csv", index=False)
    refused(described(None), says, "things.csv", "column 'kind'")


def test_who_stops_it_learns_that_answers_are_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dataexplain.api.describe", stopped)
    done = described(None)
    assert done.exit_code == 130
    assert "run the same command again to go on" in done.stderr
    assert FOLDER not in left(here)


def test_a_folder_of_something_else_is_left_alone(here: Path) -> None:
    (here / FOLDER).mkdir()
    (here / FOLDER / "mine.txt").write_text("mine")
    refused(described(None), "--force")
    assert left(here / FOLDER) == {"mine.txt"}
