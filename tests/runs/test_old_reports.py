"""Reports opened for a second look: rebuilt from JSON, and refused where they cannot be."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataexplain.claims import Contrast
from dataexplain.errors import InputError, ParameterError
from dataexplain.records import ReportRecord
from dataexplain.report.writing import render_json
from dataexplain.runs.old_reports import old_claims, open_report
from dataexplain.runs.run import Run
from tests.planted_tables import houses_report

Values = dict[str, Any]


def written(tmp_path: Path, edit: Callable[[Values], object] | None = None) -> Path:
    """Write the houses' report, after an edit by hand."""
    values = json.loads(render_json(houses_report()))
    if edit is not None:
        edit(values)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def opened(path: Path) -> tuple[ReportRecord, str | None]:
    return open_report(path, "recheck")


def refusal(tmp_path: Path, edit: Callable[[Values], object]) -> str:
    report, file = opened(written(tmp_path, edit))
    with pytest.raises(InputError) as caught:
        old_claims(report, file)
    assert str(caught.value).startswith(str(tmp_path / "report.json"))
    assert "write the report again" in str(caught.value)
    return str(caught.value)


def contrast_of(values: Values) -> Values:
    contrast: Values = values["claims"][0]["estimand"]["contrasts"][0]
    return contrast


def test_contrasts_come_back_from_json_alone(tmp_path: Path) -> None:
    report, _ = opened(written(tmp_path))
    for old, claim in zip(old_claims(report), houses_report().claims, strict=True):
        assert [entry.to_dict() for entry in old.contrasts] == [
            Contrast.from_dict(values).to_dict() for values in claim.estimand["contrasts"]
        ]


def test_estimates_come_back_with_errors_and_degrees(tmp_path: Path) -> None:
    report, _ = opened(written(tmp_path))
    for old in old_claims(report):
        claim = old.record
        known = [entry for entry in old.estimates if entry is not None]
        if claim.effect is None or len(old.contrasts) > 1:
            continue
        assert known[0].effect == pytest.approx(claim.effect)
        assert known[0].interval == pytest.approx(claim.interval)
        assert known[0].p == pytest.approx(claim.p, abs=1e-6)


def test_a_folder_a_path_a_run_and_a_record_all_do(tmp_path: Path) -> None:
    path = written(tmp_path)
    for given in (path, str(path), tmp_path):
        assert opened(given)[1] == str(path)  # type: ignore[arg-type]
    record = houses_report()
    assert open_report(Run(record), "recheck") == (record, None)
    assert open_report(record, "recheck") == (record, None)


def test_anything_else_is_a_parameter_error() -> None:
    with pytest.raises(ParameterError, match="'report' parameter of recheck"):
        open_report(3, "recheck")


def test_a_recheck_given_as_report_is_named(tmp_path: Path) -> None:
    path = tmp_path / "recheck.json"
    path.write_text('{"schema": "dataexplain.recheck/1"}', encoding="utf-8")
    with pytest.raises(
        InputError, match=r"result of a recheck, not a report.*Give the report\.json"
    ):
        opened(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[]", "names no schema"),
        ("{}", "names no schema"),
        ('{"schema": "dataexplain.report/9"}', "'dataexplain.report/1' was expected"),
        ('{"schema": "dataexplain.report/1"}', "claims is missing"),
        ("[" * 100_000, "nested too deeply|not JSON"),
    ],
)
def test_a_file_that_is_no_report(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        opened(path)


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(InputError, match="There is no such file"):
            opened(place)


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (lambda v: v["claims"][0].update(kind="trnd"), "claims -> 0 -> kind is 'trnd'.*'trend'"),
        (lambda v: v["claims"][1].update(basis="guess"), "claims -> 1 -> basis should be"),
        (lambda v: v["claims"][1].update(floor=-1.0), "claims -> 1 -> floor"),
        (lambda v: v["claims"][1].update(floor=float("nan")), "claims -> 1 -> floor"),
        (
            lambda v: v["claims"][0]["adjusted"].update(standard_error=-1.0),
            "claims -> 0 -> adjusted -> standard_error",
        ),
        (lambda v: v["claims"][0].update(effect=1e308), "claims -> 0 -> effect and its interval"),
        (lambda v: v["outcome"].update(mean=1e308), "outcome -> mean should be a number"),
        (lambda v: v["claims"][0]["estimand"].clear(), "claims -> 0 -> estimand -> contrasts"),
        (
            lambda v: v["claims"][0]["estimand"].update(contrasts=[]),
            "claims -> 0 -> estimand -> contrasts should be a list",
        ),
        (lambda v: contrast_of(v).pop("varies"), "contrasts -> 0 is no contrast .'varies' is"),
        (lambda v: contrast_of(v).update(rows=[1]), "contrasts -> 0 is no contrast"),
        (lambda v: contrast_of(v).update(sign=0), "sign should be 1 or -1"),
        (lambda v: contrast_of(v).update(sign=True), "sign should be 1 or -1"),
        (lambda v: contrast_of(v).update(null="sgn"), "null should be sign or equivalence"),
        (lambda v: contrast_of(v).update(outcome_class="x"), "outcome_class is 'x'"),
        (
            lambda v: contrast_of(v)["held"]["columns"].append("sise"),
            "held -> columns speaks of 'sise', which is no column.*Did you mean 'size'",
        ),
        (
            lambda v: contrast_of(v)["held"]["columns"].append({}),
            "held -> columns speaks of {}, which is no column",
        ),
        (
            lambda v: contrast_of(v).update(rows={"nowhere": {"low": 1, "high": 2}}),
            "rows speaks of 'nowhere'",
        ),
        (
            lambda v: contrast_of(v).update(rows={"size": {"low": "a", "high": 2}}),
            "rows -> size should have bounds that are numbers",
        ),
        (
            lambda v: contrast_of(v).update(rows={"place": {"levels": [1]}}),
            "rows -> place should have a list of texts",
        ),
        (
            lambda v: contrast_of(v)["varies"].update(
                position={"column": "size", "low": 2, "high": 2}
            ),
            "position should have a low below its high",
        ),
        (
            lambda v: contrast_of(v)["held"].update(smooth_around=["size", None]),
            "smooth_around should be a column and a number",
        ),
        (
            lambda v: v["claims"][0]["region"].update(twn={}),
            "claims -> 0 -> region speaks of 'twn'",
        ),
        (lambda v: v["claims"][0].update(region={"size": 3}), "region.*size should be an object"),
        (lambda v: v["curves"][0]["rows"].pop(), "curves -> 0 -> rows should be as many"),
        (lambda v: v["curves"][0]["rows"].__setitem__(0, -1), "curves -> 0 -> rows should be 0"),
        (lambda v: v["columns"][0].update(role="numbr"), "columns -> 0 -> role.*'numeric'"),
        (lambda v: v["outcome"].update(scale="sqrt"), "outcome -> scale should be one of"),
        (lambda v: v["outcome"].update(bounds=["a", 1]), "outcome -> bounds|bounds.0."),
        (lambda v: v.update(task="ranking"), "task should be one of"),
        (lambda v: v["settings"].update(recode="age=9"), "settings -> recode should be a list"),
        # these were believed: counts beside other verdicts, a statement twice, chances beyond 1
        (lambda v: v["counts"].update(supported=99), "counts -> supported is 99, but"),
        (lambda v: v["claims"].append(v["claims"][0]), "claims hold '.*' 2 times"),
        (lambda v: v["claims"][0].update(q=5.0), "claims -> 0 -> q should lie between 0 and 1"),
        (lambda v: v["claims"][0].update(n=-5), "claims -> 0 -> n should be 0 or more"),
    ],
)
def test_an_edit_by_hand_is_found_with_its_place(
    tmp_path: Path, edit: Callable[[Values], object], place: str
) -> None:
    try:
        message = refusal(tmp_path, edit)
    except InputError as error:  # the form itself is wrong: found on reading
        message = str(error)
    assert re.search(place, message), message


def test_many_problems_are_counted(tmp_path: Path) -> None:
    def edit(values: Values) -> None:
        for claim in values["claims"]:
            claim["kind"] = "none"

    assert f"and {len(houses_report().claims) - 5} more" in refusal(tmp_path, edit)


def test_an_overlap_that_is_not_known_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, lambda v: v["claims"][0]["adjusted"].update(overlap=None))
    (first, *_) = old_claims(opened(path)[0])
    assert first.estimates[0] is not None
    assert first.estimates[0].testable


def test_the_report_that_was_read_is_not_touched(tmp_path: Path) -> None:
    report, _ = opened(written(tmp_path))
    before = copy.deepcopy(report.to_dict())
    old_claims(report)
    assert report.to_dict() == before
