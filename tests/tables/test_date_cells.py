"""Dates as people write them, and what is not a date."""

from __future__ import annotations

import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.tables.date_cells import DateReading, compact_dates, read_dates


def read(*texts: str) -> DateReading:
    return read_dates(pa.array(texts, pa.large_string()), np.ones(len(texts), dtype=np.int64))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021/3/4", "2021-03-04"),
        ("2021.03.04", "2021-03-04"),
        ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07"),
        ("2021-03-04 05:06:07.123456+02:00", "2021-03-04T05:06:07"),
        ("2021-03", "2021-03-01"),
        ("20210304", "2021-03-04"),
        ("31/12/2021", "2021-12-31"),
        ("12/31/2021 11:59 PM", "2021-12-31T23:59"),
        ("12/31/2021 12:05 am", "2021-12-31T00:05"),
        ("31.12.2021", "2021-12-31"),
        ("31.12.21", "2021-12-31"),
        ("12/31/99", "1999-12-31"),
        ("4 Mar 2021", "2021-03-04"),
        ("4-Mar-2021", "2021-03-04"),
        ("March 4th, 2021", "2021-03-04"),
        ("Thu, 4 March 2021", "2021-03-04"),
        ("Mar 2021", "2021-03-01"),
    ],
)
def test_ways_to_write_dates(text: str, moment: str) -> None:
    assert read(text).values[0] == np.datetime64(moment)


@pytest.mark.parametrize(
    "text",
    [
        *("2011", "1.2.3", "192.168.1.1", "2021-13-01", "31/04/2021", "2021-02-29", "12345678"),
        *("555-1234", "12:30", "2021-03-04 25:00", "May", "10-12", "Mark 4 2021x", "3000-01-01"),
    ],
)
def test_what_is_not_a_date(text: str) -> None:
    assert not read(text).matched.any()


def test_day_and_month_are_told_apart_by_the_whole_column() -> None:
    assert read("1/2/2021", "13/2/2021").values[0] == np.datetime64("2021-02-01")
    assert read("1/2/2021", "2/13/2021").values[0] == np.datetime64("2021-01-02")


def test_an_order_that_is_not_clear_is_noted() -> None:
    reading = read("1/2/2021", "3/4/2021")
    assert reading.values[0] == np.datetime64("2021-01-02")
    assert "not clear; the month was taken first" in reading.note
    assert read("1.2.2021").values[0] == np.datetime64("2021-02-01")


def test_what_contradicts_the_order_is_no_date() -> None:
    reading = read("13/2/2021", "14/2/2021", "2/15/2021")
    assert reading.matched.tolist() == [True, True, False]
    assert reading.note == "Dates were read with the day first."


def test_several_formats_in_one_column() -> None:
    reading = read("2021-03-04", "04.03.2021", "Mar 4, 2021", "20/03/2021")
    assert reading.matched.all()
    assert reading.note.startswith("The dates are written in several formats.")


def test_compact_dates_need_many_days_that_exist() -> None:
    january = np.arange(20210101.0, 20210132.0)
    assert compact_dates(january) is not None
    assert compact_dates(january[:10]) is None
    assert compact_dates(np.append(january, 20210199.0)) is None
    assert compact_dates(january + 0.5) is None
    with_gap = compact_dates(np.append(january, np.nan))
    assert with_gap is not None
    assert np.isnat(with_gap).tolist() == [False] * 31 + [True]


@settings(deadline=None)
@given(st.lists(st.datetimes(datetime.datetime(1000, 1, 1)), min_size=1, max_size=5))
def test_iso_dates_are_read_back(moments: list[datetime.datetime]) -> None:
    within = [moment.replace(year=min(moment.year, 2999), day=1) for moment in moments]
    whole = [moment.replace(microsecond=0) for moment in within]
    assert read(*(moment.isoformat() for moment in whole)).values.tolist() == whole


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_any_text_is_a_date_or_not(texts: list[str]) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    assert len(read(*clean).values) == len(texts)
