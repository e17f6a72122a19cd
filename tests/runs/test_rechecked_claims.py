"""What a column that is missing now may and may not explain."""

from __future__ import annotations

import pandas as pd
import pytest

from dataexplain.runs.rechecked_claims import curve_reach
from dataexplain.runs.rechecking import recheck
from tests.planted_tables import houses, houses_report


def without_place(slope: float) -> tuple[str, str]:
    """Return what becomes of the claim about size when its slope differs and `place` is gone."""
    frame = houses(900, seed=5)
    frame = frame.assign(price=frame["price"] + slope * frame["size"]).drop(columns="place")
    found = recheck(houses_report(), frame)
    claim = next(entry for entry in found.claims if entry.features == ("size",))
    assert any("'place'" in caution for caution in claim.cautions)
    return claim.status, claim.reason


def test_a_difference_beyond_what_a_missing_column_could_do_is_a_change() -> None:
    assert without_place(-16.0)[0] == "changed"


def test_a_difference_that_a_missing_column_could_explain_is_none() -> None:
    status, reason = without_place(-2.0)
    assert status == "not_possible"
    assert "like is not compared with like" in reason


def test_the_reach_of_a_curve_is_from_its_lowest_to_its_highest_value() -> None:
    reach = curve_reach(houses_report())
    assert reach["place"] == pytest.approx(9, abs=4)
    assert reach["place"] > reach["noise"]


def test_the_level_and_what_is_detectable_stand_with_each_difference() -> None:
    found = recheck(houses_report(), houses(400, seed=5))
    differences = [claim.difference for claim in found.claims if claim.difference is not None]
    assert differences
    for difference in differences:
        assert 0 < difference.level <= 0.05
        assert difference.detectable > 2 * difference.standard_error
        assert difference.p <= difference.q + 1e-12
    smaller = recheck(houses_report(), pd.DataFrame(houses(150, seed=5)))
    sizes = {claim.id: claim.difference for claim in smaller.claims}
    for claim in found.claims:
        other = sizes[claim.id]
        if claim.difference is not None and other is not None:
            assert claim.difference.standard_error < 1.5 * other.standard_error
