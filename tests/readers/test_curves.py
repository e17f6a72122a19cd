import numpy as np
import pytest

from dataexplain.readers.curves import read_profile, stretch, threshold_window
from dataexplain.tables import Column, Role
from tests.readers.profiles import claims_about, noiseless

ROWS = 1200


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def kinds(claims):
    return [claim.kind for claim in claims]


@pytest.mark.parametrize(("slope", "direction"), [(1.0, "up"), (-1.0, "down")])
def test_a_line_is_a_trend_and_no_threshold(rng, slope, direction):
    x = rng.normal(size=ROWS)
    (claim,) = claims_about(x, slope * x + rng.normal(size=ROWS))
    assert (claim.kind, claim.direction) == ("trend", direction)
    (condition,) = claim.region.conditions
    assert -3 < condition.low < -1.5
    assert 1.5 < condition.high < 3
    assert condition.closed


def test_lines_hardly_ever_yield_a_threshold_or_a_turning_point():
    wrong = 0
    for seed in range(40):
        rng = np.random.default_rng([seed, 3])
        x = rng.normal(size=500)
        found = kinds(claims_about(x, x + rng.normal(size=500), seed))
        wrong += "threshold" in found or "turning_point" in found
    assert wrong <= 4


@pytest.mark.parametrize(("jump", "direction"), [(3.0, "up"), (-3.0, "down")])
def test_a_step_is_a_level_contrast_and_a_threshold_at_its_place(rng, jump, direction):
    x = rng.uniform(0, 10, size=ROWS)
    claims = claims_about(x, jump * (x >= 4.0) + rng.normal(size=ROWS))
    stepped = [claim for claim in claims if claim.kind in {"level_contrast", "threshold"}]
    assert kinds(stepped) == ["level_contrast", "threshold"]
    for claim in stepped:
        assert claim.direction == direction
        assert claim.region.conditions[0].low == pytest.approx(4.0, abs=0.5)
    (threshold,) = (claim for claim in claims if claim.kind == "threshold")
    low, high = threshold.window
    assert low < threshold.turn < high
    assert 0.5 < np.mean((x >= low) & (x < high)) < 0.7


@pytest.mark.parametrize(("sign", "direction"), [(1, "up"), (-1, "down")])
def test_a_u_is_a_turning_point(rng, sign, direction):
    x = rng.uniform(-3, 3, size=ROWS)
    claims = claims_about(x, sign * x**2 + rng.normal(size=ROWS))
    turning = [claim for claim in claims if claim.kind == "turning_point"]
    assert [claim.direction for claim in turning] == [direction]
    assert turning[0].turn == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("vertex", [-1.0, 0.0, 0.5, 1.0])
def test_a_u_turns_where_it_turns(rng, vertex):
    """Every parabola was once said to turn at the middle of the data: there two lines meet."""
    x = rng.uniform(-3, 3, size=ROWS)
    claims = claims_about(x, (x - vertex) ** 2 + rng.normal(size=ROWS))
    (turning,) = (claim for claim in claims if claim.kind == "turning_point")
    assert turning.turn == pytest.approx(vertex, abs=0.25)


def test_what_levels_off_is_a_trend_up_to_there(rng):
    x = rng.uniform(0, 10, size=2 * ROWS)
    claims = claims_about(x, 2 * np.minimum(x, 4.0) + rng.normal(size=2 * ROWS))
    (trend,) = (claim for claim in claims if claim.kind == "trend")
    assert trend.region.conditions[0].high == pytest.approx(4.0, abs=1.0)
    assert trend.direction == "up"


def test_the_levels_that_differ_are_told(rng):
    x = rng.choice(["a", "b", "c", "d"], size=ROWS)
    claims = claims_about(x, 2.0 * np.isin(x, ["b", "d"]) + rng.normal(size=ROWS))
    first = claims[0]
    assert first.kind == "level_contrast"
    levels = set(first.region.conditions[0].levels)
    assert (levels, first.direction) in [({"b", "d"}, "up"), ({"a", "c"}, "down")]
    assert levels | set(first.against.conditions[0].levels) == {"a", "b", "c", "d"}


def test_one_level_that_stands_out_is_named_not_the_many_others(rng):
    x = rng.choice([f"level {place}" for place in range(8)], size=2 * ROWS)
    claims = claims_about(x, -3.0 * (x == "level 5") + rng.normal(size=2 * ROWS))
    condition = claims[0].region.conditions[0]
    assert (condition.levels, claims[0].direction) == (("level 5",), "down")


def test_rows_without_a_value_are_compared_with_the_others(rng):
    x = rng.normal(size=ROWS)
    lacking = rng.random(ROWS) < 0.2
    claims = claims_about(np.where(lacking, np.nan, x), 2.0 * lacking + rng.normal(size=ROWS))
    (claim,) = (claim for claim in claims if claim.region.conditions[0].missing)
    assert (claim.kind, claim.direction) == ("level_contrast", "up")


def test_two_values_are_compared_not_called_a_trend(rng):
    x = rng.choice([1, 2], size=ROWS)
    claims = claims_about(x, 2.0 * x + rng.normal(size=ROWS))
    assert kinds(claims) == ["level_contrast"]


def test_a_flat_curve_says_nothing():
    assert read_profile(noiseless(lambda x: 0 * x), np.linspace(0, 10, 500), None) == ()


def test_a_stretch_leaves_out_the_outermost_rows():
    values = np.append(np.random.default_rng(0).normal(size=1000), 1e6)
    low, high = stretch(Column("x", Role.NUMERIC, distinct=1001), values)
    assert -3 < low < -1.5
    assert 1.5 < high < 3
    few = stretch(Column("x", Role.ORDINAL, distinct=3), np.repeat([1.0, 2.0, 3.0], 20))
    assert few == (1.0, 3.0)


def test_the_window_of_a_threshold_is_open_where_the_rows_end():
    values = np.arange(100.0)
    assert threshold_window(values, 20.0)[0] is None
    assert threshold_window(values, 80.0)[1] is None
    low, high = threshold_window(values, 50.0)
    assert (low, high) == (pytest.approx(20, abs=1), pytest.approx(80, abs=1))
