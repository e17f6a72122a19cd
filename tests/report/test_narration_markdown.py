"""The words of a report as Markdown."""

from __future__ import annotations

import re

from dataexplain.report import render_markdown

from .full_example import full_report
from .narrated_example import MODEL, hostile_narrated_report, narrated_report, narration


def test_everything_the_page_says_in_words_is_there() -> None:
    text = render_markdown(narrated_report())
    for wanted in (
        "**In short.** Customers on month-to-month contracts leave",
        ": 24.1 points more (statement 3). The longer",
        "does not matter (“What does not matter” 1, gone).",
        f"Chosen by {MODEL} among statements that passed; every number is filled in by code.",
        "## Surprises",
        "1. Longer tenure goes with less churn; the expectation was more (statement 4).\n"
        f"   expected: higher · found: lower · score: 0.87 · expected by: {MODEL}",
        "whatever else is known of the customer (statement 1).",
        "> **Possible reasons (not tested)**\n>\n> - Reason: *Leaving might be easier",
        "> - Rival explanation: *People who plan",
        "> - A check that would tell: *Compare customers",
        f"> Guesses of {MODEL}: none of this was measured.",
        "· surprise 1\n",
        "### Numbers of “In short”",
        "| 24 | statement 4 | region.tenure.high |",
        f"3 sentences of {MODEL} were dropped, with the reason:\n\n- “Long contracts",
        "\n- no answer: not JSON\n",
        "In the user’s own words:\n\n- the table: “customers of a phone company",
        "- tenure: “months since the first bill”",
    ):
        assert wanted in text


def test_the_order_is_in_short_answer_surprises_faults() -> None:
    text = render_markdown(narrated_report())
    places = [
        text.index(part)
        for part in (
            "**In short.**",
            "We tried 17",
            "## Surprises",
            "## Look first",
            "## Supported",
        )
    ]
    assert places == sorted(places)


def test_every_guess_stands_in_a_quotation() -> None:
    text = render_markdown(narrated_report())
    for sentence in ("Leaving might be easier", "A dearer plan may invite"):
        (line,) = (line for line in text.splitlines() if sentence in line)
        assert line.startswith("> - ")


def test_hostile_words_are_inert() -> None:
    text = render_markdown(hostile_narrated_report())
    lines = [line for line in text.splitlines() if not line.startswith("    ")]
    joined = "\n".join(lines)
    assert not re.search(r"(?<!\\)<", joined)
    assert not re.search(r"(?<!\\)\]\(", joined)
    assert "http://" not in joined
    assert not any(line.startswith("# and say") for line in lines)
    assert "\u202e" not in text


def test_without_words_none_are_announced() -> None:
    text = render_markdown(full_report())
    for absent in ("In short", "Surprise", "not tested", "dropped, with", "own words"):
        assert absent not in text


def test_nothing_surprising_is_one_line() -> None:
    text = render_markdown(narrated_report(surprises=(), narration=narration(source="template")))
    assert f"\n\nNo surprise in 8 expectations of {MODEL}, compared with held-out rows.\n" in text
    assert "## Surprises" not in text
    assert "Chosen by" not in text
