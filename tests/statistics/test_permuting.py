import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.statistics.permuting import blocks_shuffled, shuffled, time_blocks


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(0, 100))
def test_every_row_takes_from_another_once(blocks, seed):
    taken = blocks_shuffled(np.array(blocks, dtype=np.int64), np.random.default_rng(seed))
    assert sorted(taken.tolist()) == list(range(len(blocks)))


@given(st.permutations(list(range(4)) * 5), st.integers(0, 100))
def test_blocks_of_one_size_change_places_whole(blocks, seed):
    blocks = np.array(blocks)
    taken = blocks_shuffled(blocks, np.random.default_rng(seed))
    for block in range(4):
        sources = taken[blocks == block]
        assert len(set(blocks[sources].tolist())) == 1
        assert (np.diff(sources) > 0).all()


def test_neighbours_in_a_large_block_stay_neighbours():
    """The ends of blocks may part, the inside does not."""
    blocks = np.repeat(np.arange(5), [30, 7, 50, 1, 12])
    taken = blocks_shuffled(blocks, np.random.default_rng(3))
    assert (np.diff(taken) == 1).sum() >= len(blocks) - 2 * 5


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.integers(0, 20))
def test_blocks_of_time_follow_it_and_cut_no_time_apart(times, seed):
    times = np.array(times)
    blocks = time_blocks(times, np.random.default_rng(seed))
    order = np.argsort(times, kind="stable")
    assert (np.diff(blocks[order]) >= 0).all()
    for time in set(times.tolist()):
        assert len(set(blocks[times == time].tolist())) == 1


@pytest.mark.parametrize("distinct", [1, 4, 100, 110])
def test_a_block_is_about_the_root_of_the_times_long(distinct):
    blocks = time_blocks(np.arange(float(distinct)), np.random.default_rng(0))
    assert np.bincount(blocks).max() == int(distinct**0.5)


def test_shuffles_differ_and_can_be_had_again():
    first, again, other = (shuffled(50, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
