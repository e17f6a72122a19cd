"""The outcome's line and scale."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.records import OutcomeRecord, ReportRecord
from dataexplain.report.answer import outcome_context, scale_sentence

from .churn_example import churn_report
from .price_examples import log_report, price_report


def test_a_log_scale_is_said_plainly() -> None:
    outcome = outcome_context(log_report())
    assert outcome["line"] == (
        "“price” is typically $179,872 (its geometric mean); its logarithm has a standard "
        "deviation of 0.46."
    )
    assert "changes of the typical “price” in percent" in outcome["scale"]


def test_a_shift_before_the_logarithm_is_said() -> None:
    shifted = dataclasses.replace(log_report().outcome, offset=1.0)
    assert "the typical “price” plus $1 in percent" in scale_sentence(log_report(outcome=shifted))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((None, 900000.0), "Capped: values above $900,000 count as $900,000, so that"),
        ((10.0, None), "Capped: values below $10 count as $10, so that"),
        (
            (10.0, 900.0),
            "Capped: values below $10 count as $10 and those above $900 count as $900, so that",
        ),
        ((None, None), "Capped: its most extreme values count as less extreme ones."),
    ],
)
def test_capped_bounds_are_said(bounds: tuple[float | None, float | None], expected: str) -> None:
    outcome = OutcomeRecord("price", "$", 251300.0, 115000.0, scale="capped", bounds=bounds)
    assert scale_sentence(price_report(outcome=outcome)).startswith(expected)


@pytest.mark.parametrize("record", [churn_report(), price_report()])
def test_its_own_scale_needs_no_words(record: ReportRecord) -> None:
    assert outcome_context(record)["scale"] == ""
