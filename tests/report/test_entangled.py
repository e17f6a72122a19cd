"""Groups of columns that cannot be told apart."""

from __future__ import annotations

from dataexplain.report import render_html, render_markdown
from dataexplain.report.context import report_context
from dataexplain.report.entangled import MOST_GROUPS

from .churn_example import churn_report
from .full_example import full_report


def test_groups_are_named_with_the_statements_that_speak_of_them() -> None:
    entangled = report_context(full_report())["entangled"]
    first, second = entangled["groups"]
    assert first["names"] == "tenure, total_charges and monthly_charges"
    assert {claim["anchor"] for claim in first["claims"]} == {
        "claim-i1",
        "claim-n1",
        "claim-t1",
        "claim-c2",
        "claim-c3",
    }
    assert second["claims"] == []


def test_without_groups_there_is_no_section() -> None:
    assert "cannot be told apart</h2>" not in render_html(churn_report())
    assert "## Columns that cannot" not in render_markdown(churn_report())
    # A column alone is no group.
    assert report_context(full_report(entangled=(("tenure",), ())))["entangled"]["groups"] == []


def test_hundreds_of_groups_are_cut_and_counted() -> None:
    groups = tuple((f"a{n}", f"b{n}") for n in range(MOST_GROUPS + 3))
    entangled = report_context(full_report(entangled=groups))["entangled"]
    assert (len(entangled["groups"]), entangled["more"]) == (MOST_GROUPS, 3)
