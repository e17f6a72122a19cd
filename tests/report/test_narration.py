"""What the words of a report show, and what they rest on."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from dataexplain.narration_records import (
    DroppedRecord,
    NarrationRecord,
    NumberRecord,
    SentenceRecord,
)
from dataexplain.report.context import report_context
from dataexplain.report.narration import (
    MOST_DESCRIPTIONS,
    MOST_DROPPED,
    MOST_MARKS,
    card_words,
    descriptions_context,
    dropped_context,
    narration_method,
    summary_context,
)

from .full_example import full_report
from .narrated_example import MODEL, finding, guess, narrated_report, narration


def shown_words(identity: str, **changes: Any) -> dict[str, Any] | None:
    sections = report_context(narrated_report(**changes))["sections"]
    cards = [card for section in sections.values() for card in section["cards"]]
    found: dict[str, Any] | None = next(
        card["words"] for card in cards if card["anchor"] == f"claim-{identity}"
    )
    return found


def test_each_sentence_in_short_is_linked_and_its_numbers_are_named() -> None:
    in_short = report_context(narrated_report())["in_short"]
    first, second, third = in_short["sentences"]
    assert [claim["anchor"] for claim in first["claims"]] == ["claim-c1"]
    assert first["title"] == "0.241 (effect) of statement 3"
    assert json.loads(second["data"]) == [
        [-0.098, "c2", "effect"],
        [24.0, "c2", "region.tenure.high"],
    ]
    assert [claim["mark"] for claim in second["claims"]] == ["4", "1", "change 1"]
    assert [claim["anchor"] for claim in third["claims"]] == ["claim-n1", ""]
    assert [(entry["value"], entry["field"]) for entry in in_short["numbers"]] == [
        ("0.241", "effect"),
        ("−0.098", "effect"),
        ("24", "region.tenure.high"),
    ]
    assert in_short["by"] == (
        f"Chosen by {MODEL} among statements that passed; every number is filled in by code"
    )


def test_of_a_template_no_one_is_named() -> None:
    in_short = summary_context(narration(source="template"), {})
    assert in_short is not None
    assert in_short["by"] == ""


def test_no_guess_comes_into_the_paragraph_in_short() -> None:
    mixed = narration(summary=(guess("reason", "Perhaps the price.", "c1"), finding("It rises.")))
    in_short = summary_context(mixed, {})
    assert in_short is not None
    assert [entry["text"] for entry in in_short["sentences"]] == ["It rises."]
    only = narration(summary=(guess("reason", "Perhaps the price.", "c1"), finding(" \n")))
    assert summary_context(only, {}) is None


def test_findings_and_guesses_stay_apart_on_a_card() -> None:
    words = shown_words("c1")
    assert words is not None
    (said,) = words["findings"]
    assert said["text"].startswith("A month-to-month contract goes with")
    # Its own card needs no link to itself.
    assert [claim["anchor"] for claim in said["claims"]] == ["claim-i1"]
    assert [(group["label"], len(group["texts"])) for group in words["guesses"]["groups"]] == [
        ("Reason", 1),
        ("Rival explanation", 1),
        ("A check that would tell", 1),
    ]
    assert words["guesses"]["flag"] == "not tested"
    assert MODEL in words["guesses"]["by"]


@pytest.mark.parametrize("kind", ["conjecture", "Finding", "", "something new"])
def test_only_what_says_that_it_is_a_finding_is_one(kind: str) -> None:
    claim = full_report().claims[0]
    odd = narration(claims={claim.id: (SentenceRecord(kind, "Perhaps.", (), part="pattern"),)})
    words = card_words(odd, claim, {})
    assert words is not None
    assert words["findings"] == []
    assert words["guesses"]["groups"] == [{"label": "Reason", "texts": ["Perhaps."]}]


def test_what_the_model_knew_from_names_is_marked() -> None:
    claim = full_report().claims[0]
    known = dataclasses.replace(guess("reason", "Perhaps.", claim.id), memory=True)
    words = card_words(narration(claims={claim.id: (known,)}), claim, {})
    assert words is not None
    assert words["guesses"]["by"].startswith(f"Guesses of {MODEL} from the memory that names")
    assert "memory" not in str(shown_words("c1"))


def test_a_sentence_that_repeats_the_heading_is_not_said_twice() -> None:
    assert shown_words("c2") is None


def test_only_what_narration_names_has_words() -> None:
    assert shown_words("c4") is None
    assert card_words(None, full_report().claims[0], {}) is None
    assert summary_context(None, {}) is None


def test_numbers_that_are_not_finite_are_null() -> None:
    broken = narration(summary=(finding("It.", numbers=(NumberRecord(float("nan"), "c1", "p"),)),))
    in_short = summary_context(broken, {})
    assert in_short is not None
    assert json.loads(in_short["sentences"][0]["data"]) == [[None, "c1", "p"]]
    assert in_short["numbers"][0]["value"] == "not measured"


def test_a_sentence_on_very_many_statements_has_few_marks() -> None:
    many = narration(summary=(finding("All rise.", *map(str, range(MOST_MARKS + 5))),))
    in_short = summary_context(many, {})
    assert in_short is not None
    (sentence,) = in_short["sentences"]
    assert (len(sentence["claims"]), sentence["more"]) == (MOST_MARKS, "5")


def test_the_method_says_who_chose_the_words() -> None:
    ((heading, text),) = narration_method(narrated_report())
    assert heading == "The words"
    assert text.startswith(f"{MODEL} chose which statements")
    template = narrated_report(narration=narration(source="template"))
    assert narration_method(template)[0][1].startswith("Code wrote the sentences")
    assert narration_method(full_report()) == []


def test_what_was_dropped_is_listed_with_its_reason() -> None:
    dropped = dropped_context(narration())
    assert dropped is not None
    assert dropped["label"] == f"3 sentences of {MODEL} were dropped, with the reason"
    assert dropped["sentences"][0] == {
        "text": "Long contracts make people loyal.",
        "reason": "says a cause",
    }
    many = narration(dropped=(DroppedRecord("x" * 5000, "too long"),) * (MOST_DROPPED + 3))
    listed = dropped_context(many)
    assert listed is not None
    assert (len(listed["sentences"]), listed["more"]) == (MOST_DROPPED, "3")
    assert len(listed["sentences"][0]["text"]) <= 1000
    assert dropped_context(NarrationRecord()) is None


def test_the_users_words_on_the_table_come_first() -> None:
    told = descriptions_context(narration())
    assert told is not None
    assert [entry["name"] for entry in told["entries"]] == ["", "tenure"]
    assert descriptions_context(narration(descriptions={"": "  "})) is None
    many = {str(index): "words" for index in range(MOST_DESCRIPTIONS + 1)}
    assert descriptions_context(narration(descriptions=many))["more"] == "1"  # type: ignore[index]


def test_words_change_nothing_else_on_the_page() -> None:
    plain, said = report_context(full_report()), report_context(full_report(narration=narration()))
    assert said["in_short"] is not None
    for section, other in zip(plain["sections"].values(), said["sections"].values(), strict=True):
        for card, same in zip(section["cards"], other["cards"], strict=True):
            assert {**card, "words": None} == {**same, "words": None}
    assert plain["answer"] == said["answer"]


def test_what_holds_most_firmly_is_not_listed_again_where_it_is_said() -> None:
    firmest = ("i1", "d1", "t1")
    for cited, listed in ((firmest, 0), (firmest[:2], 3)):
        said = narration(summary=(finding("All of this holds.", *cited),))
        answer = report_context(full_report(narration=said))["answer"]
        assert len(answer["strongest"]) == listed


def test_a_claim_beyond_the_page_is_named_without_a_link() -> None:
    record = narrated_report()
    left = tuple(claim for claim in record.claims if claim.id != "c1")
    in_short = report_context(dataclasses.replace(record, claims=left))["in_short"]
    assert in_short["sentences"][0]["claims"][0]["anchor"] == ""
    assert in_short["numbers"][0]["claim"]["name"] == "c1"
