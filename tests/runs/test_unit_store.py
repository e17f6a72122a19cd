"""Finished pieces of work: kept whole, found again, and never taken for more than they are."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.runs.unit_store import JOURNAL, UNITS, Unit, UnitStore

UNIT = Unit("0f", "an example")
RESULTS = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def store(tmp_path: Path) -> UnitStore:
    made = UnitStore(tmp_path / "work")
    made.prepare()
    return made


def place(store: UnitStore) -> Path:
    return store.folder / UNITS / "0f.json"


def never() -> Any:
    raise AssertionError("this was finished already")


def test_what_is_finished_is_not_done_again(store: UnitStore) -> None:
    assert store.do(UNIT, lambda: {"a": (1, 2)}) == {"a": [1, 2]}
    assert store.do(UNIT, never) == {"a": [1, 2]}
    assert [entry["event"] for entry in store.journal()] == ["started", "finished"]


@given(result=RESULTS)
def test_results_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, result: object
) -> None:
    store = UnitStore(tmp_path_factory.mktemp("store"))
    store.prepare()
    store.keep(UNIT, [result])
    assert repr(store.read(UNIT)) == repr([result])


def test_numbers_that_are_not_finite_stay_so(store: UnitStore) -> None:
    found = store.do(UNIT, lambda: [math.nan, math.inf])
    assert math.isnan(found[0])
    assert found[1] == math.inf
    assert store.finished(UNIT)


@pytest.mark.parametrize("cut", [0, 1, 10, -1])
def test_a_file_that_was_cut_short_is_done_again(store: UnitStore, cut: int) -> None:
    store.keep(UNIT, {"a": [1.5, "x"]})
    whole = place(store).read_bytes()
    place(store).write_bytes(whole[:cut])
    assert not store.finished(UNIT)
    assert store.do(UNIT, lambda: {"a": 2}) == {"a": 2}


@pytest.mark.parametrize(
    "change",
    [
        {"result": {"a": 3}},
        {"sha256": "0"},
        {"key": "0e"},
        {"schema": "other/1"},
        {"result": None},
    ],
)
def test_a_file_that_was_edited_is_done_again(store: UnitStore, change: dict[str, Any]) -> None:
    store.keep(UNIT, {"a": 1})
    values = json.loads(place(store).read_text("utf-8"))
    place(store).write_text(json.dumps({**values, **change}), encoding="utf-8")
    assert not store.finished(UNIT)


@pytest.mark.parametrize("text", ["", "[]", "3", "\x00", "[" * 100_000])
def test_any_other_file_is_done_again(store: UnitStore, text: str) -> None:
    place(store).write_text(text, encoding="utf-8")
    assert not store.finished(UNIT)


def test_work_that_fails_leaves_no_result(store: UnitStore) -> None:
    with pytest.raises(AssertionError):
        store.do(UNIT, never)
    assert list((store.folder / UNITS).iterdir()) == []
    assert [entry["event"] for entry in store.journal()] == ["started"]


def test_a_result_that_is_no_json_is_refused_before_anything_is_written(store: UnitStore) -> None:
    with pytest.raises(TypeError):
        store.keep(UNIT, {(1, 2): "a"})
    assert list((store.folder / UNITS).iterdir()) == []


def test_what_a_killed_run_left_half_written_goes(store: UnitStore) -> None:
    store.keep(UNIT, 1)
    (store.folder / UNITS / ".0e.json.0a1b2c3d.tmp").write_text("{", encoding="utf-8")
    with (store.folder / JOURNAL).open("ab") as journal:
        journal.write(b'{"event": "star')
    store.prepare()
    store.keep(Unit("0e", "another"), 2)
    assert sorted(path.name for path in (store.folder / UNITS).iterdir()) == ["0e.json", "0f.json"]
    assert [entry["name"] for entry in store.journal()] == ["an example", "another"]


def test_work_that_nothing_needs_is_forgotten(store: UnitStore) -> None:
    for key in ("0a", "0b", "0c"):
        store.keep(Unit(key, key), key)
    store.forget_all_but(["0b", "0d"])
    assert [path.name for path in (store.folder / UNITS).iterdir()] == ["0b.json"]
