"""Times of rows: one number a row, in one zone, whatever the column is written in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import InputError, RoleError
from dataexplain.tables import Role, build_table
from dataexplain.tables.cells import read_cells
from dataexplain.tables.times import read_times

HOUR = 1 / 24


def times_of(values: object) -> np.ndarray:
    return read_times("when", read_cells(pd.Series(values)), file="visits.csv")


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 48), st.integers(-12, 14)), min_size=2, max_size=20).filter(
        lambda rows: len({hour for hour, _ in rows}) > 1
    )
)
def test_clock_times_of_mixed_zones_are_put_into_one(rows: list[tuple[int, int]]) -> None:
    """One moment said in two zones was once two numbers, a few billionths of a day apart."""
    start = np.datetime64("2020-03-01T00:00")
    texts = [
        f"{start + np.timedelta64(60 * (hour + zone), 'm')}:00{zone:+03d}:00" for hour, zone in rows
    ]
    if len({text[:16] for text in texts}) == 1:
        return  # one clock time in all rows is refused as a constant
    found = times_of(texts)
    hours = np.array([hour for hour, _ in rows])
    np.testing.assert_allclose(found - found[0], HOUR * (hours - hours[0]), atol=1e-9)
    assert len(np.unique(found)) == len(np.unique(hours))


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        (["2020-01-01T12:00:00+01:00", "2020-01-01T12:30:00+02:00"], -0.5),
        (["2020-01-01 12:00:00Z", "2020-01-01 12:30:00 UTC"], 0.5),
        (["2020-01-01 12:00:00-0130", "2020-01-01 13:00:00 GMT"], -0.5),
        (["2020-01-01 12:00", "2020-01-01 14:00"], 2.0),
        (["2020-01-01", "2020-01-02 01:00:00+01:00"], 24.0),
    ],
)
def test_zones_in_all_their_forms(texts: list[str], hours: float) -> None:
    first, second = times_of(texts)
    assert (second - first) / HOUR == pytest.approx(hours, abs=1e-6)


def test_times_with_and_without_a_zone_are_refused_with_the_row() -> None:
    with pytest.raises(InputError, match=r"name a zone \(\+01:00\) and others do not") as caught:
        times_of(["2020-01-01 12:00:00+01:00", "2020-01-02 12:00:00+01:00", "2020-01-03 12:00:00"])
    assert (caught.value.file, caught.value.column, caught.value.row) == ("visits.csv", "when", 3)
    assert caught.value.remedy == "Write all times in one zone."


def test_numbers_are_times_as_they_are() -> None:
    np.testing.assert_array_equal(times_of([3, 1, 2.5, None]), [3, 1, 2.5, np.nan])
    np.testing.assert_array_equal(
        times_of(["2019", "2021", "", "2020"]), [2019, 2021, np.nan, 2020]
    )


def test_dates_are_days() -> None:
    assert np.diff(times_of(["2020-02-28", "2020-03-01"])) == pytest.approx(2)
    assert np.diff(times_of(pd.to_datetime(["2020-02-28", "2020-03-01"]))) == pytest.approx(2)


@pytest.mark.parametrize("values", [["soon", "later", "never"], ["", "", None], [7, 7, 7]])
def test_what_is_no_time_is_refused_as_a_role(values: list[object]) -> None:
    with pytest.raises(RoleError, match="It cannot be time"):
        times_of(values)


def table(times: list[object], **options: object):
    rng = np.random.default_rng(0)
    data = {"day": times, "x": rng.normal(size=len(times)), "y": rng.normal(size=len(times))}
    return build_table(data, "y", time="day", **options)


def test_rows_without_a_time_are_left_out_with_a_note() -> None:
    days: list[object] = list(pd.date_range("2020-01-01", periods=60).strftime("%Y-%m-%d"))
    days[5] = days[9] = None
    built = table(days)
    assert len(built) == len(built.row_times) == 58
    assert "2 rows without a value of 'day' were left out." in built.notes
    assert not {6, 10} & set(built.file_rows.tolist())
    np.testing.assert_allclose(np.sort(built.row_times)[:2], [18262, 18263])


def test_a_time_column_has_parts_but_no_year() -> None:
    """Later years have no earlier rows to learn from, and the course of time is held anyway."""
    days = list(pd.date_range("2019-06-01", periods=400, freq="3D").strftime("%Y-%m-%d"))
    timed = {column.name: column.role for column in table(days).columns}
    assert timed["day"] is Role.TIME
    assert "day.month" in timed
    assert "day.year" not in timed
    rng = np.random.default_rng(0)
    dated = build_table({"day": days, "x": rng.normal(size=400), "y": rng.normal(size=400)}, "y")
    assert "day.year" in {column.name for column in dated.columns}


def test_a_table_without_a_clock_has_no_times() -> None:
    rng = np.random.default_rng(0)
    built = build_table({"x": rng.normal(size=40), "y": rng.normal(size=40)}, "y")
    assert built.row_times is None
