"""What was asked of the same rows before is known again, and costs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import StoreError
from dataexplain.records import ReportRecord
from dataexplain.runs.earlier_tests import EarlierTests, TestedBatch, earlier_tests, remember_tests
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.run import Run
from dataexplain.tables import Table, build_table


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
        yield


def rows(count: int = 300, seed: int = 0) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    dose = draws.uniform(0, 10, count)
    return pd.DataFrame({"dose": dose, "pain": 9 - dose + draws.normal(size=count)})


def table(frame: pd.DataFrame | None = None) -> Table:
    return build_table(rows() if frame is None else frame, "pain")


@pytest.fixture(scope="module")
def report() -> ReportRecord:
    return explain_table(table(), title="What explains pain")


def batch(*claims: str, supported: tuple[str, ...] = ()) -> TestedBatch:
    return TestedBatch("2026-01-05", "T", claims, supported)


def test_nothing_was_asked_of_new_rows(report: ReportRecord) -> None:
    assert earlier_tests(table()) == EarlierTests()
    assert EarlierTests().level_for(["a"]) == 0.05
    assert EarlierTests().remark(["a"]) == ""


def test_what_was_tested_is_known_of_the_same_rows(report: ReportRecord) -> None:
    remember_tests(report)
    found = earlier_tests(table(rows().sample(frac=1, random_state=1)))
    assert found.batches[0].claims == tuple(claim.id for claim in report.claims)
    assert found.batches[0].supported
    assert found.level_for(["another"]) < 0.05
    assert f"{len(report.claims)} statement" in found.remark(["another"])


def test_other_rows_are_blind(report: ReportRecord) -> None:
    remember_tests(report)
    assert not earlier_tests(table(rows(seed=1))).batches


def test_a_few_more_rows_do_not_make_it_blind(report: ReportRecord) -> None:
    remember_tests(report)
    longer = pd.concat([rows(), rows(40, seed=2)], ignore_index=True)
    assert earlier_tests(table(longer)).batches


def test_saving_a_report_is_noted(report: ReportRecord, tmp_path: Path) -> None:
    Run(report).save(tmp_path / "report")
    assert len(earlier_tests(table()).batches) == 1


def test_the_same_batch_is_noted_once_and_asked_again_for_nothing(report: ReportRecord) -> None:
    remember_tests(report)
    remember_tests(report)
    found = earlier_tests(table())
    assert len(found.batches) == 1
    assert found.level_for([claim.id for claim in report.claims]) == 0.05


def test_what_held_earns_a_higher_level() -> None:
    lost = EarlierTests((), (batch("a"), batch("b"), batch("c")))
    won = EarlierTests((), (batch("a"), batch("b", supported=("b",)), batch("c")))
    assert won.level_for(["d"]) > lost.level_for(["d"])


def test_each_batch_in_vain_lowers_the_level() -> None:
    levels = [
        EarlierTests((), tuple(batch(str(n)) for n in range(count))).level_for(["new"])
        for count in range(5)
    ]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 5


def test_a_report_without_claims_is_not_noted(report: ReportRecord) -> None:
    remember_tests(dataclasses.replace(report, claims=()))
    assert not earlier_tests(table()).batches


def test_no_cell_of_the_table_is_kept(report: ReportRecord, tmp_path: Path) -> None:
    remember_tests(report)
    (path,) = (tmp_path / "cache" / "tested").iterdir()
    assert set(json.loads(path.read_text())) == {"sketch", "batches"}


def test_a_file_that_cannot_be_read_says_so(report: ReportRecord, tmp_path: Path) -> None:
    remember_tests(report)
    (path,) = (tmp_path / "cache" / "tested").iterdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="Remove the file"):
        earlier_tests(table())


def test_a_folder_that_cannot_be_written_says_so(report: ReportRecord, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be noted"):
        remember_tests(report)
