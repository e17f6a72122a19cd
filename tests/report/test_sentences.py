"""Sentences that were brought, on the page."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dataexplain.judged_records import SentenceRecord
from dataexplain.report.sentences import sentence_blocks, sentences_context

from .churn_example import churn_claims

RISES = dataclasses.replace(churn_claims()[0], id="c1", text="Churn rises with calls.")
BROUGHT = SentenceRecord(
    "who calls often leaves",
    "churn rises with calls",
    "grammar",
    ("c1",),
    "supported",
    "It holds.",
    rows="Tested on 600 rows.",
)


def shown(**changes: Any) -> dict[str, Any]:
    (context,) = sentences_context([dataclasses.replace(BROUGHT, **changes)], [("s1", RISES)])
    return context


def test_a_sentence_is_shown_with_its_reading_answer_and_card() -> None:
    context = shown()
    assert context["text"] == "who calls often leaves"
    assert context["reading"] == "Read as: churn rises with calls"
    assert (context["verdict"], context["verdict_label"]) == ("supported", "Supported")
    assert context["claims"] == [{"anchor": "s1", "text": "Churn rises with calls."}]


def test_who_read_it_is_said_unless_it_was_the_grammar() -> None:
    assert shown(read_by="model-7")["reading"].endswith("(read by model-7)")


def test_what_was_not_read_has_no_reading() -> None:
    assert shown(told="", claims=())["reading"] == ""


def test_what_would_be_needed_is_said_where_it_is_known() -> None:
    assert shown(needs="a column with prices")["needs"] == (
        "What would be needed: a column with prices."
    )
    assert shown()["needs"] == ""


def test_statements_that_are_not_on_the_page_are_not_linked() -> None:
    assert shown(claims=("c1", "gone"))["claims"] == shown()["claims"]


@pytest.mark.parametrize("verdict", ["not_supported", "inconclusive", "unverifiable"])
def test_every_verdict_has_a_label(verdict: str) -> None:
    assert shown(verdict=verdict)["verdict_label"] not in {verdict, ""}


def test_markdown_holds_every_line_and_escapes_what_was_brought() -> None:
    context = shown(text="<b>x</b> *y*", post_hoc="Post hoc: 3 were tested.", needs="a price")
    text = "\n\n".join(sentence_blocks([context]))
    assert "<b>" not in text
    assert "*y*" not in text.replace("\\*y\\*", "")
    for line in ("Read as:", "Tested on 600 rows.", "Post hoc:", "What would be needed: a price"):
        assert line in text


def test_a_sentence_of_several_lines_stays_one_quotation() -> None:
    """What stands behind a line break must not become a heading of the page."""
    quoted = sentence_blocks([shown(text="first\n# second")])[0]
    assert all(line.startswith(">") for line in quoted.splitlines())


def test_no_sentences_are_no_blocks() -> None:
    assert sentence_blocks(sentences_context([], [])) == []
