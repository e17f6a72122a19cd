"""`differ` as it is typed, against a server that speaks the interface of OpenAI."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dataexplain.errors import ModelNotFoundError
from dataexplain.runs import differing
from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer, chat_answer
from tests.runs.planted_groups import NOISE, SIGNED, Planted, visits

SCRIPT = Planted()
SMALL = ("--race-calls", 60, "--judge-rows", 40, "--screened", 6, "--propose", 12, "--keep", 1)


def answering(asked: Any) -> Any:
    """Answer as the scripted model does."""
    body = asked.body
    schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema")
    messages = [SimpleNamespace(**message) for message in body["messages"]]
    said = SCRIPT(SimpleNamespace(messages=messages, schema=schema, draw=0))
    if isinstance(said, str):
        return chat_answer(said)
    likely = sorted(said, key=lambda word: -said[word])
    return chat_answer(likely[0], tokens=[{word: float(np.log(said[word])) for word in likely}])


def _missing(name: str) -> object:
    raise ModelNotFoundError(f"The embedder {name!r} is not installed.")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with texts of two regions, an own cache folder, a key, and no embedder."""
    monkeypatch.setattr(differing, "open_embedder", _missing)
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", "sk-secret-of-the-server-0123456789")
    monkeypatch.chdir(tmp_path)
    visits(300).to_csv(tmp_path / "visits.csv", index=False)
    return tmp_path


def differed(server: StubServer | None, *options: object, group: str = "region") -> Any:
    model = () if server is None else ("--model", f"{server.url}#m", *SMALL)
    columns = ("--text", "review", "--group", group)
    return called("differ", "visits.csv", *columns, *model, *options)


def report_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "visits-differences" / "report.json").read_text())
    return found


def test_a_report_is_written_and_summed_up(here: Path) -> None:
    with StubServer(reply=answering) as server:
        done = differed(server, "--positive", "south", "--property", NOISE, "--property", SIGNED)
    assert done.exit_code == 0, done.output
    assert left(here / "visits-differences") >= {"report.html", "report.json", "report.md"}
    assert "Texts of region = south more often complain about noise, as judged, than" in done.stdout
    properties = [claim["judged"]["property"] for claim in report_in(here)["claims"]]
    assert set(properties) >= {NOISE, SIGNED}


def test_the_key_reaches_no_file(here: Path) -> None:
    with StubServer(reply=answering) as server:
        assert differed(server, "--positive", "south").exit_code == 0
    files = [path for path in here.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"sk-secret" in path.read_bytes()]


@pytest.mark.parametrize("calls", [0, 1, 10])
def test_a_budget_ends_in_a_report_that_says_so(here: Path, calls: int) -> None:
    with StubServer(reply=answering) as server:
        done = differed(server, "--positive", "south", "--max-calls", calls, "--property", NOISE)
    assert done.exit_code == 0, done.output
    notes = " ".join(report_in(here)["notes"])
    assert "The budget ended before" in notes


def test_a_dry_run_asks_and_writes_nothing(here: Path) -> None:
    with StubServer(reply=answering) as server:
        done = differed(server, "--positive", "south", "--dry-run")
        assert not [call for call in server.requests if call.path.endswith("completions")]
    assert done.exit_code == 0, done.output
    assert "Nothing was asked, and nothing was written." in done.stdout
    assert not (here / "visits-differences").exists()


def test_without_a_model_words_are_compared(here: Path) -> None:
    done = differed(None, "--positive", "south")
    assert done.exit_code == 0, done.output
    assert "No language model was given" in report_in(here)["notes"][-1]


def test_a_group_that_is_misspelt_is_asked_back(here: Path) -> None:
    refused(differed(None, "--positive", "suoth"), "no group 'suoth'", "Did you mean 'south'")
    refused(differed(None, "--against", "nroth", "--positive", "south"), "no group 'nroth'")


def test_columns_that_are_not_there_are_asked_back(here: Path) -> None:
    refused(differed(None, group="regoin"), "Did you mean 'region'")
    refused(called("differ", "visits.csv", "--text", "reveiw", "--group", "region"), "'review'")


def test_one_column_cannot_be_text_and_group(here: Path) -> None:
    refused(differed(None, group="review"), "cannot be text as well")


@pytest.mark.parametrize(
    ("group", "says"),
    [
        (["only"] * 300, "same value in every row"),
        (["rare"] * 3 + ["usual"] * 297, "at least 5 rows"),
        ([f"r{row % 50}" for row in range(300)], "It has 50 groups"),
        ([row + 0.5 for row in range(300)], "numbers, not groups"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused_with_a_way_out(
    here: Path, group: list[Any], says: str
) -> None:
    visits(300).assign(region=group).to_csv("visits.csv", index=False)
    refused(differed(None), says)
    assert left(here) == {"visits.csv"}


@pytest.mark.parametrize("option", ["--keep", "--judge-rows", "--screened"])
def test_numbers_that_cannot_be_are_refused(here: Path, option: str) -> None:
    with StubServer(reply=answering) as server:
        refused(differed(server, option, 0), "a whole number of 1 or more")


def test_properties_need_a_model(here: Path) -> None:
    refused(differed(None, "--property", NOISE), "given only together with a model")
