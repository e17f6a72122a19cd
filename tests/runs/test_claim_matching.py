from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from dataexplain.records import ClaimRecord
from dataexplain.runs.claim_matching import Ruler, overlap, pairs
from tests.planted_tables import houses_report

RULER = Ruler(
    {"age": (np.array([0.0, 50.0, 100.0]), np.array([0.0, 0.8, 1.0]))},
    {"plan": {"basic": 0.7, "gold": 0.2, "silver": 0.1}},
)


def claim(region: dict[str, Any], **changes: Any) -> ClaimRecord:
    values = {
        "kind": "trend",
        "features": tuple(region),
        "region": region,
        "against": {},
        "outcome_class": None,
        "estimand": {},
        "turn": None,
    }
    return dataclasses.replace(houses_report().claims[0], **(values | changes))


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ({"low": 0, "high": 50}, {"low": 0, "high": 50}, 1.0),
        ({"low": 0, "high": 50}, {"low": 0, "high": 100}, 0.8),
        ({"low": None, "high": 25}, {"low": None, "high": 50}, 0.5),
        ({"low": 0, "high": 25}, {"low": 50, "high": 100}, 0.0),
        ({"low": 50, "high": None}, {"low": 75, "high": None}, 0.5),
        ({"missing": True}, {"missing": True}, 1.0),
        ({"missing": True}, {"low": 0, "high": 50}, 0.0),
    ],
)
def test_stretches_overlap_by_the_rows_in_them(
    first: dict[str, Any], second: dict[str, Any], share: float
) -> None:
    assert overlap(claim({"age": first}), claim({"age": second}), RULER) == pytest.approx(share)


def test_levels_overlap_by_the_rows_that_have_them() -> None:
    one = claim({"plan": {"levels": ["basic", "gold"]}}, kind="level_contrast")
    other = claim({"plan": {"levels": ["basic"]}}, kind="level_contrast")
    assert overlap(one, other, RULER) == pytest.approx(0.7 / 0.9)
    swapped = dataclasses.replace(one, region={"plan": {"levels": ["gold", "basic"]}})
    assert overlap(one, swapped, RULER) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "changes", [{"kind": "threshold"}, {"features": ("plan",)}, {"outcome_class": "yes"}]
)
def test_other_kinds_columns_and_classes_share_nothing(changes: dict[str, Any]) -> None:
    region = {"age": {"low": 0, "high": 50}}
    assert overlap(claim(region), claim(region, **changes), RULER) == 0.0


def test_turns_far_apart_are_different_turns() -> None:
    region = {"age": {"low": 0, "high": 100}}
    near, far = (claim(region, kind="turning_point", turn=turn) for turn in (50.0, 5.0))
    assert overlap(near, near, RULER) == pytest.approx(1.0)
    assert overlap(near, far, RULER) < 0.2


def test_the_closest_statements_are_matched_and_each_once() -> None:
    first = [claim({"age": {"low": 0, "high": 50}}), claim({"age": {"low": 0, "high": 45}})]
    second = [claim({"age": {"low": 0, "high": 46}})]
    assert [(one, other) for one, other, _ in pairs(first, second, RULER)] == [(1, 0)]


def test_a_ruler_is_read_off_the_curves_of_reports() -> None:
    ruler = Ruler.of([houses_report(), houses_report()])
    assert ruler.below("size", -99.0) == 0.0
    assert ruler.below("size", 99.0) == 1.0
    assert ruler.below("size", 0.0) == pytest.approx(0.5, abs=0.1)
    assert sum(ruler.levels["place"].values()) == pytest.approx(1.0)
