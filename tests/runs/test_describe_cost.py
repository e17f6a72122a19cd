"""What describing would cost, before anything is asked."""

from __future__ import annotations

import pytest

from dataexplain.runs.describe_cost import estimate_description
from dataexplain.runs.describe_reading import open_pairs
from dataexplain.runs.describe_wish import DescribeWish
from tests.runs.planted_pairs import knowing, named, things
from tests.runs.test_describing import SMALL, described


@pytest.mark.parametrize("make", [things, named])
def test_what_is_asked_stays_within_the_estimate(make: object) -> None:
    assert callable(make)
    frame = make()
    model = knowing(frame)
    found = estimate_description(open_pairs(frame, ["thing"], "kind"), SMALL, model)
    assert model.tally.calls == 0
    described(frame, model, SMALL)
    assert 0 < model.tally.calls <= found.largest.calls


def test_a_budget_bounds_the_search_in_the_estimate() -> None:
    frame = things()
    opened = open_pairs(frame, ["thing"], "kind")
    with knowing(frame) as free, knowing(frame, calls=20) as bound:
        wish = DescribeWish()
        dear = estimate_description(opened, wish, free).expected.calls
        cheap = estimate_description(opened, wish, bound).expected.calls
    assert dear - cheap == wish.search_calls - 10
