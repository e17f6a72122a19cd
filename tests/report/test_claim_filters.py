"""The choices of the page's filters."""

from __future__ import annotations

import dataclasses

from dataexplain.report.claim_filters import MOST_COLUMNS, column_order
from dataexplain.report.context import report_context

from .churn_example import churn_claims
from .full_example import full_report


def test_every_choice_says_how_many_it_leaves() -> None:
    filters = report_context(full_report())["filters"]
    assert filters["found"] == "17 statements"
    for name in ("verdicts", "kinds", "bases"):
        assert sum(int(choice["count"]) for choice in filters[name]) == 17
    kinds = {choice["value"]: choice["label"] for choice in filters["kinds"]}
    assert kinds["no_effect"] == "No effect"
    assert kinds["tail"] == "Rare values"


def test_a_card_points_at_its_columns_in_the_list() -> None:
    context = report_context(full_report())
    names = [choice["value"] for choice in context["filters"]["columns"]]
    for section in context["sections"].values():
        for card in section["cards"]:
            places = [int(place) for place in card["filter"]["columns"].split()]
            assert [names[place] for place in places] == card["features"]


def test_too_many_columns_keep_those_of_most_claims() -> None:
    first = churn_claims()[0]
    claims = [
        dataclasses.replace(first, features=(f"column {n:05d}", "last of all"))
        for n in range(MOST_COLUMNS + 50)
    ]
    order = column_order(claims)
    assert len(order) == MOST_COLUMNS
    assert "last of all" in order
