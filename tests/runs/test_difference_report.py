"""Tested differences as a report: its records, its page, its Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataexplain.records import ReportRecord
from dataexplain.report import write_report
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.differing import differ_table
from dataexplain.runs.two_groups import two_groups
from dataexplain.search.counted_words import counted_words
from dataexplain.tables import build_table
from tests.report.test_browser import Visit, browser  # noqa: F401
from tests.runs.planted_groups import NOISE, SIGNED, planted, visits

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"


def report_of(first: str = "south", region: str = "region", **changes: Any) -> ReportRecord:
    frame = visits(**changes.pop("planted", {})).rename(columns={"region": region})
    frame = frame.replace({region: {"south": first}})
    if changes.pop("hostile", False):
        frame["review"] += f" {IMAGE} | `x` [a](javascript:b)"
    wish = DifferenceWish(
        proposed=12, screened=10, race_calls=300, keep=2, judge_rows=60, reworded=5, pairs=5
    )
    wish = DifferenceWish(**{**vars(wish), **changes})
    with planted() as model:
        table = two_groups(build_table(frame, region, text=["review"]), first)
        return differ_table(table, "review", wish, model)


@pytest.fixture(scope="module")
def report() -> ReportRecord:
    return report_of(properties=(SIGNED,))


@pytest.fixture(scope="module")
def hostile() -> ReportRecord:
    odd = f'says {SCRIPT} "quoted" \\ | `code`'
    return report_of(SCRIPT, "<b>re|gion</b>", properties=(odd,), hostile=True)


def test_counts_are_those_of_the_claims(report: ReportRecord) -> None:
    verdicts = [claim.verdict for claim in report.claims]
    assert report.counts.tried == len(verdicts) == len(report.ledger)
    assert report.counts.supported == verdicts.count("supported")
    assert [claim.rank for claim in report.claims] == list(range(1, len(verdicts) + 1))


def test_each_property_is_a_column_that_says_who_judged_it_and_where_yes_begins(
    report: ReportRecord,
) -> None:
    columns = {column.asked: column for column in report.columns if column.asked}
    judged = [claim for claim in report.claims if claim.judged and claim.judged.judge]
    assert judged
    for claim in judged:
        assert claim.judged is not None
        column = columns[claim.judged.property]
        assert column.name == claim.features[0]
        assert (column.judge, column.derived_from) == ("scripted", "review")
        assert column.yes_above is not None
        assert column.missing == 400 - sum(claim.judged.judged)


def test_words_are_a_column_that_names_them(report: ReportRecord) -> None:
    """They were a judge's answers, so that a recheck had to ask a model for what code can see."""
    columns = {column.name: column for column in report.columns if column.terms}
    counted = [claim for claim in report.claims if claim.judged and claim.judged.basis == "code"]
    assert counted
    for claim in counted:
        assert claim.judged is not None
        column = columns[claim.features[0]]
        assert column.terms == counted_words(claim.judged.property)
        assert (column.asked, column.judge, claim.judged.judge) == ("", "", "")
        assert (column.yes_above, column.missing) == (None, 0)
        assert sum(claim.judged.judged) == sum(claim.judged.texts)
        assert "as judged" not in claim.text
        assert {mark for passage in claim.passages for mark in passage.marks}


def test_the_source_of_each_is_told(report: ReportRecord) -> None:
    sources = {claim.judged.property: claim.sources for claim in report.claims if claim.judged}
    assert (sources[NOISE], sources[SIGNED]) == (("model",), ("user",))


def test_the_rows_are_those_of_the_split(report: ReportRecord) -> None:
    splits = report.splits
    assert splits.discovery + splits.verification == splits.rows_read == 400
    assert splits.row_sketch


def test_it_is_read_back_equal_from_its_file(report: ReportRecord, tmp_path: Path) -> None:
    paths = write_report(report, tmp_path)
    assert ReportRecord.from_dict(json.loads(paths["json"].read_text())) == report


def test_what_was_asked_for_stands_among_the_settings(report: ReportRecord) -> None:
    settings = report.settings
    assert settings["properties"] == [SIGNED]
    assert (settings["text"], settings["positive"], settings["keep"]) == ("review", "south", 2)
    assert settings["calls_of_the_race"] > 0


def test_the_note_of_the_table_names_no_other_group_than_the_title() -> None:
    """A regression: it was said that "north" is explained where "south" had been asked for."""
    found = report_of()
    assert "south" in found.title.split("apart")[0]
    assert not [note for note in found.notes if "explained class" in note]


def test_hostile_names_stay_text(hostile: ReportRecord, tmp_path: Path) -> None:
    paths = write_report(hostile, tmp_path)
    page = paths["html"].read_text()
    assert "&lt;script&gt;alert(1)" in page
    for raw in (SCRIPT, IMAGE, "<b>re|gion</b>"):
        assert raw not in page
        assert raw not in paths["markdown"].read_text()
    assert ReportRecord.from_dict(json.loads(paths["json"].read_text())) == hostile


def test_the_page_opens_without_trouble(
    browser: Any,  # noqa: F811
    report: ReportRecord,
    hostile: ReportRecord,
    tmp_path: Path,
) -> None:
    for name, record in (("plain", report), ("hostile", hostile)):
        path = write_report(record, tmp_path / name)["html"]
        visit = Visit(browser, path)
        assert visit.problems == []
        assert visit.requests == [path.as_uri()]
        assert visit.visible("article ul.judged") >= 1
        visit.close()
