"""Which statements a fault concerns."""

from __future__ import annotations

import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.faults import touching
from dataexplain.records import FaultRecord
from tests.planted_tables import houses_report

SENTINEL = FaultRecord("age", "sentinel", "", columns=("age",), values=("99",))


def claim(kind: str, **region) -> Claim:
    conditions = tuple(Condition(name, **bounds) for name, bounds in region.items())
    return Claim(kind, tuple(region), "up", Region(conditions))


def touched(fault: FaultRecord, *claims: Claim) -> list[bool]:
    (filled,) = touching([fault], claims)
    return [entry.id in filled.claims for entry in claims]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (claim("trend", age={"low": 18, "high": 80}), False),
        (claim("trend", age={"low": 18, "high": 99}), False),
        (claim("trend", age={"low": 18, "high": 99, "closed": True}), True),
        (claim("trend", height={"low": 1, "high": 2}), False),
        (claim("level_contrast", age={"low": 60}), True),
        (claim("level_contrast", age={"high": 60}), True),
        (claim("threshold", age={"low": 40}), True),
        (claim("subgroup", town={"levels": ("north",)}, age={"low": 18, "high": 50}), True),
    ],
)
def test_a_code_concerns_statements_about_rows_with_it(entry: Claim, expected: bool) -> None:
    assert touched(SENTINEL, entry) == [expected]


def test_a_contrast_of_two_stretches_concerns_these_only() -> None:
    young = Region((Condition("age", high=30.0),))
    old = Region((Condition("age", low=60.0),))
    middle = Region((Condition("age", low=30.0, high=60.0),))
    assert touched(SENTINEL, Claim("level_contrast", ("age",), "up", young, against=old)) == [True]
    far = Claim("level_contrast", ("age",), "up", young, against=middle)
    assert touched(SENTINEL, far) == [False]


def test_faults_of_columns_concern_all_statements_about_them() -> None:
    copy = FaultRecord("age", "near_copy", "", columns=("age", "years"))
    trends = [claim("trend", **{name: {"low": 1, "high": 2}}) for name in ("age", "years", "town")]
    assert touched(copy, *trends) == [True, True, False]


def test_a_date_concerns_what_is_said_of_its_parts() -> None:
    late = FaultRecord("closed", "after_outcome", "", columns=("closed",))
    parts = [claim("trend", **{name: {"low": 1}}) for name in ("closed.year", "closed_by")]
    assert touched(late, *parts) == [True, False]


def test_duplicates_name_no_statement() -> None:
    assert touched(FaultRecord(None, "duplicates", ""), claim("trend", age={"low": 1})) == [False]


def test_claims_of_a_report_are_understood_like_claims() -> None:
    report = houses_report()
    fault = FaultRecord("size", "leak", "", columns=("size",))
    (filled,) = touching([fault], report.claims)
    assert set(filled.claims) == {c.id for c in report.claims if "size" in c.features}
    assert filled.claims
