"""`explain --model` as it is typed, against a server that speaks the interface of OpenAI."""

import json
import math
import shutil

import pytest

from dataexplain.tables.samples import sample_path
from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer, chat_answer
from tests.narration.scripted_answers import Narrator

NARRATOR = Narrator(of_claims=lambda text: 0.75 if "is larger" in text else 0.5)
KEY = "sk-secret-of-the-server-0123456789"


def expecting(asked):
    """Answer as the scripted narrator does, in tokens with log-probabilities."""
    bound = asked.body.get("response_format", {}).get("json_schema", {}).get("schema")
    answer = NARRATOR.answer(asked.body["messages"][-1]["content"], bound)
    if isinstance(answer, str):
        return chat_answer(answer)
    likely = {word: math.log(share) for word, share in answer.items()}
    return chat_answer(max(answer, key=answer.get), tokens=[likely])


@pytest.fixture
def here(monkeypatch, tmp_path):
    """A folder with a table, an own cache folder, and a key."""
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    shutil.copy(sample_path("telecom_churn"), tmp_path / "churn.csv")
    return tmp_path


def explained(server, *options):
    return called(
        "explain", "churn.csv", "--target", "churn", "--model", f"{server.url}#m", *options
    )


def test_a_report_its_calls_and_its_cache(here):
    with StubServer(reply=expecting) as server:
        assert explained(server).exit_code == 0
        asked = len(server.requests)
        again = explained(server, "--force")
        assert again.exit_code == 0
        assert len(server.requests) == asked  # nothing is paid twice
    report = json.loads((here / "churn-report" / "report.json").read_text(encoding="utf-8"))
    expected = {claim["id"] for claim in report["claims"] if claim["expectation"]}
    assert len(expected) >= 5
    tail = called("log", "tail", "-n", 2 * asked)
    assert all(claim in tail.stdout for claim in expected)
    shown = called("log", "show", 3)
    assert "generally known" in shown.stdout
    assert f"{asked} " in called("cache", "stats").stdout


def test_the_key_reaches_no_file_and_no_output(here):
    with StubServer(reply=expecting) as server:
        result = explained(server)
        assert f"Bearer {KEY}" in {request.headers["authorization"] for request in server.requests}
    assert KEY not in result.output
    for path in here.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


def test_hashes_only_are_logged_when_asked(here):
    with StubServer(reply=expecting) as server:
        explained(server, "--no-log-text")
    calls = b"".join(path.read_bytes() for path in (here / "cache").glob("calls.sqlite*"))
    assert b"usually higher" not in calls


def test_a_dry_run_says_what_it_takes_and_does_nothing(here):
    with StubServer(reply=expecting) as server:
        result = explained(server, "--dry-run", "--price", "1/2")
        assert not server.requests
        assert result.exit_code == 0
        assert "Expected: " in result.stdout
        assert "At most: " in result.stdout
        assert "$" in result.stdout
        assert left(here) == {"churn.csv"}
        explained(server)
        assert f"Expected: {len(server.requests)} calls" in result.stdout


def test_a_budget_of_calls_is_hard(here):
    with StubServer(reply=expecting) as server:
        result = explained(server, "--max-calls", "6")
        assert result.exit_code == 0
        assert len(server.requests) == 6
    html = (here / "churn-report" / "report.html").read_text(encoding="utf-8")
    assert "not reached" in html


def test_a_server_that_is_down_costs_no_report(here):
    result = called(
        "explain", "churn.csv", "--target", "churn", "--model", "http://127.0.0.1:9/v1#m"
    )
    assert result.exit_code == 0
    text = (here / "churn-report" / "report.md").read_text(encoding="utf-8")
    assert "cannot be reached" in text


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--max-calls", "5"), ("max_calls", "together with a model")),
        (("--model", "embeded"), ("Did you mean 'embedded'",)),
        (("--model", "http://127.0.0.1:9/v1#m", "--max-cost", "1"), ("price",)),
        (("--dry-run",), ("--model",)),
    ],
)
def test_what_makes_no_sense_is_refused_before_the_work(here, options, parts):
    refused(called("explain", "churn.csv", "--target", "churn", *options), *parts)
    assert left(here) == {"churn.csv"}
