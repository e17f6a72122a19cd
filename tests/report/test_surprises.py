"""What came out against an expectation, as the page says it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dataexplain.narration_records import SurpriseRecord
from dataexplain.records import LanguageModelRecord
from dataexplain.report import render_html, render_markdown
from dataexplain.report.context import report_context
from dataexplain.report.surprises import MOST_SURPRISES, surprises_context

from .full_example import full_report
from .narrated_example import MODEL, narrated_report, narration, surprises

ASKED = LanguageModelRecord(MODEL, "embedded", "abc", ("p@1",), 9, 1, 0)


def card(identity: str, **changes: Any) -> dict[str, Any]:
    sections = report_context(narrated_report(**changes))["sections"]
    found: dict[str, Any] = next(
        entry
        for section in sections.values()
        for entry in section["cards"]
        if entry["anchor"] == f"claim-{identity}"
    )
    return found


def test_each_surprise_says_what_was_expected_found_and_by_whom() -> None:
    first, second, third = report_context(narrated_report())["surprises"]["shown"]
    assert first["facts"] == [
        ["expected", "higher"],
        ["found", "lower"],
        ["score", "0.87"],
        ["expected by", MODEL],
    ]
    assert (first["claim"]["anchor"], first["length"]) == ("claim-c2", 87.0)
    assert second["facts"][-1] == ["expected by", "the user"]
    assert third["claim"]["anchor"] == ""
    assert [name for name, _ in third["facts"]] == ["expected", "found", "score"]


def test_surprises_keep_their_order() -> None:
    turned = surprises()[::-1]
    shown = report_context(narrated_report(surprises=turned))["surprises"]["shown"]
    assert [entry["text"] for entry in shown] == [surprise.text for surprise in turned]


@pytest.mark.parametrize(("score", "length"), [(7.0, 100.0), (-1.0, 0.0), (float("nan"), None)])
def test_a_bar_stays_within_its_frame(score: float, length: float | None) -> None:
    odd = SurpriseRecord("x", "higher", "lower", score, "c1", "Odd.")
    shown = surprises_context(full_report(surprises=(odd,)), {})["shown"]
    assert shown[0]["length"] == length


def test_beyond_a_number_the_rest_is_named() -> None:
    many = surprises()[:1] * (MOST_SURPRISES + 2)
    context = surprises_context(full_report(surprises=many), {})
    assert (len(context["shown"]), context["more"]) == (MOST_SURPRISES, "2")


def test_a_card_says_each_expectation_once() -> None:
    facts = [name for name, _ in card("c2")["facts"]]
    assert facts.count("the language model expected") == 1
    assert f"{MODEL} expected" not in facts
    assert ["the user expected", "higher"] in card("n1")["facts"]
    assert card("c2")["surprises"] == [{"anchor": "surprise-1", "text": "surprise 1"}]
    assert card("c3")["surprises"] == []
    unsaid = tuple(
        dataclasses.replace(claim, expectation=None) for claim in narrated_report().claims
    )
    assert [f"{MODEL} expected", "higher"] in card("c2", claims=unsaid)["facts"]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"language_model": ASKED, "narration": narration()},
            f"No surprise in 8 expectations of {MODEL}, compared with held-out rows.",
        ),
        (
            {"settings": {"expect": ["age: up"]}},
            "No surprise in 1 expectation that the user declared, compared with held-out rows.",
        ),
        (
            {
                "language_model": ASKED,
                "narration": narration(),
                "settings": {"expect": {"age": "up", "tenure": "down"}},
            },
            f"No surprise in 8 expectations of {MODEL} and 2 expectations that the user declared, "
            "compared with held-out rows.",
        ),
        ({}, ""),
        ({"settings": {"expect": []}}, ""),
        # Expectations of a report without words were never compared.
        ({"language_model": ASKED}, ""),
        ({"language_model": dataclasses.replace(ASKED, asked=0), "narration": narration()}, ""),
        (
            {"language_model": dataclasses.replace(ASKED, no_answers=9), "narration": narration()},
            "",
        ),
        ({"settings": {"expect": ["age: up"]}, "surprises": surprises()}, ""),
    ],
)
def test_that_nothing_surprised_is_said_where_something_was_expected(
    changes: dict[str, Any], line: str
) -> None:
    assert surprises_context(full_report(**changes), {})["none"] == line


@pytest.mark.parametrize(
    ("uncompared", "none", "line"),
    [
        (
            ("temp_c: down",),
            "",
            "1 expectation of the user could not be compared, as no supported statement answers "
            "it: temp_c: down.",
        ),
        (
            (),
            "No surprise in 1 expectation that the user declared, compared with held-out rows.",
            "",
        ),
    ],
)
def test_what_was_not_compared_is_not_said_to_be(
    uncompared: tuple[str, ...], none: str, line: str
) -> None:
    """ "No surprise …, compared with held-out rows" where nothing was compared."""
    words = dataclasses.replace(narration(), uncompared=uncompared)
    report = full_report(settings={"expect": ["temp_c: down"]}, narration=words)
    context = surprises_context(report, {})
    assert (context["none"], context["uncompared"]) == (none, line)


def test_a_page_with_surprises_says_what_was_not_compared_too() -> None:
    words = dataclasses.replace(narration(), uncompared=("a: up", "<b>: down"))
    report = narrated_report(narration=words)
    line = "2 expectations of the user could not be compared, as no supported statement answers "
    assert report_context(report)["surprises"]["uncompared"] == f"{line}them: a: up; <b>: down."
    assert f"{line}them: a: up; &lt;b&gt;: down." in render_html(report)
    assert line in render_markdown(report)
