import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.randomness import generator_for, seed_for


@given(st.integers(0, 2**40), st.text())
def test_one_seed_and_purpose_give_one_stream(seed, purpose):
    draws = [generator_for(seed, purpose).integers(2**60, size=3).tolist() for _ in range(2)]
    assert draws[0] == draws[1]
    assert seed_for(seed, purpose) == seed_for(seed, purpose)
    assert 0 <= seed_for(seed, purpose) < 2**31


def test_other_seeds_and_purposes_give_other_streams():
    pairs = [(seed, purpose) for seed in (0, 1, 2) for purpose in ("rows", "bags", "")]
    assert len({int(generator_for(*pair).integers(2**60)) for pair in pairs}) == len(pairs)


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match="non-negative"):
        generator_for(-1, "rows")
