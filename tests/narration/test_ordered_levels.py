"""Levels stand in an order by scores, as numbers, or as no and yes."""

from __future__ import annotations

import pytest

from dataexplain.narration.ordered_levels import level_places


@pytest.mark.parametrize(
    ("levels", "places"),
    [
        (("2012", "2011"), {"2012": 2012.0, "2011": 2011.0}),
        (("-1", "0.5"), {"-1": -1.0, "0.5": 0.5}),
        (("TRUE", "FALSE"), {"FALSE": 0.0, "TRUE": 1.0}),
        (("female", "male"), None),
        (("1", "two"), None),
        (("nan", "inf"), None),
        ((), None),
    ],
)
def test_places(levels, places):
    assert level_places(levels) == places


def test_scores_decide():
    assert level_places(("poor", "good"), (1.0, 4.0)) == {"poor": 1.0, "good": 4.0}
