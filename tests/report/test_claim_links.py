"""How a page refers to a statement from elsewhere."""

from __future__ import annotations

import dataclasses

from dataexplain.report.claim_links import claim_links, link_of
from dataexplain.report.claim_sections import placed
from dataexplain.report.context import report_context

from .extreme_examples import HOSTILE
from .full_example import full_report


def test_a_mark_is_the_number_that_stands_on_the_card() -> None:
    record = full_report()
    claims = [(f"card-{claim.id}", claim) for claim in record.claims]
    links = claim_links(placed(claims)[0])
    assert (links["c1"].mark, links["c1"].name) == ("3", "statement 3")
    assert (links["n1"].mark, links["n1"].name) == ("no effect 1", "“What does not matter” 1")
    assert links["d1"].title.startswith("“What changed over time” 1: As time goes on")
    cards = report_context(record)["sections"]["supported"]["cards"]
    assert cards[2]["anchor"] == "claim-c1"
    assert cards[2]["place"] == 3


def test_of_two_statements_with_one_id_the_first_is_meant() -> None:
    first = full_report().claims[0]
    twice = [("one", first), ("two", dataclasses.replace(first, text="Another."))]
    assert claim_links(placed(twice)[0])[first.id].anchor == "one"


def test_what_has_no_card_has_a_name_but_no_link() -> None:
    link = link_of(f"gone\n{HOSTILE * 9}", {})
    assert link.anchor == ""
    assert len(link.mark) <= 40
    assert "\n" not in link.name
    assert link_of("", {}).mark == "unnamed"
