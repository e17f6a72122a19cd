import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import UP, Claim, Condition, Membership, Position, Region
from dataexplain.verification.measuring import gather
from dataexplain.verification.parts import parts_of
from tests.planted_tables import rows_of
from tests.verification.test_measuring import drawn as noise_and_line
from tests.verification.test_measuring import flat

SLOPE = Position("x", -1.0, 1.0)
GOLD = Membership(Region((Condition("plan", levels=("gold",)),)))


def drawn(rows=1200):
    """The slope of x is 3 on "gold" and 1 elsewhere, and grows with z."""
    rng = np.random.default_rng(73)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.uniform(-1, 1, size=rows)})
    frame["plan"] = rng.choice(["gold", "basic", "trial"], size=rows)
    frame["t"] = np.arange(rows) * 1.0
    frame["y"] = (1 + 2 * (frame["plan"] == "gold") + frame["z"]) * frame["x"]
    frame["y"] += rng.normal(size=rows)
    return frame


def parts(factors, kind="interaction", frame=None, features=("x", "plan"), **options):
    rows = rows_of(drawn() if frame is None else frame, **options)
    claim = Claim(kind, features, UP, Region(), factors=factors)
    return parts_of(claim, gather(claim, rows, np.random.default_rng(0)), rows), rows


def test_both_sides_of_a_level_are_shown():
    (outside, inside), rows = parts((SLOPE, GOLD))
    assert inside.region == GOLD.region
    assert outside.region.conditions[0].levels == ("basic", "trial")
    # the slope over a stretch of 2
    assert inside.estimate.effect == pytest.approx(6, abs=4 * inside.estimate.standard_error)
    assert outside.estimate.effect == pytest.approx(2, abs=4 * outside.estimate.standard_error)
    assert inside.estimate.n + outside.estimate.n == len(rows.frame)
    for part, rise in ((inside, 6), (outside, 2)):
        assert sum(point.rows for point in part.points) == part.estimate.n
        places = [point.x for point in part.points]
        assert places == sorted(places)
        slope = np.polyfit(places, [point.mean for point in part.points], 1)[0]
        assert 2 * slope == pytest.approx(rise, rel=0.25)
        assert all(point.interval[0] < point.mean < point.interval[1] for point in part.points)


def test_both_halves_of_a_number_are_shown():
    (below, above), rows = parts((SLOPE, Position("z", -1.0, 1.0)))
    middle = below.region.conditions[0].high
    assert middle == above.region.conditions[0].low == pytest.approx(rows.frame["z"].median())
    error = np.hypot(above.estimate.standard_error, below.estimate.standard_error)
    assert above.estimate.effect - below.estimate.effect == pytest.approx(2, abs=3 * error)
    assert 3 * error < 1.5


def test_on_each_side_the_other_column_is_held():
    """x and z move together and z matters by itself: that is not the slope of x."""
    rng = np.random.default_rng(76)
    frame = drawn()
    frame["z"] = 0.8 * frame["x"] + 0.6 * rng.normal(size=1200)
    frame["y"] = frame["x"] + 3 * frame["z"] + rng.normal(size=1200)
    found, _ = parts((SLOPE, Position("z", -1.0, 1.0)), frame=frame, features=("x", "z"))
    for part in found:
        assert part.estimate.effect == pytest.approx(2, abs=4 * part.estimate.standard_error)
        assert part.estimate.standard_error < 0.5


def test_a_level_against_another_has_no_averages_along_it():
    """Along a level there is nowhere to go."""
    found, _ = parts((GOLD, Position("z", -1.0, 1.0)), features=("plan", "z"))
    assert [part.points for part in found] == [(), ()]
    assert all(part.estimate.testable for part in found)


def test_earlier_and_later_rows_of_a_drift_are_shown():
    frame = drawn()
    frame["y"] = (1 + 2 * frame["t"] / 1200) * frame["x"]
    frame["y"] += np.random.default_rng(74).normal(size=1200)
    factors = (SLOPE, Position("t", 0.0, 600.0))
    (earlier, later), _ = parts(factors, "drift", frame, ("x",), time="t")
    assert earlier.region.conditions[0].high == later.region.conditions[0].low == 599.5
    assert earlier.estimate.n == later.estimate.n == 600
    assert earlier.estimate.effect == pytest.approx(3, abs=0.5)
    assert later.estimate.effect == pytest.approx(5, abs=0.5)


def test_the_stretches_of_a_flat_column_are_shown():
    frame, _ = noise_and_line(2000)
    rows = rows_of(frame, signals={"x": lambda x: 2 * x})
    evidence = gather(flat(), rows, np.random.default_rng(0), floor=0.5)
    found = parts_of(flat(), evidence, rows)
    assert [part.region for part in found] == list(flat().pieces)
    assert [part.estimate for part in found] == list(evidence.pieces)


def test_claims_of_one_effect_have_no_parts():
    rows = rows_of(drawn())
    trend = Claim("trend", ("x",), UP, Region((Condition("x", -1.0, 1.0, closed=True),)))
    assert parts_of(trend, gather(trend, rows, np.random.default_rng(0)), rows) == ()


def test_what_could_not_be_tested_has_no_parts():
    frame = drawn()
    frame["plan"] = np.where(np.arange(1200) < 2, "gold", "basic")
    found, _ = parts((SLOPE, GOLD), frame=frame)
    assert found == ()


def test_a_value_that_most_rows_share_still_gives_two_sides():
    frame = drawn()
    frame["z"] = np.where(np.arange(1200) % 3 == 0, 1.0, 0.0)
    frame.loc[:4, "z"] = np.nan
    found, _ = parts((SLOPE, Position("z", 0.0, 1.0)), frame=frame, roles={"z": "numeric"})
    assert [part.estimate.n for part in found] == [
        int((frame["z"] == 0).sum()),
        int((frame["z"] == 1).sum()),
    ]
