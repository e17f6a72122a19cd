"""`dataexplain run` of files whose steps test sentences, groups of texts and hypotheses."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dataexplain.runs import differing, tested_reports
from dataexplain.runs.unit_store import UnitStore
from tests.command_line import called, refused
from tests.commands.test_differing import _missing, answering
from tests.llm.stub_server import StubServer, chat_answer
from tests.runs.planted_groups import NOISE, visits
from tests.runs.planted_pairs import Follows, things
from tests.runs.scripted_hypotheses import proposing, rises

SCRIPT = proposing(rises("nights"))
STEPS = """\
name: visits
data: visits.csv
target: nights
text: review
seed: 1
steps:
  - name: beliefs
    do: verify
    sentences:
      - Reviews that mention "loud" have fewer nights.
      - The higher the price, the longer the stay.
  - {name: words, do: differ, text: review, group: region, positive: south, rows: false}
"""
JUDGED = """\
name: judged
data: visits.csv
model: MODEL
steps:
  - name: said
    do: differ
    text: review
    group: region
    positive: south
    properties: complains about noise
    propose: 12
    screened: 6
    keep: 1
    race_calls: 60
    judge_rows: 40
  - {name: later, do: recheck, report: said, data: later.csv, judge_rows: 40}
"""


DESCRIBED = """\
name: fees
data: fees.csv
floor: 3
target: fee
steps:
  - {name: rule, do: describe, output: fee, input: weight, null_runs: 2, held_out_rows: 20}
  - {name: bare, do: describe, output: fee, input: weight, rows: false, title: Bare}
"""


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with texts of two regions, an own cache folder, a key, and no embedder."""
    monkeypatch.setattr(differing, "open_embedder", _missing)
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", "sk-secret-of-the-server-0123456789")
    monkeypatch.chdir(tmp_path)
    frame = visits(300, south=0.95, north=0.05)
    frame["nights"] = [1 + len(text) % 5 for text in frame["review"]]
    frame.to_csv(tmp_path / "visits.csv", index=False)
    visits(300, seed=9).to_csv(tmp_path / "later.csv", index=False)
    return tmp_path


def run(text: str, *options: str) -> Any:
    Path("pipeline.yaml").write_text(text, encoding="utf-8")
    return called("run", "pipeline.yaml", *options)


def report_in(folder: str, name: str = "report.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, name).read_text("utf-8"))
    return found


def work(folder: str) -> list[str]:
    return [entry["name"] for entry in UnitStore(Path(folder, "work")).journal()]


def test_sentences_and_words_need_no_model(here: Path) -> None:
    done = run(STEPS)
    assert done.exit_code == 0, done.output
    assert "1. beliefs: 2 sentences brought: " in done.stdout
    assert len(report_in("visits-report/beliefs")["sentences"]) == 2
    index = (here / "visits-report" / "index.md").read_text("utf-8")
    assert "The higher the price, the longer the stay." in index
    assert "difference of two groups of texts" in index
    again = run(STEPS)
    assert "nothing was done again" in again.stdout


def test_a_changed_sentence_is_tested_and_the_rest_stays(here: Path) -> None:
    run(STEPS)
    before = work("visits-report")
    assert run(STEPS.replace("fewer", "more")).exit_code == 0
    assert work("visits-report")[len(before) :] == ["beliefs: verify", "beliefs: verify"]
    (first, _) = report_in("visits-report/beliefs")["sentences"]
    assert first["post_hoc"].startswith("Post hoc: "), "these rows were asked before"


def test_no_text_is_kept_where_no_rows_are_wanted(here: Path) -> None:
    """Passages of texts stayed in report.json and in the folder of finished work."""
    run(STEPS)
    assert report_in("visits-report/words")["claims"]
    texts = [line.split(",")[0] for line in (here / "visits.csv").read_text("utf-8").splitlines()]
    kept = [*Path("visits-report/words").rglob("*"), *Path("visits-report/work").rglob("*.json")]
    for path in kept:
        said = path.read_text("utf-8")
        if "beliefs: verify" not in said:
            assert not [text for text in texts[1:] if text in said], path


def test_a_killed_run_goes_on_with_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tested_reports, "differ_and_remember", interrupted)
        assert run(STEPS).exit_code == 130
    assert "beliefs: verify" in work("visits-report")
    assert run(STEPS).exit_code == 0
    assert work("visits-report").count("beliefs: verify") == 2, "begun and finished once"


def test_groups_are_judged_and_checked_again() -> None:
    with StubServer(reply=answering) as server:
        text = JUDGED.replace("MODEL", f"{server.url}#m")
        dry = run(text, "--dry-run")
        assert not [call for call in server.requests if call.path.endswith("completions")]
        done = run(text)
        asked = len(server.requests)
        assert run(text).exit_code == 0
        assert len(server.requests) == asked
    assert "said (" in dry.stdout
    assert "Expected: " in dry.stdout
    assert done.exit_code == 0, done.output
    (first, *_) = report_in("judged-report/said")["claims"]
    assert first["judged"]["property"] == NOISE
    checked = report_in("judged-report/later", "recheck.json")
    assert checked["claims"][0]["status"] == "held"


def test_a_model_proposes_and_the_vault_tests() -> None:
    def answer(asked: Any) -> Any:
        schema = asked.body["response_format"]["json_schema"]["schema"]
        request: Any = SimpleNamespace(schema=schema, draw=0)
        return chat_answer(SCRIPT(request))

    with StubServer(reply=answer) as server:
        step = f"name: ideas, do: hypothesise, rounds: 1, null_runs: 1, model: '{server.url}#m'"
        text = "name: i\ndata: visits.csv\ntarget: region\nignore: [review]\njobs: 1\nsteps:\n"
        done = run(f"{text}  - {{{step}}}\n")
    assert done.exit_code == 0, done.output
    report = report_in("i-report/ideas")
    assert report["settings"]["hypotheses"]["prompts"] == 1
    assert report["null_runs"]["runs"] == 1


@pytest.fixture
def fees(here: Path) -> Path:
    rows = "".join(f"{n} kg,{n * 3}\n" for n in range(1, 61))
    (here / "fees.csv").write_text("weight,fee\n" + rows, encoding="utf-8")
    return here


def test_a_sentence_is_found_without_a_model(fees: Path) -> None:
    done = run(DESCRIBED)
    assert done.exit_code == 0, done.output
    report = report_in("fees-report/rule")
    (claim, *_) = report["claims"]
    assert (claim["prompted"]["basis"], claim["verdict"]) == ("code", "supported")
    assert report["null_runs"]["runs"] == 2
    assert report["settings"]["input"] == ["weight"]
    assert claim["prompted"]["successes"]
    index = (fees / "fees-report" / "index.md").read_text("utf-8")
    assert "search for a sentence that says how outputs follow" in index
    assert "nothing was done again" in run(DESCRIBED).stdout


def test_a_described_row_stays_out_where_no_rows_are_wanted(fees: Path) -> None:
    run(DESCRIBED)
    (claim, *_) = report_in("fees-report/bare")["claims"]
    assert (claim["prompted"]["failures"], claim["prompted"]["successes"]) == ([], [])


def test_a_described_rule_is_checked_again(fees: Path) -> None:
    rows = "".join(f"{n} kg,{n * 3 + 1}\n" for n in range(61, 121))
    (fees / "later.csv").write_text("weight,fee\n" + rows, encoding="utf-8")
    done = run(f"{DESCRIBED}  - {{name: again, do: recheck, report: rule, data: later.csv}}\n")
    assert done.exit_code == 0, done.output
    (claim,) = report_in("fees-report/again", "recheck.json")["claims"]
    assert (claim["status"], claim["how"]) == ("changed", "vanished")
    assert "1 changed" in done.stdout


def test_only_a_changed_description_is_done_again(fees: Path) -> None:
    run(DESCRIBED)
    before = work("fees-report")
    assert run(DESCRIBED.replace("title: Bare", "title: Bald")).exit_code == 0
    assert work("fees-report")[len(before) :] == ["bare: describe", "bare: describe"]


def test_a_search_with_a_model_is_estimated_and_kept(here: Path) -> None:
    frame = things()
    frame.to_csv(here / "fees.csv", index=False)
    outputs = dict(zip(frame["thing"], frame["kind"], strict=True))
    follows = Follows(outputs)

    def answer(asked: Any) -> Any:
        body = asked.body
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
        said = [SimpleNamespace(**message) for message in body["messages"]]
        request: Any = SimpleNamespace(schema=schema, messages=said, verb="generate")
        return chat_answer(follows(request))

    with StubServer(reply=answer) as server:
        step = "name: kinds, do: describe, output: kind, search_calls: 60, held_out_rows: 20"
        text = f"name: k\ndata: fees.csv\nmodel: '{server.url}#m'\nsteps:\n  - {{{step}}}\n"
        dry = run(text, "--dry-run")
        assert not [call for call in server.requests if call.path.endswith("completions")]
        done = run(text)
        asked = len(server.requests)
        assert run(text).exit_code == 0
        assert len(server.requests) == asked
    assert "Expected: " in dry.stdout
    assert done.exit_code == 0, done.output
    (claim, *_) = report_in("k-report/kinds")["claims"]
    assert claim["prompted"]["model"].endswith("m")


def test_the_step_of_a_mistake_in_the_table_is_said() -> None:
    refused(
        run(STEPS.replace("group: region", "group: regoin")),
        "Did you mean 'region'?",
        "This was in step 2, 'words'. What is finished is kept.",
    )
