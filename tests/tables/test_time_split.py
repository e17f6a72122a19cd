"""The split in time: later rows verify, a gap lies between, and no group is on both sides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.tables.time_split import later_rows

times = st.lists(st.integers(0, 30), min_size=1, max_size=80).map(
    lambda values: np.array(values, dtype=np.float64)
)
shares = st.floats(0.1, 0.9)


@given(times, shares)
def test_every_row_that_verifies_is_later_than_all_that_propose(
    when: np.ndarray, share: float
) -> None:
    earlier, later = later_rows(when, None, share)
    assert len(later)
    assert (np.diff(earlier) > 0).all()
    assert (np.diff(later) > 0).all()
    if len(earlier):
        assert when[earlier].max() < when[later].min()
        # a distinct time lies between them, and all rows of one time are on one side
        assert ((when > when[earlier].max()) & (when < when[later].min())).any()
        assert np.isin(when, when[earlier]).sum() == len(earlier)
    assert np.isin(when, when[later]).sum() == len(later)


@given(times, shares, st.data())
def test_groups_are_whole_on_one_side(when: np.ndarray, share: float, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    drawn = data.draw(st.lists(st.integers(0, count - 1), min_size=len(when), max_size=len(when)))
    groups = np.unique(drawn, return_inverse=True)[1]
    earlier, later = later_rows(when, groups, share)
    assert not set(groups[earlier]) & set(groups[later])
    if len(earlier) and len(later):
        assert when[earlier].max() < when[later].min()


@given(times, shares, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(when: np.ndarray, share: float, random: object) -> None:
    order = np.arange(len(when))
    random.shuffle(order)
    given_order, other_order = later_rows(when, None, share), later_rows(when[order], None, share)
    for one, two in zip(given_order, other_order, strict=True):
        assert sorted(when[one]) == sorted(when[order][two])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_the_share_verifies_and_three_in_a_hundred_are_left_out(share: float) -> None:
    earlier, later = later_rows(np.arange(1000.0), None, share)
    assert len(later) == pytest.approx(1000 * share, abs=1)
    assert 1000 - len(earlier) - len(later) == 30


def test_groups_that_follow_one_another_stay_where_they_end() -> None:
    """Each group has a month of its own: hardly any lies across the cut."""
    groups = np.repeat(np.arange(20), 10)
    earlier, later = later_rows(np.arange(200.0), groups, 0.5)
    assert set(groups[later]) == set(range(10, 20))
    assert set(groups[earlier]) == set(range(9))


def test_groups_that_last_throughout_are_drawn_for_a_side() -> None:
    """Each group has rows at all times: half of the groups verify with their later rows."""
    groups = np.tile(np.arange(20), 10)
    when = np.repeat(np.arange(10.0), 20)
    earlier, later = later_rows(when, groups, 0.5)
    assert len(set(groups[earlier])) == len(set(groups[later])) == 10
    assert not set(groups[earlier]) & set(groups[later])
    assert when[earlier].max() < when[later].min()


def test_one_time_leaves_nothing_to_propose() -> None:
    earlier, later = later_rows(np.zeros(20), None, 0.5)
    assert not len(earlier)
    assert len(later) == 20


def test_a_time_that_most_rows_share_stays_whole() -> None:
    """Rows of a first time that most share were once all left out, and none could propose."""
    when = np.concatenate([np.zeros(70), np.arange(1.0, 31.0)])
    earlier, later = later_rows(when, None, 0.5)
    assert (when[earlier] == 0).all()
    assert len(earlier) == 70
    assert sorted(when[later]) == list(range(2, 31))
