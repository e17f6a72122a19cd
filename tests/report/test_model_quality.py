"""The one sentence about the models."""

from __future__ import annotations

import pytest

from dataexplain.records import ModelRecord
from dataexplain.report.model_quality import signal_sentence


def models(own: float, dummy: float, reference: float, spread: float = 0.01) -> list[ModelRecord]:
    return [
        ModelRecord("additive model", "score", own, (own - spread, own + spread), "explanation"),
        ModelRecord("average", "score", dummy, (dummy, dummy), "dummy"),
        ModelRecord(
            "gradient boosting",
            "score",
            reference,
            (reference - spread, reference + spread),
            "reference",
        ),
    ]


@pytest.mark.parametrize(
    ("own", "dummy", "reference", "expected"),
    [
        (0.8, 0.5, 0.9, "carries 75% of the signal"),
        (2.0, 8.0, 0.0, "carries 75% of the signal"),  # an error: smaller is better
        (0.91, 0.5, 0.9, "predicts as well as the reference"),
        (0.49, 0.5, 0.9, "carries none of the signal"),
        (0.5, 0.5, 0.505, "Not even the reference model predicts clearly better"),
    ],
)
def test_sentence(own: float, dummy: float, reference: float, expected: str) -> None:
    assert expected in signal_sentence(models(own, dummy, reference))


def test_no_sentence_without_a_reference() -> None:
    assert signal_sentence(models(0.8, 0.5, 0.9)[:2]) == ""
