"""How much is asked."""

import pytest

from dataexplain.search.difference_asking import ROUND, YIELDS, schedule_for


@pytest.mark.parametrize("wanted", [1, 10, 60])
def test_more_is_asked_for_than_is_wanted(wanted):
    schedule = schedule_for(wanted)
    assert sum(YIELDS[form] for form, _ in schedule) >= wanted
    assert len(set(schedule)) == len(schedule)


def test_asking_for_a_thousand_ends():
    assert len(schedule_for(1000)) <= 4 * len(ROUND)
