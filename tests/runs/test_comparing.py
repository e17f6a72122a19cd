from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from dataexplain.errors import InputError, ParameterError
from dataexplain.recheck_records import ComparisonRecord
from dataexplain.records import ClaimRecord, ColumnRecord, ReportRecord
from dataexplain.report.writing import render_json
from dataexplain.runs.comparing import Comparison, compare
from dataexplain.runs.report_checks import VERDICTS
from tests.planted_tables import customers_report, flowers_report, houses_report


def with_claims(report: ReportRecord, *claims: ClaimRecord) -> ReportRecord:
    verdicts = [claim.verdict for claim in claims]
    counts = {name: verdicts.count(name) for name in VERDICTS}
    counted = dataclasses.replace(report.counts, tried=len(claims), **counts)
    return dataclasses.replace(report, claims=claims, counts=counted)


def only(found: Comparison) -> tuple[str, str]:
    (claim,) = found.claims
    return claim.status, claim.reason


def supported() -> ClaimRecord:
    return next(claim for claim in houses_report().claims if claim.kind == "trend")


def test_a_report_beside_itself_persists_and_says_that_rows_are_the_same() -> None:
    found = compare(houses_report(), houses_report())
    assert found.record.counts["persisted"] == houses_report().counts.supported
    assert {claim.status for claim in found.claims} == {"persisted"}
    assert all(claim.overlap == pytest.approx(1.0) for claim in found.claims)
    assert "same rows" in found.record.notes[0]


def test_the_other_direction_has_flipped() -> None:
    claim = supported()
    turned = dataclasses.replace(claim, direction="down", id="other")
    found = compare(with_claims(houses_report(), claim), with_claims(houses_report(), turned))
    assert only(found)[0] == "flipped"


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("not_supported", "tried it and found too little"),
        ("inconclusive", "tried it, and it stayed open"),
        ("unverifiable", "could not test"),
    ],
)
def test_what_is_no_longer_supported_has_vanished_and_why(verdict: str, reason: str) -> None:
    claim = supported()
    weak = dataclasses.replace(claim, verdict=verdict)
    here, there = with_claims(houses_report(), claim), with_claims(houses_report(), weak)
    assert only(compare(here, there))[0] == "vanished"
    assert f"The second report {reason}" in only(compare(here, there))[1]
    assert only(compare(there, here))[0] == "new"
    assert f"The first report {reason}" in only(compare(there, here))[1]


def test_what_was_never_tried_says_so_and_names_what_is_related() -> None:
    claim = supported()
    elsewhere = dataclasses.replace(
        claim, id="elsewhere", region={"size": {"low": 1.9, "high": 2.5, "closed": True}}
    )
    first = with_claims(houses_report(), claim)
    found = compare(first, with_claims(houses_report(), elsewhere))
    assert [entry.status for entry in found.claims] == ["vanished", "new"]
    assert "did not come upon it" in found.claims[0].reason
    assert found.claims[0].related == ("elsewhere",)
    assert found.claims[1].related == (claim.id,)


@pytest.mark.parametrize("how", ["held fixed there", "left out there", "not in its rows"])
def test_a_column_that_the_other_report_says_nothing_of_is_the_reason(how: str) -> None:
    """A control of the second report was said not to have been come upon."""
    claim, report = supported(), houses_report()
    (name,) = claim.features
    other = with_claims(report)
    if how == "held fixed there":
        other = dataclasses.replace(other, settings={**report.settings, "controls": [name]})
    else:
        columns = [column for column in report.columns if column.name != name]
        if how == "left out there":
            columns.append(ColumnRecord(name, "ignored", 0, 2))
        other = dataclasses.replace(other, columns=tuple(columns))
    reason = f"report says nothing of {name!r}: {how}."
    assert only(compare(with_claims(report, claim), other)) == ("vanished", f"The second {reason}")
    assert only(compare(other, with_claims(report, claim))) == ("new", f"The first {reason}")


def test_a_stretch_a_little_longer_is_the_same_statement() -> None:
    claim = supported()
    region = {"size": {**claim.region["size"], "low": claim.region["size"]["low"] + 0.3}}
    longer = dataclasses.replace(claim, id="longer", region=region)
    found = compare(with_claims(houses_report(), claim), with_claims(houses_report(), longer))
    assert only(found)[0] == "persisted"
    assert 0.8 < (found.claims[0].overlap or 0) < 1


def test_what_neither_supports_is_left_out() -> None:
    weak = dataclasses.replace(supported(), verdict="inconclusive")
    assert compare(*[with_claims(houses_report(), weak)] * 2).claims == ()


def test_other_targets_are_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match="explains the column 'left', the first 'price'"):
        compare(houses_report(), customers_report())


def test_other_classes_and_scales_are_refused() -> None:
    report = customers_report()
    other = dataclasses.replace(report, outcome=dataclasses.replace(report.outcome, positive="no"))
    with pytest.raises(InputError, match="explains the class 'no', the first 'yes'"):
        compare(report, other)
    capped = dataclasses.replace(
        houses_report(), outcome=dataclasses.replace(houses_report().outcome, scale="capped")
    )
    with pytest.raises(InputError, match="on the scale 'capped'"):
        compare(houses_report(), capped)


def test_columns_of_one_report_alone_are_named() -> None:
    report = houses_report()
    fewer = dataclasses.replace(
        report, columns=tuple(c for c in report.columns if c.name != "noise")
    )
    notes = compare(report, with_claims(fewer)).record.notes
    assert any(note == "Only the first report has: 'noise'." for note in notes)


def test_classes_are_told_apart() -> None:
    found = compare(flowers_report(), flowers_report())
    assert all(
        claim.first is not None and claim.second is not None and claim.first.id == claim.second.id
        for claim in found.claims
    )


def test_nonsense_is_refused() -> None:
    with pytest.raises(ParameterError, match="'report' parameter of compare"):
        compare(None, houses_report())


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(render_json(houses_report()), encoding="utf-8")
    found = compare(tmp_path / "a", tmp_path / "b" / "report.json")
    paths = found.save(tmp_path / "out")
    values = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert values["schema"] == "dataexplain.comparison/1"
    assert ComparisonRecord.from_dict(values).to_dict() == found.record.to_dict()
    assert paths["html"].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
