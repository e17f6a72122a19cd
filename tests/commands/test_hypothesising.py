"""`hypothesise` as it is typed, against a server that speaks the interface of OpenAI."""

import json
from types import SimpleNamespace

import pytest

from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer, chat_answer
from tests.planted_tables import customers
from tests.runs.scripted_hypotheses import proposing as script_of
from tests.runs.scripted_hypotheses import rises

SCRIPT = script_of(rises("waiting"))


def proposing(asked):
    """Answer as the scripted proposer does."""
    schema = asked.body["response_format"]["json_schema"]["schema"]
    return chat_answer(SCRIPT(SimpleNamespace(schema=schema, draw=0)))


@pytest.fixture
def here(monkeypatch, tmp_path):
    """A folder with a table, an own cache folder, and a key."""
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", "sk-secret-of-the-server-0123456789")
    monkeypatch.chdir(tmp_path)
    customers(300).to_csv(tmp_path / "customers.csv", index=False)
    return tmp_path


def hypothesised(server, *options):
    model = () if server is None else ("--model", f"{server.url}#m")
    return called("hypothesise", "customers.csv", "--target", "left", *model, *options)


def test_a_report_is_written_and_summed_up(here):
    with StubServer(reply=proposing) as server:
        done = hypothesised(server, "--rounds", "1", "--null-runs", "1", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert left(here / "customers-hypotheses") >= {"report.html", "report.json", "report.md"}
    report = json.loads((here / "customers-hypotheses" / "report.json").read_text())
    assert report["settings"]["hypotheses"]["prompts"] == 2
    assert report["null_runs"]["runs"] == 1
    assert "rises as waiting goes from" in done.stdout


def test_no_rows_are_shown_to_anybody_where_that_is_wanted(here):
    with StubServer(reply=proposing) as server:
        assert hypothesised(server, "--no-rows", "--rounds", "1").exit_code == 0
        asked = [call.body["messages"][-1]["content"] for call in server.requests]
    assert all("No rows are shown." in text for text in asked if "Some of its columns" in text)
    report = json.loads((here / "customers-hypotheses" / "report.json").read_text())
    assert not any(claim["examples"] for claim in report["claims"])


def test_without_a_model_it_says_what_is_needed(here):
    refused(hypothesised(None), "model", "embedded")
    assert left(here) == {"customers.csv"}


def test_a_dry_run_asks_and_writes_nothing(here):
    with StubServer(reply=proposing) as server:
        done = hypothesised(server, "--dry-run", "--max-calls", "3", "--rounds", "4")
        assert done.exit_code == 0, done.output
        assert not [call for call in server.requests if call.path.endswith("completions")]
    assert "8 calls" in done.stdout
    assert "More is expected than max_calls allows (3)" in done.stdout
    assert "Nothing was asked, and nothing was written." in done.stdout
    assert not (here / "customers-hypotheses").exists()


def test_no_calls_at_all_end_in_a_report(here):
    with StubServer(reply=proposing) as server:
        done = hypothesised(server, "--max-calls", "0")
    assert done.exit_code == 0, done.output
    report = json.loads((here / "customers-hypotheses" / "report.json").read_text())
    assert any("The budget ended in round 1." in note for note in report["notes"])


@pytest.mark.parametrize("option", ["--rounds", "--hypotheses"])
def test_numbers_that_cannot_be_are_refused(here, option):
    with StubServer(reply=proposing) as server:
        refused(hypothesised(server, option, "0"), "a whole number of 1 or more")
