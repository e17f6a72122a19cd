"""Passages of texts, cut at their marks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dataexplain.records import PassageRecord
from dataexplain.report.text_passages import passage_blocks, passages_context, terms_line

TARGET: Any = SimpleNamespace(target="stars")


def _shown(
    *passages: PassageRecord, kind: str = "term_effect", judged: Any = None
) -> dict[str, Any] | None:
    claim: Any = SimpleNamespace(passages=passages, kind=kind, judged=judged)
    return passages_context(TARGET, claim)


def test_a_text_is_cut_at_its_marks() -> None:
    shown = _shown(PassageRecord("my money back", ((3, 13),), "1", agrees=True))
    assert shown is not None
    (passage,) = shown["sides"][0]["passages"]
    assert passage["parts"] == [
        {"text": "my ", "marked": False},
        {"text": "money back", "marked": True},
    ]
    assert passage["outcome"] == "stars: 1"


@pytest.mark.parametrize("marks", [((-1, 3),), ((2, 2),), ((5, 99),), ((4, 1),)])
def test_marks_that_do_not_fit_are_passed_over(marks: tuple[tuple[int, int], ...]) -> None:
    shown = _shown(PassageRecord("a text", marks, "1", agrees=True))
    assert shown is not None
    assert shown["sides"][0]["passages"][0]["parts"] == [{"text": "a text", "marked": False}]


def test_that_no_text_does_otherwise_is_said() -> None:
    one = PassageRecord("a refund", ((2, 8),), "1", agrees=True)
    other = PassageRecord("no refund", ((3, 9),), "5", agrees=False)
    labels = [
        [side["label"] for side in (_shown(*own) or {})["sides"]] for own in [(one,), (one, other)]
    ]
    assert labels[0][1] == "No held-out text that mentions it does otherwise."
    assert labels[1][1] == "Otherwise than it does:"


def test_markdown_shows_texts_as_they_stand() -> None:
    blocks = passage_blocks(_shown(PassageRecord("<b> *x* refund", ((8, 14),), "1", agrees=True)))
    assert blocks[1] == r"- \<b\> \*x\* **refund** (stars: 1)"


def test_without_passages_nothing_is_shown() -> None:
    assert _shown() is None
    assert passage_blocks(None) == []


def _said_under(kind: str, *terms: Any) -> str:
    judged = SimpleNamespace(name="review: is sad", note="Judged by a model.")
    record: Any = SimpleNamespace(columns=(judged,))
    claim: Any = SimpleNamespace(kind=kind, features=("review: is sad",), terms=terms)
    return terms_line(record, claim)


def test_under_an_answer_stands_who_gave_it() -> None:
    assert _said_under("question_effect") == "Judged by a model."


def test_under_words_stands_how_many_texts_mention_them() -> None:
    refund = SimpleNamespace(term="refund", texts=1204)
    assert _said_under("term_effect", refund) == "Held-out texts that mention “refund”: 1,204."
    assert _said_under("subgroup") == ""


def test_of_an_answer_it_is_not_said_that_texts_mention_it() -> None:
    one = PassageRecord("a refund", (), "1", agrees=True)
    shown = _shown(one, kind="question_effect")
    assert shown is not None
    assert shown["summary"] == "A few held-out texts judged so"
    assert shown["sides"][1]["label"] == "No held-out text judged so does otherwise."
    assert "mention" not in str(shown)
    assert _shown(one)["summary"] == "A few held-out texts that mention it"  # type: ignore[index]


def test_what_code_looked_up_was_not_judged() -> None:
    one = PassageRecord("a refund", (), "south, with the words", agrees=True)
    counted = _shown(one, kind="property_difference", judged=SimpleNamespace(basis="code"))
    assert counted is not None
    assert counted["summary"] == "A few held-out texts that mention it"
    judged = _shown(one, kind="property_difference", judged=SimpleNamespace(basis="judge"))
    assert judged is not None
    assert judged["summary"] == "A few held-out texts judged so"
