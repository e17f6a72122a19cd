import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import DOWN, UP, Claim, Condition, Membership, Position, Region
from dataexplain.readers.drifts import read_drifts
from tests.planted_tables import rows_of, slow_series, verdicts_on

TREND = Claim("trend", ("x",), UP, Region((Condition("x", -1.5, 1.5, closed=True),)))
LEVEL = Claim("level_contrast", ("plan",), UP, Region((Condition("plan", levels=("gold",)),)))


def drawn(seed, growth, rows=600, rho=0.0):
    """The effect of `x` (and of "gold") goes from 1 to 1 + growth over all rows."""
    rng = np.random.default_rng([seed, 70])
    frame = pd.DataFrame({"t": np.arange(rows) * 1.0, "x": slow_series(rng, rows, rho)})
    frame["plan"] = rng.choice(["gold", "basic"], size=rows)
    gold = (frame["plan"] == "gold") * 1.0
    frame["y"] = (1 + growth * frame["t"] / rows) * (frame["x"] + 2 * gold)
    frame["y"] += 0.01 * frame["t"] + slow_series(rng, rows, rho)
    return frame


def rows_on(frame):
    lines = {"x": lambda x: x}
    return rows_of(frame.reset_index(drop=True), signals=lines, time="t")


def drifts_of(frame, *claims):
    """Return the drifts that the earlier half of the rows suggests, and the later half."""
    half = len(frame) // 2
    return read_drifts(claims, rows_on(frame.iloc[:half])), rows_on(frame.iloc[half:])


@pytest.mark.parametrize(("growth", "direction"), [(4.0, UP), (-4.0, DOWN)])
def test_an_effect_that_changes_in_time_is_found_on_later_rows(growth, direction):
    drifts, later = drifts_of(drawn(0, growth), TREND, LEVEL)
    assert [drift.direction for drift in drifts] == [direction] * 2
    assert [drift.kind for drift in drifts] == ["drift"] * 2
    slope, gold = (drift.factors[0] for drift in drifts)
    assert slope == Position("x", -1.5, 1.5)
    assert gold == Membership(LEVEL.region)
    assert all(drift.factors[1] == Position("t", 0.0, 299.0) for drift in drifts)
    for decided in verdicts_on(drifts, later, floor=0.2):
        assert (decided.verdict, decided.basis) == ("supported", "adjusted")


def rejected(draws, rho, rows):
    """How often a constant effect looks as if it changed, on later rows."""
    found = []
    for seed in range(draws):
        (drift,), later = drifts_of(drawn(seed, 0.0, rows, rho), TREND)
        (decided,) = verdicts_on([drift], later, floor=0.0)
        found.append(decided.verdict == "supported")
    return np.mean(found)


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_a_constant_effect_is_hardly_ever_said_to_change(rho):
    assert rejected(40, rho, 600) <= 0.075


@pytest.mark.slow
def test_a_constant_effect_of_slow_series_is_hardly_ever_said_to_change():
    assert rejected(200, 0.9, 1200) <= 0.05


def test_only_plain_claims_drift():
    """A turn or a jump has no one effect that could grow."""
    turn = Claim("turning_point", ("x",), UP, TREND.region, turn=0.0)
    rows = rows_on(drawn(0, 0.0))
    assert read_drifts([turn], rows) == ()
    assert len(read_drifts([TREND, turn, LEVEL], rows)) == 2


def test_without_times_nothing_drifts():
    frame = drawn(0, 4.0).drop(columns="t")
    assert read_drifts([TREND], rows_of(frame)) == ()


def test_dates_drift_in_days():
    frame = drawn(0, 4.0)
    frame["t"] = pd.date_range("2020-01-01", periods=len(frame)).strftime("%Y-%m-%d")
    drifts, later = drifts_of(frame, TREND)
    assert drifts[0].factors[1] == Position("t", 18262.0, 18561.0)
    (decided,) = verdicts_on(drifts, later, floor=0.2)
    assert decided.verdict == "supported"


def test_later_rows_may_be_close_together():
    """Where they span little of all time, a clear drift could not be told from the plain effect."""
    rng = np.random.default_rng(75)
    frame = drawn(0, 0.0, 1600)
    frame["t"] = np.concatenate([np.sort(rng.uniform(0, 3650, 800)), np.arange(3700, 4500)])
    frame["y"] = (1 + 0.005 * frame["t"]) * frame["x"] + rng.normal(size=1600)
    drifts, later = drifts_of(frame, TREND)
    (decided,) = verdicts_on(drifts, later, floor=0.2)
    assert decided.verdict == "supported"
