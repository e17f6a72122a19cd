from __future__ import annotations

import pytest

from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.quantities import Numbers, column_of, numbers
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_naming


def read(text: str, table: str = "telecom_churn") -> Numbers:
    found, naming = tokens(text), sample_naming(table)
    return numbers(found, mentions(found, naming), naming)


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("tenure from 3 to 12 months", "range", 3, 12),
        ("tenure between 3 and 12", "range", 3, 12),
        ("tenure of 12 months or more", "low", 12, 12),
        ("tenure of at least 12", "low", 12, 12),
        ("tenure of more than 12 months", "low", 12, 12),
        ("tenure of no more than 12 months", "high", 12, 12),
        ("tenure below 12", "high", 12, 12),
        ("tenure up to about 12", "high", 12, 12),
        ("tenure of 12 months or less", "high", 12, 12),
        ("once tenure reaches 12", "low", 12, 12),
        ("monthly charges of 60+", "low", 60, 60),
    ],
)
def test_bounds(text: str, kind: str, low: float, high: float) -> None:
    (bound,) = read(text).bounds
    assert (bound.kind, bound.low, bound.high) == (kind, low, high)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("rises by 17 percentage points", "effect", 17),
        ("17 points higher", "effect", 17),
        ("about $25,000 more", "effect", 25000),
        ("a gap of 0.39", "effect", 0.39),
        ("34% of them", "rate", 34),
        ("in 1,200 rows", "rows", 1200),
        ("twice as likely", "factor", 2),
        ("3 times as likely", "factor", 3),
        ("the 95% interval", "confidence", 95),
    ],
)
def test_quantities(text: str, kind: str, value: float) -> None:
    found = read(text, "house_prices")
    assert not found.bounds
    assert [(quantity.kind, quantity.value) for _, quantity in found.quantities] == [(kind, value)]


def test_higher_than_at_is_a_comparison_of_values_and_no_bound() -> None:
    """ "higher than at 25" was read as a bound from 25."""
    found = read("at 4 the average is higher than at 25", "bike_sharing_daily")
    assert {bound.kind for bound in found.bounds} == {"point"}


def test_a_bound_belongs_to_its_unit_else_to_the_name_beside_it() -> None:
    text = "calls over 3 and a tenure below 12, using 30 GB"
    found, naming = tokens(text), sample_naming("telecom_churn")
    named = mentions(found, naming)
    columns = [
        column_of(bound, named, naming, 0, len(found))
        for bound in sorted(numbers(found, named, naming).bounds, key=lambda bound: bound.at)
    ]
    assert columns == ["support_calls", "tenure_months", "data_usage_gb"]
