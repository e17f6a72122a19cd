"""Every finding that code can write of the sample reports agrees with them."""

from __future__ import annotations

import pytest

from dataexplain.narration.findings import Emphasis, finding, focuses, strengths
from dataexplain.narration.grounding import AGREES, check_text
from dataexplain.narration.plain_words import PlainWords
from tests.narration.grounding.sample_reports import TABLES, sample_report


@pytest.mark.parametrize("table", TABLES)
def test_findings_agree(table: str) -> None:
    report = sample_report(table)
    words = PlainWords(report)
    for claim in report.claims:
        if claim.verdict == "supported":
            for focus in focuses(claim, words):
                for strength in ("", *strengths(claim, words)):
                    sentence = finding(claim, words, Emphasis(focus, strength))
                    checked = check_text(report, sentence.text)
                    assert {entry.mark for entry in checked.sentences} == {AGREES}, sentence.text
