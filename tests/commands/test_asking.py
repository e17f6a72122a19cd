"""`explain --model` as it is typed, against a server that speaks the interface of OpenAI."""

import json
import math
import re
import shutil
from types import SimpleNamespace

import pytest

from dataexplain.tables.samples import sample_path
from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer, chat_answer
from tests.narration.scripted_answers import Narrator
from tests.runs.judged_reviews import NOISE, reviews, says

pytestmark = pytest.mark.usefixtures("fits_once")

NARRATOR = Narrator(of_claims=lambda text: 0.75 if "is larger" in text else 0.5)
KEY = "sk-secret-of-the-server-0123456789"


def expecting(asked):
    """Answer as the scripted narrator does, in tokens with log-probabilities."""
    bound = asked.body.get("response_format", {}).get("json_schema", {}).get("schema")
    return spoken(NARRATOR.answer(asked.body["messages"][-1]["content"], bound))


def judging(asked):
    """Answer as the scripted judge of reviews does."""
    bound = asked.body.get("response_format", {}).get("json_schema", {}).get("schema")
    message = SimpleNamespace(content=asked.body["messages"][-1]["content"])
    return spoken(says(SimpleNamespace(messages=[message], schema=bound)))


def spoken(answer):
    """Return an answer as a server gives it."""
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


@pytest.fixture
def texts(here):
    """A folder with reviews too."""
    reviews(240).to_csv(here / "reviews.csv", index=False)
    return here


def asked_texts(server, *options):
    return called(
        *("explain", "reviews.csv", "--target", "stars", "--text", "review"),
        *("--model", f"{server.url}#m", "--judge-rows", "40", *options),
    )


def test_a_question_is_put_to_texts_and_answered_in_the_report(texts):
    with StubServer(reply=judging) as server:
        dry = asked_texts(server, "--question", NOISE, "--dry-run")
        assert not server.requests
        assert int(re.search(r"Expected: (\d+) calls", dry.stdout)[1]) >= 80
        result = asked_texts(server, "--question", NOISE)
        assert result.exit_code == 0, result.output
        questions = [request.body["messages"][-1]["content"] for request in server.requests]
        assert (
            sum(NOISE in question and "Does this hold" in question for question in questions) == 80
        )
    report = json.loads((texts / "reviews-report" / "report.json").read_text(encoding="utf-8"))
    (claim,) = (one for one in report["claims"] if one["kind"] == "question_effect")
    assert f"review, as judged, {NOISE}" in claim["text"]


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--question", "is a"), ("questions", "together with a model")),
        (("--propose-questions", "2"), ("propose_questions", "together with a model")),
        (("--propose-questions", "-1", "--model", "m"), ("propose_questions", "0 or more")),
        (("--judge-rows", "0"), ("judge_rows", "1 or more")),
        (("--question", " ", "--model", "m"), ("questions", "such as 'mentions a refund'")),
    ],
)
def test_questions_that_make_no_sense_are_refused_before_the_work(texts, options, parts):
    refused(
        called("explain", "reviews.csv", "--target", "stars", "--text", "review", *options), *parts
    )
    assert left(texts) == {"churn.csv", "reviews.csv"}


def test_without_a_text_column_the_remedy_names_it(texts):
    with StubServer(reply=judging) as server:
        options = ("--model", f"{server.url}#m", "--question", NOISE)
        result = called("explain", "reviews.csv", "--target", "stars", *options)
        assert not server.requests
    refused(result, "no text column is named", "--text review")
