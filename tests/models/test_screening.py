import numpy as np
import pandas as pd
import pytest

from dataexplain.models.screening import relatedness, screen
from dataexplain.tables import build_table

ROWS = 400


def wide(outcome, columns=60, **planted):
    """Columns of noise, and planted ones among them."""
    rng = np.random.default_rng(5)
    data = {f"noise{place}": rng.normal(size=ROWS).round(3) for place in range(columns)}
    return pd.DataFrame({**data, **planted, "y": outcome})


def kept(table, most=3, rows=None):
    narrow, record = screen(table, np.arange(ROWS) if rows is None else rows, most=most)
    return {column.name for column in narrow.features}, record


def drawn(seed=0):
    return np.random.default_rng(seed), np.random.default_rng(seed + 1).normal(size=ROWS)


def test_a_line_a_bend_a_level_and_missing_cells_are_seen():
    rng, error = drawn()
    line, bend = rng.normal(size=(2, ROWS)).round(3)
    level = rng.choice(list("abcdefgh"), ROWS)
    lacking = np.where(rng.random(ROWS) < 0.2, np.nan, rng.normal(size=ROWS).round(3))
    y = 0.5 * line + 0.8 * np.abs(bend) + 1.2 * (level == "c") + np.isnan(lacking) + error
    table = build_table(wide(y, line=line, bend=bend, level=level, lacking=lacking), "y")
    assert kept(table, most=4)[0] == {"line", "bend", "level", "lacking"}


def test_what_tells_one_class_from_the_rest_is_kept():
    rng, _ = drawn()
    kind = rng.choice(["rose", "tulip", "daisy", "lily"], ROWS)
    only = ((kind == "lily") * 1.0 + rng.normal(size=ROWS)).round(3)
    table = build_table(wide(kind, only=only), "y")
    assert kept(table, most=1)[0] == {"only"}


def test_a_few_extreme_outcomes_decide_nothing():
    rng, error = drawn()
    x = rng.normal(size=ROWS).round(3)
    y = 0.4 * x + error
    y[:2] = 1e6
    lucky = np.where(np.arange(ROWS) < 2, "odd", rng.choice(["a", "b"], ROWS))
    table = build_table(wide(y, x=x, lucky=lucky), "y")
    assert "x" in kept(table, most=1)[0]


def test_rows_that_test_are_not_looked_at():
    rng, error = drawn()
    frame = wide(error, late=np.where(np.arange(ROWS) < 200, rng.normal(size=ROWS), error))
    table = build_table(frame, "y")
    assert "late" not in kept(table, rows=np.arange(200))[0]
    assert "late" in kept(table, rows=np.arange(200, 400))[0]


def test_a_narrow_table_is_left_as_it_is():
    table = build_table(wide(drawn()[1], columns=3), "y")
    narrow, record = screen(table, np.arange(ROWS), most=3)
    assert narrow is table
    assert record is None


def test_everything_that_is_no_feature_and_every_control_is_kept():
    _, error = drawn()
    frame = wide(error).assign(
        w=1.0 + np.arange(ROWS) % 3, home=[f"h{n % 80}" for n in range(ROWS)], text="a b c"
    )
    table = build_table(frame, "y", weights="w", group="home", controls=["noise7", "noise9"])
    names, record = kept(table, most=2)
    assert {"noise7", "noise9"} < names
    assert len(names) == 4
    narrow, _ = screen(table, np.arange(ROWS), most=2)
    assert [column.name for column in narrow.columns if column.name in ("w", "home", "y")] == [
        "y",
        "w",
        "home",
    ]
    np.testing.assert_array_equal(narrow.row_keys, table.row_keys)
    assert (record.columns, record.kept, len(record.left_out)) == (58, 2, 56)
    assert not names & set(record.left_out)
    assert set(narrow.frame.columns) == {column.name for column in narrow.columns}


def test_the_order_of_columns_changes_nothing_even_among_equals():
    _, error = drawn()
    frame = wide(error, columns=5)
    for place in range(5, 12):
        frame[f"noise{place}"] = frame["noise0"]
    first = kept(build_table(frame, "y"), most=6)[0]
    turned = kept(build_table(frame[frame.columns[::-1]], "y"), most=6)[0]
    assert first == turned


@pytest.mark.parametrize("weight", [1.0, 0.0])
def test_rows_without_weight_do_not_count(weight):
    rng, error = drawn()
    x = np.where(np.arange(ROWS) < 200, error, rng.normal(size=ROWS)).round(3)
    frame = wide(error, x=x).assign(w=np.where(np.arange(ROWS) < 200, weight, 1.0))
    assert ("x" in kept(build_table(frame, "y", weights="w"), most=3)[0]) is bool(weight)


def test_columns_that_say_nothing_on_these_rows_have_no_score():
    _, error = drawn()
    frame = pd.DataFrame(
        {
            "empty": np.where(np.arange(ROWS) < 200, np.nan, np.arange(ROWS) / 7),
            "still": np.where(np.arange(ROWS) < 200, 2.5, np.arange(ROWS) / 7),
            "one": np.where(np.arange(ROWS) < 200, "a", np.where(np.arange(ROWS) % 2, "b", "c")),
            "y": error,
        }
    )
    table = build_table(frame, "y")
    scores = relatedness(table, np.arange(200), list(table.features))
    assert scores == {"empty": 0.0, "still": 0.0, "one": 0.0}


@pytest.mark.parametrize(("rows", "left"), [(60, 50), (720, 60), (6000, 70)])
def test_with_few_rows_fewer_are_kept(rows, left):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(rows, 75))).add_prefix("x")
    table = build_table(frame.assign(y=rng.normal(size=rows)), "y")
    narrow, record = screen(table, np.arange(rows), most=70)
    assert len(narrow.features) == record.kept == left
