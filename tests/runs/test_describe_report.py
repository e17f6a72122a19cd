"""The record of a description: whole, and read back as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.errors import InputError
from dataexplain.report import read_report
from dataexplain.report.markdown import render_markdown
from dataexplain.runs.comparing import compare
from dataexplain.runs.describing import Description
from dataexplain.runs.old_reports import open_report
from dataexplain.runs.run import Run
from tests.runs.planted_pairs import RULE, knowing, named, things
from tests.runs.test_describing import SUMS, described


@pytest.fixture(scope="module", params=["classes", "texts", "code"])
def found(request: pytest.FixtureRequest) -> Description:
    if request.param == "code":
        return described(SUMS, None)
    frame = things() if request.param == "classes" else named()
    return described(frame, knowing(frame))


def test_it_is_read_back_as_it_was_written(
    found: Description, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    paths = Run(found.report).save(tmp_path / "report")
    assert read_report(paths["json"]) == found.report
    assert paths["html"].stat().st_size > 1000


def test_the_page_speaks_of_no_classes_and_curves_where_there_are_none(found: Description) -> None:
    page = render_markdown(found.report)
    assert "is one of ." not in page
    assert "Curve" not in page


def test_gains_stay_within_what_is_possible(found: Description) -> None:
    for claim in found.report.claims:
        for interval in (claim.interval, claim.interval_selected):
            assert interval is not None
            assert -1 <= interval[0] <= interval[1] <= 1


def test_it_is_not_compared_and_the_way_out_is_said(found: Description) -> None:
    """A regression: a report on texts was said to contradict itself."""
    with pytest.raises(InputError, match="cannot be compared"):
        compare(found.report, found.report)
    with pytest.raises(InputError, match="no text can be checked"):
        open_report(found.report, "check-text")


def test_where_nothing_is_found_the_page_says_so() -> None:
    """A regression: of outputs that are no classes the page named the classes: none."""
    report = described(named(), None).report
    page = render_markdown(report)
    assert report.task == "text"
    assert "is one of" not in page
    assert "nothing was tested" in page


def test_who_was_asked_is_named(found: Description) -> None:
    model = found.report.language_model
    sentences = [claim.prompted.sentence for claim in found.report.claims if claim.prompted]
    assert (model is None) == (RULE not in sentences)
    if model is not None:
        assert "it decides no verdict" in model.notes[0]
