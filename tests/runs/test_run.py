"""What an explanation gives back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dataexplain import Run, read_report
from tests.report.churn_example import churn_report


@pytest.fixture
def run() -> Run:
    return Run(churn_report())


def test_claims_come_ranked(run: Run) -> None:
    assert run.claims == run.report.claims
    assert [claim.rank for claim in run.claims] == sorted(claim.rank for claim in run.claims)


def test_supported_claims_are_those_that_held(run: Run) -> None:
    assert 0 < len(run.supported) < len(run.claims)
    assert {claim.verdict for claim in run.supported} == {"supported"}


def test_it_cannot_be_changed(run: Run) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.report = churn_report()  # type: ignore[misc]


def test_the_representation_is_one_line_with_the_counts(run: Run) -> None:
    counts = run.report.counts
    assert repr(run) == (
        f"Run(target='churn', tried={counts.tried}, supported={counts.supported}, "
        f"not_supported={counts.not_supported}, inconclusive={counts.inconclusive}, "
        f"unverifiable={counts.unverifiable})"
    )


def test_a_notebook_shows_the_first_claim(run: Run) -> None:
    html = run._repr_html_()
    assert html.startswith("<iframe")
    assert run.supported[0].features[0] in html


def test_saved_reports_read_back_the_same(run: Run, tmp_path: Path) -> None:
    paths = run.save(tmp_path / "report")
    assert set(paths) == {"html", "json", "markdown"}
    assert read_report(tmp_path / "report") == run.report


def test_example_rows_can_be_left_out(run: Run, tmp_path: Path) -> None:
    assert any(claim.examples for claim in run.claims)
    run.save(tmp_path, rows=False)
    assert not any(claim.examples for claim in read_report(tmp_path).claims)
