"""Betting intervals keep their promise while somebody looks on after every value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.statistics import BettingInterval, mean_interval

STREAMS = 400


def followed(values, **settings_):
    """Return the state after all values, one column a mean, in batches of 25."""
    betting = BettingInterval(values.shape[1], points=201, **settings_)
    for batch in np.array_split(values, len(values) // 25):
        betting.update(batch)
    return betting


def differences(generator, share_a, share_b, size):
    """Draw one text of each group at a time and subtract the answers."""
    return (generator.random(size) < share_a) * 1.0 - (generator.random(size) < share_b)


@pytest.mark.parametrize(("share_a", "share_b"), [(0.5, 0.5), (0.02, 0.02), (0.9, 0.6)])
def test_the_truth_is_in_all_intervals_at_once(share_a, share_b):
    values = differences(np.random.default_rng(0), share_a, share_b, (300, STREAMS))
    low, high = followed(values, low=-1.0).interval()
    truth = share_a - share_b
    # ends only ever move inwards: the last interval holds what all of them hold
    assert np.mean((low <= truth) & (truth <= high)) >= 0.95


def test_looking_often_breaks_an_interval_for_a_fixed_number():
    """What the betting interval is for: the usual one fails somewhere along the way."""
    values = differences(np.random.default_rng(0), 0.5, 0.5, (300, 100))
    missed = np.zeros(100, dtype=bool)
    for seen in range(20, 301, 5):
        ends = np.array([mean_interval(column) for column in values[:seen].T])
        missed |= (ends[:, 0] > 0) | (ends[:, 1] < 0)
    assert missed.mean() > 0.15


@pytest.mark.parametrize("floor", [0.0, 0.2])
def test_where_the_mean_is_the_floor_evidence_averages_at_most_one(floor):
    generator = np.random.default_rng(1)
    betting = BettingInterval(4000, low=-1.0, floor=floor, points=3)
    highest = np.zeros(4000)
    stopped = np.full(4000, np.nan)
    for _ in range(60):
        betting.update(differences(generator, 0.4 + floor, 0.4, (1, 4000)))
        highest = np.maximum(highest, betting.e_values)
        # whoever stops as soon as there is some evidence gains nothing by it
        stopping = np.isnan(stopped) & (betting.e_values > 3)
        stopped[stopping] = betting.e_values[stopping]
    stopped = np.where(np.isnan(stopped), betting.e_values, stopped)
    assert stopped.mean() < 1.1
    assert np.mean(highest >= 20) <= 0.05


def test_evidence_grows_where_the_mean_lies_above_the_floor():
    generator = np.random.default_rng(2)
    betting = followed(differences(generator, 0.6, 0.3, (200, 50)), low=-1.0, floor=0.05)
    assert np.mean(betting.e_values > 20) > 0.9
    assert (betting.interval()[0] > 0.05).mean() > 0.6


def test_intervals_shrink_with_more_values_and_less_spread():
    generator = np.random.default_rng(3)
    few, many = (followed(generator.random((size, 5))) for size in (100, 2000))
    calm = followed(0.5 + 0.1 * generator.random((100, 5)))
    width_few, width_many, width_calm = (
        np.subtract(*betting.interval()[::-1]).mean() for betting in (few, many, calm)
    )
    assert width_many < 0.5 * width_few
    assert width_calm < 0.5 * width_few


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.data())
def test_how_values_are_cut_into_batches_changes_nothing(values, data):
    whole, cut = BettingInterval(floor=0.3), BettingInterval(floor=0.3)
    whole.update(values)
    place = data.draw(st.integers(0, len(values)))
    cut.update(values[:place])
    cut.update(values[place:])
    assert cut.interval() == whole.interval()
    assert cut.e_values == pytest.approx(whole.e_values)
    assert cut.means == pytest.approx(whole.means)
    assert cut.seen == whole.seen


def test_candidates_come_and_go_on_their_own():
    values = np.random.default_rng(4).random((60, 3))
    together, apart = BettingInterval(3), BettingInterval(3)
    together.update(values)
    apart.update(values[:20])
    apart.update(values[20:, [0, 2]], candidates=np.array([0, 2]))
    apart.update(values[20:, [1]], candidates=np.array([1]))
    for ours, theirs in zip(apart.interval(), together.interval(), strict=True):
        assert ours == pytest.approx(theirs)
    assert apart.e_values == pytest.approx(together.e_values)


def test_no_value_is_left_out():
    values = np.random.default_rng(5).random(40)
    holed = np.insert(values, [0, 7, 40], np.nan)
    full, with_holes = BettingInterval(), BettingInterval()
    full.update(values)
    with_holes.update(holed)
    assert with_holes.seen == 40
    assert with_holes.interval() == full.interval()
    assert with_holes.e_values == pytest.approx(full.e_values)


def test_a_scale_of_its_own_changes_nothing_else():
    values = np.random.default_rng(6).random((50, 2))
    unit, wide = BettingInterval(2, floor=0.4), BettingInterval(2, low=-1, high=3, floor=0.6)
    unit.update(values)
    wide.update(4 * values - 1)
    assert wide.interval()[0] == pytest.approx(4 * unit.interval()[0] - 1)
    assert wide.e_values == pytest.approx(unit.e_values)
    assert wide.means == pytest.approx(4 * unit.means - 1)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_values_at_an_end_leave_an_interval_with_a_width(value):
    betting = BettingInterval(low=0.0)
    betting.update(np.full(500, value))
    low, high = betting.interval()
    assert low <= value <= high
    assert 0 < high - low < 0.1


def test_before_any_value_everything_is_possible():
    betting = BettingInterval(2, low=-1.0)
    betting.update(np.empty((0, 2)))
    assert np.array(betting.interval()).T.tolist() == [[-1.0, 1.0], [-1.0, 1.0]]
    assert betting.e_values.tolist() == [1.0, 1.0]
    assert np.isnan(betting.means).all()


@pytest.mark.parametrize(
    ("settings_", "parameter"),
    [
        ({"count": 0}, "count"),
        ({"low": 1.0}, "high"),
        ({"floor": 1.0}, "floor"),
        ({"points": 2}, "points"),
        ({"confidence": 1.0}, "confidence"),
    ],
)
def test_wrong_settings_are_told(settings_, parameter):
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter"):
        BettingInterval(**settings_)


@pytest.mark.parametrize("values", [[[0.5, 1.1]], [[0.5]], [0.5, 0.5]])
def test_wrong_values_are_told_and_change_nothing(values):
    betting = BettingInterval(2)
    with pytest.raises(ParameterError, match="'values' parameter"):
        betting.update(values)
    assert betting.seen.tolist() == [0, 0]


def test_a_candidate_has_one_column():
    with pytest.raises(ParameterError, match="'candidates' parameter"):
        BettingInterval(2).update([[0.1, 0.2]], candidates=np.array([1, 1]))
