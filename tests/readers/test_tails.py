import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import DOWN, UP
from dataexplain.readers.proposing import leaning
from dataexplain.readers.tails import read_tails
from dataexplain.tables import build_table
from tests.planted_tables import rows_of, verdicts_on

LEAST_LEANING = 3.0


def drawn(seed, jump=0.0, bend=0.0, rows=2000):
    """A line with a bend in the middle and a jump at the last fiftieth of the rows."""
    rng = np.random.default_rng([seed, 62])
    frame = pd.DataFrame({"x": rng.exponential(size=rows), "z": rng.normal(size=rows)})
    cut = float(np.quantile(frame["x"], 0.98))
    frame["y"] = frame["x"] + frame["z"] + bend * np.maximum(frame["x"] - 1.4, 0)
    frame["y"] += jump * (frame["x"] >= cut) + rng.normal(size=rows)
    return frame, cut


def read(frame, column="x", **options):
    """Return the tails of a column that lean far enough to be tried, and the rows."""
    rows = rows_of(frame, signals={"x": np.nan_to_num, "z": np.nan_to_num}, **options)
    feature = build_table(frame, "y", **options).column(column)
    claims = read_tails(rows, feature, next(iter(rows.outcomes)))
    return [claim for claim in claims if leaning(claim, rows) > LEAST_LEANING], rows


@pytest.mark.parametrize(("jump", "direction"), [(3.0, UP), (-3.0, DOWN)])
def test_a_jump_in_the_last_rows_is_found_where_it_lies(jump, direction):
    frame, cut = drawn(0, jump)
    (tail,), rows = read(frame)
    condition = tail.region.conditions[0]
    assert tail.direction == direction
    assert condition.high is None
    assert condition.low == pytest.approx(cut, abs=0.1)
    (decided,) = verdicts_on([tail], rows, floor=0.2)
    assert decided.verdict == "supported"
    (opposite,), _ = read(frame.assign(x=-frame["x"]))
    assert opposite.region.conditions[0].low is None
    assert opposite.direction == direction


@pytest.mark.parametrize("bend", [0.0, 2.0])
def test_a_steady_course_has_no_tail(bend):
    found = [len(read(drawn(seed, bend=bend)[0])[0]) for seed in range(12)]
    assert sum(found) <= 1


def test_a_tail_holds_the_course_of_its_own_column():
    frame, _ = drawn(1, 3.0)
    (tail,), _ = read(frame)
    assert len(tail.knots) == 3
    np.testing.assert_allclose(tail.knots, np.quantile(frame["x"], [0.25, 0.5, 0.75]))


def test_levels_and_short_columns_have_no_tail():
    frame, _ = drawn(2, 3.0)
    frame["rank"] = np.minimum(frame["x"].round(), 6)
    assert read(frame, "rank")[0] == []
    assert read(frame.iloc[:250], "x")[0] == []


def test_missing_cells_are_in_no_tail():
    frame, _ = drawn(3, 3.0)
    frame.loc[::7, "x"] = np.nan
    (tail,), rows = read(frame)
    assert tail.region.mask(rows.frame).sum() == (frame["x"] >= tail.region.conditions[0].low).sum()


def test_a_probability_near_its_end_has_no_tail():
    """A straight course leaves the range of a probability: its curve is not a departure."""
    found = 0
    for seed in range(6):
        rng = np.random.default_rng([seed, 65])
        x = rng.normal(size=2000)
        y = np.where(rng.random(2000) < 1 / (1 + np.exp(-3 * x)), "yes", "no")
        frame = pd.DataFrame({"x": x, "z": rng.normal(size=2000), "y": y})
        rows = rows_of(frame, signals={"x": lambda x: 3 * x}, positive="yes")
        table = build_table(frame, "y", positive="yes")
        tails = read_tails(rows, table.column("x"), "yes")
        found += sum(leaning(claim, rows) > LEAST_LEANING for claim in tails)
    assert found <= 1
