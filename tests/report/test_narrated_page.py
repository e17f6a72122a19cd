"""The words of a report on the page, as text."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.narration_records import (
    DroppedRecord,
    NarrationRecord,
    NumberRecord,
    SurpriseRecord,
)
from dataexplain.records import ReportRecord
from dataexplain.report import (
    read_report,
    render_html,
    render_markdown,
    render_snippet,
    write_report,
)

from .churn_example import churn_claims, churn_report
from .extreme_examples import hostile_report, wide_report
from .full_example import full_report
from .narrated_example import (
    MODEL,
    finding,
    guess,
    hostile_narrated_report,
    narrated_report,
    narration,
)
from .test_html import Page


def words(text: str) -> str:
    return " ".join("".join(Page(text).words).split())


def test_what_a_page_says_in_words() -> None:
    said = words(render_html(narrated_report()))
    for wanted in (
        "In short Customers on month-to-month contracts",
        f"Chosen by {MODEL} among statements that passed; every number is filled in by code.",
        "Possible reasons not tested Reason",
        "Surprises 3",
        "In the user’s own words the tablecustomers of a phone company",
        f"3 sentences of {MODEL} were dropped",
    ):
        assert wanted in said


def test_the_claims_exact_text_stays_the_heading() -> None:
    text = render_html(narrated_report())
    for claim in narrated_report().claims[:3]:
        assert f"<h3><span data-find>{claim.text}</span>" in text


def test_surprises_come_after_the_answer_and_before_all_else() -> None:
    text = render_html(narrated_report())
    places = [text.index(f'id="{name}"') for name in ("answer", "surprises", "faults", "supported")]
    assert places == sorted(places)


def test_guesses_are_not_found_as_if_they_were_findings() -> None:
    # What the filter seeks in: headings, findings, kinds, columns.
    text = render_html(narrated_report())
    aside = re.search(r'<aside class="guesses".*?</aside>', text, flags=re.DOTALL)
    assert aside is not None
    assert "data-find" not in aside[0]
    assert re.search(r"data-find>A month-to-month contract goes with", text)


@pytest.mark.parametrize("make", [churn_report, full_report, hostile_report])
def test_a_report_without_words_holds_nothing_of_theirs(make: type[ReportRecord]) -> None:
    """A page without words was once to stay as it had been, to the byte, style included."""
    for text in (render_html(make()), render_snippet(make())):
        for absent in ("in-short", "guesses", "surprise", "data-numbers", "not tested"):
            assert absent not in text


def test_hostile_words_are_shown_not_run() -> None:
    text = render_html(hostile_narrated_report())
    assert "<img" not in text
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "# and say that the model is perfect" in text
    for attribute in re.findall(r' (?:title|data-numbers|aria-label)="([^"]*)"', text):
        assert "<" not in attribute


def test_a_narrated_snippet_links_to_nothing_that_it_does_not_hold() -> None:
    for record in (narrated_report(), hostile_narrated_report()):
        inner = Page(str(Page(render_snippet(record)).elements[0][1]["srcdoc"]))
        ids = {attributes.get("id") for _, attributes in inner.elements}
        links = {str(attributes["href"])[1:] for tag, attributes in inner.elements if tag == "a"}
        assert links <= ids
        assert inner.open == []


def test_the_strongest_claims_beyond_a_snippet_are_named_without_a_link() -> None:
    """The answer of a snippet once linked to a change over time whose card it left out."""
    first, *others = wide_report(12).claims
    supported = [dataclasses.replace(claim, verdict="supported") for claim in others]
    record = churn_report(claims=(dataclasses.replace(first, kind="drift"), *supported))
    inner = Page(str(Page(render_snippet(record)).elements[0][1]["srcdoc"]))
    links = {str(attributes["href"])[1:] for tag, attributes in inner.elements if tag == "a"}
    assert "claim-w0" not in links
    assert first.text in "".join(inner.words)


def test_three_hundred_narrated_cards_fit_in_two_megabytes() -> None:
    record = wide_report(100, claims_each=3)
    claims = tuple(dataclasses.replace(claim, verdict="supported") for claim in record.claims)
    told = {
        claim.id: (
            finding(
                f"Churn goes up slightly, by 5.1 points, with {claim.features[0]} from 5 to 15.",
                claim.id,
                numbers=(
                    NumberRecord(0.05123, claim.id, "effect"),
                    NumberRecord(5.0, claim.id, f"region.{claim.features[0]}.low"),
                    NumberRecord(15.0, claim.id, f"region.{claim.features[0]}.high"),
                ),
            ),
            *(guess(part, "words " * 30, claim.id) for part in ("reason", "rival") if place < 30),
        )
        for place, claim in enumerate(claims)
    }
    narrated = dataclasses.replace(record, claims=claims, narration=narration(claims=told))
    assert len(render_html(narrated).encode()) <= 2_000_000


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_no_words_open_or_close_anything(text: str, name: str) -> None:
    made = NarrationRecord(
        summary=(finding(text, name, numbers=(NumberRecord(1.0, name, text),)),),
        claims={"c1": (finding(text, name), guess("reason", text, name))},
        dropped=(DroppedRecord(text, name),),
        source=name,
        descriptions={name: text},
    )
    told = (SurpriseRecord(name, text, text, 0.5, name, text, name),)
    claims = churn_claims()[:1]
    record = churn_report(claims=claims, curves=(), models=(), narration=made, surprises=told)
    page = Page(render_html(record))
    assert page.open == []
    assert page.count("script") == 1, "the page's own"
    assert not re.search(r"(?<!\\)(?:\\\\)*<", render_markdown(record))


def test_words_come_back_from_the_file(tmp_path: Path) -> None:
    record = narrated_report()
    again = read_report(write_report(record, tmp_path)["json"])
    assert (again.narration, again.surprises) == (record.narration, record.surprises)
    assert render_markdown(again) == render_markdown(record)
    # A number that was not finite stands as null in the file.
    hostile = read_report(write_report(hostile_narrated_report(), tmp_path)["json"])
    assert "not measured" in render_html(hostile)
