"""Reading `report.json`: what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import InputError
from dataexplain.report import read_report, write_report

from .churn_example import churn_report
from .full_example import full_report


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    return write_report(full_report(), tmp_path)["json"]


def change(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    values = json.loads(path.read_text(encoding="utf-8"))
    edit(values)
    path.write_text(json.dumps(values), encoding="utf-8")


def test_the_folder_will_do(report_file: Path) -> None:
    assert read_report(report_file.parent) == read_report(report_file)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda v: v.pop("seed"), "seed is missing"),
        (lambda v: v["claims"][2].pop("text"), r"claims\[2\]\.text is missing"),
        (lambda v: v["claims"][0].update(effect="big"), r"claims\[0\]\.effect should be a number"),
        (lambda v: v["claims"][0].update(n=True), r"claims\[0\]\.n should be a whole number"),
        (
            lambda v: v["claims"][0].update(verdict="proved"),
            r"claims\[0\]\.verdict should be one of",
        ),
        (lambda v: v["claims"][0].update(verdict=[]), r"claims\[0\]\.verdict should be a text"),
        (lambda v: v["claims"][0].update(interval=[1]), r"interval should hold 2 values"),
        (lambda v: v.update(claims="none"), "claims should be a list"),
        (lambda v: v["claims"][0].update(region={"a": 5}), r"region\.a should be an object"),
        (
            lambda v: v["claims"][0].update(against={"a": {"levels": "b"}}),
            r"against\.a\.levels should be a list",
        ),
        (lambda v: v["claims"][0]["parts"][0].pop("label"), r"parts\[0\]\.label is missing"),
        (
            lambda v: v["claims"][0]["parts"][0]["points"][1].update(mean="high"),
            r"parts\[0\]\.points\[1\]\.mean should be a number",
        ),
        (lambda v: v.update(null_runs={}), r"null_runs\.runs is missing"),
        (lambda v: v.update(null_runs=[1]), "null_runs should be an object"),
        (lambda v: v["null_runs"].update(supported=[0.5]), r"supported\[0\] should be a whole"),
        (lambda v: v["faults"][0]["chart"].update(marked=["9"]), r"chart\.marked\[0\] should be"),
        (lambda v: v["faults"][0].update(chart={"rows": 4}), r"chart\.rows should be a list"),
        (lambda v: v["faults"][0].update(row_numbers=["4"]), r"row_numbers\[0\] should be a whole"),
        (lambda v: v.update(entangled=["ab"]), r"entangled\[0\] should be a list"),
        (lambda v: v["screen"].update(kept=None), r"screen\.kept should be a whole number"),
        (lambda v: v["outcome"].update(bounds=[1]), r"outcome\.bounds should hold 2 values"),
        (lambda v: v["versions"].update(numpy=2), r"versions\.numpy should be a text"),
        (lambda v: v.update(counts=5), "counts should be an object"),
        (lambda v: v.update(schema="other/2"), "The schema is 'other/2'"),
        (lambda v: v.pop("schema"), "names no schema"),
    ],
)
def test_an_edited_report_is_refused_by_name(
    edit: Callable[[dict[str, Any]], None], expected: str, report_file: Path
) -> None:
    change(report_file, edit)
    with pytest.raises(InputError, match=expected) as caught:
        read_report(report_file)
    assert str(report_file) in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not JSON"),
        (b'{"schema": ', "not JSON.*line 1"),
        (b"[1, 2]", "names no schema"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_report(content: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=expected):
        read_report(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_report(tmp_path / "absent.json")


def test_unknown_keys_are_passed_over(report_file: Path) -> None:
    change(report_file, lambda values: values.update(later="field"))
    assert read_report(report_file) == full_report()


def test_a_report_of_before_null_runs_and_faults_in_full_still_reads(tmp_path: Path) -> None:
    path = write_report(churn_report(), tmp_path)["json"]

    def forget(values: dict[str, Any]) -> None:
        for name in ("null_runs", "stability_runs", "entangled", "screen"):
            values.pop(name)
        values["faults"] = [
            {name: fault[name] for name in ("column", "kind", "text")} for fault in values["faults"]
        ]
        for entry in values["claims"]:
            entry.pop("parts")
        for name in ("scale", "bounds", "offset"):
            values["outcome"].pop(name)

    change(path, forget)
    assert read_report(path) == churn_report()
