"""Which statement stands in which section, and what a card says of its kind."""

from __future__ import annotations

import dataclasses
from typing import Any

from dataexplain.report import render_html, render_markdown
from dataexplain.report.claim_sections import MOST_EXAMPLE_TABLES
from dataexplain.report.context import report_context

from .churn_example import churn_claims
from .extreme_examples import wide_report
from .full_example import full_report, odd_claims


def sections(**changes: Any) -> dict[str, Any]:
    context: dict[str, Any] = report_context(full_report(**changes))["sections"]
    return context


def test_what_does_not_matter_and_what_changed_stand_apart() -> None:
    made = sections()
    assert [card["anchor"] for card in made["drift"]["cards"]] == ["claim-d1"]
    assert [card["anchor"] for card in made["no_effect"]["cards"]] == ["claim-n1"]
    assert made["supported"]["count"] == "7"
    assert made["supported"]["intro"].endswith(
        "1 under “What changed over time” and 1 under “What does not matter”."
    )
    assert "claim-n2" in {card["anchor"] for card in made["inconclusive"]["cards"]}
    assert "claim-n3" in {card["anchor"] for card in made["not_supported"]["cards"]}


def test_sections_without_statements_are_not_shown() -> None:
    made = sections(claims=churn_claims()[:1])
    assert [name for name, section in made.items() if section["shown"]] == [
        "supported",
        "inconclusive",
        "not_supported",
    ]
    assert "further down" not in made["supported"]["intro"]


def test_every_statement_has_one_card() -> None:
    cards = [card["anchor"] for section in sections().values() for card in section["cards"]]
    assert sorted(cards) == sorted(f"claim-{claim.id}" for claim in full_report().claims)


def test_that_a_column_does_not_matter_is_the_last_to_be_told_first() -> None:
    claims = tuple(
        dataclasses.replace(claim, rank=rank) for rank, claim in enumerate(odd_claims()[2:4], 1)
    )
    strongest = report_context(full_report(claims=claims))["answer"]["strongest"]
    assert [claim["anchor"] for claim in strongest] == ["claim-t1", "claim-n1"]


def test_no_direction_is_no_arrow() -> None:
    for text in (render_html(full_report()), render_markdown(full_report())):
        assert not set("↑↓→←▲▼") & set(text)


def test_parts_are_worded_by_kind() -> None:
    made = sections()
    interaction = made["supported"]["cards"][0]["parts"]
    assert interaction["heading"] == "The effect on each side"
    assert [row["effect"] for row in interaction["rows"]] == ["−7.4", "−1.3"]
    flat = made["no_effect"]["cards"][0]["parts"]
    assert flat["heading"] == "Each part of total_charges against the rest"
    assert [row["label"] for row in flat["rows"]][:2] == ["below 400", "between 400 and 1400"]
    assert flat["note"].startswith("All 4 parts lie between −2.7 points and +2.7 points, which is")
    open_one = made["inconclusive"]["cards"][0]["parts"]
    assert open_one["note"].startswith("Too small to matter would be from −2.7 points to +2.7")


def test_a_tail_says_how_few_its_rows_are_and_its_end_is_drawn() -> None:
    card = next(card for card in sections()["supported"]["cards"] if card["anchor"] == "claim-t1")
    assert card["charts"][0]["caption"].startswith("The marked tail holds 31 of the 3,522 rows")
    region = next(mark for mark in card["charts"][0]["marks"] if mark["style"] == "region")
    assert float(dict(region["attributes"])["width"]) > 5


def test_stability_counts_refits() -> None:
    made = sections()
    assert ("came back in", "18 of 20 refits") in made["supported"]["cards"][0]["facts"] or [
        "came back in",
        "18 of 20 refits",
    ] in made["supported"]["cards"][0]["facts"]
    assert made["drift"]["cards"][0]["cautions"][0].startswith("Came back in only 7 of 20 refits")


def test_example_rows_stop_after_the_first_hundred_cards() -> None:
    made = report_context(wide_report(100, 2))["sections"]
    tables = [card["examples"] for section in made.values() for card in section["cards"]]
    assert sum(table is not None for table in tables) == MOST_EXAMPLE_TABLES
